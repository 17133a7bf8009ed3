"""Parquet that stands for more than it holds: refused by its own pages, before memory is spent."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.data.reading import open_texts
from spellfix.data.reading.batches import ROWS, batches
from spellfix.data.reading.pages import NoPages, pages_of
from spellfix.errors import InputError
from spellfix.limits import COLUMN
from tests.limited import limited

TEXT = "가나다 글입니다. " * 4000
"""92 KB."""
FEW = str((8 << 20) / COLUMN)
"""A factor that leaves 8 MiB."""


def written(path: Path, texts: list[str], **how: Any) -> Path:
    pq.write_table(pa.table({"text": texts}), path, **how)
    return path


def read(path: Path) -> list[str]:
    return [text.text for text in open_texts(path)]


DELTAS = {"use_dictionary": False, "column_encoding": {"text": "DELTA_BYTE_ARRAY"}}
PACKED = {"use_dictionary": False, "compression": "zstd"}
BOMBS = {
    "a text that rows point to": {"use_dictionary": True},
    "texts that are the one before": DELTAS,
    "packed": PACKED,
}


@pytest.mark.parametrize("how", BOMBS.values(), ids=BOMBS)
def test_a_few_bytes_that_stand_for_much_are_refused(tmp_path: Path, how: dict[str, Any]) -> None:
    path = written(tmp_path / "a.parquet", [TEXT] * 400, **how)
    assert path.stat().st_size < 1 << 20
    before = pa.total_allocated_bytes()
    spent: list[int] = []
    with limited(FEW), pytest.raises(InputError) as refused:
        spent.extend(pa.total_allocated_bytes() - before for _ in open_texts(path))
    assert f"{path}: text: 행 묶음이 너무 큽니다 / a row group is too large" in str(refused.value)
    assert "at most 8 MiB" in str(refused.value)
    assert max(spent, default=0) < 4 << 20


def lying(path: Path) -> Path:
    """Says at its end that its column is one byte, unpacked."""
    column = pq.ParquetFile(path).metadata.row_group(0).column(0)
    told = column.total_uncompressed_size << 1  # zigzag
    number = bytearray()
    while told:
        number.append(told & 0x7F | 0x80)
        told >>= 7
    number[-1] &= 0x7F
    raw = path.read_bytes()
    assert raw.count(number) == 2  # of the column, and of its row group
    one = b"\x82" + b"\x80" * (len(number) - 2) + b"\x00"
    path.write_bytes(raw.replace(number, one))
    return path


def test_what_the_end_of_a_file_says_of_its_pages_is_not_believed(tmp_path: Path) -> None:
    path = lying(written(tmp_path / "a.parquet", [TEXT] * 400, **PACKED))
    assert pq.ParquetFile(path).metadata.row_group(0).column(0).total_uncompressed_size == 1
    with limited(FEW), pytest.raises(InputError, match=r"a row group is too large: \d\d MiB"):
        read(path)


@pytest.mark.parametrize("compression", ["none", "gzip", "zstd"])
@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("how", [{}, {"use_dictionary": False}, DELTAS])
def test_honest_files_are_as_large_as_they_say_and_read_whole(
    tmp_path: Path, compression: str, version: str, how: dict[str, Any]
) -> None:
    texts = [f"{at}번째 {TEXT[: at * 7]}" for at in range(300)] * 9
    path = written(
        tmp_path / "a.parquet",
        texts,
        compression=compression,
        data_page_version=version,
        data_page_size=1 << 14,
        row_group_size=1000,
        **how,
    )
    with pq.ParquetFile(path) as table, path.open("rb") as stream:
        for at in range(table.metadata.num_row_groups):
            column = table.metadata.row_group(at).column(0)
            start = column.dictionary_page_offset or column.data_page_offset
            found = pages_of(stream, start, column.total_compressed_size)
            headers = column.total_uncompressed_size - found.size
            assert 0 < headers < column.total_uncompressed_size // 4
            assert 0 < found.largest <= found.size
        groups = range(table.metadata.num_row_groups)
        sizes = [each.num_rows for each in batches(table, stream, groups, ["text"], "a")]
        assert sum(sizes) == len(texts)
        assert max(sizes) <= min(ROWS, COLUMN // 8 // found.largest)
    assert read(path) == texts


def test_categories_are_counted_where_they_stand(tmp_path: Path) -> None:
    kinds = pa.array([TEXT, "짧은 글"] * 20).dictionary_encode()
    pq.write_table(pa.table({"text": kinds}), tmp_path / "a.parquet")
    with limited(FEW):
        assert read(tmp_path / "a.parquet") == [TEXT, "짧은 글"] * 20
    with limited(str((1 << 20) / COLUMN)), pytest.raises(InputError, match="row group is too"):
        read(tmp_path / "a.parquet")


HEADER = bytes([0x15, 0, 0x15, 8, 0x15, 8, 0x2C, 0x15, 2, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0])
"""Of a data page of 4 bytes."""


@given(st.binary(max_size=60), st.booleans())
def test_bytes_that_are_no_pages_are_said_to_be_none(raw: bytes, begun: bool) -> None:
    raw = HEADER + b"abcd" + raw if begun else raw
    try:
        found = pages_of(BytesIO(raw), 0, len(raw))
    except NoPages:
        return
    assert 0 <= found.largest <= found.size


@pytest.mark.parametrize(
    "damaged",
    [
        lambda page: page[:-1],
        lambda page: page[:5],
        lambda page: page + b"\x00",
        lambda page: b"\x1c" * 100,
        lambda page: b"\x18" + b"\xff" * 9 + b"\x01",
        lambda page: b"\x19\xf2" + b"\xff" * 20,
        lambda page: b"\x1b\x00",
        lambda page: page.replace(bytes([0x15, 8, 0x15, 8]), bytes([0x15, 8, 0x15, 9])),
    ],
)
def test_damaged_pages_are_told(damaged: Callable[[bytes], bytes]) -> None:
    page = HEADER + b"abcd"
    assert pages_of(BytesIO(page * 2), 0, len(page) * 2).size == 8
    with pytest.raises(NoPages):
        pages_of(BytesIO(damaged(page)), 0, len(damaged(page)))
