"""`spellfix data select`: from a folder of text to drafts on the page, and back as pairs."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from spellfix.cli import main
from spellfix.client import Client
from spellfix.evaluation import read_pairs
from spellfix.serve.access.key_file import change_keys
from spellfix.serve.access.keys import hashed, new_key
from spellfix.serve.key import Key

RIGHT = [
    f"{n}번 모둠은 {what} 발표를 준비합니다."
    for n, what in enumerate(["물", "불", "흙", "꽃", "새"])
]
DOUBTFUL = [
    "알림짱을 보시고 준비뮬을 챙겨 주세요.",
    "가람중 축구부가 또 이겼대.",
    "잘 모르면서 어줍잖게 나서면 안 돼요.",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found: Path = tmp_path_factory.mktemp("unlabelled")
    lines = [*RIGHT[:3], DOUBTFUL[0], DOUBTFUL[0], *RIGHT[3:], DOUBTFUL[1]]
    (found / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    record = json.dumps({"text": DOUBTFUL[2]}, ensure_ascii=False)
    (found / "b.jsonl").write_text(f"{record}\n", encoding="utf-8")
    return found


def selected(output: Path, *arguments: object) -> list[dict[str, Any]]:
    command = ["data", "select", *arguments, "--output", output, "--progress", "none"]
    assert main([str(each) for each in command]) == 0
    lines = (output / "selected.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_의심스러운_글을_먼저_고르고_까닭과_수정을_적는다(folder: Path, tmp_path: Path) -> None:
    found = selected(tmp_path / "1", folder, "--count", 3)
    assert {each["input"] for each in found} == set(DOUBTFUL)
    assert all(each["why"] and 0 < each["doubt"] <= 1 for each in found)
    assert {Path(each["source"]).name for each in found} == {"a.txt", "b.jsonl"}
    told = json.loads((tmp_path / "1" / "selection.json").read_text(encoding="utf-8"))
    assert (told["pool"]["read"], told["pool"]["repeated"], told["selected"]) == (9, 1, 3)
    again = selected(tmp_path / "2", folder, "--count", 3)
    assert again == found
    bold = selected(tmp_path / "3", folder, "--count", 3, "--min-confidence", 0)
    assert any(each["correction"] != each["input"] for each in bold)


def test_이미_검토한_글은_다시_고르지_않는다(folder: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen.jsonl"
    pairs = [{"input": each, "target": each} for each in DOUBTFUL[:2]]
    seen.write_text("\n".join(map(json.dumps, pairs)), encoding="utf-8")
    found = selected(tmp_path / "1", folder, "--count", 9, "--seen", seen)
    assert found[0]["input"] == DOUBTFUL[2]
    assert not set(DOUBTFUL[:2]) & {each["input"] for each in found}


def test_서비스에_보낸_글은_고른_차례로_기다리고_검토하면_쌍으로_돌아온다(
    folder: Path,
    tmp_path: Path,
    running: Callable[..., AbstractContextManager[str]],
) -> None:
    key = new_key()
    kept = Key("교무실", hashed(key), 600, date(2026, 11, 21).isoformat())
    change_keys(tmp_path / "keys", lambda there: [*there, kept])
    (tmp_path / "mine.key").write_text(f"{key}\n", encoding="utf-8")
    database = f"sqlite:///{tmp_path / 'd'}"
    with running(database=database, keys=str(tmp_path / "keys")) as address:
        sent = ["--to", address, "--key-file", tmp_path / "mine.key"]
        found = selected(tmp_path / "1", folder, "--count", 3, *sent)
        again = selected(tmp_path / "1", folder, "--count", 3, *sent, "--force")
        assert again == found  # sent twice, stored once
        with Client(address, key) as service:
            waiting = list(service.drafts(reviewed=False))
            assert [each.id for each in waiting] == [each["draft"] for each in found]
            assert [each.beginning for each in waiting] == [each["input"] for each in found]
            service.review(found[0]["draft"], final_text=found[0]["input"])
            (pair,) = service.export()
            assert (pair.id, pair.input) == (found[0]["draft"], found[0]["input"])
            exported = tmp_path / "reviewed.jsonl"
            record = {"id": pair.id, "input": pair.input, "target": pair.target}
            exported.write_text(json.dumps(record), encoding="utf-8")
    assert read_pairs(exported)[0].input == found[0]["input"]
    rest = selected(tmp_path / "2", folder, "--count", 3, "--seen", exported)
    assert found[0]["input"] not in {each["input"] for each in rest}


def refusal(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["data", "select", *map(str, arguments)]) == 2
    return capsys.readouterr().err


def test_what_cannot_be_done_is_refused_before_a_text_is_read(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "selected.jsonl").touch()
    assert "--force" in refusal(capsys, folder, "--count", 1, "--output", there)
    new = tmp_path / "new"
    given = [folder, "--count", 1, "--output", new]
    assert "--to" in refusal(capsys, *given, "--key-file", folder)
    nowhere = ["--to", "http://127.0.0.1:1", "--key-file"]
    assert "cannot read" in refusal(capsys, *given, *nowhere, tmp_path / "no.key")
    assert "expected a number from 1 on" in refusal(capsys, folder, "--count", 0, "--output", new)
    empty = tmp_path / "empty.txt"
    empty.write_text("\n \n", encoding="utf-8")
    assert "no text to choose from" in refusal(capsys, empty, "--count", 1, "--output", new)
    assert not new.exists()
