"""Thresholds chosen anew for a model on pairs, and what comes of the pairs before and after.

Knows no command line, writes nothing, and leaves how thresholds are chosen to
`spellfix.thresholds`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any

from spellfix.calibration import AS_TOLD, FUSED, Calibration
from spellfix.correction import Correction
from spellfix.corrector import Corrector
from spellfix.errors import InputError
from spellfix.evaluation import Pair
from spellfix.pretrained import ModelDirectory
from spellfix.runtime import open_backend
from spellfix.thresholds import (
    EVEN_ODDS,
    EVERY_EDIT,
    Counts,
    HeldOut,
    OpenEdits,
    Thresholds,
    choose,
    cross_validate,
)
from spellfix.tokenizer import Tokenizer

_PORTION = 256


@dataclass(frozen=True, slots=True)
class Setting:
    """How sure edits must be and how confidences are told, and what comes of the pairs so."""

    thresholds: Thresholds
    calibration: Calibration
    counts: Counts

    def told(self) -> dict[str, Any]:
        """The thresholds and the calibration as the entries of a manifest."""
        return {
            "min_confidence": self.thresholds.overall,
            "min_confidence_by_kind": dict(self.thresholds.by_kind),
            "calibration": self.calibration.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Recalibration:
    """What was found on pairs.

    correct_text: the share of clean texts that was to stay untouched. before, after: the model as
    it is and as it may become. expected: what comes of texts that thresholds were not chosen on.
    edits: how many the model would make with every threshold open. held_out: whether kinds gain.
    """

    correct_text: float
    before: Setting
    after: Setting
    expected: Counts
    edits: int
    held_out: HeldOut

    @property
    def reached(self) -> bool:
        """Whether the share that was demanded stays untouched on the pairs themselves."""
        return (self.after.counts.correct_text_accuracy or 0.0) >= self.correct_text - 1e-9

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, each share with its n and its interval."""
        return {
            "correct_text": self.correct_text,
            "edits": self.edits,
            "before": {**self.before.told(), **numbers(self.before.counts)},
            "after": {**self.after.told(), **numbers(self.after.counts)},
            "expected": numbers(self.expected),
            "by_kind": {
                "gains": self.held_out.kinds_gain,
                "expected_overall": numbers(self.held_out.expected(by_kind=False)),
                "expected_by_kind": numbers(self.held_out.expected(by_kind=True)),
            },
        }


def recalibrate(
    directory: ModelDirectory,
    pairs: Iterable[Pair],
    correct_text: float,
    by_kind: bool | None = None,
    fit_confidence: bool = False,
    advance: Callable[[int], None] = lambda _: None,
) -> Recalibration:
    """Run the model of `directory` on `pairs` and choose thresholds, none below even odds, that
    leave the share `correct_text` of the clean texts untouched (`spellfix.thresholds.choose`).

    by_kind: whether kinds may have thresholds of their own; None: if they gain on texts that they
    were not chosen on. fit_confidence: confidences are calibrated on these pairs first, for which
    they are gone through `passes` times. advance: told how many pairs are done, after each portion.
    Raises InputError where no pair has a typo, or none is clean.
    """
    backend = open_backend(directory)
    tokenizer = Tokenizer.load(directory.tokenizer, directory.vocab_size)

    opinion = directory.opinion

    def corrector(calibration: Calibration) -> Corrector:
        return Corrector(
            backend,
            tokenizer,
            max_positions=directory.max_positions,
            calibration=calibration,
            opinion=opinion,
            shortest=directory.shortest,
        )

    edits = open_edits(corrector(directory.calibration), pairs, advance)
    _refuse_one_sided(edits)
    before = Setting(
        directory.thresholds, directory.calibration, edits.counts(directory.thresholds)
    )
    calibration = directory.calibration
    if fit_confidence:
        second = directory.language is not None
        calibration, _ = fitted(corrector, pairs, second, advance)
        edits = open_edits(corrector(calibration), pairs, advance)
    held_out = cross_validate(edits, correct_text, EVEN_ODDS)
    several = held_out.kinds_gain if by_kind is None else by_kind
    thresholds = choose(edits, correct_text, several, EVEN_ODDS)
    return Recalibration(
        correct_text,
        before,
        Setting(thresholds, calibration, edits.counts(thresholds)),
        held_out.expected(several),
        len(edits.right),
        held_out,
    )


def open_edits(
    corrector: Corrector, pairs: Iterable[Pair], advance: Callable[[int], None] = lambda _: None
) -> OpenEdits:
    """What `corrector` would change in the inputs of `pairs` with every threshold open. advance:
    told how many pairs are done, after each portion."""
    edits = OpenEdits()
    for pair, correction in _corrected(corrector, pairs, advance):
        edits.add(pair.input, pair.targets, correction.edits)
    return edits


def fitted(
    corrector_of: Callable[[Calibration], Corrector],
    pairs: Iterable[Pair],
    second: bool,
    advance: Callable[[int], None] = lambda _: None,
) -> tuple[Calibration, int]:
    """The calibration that fits what a corrector without one would change in the inputs of `pairs`,
    and how many edits those are. corrector_of: makes the corrector with a calibration.

    second: whether kinds, and what the language model of the corrector makes of edits, may count.
    """
    untold = FUSED if second else AS_TOLD
    corrector = corrector_of(untold)
    edits = OpenEdits()
    kinds: list[str] = []
    gains: list[float] = []
    for pair, correction in _corrected(corrector, pairs, advance):
        edits.add(pair.input, pair.targets, correction.edits)
        if second and correction.edits:
            kinds += (edit.kind for edit in correction.edits)
            gains += corrector.gains(pair.input, correction.edits)
    found = Calibration.fit(edits.confidences, edits.right, kinds, gains)
    return replace(found, fusion=untold.fusion), len(edits.right)


def _corrected(
    corrector: Corrector, pairs: Iterable[Pair], advance: Callable[[int], None]
) -> Iterator[tuple[Pair, Correction]]:
    """Each of `pairs` with what `corrector` makes of it with every threshold open."""
    corrector, waiting = corrector.with_options(min_confidence=EVERY_EDIT), iter(pairs)
    while portion := list(islice(waiting, _PORTION)):
        corrections = corrector.correct_batch([pair.input for pair in portion])
        yield from zip(portion, corrections, strict=True)
        advance(len(portion))


def passes(fit_confidence: bool) -> int:
    """How many times `recalibrate` goes through its pairs."""
    return 3 if fit_confidence else 1


def _refuse_one_sided(edits: OpenEdits) -> None:
    missing = [
        words
        for n, words in (
            (edits.n_typo, "오타가 있는 글 / texts with typos"),
            (edits.n_clean, "고치면 안 되는 글 / clean texts (input among the targets)"),
        )
        if not n
    ]
    if missing:
        raise InputError(
            f"문턱값을 정할 수 없습니다 / thresholds need both sorts of texts; none of these is "
            f"given: {'; '.join(missing)}"
        )


def numbers(counts: Counts) -> dict[str, Any]:
    """Counts and both shares, with their n and intervals, as plain values."""
    return {
        "typo_accuracy": counts.typo_accuracy,
        "typo_accuracy_interval": counts.typo_accuracy_interval,
        "n_typo": counts.n_typo,
        "correct_text_accuracy": counts.correct_text_accuracy,
        "correct_text_accuracy_interval": counts.correct_text_accuracy_interval,
        "n_clean": counts.n_clean,
        **asdict(counts),
    }
