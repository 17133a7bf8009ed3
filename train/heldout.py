"""Clean text that training never sees: for accuracy by kind of error, and for the threshold.

Synthetic pairs made of them hold exactly one kind of error each, so that kinds can be told apart.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from spellfix.calibration import judge
from spellfix.corrector import Corrector
from spellfix.evaluation import Pair
from spellfix.kinds import KINDS
from spellfix.noise import Noiser, Recipe
from spellfix.train.corpus import Source, read_corpus

Each = TypeVar("Each")

SEED = 2_718_281  # apart from any seed of training
PAIRS_PER_KIND = 300
EVEN_ODDS = 0.5


def read_heldout(paths: Sequence[Path]) -> list[str]:
    """The lines of text files, each once."""
    corpus = read_corpus([Source(path, 1.0) for path in paths])
    return list(dict.fromkeys(corpus.lines))


def synthetic_pairs(lines: Sequence[str]) -> list[Pair]:
    """Up to ``PAIRS_PER_KIND`` pairs of each kind, one error each, from lines spread over all."""
    pairs: list[Pair] = []
    for kind in KINDS:
        noiser = Noiser(SEED, Recipe(rate=0.0, mix={kind: 1.0}))
        noisy = (
            Pair(made.text, line, kind)
            for at, line in enumerate(lines)
            if (made := noiser.noise(line, 0, at)).edits
        )
        pairs += spread(list(noisy), PAIRS_PER_KIND)
    return pairs


def noisy_pairs(lines: Sequence[str], recipe: Recipe) -> list[Pair]:
    """A pair of each line, by ``recipe``."""
    noiser = Noiser(SEED, recipe)
    return [Pair(noiser.noise(line, 0, at).text, line) for at, line in enumerate(lines)]


def spread(items: Sequence[Each], count: int) -> list[Each]:
    """At most ``count`` of ``items``, in order, from all over them."""
    step = max(1.0, len(items) / count)
    return [items[int(at * step)] for at in range(min(count, len(items)))]


def judged_edits(corrector: Corrector, pairs: Sequence[Pair]) -> tuple[list[float], list[bool]]:
    """The confidence of every edit that `corrector` makes in the inputs of `pairs`, and whether it
    is right. It must not have a threshold of its own."""
    confidences: list[float] = []
    right: list[bool] = []
    corrections = corrector.correct_batch(pair.input for pair in pairs)
    for pair, correction in zip(pairs, corrections, strict=True):
        confidences += (edit.confidence for edit in correction.edits)
        right += judge(pair.input, pair.target, correction.edits)
    return confidences, right


def surest_edits(corrector: Corrector, texts: Iterable[str]) -> list[float]:
    """The confidence of the surest edit that ``corrector`` makes in each text, 0 where it makes
    none. It must not have a threshold of its own."""
    corrections = corrector.correct_batch(texts)
    return [max((edit.confidence for edit in each.edits), default=0.0) for each in corrections]


def least_confidence(surest: Sequence[float], accuracy: float) -> float:
    """The lowest threshold, on a grid of 0.01, that leaves the share ``accuracy`` of clean texts
    untouched, given the surest edit of each; but never below one half: an edit that the model
    itself does not believe in is not made.

    >>> least_confidence([0.0] * 98 + [0.7, 0.9], accuracy=0.99)
    0.71
    """
    allowed = int((1.0 - accuracy) * len(surest) + 1e-9)
    worst = sorted(surest)[-1 - allowed] if allowed < len(surest) else 0.0
    return min(0.99, max(EVEN_ODDS, int(worst * 100 + 1) / 100))
