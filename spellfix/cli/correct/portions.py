"""Lines to correct, in portions that do not depend on how they arrive; knows no model.

A line is what `spellfix.lines` says. One that is longer than a portion comes in pieces, cut where
`spellfix.passages` cuts a document: corrected one by one they give what the line would. A line that
has to stay whole is held in memory, and has the limit LINE.
"""

from codecs import getincrementaldecoder
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from spellfix.cli.blocks import Block, read_blocks
from spellfix.errors import InputError
from spellfix.limits import LINE, limit
from spellfix.lines import Line, decoded, too_long
from spellfix.passages import SMALLEST, passages

SIZE = 1 << 15  # bytes of a portion; about 250 sentences
_AHEAD = 1 << 12  # code points that are known behind a cut


@dataclass(frozen=True, slots=True)
class Source:
    """What is read.

    read: called with a number of bytes, gives that many at most. name: for errors. total: bytes
    there are in all, and rewind: goes back to the first; None where that is not to be had.
    """

    read: Callable[[int], bytes]
    name: str
    total: int | None = None
    rewind: Callable[[], object] | None = None


def blocks_of(source: Source, terms: Collection[str], *, whole: bool) -> Iterator[Block]:
    """The blocks of ``source``; ``whole``: no line in pieces.

    terms: as for `passages`. Raises InputError for a whole line longer than LINE, before memory
    holds twice as much of it.
    """

    def cut(start: Block) -> int:
        text = _text(start)
        if text is None:
            return len(start.raw)  # whoever decodes it will say what is wrong
        ahead = _AHEAD + max(map(len, terms), default=0)
        first = next(passages([text], max(SMALLEST, len(text) - ahead), terms))
        return 0 if first.protected else len(first.text.encode())

    return read_blocks(source.read, SIZE, _whole(source.name) if whole else cut)


def _whole(name: str) -> Callable[[Block], int]:
    """Cuts no line, and refuses one that is too long."""
    most = limit(LINE)

    def cut(start: Block) -> int:
        if len(start.raw) > most:
            raise too_long(name, start.number + 1)
        return 0

    return cut


def portions(blocks: Iterator[Block], name: str) -> Iterator[list[Line]]:
    """The lines of each block. Raises InputError after the lines before the broken one."""
    for block in blocks:
        lines: list[Line] = []
        try:
            for line in lines_of(block, name):
                lines.append(line)
        except InputError:
            if lines:
                yield lines
            raise
        yield lines


def lines_of(block: Block, name: str) -> Iterator[Line]:
    """The lines of ``block``. Raises InputError naming ``name``, line and byte for no UTF-8, and
    for a line longer than LINE."""
    most = limit(LINE)
    *ended, last = block.raw.split(b"\n")
    raws = [(raw, "\n") for raw in ended] + [(last, "")] * bool(last)
    offset = block.offset
    for number, (raw, end) in enumerate(raws, block.number + 1):
        if len(raw) > most:
            raise too_long(name, number)
        text = decoded(raw, name, number, offset)
        offset += len(raw) + 1
        if end and text.endswith("\r"):
            yield Line(text[:-1], "\r\n", number)
        else:
            yield Line(text, end, number)


def check_text(source: Source, *, whole: bool) -> None:
    """Read all of ``source``. Raises InputError for the first thing in it that is no text, or no
    line that `blocks_of` takes ``whole``."""

    def cut(start: Block) -> int:
        text = _text(start)
        return len(start.raw if text is None else text.encode())

    for block in read_blocks(source.read, SIZE, _whole(source.name) if whole else cut):
        for _ in lines_of(block, source.name):
            pass


def _text(start: Block) -> str | None:
    """The beginning of a line without a character that is cut off, None if it is no text."""
    try:
        return getincrementaldecoder("utf-8")().decode(start.raw)
    except UnicodeDecodeError:
        return None
