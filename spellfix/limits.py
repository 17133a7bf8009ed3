"""How much is read of what others wrote: every limit of the readers of files, and why it is there.

A file from a stranger may be made to fill the memory or to take for ever. What is beyond a limit is
refused in words that name it; nothing is cut silently. Files of texts are the user's own and may
have a reason to be larger: `limit` multiplies their figures by SPELLFIX_LIMITS, which is 1 where
nobody sets it. Those of model directories are fixed. The limits of requests stand in
`spellfix.serve.settings`. Knows no format.
"""

import os
from math import isfinite

from spellfix.errors import ConfigError

VARIABLE = "SPELLFIX_LIMITS"

# Model directories. Bytes, unless a line says otherwise.
JSON_FILE = 16 << 20
"""Of spellfix.json, config.json and run.json, read whole; the first of the shipped model has 80 KB,
most of it accuracies by kind."""
JSON_DEPTH = 64
"""Objects and lists in each other; the shipped manifest has 8. Python gives up at about 1,000."""
GRAPH = 16 << 20
"""Of an ONNX graph without its matrices, read whole; those of the shipped model have 27 KB."""
DIMENSION = 1 << 20
"""Of a matrix of a network: a hundred times the widest of ours. Not bytes but rows."""
LAYERS = 256
"""Of a network, each of which takes time to build before a weight is read. The largest has 8."""
TOKENIZER = 64 << 20
"""Read whole by sentencepiece; ours have 30 KB, the largest in public use 5 MB."""
ARRAYS = 1 << 30
"""Of all arrays of an .npz file, unpacked; those of the shipped language models have 91 MB. Their
zeros pack at 1000:1 and more, so the ratio says nothing."""

# Documents: .docx, .hwpx, .html, .md.
DOCUMENT = 64 << 20
"""Of a file that is parsed whole: parsed, it takes some fifty times as much memory."""
MEMBER = 256 << 20
"""Of a member of a .docx or .hwpx, unpacked; only one is held at a time."""
ARCHIVE = 2 << 30
"""Of all members together, unpacked: they are copied, so this is time and disk, not memory."""
MEMBERS = 20_000
"""Their number; a book with thousands of pictures has half of that."""
PARAGRAPH = 4 << 20
"""Code points of a paragraph: each remembers where it stood, in some hundred bytes. Ten times a
novel without a line end."""
RATIO = 200
"""Unpacked to packed, looked at from RATIO_FROM on; real documents and texts stay below 60, and
the most that deflate can do is 1030."""
RATIO_FROM = 16 << 20

# Texts and tables, read as a stream.
LINE = 64 << 20
"""Of a line that is handed on whole (corrected, or a record of JSON); a line is held in memory
several times over."""
TEXT = 1 << 20
"""Of a line or record of training data: a longer one is said to be too long and left out."""
RECORD = 16 << 20
"""Of a line of JSON in training and test data, which may hold more than its text."""
XZ_MEMORY = 128 << 20
"""That unpacking .xz may take: `xz -9` asks for 65 MiB, and a file may ask for 4 GiB."""
COLUMN = 2 << 30
"""Of one column in one row group of Parquet: its pages, unpacked, and its texts, each counted where
it stands. A batch of rows is an eighth of it at most. Writers make row groups of 128 MB, or of a
million rows."""
FILES = 1_000_000
"""Files below a folder that are read as one collection; their names alone take 200 MB."""
RECIPE = 1 << 20
"""Of a recipe of noise; ours have 2 KB."""
LIST = 256 << 20
"""Of a file of lines that is read whole: terms to keep, keys."""


def limit(figure: int) -> int:
    """`figure`, which is a limit on the user's own files, times SPELLFIX_LIMITS.

    Raises ConfigError where that is no number above 0.
    """
    told = os.environ.get(VARIABLE)
    if not told:
        return figure
    try:
        factor = float(told)
    except ValueError:
        factor = 0.0
    if not (isfinite(factor) and factor > 0):
        raise ConfigError(f"{VARIABLE}: expected a number above 0, such as 4, got {told!r}")
    return max(1, int(figure * factor))


def advice(figure: int, unit: str = "bytes") -> str:
    """What to do about a file beyond `figure`, for the end of a message.

    >>> advice(64 << 20)
    'at most 64 MiB; 더 필요하면 / if you need more: SPELLFIX_LIMITS=4'
    """
    most = limit(figure)
    mebi = unit == "bytes" and most >= 1 << 20
    amount = f"{most >> 20} MiB" if mebi else f"{most:,} {unit}"
    return f"at most {amount}; 더 필요하면 / if you need more: {VARIABLE}=4"
