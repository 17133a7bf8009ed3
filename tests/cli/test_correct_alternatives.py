"""Other candidates for an edit, and the device of the model, on the command line."""

import json
import subprocess
import sys

import pytest

from spellfix.cli import main

TEXT = "오늘은 숙제를 않 했어요."


def written(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "spellfix", "correct", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)


def test_수정마다_다른_후보를_보인다() -> None:
    done = written("--format", "json", "--alternatives", "2", TEXT)
    assert done.returncode == 0, done.stderr
    (edit,) = json.loads(done.stdout)["edits"]
    assert edit["after"] == "안"
    assert 1 <= len(edit["alternatives"]) <= 2
    for other in edit["alternatives"]:
        assert other["confidence"] < edit["confidence"]
        assert other["after"] != "안"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--alternatives", "2"), "--format json"),
        (("--format", "json", "--alternatives", "0"), "expected a number from 1 on, got '0'"),
        (("--format", "json", "--alternatives", "많이"), "expected a number from 1 on"),
        (("--device", "nowhere"), "device 'nowhere': torch"),
    ],
)
def test_잘못된_선택은_무엇이_틀렸는지_말한다(capsys, arguments, message) -> None:
    assert main(["correct", *arguments, TEXT]) == 2
    assert message in capsys.readouterr().err
