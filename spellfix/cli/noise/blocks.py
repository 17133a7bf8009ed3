"""Blocks of whole lines from a file or a pipe, cut at the same places every time.

A block is the work that is handed to a process and noted in the journal at once. Where it ends
depends on the text alone, so that a run that goes on meets the blocks that it met before. Knows
no noise.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn, Protocol

from spellfix.errors import InputError
from spellfix.lines import decoded

BLOCK = 1 << 17  # bytes; about 1,000 sentences
LONGEST = 100_000  # bytes of a line; of Hangul, 33,000 syllables: at most one in a BLOCK
_COUNTED = 1 << 30  # bytes of a line that is too long, after which nobody needs the exact number


class Stream(Protocol):
    """A binary file that gives ``size`` bytes, fewer only at its end."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines as they stand in the file, after ``number`` lines and ``offset`` bytes of it."""

    raw: bytes
    number: int
    offset: int

    def texts(self, name: str) -> list[str]:
        """The lines without their ends, LF or CR LF. Raises InputError naming ``name``, line and
        byte where they are no text, or line and length where one is longer than LONGEST."""
        raws = self.raw.split(b"\n")
        last = raws.pop()
        texts: list[str] = []
        offset = self.offset
        for number, raw in enumerate(raws, self.number + 1):
            texts.append(_text(raw, name, number, offset).removesuffix("\r"))
            offset += len(raw) + 1
        if last:
            texts.append(_text(last, name, self.number + len(raws) + 1, offset))
        return texts


def read_blocks(stream: Stream, name: str) -> Iterator[Block]:
    """All of ``stream`` in blocks, none of them empty. Raises InputError, naming ``name``, the line
    and its length, for a line that is too long for a block."""
    rest, number, offset = b"", 0, 0
    while chunk := stream.read(BLOCK - len(rest)):
        rest += chunk
        end = rest.rfind(b"\n") + 1
        if end:
            raw, rest = rest[:end], rest[end:]
            yield Block(raw, number, offset)
            number += raw.count(b"\n")
            offset += end
        elif len(rest) == BLOCK:
            _refuse(_length(rest, stream), name, number + 1)
    if rest:
        yield Block(rest, number, offset)


def check_text(stream: Stream, name: str) -> None:
    """Read all of ``stream``. Raises InputError as `read_blocks` and `Block.texts` do, or if no
    line holds more than white space."""
    found = False
    for block in read_blocks(stream, name):
        texts = block.texts(name)
        found = found or any(text.strip() for text in texts)
    if not found:
        raise no_text(name)


def no_text(name: str) -> InputError:
    """The answer to an input without a line of text."""
    return InputError(
        f"{name}: 글이 없습니다 / there is no text in it; expected one sentence a line"
    )


def _text(raw: bytes, name: str, number: int, offset: int) -> str:
    if len(raw) > LONGEST:
        _refuse(f"{len(raw):,}", name, number)
    return decoded(raw, name, number, offset)


def _length(start: bytes, stream: Stream) -> str:
    """Bytes of the line that begins with ``start`` and goes on in ``stream``."""
    length = len(start)
    while length < _COUNTED:
        chunk = stream.read(BLOCK)
        end = chunk.find(b"\n")
        length += len(chunk) if end < 0 else end
        if end >= 0 or not chunk:
            return f"{length:,}"
    return f"> {_COUNTED:,}"


def _refuse(length: str, name: str, number: int) -> NoReturn:
    raise InputError(
        f"{name}:{number}: 줄이 너무 깁니다 / this line is too long: {length} bytes, at most "
        f"{LONGEST:,}; 한 줄에 한 문장씩 나누세요 / put one sentence on a line, for example: "
        "sed 's/\\([.?!]\\) /\\1\\n/g'"
    )
