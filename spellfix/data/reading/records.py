"""Texts of one file or of a portion of it, by its format: lines, cells, paragraphs.

What cannot be read as what it should be is a text that says so ("broken", "long"); blank ones are
left out, with their numbers. Knows nothing about folders and portions' places.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import cast

from spellfix.correction import Correction
from spellfix.data.reading.encodings import BINARY, UTF_8
from spellfix.data.reading.formats import packing_of
from spellfix.data.reading.linewise import LONGEST, Lines, lines
from spellfix.data.reading.packed import CUT_OFF, unpacked
from spellfix.errors import InputError
from spellfix.lines import open_binary

Read = tuple[int, str, str]
"""Number of the record, its text, and its damage or none."""
Block = tuple[Sequence[int], list[str], dict[int, str]]
"""Records that were read together: their numbers, their texts, and the damage of some by place."""

SHOWN = 200  # characters of a broken record
TOGETHER = 1024  # records of a block


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """The bytes of a file, unpacked. Raises InputError where the system refuses."""
    with open_binary(path) as stream, unpacked(stream, packing_of(path)) as bare:
        yield cast(BufferedReader, bare)


def read_lines(path: Path, encoding: str, start: int, end: int | None) -> Iterator[Read]:
    """Lines from byte ``start`` to ``end``, counted from 0 there."""
    for numbers, texts, damage in read_blocks(path, encoding, start, end):
        for at, (number, text) in enumerate(zip(numbers, texts, strict=True)):
            yield number, text, damage.get(at, "")


def read_blocks(path: Path, encoding: str, start: int, end: int | None) -> Iterator[Block]:
    """`read_lines` in blocks, many times faster."""
    return _numbered(_whole(path, encoding, start, end))


def blocks(read: Iterable[Read]) -> Iterator[Block]:
    """Records in blocks of up to TOGETHER."""
    rest = iter(read)
    while held := [*islice(rest, TOGETHER)]:
        numbers, texts, damage = (list(column) for column in zip(*held, strict=True))
        yield numbers, texts, {at: each for at, each in enumerate(damage) if each}


def read_jsonl(
    path: Path, encoding: str, start: int, end: int | None, column: str
) -> Iterator[Read]:
    """``column`` of one JSON object a line."""
    for number, line, damage in read_lines(path, encoding, start, end):
        if damage:
            yield number, line, damage
            continue
        try:
            record = json.loads(line)
            text = record[column]
        except (ValueError, KeyError, TypeError, RecursionError):
            text = None
        if not isinstance(text, str):
            yield number, line[:SHOWN], "broken"
        elif text.strip():
            yield number, text, ""


def read_table(path: Path, encoding: str, column: str, tabs: bool) -> Iterator[Read]:
    """``column`` of a table with a header. In one with tabs a record is a line, whatever quotes are
    in it. Raises InputError where the header has no such column."""
    records = _tabbed(path, encoding) if tabs else _quoted(path, encoding)
    try:
        header = next(records)
    except StopIteration:
        return
    if header is None:  # cut off before its end
        yield 0, "", "broken"
        return
    names = [name.strip() for name in header]
    if column not in names:
        raise InputError(
            f"{path}: --column {column}: 그런 열이 없습니다 / no such column; "
            f"{', '.join(names[:20])} 가운데 하나 / expected one of these"
        )
    at = names.index(column)
    for number, record in enumerate(records):
        if record is None or not at < len(record):
            if record != []:
                yield number, "" if record is None else " ".join(record)[:SHOWN], "broken"
        elif record[at].strip():
            yield number, record[at], ""


def read_document(path: Path) -> Iterator[Read]:
    """Paragraphs of a document, as `spellfix.documents` finds them."""
    from spellfix.documents import rewrite

    number = 0
    try:
        for number, each in enumerate(rewrite(path, _as_they_are)):
            if each.text.strip():
                yield number, each.text, ""
            number += 1
    except InputError as error:
        yield number, str(error), "broken"


def _as_they_are(texts: Iterable[str]) -> Iterator[Correction]:
    return (Correction(text, (), 1.0) for text in texts)


def _numbered(found: Iterable[Lines]) -> Iterator[Block]:
    number = 0
    try:
        for texts, damage in found:
            if damage:
                yield [number], texts, {0: damage}
            elif all(texts) and not any(map(str.isspace, texts)):
                yield range(number, number + len(texts)), texts, {}
            else:
                kept = [at for at, text in enumerate(texts) if text and not text.isspace()]
                yield [number + at for at in kept], [texts[at] for at in kept], {}
            number += len(texts)
    except CUT_OFF as error:
        yield [number], [str(error)], {0: "broken"}


def _whole(path: Path, encoding: str, start: int, end: int | None) -> Iterator[Lines]:
    if encoding == BINARY:
        yield [""], "broken"
        return
    with opened(path) as stream:
        if start:
            stream.seek(start)
        if encoding.startswith("utf-16"):
            yield from _wide(stream, encoding)
            return
        first = not start
        for texts, damage in lines(stream, encoding, None if end is None else end - start):
            if first:
                texts[0], first = texts[0].removeprefix("\ufeff"), False
            yield texts, damage


def _wide(stream: BufferedReader, encoding: str) -> Iterator[Lines]:
    """Lines of UTF-16, whose bytes cannot be cut at LF."""
    cut = False
    with TextIOWrapper(stream, encoding, "replace", newline="\n") as wide:
        while line := wide.readline(LONGEST):
            ended = line.endswith("\n")
            if not cut:
                text = line.removesuffix("\n").removesuffix("\r")
                yield ([text], "") if ended or len(line) < LONGEST else ([text[:SHOWN]], "long")
            cut = not ended


def _quoted(path: Path, encoding: str) -> Iterator[list[str] | None]:
    """Records of comma-separated values (RFC 4180); None for one that is none."""
    if encoding == BINARY:
        yield from ([], None)
        return
    name = "utf-8-sig" if encoding == UTF_8 else encoding
    with opened(path) as stream, TextIOWrapper(stream, name, "replace", newline="") as text:
        feeding = Feeding(text)
        reader = csv.reader(feeding)
        while True:
            feeding.held = 0
            try:
                yield next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield None
            except CUT_OFF:
                yield None
                return


class Feeding:
    """Lines for a reader of tables, until those of one record are longer than any text. held: code
    points of the record so far."""

    def __init__(self, text: TextIOWrapper) -> None:
        self._text = text
        self.held = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = part = self._text.readline(LONGEST + 1)
        while len(part) > LONGEST and not part.endswith("\n"):
            part = self._text.readline(LONGEST + 1)
        self.held += len(line)
        if self.held > LONGEST:
            raise csv.Error("longer than any record")
        if not line:
            raise StopIteration
        return line


def _tabbed(path: Path, encoding: str) -> Iterator[list[str] | None]:
    try:
        for texts, damage in _whole(path, encoding, 0, None):
            for text in texts:
                cells = [_unquoted(cell) for cell in text.split("\t")] if text else []
                yield None if damage else cells
    except CUT_OFF:
        yield None


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        inner = cell[1:-1].replace('""', "\0")
        if '"' not in inner:
            return inner.replace("\0", '"')
    return cell
