"""The rows of a portion, one for each line, record or cell, whatever is wrong with it.

A row that cannot be taken as it is says why, and holds as much of its text as there is; it is never
left out. Knows nothing about corrections.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, Any, cast

from spellfix.bulk.sources import Portion, check_column, table_of
from spellfix.data.reading.batches import batches
from spellfix.data.reading.encodings import UTF_8, without_halves
from spellfix.data.reading.linewise import BLOCK, LONGEST, raw_lines
from spellfix.data.reading.packed import unpacked
from spellfix.data.reading.pages import NoPages
from spellfix.errors import InputError

ERRORS: Mapping[str, str] = MappingProxyType(
    {
        "encoding": "깨진 글자 / bytes that are no text; U+FFFD stands for them",
        "long": "너무 긴 행 / longer than 1 MiB; of a line the beginning is kept",
        "record": "JSON 객체가 아님 / no JSON object; the line as it stands",
        "text": "글이 없음 / no text in the column",
        "surrogate": "반쪽 문자 / half a surrogate pair; U+FFFD stands for it",
        "failed": "고치지 못함 / correcting it failed; please report this",
    }
)
"""Why a row is not corrected."""


@dataclass(frozen=True, slots=True)
class Row:
    """number: in its source, from 0. text: None where there is none. kept: values of other columns.
    error: a key of ERRORS, None where nothing is wrong."""

    number: int
    text: str | None
    kept: Mapping[str, object]
    error: str | None = None


def rows(portion: Portion, column: str, keep: Sequence[str]) -> Iterator[Row]:
    """The rows of ``portion``. Raises InputError where the file is not what it was."""
    read = _cells if portion.source.file.format == "parquet" else _lines
    found = 0
    for text, kept, error in read(portion, column, keep):
        yield Row(portion.row + found, text, kept, error)
        found += 1
    if found != portion.rows:
        raise InputError(
            f"{portion.source.file.name}: 읽는 동안 바뀌었습니다 / changed while it was read: "
            f"{found} rows from row {portion.row} on, expected {portion.rows}"
        )


_Found = tuple[str | None, Mapping[str, object], str | None]


def _lines(portion: Portion, column: str, keep: Sequence[str]) -> Iterator[_Found]:
    source = portion.source
    records = source.file.format == "jsonl"
    first = portion.start == 0
    with source.file.opened() as raw, unpacked(raw, source.file.packing) as stream:
        _go_to(stream, portion.start)
        length = portion.end - portion.start
        for block, damage in raw_lines(cast(Any, stream), length, LONGEST):
            for line in [block] if damage else block.split(b"\n"):
                text, error = _decoded(line.removesuffix(b"\r"), source.encoding)
                if first:
                    text, first = text.removeprefix("\ufeff"), False
                if damage:
                    yield text, {}, damage
                elif records and not error:
                    yield _record(text, column, keep)
                else:
                    yield text, {}, error


def _go_to(stream: IO[bytes], start: int) -> None:
    if start and stream.seekable():
        stream.seek(start)
        return
    while start and (block := stream.read(min(start, BLOCK))):
        start -= len(block)


def _decoded(line: bytes, encoding: str) -> tuple[str, str | None]:
    try:
        return line.decode(encoding), None
    except UnicodeDecodeError:
        return line.decode(encoding, "replace"), "encoding"


def _record(line: str, column: str, keep: Sequence[str]) -> _Found:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict):
        return line, {}, "record"
    kept = {name: record[name] for name in keep if name in record}
    return _taken(record.get(column), kept)


def _taken(text: object, kept: Mapping[str, object]) -> _Found:
    """A row whose text this is, if it is one."""
    if text is None:
        return None, kept, "text"
    if not isinstance(text, str):
        return without_halves(json.dumps(text, ensure_ascii=False)), kept, "text"
    if len(text) > LONGEST:
        return without_halves(text), kept, "long"
    whole = without_halves(text)
    return whole, kept, None if whole == text else "surrogate"


def _cells(portion: Portion, column: str, keep: Sequence[str]) -> Iterator[_Found]:
    names = list(dict.fromkeys([column, *keep]))
    for some in _batches(portion, names):
        texts = map(_cell, _as_bytes(some.column(column)))
        for (text, error), kept in zip(texts, _values(some, keep), strict=True):
            yield (text, kept, error) if error else _taken(text, kept)


def _batches(portion: Portion, names: Sequence[str]) -> Iterator[Any]:
    """The rows of a portion, some at a time. Raises InputError where the file is damaged."""
    file = portion.source.file
    with table_of(file) as (table, stream):
        from pyarrow import ArrowException

        check_column(file, table, *names)
        groups, begin = _groups(table, portion)
        try:
            for batch in batches(table, stream, groups, names, file.name):
                first = max(portion.start - begin, 0)
                last = min(portion.end - begin, batch.num_rows)
                begin += batch.num_rows
                if first < last:
                    yield batch.slice(first, last - first)
                if begin >= portion.end:
                    return
        except (ArrowException, OSError, NoPages) as error:
            raise InputError(
                f"{file.name}: 깨졌거나 잘렸습니다 / damaged or cut off: {error}; 고치거나 빼 "
                "주세요 / mend it or leave it out"
            ) from error


def _groups(table: Any, portion: Portion) -> tuple[list[int], int]:
    """The row groups that hold the rows of a portion, and the first row in them."""
    groups: list[int] = []
    first = begin = 0
    for at in range(table.metadata.num_row_groups):
        end = begin + table.metadata.row_group(at).num_rows
        if begin < portion.end and end > portion.start:
            first = first if groups else begin
            groups.append(at)
        begin = end
    return groups, first


def _as_bytes(column: Any) -> list[bytes | None]:
    """The cells of a column of text, which Parquet files may hold that is none."""
    from pyarrow import large_binary, large_string, types

    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    cells: list[bytes | None] = column.cast(large_string()).cast(large_binary()).to_pylist()
    return cells


def _cell(cell: bytes | None) -> tuple[str | None, str | None]:
    return (None, None) if cell is None else _decoded(cell, UTF_8)


def _values(batch: Any, keep: Sequence[str]) -> list[dict[str, object]]:
    if not keep:
        return [{}] * batch.num_rows
    try:
        values: list[dict[str, object]] = batch.select(list(keep)).to_pylist()
    except UnicodeDecodeError:
        return [{}] * batch.num_rows
    return values
