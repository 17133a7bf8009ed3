"""What `spellfix calibrate` answers: lines for people, one object for programs; chooses nothing."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from spellfix.cli.columns import table
from spellfix.metrics import wilson
from spellfix.pretrained import ModelDirectory
from spellfix.recalibration import Recalibration, accuracy, least, needed, weights
from spellfix.thresholds import Counts


def unreachable(found: Recalibration) -> str:
    """That no thresholds do what was demanded."""
    counts = found.after.counts
    return (
        f"--correct-text {found.correct_text:g}: 이룰 수 없습니다 / no thresholds leave so many "
        f"clean texts untouched: at most {counts.kept} of {counts.n_clean}; "
        "아무것도 쓰지 않았습니다 / nothing was written"
    )


def record(
    found: Recalibration, directory: ModelDirectory, files: Mapping[str, str], place: Path | None
) -> dict[str, object]:
    """Everything as plain values; `place`: where it was written."""
    return {
        "model": {
            "name": directory.name,
            "version": directory.version,
            "path": str(directory.path),
        },
        "files": dict(files),
        **found.to_dict(),
        "reached": found.reached,
        "warnings": list(_warnings(found)),
        "written": None if place is None else str(place),
    }


def lines(
    found: Recalibration,
    directory: ModelDirectory,
    files: Mapping[str, str],
    place: Path | None,
    asked: bool | None,
) -> Iterator[str]:
    """Both headline numbers before and after, what to expect, and what to beware of. asked: whether
    kinds were to have their own thresholds, None where nobody said."""
    counts = found.after.counts
    yield f"{directory.name} {directory.version}: {directory.path}"
    yield (
        f"{', '.join(files)}: 오타 / typo n = {counts.n_typo}, 정타 / clean n = {counts.n_clean}, "
        f"수정 / edits n = {found.edits}"
    )
    yield ""
    yield table(
        [
            ("", "오타 정확률 typo accuracy", "정타 정확률 correct-text accuracy", "문턱값 from"),
            _row("전 before", found.before.counts, least(found.before.thresholds)),
            _row("후 after", counts, least(found.after.thresholds)),
            _row("새 글 other texts", found.expected, "교차 검증 cross-validated"),
        ]
    )
    yield ""
    if found.after.calibration != found.before.calibration:
        yield f"확신도 / confidence, fitted: {weights(found.after.calibration)}"
    yield from _about_kinds(found, asked)
    yield from (f"주의 / note: {warning}" for warning in _warnings(found))
    yield "쓰지 않았습니다 / nothing written" if place is None else f"썼습니다 / written: {place}"


def _row(name: str, counts: Counts, rest: str) -> tuple[str, ...]:
    typo = accuracy(counts.typo_accuracy, counts.typo_accuracy_interval)
    clean = accuracy(counts.correct_text_accuracy, counts.correct_text_accuracy_interval)
    return name, typo, clean, rest


def _about_kinds(found: Recalibration, asked: bool | None) -> Iterator[str]:
    one, several = (found.held_out.expected(by_kind) for by_kind in (False, True))
    yield (
        f"종류별 문턱값 / by kind, cross-validated: corrected {one.corrected} -> "
        f"{several.corrected} of {one.n_typo}, overcorrected {one.overcorrected} -> "
        f"{several.overcorrected} of {one.n_clean}"
    )
    if asked is None:
        yield (
            "  나아져서 종류별로 정합니다 / a gain in every round: kinds may have their own"
            if found.held_out.kinds_gain
            else "  나아지지 않아 하나만 씁니다 / no sure gain: one for all (--by-kind to insist)"
        )


def _warnings(found: Recalibration) -> Iterator[str]:
    demand, n = found.correct_text, found.after.counts.n_clean
    if not found.reached:
        yield unreachable(found).partition(";")[0]
    shown = wilson(n, n)
    if shown and shown[0] < demand:
        enough = needed(demand)
        advice = (
            "어떤 수로도 보일 수 없습니다 / no number of texts can"
            if enough is None
            else f"{enough}개는 있어야 합니다 / it takes at least {enough}"
        )
        yield (
            f"정타 {n}개가 모두 그대로여도 {demand:.1%}를 보이지 못합니다 / {n} clean texts, all "
            f"untouched, show at least {shown[0]:.1%} with 95 % confidence, not {demand:.1%}; "
            f"{advice}"
        )
    expected = found.expected.correct_text_accuracy
    if expected is not None and expected < demand - 1e-9:
        yield (
            f"새 글에서는 {demand:.1%}에 못 미칠 수 있습니다 / other texts may stay below "
            f"{demand:.1%}: {expected:.2%} when cross-validated"
        )
