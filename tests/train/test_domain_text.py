"""A domain's folder, read: formats, records, pairs, and what cannot be read."""

import json
import lzma
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from spellfix.errors import InputError
from spellfix.train.domain_text import LONGEST, read_domain

SENTENCE = "오늘은 알림장을 꼭 확인해 주세요."
DRAFT = "준비물은 색연필과 풀입니다. " * 12


def texts(place: Path) -> list[str]:
    return [item.text for item in read_domain([place]).items]


def test_모든_형식의_글을_읽는다(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("첫째 줄입니다.\n\n첫째 줄입니다.\n", encoding="utf-8")
    (tmp_path / "b.txt.xz").write_bytes(lzma.compress("둘째 줄입니다.\n".encode()))
    (tmp_path / "c.csv").write_text("id,text\n1,셋째 줄입니다.\n", encoding="utf-8")
    (tmp_path / "d.tsv").write_text("text\tid\n넷째 줄입니다.\t2\n", encoding="utf-8")
    (tmp_path / "e.jsonl").write_text('{"text": "다섯째 줄입니다."}\n', encoding="utf-8")
    table = pyarrow.table({"text": ["여섯째 줄입니다.", "광고 글입니다."], "kept": [True, False]})
    (tmp_path / "cleaned").mkdir()
    parquet.write_table(table, tmp_path / "cleaned" / "part-00000.parquet")
    (tmp_path / "cleaned" / "manifest.json").write_text("{}", encoding="utf-8")
    (tmp_path / "letter.docx").write_bytes(b"PK")
    (tmp_path / ".hidden.txt").write_text("숨은 글입니다.\n", encoding="utf-8")
    found = read_domain([tmp_path])
    numbers = ("첫째", "둘째", "셋째", "넷째", "다섯째", "여섯째")
    assert {item.text for item in found.items} == {f"{each} 줄입니다." for each in numbers}
    assert found.passed_over == 1  # the letter


def test_긴_글은_문장으로_나뉘고_한_기록에_머문다(tmp_path: Path) -> None:
    record = json.dumps({"text": f"{SENTENCE}\n{DRAFT}끝!"}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text(f'{record}\n{{"text": "다른 글입니다."}}\n', encoding="utf-8")
    items = read_domain([tmp_path]).items
    assert all(len(item.text) <= LONGEST for item in items)
    assert {item.text for item in items if item.record == 0} >= {SENTENCE}
    assert {item.record for item in items} == {0, 1}


def test_정리된_표의_문장은_제_기록에_머문다(tmp_path: Path) -> None:
    table = {
        "text": ["첫째 문장입니다.", "둘째 문장입니다.", "남의 문장입니다."],
        "source": ["a.txt", "a.txt", "b.txt"],
        "row": [7, 7, 7],
    }
    parquet.write_table(pyarrow.table(table), tmp_path / "part-00000.parquet")
    one, two, three = read_domain([tmp_path]).items
    assert one.record == two.record != three.record


def test_pairs_are_taken_line_by_line_where_both_sides_have_as_many(tmp_path: Path) -> None:
    pairs = [
        {"input": f"숙재를 해 오세요.\n{SENTENCE}", "target": f"숙제를 해 오세요.\n{SENTENCE}"},
        {"input": "한 줄로 썻습니다.", "target": "한 줄로\n썼습니다."},
    ]
    lines = "".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs)
    (tmp_path / "pairs.jsonl").write_text(lines, encoding="utf-8")
    found = [(item.written, item.text) for item in read_domain([tmp_path]).items]
    assert found == [
        ("숙재를 해 오세요.", "숙제를 해 오세요."),
        (SENTENCE, SENTENCE),
        ("한 줄로 썻습니다.", "한 줄로\n썼습니다."),
    ]


def test_the_fingerprint_tells_texts_apart_and_not_where_they_lie(tmp_path: Path) -> None:
    for name, text in (("one", SENTENCE), ("two", SENTENCE), ("three", f"{SENTENCE}!")):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(text, encoding="utf-8")
    one, two, three = (
        read_domain([tmp_path / each]).fingerprint for each in ("one", "two", "three")
    )
    assert one == two != three


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", "안녕하세요".encode("cp949"), "UTF-8"),
        ("a.jsonl", '{"text": "좋은 글입니다."}\n{"글": 1}\n'.encode(), "a.jsonl:2"),
        ("a.csv", b"id,name\n1,2\n", "column 'text'"),
        ("a.parquet", b"PAR0", "parquet"),
        ("a.txt.xz", b"not xz", "cannot be read"),
        ("a.docx", b"PK", "spellfix data clean"),
        ("a.txt", b"a\n", "no text"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match="a\\.") as found:
        read_domain([path])
    assert said in str(found.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        read_domain([tmp_path / "nowhere"])
