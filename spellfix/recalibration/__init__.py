"""The thresholds of a model chosen anew on pairs, and its directory written with them.

demand     what a share of clean texts that must stay untouched asks for
finding    what thresholds the pairs ask for, and what comes of them
writing    the manifest and the card of a directory
"""

from spellfix.recalibration.demand import needed, reason
from spellfix.recalibration.finding import (
    Recalibration,
    Setting,
    fitted,
    numbers,
    open_edits,
    passes,
    recalibrate,
)
from spellfix.recalibration.writing import accuracy, least, weights, write, write_copy

__all__ = [
    "Recalibration",
    "Setting",
    "accuracy",
    "fitted",
    "least",
    "needed",
    "numbers",
    "open_edits",
    "passes",
    "reason",
    "recalibrate",
    "weights",
    "write",
    "write_copy",
]
