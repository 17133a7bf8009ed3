"""What speaks for and against a pair, in numbers: its edits beside what the witnesses say.

Knows no weight: which sign means what is for `weights` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from math import log, log1p

from rapidfuzz.distance import Levenshtein

from spellfix.calibration import MOST_GAIN
from spellfix.data.auditing.known import is_explained, misspelled
from spellfix.data.auditing.witnesses import Testimony
from spellfix.edits import Edit, apply
from spellfix.evaluation import Pair
from spellfix.guard import permitted
from spellfix.keyboard import keys
from spellfix.noise.words import common_words
from spellfix.protection import kept_spans

MOST_ODDS = 5.0
"""Log-odds of a confidence, cut off here on both sides; what was not proposed has the least."""
FEW_STROKES = 2
"""Keystrokes that hardly any typo needs more of: an edit of no more is not looked up in the rules
of the noise, which takes 20 ms."""
_ENDS = "\"'“”‘’()[]{}<>《》〈〉「」『』·.,:;!?…~-–—*_"


@dataclass(frozen=True, slots=True)
class Signs:
    """What can be said of a pair; None where nothing can.

    changed: 1 if the sides differ. restores: log-odds that the model gives to the surest change of
    the target that brings it nearer to the input, departs: to the surest other one. supports: mean
    confidence with which it makes the pair's edits. gain, least_gain: nats, of all edits and of the
    worst. oddest: of the target, in nats. known: words more of the target than of the input that
    are common, as share of those that changed; real: share of the changed words of the input that
    are common. misspelled: known misspellings in the target. barred: edits that the guard of the
    corrector would not let pass. strokes: of the largest edit. distance: share of keystrokes that
    changed. unexplained: share of edits that no rule of the noise makes.
    """

    changed: float
    restores: float
    departs: float
    supports: float
    gain: float | None
    least_gain: float | None
    oddest: float | None
    known: float
    real: float
    misspelled: float
    barred: float
    strokes: float
    distance: float
    unexplained: float

    @property
    def row(self) -> tuple[float | None, ...]:
        """In the order of NAMES."""
        return astuple(self)


NAMES = tuple(field.name for field in fields(Signs))


def signs_of(pair: Pair, said: Testimony) -> Signs:
    """The signs of `pair`, of which the witnesses said `said`."""
    edits = said.edits
    restores, departs = split(pair, said)
    before, after = _words(pair.input, edits)
    common = common_words()
    known = [word in common for word in after]
    real = [word in common for word in before]
    sizes = [Levenshtein.distance(keys(each.before), keys(each.after)) for each in edits]
    large = [each for each, size in zip(edits, sizes, strict=True) if size > FEW_STROKES]
    distance = Levenshtein.normalized_distance(keys(pair.input), keys(pair.target))
    return Signs(
        changed=float(bool(edits)),
        restores=_odds(restores),
        departs=_odds(departs),
        supports=_mean([_confidence(said.of_input, edit) for edit in edits]),
        gain=None if said.gain is None else _cut(said.gain, 2 * MOST_GAIN),
        least_gain=None if said.gains is None else _cut(min(said.gains, default=0.0), MOST_GAIN),
        oddest=said.oddest,
        known=_mean(known) - _mean(real),
        real=_mean(real),
        misspelled=float(len(misspelled(pair.target))),
        barred=float(len(edits) - _permitted(pair.input, edits)),
        strokes=float(min(max(sizes, default=0), 12)),
        distance=distance,
        unexplained=_mean([not is_explained(pair, each, distance) for each in large])
        * (len(large) / max(len(edits), 1)),
    )


def split(pair: Pair, said: Testimony) -> tuple[list[Edit], list[Edit]]:
    """What the model would change in the target: what brings it nearer to the input, and the rest,
    without what makes another right text of it."""
    apart = Levenshtein.distance(pair.target, pair.input)
    back: list[Edit] = []
    other: list[Edit] = []
    for edit in said.of_target:
        made = apply(pair.target, [edit])
        if made not in pair.alternatives:
            (back if Levenshtein.distance(made, pair.input) < apart else other).append(edit)
    return back, other


def _odds(edits: Sequence[Edit]) -> float:
    """Log-odds of the surest of `edits`."""
    best = max((edit.confidence for edit in edits), default=0.0)
    kept = min(max(best, 1e-6), 1 - 1e-6)
    return _cut(log(kept) - log1p(-kept), MOST_ODDS)


def _cut(value: float, most: float) -> float:
    return min(max(value, -most), most)


def _mean(values: Sequence[float | bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _confidence(proposed: Sequence[Edit], wanted: Edit) -> float:
    """That of `wanted` among `proposed`, 0 if it is not there."""
    return next(
        (
            each.confidence
            for each in proposed
            if (each.start, each.end, each.after) == (wanted.start, wanted.end, wanted.after)
        ),
        0.0,
    )


def _permitted(text: str, edits: Sequence[Edit]) -> int:
    if not edits:
        return 0
    allowed = set(permitted(text, edits, kept_spans(text)))
    return sum(edit in allowed for edit in edits)


def _words(text: str, edits: Sequence[Edit]) -> tuple[list[str], list[str]]:
    """The words of `text` that `edits` touch, before and after."""
    before: list[str] = []
    after: list[str] = []
    for edit in edits:
        start = text.rfind(" ", 0, edit.start) + 1
        end = text.find(" ", edit.end)
        end = len(text) if end < 0 else end
        before += _bare(text[start:end])
        after += _bare(text[start : edit.start] + edit.after + text[edit.end : end])
    return before, after


def _bare(text: str) -> list[str]:
    return [word.strip(_ENDS) for word in text.split()]
