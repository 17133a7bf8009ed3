"""A second opinion on changes of sentences: what a language model, which has seen no typo, makes
of them.

A change gains the logarithm of how much likelier the sentence is with it than as it stood. Knows
nothing about edits and the model that proposes them, nor what a gain is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from threading import Lock
from typing import Protocol

import numpy as np

from spellfix.language.model import ORDER, LanguageModel
from spellfix.language.symbols import BITS, EDGE

Change = tuple[str, str]
"""A sentence as it stands, and as it would be."""
PAST = ORDER - 1
"""Symbols that a symbol's probability depends on."""
_WHOLE = (1 << BITS * ORDER) - 1


class Opinion(Protocol):
    """Something that has a view of changes."""

    def gains(self, changes: Sequence[Change], /) -> list[float]:
        """What each change gains, in nats."""


class NoOpinion:
    """That of nobody: no change gains anything."""

    def gains(self, changes: Sequence[Change], /) -> list[float]:
        return [0.0] * len(changes)


NO_OPINION = NoOpinion()


class SecondOpinion:
    """That of a language model, which `load` gives when it is first needed, once however many
    threads ask. What `load` raises is raised to who asks, and the next one tries again."""

    def __init__(self, load: Callable[[], LanguageModel]) -> None:
        self._load = load
        self._model: LanguageModel | None = None
        self._loading = Lock()

    def gains(self, changes: Sequence[Change], /) -> list[float]:
        return gains(self._loaded(), changes) if changes else []

    def _loaded(self) -> LanguageModel:
        if self._model is None:
            with self._loading:
                if self._model is None:
                    self._model = self._load()
        return self._model


def gains(model: LanguageModel, changes: Sequence[Change]) -> list[float]:
    """What each of `changes` gains, in nats: `model.score` of the sentence as it would be, less
    that of the sentence as it stands.

    Only the windows that differ are looked up, up to four symbols behind a change, those of all
    changes at once. Exact, and the same whatever else is asked: the log-probabilities of a model
    are multiples of a power of two.
    """
    codes: dict[str, list[int]] = {}
    for text in (text for change in changes for text in change):
        if text not in codes:
            codes[text] = [*[EDGE] * PAST, *model.symbols.codes(text), EDGE]
    windows: list[int] = []
    ends = [0]
    for before, after in changes:
        for stretch in _differing(codes[before], codes[after]):
            windows += _windows(stretch)
            ends.append(len(windows))
    logs: list[float] = model.logprobs(np.array(windows, np.uint64)).tolist()
    sums = [sum(logs[start:end]) for start, end in pairwise(ends)]
    return [after - before for before, after in zip(sums[::2], sums[1::2], strict=True)]


def _windows(codes: Sequence[int]) -> Iterator[int]:
    """The numbers that `model.packed` makes, without the overhead of arrays for a few."""
    window = 0
    for place, code in enumerate(codes):
        window = (window << BITS | code) & _WHOLE
        if place >= PAST:
            yield window


def _differing(one: list[int], other: list[int]) -> Iterator[list[int]]:
    """Of each of two sentences the symbols that differ, with PAST symbols on either side."""
    shorter = min(len(one), len(other))
    first = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    most = shorter - first
    same = next((at for at in range(most) if one[-1 - at] != other[-1 - at]), most)
    for codes in (one, other):
        yield codes[first - PAST : len(codes) - same + PAST]
