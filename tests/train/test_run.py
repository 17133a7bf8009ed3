"""A whole training run by the command line: killed, resumed, finished, used."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from spellfix.corrector import Corrector
from spellfix.language.estimation import estimate
from spellfix.language.storage import save
from spellfix.pretrained import ModelDirectory

from .conftest import Called

Call = Callable[[list[str]], Called]
ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data" / "samples"
SECONDS = 240
ONE_THREAD = {
    **os.environ,
    "OMP_NUM_THREADS": "1",
}  # several would wait for each other on busy cores


def command(output: Path, *more: str) -> list[str]:
    return [
        *(sys.executable, "-m", "spellfix", "train"),
        *("--data", f"{SAMPLES / 'dialogue.txt'}:2", str(SAMPLES / "everyday.txt")),
        *("--heldout", str(output.parent / "heldout.txt")),
        *("--dev", str(output.parent / "dev.jsonl")),
        *("--output", str(output), "--size", "tiny", "--batch-tokens", "512"),
        *("--max-steps", "12", "--checkpoint-minutes", "0.001", "--workers", "1"),
        *("--language", str(output.parent / "language.npz"), *more),
    ]


def write_small_sets(place: Path) -> None:
    """Few lines: a model that has learnt nothing yet decodes slowly."""
    held = (SAMPLES / "review.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    (place / "heldout.txt").write_text("".join(held[:8]), encoding="utf-8")
    dev = (ROOT / "data" / "benchmark" / "feedback_dev.jsonl").read_text(encoding="utf-8")
    pairs = dev.splitlines(keepends=True)
    (place / "dev.jsonl").write_text("".join(pairs[:6] + pairs[-4:]), encoding="utf-8")
    save(estimate([(held[8:40], 1.0)]), place / "language.npz")


@pytest.fixture(scope="module")
def trained(call: Call, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model whose training was killed without warning in the middle and called again."""
    output = tmp_path_factory.mktemp("trained") / "tiny"
    write_small_sets(output.parent)
    checkpoint = output / ".run" / "last.pt"
    first = subprocess.Popen(command(output), stderr=subprocess.PIPE, env=ONE_THREAD)
    deadline = time.monotonic() + SECONDS
    while not checkpoint.exists():
        assert first.poll() is None, first.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert not (output / "spellfix.json").exists()
    again = call(command(output)[3:])
    assert again.status == 0, again.err
    assert "resuming at step" in again.err
    return output


def test_the_directory_is_whole_and_small(trained: Path) -> None:
    directory = ModelDirectory.open(trained)
    directory.verify()
    assert {"model.safetensors", "README.md", "onnx/decoder.int8.onnx"} <= directory.files.keys()
    assert not any(name.startswith(".run") for name in directory.files)


def test_the_card_shows_both_numbers_with_n(trained: Path) -> None:
    card = (trained / "README.md").read_text(encoding="utf-8")
    row = next(line for line in card.splitlines() if line.startswith("| dev | "))
    assert re.fullmatch(r"\| dev \| .+ % \[.+\] \| 6 \| .+ % \[.+\] \| 4 \|", row)
    assert "    spellfix train --data dialogue.txt:2 everyday.txt --heldout heldout.txt" in card
    assert str(trained.parent) not in card
    manifest = json.loads((trained / "spellfix.json").read_text(encoding="utf-8"))
    assert manifest["metrics"]["dev"]["n_typo"] == 6
    assert manifest["training"]["steps"] == 12
    record = json.loads((trained / "run.json").read_text(encoding="utf-8"))
    assert manifest["training"]["code"] == record["code"]["commit"]
    assert manifest["calibration"].keys() >= {"scale", "shift"}
    assert manifest["training"]["calibrated_on_edits"] >= 0
    assert manifest["metrics"]["synthetic"]["by_kind"].keys() >= {"keyboard", "spacing"}


