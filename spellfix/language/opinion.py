"""A second opinion on changes of sentences: what a language model, which has seen no typo, makes
of them.

A change gains the logarithm of how much likelier the sentence is with it than as it stood; in the
eyes of an error model it costs how unlikely it is that the one was typed for the other. Knows
nothing about edits and the model that proposes them, nor what a gain is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from threading import Lock
from typing import Protocol

import numpy as np

from spellfix.language.ensemble import Ensemble, Language
from spellfix.language.model import WORD, LanguageModel
from spellfix.language.symbols import EDGE

Change = tuple[str, str]
"""A sentence as it stands, and as it would be."""


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

    def __init__(self, load: Callable[[], Language]) -> None:
        self._load = load
        self._model: Language | None = None
        self._loading = Lock()

    def gains(self, changes: Sequence[Change], /) -> list[float]:
        return gains(self._loaded(), changes) if changes else []

    def _loaded(self) -> Language:
        if self._model is None:
            with self._loading:
                if self._model is None:
                    self._model = self._load()
        return self._model


def gains(language: Language, changes: Sequence[Change]) -> list[float]:
    """What each of `changes` gains, in nats: the score of the sentence as it would be, less that of
    the sentence as it stands; of several models, and an error model, the weighted sum.

    Only the windows that differ are looked up, a few symbols behind a change, those of all changes
    at once. Exact, and the same whatever else is asked: the log-probabilities of a model are
    multiples of a power of two.
    """
    if isinstance(language, Ensemble):
        each = [[weight * gain for gain in _gains(model, changes)] for model, weight in language]
        if language.errors:
            errors, weight = language.errors
            each.append([weight * errors.of_sentence(after, before) for before, after in changes])
        return [sum(told) for told in zip(*each, strict=True)]
    return _gains(language, changes)


def _gains(model: LanguageModel, changes: Sequence[Change]) -> list[float]:
    past = model.order - 1
    codes: dict[str, list[int]] = {}
    for text in (text for change in changes for text in change):
        if text not in codes:
            codes[text] = [*[EDGE] * past, *model.symbols.codes(text), EDGE]
    windows: list[int] = []
    ends = [0]
    for before, after in changes:
        for stretch in _differing(codes[before], codes[after], past):
            windows += _windows(stretch, model.symbols.bits)
            ends.append(len(windows))
    logs: list[float] = model.logprobs(np.array(windows, np.uint64)).tolist()
    sums = [sum(logs[start:end]) for start, end in pairwise(ends)]
    return [after - before for before, after in zip(sums[::2], sums[1::2], strict=True)]


def _windows(codes: Sequence[int], bits: int) -> Iterator[int]:
    """The numbers that `model.packed` makes, without the overhead of arrays for a few."""
    order = WORD // bits
    window, whole = 0, (1 << bits * order) - 1
    for place, code in enumerate(codes, start=1):
        window = (window << bits | code) & whole
        if place >= order:
            yield window


def _differing(one: list[int], other: list[int], past: int) -> Iterator[list[int]]:
    """Of each of two sentences the symbols that differ, with `past` symbols on either side."""
    shorter = min(len(one), len(other))
    first = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    most = shorter - first
    same = next((at for at in range(most) if one[-1 - at] != other[-1 - at]), most)
    for codes in (one, other):
        yield codes[first - past : len(codes) - same + past]
