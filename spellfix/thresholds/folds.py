"""What to expect of chosen thresholds on other texts: each text is judged at thresholds that were
chosen without it.

With few clean texts a threshold fits their chance: the share that was demanded is then reached on
the texts that it was chosen on and missed on others (Stone 1974, "Cross-Validatory Choice and
Assessment of Statistical Predictions"). Knows no more than `choice`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spellfix.config import at_least
from spellfix.thresholds.choice import choose
from spellfix.thresholds.opened import Counts, OpenEdits

FOLDS = 5
ROUNDS = 5
"""Times that the parts are drawn anew: what holds in one drawing may be its chance."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Outcomes of all texts, each at thresholds chosen on the other parts; one entry a round.

    overall: with one threshold for all kinds. by_kind: where kinds may have their own.
    """

    overall: tuple[Counts, ...]
    by_kind: tuple[Counts, ...]

    @property
    def kinds_gain(self) -> bool:
        """Whether thresholds by kind, in every round, are better in one number and worse in
        neither: more typo texts corrected, no more clean texts overcorrected."""
        return all(
            several.corrected > one.corrected and several.overcorrected <= one.overcorrected
            for one, several in zip(self.overall, self.by_kind, strict=True)
        )

    def expected(self, by_kind: bool) -> Counts:
        """The mean of the rounds, in whole texts."""
        return _mean(self.by_kind if by_kind else self.overall)


def cross_validate(
    edits: OpenEdits,
    correct_text: float,
    least: float = 0.0,
    folds: int = FOLDS,
    rounds: int = ROUNDS,
) -> HeldOut:
    """`choose` with these arguments on all parts of `edits` but one, judged on that one, in turn;
    all of it `rounds` times, with other parts.

    Raises ConfigError as `choose` does, for fewer than two folds and for no round.
    """
    at_least("rounds", rounds, 1)
    found = [
        sum(
            (_judged(*split, correct_text, by_kind, least) for split in edits.folds(folds, seed)),
            Counts(),
        )
        for by_kind in (False, True)
        for seed in range(rounds)
    ]
    return HeldOut(tuple(found[:rounds]), tuple(found[rounds:]))


def _judged(
    others: OpenEdits, part: OpenEdits, correct_text: float, by_kind: bool, least: float
) -> Counts:
    return part.counts(choose(others, correct_text, by_kind, least))


def _mean(rounds: Sequence[Counts]) -> Counts:
    corrected, miscorrected, overcorrected = (
        round(sum(numbers) / len(rounds))
        for numbers in zip(
            *((each.corrected, each.miscorrected, each.overcorrected) for each in rounds),
            strict=True,
        )
    )
    n_typo, n_clean = rounds[0].n_typo, rounds[0].n_clean
    miscorrected = min(miscorrected, n_typo - corrected)
    uncorrected = n_typo - corrected - miscorrected
    return Counts(corrected, uncorrected, miscorrected, n_clean - overcorrected, overcorrected)
