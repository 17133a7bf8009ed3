"""A part of the output as it is written: Parquet or JSON Lines, the same bytes for the same rows.

    source, row     the file, and the line, record or cell in it, from 0
    input, output   the text as it stood, and corrected
    edits           start, end (code points of input), before, after, kind, confidence
    score           how sure the model is of its reading of the whole text
    error           why the text is not corrected, null where it is
    kept            other columns of the input that were asked for, as a JSON object

Knows nothing about where the file lies.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

from spellfix.bulk.sources import missing_pyarrow

SUFFIXES = {"parquet": ".parquet", "jsonl": ".jsonl"}
GROUP = 1 << 14
"""Rows of a row group, at most."""
_GROUP_TEXT = 1 << 23  # code points of them

Record = Mapping[str, object]
Add = Callable[[Record], None]


@contextmanager
def writing(file: BinaryIO, to: str, *, kept: bool) -> Iterator[Add]:
    """Writes the records that the function is called with to ``file``, in the format ``to``;
    ``kept``: whether records have that column. Raises OSError, ConfigError without pyarrow."""
    if to == "jsonl":
        yield lambda record: _write_line(file, record)
        return
    with _table_writer(file, kept) as add:
        yield add


def part_name(number: int, count: int, to: str) -> str:
    """The file of so many of ``count`` in an output; sorted by name they are in order.

    >>> part_name(3, 10, "parquet"), part_name(3, 1_000_000, "jsonl")
    ('part-00003.parquet', 'part-000003.jsonl')
    """
    width = max(5, len(str(count - 1)))
    return f"part-{number:0{width}}{SUFFIXES[to]}"


def as_json(value: object) -> str:
    """``value`` as JSON that UTF-8 can hold; what JSON has no type for, as text."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, default=str)
    return text


def check_format(to: str) -> None:
    """Raises ConfigError where the library of a format is missing."""
    if to == "parquet":
        _arrow()


def _write_line(file: BinaryIO, record: Record) -> None:
    file.write(f"{as_json(record)}\n".encode())


@contextmanager
def _table_writer(file: BinaryIO, kept: bool) -> Iterator[Add]:
    arrow, parquet = _arrow()
    schema = _schema(arrow, kept)
    waiting: list[Record] = []
    size = 0

    def add(record: Record) -> None:
        nonlocal size
        if kept:
            record = {**record, "kept": as_json(record["kept"])}
        waiting.append(record)
        size += len(str(record["input"]))
        if len(waiting) >= GROUP or size >= _GROUP_TEXT:
            flush()

    def flush() -> None:
        nonlocal size
        writer.write_table(arrow.Table.from_pylist(waiting, schema))
        waiting.clear()
        size = 0

    with parquet.ParquetWriter(
        file, schema, compression="zstd", compression_level=1, use_dictionary=["source", "error"]
    ) as writer:
        yield add
        if waiting:
            flush()


def _schema(arrow: Any, kept: bool) -> Any:
    edit = arrow.struct(
        [
            ("start", arrow.int32()),
            ("end", arrow.int32()),
            ("before", arrow.string()),
            ("after", arrow.string()),
            ("kind", arrow.string()),
            ("confidence", arrow.float64()),
        ]
    )
    columns = [
        ("source", arrow.string()),
        ("row", arrow.int64()),
        ("input", arrow.string()),
        ("output", arrow.string()),
        ("edits", arrow.list_(edit)),
        ("score", arrow.float64()),
        ("error", arrow.string()),
    ]
    return arrow.schema([*columns, ("kept", arrow.string())] if kept else columns)


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise missing_pyarrow("--to parquet") from error
    return pyarrow, parquet
