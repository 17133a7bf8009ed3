"""Which of a model's readings of a sentence is taken: the one that it and a language model together
find likeliest.

The model has read the sentence, the language model more words: what the one holds for possible, the
other often knows (shallow fusion: Gulcehre et al. 2015, "On Using Monolingual Corpora in Neural
Machine Translation"; docs/experiments/019). How sure an edit is, is the share of all readings that
hold it. Knows no text around sentences, and not what may be edited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from math import exp

from spellfix.edits import Edit, apply
from spellfix.language.opinion import Opinion
from spellfix.reading import Reading

MOST_GAIN = 20.0
"""Nats that a language model may add or take: a name that it does not know it finds impossible."""
Readings = Mapping[str, Reading]


def chosen(readings: Readings, opinion: Opinion, weight: float) -> dict[str, Reading]:
    """The reading of each sentence that is taken. weight: what a nat of `opinion` counts where one
    of the model counts 1."""
    several = {sentence: reading for sentence, reading in readings.items() if reading.others}
    gains = iter(
        opinion.gains(
            [
                (sentence, apply(sentence, each.edits))
                for sentence, reading in several.items()
                for each in _all(reading)
            ]
        )
    )
    taken = {}
    for sentence, reading in several.items():
        every = list(_all(reading))
        bounded = [max(-MOST_GAIN, min(gain, MOST_GAIN)) for gain in islice(gains, len(every))]
        scores = [each.logprob + weight * gain for each, gain in zip(every, bounded, strict=True)]
        taken[sentence] = _taken(every, scores)
    return {**readings, **taken}


def reach(weight: float) -> float:
    """How much less likely, in nats, a reading may be that `chosen` may yet take for it."""
    return weight * MOST_GAIN


def _all(reading: Reading) -> Iterator[Reading]:
    yield reading
    yield from reading.others


def _taken(readings: list[Reading], scores: list[float]) -> Reading:
    """The best one; its edits as sure as the readings that hold them are likely together."""
    highest = max(scores)
    weights = [exp(score - highest) for score in scores]
    whole = sum(weights)
    best = readings[scores.index(highest)]
    held = [{_made(edit) for edit in each.edits} for each in readings]

    def share(edit: Edit) -> float:
        likely = [weight for weight, made in zip(weights, held, strict=True) if _made(edit) in made]
        return edit.confidence if len(likely) == len(weights) else sum(likely) / whole

    return replace(
        best, edits=tuple(replace(edit, confidence=share(edit)) for edit in best.edits), others=()
    )


def _made(edit: Edit) -> tuple[int, int, str]:
    return edit.start, edit.end, edit.after
