"""Rows of a Parquet file in batches that fit into memory, whatever its pages turn into.

A few bytes can stand for gigabytes three times over: packed, as one long text that rows point to,
and as texts of which each only says how far it is the one before it (RLE_DICTIONARY and
DELTA_BYTE_ARRAY; Apache Parquet, Encodings.md). What pages unpack to is read in their headers,
before anything is unpacked. What texts come to is known when they are there: so few rows are read
at a time that they cannot be much. Lists in a row have no such bound. Knows nothing about texts.
"""

from collections.abc import Iterator, Sequence
from typing import IO, Any

from spellfix.data.reading.pages import Pages, pages_of
from spellfix.errors import InputError
from spellfix.limits import COLUMN, advice, limit

ROWS = 1024
_SHARE = 8
"""A batch is at most this part of COLUMN: its texts are held more than once."""


def batches(
    table: Any, stream: IO[bytes], groups: Sequence[int], columns: Sequence[str], name: str
) -> Iterator[Any]:
    """The rows of ``groups`` of ``table``, a ParquetFile, which ``stream`` are the bytes of.

    Raises InputError that begins with ``name`` for a row group of which a column comes to more than
    COLUMN, before memory holds it, NoPages for what is damaged, and what pyarrow raises.
    """
    pages = [
        pages
        for group in groups
        for pages in _pages(table.metadata.row_group(group), stream, columns, name)
    ]
    largest = max((each.largest for each in pages), default=0)
    rows = max(1, min(ROWS, limit(COLUMN) // _SHARE // max(1, largest)))
    for group in groups:
        sizes = dict.fromkeys(columns, 0)
        for batch in table.iter_batches(rows, row_groups=[group], columns=[*columns]):
            for column in columns:
                sizes[column] += _size(batch.column(column))
                _check(sizes[column], column, name)
            yield batch


def _pages(group: Any, stream: IO[bytes], columns: Sequence[str], name: str) -> Iterator[Pages]:
    """Those of ``columns`` and of what lies in them."""
    for each in map(group.column, range(group.num_columns)):
        path = each.path_in_schema
        column = path if path in columns else path.partition(".")[0]
        if column in columns:
            _check(each.total_uncompressed_size, column, name)
            start = each.data_page_offset
            if each.has_dictionary_page:
                start = min(start, each.dictionary_page_offset or start)
            pages = pages_of(stream, start, each.total_compressed_size)
            _check(pages.size, column, name)
            yield pages


def _size(column: Any) -> int:
    """Bytes of the cells, each counted where it stands."""
    from pyarrow import types

    whole = column.dictionary_decode() if types.is_dictionary(column.type) else column
    return int(whole.nbytes)


def _check(size: int, column: str, name: str) -> None:
    if not 0 <= size <= limit(COLUMN):
        raise InputError(
            f"{name}: {column}: 행 묶음이 너무 큽니다 / a row group is too large: "
            f"{size >> 20} MiB; {advice(COLUMN)}"
        )
