"""Confidence that means what it says: of edits told with 0.8, eight in ten are right.

A network's own probabilities are too sure of themselves (Guo et al. 2017, "On Calibration of
Modern Neural Networks"). Two numbers mend most of that, a scale and a shift of the log-odds (Platt
1999, "Probabilistic Outputs for Support Vector Machines"), and they leave the order of edits as it
is. An edit is right if it is among the edits between the text as written and as meant. What share
of edits is right depends on the texts: a calibration holds for texts like those it was fitted on.
Knows nothing about models.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, isfinite, log, log1p

import numpy as np
from numpy.typing import NDArray

from spellfix.edits import Edit, align
from spellfix.errors import ConfigError

CLOSEST = 1e-7
"""Probabilities nearer than this to 0 or 1 are taken for this far: log-odds stay finite, and what
is rounded to six digits may still be 1."""
_LEAST_SCALE = 0.01
_LIKELY = 0.5
_STEPS = 100

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A probability to a better one: log-odds times `scale` plus `shift`; as it is by default.

    Raises ConfigError for a scale that is not above 0, or a number that is not finite.
    """

    scale: float = 1.0
    shift: float = 0.0

    def __post_init__(self) -> None:
        if not (isfinite(self.scale) and isfinite(self.shift) and self.scale > 0):
            raise ConfigError(
                f"calibration: expected a scale above 0 and a shift, both finite, "
                f"got {self.scale} and {self.shift}"
            )

    def __call__(self, probability: float) -> float:
        """The calibrated `probability`, 0 to 1; never falls while `probability` rises.

        >>> Calibration(scale=0.5)(0.9)
        0.75
        """
        kept = min(max(probability, CLOSEST), 1.0 - CLOSEST)
        odds = self.scale * (log(kept) - log1p(-kept)) + self.shift
        return 1.0 / (1.0 + exp(-odds)) if odds > 0 else exp(max(odds, -700.0)) / (1.0 + exp(odds))

    @classmethod
    def fit(cls, confidences: Sequence[float], right: Sequence[bool]) -> Calibration:
        """What makes `right`, for edits told with `confidences`, most probable.

        Scale 1 and shift 0 weigh against it like a normal prior of standard deviation _LIKELY, so
        that a handful of edits moves them little; the scale stays above 0. Raises ConfigError where
        there are not as many judgements as confidences.
        """
        if len(confidences) != len(right):
            raise ConfigError(
                f"calibration: expected as many judgements as confidences, got {len(right)} "
                f"for {len(confidences)}"
            )
        odds = _log_odds(np.asarray(confidences, dtype=np.float64))
        ones = np.ones_like(odds)
        truth = np.asarray(right, dtype=np.float64)
        scale, shift = _fitted(np.column_stack((odds, ones)), truth, np.array([1.0, 0.0]))
        if scale < _LEAST_SCALE:
            scale = _LEAST_SCALE
            (shift,) = _fitted(ones[:, None], truth, np.array([0.0]), scale * odds)
        return cls(round(float(scale), 4), round(float(shift), 4))


AS_TOLD = Calibration()
"""Leaves probabilities as they are."""


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


def judge(source: str, target: str, edits: Iterable[Edit]) -> list[bool]:
    """For each of `edits` of `source`, whether exactly it is wanted where `target` was meant.

    >>> judge("숙재를 않 했다", "숙제를 안 했다", align("숙재를 않 했다", "숙제를 아니 했다"))
    [True, False]
    """
    wanted = {(edit.start, edit.end, edit.after) for edit in align(source, target)}
    return [(edit.start, edit.end, edit.after) in wanted for edit in edits]


def _log_odds(probabilities: Floats) -> Floats:
    kept = np.clip(probabilities, CLOSEST, 1.0 - CLOSEST)
    odds: Floats = np.log(kept) - np.log1p(-kept)
    return odds


def _fitted(features: Floats, truth: Floats, prior: Floats, known: Floats | float = 0.0) -> Floats:
    """The weights, one a column of `features` [N, K], most probable after `truth` [N] where the
    log-odds are features @ weights + known: Newton's method, each step halved until it helps."""
    weights: Floats = prior.copy()
    lost = _loss(features @ weights + known, truth, weights - prior)
    for _ in range(_STEPS):
        told = 1.0 / (1.0 + np.exp(-np.clip(features @ weights + known, -700, 700)))
        slope = features.T @ (told - truth) + (weights - prior) / _LIKELY**2
        curve = (features.T * (told * (1.0 - told))) @ features + np.eye(len(prior)) / _LIKELY**2
        step = np.linalg.solve(curve, slope)
        while np.abs(step).max() > 1e-9:
            tried = weights - step
            loss = _loss(features @ tried + known, truth, tried - prior)
            if loss <= lost:
                break
            step /= 2.0
        else:
            break
        weights, lost = tried, loss
    return weights


def _loss(odds: Floats, truth: Floats, moved: Floats) -> float:
    return float(
        (np.logaddexp(0.0, odds) - truth * odds).sum() + (moved @ moved) / 2.0 / _LIKELY**2
    )
