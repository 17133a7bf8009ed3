"""UTF-8 lines from files and pipes, each with its own line end; knows nothing about Korean.

A line is what ends in LF; CR LF is kept as such, and every other character that may break a line
(CR alone, U+2028) is text like any other. Joining text + end of all lines gives the input back.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, Protocol, cast

from spellfix.errors import InputError
from spellfix.limits import LINE, LIST, RECORD, advice, limit

CHUNK = 1 << 16  # bytes


class Readable(Protocol):
    """A binary stream that can hand over what it has without waiting for more."""

    def read1(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, its end (LF, CR LF, or nothing in the last line), its number from 1."""

    text: str
    end: str
    number: int


def open_binary(path: Path) -> BufferedReader:
    """The file, open for reading. Raises InputError where the system refuses."""
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(
            f"읽을 수 없습니다 / cannot read: {path} ({error.strerror or error})"
        ) from error


def standard_input() -> Readable:
    """Standard input as bytes."""
    return cast(Readable, sys.stdin.buffer)


def read_lines(stream: Readable, name: str) -> Iterator[list[Line]]:
    """Lines of ``stream``, in the portions in which they arrive and none of them empty.

    Typing at a terminal gives portions of one line, a file portions of 64 KiB. Raises InputError
    naming ``name``, line and byte where the bytes are no UTF-8 text, or a line is longer than LINE,
    after the lines before that.
    """
    rest, offset, number = [b""], 0, 0
    held, most = 0, limit(LINE)  # bytes of a line without an end so far
    while chunk := stream.read1(CHUNK):
        head, newline, tail = chunk.rpartition(b"\n")
        if not newline:
            rest.append(chunk)
            held += len(chunk)
            if held > most:
                raise too_long(name, number + 1)
            continue
        held = len(tail)
        block, rest = b"".join([*rest, head]), [tail]
        yield from _portion(block.split(b"\n"), "\n", name, number, offset)
        number += block.count(b"\n") + 1
        offset += len(block) + 1
    if last := b"".join(rest):
        yield from _portion([last], "", name, number, offset)


def read_records(stream: IO[bytes], name: str) -> Iterator[tuple[int, bytes]]:
    """The lines of ``stream`` that are not blank, each a record of its own, with their numbers from
    1. Raises InputError for one longer than RECORD, after those before it."""
    most = limit(RECORD)
    for number, line in enumerate(iter(lambda: stream.readline(most + 1), b""), start=1):
        if len(line) > most:
            raise too_long(name, number, RECORD)
        if not line.isspace():
            yield number, line


def too_long(name: str, number: int, figure: int = LINE) -> InputError:
    """The error for a line of more bytes than ``figure``, which is LINE or RECORD."""
    split = ", 또는 나누세요 / or split it" if figure == LINE else ""
    return InputError(
        f"{name}:{number}: 줄이 너무 깁니다 / the line is too long: {advice(figure)}{split}"
    )


def read_texts(path: Path) -> list[str]:
    """All lines of a file, without their ends. Raises InputError as `read_lines`, and for a file
    larger than LIST."""
    with open_binary(path) as stream:
        if path.stat().st_size > limit(LIST):
            raise InputError(f"{path}: 너무 큽니다 / too large: {advice(LIST)}")
        return [line.text for portion in read_lines(stream, str(path)) for line in portion]


def _portion(
    raws: list[bytes], end: str, name: str, number: int, offset: int
) -> Iterator[list[Line]]:
    lines: list[Line] = []
    for raw in raws:
        number += 1
        try:
            text = decoded(raw, name, number, offset)
        except InputError:
            if lines:
                yield lines
            raise
        offset += len(raw) + 1
        returns = end == "\n" and text.endswith("\r")
        lines.append(Line(text[:-1], "\r\n", number) if returns else Line(text, end, number))
    yield lines


def decoded(raw: bytes, name: str, number: int, offset: int) -> str:
    """``raw``, which starts at byte ``offset`` of ``name``, as text. Raises InputError."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"byte 0x{raw[error.start]:02x} at offset {offset + error.start}"
        raise InputError(
            f"{name}:{number}: UTF-8 글이 아닙니다 / not UTF-8: {byte}; "
            "CP949라면 / if it is CP949: iconv -f CP949 -t UTF-8"
        ) from error
    if "\0" in text:
        raise InputError(
            f"{name}:{number}: 글이 아니라 이진 파일 같습니다 / this looks like a binary file: "
            f"NUL at offset {offset + raw.index(0)}"
        )
    return text
