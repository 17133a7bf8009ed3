"""What stays of a few texts and why the others do not; what is in the files."""

import json
import lzma
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from spellfix.cli import main

LINES = (
    "오늘은 아침 일찍 일어나서 동네 뒷산을 한 바퀴 돌고 왔습니다.",
    "도서관에서 빌린 책을 다음 주 월요일까지 돌려주어야 합니다.",
    "선생님께서 내일은 준비물로 색연필과 가위를 가져오라고 하셨어요.",
    "비가 많이 와서 운동회를 다음 달로 미루기로 했습니다.",
)


def cleaned(folder: Path, *arguments: str | Path) -> list[dict[str, Any]]:
    """Rows of the output for these arguments, in order."""
    output = folder / "clean"
    assert main(["data", "clean", *map(str, arguments), "--output", str(output)]) == 0
    return rows_of(output)


def rows_of(output: Path) -> list[dict[str, Any]]:
    parts = sorted(output.glob("*.parquet"))
    return [row for part in parts for row in pq.read_table(part).to_pylist()]


def written(folder: Path, *lines: str, name: str = "a.txt") -> Path:
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path


def reasons(rows: list[dict[str, Any]]) -> list[str | None]:
    return [row["reason"] for row in rows]


def test_같은_글은_처음_것만_남고_나머지는_처음_것의_번호를_안다(tmp_path: Path) -> None:
    first = written(tmp_path, LINES[0], LINES[1], LINES[0])
    second = written(tmp_path, LINES[2], LINES[1], name="b.txt")
    rows = cleaned(tmp_path, first, second)
    assert reasons(rows) == [None, None, "duplicate", None, "duplicate"]
    assert [row["first"] for row in rows] == [None, None, 0, None, 1]
    assert [row["kept"] for row in rows] == [True, True, False, True, False]


def test_거의_같은_글은_하나만_남는다(tmp_path: Path) -> None:
    spaced = LINES[0].replace("뒷산을", "뒷 산을").replace(".", "!")
    changed = f"꼭 {LINES[1]}"
    path = written(tmp_path, *LINES, spaced, changed)
    assert reasons(cleaned(tmp_path, path))[4:] == ["near_duplicate", "near_duplicate"]


def test_near를_끄면_거의_같은_글이_남는다(tmp_path: Path) -> None:
    path = written(tmp_path, LINES[0], LINES[0].replace(".", "!"), LINES[0])
    assert reasons(cleaned(tmp_path, path, "--near", "off")) == [None, None, "duplicate"]


def test_겹친_글을_두라고_하면_모두_남는다(tmp_path: Path) -> None:
    path = written(tmp_path, LINES[0], LINES[0])
    assert reasons(cleaned(tmp_path, path, "--keep-duplicates")) == [None, None]


def test_시험_자료와_겹치는_글은_어느_자료인지_적고_버린다(tmp_path: Path) -> None:
    pairs = tmp_path / "test.jsonl"
    pair = {"input": LINES[0].replace("왔습니다", "왓습니다"), "target": LINES[0]}
    pairs.write_text(json.dumps(pair), "utf-8")
    longer = f"그는 {LINES[0][:-1]}고 말했습니다."
    path = written(tmp_path, LINES[1], longer)
    rows = cleaned(tmp_path, path, "--against", pairs)
    assert reasons(rows) == [None, "leak"]
    assert rows[1]["leak"] == str(pairs)


def test_글은_문장으로_나뉘고_whole이면_그대로_남는다(tmp_path: Path) -> None:
    path = written(tmp_path, f"{LINES[0]} {LINES[1]}", LINES[2])
    rows = cleaned(tmp_path, path)
    assert [(row["row"], row["sentence"], row["text"]) for row in rows] == [
        (0, 0, LINES[0]),
        (0, 1, LINES[1]),
        (1, 0, LINES[2]),
    ]
    whole = cleaned(tmp_path, path, "--whole", "--force")
    assert [row["text"] for row in whole] == [f"{LINES[0]} {LINES[1]}", LINES[2]]


def test_개인정보는_버린_글에서도_가려진다(tmp_path: Path) -> None:
    kept, dropped = "문의는 010-1234-5678로 해 주세요.", "ABCDEFG hijk 010-1234-5678"
    rows = cleaned(tmp_path, written(tmp_path, kept, dropped))
    assert reasons(rows) == [None, "language"]
    assert all("1234" not in row["text"] and row["masked"] == 1 for row in rows)


def test_틀이_같은_글은_정한_수만_남는다(tmp_path: Path) -> None:
    lines = [f"현재 온도는 {n}도이고 습도는 {n + 30}퍼센트라고 합니다." for n in range(10, 16)]
    path = written(tmp_path, *lines)
    found = reasons(cleaned(tmp_path, path, "--templates", "2", "--near", "off"))
    assert found == [None, None, *["template"] * 4]


def test_반쪽_문자가_든_기록도_파일에_담긴다(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "깨진 글자 \\ud83d가 있습니다."}}\n{{"text": "{LINES[0]}"}}\n')
    rows = cleaned(tmp_path, path)
    assert reasons(rows) == ["encoding", None]


def test_압축한_파일에서도_같은_글이_나온다(tmp_path: Path) -> None:
    plain = written(tmp_path, *LINES)
    packed = tmp_path / "a.txt.xz"
    packed.write_bytes(lzma.compress(plain.read_bytes()))
    texts = [row["text"] for row in cleaned(tmp_path, plain)]
    small = cleaned(tmp_path, packed, "--force", "--part-size", "10")  # read here, in pieces
    assert [row["text"] for row in small] == texts == [*LINES]
    assert len([*(tmp_path / "clean").glob("*.parquet")]) > 1


def test_거르개를_바꾸면_원본_없이_다시_거른다(tmp_path: Path) -> None:
    path = written(tmp_path, *LINES, LINES[0], "짧은 글.")
    cleaned(tmp_path, path)
    path.unlink()
    first, again, other = (tmp_path / name for name in ("clean", "again", "other"))
    assert main(["data", "clean", "--from", str(first), "--output", str(again)]) == 0
    assert {p.name: p.read_bytes() for p in again.iterdir()} == {
        p.name: p.read_bytes() for p in first.iterdir()
    }
    arguments = ["data", "clean", "--from", str(first), "--output", str(other)]
    assert main([*arguments, "--min-length", "3"]) == 0
    assert reasons(rows_of(first))[-1] == "short"
    assert reasons(rows_of(other))[-1] is None


def test_수는_모두_그_n과_함께_나온다(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = written(tmp_path, *LINES, LINES[0])
    cleaned(tmp_path, path, "--json", "--progress", "json")
    shown = capfdbinary.readouterr()
    found = json.loads(shown.out)
    assert (found["texts"], found["kept"], found["reasons"]) == (5, 4, {"duplicate": 1})
    assert json.loads(shown.err.splitlines()[-1])["bytes"] == path.stat().st_size
    manifest = json.loads((tmp_path / "clean" / "manifest.json").read_text("utf-8"))
    assert manifest["counts"]["kept"] == 4
    assert manifest["sources"][0]["kept"] == 4
    cleaned(tmp_path, path, "--force")
    assert "80.0%" in capfdbinary.readouterr().out.decode()
