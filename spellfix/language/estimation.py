"""Estimates a language model from lines of text: counts, discounts, and drops what matters little.

Absolute discounting, interpolated (Ney, Essen & Kneser 1994): P(w|h) = max(c(hw) - D, 0) / c(h) +
g(h) P(w|h'). An n-gram stays if leaving it to the shorter ones would cost the training text more
than `least_gain` nats: the weighted difference of Seymore & Rosenfeld (1996). Not Kneser-Ney, whose
shorter n-grams are made for what is left over by the longer and suffer when those are dropped
(Chelba et al. 2010). Levels grow from short to long, each on what is really kept below it.
Knows nothing about files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from spellfix.language.model import (
    BACKOFF_STEP,
    STEP,
    WORD,
    Keys,
    LanguageModel,
    Level,
    packed,
)
from spellfix.language.pieces import Alphabet
from spellfix.language.symbols import EDGE, MOST, Symbols

DISCOUNT = 0.75
Counts = NDArray[np.float64]
Weighted = tuple[Sequence[str], float]
"""Lines, and how often each of them counts."""


def count_characters(sources: Iterable[Weighted]) -> dict[str, float]:
    """How often each character occurs, by weight."""
    counts: Counter[str] = Counter()
    for lines, weight in sources:
        for char, count in Counter("".join(lines)).items():
            counts[char] += weight * count  # type: ignore[assignment]
    return dict(counts)


def estimate(
    sources: Sequence[Weighted],
    least_gain: float = 0.0,
    least_count: float = 1.0,
    symbols: Alphabet | None = None,
) -> LanguageModel:
    """The model of the lines in `sources`, with n-grams that occur `least_count` times or more.

    symbols: of all characters in the lines, the MOST common ones, where None.
    """
    symbols = symbols or Symbols.of(count_characters(sources), MOST)
    keys, counts = _counted(sources, symbols)
    levels = [_unigrams(keys, counts, symbols)]
    for length in range(2, WORD // symbols.bits + 1):
        model = LanguageModel(symbols, levels)
        kept = np.uint64((1 << symbols.bits * length) - 1)
        seen, totals = _summed(keys & kept, counts)
        below, level = _grown(model, levels[-1], seen, totals, least_gain, least_count)
        levels[-1] = below
        levels.append(level)
    return LanguageModel(symbols, levels)


def _counted(sources: Sequence[Weighted], symbols: Alphabet) -> tuple[Keys, Counts]:
    """Every window of the lines, sorted, with its weight."""
    order = WORD // symbols.bits
    all_keys, all_counts = [], []
    for lines, weight in sources:
        codes = symbols.codes_of_lines(lines, order - 1).astype(np.uint64)
        keys = packed(codes, symbols.bits)
        last, previous = codes[order - 1 :], codes[order - 2 : -1]
        keys = np.sort(keys[(last != EDGE) | (previous != EDGE)])
        seen, totals = _summed(keys, np.ones(len(keys)))
        all_keys.append(seen)
        all_counts.append(totals * weight)
    return _summed(np.concatenate(all_keys), np.concatenate(all_counts))


def _summed(keys: Keys, counts: Counts) -> tuple[Keys, Counts]:
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    starts = _starts(keys)
    return keys[starts], np.add.reduceat(counts, starts) if len(keys) else counts


def _starts(keys: Keys) -> NDArray[np.intp]:
    """Where a run of equal numbers begins."""
    return np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])


def _unigrams(keys: Keys, counts: Counts, symbols: Alphabet) -> Level:
    """All symbols, with one more occurrence of each, so that nothing is impossible."""
    size = len(symbols)
    total = np.ones(size)
    np.add.at(total, (keys & np.uint64((1 << symbols.bits) - 1)).astype(np.intp), counts)
    costs = _bytes(-np.log(total / total.sum()), STEP)
    return Level(np.arange(size, dtype=np.uint64), costs, np.zeros(size, np.uint8))


def _grown(
    model: LanguageModel,
    below: Level,
    keys: Keys,
    counts: Counts,
    least_gain: float,
    least_count: float,
) -> tuple[Level, Level]:
    """The level of `keys` that are worth it, and the one below with the weights that fit it."""
    bits = model.symbols.bits
    heads = keys >> np.uint64(bits)
    starts = _starts(heads)
    sizes = np.diff(np.append(starts, len(keys)))
    totals = np.repeat(np.add.reduceat(counts, starts), sizes)
    seen = np.maximum(counts - DISCOUNT, 0.0) / totals
    left = np.repeat(1.0 - np.add.reduceat(seen, starts), sizes)
    shorter = np.exp(model.logprobs(keys).astype(np.float64))
    whole = seen + left * shorter
    width = np.uint64((1 << bits * len(model.levels)) - 1)
    gain = counts * (np.log(whole) - np.log(np.maximum(left * shorter, 1e-12)))
    closed = (below.find(heads) >= 0) & (below.find(keys & width) >= 0)
    kept = closed & (counts >= least_count) & (gain >= least_gain)
    costs = _bytes(-np.log(whole), STEP)
    stored = np.where(kept, np.exp(costs * -STEP), 0.0)
    rest = 1.0 - np.add.reduceat(stored, starts)
    unseen = 1.0 - np.add.reduceat(np.where(kept, shorter, 0.0), starts)
    weights = np.clip(rest, 1e-3, 1.0) / np.clip(unseen, 1e-3, 1.0)
    backoffs = below.backoffs.copy()
    places = below.find(heads[starts])
    backoffs[places[places >= 0]] = _bytes(-np.log(weights), BACKOFF_STEP)[places >= 0]
    level = Level(keys[kept], costs[kept], np.zeros(int(kept.sum()), np.uint8))
    return Level(below.keys, below.costs, backoffs), level


def _bytes(costs: NDArray[np.float64], step: float) -> NDArray[np.uint8]:
    return np.clip(np.rint(costs / step), 0, 255).astype(np.uint8)
