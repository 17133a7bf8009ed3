"""How sure a model must be before an edit is made, overall and by kind, and how that is chosen.

Choosing weighs two numbers against each other: typo sentences that come out right, and right
sentences that stay untouched. Knows nothing about models, files or where confidences come from.
"""

from spellfix.thresholds.choice import EVEN_ODDS, LEAST_EDITS, LEAST_WRONG, choose
from spellfix.thresholds.folds import FOLDS, ROUNDS, HeldOut, cross_validate
from spellfix.thresholds.opened import Counts, OpenEdits, Point
from spellfix.thresholds.values import EVERY_EDIT, Thresholds

__all__ = [
    "EVEN_ODDS",
    "EVERY_EDIT",
    "FOLDS",
    "LEAST_EDITS",
    "LEAST_WRONG",
    "ROUNDS",
    "Counts",
    "HeldOut",
    "OpenEdits",
    "Point",
    "Thresholds",
    "choose",
    "cross_validate",
]
