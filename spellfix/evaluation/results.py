"""What came of running correctors over pairs; knows neither files nor how to show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from spellfix.edits import Edit
from spellfix.evaluation.pairs import Pair
from spellfix.metrics import Comparison, Metrics
from spellfix.thresholds import OpenEdits, Thresholds


@dataclass(frozen=True, slots=True)
class Wrong:
    """A case that did not come out right: overcorrected, miscorrected or uncorrected."""

    pair: Pair
    output: str
    edits: tuple[Edit, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one corrector did on the pairs.

    system: its name. seconds: what correcting took, loading not counted. description: what exactly
    ran, in a line. wrong: the worst cases, worst first: right texts that were touched, then wrong
    corrections, both the most confident first, then what stayed wrong. open: what it would change
    with every threshold open, where it tells confidences. thresholds: those it worked with.
    """

    system: str
    metrics: Metrics
    seconds: float
    description: str = ""
    wrong: tuple[Wrong, ...] = ()
    open: OpenEdits | None = None
    thresholds: Thresholds | None = None

    @property
    def sentences_per_second(self) -> float | None:
        """Pairs by seconds; None where no time could be measured."""
        pairs = self.metrics.n_typo + self.metrics.n_clean
        return pairs / self.seconds if self.seconds > 0 else None

    @property
    def copying(self) -> Mapping[str, float | None]:
        """Both accuracies of leaving every text as it is, by definition."""
        return {
            "typo_accuracy": 0.0 if self.metrics.n_typo else None,
            "correct_text_accuracy": 1.0 if self.metrics.n_clean else None,
        }

    def to_dict(self) -> dict[str, Any]:
        """The numbers as plain values: the fields of Metrics, speed, and the baseline."""
        return {
            "system": self.system,
            "description": self.description,
            **self.metrics.to_dict(),
            "thresholds": None if self.thresholds is None else asdict(self.thresholds),
            "sentences_per_second": self.sentences_per_second,
            "copy_the_input": dict(self.copying),
        }


@dataclass(frozen=True, slots=True)
class Results:
    """Several correctors on the same pairs. files: names of the files. comparisons: the first
    corrector against each other one, in their order."""

    files: tuple[str, ...]
    evaluations: tuple[Evaluation, ...]
    comparisons: tuple[Comparison, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The numbers as plain values."""
        return {
            "files": list(self.files),
            "systems": {each.system: each.to_dict() for each in self.evaluations},
            "comparisons": {
                other.system: comparison.to_dict()
                for other, comparison in zip(self.evaluations[1:], self.comparisons, strict=True)
            },
        }
