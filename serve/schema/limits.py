"""How much one request may hold."""

MOST_BYTES = 1 << 18
"""Of a request body. All of MOST_CHARACTERS fit, even if each is written as a JSON escape."""
MOST_TEXTS = 128
MOST_CHARACTERS = 20_000
"""Code points of all texts of a request together."""
MOST_PAIRS = 500
MOST_DRAFTS = 100
"""In one portion of the list of drafts."""
MOST_TERMS = 1_000
"""Of a request, and of a dictionary."""
LONGEST_TERM = 100
LONGEST_NAME = 64
"""Code points of a reviewer's name."""
