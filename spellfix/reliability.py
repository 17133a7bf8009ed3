"""How far confidences are from what they claim: of edits told with 0.8, are eight in ten right?

Measured as usual, in bins (Guo et al. 2017, "On Calibration of Modern Neural Networks") and by
proper scores (Brier 1950). Knows nothing about edits and what mends confidences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spellfix.calibration import CLOSEST


@dataclass(frozen=True, slots=True)
class Bin:
    """The edits told with a confidence in a tenth of 0 to 1: how many, their mean confidence, and
    what share of them is right."""

    n: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far confidences are from what they claim.

    n: edits. bins: those that hold any, from the lowest. ece: expected calibration error, the mean
    of |confidence - right| over the bins, weighted by their edits. brier: mean of the squared
    error. log_loss: mean of -ln of the probability given to what happened.
    """

    n: int
    bins: tuple[Bin, ...]
    ece: float
    brier: float
    log_loss: float


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> Reliability:
    """Measured on edits told with `confidences`, of which those were right that `right` says; all
    zero for none. A confidence at a border belongs to the bin above."""
    told = np.asarray(confidences, dtype=np.float64)
    truth = np.asarray(right, dtype=np.float64)
    if not told.size:
        return Reliability(0, (), 0.0, 0.0, 0.0)
    places = np.minimum((told * bins).astype(np.int64), bins - 1)
    found = tuple(
        Bin(int(here.sum()), float(told[here].mean()), float(truth[here].mean()))
        for here in (places == place for place in np.unique(places))
    )
    kept = np.clip(told, CLOSEST, 1.0 - CLOSEST)
    surprise = -np.log(np.where(truth == 1.0, kept, 1.0 - kept))
    ece = sum(each.n * abs(each.confidence - each.right) for each in found) / told.size
    return Reliability(
        int(told.size), found, ece, float(((told - truth) ** 2).mean()), float(surprise.mean())
    )
