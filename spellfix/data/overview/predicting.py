"""What the model makes of a sample of items, and whether that is right; knows no page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import prod

from spellfix.correction import Correction
from spellfix.data.overview.items import Item
from spellfix.data.selecting.looking import PORTION, Corrects
from spellfix.edits import apply
from spellfix.metrics import Interval, wilson
from spellfix.thresholds import Thresholds

LONGEST = 20_000
"""Code points of a text that is corrected."""
OUTCOMES = ("corrected", "uncorrected", "miscorrected", "kept", "overcorrected", "changed", "same")
"""The last two: of texts of which nobody says what is right."""


@dataclass(frozen=True, slots=True)
class Predicted:
    """An item, the model's correction (None: not asked) and one of OUTCOMES, "" where not asked.
    doubt: how likely one of its decisions is wrong, by the confidences of all edits, made or not.
    """

    item: Item
    correction: Correction | None
    outcome: str
    doubt: float = 0.0


@dataclass(slots=True)
class Predictions:
    """Of a sample. confidences: by tenths, of every edit, made or not; kinds: of the edits made."""

    items: list[Predicted]
    outcomes: Counter[str] = field(default_factory=Counter)
    confidences: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    edits: int = 0
    threshold: float = 0.0

    def share(self, right: str, *others: str) -> tuple[float | None, Interval | None, int]:
        """Of items with these outcomes, the share of `right`, its interval, and n."""
        n = sum(self.outcomes[name] for name in (right, *others))
        if not n:
            return None, None, 0
        return self.outcomes[right] / n, wilson(self.outcomes[right], n), n


def unpredicted(items: Sequence[Item]) -> Predictions:
    """The items as they are: no model was asked."""
    return Predictions([Predicted(item, None, "") for item in items])


def predict(
    items: Sequence[Item],
    opened: Corrects,
    thresholds: Thresholds,
    advance: Callable[[int], None] = lambda _: None,
) -> Predictions:
    """opened: the model with every threshold open; thresholds: which edits are made. advance: told
    how many are done, after each portion."""
    found = Predictions([], threshold=thresholds.overall)
    for start in range(0, len(items), PORTION):
        portion = items[start : start + PORTION]
        short = [item.text for item in portion if len(item.text) <= LONGEST]
        done = iter(opened.correct_batch(short))
        for item in portion:
            _add(found, item, next(done) if len(item.text) <= LONGEST else None, thresholds)
        advance(len(portion))
    return found


def _add(found: Predictions, item: Item, answer: Correction | None, thresholds: Thresholds) -> None:
    if answer is None:
        found.items.append(Predicted(item, None, ""))
        return
    made = tuple(edit for edit in answer.edits if thresholds.admit(edit))
    correction = Correction(apply(item.text, made), made, answer.score)
    outcome = _outcome(item, correction.text)
    right = prod(edit.confidence if edit in made else 1 - edit.confidence for edit in answer.edits)
    found.items.append(Predicted(item, correction, outcome, 1 - right))
    found.outcomes[outcome] += 1
    found.edits += len(made)
    found.kinds.update(edit.kind for edit in made)
    found.confidences.update(min(9, int(10 * edit.confidence)) for edit in answer.edits)


def _outcome(item: Item, output: str) -> str:
    changed = output != item.text
    if item.has_error is None:
        return "changed" if changed else "same"
    if not item.has_error:
        return "overcorrected" if output not in item.targets else "kept"
    if output in item.targets:
        return "corrected"
    return "miscorrected" if changed else "uncorrected"
