"""NoisyChannel: the statistical speller as a corrector, to be compared with trained ones.

Finds the sentences of a text, reads them, drops what is not sure enough or may not be touched, and
puts the rest back. Knows nothing about how readings are weighed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import islice
from math import exp, log

from spellfix.composition import Composed, compose
from spellfix.config import share
from spellfix.correction import Correction
from spellfix.edits import Edit, align, apply
from spellfix.given import terms_given, texts_given
from spellfix.guard import permitted
from spellfix.noisy_channel.lattice import Chosen
from spellfix.noisy_channel.reading import SentenceReader
from spellfix.noisy_channel.storage import load
from spellfix.protection import kept_spans, may_be_korean
from spellfix.text import segment

DIGITS = 6
BATCH = 32
"""Sentences read at once."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """The edits of a sentence, and the sum of the log-probabilities of its words."""

    edits: tuple[Edit, ...]
    logprob: float
    words: int


class NoisyChannel:
    """Corrects texts by P(typed | meant) P(meant).

    min_confidence: edits that are less sure are not made; the confidence of an edit is the
    posterior of the word it makes among all candidates for its place. protect: terms that stay.
    Raises ConfigError for a value that is none.
    """

    def __init__(
        self, reader: SentenceReader, *, min_confidence: float = 0.0, protect: Iterable[str] = ()
    ) -> None:
        self._reader = reader
        self._terms = terms_given(protect)
        self._least = share("min_confidence", min_confidence)

    @classmethod
    def from_pretrained(
        cls,
        path: str | os.PathLike[str] | None = None,
        *,
        min_confidence: float | None = None,
        protect: Iterable[str] = (),
    ) -> NoisyChannel:
        """The speller of the model directory `path`, or of the model that is shipped.

        min_confidence: the model's own where None. Raises ModelError for a directory that is
        missing, damaged or of an unknown format, ConfigError for a value that is none.
        """
        model = load(path)
        reader = SentenceReader(model.errors, model.language, model.lexicon, model.scale)
        least = model.min_confidence if min_confidence is None else min_confidence
        return cls(reader, min_confidence=least, protect=protect)

    @property
    def min_confidence(self) -> float:
        """The least confidence of an edit that is made."""
        return self._least

    def with_options(
        self, *, protect: Iterable[str] | None = None, min_confidence: float | None = None
    ) -> NoisyChannel:
        """This speller, sharing its model, with other terms or another threshold; what is None
        stays. Raises ConfigError for a value that is none."""
        other = copy(self)
        if protect is not None:
            other._terms = terms_given(protect)
        if min_confidence is not None:
            other._least = share("min_confidence", min_confidence)
        return other

    def correct(self, text: str) -> Correction:
        """`text` corrected. Raises InputError for anything but a str."""
        return self.correct_batch([text])[0]

    def correct_batch(self, texts: Iterable[str]) -> list[Correction]:
        """The correction of each text, in order. Raises InputError for anything but texts."""
        given = texts_given(texts)
        plans = [list(self._sentences(text)) for text in given]
        asked = list(dict.fromkeys(each.text for plan in plans for _, each in plan))
        readings = dict(zip(asked, self._read(asked), strict=True))
        return [
            self._assembled(text, [(at, each, readings[each.text]) for at, each in plan])
            for text, plan in zip(given, plans, strict=True)
        ]

    def _sentences(self, text: str) -> Iterator[tuple[int, Composed]]:
        for each in segment(text, self._terms):
            if not each.protected and may_be_korean(text[each.start : each.end]):
                yield each.start, compose(text[each.start : each.end])

    def _read(self, sentences: Sequence[str]) -> Iterator[_Reading]:
        waiting = iter(sentences)
        while batch := list(islice(waiting, BATCH)):
            for sentence, path in zip(batch, self._reader.read(batch), strict=True):
                logs = sum(log(max(each.probability, 1e-12)) for each in path)
                yield _Reading(tuple(self._edits(sentence, path)), logs, len(path))

    def _assembled(self, text: str, read: Sequence[tuple[int, Composed, _Reading]]) -> Correction:
        edits: list[Edit] = []
        for start, sentence, reading in read:
            for edit in map(sentence.restore, reading.edits):
                edits.append(replace(edit, start=edit.start + start, end=edit.end + start))
        if edits:
            edits = list(permitted(text, edits, kept_spans(text, self._terms)))
        words = sum(reading.words for *_, reading in read)
        logprob = sum(reading.logprob for *_, reading in read)
        score = exp(logprob / words) if words else 1.0
        return Correction(apply(text, edits), tuple(edits), round(score, DIGITS))

    def _edits(self, sentence: str, path: Sequence[Chosen]) -> Iterator[Edit]:
        """What the sure arcs of `path` change in `sentence`, each as sure as its arcs."""
        if all(chosen.arc.typed for chosen in path):
            return
        words = sentence.split(" ")
        parts: list[str] = []
        places: list[tuple[int, int, float]] = []
        at = 0
        for chosen in path:
            typed = " ".join(words[chosen.arc.start : chosen.arc.end])
            sure = round(chosen.probability, DIGITS)
            if chosen.arc.typed or sure < self._least:
                parts.append(typed)
            else:
                parts.append(chosen.arc.text)
                places.append((at, at + len(typed), sure))
            at += len(typed) + 1
        for edit in align(sentence, " ".join(parts)) if places else ():
            near = [sure for start, end, sure in places if start <= edit.end and edit.start <= end]
            yield replace(edit, confidence=min(near or (sure for *_, sure in places)))