def test_the_model_corrects_whatever_it_has_learnt(trained: Path) -> None:
    text = "오늘 선셍님이 숙재를 않내주셨어요.\n"
    correction = Corrector.from_pretrained(trained).correct(text)
    assert correction.text.endswith("\n")
    with_all = Corrector.from_pretrained(trained, min_confidence=0.0).correct(text)
    assert len(with_all.edits) >= len(correction.edits)


def test_the_language_model_lies_beside_the_network(trained: Path) -> None:
    directory = ModelDirectory.open(trained)
    assert directory.language == trained / "language.npz"
    assert directory.language.read_bytes() == (trained.parent / "language.npz").read_bytes()
    assert directory.calibration.gain or not directory.calibration.kinds
    corrector = Corrector.from_pretrained(trained, min_confidence=0.0)
    text = "오늘 선셍님이 숙재를 않내주셨어요."
    edits = corrector.correct(text).edits
    assert len(corrector.gains(text, edits)) == len(edits)


def running() -> Iterator[str]:
    """The command line of every process."""
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has just ended
            yield each.read_text(encoding="utf-8", errors="replace")


def test_no_worker_outlives_the_process_that_was_killed(trained: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while any(str(trained) in command for command in running()):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_finished_model_is_not_overwritten(trained: Path, call: Call) -> None:
    refused = call(command(trained)[3:])
    assert refused.status == 2
    (line,) = refused.err.splitlines()
    assert "--force" in line
    ModelDirectory.open(trained).verify()


def test_another_configuration_does_not_continue_a_run(trained: Path, call: Call) -> None:
    refused = call(command(trained, "--force", "--noise-rate", "0.5")[3:])
    assert refused.status == 2
    assert "another configuration" in refused.err
    ModelDirectory.open(trained).verify()


def test_export_writes_the_same_onnx_files_again(trained: Path, call: Call) -> None:
    encoder = trained / "onnx" / "encoder.int8.onnx"
    text = "오늘 선셍님이 숙재를 햇다."
    before = Corrector.from_pretrained(trained, min_confidence=0.0).correct(text)
    encoder.unlink()
    done = call(["export", str(trained)])
    assert done.status == 0, done.err
    ModelDirectory.open(trained).verify()
    assert Corrector.from_pretrained(trained, min_confidence=0.0).correct(text) == before


def test_only_a_finished_model_is_exported(trained: Path, call: Call, tmp_path: Path) -> None:
    weights = tmp_path / "weights"
    weights.mkdir()
    for name in ("config.json", "model.safetensors"):
        shutil.copy(trained / name, weights)
    refused = call(["export", str(weights)])
    assert refused.status == 2
    assert "spellfix.json" in refused.err
    assert not (weights / "onnx").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--noise-rate", "7"], "--rate"),
        (["--learning-rate", "-1"], "--learning-rate"),
        (["--correct-text", "99"], "--correct-text"),
        (["--decay-share", "2"], "--decay-share"),
        (["--warmup-steps", "-1"], "--warmup-steps"),
        (["--recipe", "nowhere.toml"], "nowhere.toml"),
        (["--from", "nowhere"], "nowhere"),
        (["--language", "nowhere.npz"], "nowhere.npz"),
        (["--dev", "nowhere.jsonl"], "nowhere.jsonl"),
    ],
)
def test_a_bad_option_is_answered_in_one_line(
    call: Call, tmp_path: Path, arguments: list[str], said: str
) -> None:
    write_small_sets(tmp_path)
    refused = call(command(tmp_path / "model", *arguments)[3:])
    assert refused.status == 2
    (line,) = refused.err.splitlines()
    assert said in line
    assert not (tmp_path / "model").exists()


def test_data_that_are_not_there_are_named(call: Call, tmp_path: Path) -> None:
    write_small_sets(tmp_path)
    refused = call(command(tmp_path / "model", "--data", "nowhere.txt")[3:])
    assert refused.status == 2
    (line,) = refused.err.splitlines()
    assert "nowhere.txt" in line
