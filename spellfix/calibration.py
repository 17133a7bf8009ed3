"""Confidence that means what it says: of edits told with 0.8, eight in ten are right.

A network's own probabilities are too sure of themselves (Guo et al. 2017, "On Calibration of
Modern Neural Networks"). Two numbers mend most of that, a scale and a shift of the log-odds (Platt
1999, "Probabilistic Outputs for Support Vector Machines"), and they leave the order of edits as it
is. What else is known of an edit may add to its log-odds and so change the order: its kind, and
what it gains in the eyes of a language model (experiment 008). An edit is right if it is among the
edits between the text as written and as meant. What share of edits is right depends on the texts: a
calibration holds for texts like those it was fitted on. Knows nothing about models.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, isfinite, log, log1p

import numpy as np
from numpy.typing import NDArray

from spellfix.config import one_of
from spellfix.edits import Edit, align
from spellfix.errors import ConfigError
from spellfix.kinds import KINDS

CLOSEST = 1e-7
"""Probabilities nearer than this to 0 or 1 are taken for this far: log-odds stay finite, and what
is rounded to six digits may still be 1."""
MOST_GAIN = 12.0
"""Nats. To a language model a name that it has never seen is as good as impossible: gains are cut
off here, so that it does not decide alone (experiment 008)."""
_LEAST_SCALE = 0.01
_LIKELY = 0.5
_LIKELY_KIND = 1.0
"""Kinds may well be apart: of the edits of one kind half are right, of those of another nine in
ten."""
_FEWEST_OF_A_KIND = 10
"""Edits; a kind with fewer is taken for one like all others: four edits that happened to be half
wrong said of conversion that it must be three times as sure (experiment 027)."""
_LIKELY_GAIN = 0.1
"""Gains are spread over five nats and more: this moves log-odds about as far as _LIKELY does."""
_STEPS = 100

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A probability to a better one: log-odds times `scale` plus `shift`; as it is by default.

    gain: what a nat that an edit gains in the eyes of a language model adds to its log-odds, gains
    cut off at MOST_GAIN. kinds: what its kind adds, nothing for those that are not named. fusion:
    what such a nat counted where the edit was chosen among others (`spellfix.choosing`), which is
    part of the probability. Raises ConfigError for a scale that is not above 0, a fusion below 0, a
    number that is not finite, or a name that is none of `spellfix.kinds.KINDS`.
    """

    scale: float = 1.0
    shift: float = 0.0
    gain: float = 0.0
    kinds: Mapping[str, float] = field(default_factory=dict, hash=False)
    fusion: float = 0.0

    def __post_init__(self) -> None:
        if not (isfinite(self.scale) and isfinite(self.shift) and self.scale > 0):
            raise ConfigError(
                f"calibration: expected a scale above 0 and a shift, both finite, "
                f"got {self.scale} and {self.shift}"
            )
        for kind in self.kinds:
            one_of("calibration: kinds", kind, KINDS)
        if not all(map(isfinite, (self.gain, *self.kinds.values()))):
            raise ConfigError(
                f"calibration: expected a finite gain and finite numbers for kinds, "
                f"got {self.gain} and {dict(self.kinds)}"
            )
        if not (isfinite(self.fusion) and self.fusion >= 0):
            raise ConfigError(f"calibration: expected a fusion of 0 or more, got {self.fusion}")
        object.__setattr__(self, "kinds", dict(self.kinds))

    @property
    def keeps_order(self) -> bool:
        """Whether of two edits that with the higher probability is always the surer one."""
        return not (self.gain or self.kinds or self.fusion)

    @property
    def asks(self) -> bool:
        """Whether a language model must be there to ask."""
        return bool(self.gain or self.fusion)

    def __call__(self, probability: float, kind: str | None = None, gain: float = 0.0) -> float:
        """The calibrated `probability` of an edit of `kind` that gains `gain` nats, 0 to 1; never
        falls while `probability` rises.

        >>> Calibration(scale=0.5)(0.9)
        0.75
        >>> Calibration(gain=0.5, kinds={"particle": -1.0})(0.5, "particle", 2.0)
        0.5
        """
        kept = min(max(probability, CLOSEST), 1.0 - CLOSEST)
        odds = self.scale * (log(kept) - log1p(-kept)) + self.shift
        if self.gain:
            odds += self.gain * min(max(gain, -MOST_GAIN), MOST_GAIN)
        if kind is not None and kind in self.kinds:
            odds += self.kinds[kind]
        return 1.0 / (1.0 + exp(-odds)) if odds > 0 else exp(max(odds, -700.0)) / (1.0 + exp(odds))

    @classmethod
    def fit(
        cls,
        confidences: Sequence[float],
        right: Sequence[bool],
        kinds: Sequence[str] = (),
        gains: Sequence[float] = (),
    ) -> Calibration:
        """What makes `right`, for edits told with `confidences`, most probable.

        kinds, gains: those of the edits; none where they are to play no part. Scale 1, and 0 for
        all other numbers, weigh against it like normal priors of standard deviation _LIKELY (for
        kinds _LIKELY_KIND, for the gain _LIKELY_GAIN), so that a handful of edits moves them
        little, and kinds of fewer than _FEWEST_OF_A_KIND have no number; the scale stays above 0.
        Raises ConfigError where there are not as many judgements, kinds or gains as confidences.
        """
        for name, given in (("judgements", right), ("kinds", kinds), ("gains", gains)):
            if len(given) != len(confidences) and (given or name == "judgements"):
                raise ConfigError(
                    f"calibration: expected as many {name} as confidences, got {len(given)} "
                    f"for {len(confidences)}"
                )
        odds = _log_odds(np.asarray(confidences, dtype=np.float64))
        truth = np.asarray(right, dtype=np.float64)
        seen = [kind for kind in KINDS if kinds.count(kind) >= _FEWEST_OF_A_KIND]
        columns, spread = [odds, np.ones_like(odds)], [_LIKELY, _LIKELY]
        if gains:
            columns.append(np.clip(np.asarray(gains, np.float64), -MOST_GAIN, MOST_GAIN))
            spread.append(_LIKELY_GAIN)
        for kind in seen:
            columns.append(np.array([each == kind for each in kinds], np.float64))
            spread.append(_LIKELY_KIND)
        features, widths = np.column_stack(columns), np.array(spread)
        prior = np.array([1.0] + [0.0] * (len(spread) - 1))
        scale, *found = _fitted(features, truth, prior, widths)
        if scale < _LEAST_SCALE:
            scale = _LEAST_SCALE
            found = list(_fitted(features[:, 1:], truth, prior[1:], widths[1:], scale * odds))
        shift, *others = (round(float(each), 4) for each in found)
        gain = others.pop(0) if gains else 0.0
        return cls(round(float(scale), 4), shift, gain, dict(zip(seen, others, strict=True)))

    def to_dict(self) -> dict[str, object]:
        """The entry of a manifest: without what plays no part, as older versions read it."""
        found: dict[str, object] = {"scale": self.scale, "shift": self.shift}
        if self.gain:
            found["gain"] = self.gain
        if self.kinds:
            found["kinds"] = dict(self.kinds)
        if self.fusion:
            found["fusion"] = self.fusion
        return found


