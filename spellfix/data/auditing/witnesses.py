"""What the model and the language model say of pairs, many at a time; judges nothing.

The corrector reads both sides with every threshold open; the language model says what the edits of
a pair gain, and how odd the target is at its oddest place.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from spellfix.corrector import Corrector
from spellfix.edits import Edit, align, apply
from spellfix.evaluation import Pair
from spellfix.language.ensemble import of_characters
from spellfix.language.model import LanguageModel, windows
from spellfix.language.opinion import Change, gains
from spellfix.language.symbols import EDGE
from spellfix.pretrained import ModelDirectory
from spellfix.thresholds import EVERY_EDIT

RUN = 4
"""Symbols in a row whose probability says how odd a place is."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """What is said of one pair.

    edits: from input to target, as `align` gives them. of_input, of_target: what the model would
    change, with its confidence. gains: of each of `edits` alone, and gain: of all of them, in nats;
    oddest: the least mean log-probability of RUN symbols in a row of the target. None where there
    is no language model.
    """

    edits: tuple[Edit, ...]
    of_input: tuple[Edit, ...]
    of_target: tuple[Edit, ...]
    gains: tuple[float, ...] | None = None
    gain: float | None = None
    oddest: float | None = None


class Witnesses:
    """A corrector, asked with every threshold open, and a language model of characters, if there is
    one."""

    def __init__(self, corrector: Corrector, language: LanguageModel | None) -> None:
        self._corrector = corrector.with_options(min_confidence=EVERY_EDIT)
        self._language = language

    @classmethod
    def open(cls, path: str | os.PathLike[str] | None = None) -> Witnesses:
        """Those of the model directory `path`, or of the model that is shipped. Raises ModelError
        as `Corrector.from_pretrained`."""
        directory = ModelDirectory.open(path)
        language = None if directory.language is None else of_characters(directory.load_language())
        return cls(Corrector.from_pretrained(path), language)

    def hear(self, pairs: Sequence[Pair]) -> list[Testimony]:
        """What is said of each of `pairs`."""
        texts = list(dict.fromkeys(text for pair in pairs for text in (pair.input, pair.target)))
        found = dict(zip(texts, self._corrector.correct_batch(texts), strict=True))
        heard = [
            Testimony(
                tuple(align(pair.input, pair.target)),
                found[pair.input].edits,
                found[pair.target].edits,
            )
            for pair in pairs
        ]
        if self._language is None:
            return heard
        return _with_language(self._language, pairs, heard)


def _with_language(
    language: LanguageModel, pairs: Sequence[Pair], heard: Sequence[Testimony]
) -> list[Testimony]:
    changes: list[Change] = []
    for pair, said in zip(pairs, heard, strict=True):
        changes.append((pair.input, pair.target))
        if len(said.edits) > 1:
            changes += ((pair.input, apply(pair.input, [edit])) for edit in said.edits)
    gained = iter(gains(language, changes))
    oddest = _oddest(language, [pair.target for pair in pairs])
    told: list[Testimony] = []
    for said, odd in zip(heard, oddest, strict=True):
        whole = next(gained)
        each = [next(gained) for _ in said.edits] if len(said.edits) > 1 else [whole]
        own = tuple(each[: len(said.edits)])
        told.append(Testimony(said.edits, said.of_input, said.of_target, own, whole, odd))
    return told


def _oddest(language: LanguageModel, texts: Sequence[str]) -> list[float]:
    """The least mean log-probability of RUN symbols in a row of each text, in nats."""
    codes = [windows([*language.symbols.codes(text), EDGE]) for text in texts]
    ends = [0, *np.cumsum([len(each) for each in codes]).tolist()]
    logs = language.logprobs(np.concatenate(codes)) if codes else np.zeros(0, np.float32)
    weights = np.full(RUN, 1.0 / RUN)
    return [
        float(np.convolve(logs[start:end], weights, "same").min()) for start, end in pairwise(ends)
    ]
