"""Lines of a file or of a stretch of one, in blocks, whatever bytes they are; knows no format.

A line is what ends in LF; CR before it is no part of the text. A line that is longer than any text
is not held in memory: its beginning is handed on, and said to be too long.
"""

from collections.abc import Iterator

from spellfix.data.reading.encodings import UTF_8
from spellfix.lines import Readable

BLOCK = 1 << 20  # bytes
LONGEST = 1 << 20  # bytes of a line
BEGINNING = 200  # bytes that are left of a longer one

Lines = tuple[list[str], str]
"""Lines that follow each other, and their damage: "long" or none."""


def lines(stream: Readable, encoding: str, length: int | None = None) -> Iterator[Lines]:
    """The lines of the next ``length`` bytes, or of all, in lists of those that were read together;
    blank ones too. What does not fit the encoding becomes U+FFFD."""
    rest = b""
    skipping = False
    for block in _blocks(stream, length):
        whole, newline, tail = block.rpartition(b"\n")
        if newline:
            if skipping:
                _, newline, whole = whole.partition(b"\n")
                skipping = False
            elif len(rest) + len(whole) > LONGEST:
                first, newline, whole = whole.partition(b"\n")
                yield _decoded(rest + first, encoding)
            else:
                whole = rest + whole
            if newline:
                yield _split(whole, encoding), ""
            rest = b""
        rest = b"" if skipping else rest + tail
        if len(rest) > LONGEST:
            yield _decoded(rest, encoding)
            rest, skipping = b"", True
    if rest:
        yield _decoded(rest, encoding)


def _blocks(stream: Readable, length: int | None) -> Iterator[bytes]:
    """What each reading gives: of a packed file that is cut off, all that can be unpacked."""
    while length is None or length > 0:
        block = stream.read1(BLOCK if length is None else min(BLOCK, length))
        if not block:
            return
        if length is not None:
            length -= len(block)
        yield block


def _decoded(raw: bytes, encoding: str) -> Lines:
    """One line, of which little is left where it is too long."""
    if len(raw) > LONGEST:
        return [raw[:BEGINNING].decode(encoding, "ignore")], "long"
    return _split(raw, encoding), ""


def _split(raw: bytes, encoding: str) -> list[str]:
    if encoding == UTF_8:
        texts = raw.decode(encoding, "replace").split("\n")
    else:  # where the half of a character could take a line end with it
        texts = [each.decode(encoding, "replace") for each in raw.split(b"\n")]
    return [text.removesuffix("\r") for text in texts] if b"\r" in raw else texts