AS_TOLD = Calibration()
"""Leaves probabilities as they are."""
FUSED = Calibration(fusion=0.18)
"""The same, of edits that language models helped to choose (docs/experiments/019, 023, 025)."""


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


def _fitted(
    features: Floats, truth: Floats, prior: Floats, spread: Floats, known: Floats | float = 0.0
) -> Floats:
    """The weights, one a column of `features` [N, K], most probable after `truth` [N] where the
    log-odds are features @ weights + known, and weights lie around `prior` with the standard
    deviations `spread` [K]: Newton's method, each step halved until it helps."""
    weights: Floats = prior.copy()
    narrow = 1.0 / spread**2
    lost = _loss(features @ weights + known, truth, weights - prior, narrow)
    for _ in range(_STEPS):
        told = 1.0 / (1.0 + np.exp(-np.clip(features @ weights + known, -700, 700)))
        slope = features.T @ (told - truth) + (weights - prior) * narrow
        curve = (features.T * (told * (1.0 - told))) @ features + np.diag(narrow)
        step = np.linalg.solve(curve, slope)
        while np.abs(step).max() > 1e-9:
            tried = weights - step
            loss = _loss(features @ tried + known, truth, tried - prior, narrow)
            if loss <= lost:
                break
            step /= 2.0
        else:
            break
        weights, lost = tried, loss
    return weights


def _loss(odds: Floats, truth: Floats, moved: Floats, narrow: Floats) -> float:
    return float((np.logaddexp(0.0, odds) - truth * odds).sum() + (moved**2 @ narrow) / 2.0)
