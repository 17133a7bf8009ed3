"""What signs are worth: signs of a pair to the probability of each guess.

One logistic regression for each guess against pairs without a fault, on signs that a person would
look at for it, brought together as if they had been fitted at once (Begg and Gray 1984,
"Calculation of polychotomous logistic regression parameters using individualized regressions"):
P(guess) = exp(z) / (1 + sum of exp(z) over all guesses). The weights come from planted faults
(docs/experiments/010-audit.md, `audit.py fit`), the constants are set so that the probabilities
hold for a file in which PRIOR of the pairs have each fault. Knows no text.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

from spellfix.data.auditing.known import MOST_DISTANCE
from spellfix.data.auditing.reasons import GUESSES
from spellfix.data.auditing.signs import Signs

PRIOR: Mapping[str, float] = {"swapped": 0.01, "wrong_target": 0.03, "content": 0.01, "far": 0.01}
"""Wrong targets are the commonest: what a person overlooks stays, and even in published text a few
lines in a hundred hold an error."""
CONSTANT = "constant"
USED: Mapping[str, tuple[str, ...]] = {
    "swapped": ("restores", "supports", "gain", "least_gain", "known"),
    "wrong_target": ("restores", "departs", "oddest", "misspelled"),
    "content": ("least_gain", "real", "strokes", "unexplained", "barred"),
    "far": ("distance", "unexplained"),
}
"""The signs that each guess looks at."""
NEUTRAL: Mapping[str, float] = {"gain": 14.4, "least_gain": 7.5, "oddest": -5.3}
"""What stands for what nobody could tell: the mean of pairs without a fault."""
EVEN = 0.5
"""Without a language model: the mean confidence below which the model would rather not make the
edits of a pair."""
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "swapped": {
        "restores": 0.845,
        "supports": -7.982,
        "gain": -0.087,
        "least_gain": -0.151,
        "known": -2.639,
        CONSTANT: -0.337,
    },
    "wrong_target": {
        "restores": 1.437,
        "departs": 0.65,
        "oddest": -0.272,
        "misspelled": 1.07,
        CONSTANT: 3.306,
    },
    "content": {
        "least_gain": -0.227,
        "real": 2.693,
        "strokes": 1.36,
        "unexplained": 6.085,
        "barred": 9.131,
        CONSTANT: -10.671,
    },
    "far": {"distance": 20.407, "unexplained": 6.626, CONSTANT: -11.38},
}
"""A unit of a sign in log-odds."""


def guesses(signs: Signs) -> dict[str, float]:
    """The probability of each of GUESSES; what is left of 1 is that of none. A pair whose sides are
    the same can only have a wrong target.

    Two pairs of guesses see the same signs, and what both of them get goes to one: a target that is
    worse than its input is swapped rather than overlooked, and sides that have too little in common
    are two texts rather than one with other words.
    """
    odds = {
        name: exp(min(_log_odds(name, signs), 500.0))
        for name in GUESSES
        if signs.changed or name == "wrong_target"
    }
    total = 1.0 + sum(odds.values())
    told = {name: odds.get(name, 0.0) / total for name in GUESSES}
    if signs.changed:
        worse = signs.supports < EVEN if signs.gain is None else signs.gain < 0
        _give(told, "wrong_target" if not worse else "swapped", ("swapped", "wrong_target"))
        other = signs.distance > MOST_DISTANCE
        _give(told, "far" if other else "content", ("far", "content"))
    return told


def _give(told: dict[str, float], one: str, both: tuple[str, str]) -> None:
    """Let `one` have the probabilities of `both`."""
    whole = sum(told[name] for name in both)
    told |= {name: whole if name == one else 0.0 for name in both}


def value(signs: Signs, name: str) -> float:
    """The sign `name`, or what is neutral where it is unknown."""
    found: float | None = getattr(signs, name)
    return NEUTRAL[name] if found is None else found


def _log_odds(guess: str, signs: Signs) -> float:
    weights = WEIGHTS[guess]
    return weights[CONSTANT] + sum(weights[name] * value(signs, name) for name in USED[guess])
