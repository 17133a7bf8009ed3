"""What `spellfix noise` reads: blocks of lines, none of them too long to be one sentence.

A block is the work that is handed to a process and noted in the journal at once. Knows no noise.
"""

from collections.abc import Iterator
from typing import NoReturn, Protocol

from spellfix.cli.blocks import Block, read_blocks
from spellfix.errors import InputError
from spellfix.lines import decoded

BLOCK = 1 << 17  # bytes; about 1,000 sentences
LONGEST = 100_000  # bytes of a line; of Hangul, 33,000 syllables: at most one in a BLOCK
_COUNTED = 1 << 30  # bytes of a line that is too long, after which nobody needs the exact number


class Stream(Protocol):
    """A binary file that gives ``size`` bytes, fewer only at its end."""

    def read(self, size: int, /) -> bytes: ...


def text_blocks(stream: Stream, name: str) -> Iterator[Block]:
    """All of ``stream`` in blocks, none of them empty. Raises InputError, naming ``name``, the line
    and its length, for a line that is too long for a block."""

    def refuse(start: Block) -> NoReturn:
        _refuse(_length(start.raw, stream), name, start.number + 1)

    return read_blocks(stream.read, BLOCK, refuse)


def texts_of(block: Block, name: str) -> list[str]:
    """The lines without their ends, LF or CR LF. Raises InputError naming ``name``, line and byte
    where they are no text, or line and length where one is longer than LONGEST."""
    raws = block.raw.split(b"\n")
    last = raws.pop()
    texts: list[str] = []
    offset = block.offset
    for number, raw in enumerate(raws, block.number + 1):
        texts.append(_text(raw, name, number, offset).removesuffix("\r"))
        offset += len(raw) + 1
    if last:
        texts.append(_text(last, name, block.number + len(raws) + 1, offset))
    return texts


def check_text(stream: Stream, name: str) -> None:
    """Read all of ``stream``. Raises InputError as `text_blocks` and `texts_of` do, or if no
    line holds more than white space."""
    found = False
    for block in text_blocks(stream, name):
        texts = texts_of(block, name)
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
