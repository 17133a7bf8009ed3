"""Lines of a file or of a stretch of one, in blocks, whatever bytes they are; knows no format.

A line is what ends in LF; CR before it is no part of the text. A line that is longer than any text
is not held in memory: its beginning is handed on, and said to be too long.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spellfix.data.reading.encodings import UTF_8
from spellfix.limits import TEXT
from spellfix.lines import Readable

BLOCK = 1 << 20  # bytes
LONGEST = TEXT
BEGINNING = 200  # bytes that are left of a longer one

Lines = tuple[list[str], str]
"""Lines that follow each other, and their damage: "long" or none."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole lines of a file: its bytes from ``start`` to ``end``, ``rows`` of them from ``row``
    on, counted from 0."""

    start: int
    end: int
    row: int
    rows: int


def cuts(stream: Readable, size: int) -> Iterator[Stretch]:
    """The stretches of a file, which begin behind the first line end at or after every ``size``
    bytes; they follow each other, and none is empty."""
    start = row = at = lines = 0
    ended = True
    while block := stream.read1(BLOCK):
        begin = 0
        while at + len(block) >= start + size:
            found = block.find(b"\n", max(begin, start + size - 1 - at))
            if found < 0:
                break
            lines += block.count(b"\n", begin, found + 1)
            end, begin = at + found + 1, found + 1
            yield Stretch(start, end, row, lines - row)
            start, row = end, lines
        lines += block.count(b"\n", begin)
        at += len(block)
        ended = block.endswith(b"\n")
    if start < at:
        yield Stretch(start, at, row, lines - row + (not ended))


def lines(stream: Readable, encoding: str, length: int | None = None) -> Iterator[Lines]:
    """The lines of the next ``length`` bytes, or of all, in lists of those that were read together;
    blank ones too. What does not fit the encoding becomes U+FFFD."""
    for raw, damage in raw_lines(stream, length, BEGINNING):
        if damage:
            yield [raw.decode(encoding, "ignore")], damage
        else:
            yield _split(raw, encoding), ""


def raw_lines(stream: Readable, length: int | None, left: int) -> Iterator[tuple[bytes, str]]:
    """The same lines as bytes, joined by LF where they were read together, with their damage;
    ``left``: bytes that are left of one that is too long."""
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
                yield _cut_short(rest + first, left)
            else:
                whole = rest + whole
            if newline:
                yield whole, ""
            rest = b""
        rest = b"" if skipping else rest + tail
        if len(rest) > LONGEST:
            yield _cut_short(rest, left)
            rest, skipping = b"", True
    if rest:
        yield _cut_short(rest, left)


def _blocks(stream: Readable, length: int | None) -> Iterator[bytes]:
    """What each reading gives: of a packed file that is cut off, all that can be unpacked."""
    while length is None or length > 0:
        block = stream.read1(BLOCK if length is None else min(BLOCK, length))
        if not block:
            return
        if length is not None:
            length -= len(block)
        yield block


def _cut_short(raw: bytes, left: int) -> tuple[bytes, str]:
    """One line, of which little is left where it is too long."""
    return (raw[:left], "long") if len(raw) > LONGEST else (raw, "")


def _split(raw: bytes, encoding: str) -> list[str]:
    if encoding == UTF_8:
        texts = raw.decode(encoding, "replace").split("\n")
    else:  # where the half of a character could take a line end with it
        texts = [each.decode(encoding, "replace") for each in raw.split(b"\n")]
    return [text.removesuffix("\r") for text in texts] if b"\r" in raw else texts
