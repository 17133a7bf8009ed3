"""Blocks of whole lines from a file or a pipe, cut at the same places every time.

Where a block ends depends on the text alone, however it arrives and wherever reading begins again,
so that a run that goes on meets the blocks that it met before. Knows no encoding and not what is
done with a block, nor with a line that is longer than one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """Lines as they stand in the file, after ``number`` lines and ``offset`` bytes of it."""

    raw: bytes
    number: int
    offset: int


def read_blocks(
    read: Callable[[int], bytes], size: int, cut: Callable[[Block], int]
) -> Iterator[Block]:
    """All that ``read`` gives, in blocks of about ``size`` bytes, none of them empty.

    read: called with a number of bytes; gives that many or fewer, none at the end. Who gives fewer
    while there is more to come gets smaller blocks, of whole lines.
    cut: called with the first ``size`` bytes of a line that is longer than that; says how many of
    them are a block. After 0 it is called again with twice as many.
    """
    rest, number, offset, room = bytearray(), 0, 0, size
    while chunk := read(room - len(rest)):
        seen = len(rest)
        rest += chunk
        while (end := _line_end(rest, size, room, seen)) or len(rest) >= room:
            end = end or cut(Block(bytes(rest[:room]), number, offset))
            if not end:
                room *= 2
                continue
            raw, room, seen = bytes(rest[:end]), size, 0
            del rest[:end]
            yield Block(raw, number, offset)
            number += raw.count(b"\n")
            offset += end
    if rest:
        yield Block(bytes(rest), number, offset)


def _line_end(rest: bytearray, size: int, room: int, seen: int) -> int:
    """The end of the last line in a block of ``size``; of the first one where a line needs more,
    of which the first ``seen`` bytes are known."""
    return (rest.rfind(b"\n", 0, size) if room == size else rest.find(b"\n", seen)) + 1
