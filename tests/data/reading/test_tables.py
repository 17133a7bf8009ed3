"""Tables, documents and data sets."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datasets import Dataset, DatasetDict

from spellfix.data.reading import open_texts, sources
from spellfix.data.reading.encodings import encoding_of
from spellfix.errors import InputError

LINES = ["첫째 글입니다.", "둘째 글은\n두 줄입니다.", '셋째 "글"입니다.']
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HP = "http://www.hancom.co.kr/hwpml/2011/paragraph"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def read(path: Path | str, column: str = "text") -> list[tuple[int, str, str]]:
    return [(text.row, text.text, text.damage) for text in open_texts(path, column=column)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_cell_of_a_csv_may_hold_lines_and_quotes(tmp_path: Path, encoding: str) -> None:
    rows = ['"' + line.replace('"', '""') + '"' for line in LINES]
    content = "id,text\r\n" + "\r\n".join(f"{at},{row}" for at, row in enumerate(rows))
    (tmp_path / "a.csv").write_bytes(content.encode(encoding))
    assert read(tmp_path / "a.csv") == [(at, line, "") for at, line in enumerate(LINES)]


def test_short_records_and_endless_quotes_of_a_csv_are_broken(tmp_path: Path) -> None:
    endless = '3,"' + "끝이 없는 따옴표 " * 30_000
    (tmp_path / "a.csv").write_text(f"id,text\n1,하나입니다\n2\n\n{endless}\n", encoding="utf-8")
    found = read(tmp_path / "a.csv")
    assert [(row, damage) for row, _, damage in found[:2]] == [(0, ""), (1, "broken")]
    assert {damage for _, _, damage in found[2:]} == {"broken"}


def test_a_quote_in_a_tsv_is_a_quote(tmp_path: Path) -> None:
    content = 'text\tlabel\n"네, 그래요\t1\n"그는 ""네""라고 했다"\t0\n모자란 줄\n'
    (tmp_path / "a.tsv").write_text(content, encoding="utf-8")
    assert read(tmp_path / "a.tsv") == [
        (0, '"네, 그래요', ""),
        (1, '그는 "네"라고 했다', ""),
        (2, "모자란 줄", ""),
    ]


def test_a_table_without_the_column_is_refused_with_its_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,body\n1,글\n", encoding="utf-8")
    pq.write_table(pa.table({"body": ["글"], "id": [1]}), tmp_path / "a.parquet")
    for name in ("a.csv", "a.parquet"):
        with pytest.raises(InputError, match=r"--column text.*body"):
            read(tmp_path / name)
        assert read(tmp_path / name, "body") == [(0, "글", "")]
    with pytest.raises(InputError, match="holds no text"):
        read(tmp_path / "a.parquet", "id")


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())]
)
def test_portions_of_a_parquet_file_are_row_groups(tmp_path: Path, kind: pa.DataType) -> None:
    texts = [None if at % 7 == 3 else f"{at}번째 글입니다." for at in range(50)]
    column = pa.array(texts, pa.string()).cast(kind)
    pq.write_table(pa.table({"text": column}), tmp_path / "a.parquet", row_group_size=8)
    (source,) = sources([tmp_path / "a.parquet"])
    portions = [*source.portions(1)]
    assert len(portions) == 7
    found = [text for portion in portions for text in portion.texts()]
    assert found == [*source.texts()]
    assert [(text.row, text.text) for text in found] == [
        (row, text) for row, text in enumerate(texts) if text
    ]


def test_what_is_no_parquet_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 not at all")
    with pytest.raises(InputError, match=r"a\.parquet"):
        read(tmp_path / "a.parquet")


def test_a_damaged_page_of_a_parquet_file_ends_the_portion(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = [f"{at * 7919 % 1013}번째 글입니다." for at in range(3000)]
    pq.write_table(pa.table({"text": texts}), path, compression="gzip", use_dictionary=False)
    content = bytearray(path.read_bytes())
    content[200:400] = bytes(200)
    path.write_bytes(content)
    assert read(path)[-1][2] == "broken"


def docx(path: Path, *paragraphs: str) -> Path:
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}">{body}</w:document>')
    return path


def hwpx(path: Path, *paragraphs: str) -> Path:
    body = "".join(f"<hp:p><hp:run><hp:t>{each}</hp:t></hp:run></hp:p>" for each in paragraphs)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Contents/section0.xml", f'<sec xmlns:hp="{HP}">{body}</sec>')
    return path


def test_워드와_한글_문서의_문단을_읽는다(tmp_path: Path) -> None:
    for path in (
        docx(tmp_path / "a.docx", "첫 문단", "끝 문단"),
        hwpx(tmp_path / "a.hwpx", "첫 문단", "끝 문단"),
    ):
        assert read(path) == [(0, "첫 문단", ""), (1, "끝 문단", "")]


def test_a_damaged_document_is_a_broken_record(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", "첫 문단")
    path.write_bytes(path.read_bytes()[:100])
    assert [damage for _, _, damage in read(path)] == ["broken"]


def test_마크다운과_HTML의_글을_읽는다(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 제목\n\n**굵은** 글입니다.\n", encoding="utf-8")
    (tmp_path / "a.html").write_text("<p>나의 <b>굵은</b> 글</p>", encoding="utf-8")
    assert [text for _, text, _ in read(tmp_path / "a.md")] == ["제목", "굵은 글입니다."]
    assert [text for _, text, _ in read(tmp_path / "a.html")] == ["나의 굵은 글"]


def test_a_saved_data_set_gives_its_splits(tmp_path: Path) -> None:
    train = Dataset.from_dict({"text": [f"{at}번째 글입니다." for at in range(30)]})
    test = Dataset.from_dict({"text": ["시험 글입니다.", None]})
    DatasetDict({"train": train, "test": test}).save_to_disk(tmp_path / "set")
    found = sources([tmp_path / "set"])
    assert [source.name for source in found] == ["set/train", "set/test"]
    assert [text.text for text in found[1].texts()] == ["시험 글입니다."]
    portions = [*found[0].portions(found[0].size // 4)]
    assert len(portions) >= 4
    texts = [text for portion in portions for text in portion.texts()]
    assert texts == [*found[0].texts()]
    assert [text.row for text in texts] == [*range(30)]


def test_a_data_set_in_a_folder_is_found_among_the_files(tmp_path: Path) -> None:
    Dataset.from_dict({"text": ["하나"]}).save_to_disk(tmp_path / "all" / "set")
    (tmp_path / "all" / "b.txt").write_text("둘", encoding="utf-8")
    assert [source.name for source in sources([tmp_path / "all"])] == ["b.txt", "set"]


def test_a_data_set_of_hugging_face_is_read_where_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo" / "train.jsonl").write_text('{"text": "하나"}\n', encoding="utf-8")
    (source,) = sources([f"hf:{tmp_path / 'repo'}"])
    assert source.name == f"hf:{tmp_path / 'repo'}/train"
    assert [text.text for text in source.texts()] == ["하나"]


def test_a_data_set_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="hf:"):
        sources([f"hf:{tmp_path / 'nothing'}"])


@pytest.mark.parametrize("text", ["한글입니다. " * 50, "English only. ", "", "混ぜた文 " * 9])
def test_utf_8_is_taken_for_what_it_is(text: str) -> None:
    assert encoding_of(text.encode()) == "utf-8"
