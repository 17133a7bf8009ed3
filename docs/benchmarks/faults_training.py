"""Training and export: checkpoints, the record of the run, the files of the model.

    python docs/benchmarks/faults.py --only train --only export

A tiny network learns a few steps of data/samples and is finished into a model directory. What is
there after a fault must be a whole model, or be refused when it is opened; a checkpoint must load.
Weights are not promised to be the same bytes after a resume, those of an export are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from faults_cases import Case, Files, Undisturbed
from faults_commands import rows_of
from faults_files import NOTHING, SAMPLES
from faults_rows import Row

from spellfix.errors import ModelError
from spellfix.language.estimation import estimate
from spellfix.language.storage import save
from spellfix.manifest import MANIFEST
from spellfix.pretrained import ModelDirectory

BENCHMARK = SAMPLES.parent / "benchmark" / "feedback_dev.jsonl"
TRAIN = (
    *("train", "--data", "lines.txt", "--heldout", "heldout.txt", "--dev", "dev.jsonl"),
    *("--language", "language.npz", "--output", "m", "--size", "tiny", "--batch-tokens", "256"),
    *("--max-steps", "6", "--checkpoint-minutes", "0.00001", "--workers", "0"),
)
MODEL = "m"


def _lines(folder: Path) -> None:
    """What a training needs, as little of it as will do."""
    everyday = (SAMPLES / "everyday.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    review = (SAMPLES / "review.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    pairs = BENCHMARK.read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "lines.txt").write_text("".join(everyday[:190]), encoding="utf-8")
    (folder / "heldout.txt").write_text("".join(review[:8]), encoding="utf-8")
    (folder / "dev.jsonl").write_text("".join(pairs[:6] + pairs[-4:]), encoding="utf-8")
    save(estimate([(review[8:40], 1.0)]), folder / "language.npz")


def _again(files: Files) -> Sequence[str]:
    return NOTHING if f"{MODEL}/{MANIFEST}" in files else TRAIN


def _sound(folder: Path, done: bool, clean: bool) -> list[str]:
    """What is wrong with a directory of training; done: it says that it is finished."""
    from spellfix.train.checkpoint import load_checkpoint

    place, wrong = folder / MODEL, []
    if done or (place / MANIFEST).exists():
        try:
            ModelDirectory.open(place).verify()
        except ModelError as error:
            wrong.append(f"no whole model: {error}")
    for checkpoint in (place / ".run").glob("*.pt"):
        try:
            load_checkpoint(checkpoint)
        except ModelError as error:
            wrong.append(f"half-written: {error}")
    for note in (place / "run.json", place / ".run" / "run.json"):
        if note.exists():
            try:
                json.loads(note.read_text(encoding="utf-8"))
            except ValueError as error:
                wrong.append(f"half-written: {note.name}: {error}")
    if done and json.loads((place / "run.json").read_text(encoding="utf-8"))["ended"] is None:
        wrong.append("the record does not say that the run ended")
    drafts = [path for path in place.rglob("*") if path.name.endswith(".partial")]
    return wrong + [f"left behind: {path.name}" for path in drafts if clean]


TRAINING = Case(
    "train",
    "`train`: checkpoints, then the model",
    TRAIN,
    _lines,
    _again,
    (f"{MODEL}/.run/*",),
    check=_sound,
    least_memory=0.7,
)


@cache
def _trained() -> Files:
    _, after, _ = Undisturbed(TRAINING).found()
    return {name: data for name, data in after.items() if not name.startswith(f"{MODEL}/.run/")}


def _model(folder: Path) -> None:
    """The model, its ONNX files cut short and sealed so."""
    from spellfix.manifest import read_facts, write_manifest

    for name, content in _trained().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content[:-8] if ".int8." in name else content)
    write_manifest(folder / MODEL, read_facts(folder / MODEL))


EXPORT = Case(
    "export",
    "`export`: the ONNX files of a model",
    ("export", MODEL),
    _model,
    lambda files: ("export", MODEL),
    least_memory=0.7,
)


def rows() -> list[Row]:
    """Every fault during both."""
    return [*rows_of(TRAINING), *rows_of(EXPORT)]
