"""Clean text that training never sees: for accuracy by kind of error, and for thresholds.

Synthetic pairs made of them hold exactly one kind of error each, so that kinds can be told apart.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from spellfix.evaluation import Pair
from spellfix.kinds import KINDS
from spellfix.noise import Noiser, Recipe
from spellfix.train.corpus import Source, read_corpus

Each = TypeVar("Each")

SEED = 2_718_281  # apart from any seed of training
PAIRS_PER_KIND = 300


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
