"""Reading clean text: what is refused, and how it is said."""

import lzma
from pathlib import Path

import datasets
import pytest

from spellfix.errors import InputError
from spellfix.train.corpus import Source, read_corpus


@pytest.mark.parametrize(
    ("argument", "path", "weight"),
    [("a.txt", "a.txt", 1.0), ("a.txt:3", "a.txt", 3.0), ("C:dir/a.txt:0.5", "C:dir/a.txt", 0.5)],
)
def test_a_source_is_a_path_and_perhaps_a_weight(argument: str, path: str, weight: float) -> None:
    assert Source.parse(argument) == Source(Path(path), weight)


@pytest.mark.parametrize("argument", ["a.txt:viel", "a.txt:-1", "a.txt:nan", "a.txt:inf"])
def test_a_weight_that_is_none_is_refused(argument: str) -> None:
    with pytest.raises(InputError, match="WEIGHT"):
        Source.parse(argument)


def test_compressed_and_decomposed_text_is_read_composed(tmp_path: Path) -> None:
    path = tmp_path / "clean.txt.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write("한글 문장입니다.\r\n짧다\n")
    assert read_corpus([Source(path, 1.0)]).lines == ["한글 문장입니다."]


def test_tables_are_read_by_their_column_text(tmp_path: Path) -> None:
    rows = [
        {"text": "한글 문장입니다.", "id": 1},
        {"text": "두 번째 문장.\n세 번째 문장.", "id": 2},
    ]
    table = datasets.Dataset.from_list(rows)
    table.to_parquet(tmp_path / "clean.parquet")
    table.to_json(tmp_path / "clean.jsonl", force_ascii=False)
    table.to_csv(tmp_path / "clean.csv")
    for name in ("clean.parquet", "clean.jsonl", "clean.csv"):
        lines = read_corpus([Source(tmp_path / name, 1.0)]).lines
        assert lines == ["한글 문장입니다.", "두 번째 문장.", "세 번째 문장."], name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("other.jsonl", b'{"sentence": "a"}\n'),
        ("broken.jsonl", b'{"text": "a"}\n{broken\n'),
        ("broken.parquet", b"PAR1 no parquet"),
        ("missing.csv", None),
    ],
)
def test_a_table_that_is_none_is_named(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=name):
        read_corpus([Source(tmp_path / name, 1.0)])


@pytest.mark.parametrize(
    ("name", "content"),
    [("missing.txt", None), ("binary.txt", b"\xff\xfe\x00text"), ("broken.xz", b"no xz at all")],
)
def test_a_file_that_is_no_text_is_named(tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=name):
        read_corpus([Source(path, 1.0)])


def test_nothing_to_learn_from_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_text("네\n아니\n", encoding="utf-8")
    with pytest.raises(InputError, match="no line"):
        read_corpus([Source(path, 1.0)])


def test_excluded_lines_are_not_trained_on(tmp_path: Path) -> None:
    path = tmp_path / "clean.txt"
    path.write_text("하나 둘 셋 넷\n다섯 여섯 일곱\n", encoding="utf-8")
    corpus = read_corpus([Source(path, 1.0)], exclude=["하나 둘 셋 넷"])
    assert corpus.lines == ["다섯 여섯 일곱"]
