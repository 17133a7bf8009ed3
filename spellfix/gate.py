"""Whether a candidate model may take the place of the shipped one: checks, each with its reason.

A candidate passes if it corrects more typo texts, leaves no fewer clean texts untouched, and is
worse in nothing else that is checked: of kinds and idempotence, beyond chance. Both models run on
the same pairs, with the thresholds of their own directories. Knows no command line.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.errors import InputError, ModelError
from spellfix.evaluation import Pair, evaluate
from spellfix.manifest import MANIFEST, RECORD
from spellfix.metrics import Case, Tally, mcnemar
from spellfix.pretrained import ModelDirectory

LARGEST = 60_000_000
"""Bytes of all files of a model directory: what a package may reasonably carry."""
SIGNIFICANT = 0.05
PASSES = 2
"""How many models `judge` runs on the pairs."""
_UNNAMED = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One rule. passed: None where it could not be measured, which forbids nothing. reason: in
    Korean and English, with n. numbers: the same as plain values."""

    name: str
    passed: bool | None
    reason: str
    numbers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The checks of a candidate; a candidate that is damaged is not run, and has the first only."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing forbids the candidate."""
        return all(check.passed is not False for check in self.checks)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values."""
        return {"passed": self.passed, "checks": [asdict(check) for check in self.checks]}


def judge(
    candidate: str | os.PathLike[str],
    pairs: Iterable[Pair],
    shipped: str | os.PathLike[str] | None = None,
    *,
    significant: bool = False,
    advance: Callable[[int], None] = lambda _: None,
) -> Verdict:
    """Judge the model directory `candidate` against `shipped` (the one in the package where None)
    on `pairs`, which are gone through several times and corrected PASSES times.

    significant: the gain in typo accuracy must be so too. advance: told how many pairs are done.
    Raises ModelError where `candidate` is no model directory at all, or `shipped` none that can be
    used; InputError where no pair has a typo, or none is clean.
    """
    _refuse_one_sided(pairs)
    known = ModelDirectory.open(shipped)
    known.verify()
    place = Path(candidate)
    if not (place / MANIFEST).is_file():
        ModelDirectory.open(place)
    files = _files(place)
    if not files.passed:
        return Verdict((files,))
    ours, theirs = _Ran(place, pairs, advance), _Ran(known.path, pairs, advance)
    return Verdict(
        (
            files,
            _size(place),
            _typo_accuracy(ours, theirs, significant),
            _correct_text_accuracy(ours, theirs),
            _kinds(ours, theirs),
            _behaviour(ours, theirs),
            _idempotence(ours, theirs),
        )
    )


class _Ran(Tally):
    """What one model made of the pairs. cases: kind, test, whether clean, whether right, of each in
    order. settled: of each, whether the model leaves its own output as it is."""

    def __init__(self, place: Path, pairs: Iterable[Pair], advance: Callable[[int], None]) -> None:
        super().__init__()
        self.cases: list[tuple[str | None, str | None, bool, bool]] = []
        self.settled: list[bool] = []
        self._corrector = Corrector.from_pretrained(place)
        evaluate(self, pairs, tally=self, advance=advance)

    def add(self, case: Case) -> None:
        super().add(case)
        right = case.outcome in ("corrected", "kept")
        self.cases.append((case.kind, case.test, case.clean, right))

    def correct_batch(self, texts: Sequence[str], /) -> list[Correction]:
        corrections = self._corrector.correct_batch(texts)
        outputs = [correction.text for correction in corrections]
        again = self._corrector.correct_batch(outputs)
        self.settled += [each.text == output for each, output in zip(again, outputs, strict=True)]
        return corrections

    def right(self, chosen: Iterable[bool]) -> list[bool]:
        """Whether each case came out right, of those that are `chosen`."""
        return [right for (*_, right), each in zip(self.cases, chosen, strict=True) if each]

    @property
    def clean(self) -> list[bool]:
        return [clean for _, _, clean, _ in self.cases]


def _refuse_one_sided(pairs: Iterable[Pair]) -> None:
    found = Counter(pair.clean for pair in pairs)
    if not (found[False] and found[True]):
        raise InputError(
            "판정할 수 없습니다 / cannot be judged: 오타가 있는 글과 바른 글이 다 있어야 합니다 / "
            "expected texts with typos and clean ones, got "
            f"n_typo = {found[False]}, n_clean = {found[True]}"
        )


def _files(place: Path) -> Check:
    """Every file is the one that was sealed, none is unlisted, format and direction are right."""
    try:
        directory = ModelDirectory.open(place)
        directory.verify()
    except ModelError as error:
        return Check("files", False, f"온전하지 않습니다 / not whole: {error}", {})
    if unlisted := sorted({*_found(place)} - {*directory.files, MANIFEST, RECORD}):
        reason = f"{MANIFEST}에 없는 파일 / not listed in {MANIFEST}: {', '.join(unlisted)}"
        return Check("files", False, reason, {"unlisted": unlisted})
    n = len(directory.files)
    return Check("files", True, f"온전합니다 / verified: {n}", {"n": n})


def _size(place: Path) -> Check:
    size = sum((place / name).stat().st_size for name in _found(place))
    reason = f"{size / 1e6:.1f} MB, 한도 / at most {LARGEST / 1e6:.0f} MB"
    return Check("size", size <= LARGEST, reason, {"bytes": size, "at_most": LARGEST})


def _found(place: Path) -> Iterator[str]:
    """All files of a directory, hidden ones (a dot in front) excepted: no manifest lists them."""
    for path in place.rglob("*"):
        name = path.relative_to(place)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix()


def _typo_accuracy(ours: _Ran, theirs: _Ran, significant: bool) -> Check:
    typos = [not clean for clean in ours.clean]
    found = _paired(ours.right(typos), theirs.right(typos))
    higher = found["candidate"] > found["shipped"]
    demanded = f", 요구 / demanded: p < {SIGNIFICANT}" if significant else ""
    return Check(
        "typo accuracy",
        higher and (not significant or found["p_value"] < SIGNIFICANT),
        f"고친 글 / corrected {_change(found)}; 한쪽만 / right in one only: "
        f"{found['only_candidate']} new, {found['only_shipped']} old, "
        f"p = {found['p_value']:.2g}{demanded}",
        found,
    )


def _correct_text_accuracy(ours: _Ran, theirs: _Ran) -> Check:
    found = _paired(ours.right(ours.clean), theirs.right(theirs.clean))
    return Check(
        "correct-text accuracy",
        found["candidate"] >= found["shipped"],
        f"그대로 둔 글 / untouched {_change(found)}",
        found,
    )


def _kinds(ours: _Ran, theirs: _Ran) -> Check:
    """No kind falls so that chance hardly explains it. With several kinds one in twenty checks
    fails by chance alone: a reason to look, and to ask for more pairs."""
    kinds = dict.fromkeys(kind for kind, _, clean, _ in ours.cases if not clean)
    if not any(kinds):
        return Check("kinds", None, "종류가 적힌 글이 없습니다 / no pair names a kind", {})
    numbers = {}
    for kind in kinds:
        of_kind = [found == kind and not clean for found, _, clean, _ in ours.cases]
        numbers[kind or _UNNAMED] = _paired(ours.right(of_kind), theirs.right(of_kind))
    fallen = [
        f"{kind} {row['shipped']} -> {row['candidate']} / {row['n']}, p = {row['p_value']:.2g}"
        for kind, row in numbers.items()
        if row["candidate"] < row["shipped"] and row["p_value"] < SIGNIFICANT
    ]
    if fallen:
        return Check("kinds", False, f"나빠졌습니다 / fell: {'; '.join(fallen)}", numbers)
    reason = f"뚜렷이 나빠진 것이 없습니다 / none of {len(numbers)} fell significantly"
    return Check("kinds", True, reason, numbers)


def _behaviour(ours: _Ran, theirs: _Ran) -> Check:
    tested = [test is not None for _, test, _, _ in ours.cases]
    if not any(tested):
        reason = "행동 시험이 없습니다 / no pair belongs to a test"
        return Check("behaviour", None, reason, {})
    found = _paired(ours.right(tested), theirs.right(tested))
    passed = found["candidate"] >= found["shipped"]
    return Check("behaviour", passed, f"통과 / passed {_change(found)}", found)


def _idempotence(ours: _Ran, theirs: _Ran) -> Check:
    """Outputs that change again are few, of either model: chance alone moves them by one or two."""
    found = _paired(ours.settled, theirs.settled)
    n, new, old, p = (found[name] for name in ("n", "candidate", "shipped", "p_value"))
    again = f"고친 글이 또 바뀜 / outputs that change {n - old} -> {n - new} / {n}, p = {p:.2g}"
    return Check("idempotence", new >= old or p >= SIGNIFICANT, again, found)


def _paired(new: Sequence[bool], old: Sequence[bool]) -> dict[str, Any]:
    pairs = list(zip(new, old, strict=True))
    only_new, only_old = pairs.count((True, False)), pairs.count((False, True))
    return {
        "n": len(new),
        "candidate": sum(new),
        "shipped": sum(old),
        "only_candidate": only_new,
        "only_shipped": only_old,
        "p_value": mcnemar(only_new, only_old),
    }


def _change(found: Mapping[str, Any]) -> str:
    n, new, old = found["n"], found["candidate"], found["shipped"]
    return f"{old} -> {new} / {n} ({old / n:.1%} -> {new / n:.1%})"
