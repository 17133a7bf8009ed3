"""Lines of a file or of a stretch of one, in blocks, whatever bytes they are; knows no format.

A line is what ends in LF; CR before it is no part of the text. A line that is longer than any text
is not held in memory: its beginning is handed on, and said to be too long.
"""

from collections.abc import Iterator

from spellfix.lines import Readable

BLOCK = 1 << 20  # bytes
LONGEST = 1 << 20  # bytes of a line
BEGINNING = 200  # bytes that are left of a longer one

Line = tuple[str, str]
"""The text, and the damage: "long" or none."""


def lines(stream: Readable, encoding: str, length: int | None = None) -> Iterator[list[Line]]:
    """The lines of the next ``length`` bytes, or of all, in lists of those that were read together;
    blank ones too. What does not fit the encoding becomes U+FFFD."""
    rest = b""
    skipping = False
    for block in _blocks(stream, length):
        *whole, tail = block.split(b"\n")
        if whole:
            whole[0] = rest + whole[0]
            rest = b""
            if skipping:
                whole, skipping = whole[1:], False
            yield [_line(raw, encoding) for raw in whole]
        rest = b"" if skipping else rest + tail
        if len(rest) > LONGEST:
            yield [_line(rest, encoding)]
            rest, skipping = b"", True
    if rest:
        yield [_line(rest, encoding)]


def _blocks(stream: Readable, length: int | None) -> Iterator[bytes]:
    """What each reading gives: of a packed file that is cut off, all that can be unpacked."""
    while length is None or length > 0:
        block = stream.read1(BLOCK if length is None else min(BLOCK, length))
        if not block:
            return
        if length is not None:
            length -= len(block)
        yield block


def _line(raw: bytes, encoding: str) -> Line:
    if len(raw) > LONGEST:
        return raw[:BEGINNING].decode(encoding, "ignore"), "long"
    text = raw.decode(encoding, "replace")
    return (text[:-1] if text.endswith("\r") else text), ""
