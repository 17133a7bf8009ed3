"""Run records: what a run leaves behind however it ends, and what is told of it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spellfix.cli import main
from spellfix.errors import InputError
from spellfix.train.records import KILLED, RunRecord, state_of

FACTS = {
    "config": {"seed": 0, "learning_rate": 0.001, "noise": {"rate": 0.03}},
    "data": {"fingerprint": "ab" * 32, "sources": [["학교.txt", 1200, 1.0]]},
    "parent": {"name": "spellfix-small", "weights": "cd" * 32},
}
BEFORE = {"typo_accuracy": 0.5, "n_typo": 200, "correct_text_accuracy": 0.97, "n_clean": 200}
AFTER = {
    **BEFORE,
    "typo_accuracy": 0.6,
    "typo_accuracy_interval": [0.53, 0.67],
    "correct_text_accuracy": 0.98,
    "correct_text_accuracy_interval": [0.95, 0.99],
}


def record(place: Path, why: str | None = "학교 글을 읽은 적이 없다") -> RunRecord:
    return RunRecord(place, why=why, stop="2 minutes", command="spellfix train --data school.txt")


def read(place: Path) -> dict[str, Any]:
    found = json.loads((place / "run.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def finished(place: Path, kept: bool = True) -> None:
    with record(place) as kept_by:
        kept_by.begin(FACTS)
        kept_by.resume_at(0)
        kept_by.note("dev", 10, 0.5, {"score": 1.25})
        kept_by.numbers("before", {"domain": BEFORE})
        kept_by.numbers("after", {"domain": AFTER})
        kept_by.verdict(kept, ["domain: +10.0%"])


def cut_short(place: Path, error: BaseException, steps: tuple[int, ...] = ()) -> None:
    with record(place) as kept:
        kept.begin(FACTS)
        for step in steps:
            kept.note("train", step, step / 60, {"loss": 1.0})
        raise error


def test_a_run_that_never_began_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError), record(tmp_path):
        raise InputError("no such file")
    assert not (tmp_path / "run.json").exists()


def test_it_is_there_from_the_start_and_grows(tmp_path: Path) -> None:
    with record(tmp_path) as kept:
        kept.begin(FACTS)
        assert read(tmp_path)["state"] == "running"
        kept.note("train", 3, 0.1, {"loss": 2.0})
        assert read(tmp_path)["curves"]["train"] == [{"step": 3, "minutes": 0.1, "loss": 2.0}]
    assert read(tmp_path)["state"] == "finished"
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


def test_a_model_that_is_not_kept_is_refused(tmp_path: Path) -> None:
    finished(tmp_path, kept=False)
    assert read(tmp_path)["state"] == "refused"


def test_a_failure_says_its_type_and_place_but_no_text_of_others(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="비밀"):
        cut_short(tmp_path, ValueError("비밀 문장"))
    error = read(tmp_path)["error"]
    assert read(tmp_path)["state"] == "failed"
    assert error["type"] == "ValueError"
    assert error["place"].startswith("test_records.py:")
    assert error["message"] is None


def test_an_error_of_ours_keeps_its_words(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        cut_short(tmp_path, InputError("a.txt: expected UTF-8"))
    assert read(tmp_path)["error"]["message"] == "a.txt: expected UTF-8"


def test_an_interrupt_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        cut_short(tmp_path, KeyboardInterrupt())
    assert read(tmp_path)["state"] == "interrupted"


def test_a_killed_run_shows_as_killed(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from spellfix.train.records import RunRecord
with RunRecord(Path({str(tmp_path)!r}), why=None, stop="", command="") as kept:
    kept.begin({FACTS!r})
    os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    assert read(tmp_path)["state"] == "running"
    assert state_of(read(tmp_path)) == KILLED


def test_a_run_that_goes_on_keeps_its_curve_up_to_where_it_goes_on(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        cut_short(tmp_path, KeyboardInterrupt(), steps=(10, 20, 30))
    with record(tmp_path) as kept:
        kept.begin(FACTS)
        kept.resume_at(20)
        kept.note("train", 25, 0.5, {"loss": 0.9})
    found = read(tmp_path)
    assert [point["step"] for point in found["curves"]["train"]] == [10, 20, 25]
    assert [attempt["step"] for attempt in found["attempts"]] == [0, 20]


def test_a_run_that_ended_is_kept_in_short_by_the_next(tmp_path: Path) -> None:
    finished(tmp_path, kept=False)
    finished(tmp_path)
    found = read(tmp_path)
    [earlier] = found["earlier"]
    assert earlier["state"] == "refused"
    assert len(found["curves"]["dev"]) == 1


@pytest.fixture
def told(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., str]:
    def run(*arguments: str | Path) -> str:
        assert main(["train", *map(str, arguments)]) == 0
        return capsysbinary.readouterr().out.decode()

    return run


def test_기록의_목록은_앞뒤의_정확도와_까닭을_보인다(
    tmp_path: Path, told: Callable[..., str]
) -> None:
    finished(tmp_path / "one")
    with record(tmp_path / "two", why=None) as kept:
        kept.begin(FACTS)
    (tmp_path / "three").mkdir()
    (tmp_path / "three" / "run.json").write_text("{", encoding="utf-8")
    lines = told("list", tmp_path).splitlines()
    [one] = [line for line in lines if line.startswith("one")]
    assert "50.0 % -> 60.0 % [53.0, 67.0] (n = 200)" in one
    assert one.endswith("학교 글을 읽은 적이 없다")
    assert any(line.startswith("two") and "finished" in line for line in lines)
    assert "three: unreadable" in lines
    listed = json.loads(told("list", tmp_path, "--json"))
    assert {each["directory"] for each in listed} == {"one", "two"}


def test_show_tells_how_it_went(tmp_path: Path, told: Callable[..., str]) -> None:
    finished(tmp_path)
    shown = told("show", tmp_path)
    assert "학교 글을 읽은 적이 없다" in shown
    assert "학교.txt: 1,200 lines" in shown
    assert "step 10, 0.5 min: score 1.25" in shown
    assert "kept      yes" in shown
    assert json.loads(told("show", tmp_path, "--json"))["config"] == FACTS["config"]


def test_compare_names_what_differs_and_nothing_that_does_not(
    tmp_path: Path, told: Callable[..., str]
) -> None:
    finished(tmp_path / "one")
    with record(tmp_path / "two") as kept:
        kept.begin({**FACTS, "config": {**FACTS["config"], "noise": {"rate": 0.05}}})
    compared = told("compare", tmp_path / "one", tmp_path / "two")
    assert any(
        line.split() == ["config.noise.rate", "0.03", "0.05"] for line in compared.split("\n")
    )
    assert "config.seed" not in compared
    found = json.loads(told("compare", tmp_path / "one", tmp_path / "two", "--json"))
    assert set(found["state"].values()) == {"finished"}


def test_a_folder_without_a_record_is_answered_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "show", str(tmp_path)]) == 2
    assert main(["train", "list", str(tmp_path)]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 2
    assert all("run record" in line for line in errors)
