"""`spellfix correct --explain`: every edit in JSON says why, in Korean and in English."""

import json
from pathlib import Path
from typing import Any

import pytest

from spellfix.cli import main
from spellfix.corrector import Corrector
from spellfix.explanations import explain

TYPOS = "오늘 선셍님이 숙재를 했다."
Captured = pytest.CaptureFixture[str]


def records(capfd: Captured, *arguments: str) -> list[dict[str, Any]]:
    capfd.readouterr()
    main(["correct", "--format", "json", *arguments])
    return [json.loads(line) for line in capfd.readouterr().out.splitlines()]


def test_수정마다_까닭이_두_말로_붙는다(tmp_path: Path, capfd: Captured) -> None:
    path = tmp_path / "text.txt"
    path.write_text(f"{TYPOS}\n", encoding="utf-8")
    edits = Corrector.from_pretrained().correct(TYPOS).edits
    expected = [explain(TYPOS, edit) for edit in edits]
    assert expected
    for arguments in ([TYPOS], ["--file", str(path)], ["--check", str(path)]):
        (record,) = records(capfd, "--explain", *arguments)
        told = [edit.pop("explanation") for edit in record["edits"]]
        assert [each["korean"] for each in told] == [each.korean for each in expected]
        assert [each["english"] for each in told] == [each.english for each in expected]
        assert all(each["korean"] and each["english"] for each in told)
        (plain,) = records(capfd, *arguments)
        assert record == plain
