"""`spellfix evaluate` as a user runs it: several files, several systems, progress, a report."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from spellfix.cli import main

TYPO = {"input": "오늘 선셍님이 숙재를 했다.", "target": "오늘 선생님이 숙제를 했다."}
CLEAN = {"input": "문을 닫았다.", "target": "문을 닫았다."}


def written(path: Path, *pairs: object) -> Path:
    lines = (json.dumps(pair, ensure_ascii=False) for pair in pairs)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def evaluated(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["evaluate", *map(str, arguments)]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["evaluate", *map(str, arguments)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    return shown.err


def test_several_files_are_one_set_and_each_is_shown_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    real, clean = written(tmp_path / "real.jsonl", TYPO), written(tmp_path / "clean.jsonl", CLEAN)
    found = json.loads(evaluated(capsys, real, clean, "--json"))
    assert found["files"] == ["real.jsonl", "clean.jsonl"]
    assert (found["n_typo"], found["n_clean"]) == (1, 1)
    assert found["by_set"]["real"]["n_typo"] == found["by_set"]["clean"]["n_clean"] == 1


def test_systems_stand_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = written(tmp_path / "pairs.jsonl", TYPO, CLEAN)
    both = (pairs, "--system", "spellfix", "--system", "copy")
    found = json.loads(evaluated(capsys, *both, "--json"))
    assert found["systems"]["spellfix"]["typo_accuracy"] == 1.0
    assert found["systems"]["copy"]["typo_accuracy"] == 0.0
    assert found["comparisons"]["copy"]["typo"]["only_first"] == 1
    shown = evaluated(capsys, *both)
    assert "only right: spellfix" in shown


def test_a_threshold_holds_for_all_that_tell_confidences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = written(tmp_path / "pairs.jsonl", TYPO, CLEAN)
    three = ("--system", "spellfix", "--system", "noisy-channel", "--system", "copy")
    found = json.loads(evaluated(capsys, pairs, *three, "--min-confidence", "1", "--json"))
    told = {name: each["thresholds"] for name, each in found["systems"].items()}
    sure = {"overall": 1.0, "by_kind": {}}
    assert told == {"spellfix": sure, "noisy-channel": sure, "copy": None}
    assert found["systems"]["spellfix"]["uncorrected"] == 1
    assert "--min-confidence" in refused(capsys, pairs, "--min-confidence", "2")


def test_one_system_alone_keeps_its_numbers_on_top(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(
        evaluated(capsys, written(tmp_path / "p.jsonl", CLEAN), "--json", "--system", "copy")
    )
    assert found["system"] == "copy"
    assert found["correct_text_accuracy"] == 1.0
    assert found["typo_accuracy"] is None


def test_what_was_not_measured_is_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = evaluated(capsys, written(tmp_path / "p.jsonl", TYPO), "--system", "copy")
    assert "n 0" in shown
    assert "정타 / correct text: 이런 줄이 없습니다" in shown
    assert "100.0 %" not in shown


def test_ten_thousand_pairs_show_how_far_they_are(tmp_path: Path) -> None:
    rows = ({**TYPO, "id": str(n)} if n % 2 else {**CLEAN, "id": str(n)} for n in range(10_000))
    pairs = written(tmp_path / "pairs.jsonl", *rows)
    command = [sys.executable, "-m", "spellfix", "evaluate", pairs, "--system", "copy", "--json"]
    done = subprocess.run([*command, "--progress", "json"], capture_output=True, check=True)
    steps = [json.loads(line) for line in done.stderr.splitlines()]
    assert steps[-1]["pairs"] == steps[-1]["total"] == 10_000
    assert [step["pairs"] for step in steps] == sorted(step["pairs"] for step in steps)
    assert steps[-1]["sentences_per_second"] > 0
    found = json.loads(done.stdout)
    assert (found["n_typo"], found["n_clean"]) == (5_000, 5_000)
    silent = subprocess.run(command, capture_output=True, check=True)
    assert silent.stderr == b""  # no terminal, nobody asked


def test_a_report_is_written_beside_the_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "보고서"
    pairs = written(tmp_path / "pairs.jsonl", TYPO, CLEAN)
    evaluated(capsys, pairs, "--system", "copy", "--report", report)
    assert "오늘 선" in (report / "index.html").read_text(encoding="utf-8")
    assert (report / "accuracy.png").read_bytes().startswith(b"\x89PNG")


def test_a_place_where_no_report_may_stand_is_named_before_anything_is_corrected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "편지.txt").write_text("소중한 글", encoding="utf-8")
    message = refused(
        capsys, written(tmp_path / "pairs.jsonl", TYPO), "--report", tmp_path, "--model", "nowhere"
    )
    assert str(tmp_path) in message
    assert (tmp_path / "편지.txt").read_text(encoding="utf-8") == "소중한 글"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--system", "없음"], "hunspell"),
        (["--system", "copy", "--system", "copy"], "--system"),
        (["--progress", "loud"], "--progress"),
        (["--model", "nowhere"], "nowhere"),
    ],
)
def test_a_wrong_option_is_refused_in_its_own_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert words in refused(capsys, written(tmp_path / "pairs.jsonl", TYPO), *options)


def test_an_id_that_occurs_twice_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = written(tmp_path / "pairs.jsonl", {**TYPO, "id": "a"}, {**CLEAN, "id": "a"})
    assert f"{pairs}:2:" in refused(capsys, pairs)


def test_lone_surrogates_come_through(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text('{"input": "\\ud800 글", "target": "\\udfff 글"}', encoding="utf-8")
    found = json.loads(evaluated(capsys, pairs, "--json", "--report", tmp_path / "report"))
    assert found["n_typo"] == 1
