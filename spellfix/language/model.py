"""The language model: how likely a symbol is after those before it. Knows no errors.

A back-off model (Katz 1987, in the form of the ARPA files) of as many symbols as fit into one
uint64: five characters of 12 bits, four pieces of words of 16. So a model is a few sorted arrays
and a query a binary search in them, thousands of queries at a time. Why not a library: KenLM has no
estimator in Python and needs a compiler where it is installed; nltk.lm is pure Python, slow, and
keeps itself as a pickle. Log-probabilities have one byte each, as in the quantised models of KenLM
(Heafield 2011).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spellfix.language.pieces import Alphabet
from spellfix.language.symbols import BITS, EDGE

WORD = 64
ORDER = WORD // BITS
"""Of a model of characters."""
STEP, BACKOFF_STEP = 1 / 16, 1 / 32
"""Of the bytes that hold a log-probability and the logarithm of a back-off weight, in nats."""

FEW = 64
"""Fewer windows are looked up as they come; of more, equal ones once and in order."""

Keys = NDArray[np.uint64]
Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Level:
    """The n-grams of one length. keys: uint64 [k], sorted, the last symbol in the lowest bits.
    costs: uint8 [k], minus the log-probability of the last symbol. backoffs: uint8 [k], minus the
    logarithm of the weight of what follows the n-gram and was not seen there."""

    keys: Keys
    costs: Bytes
    backoffs: Bytes

    def find(self, keys: Keys) -> NDArray[np.intp]:
        """Where each of `keys` stands, -1 for those that are not here."""
        if not len(self.keys):
            return np.full(len(keys), -1)
        places = np.searchsorted(self.keys, keys)
        places[places == len(self.keys)] = 0
        return np.where(self.keys[places] == keys, places, -1)


class LanguageModel:
    """P(symbol | up to `order` - 1 symbols before it). `levels`: n-grams of one symbol, two and so
    on; the first holds every symbol. With an n-gram, its head and its tail are in the level
    below."""

    def __init__(self, symbols: Alphabet, levels: Sequence[Level]) -> None:
        self.symbols = symbols
        self.levels = tuple(levels)
        self.order = WORD // symbols.bits

    def logprobs(self, windows: Keys) -> Floats:
        """Natural log-probability of the last symbol of each window, see `windows`. float32 [n]."""
        if len(windows) < FEW:
            return self._logprobs(windows)
        unique, places = np.unique(windows, return_inverse=True)
        found: Floats = self._logprobs(unique)[places]
        return found

    def _logprobs(self, windows: Keys) -> Floats:
        lowest, bits = self.levels[0], self.symbols.bits
        mask = np.uint64((1 << bits) - 1)
        last = (windows & mask).astype(np.intp)
        found: Floats = lowest.costs[last].astype(np.float32) * np.float32(-STEP)
        known = np.arange(len(windows))  # whose n-gram of this length is in the model
        headed = known  # whose head, all but the last symbol, is
        heads = (windows >> np.uint64(bits) & mask).astype(np.intp)
        for length, level in enumerate(self.levels[1:], start=2):
            below = self.levels[length - 2]
            kept = np.uint64((1 << bits * length) - 1)
            if length > 2:
                heads = below.find(windows[headed] >> np.uint64(bits) & kept >> np.uint64(bits))
                headed, heads = headed[heads >= 0], heads[heads >= 0]
            if not len(headed):
                break
            places = level.find(windows[known] & kept)
            known, places = known[places >= 0], places[places >= 0]
            found[headed] += below.backoffs[heads].astype(np.float32) * -BACKOFF_STEP
            found[known] = level.costs[places].astype(np.float32) * -STEP
        return found

    def score(self, text: str) -> float:
        """Log-probability of a whole sentence, its end included."""
        codes = [*self.symbols.codes(text), EDGE]
        return float(self.logprobs(windows(codes, bits=self.symbols.bits)).sum())


def windows(codes: Sequence[int], before: Sequence[int] = (), bits: int = BITS) -> Keys:
    """For each symbol of `codes` the number made of it and those before it. uint64 [n].

    before: what stands in front of `codes`; in front of that a sentence begins. bits: of a symbol.
    """
    order = WORD // bits
    past = [*[EDGE] * order, *before][-(order - 1) :]
    return packed(np.array([*past, *codes], np.uint64), bits)


def packed(codes: NDArray[np.uint64], bits: int = BITS) -> Keys:
    """Every `order` symbols of so many bits in a row as one number; uint64 [n] -> uint64
    [n - order + 1]."""
    order = WORD // bits
    count = len(codes) - order + 1
    keys: Keys = codes[:count].copy()
    for place in range(1, order):
        keys = keys << np.uint64(bits) | codes[place : place + count]
    return keys
