"""The noise tables are well-formed: columns, weights, sources, no rule twice or against another.

It reads the files only; it knows nothing about the code which applies them, and it cannot tell
whether a wrong form is wrong Korean.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest

TABLES = Path(__file__).resolve().parents[2] / "noise" / "tables"
COLUMNS = {
    "loanword": ("right", "wrong", "weight", "left", "right_context", "source"),
    "transcription": ("rule", "right", "wrong", "weight", "source"),
    "spelling": ("right", "wrong", "weight", "left", "right_context", "source"),
    "particle": ("rule", "right", "wrong", "weight", "left", "right_context", "source"),
    "spacing": ("rule", "right", "wrong", "weight", "left", "right_context", "source"),
}
FLOORS = {"loanword": 2000, "transcription": 90, "spelling": 1000, "particle": 400, "spacing": 1000}
Row = dict[str, str]


def read(name: str) -> list[Row]:
    """Rows of one table; comment lines are skipped."""
    lines = (TABLES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_has_exactly_the_columns_of_its_table(name: str) -> None:
    for row in read(name):
        assert tuple(row) == COLUMNS[name]
        assert None not in row.values(), row


@pytest.mark.parametrize("name", COLUMNS)
def test_every_table_is_large_enough_to_train_on(name: str) -> None:
    assert len(read(name)) >= FLOORS[name]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_changes_the_text_and_names_its_weight_and_source(name: str) -> None:
    for row in read(name):
        assert row["right"], row
        assert row["right"] != row["wrong"], row
        assert 0 < float(row["weight"]) <= 10, row
        assert row["source"].strip(), row


@pytest.mark.parametrize("name", COLUMNS)
def test_no_rule_stands_twice(name: str) -> None:
    seen: set[tuple[str, ...]] = set()
    for row in read(name):
        key = tuple(row[c] for c in COLUMNS[name] if c not in {"weight", "source"})
        assert key not in seen, row
        seen.add(key)


@pytest.mark.parametrize("name", COLUMNS)
def test_every_file_is_composed_unicode_with_unix_lines(name: str) -> None:
    raw = (TABLES / f"{name}.tsv").read_bytes()
    text = raw.decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


def test_철자_표의_문맥은_모두_정규식으로_읽힌다() -> None:
    for row in read("spelling"):
        re.compile(f"(?:{row['left']})$")
        re.compile(row["right_context"])


def test_철자_표의_틀린_꼴은_비어_있지_않다() -> None:
    assert all(row["wrong"] for row in read("spelling"))


def test_외래어의_틀린_꼴은_다른_줄의_맞는_꼴이_아니다() -> None:
    rows = read("loanword")
    rights = {row["right"] for row in rows}
    assert not [row for row in rows if row["wrong"] in rights]
    assert all(len(right) >= 2 for right in rights)
    assert len(rights) >= 1000


def test_받침_뒤의_을은_를로_틀리고_받침_없는_뒤의_를은_을로_틀린다() -> None:
    rows = [row for row in read("particle") if row["rule"] == "by_batchim"]
    rules = {(row["right"], row["wrong"], row["left"].split("&")[0]) for row in rows}
    assert {("을", "를", "{+}"), ("를", "을", "{-}")} <= rules
    assert ("을", "를", "{-}") not in rules


def test_띄어쓰기_표는_빈칸만_바꾼다() -> None:
    for row in read("spacing"):
        assert row["right"].replace(" ", "") == row["wrong"].replace(" ", ""), row
