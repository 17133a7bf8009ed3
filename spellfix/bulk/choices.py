"""What may be chosen in a run over archives, for those that ask before anything is loaded."""

ENGINES = ("local", "ray")
"""Who does the work: processes of this machine, or the actors of Ray."""
FORMATS = ("parquet", "jsonl")
"""Of the output."""
COLUMN = "text"
"""Of records and tables, where the text is."""
PART = 1 << 20
"""Bytes of the input in a part of the output: half a minute of one core."""
