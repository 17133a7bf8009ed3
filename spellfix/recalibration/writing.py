"""A model directory written with the thresholds that were found for it.

The weights stay as they are, and so do the numbers that were measured when the model was made: the
manifest (its entry `calibrated`) and the card say with which thresholds that was. Knows nothing
about how thresholds are found.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import spellfix
from spellfix.atomic import write_atomically
from spellfix.calibration import Calibration
from spellfix.manifest import MANIFEST, write_manifest
from spellfix.metrics import Interval
from spellfix.pretrained import ModelDirectory
from spellfix.recalibration.finding import Recalibration
from spellfix.thresholds import Thresholds

CARD = "README.md"
SECTION = "## 문턱값 Thresholds\n"
_ACCURACY = "## 정확도 Accuracy\n"


def write(found: Recalibration, directory: ModelDirectory, files: Mapping[str, str]) -> None:
    """Write what was found into `directory`: the card, then the manifest, each atomically.

    files: SHA-256 of the files of pairs, by name. Raises ModelError where a file of the directory
    is not the one that was sealed: sealing it again would hide that.
    """
    directory.verify()
    facts = dict(directory.facts)
    known = facts["calibrated"]
    measured_with = known.get("metrics_measured_with") if isinstance(known, dict) else None
    facts |= {
        **found.after.told(),
        "calibrated": {
            **found.to_dict(),
            "files": dict(files),
            "spellfix": spellfix.__version__,
            "metrics_measured_with": measured_with or found.before.told(),
        },
    }
    card = directory.path / CARD
    if card.is_file():
        write_atomically(card, retold(card.read_text(encoding="utf-8"), found, list(files)))
    write_manifest(directory.path, facts)


def write_copy(
    found: Recalibration, directory: ModelDirectory, files: Mapping[str, str], target: Path
) -> None:
    """`write` into a copy of `directory`, which takes the place of `target` when it is whole. Of a
    model only the files that its manifest lists are copied."""
    directory.verify()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    try:
        for name in (*directory.files, MANIFEST):
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(directory.path / name, draft / name)
        write(found, replace(directory, path=draft), files)
        if target.exists():
            target.replace(old)
        try:
            draft.replace(target)
        except OSError:
            if old.exists():
                old.replace(target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def retold(card: str, found: Recalibration, files: Sequence[str]) -> str:
    """The model card `card` with a section on its thresholds, in the place of an older one; the
    accuracies below it are said to be measured before."""
    if SECTION in card:
        head, _, rest = card.partition(SECTION)
        _, mark, tail = rest.partition("\n## ")
        card = f"{head}{mark[1:]}{tail}"
    card = card.replace(
        "\nEdits from a confidence of ",
        "\nMeasured before the thresholds above were set, with edits from a confidence of ",
    )
    head, mark, tail = card.partition(_ACCURACY)
    section = "\n".join((SECTION, *_lines(found, files)))
    return f"{head}{section}\n\n{mark}{tail}" if mark else f"{head.rstrip()}\n\n{section}\n"


def least(thresholds: Thresholds) -> str:
    """The thresholds in words.

    >>> least(Thresholds(0.53, {"spacing": 0.8}))
    '0.53, spacing 0.8'
    """
    return ", ".join(
        [f"{thresholds.overall:g}", *(f"{k} {x:g}" for k, x in thresholds.by_kind.items())]
    )


def weights(calibration: Calibration) -> str:
    """What the log-odds of confidences are made of, in words.

    >>> weights(Calibration(0.8, -1.0, 0.4, {"spacing": 0.6}))
    'log-odds x 0.8 - 1, language model x 0.4 a nat, spacing + 0.6'
    """
    parts = [f"log-odds x {calibration.scale:g} {_signed(calibration.shift)}"]
    if calibration.gain:
        parts.append(f"language model x {calibration.gain:g} a nat")
    parts += (f"{kind} {_signed(adds)}" for kind, adds in calibration.kinds.items())
    return ", ".join(parts)


def _signed(value: float) -> str:
    return f"{'-' if value < 0 else '+'} {abs(value):g}"


def accuracy(share: float | None, interval: Interval | None) -> str:
    """A share with its 95 % interval, in per cent."""
    if share is None or interval is None:
        return "-"
    return f"{100 * share:.1f} % [{100 * interval[0]:.1f}, {100 * interval[1]:.1f}]"


def _lines(found: Recalibration, files: Sequence[str]) -> list[str]:
    counts = found.after.counts
    rows = (
        (f"before, from {least(found.before.thresholds)}", found.before.counts),
        (f"now, from {least(found.after.thresholds)}", counts),
        ("expected of other texts (cross-validated)", found.expected),
    )
    told = [
        f"`spellfix calibrate` set them on {', '.join(files)} ({counts.n_typo} texts with typos, "
        f"{counts.n_clean} clean ones), so that at least {found.correct_text:.1%} of the clean "
        f"texts stay untouched: edits from a confidence of {least(found.after.thresholds)} on.\n",
        "| edits made | 오타 정확률 typo accuracy | n | 정타 정확률 correct-text accuracy | n |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {accuracy(row.typo_accuracy, row.typo_accuracy_interval)} | {row.n_typo} "
            f"| {accuracy(row.correct_text_accuracy, row.correct_text_accuracy_interval)} "
            f"| {row.n_clean} |"
            for name, row in rows
        ),
    ]
    if not found.after.calibration.keeps_order:
        told.append(
            "\nConfidences are fitted: the model's " + weights(found.after.calibration) + " "
            "(the language model is `language.npz`, docs/experiments/008-second-opinion.md)."
        )
    return told
