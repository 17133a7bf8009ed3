"""A domain learnt by the command line: scripture-like text, whose right words the shipped model
takes for typos; kept, sealed, recorded, and not replaced by what is no better."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from spellfix.cli import main
from spellfix.corrector import Corrector
from spellfix.dictionary import read_terms
from spellfix.manifest import default_model_path
from spellfix.pretrained import ModelDirectory

SECONDS = 240
ONE_THREAD = {**os.environ, "OMP_NUM_THREADS": "1"}
ENDINGS = (
    "그리하여 행할찌니라.",
    "마땅히 지킬찌어다.",
    "그러한즉 기억할찌니라.",
    "길이 전할찌어다.",
)


def command(place: Path, *more: str) -> list[str]:
    return [
        *(sys.executable, "-m", "spellfix", "train", "--from", "default"),
        *("--data", str(place / "domain"), "--output", str(place / "model")),
        *("--max-steps", "14", "--batch-tokens", "1024", "--learning-rate", "2e-3"),
        *("--warmup-steps", "2", "--general", "0.2", "--held-out", "60", "--workers", "0", *more),
    ]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(arguments), capture_output=True, text=True, timeout=SECONDS, env=ONE_THREAD
    )


@pytest.fixture(scope="module")
def learnt(
    clean_lines: list[str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    place = tmp_path_factory.mktemp("learnt")
    (place / "domain").mkdir()
    fitting = [line for line in dict.fromkeys(clean_lines) if 12 <= len(line) <= 40]
    lines = [f"{line} {ENDINGS[at % len(ENDINGS)]}\n" for at, line in enumerate(fitting)]
    (place / "domain" / "scripture.txt").write_text("".join(lines), encoding="utf-8")
    return place, run(*command(place, "--why", "옛 말씨를 오타로 압니다"))


def record(place: Path) -> dict[str, Any]:
    found = json.loads((place / "model" / "run.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_a_better_model_is_kept_and_whole(
    learnt: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    place, done = learnt
    assert done.returncode == 0, done.stdout + done.stderr
    directory = ModelDirectory.open(place / "model")
    directory.verify()
    assert "terms.txt" in directory.files
    assert "run.json" not in directory.files
    assert directory.thresholds == ModelDirectory.open().thresholds
    assert "domain" in done.stdout
    assert " -> " in done.stdout


def test_옛_말씨를_이제_그대로_둔다(
    learnt: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    place, _ = learnt
    text = "책상 위에 글이 놓여 있다. 그러한즉 기억할찌니라."
    assert Corrector.from_pretrained().correct(text).text != text
    assert Corrector.from_pretrained(place / "model").correct(text).text == text


def test_낱말_목록을_보호하면_앞_모델도_그대로_둔다(
    learnt: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    terms = read_terms(learnt[0] / "model" / "terms.txt")
    assert any("찌" in term for term in terms)
    text = "책상 위에 글이 놓여 있다. 그러한즉 기억할찌니라."
    assert Corrector.from_pretrained(protect=terms).correct(text).text == text


def test_the_record_says_why_and_what_came_of_it(
    learnt: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    told = record(learnt[0])
    assert told["why"] == "옛 말씨를 오타로 압니다"
    assert told["state"] in ("finished", "stopped early")
    assert told["verdict"]["kept"] is True
    assert told["parent"]["name"] == ModelDirectory.open().name
    before, after = (told["numbers"][when]["domain"] for when in ("before", "after"))
    assert before["correct_text_accuracy"] < after["correct_text_accuracy"]
    assert before["n_clean"] == after["n_clean"] > 20
    assert told["numbers"]["after"]["general"]["correct_text_accuracy_interval"]
    assert told["curves"]["dev"][0]["step"] == 0
    assert str(learnt[0]) not in json.dumps(told)


def test_the_files_pass_the_gate(
    learnt: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    pairs = tmp_path / "pairs.jsonl"
    texts = [("몇일 뒤에 만나요.", "며칠 뒤에 만나요."), ("잘 지내요.", "잘 지내요.")]
    rows = [json.dumps({"input": one, "target": other}) for one, other in texts]
    pairs.write_text("\n".join(rows), encoding="utf-8")
    judged = run(
        *(sys.executable, "-m", "spellfix", "gate", str(learnt[0] / "model"), str(pairs), "--json")
    )
    checks = {check["name"]: check for check in json.loads(judged.stdout)["checks"]}
    assert checks["files"]["passed"]


def test_a_model_in_place_is_replaced_by_a_better_one_only(
    learnt: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    place, _ = learnt
    before = dict(ModelDirectory.open(place / "model").files)
    again = run(*command(place, "--why", "한 번 더", "--force"))
    assert again.returncode == 1, again.stderr
    assert "the model in place" in again.stdout
    assert dict(ModelDirectory.open(place / "model").files) == before
    told = record(place)
    assert told["state"] == "refused"
    assert told["earlier"][0]["verdict"]["kept"] is True


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "--why"),
        (["--why", "x", "--general", "1"], "--general"),
        (["--why", "x", "--size", "tiny"], "--size"),
        (["--why", "x", "--correct-text", "0.5"], "--correct-text"),
        (["--why", "x", "--from", "nowhere"], "nowhere"),
    ],
)
def test_a_bad_option_is_answered_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    (tmp_path / "domain").mkdir()
    assert main(command(tmp_path, *more)[3:]) == 2
    assert said in capsys.readouterr().err.splitlines()[-1]
    assert not (tmp_path / "model").exists()


def test_the_shipped_model_stays_as_it_is() -> None:
    ModelDirectory.open(default_model_path()).verify()
