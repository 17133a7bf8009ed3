"""A row for every line, record and cell of the input, whatever is wrong with it."""

import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.bulk.files import files
from spellfix.bulk.rows import Row, rows
from spellfix.bulk.sources import scan
from spellfix.data.reading.linewise import LONGEST
from spellfix.errors import InputError
from spellfix.limits import COLUMN
from tests.limited import limited

PACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".xz": lzma.compress,
}


def read(path: Path, size: int = 1 << 20, *keep: str) -> list[Row]:
    """All rows of a file that is cut into portions of that size."""
    (file,) = files([str(path)])
    source, portions = scan(file, "text", size)
    assert sum(portion.size for portion in portions) == (source.size if portions else 0)
    found = [row for portion in portions for row in rows(portion, "text", keep)]
    assert [row.number for row in found] == list(range(source.rows))
    return found


def texts(found: list[Row]) -> list[tuple[str | None, str | None]]:
    return [(row.text, row.error) for row in found]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"\n", [("", None)]),
        (b"a", [("a", None)]),
        (b"a\n\n", [("a", None), ("", None)]),
        (b"\xef\xbb\xbfa\r\nb\r\r\n", [("a", None), ("b\r", None)]),
        ("가\n나 👩‍👩‍👧\n".encode(), [("가", None), ("나 👩‍👩‍👧", None)]),
        (b"a\xff\n\0\n", [("a\ufffd", "encoding"), ("\0", None)]),
        ("안녕하세요 이다\n".encode("cp949"), [("안녕하세요 이다", None)]),
        (b"a" * (LONGEST + 9) + b"\nb", [("a" * LONGEST, "long"), ("b", None)]),
    ],
)
@pytest.mark.parametrize("packing", PACK)
def test_한_줄에_한_행이다(
    tmp_path: Path, content: bytes, expected: list[tuple[str, str | None]], packing: str
) -> None:
    path = tmp_path / f"a.txt{packing}"
    path.write_bytes(PACK[packing](content))
    assert texts(read(path)) == expected
    assert texts(read(path, 3)) == expected


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=12)), st.integers(1, 20))
def test_where_a_file_is_cut_changes_no_row(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], size: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "a.txt"
    nothing = bytes.maketrans(b"\0\n", b"  ")  # bytes with NUL may be UTF-16, which is refused
    path.write_bytes(b"".join(b"x" + line.translate(nothing) + b"\n" for line in lines))
    found = read(path, size)
    assert len(found) == len(lines)
    assert texts(found) == texts(read(path))


def test_a_record_that_cannot_be_read_has_a_row_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        ('{"text": "가", "id": 7, "more": 1}', "가", None),
        ('{"text": "가', '{"text": "가', "record"),
        ("", "", "record"),
        ('["가"]', '["가"]', "record"),
        ("[" * 100_000, "[" * 100_000, "record"),
        ('{"id": 1}', None, "text"),
        ('{"text": null}', None, "text"),
        ('{"text": {"a": "나"}}', '{"a": "나"}', "text"),
        ('{"text": "가\\ud800나"}', "가\ufffd나", "surrogate"),
        ('{"text": "\\ud83d\\ude00"}', "😀", None),
        ('{"text": "각"}', "각", None),
    ]
    path.write_text("\r\n".join(line for line, *_ in lines), encoding="utf-8")
    found = read(path, 1 << 20, "id")
    assert texts(found) == [(text, error) for _, text, error in lines]
    assert found[0].kept == {"id": 7}


@pytest.mark.parametrize("size", [1, 200, 1 << 20])
def test_한_칸에_한_행이다(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.parquet"
    cells = ["가", None, "", "나" * 100, "다"] * 8
    table = pa.table({"id": range(len(cells)), "text": cells})
    pq.write_table(table, path, row_group_size=7)
    found = read(path, size, "id")
    assert [row.text for row in found] == cells
    assert [row.kept["id"] for row in found] == list(range(len(cells)))
    assert {row.error for row in found if row.text is None} == {"text"}


def test_bytes_that_are_no_text_in_a_column_of_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    broken: Any = pa.array([b"a\xff", b"b"], pa.binary()).view(pa.string())
    pq.write_table(pa.table({"text": broken}), path)
    assert texts(read(path)) == [("a\ufffd", "encoding"), ("b", None)]


def test_a_column_with_few_different_texts_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": pa.array(["가", "나", "가"]).dictionary_encode()}), path)
    assert [row.text for row in read(path)] == ["가", "나", "가"]


def test_a_file_that_changes_after_it_was_found_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "가"}) + "\n", encoding="utf-8")
    (file,) = files([str(path)])
    _, (portion,) = scan(file, "text", 100)
    path.write_bytes(b"\n" * path.stat().st_size)
    with pytest.raises(ValueError, match="changed while it was read"):
        list(rows(portion, "text", ()))


def test_a_table_that_stands_for_more_than_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    column = pa.array(["가나다 글입니다. " * 4000] * 200)
    pq.write_table(pa.table({"text": ["글"] * 200, "more": column}), path)
    assert len(read(path, 1 << 20, "more")) == 200
    with limited(str((4 << 20) / COLUMN)):
        assert len(read(path)) == 200
        with pytest.raises(InputError, match=r"a\.parquet: more: .*a row group is too large"):
            read(path, 1 << 20, "more")


def test_a_damaged_table_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table({"text": ["글입니다."] * 2000})
    pq.write_table(table, path, compression="gzip", use_dictionary=False)
    content = bytearray(path.read_bytes())
    content[60:90] = bytes(30)
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"a\.parquet: .*damaged or cut off"):
        read(path)
