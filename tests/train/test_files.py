"""Files to learn from that others wrote: what is left out, what is refused, and how it is said."""

import gzip
import json
import logging
import lzma
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from spellfix.errors import InputError
from spellfix.limits import COLUMN, TEXT
from spellfix.train.corpus import Source, read_corpus
from spellfix.train.domain_text import read_domain
from spellfix.train.files import csv_rows, json_lines, lines, parquet_rows
from tests.limited import limited

SENTENCE = "오늘은 알림장을 꼭 확인해 주세요."
LONG = "가" * (TEXT // 3 + 1)


def corpus(path: Path, *, pairs: bool = False) -> list[str]:
    return read_corpus([Source(path, 1.0, pairs)]).lines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way_and_a_mark_before_them_is_none_of_them(
    tmp_path: Path, end: str
) -> None:
    given = ["하나", "", "둘\u2028둘", "\ufeff셋"]
    for suffix, pack in (("", bytes), (".gz", gzip.compress), (".xz", lzma.compress)):
        path = tmp_path / f"a.txt{suffix}"
        path.write_bytes(pack(f"\ufeff{end.join(given)}{end}".encode()))
        assert [line for line in lines(path) if line] == [line for line in given if line]


def test_a_line_longer_than_any_text_is_left_out_and_that_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{LONG}\n{SENTENCE}\n{LONG}\n", encoding="utf-8")
    assert corpus(path) == [SENTENCE]
    assert [item.text for item in read_domain([path]).items] == [SENTENCE]
    said = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert said == ["a.txt: 2 lines longer than 1048576 bytes left out"] * 2


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_a_record_that_is_too_long_is_refused_with_its_line(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    records = [{"input": SENTENCE, "target": text} for text in (SENTENCE, LONG)]
    raw = "".join(f"{json.dumps(each)}\n" for each in records).encode()
    path.write_bytes(gzip.compress(raw) if suffix.endswith(".gz") else raw)
    assert len(list(json_lines(path))) == 2
    for read in (lambda: corpus(path, pairs=True), lambda: read_domain([path])):
        with limited("0.01"), pytest.raises(InputError, match=r"a\.jsonl.*:2: .*too long: at most"):
            read()


@pytest.mark.parametrize("suffix", [".txt.xz", ".jsonl.gz"])
def test_what_is_packed_to_do_harm_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    pack = lzma.compress if suffix.endswith(".xz") else gzip.compress
    path.write_bytes(pack((b" " * 9999 + b"\n") * 1800))
    for read in (lambda: corpus(path), lambda: read_domain([path])):
        with limited("0.1"), pytest.raises(InputError, match=r"a\..*압축 폭탄"):
            read()


def test_a_record_of_a_table_that_never_ends_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'id,text\n1,{SENTENCE}\n\n2,"{"가" * 9}\n"\n', encoding="utf-8")
    assert [row["text"] for _, row in csv_rows(path)] == [SENTENCE, f"{'가' * 9}\n"]
    with path.open("a", encoding="utf-8") as file:
        file.write('"\n",' * (TEXT // 2))
    for read in (corpus, lambda path: read_domain([path])):
        with pytest.raises(InputError, match=r"a\.csv: .*longer than any record"):
            read(path)


def test_a_table_that_stands_for_more_than_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"text": [f"{SENTENCE}\n" * 200] * 500}), path)
    assert path.stat().st_size < 200_000
    assert len(list(parquet_rows(path, ["text", "kept"]))) == 500
    for read in (corpus, lambda path: read_domain([path])):
        with (
            limited(str((1 << 20) / COLUMN)),
            pytest.raises(InputError, match=r"a\.parquet: text: .*a row group is too large"),
        ):
            read(path)


def test_deep_json_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": ' + "[" * 200_000, encoding="utf-8")
    for read in (corpus, lambda path: read_domain([path])):
        with pytest.raises(InputError, match=r"a\.jsonl:1: JSON"):
            read(path)
