"""An evaluation and what a report works out of it once: the way over thresholds, reliability.

Knows no HTML and no plot.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from spellfix.evaluation import Evaluation
from spellfix.reliability import Reliability, reliability
from spellfix.thresholds import Counts, Point

Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Measured:
    """`curve` is empty and `reliability` None for a system that tells no confidences."""

    evaluation: Evaluation
    curve: tuple[Point, ...]
    reliability: Reliability | None

    @classmethod
    def of(cls, evaluation: Evaluation) -> Measured:
        if evaluation.open is None:
            return cls(evaluation, (), None)
        told = reliability(evaluation.open.confidences, evaluation.open.right)
        return cls(evaluation, evaluation.open.curve(), told)

    @property
    def accuracies(self) -> Points:
        """(correct-text accuracy, typo accuracy) from the lowest threshold to the highest."""
        return _known(
            (point.counts.correct_text_accuracy, point.counts.typo_accuracy) for point in self.curve
        )

    @property
    def precision_by_coverage(self) -> Points:
        return _known((coverage(point.counts), precision(point.counts)) for point in self.curve)

    @property
    def precision_by_accuracy(self) -> Points:
        return _known((point.counts.typo_accuracy, precision(point.counts)) for point in self.curve)

    def to_dict(self) -> dict[str, Any]:
        """Outcomes at each threshold, and reliability, as plain values."""
        return {
            "thresholds": [
                {"threshold": point.threshold, **asdict(point.counts)} for point in self.curve
            ],
            "reliability": None if self.reliability is None else asdict(self.reliability),
        }


def precision(counts: Counts) -> float | None:
    """Of the texts changed, the share that came out right; None where none was changed."""
    changed = counts.corrected + counts.miscorrected + counts.overcorrected
    return counts.corrected / changed if changed else None


def coverage(counts: Counts) -> float | None:
    """Of the texts with typos, the share that was changed; None where there are none."""
    n = counts.n_typo
    return (counts.corrected + counts.miscorrected) / n if n else None


def _known(points: Iterable[tuple[float | None, float | None]]) -> Points:
    """The points that have both numbers."""
    return [(x, y) for x, y in points if x is not None and y is not None]
