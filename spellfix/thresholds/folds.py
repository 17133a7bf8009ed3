"""What to expect of chosen thresholds on other texts: each text is judged at thresholds that were
chosen without it.

With few clean texts a threshold fits their chance: the share that was demanded is then reached on
the texts that it was chosen on and missed on others (Stone 1974, "Cross-Validatory Choice and
Assessment of Statistical Predictions"). Knows no more than `choice`.
"""

from __future__ import annotations

from dataclasses import dataclass

from spellfix.thresholds.choice import choose
from spellfix.thresholds.opened import Counts, OpenEdits

FOLDS = 5


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Outcomes of all texts, each at thresholds chosen on the other parts: one for all kinds, and
    by kind."""

    overall: Counts
    by_kind: Counts
    folds: int

    @property
    def kinds_gain(self) -> bool:
        """Whether thresholds by kind are better in one number and worse in neither: more typo texts
        corrected, no more clean texts overcorrected."""
        return (
            self.by_kind.corrected > self.overall.corrected
            and self.by_kind.overcorrected <= self.overall.overcorrected
        )


def cross_validate(
    edits: OpenEdits, correct_text: float, least: float = 0.0, folds: int = FOLDS
) -> HeldOut:
    """`choose` with these arguments on all parts of `edits` but one, judged on that one, in turn.

    Raises ConfigError as `choose` does, and for fewer than two folds.
    """
    overall, by_kind = Counts(), Counts()
    for others, part in edits.folds(folds):
        overall += part.counts(choose(others, correct_text, False, least))
        by_kind += part.counts(choose(others, correct_text, True, least))
    return HeldOut(overall, by_kind, folds)
