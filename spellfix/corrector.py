"""Corrector: text in, corrected text and its edits out.

The way of a text: sentences and protected spans (`text`), composed (`composition`), tokens,
aggressive decoding in batches of like length, minimal edits with a confidence each, and last what
may not be touched or is not sure enough is dropped. Whatever the model does, the text that comes
back is the text that went in with the listed edits made. Knows nothing about files or terminals.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import exp
from typing import TypeVar

from spellfix.backends import OnnxBackend
from spellfix.calibration import AS_TOLD, Calibration
from spellfix.composition import Composed, compose
from spellfix.config import at_least, share
from spellfix.decoding import Backend, Decoded, aggressive
from spellfix.edits import Edit, align, apply
from spellfix.errors import ConfigError, InputError
from spellfix.guard import permitted
from spellfix.pretrained import ModelDirectory
from spellfix.protection import kept_spans
from spellfix.text import segment
from spellfix.tokenizer import Tokenizer

Key = TypeVar("Key")

SHORTEST_SENTENCE = 6
"""Code points. Shorter ones come back as they are: models learn from sentences of this length on
(`spellfix.train.corpus`), and have nothing to go by in one word."""
_BATCH_TOKENS = 1024
"""Source tokens in a batch, padding included: bounds memory, and larger is no faster."""
_MOST_PASSES = 128
"""A sentence that takes more is being rewritten or repeated without end: it comes back as it is."""
_CHUNK_CHARACTERS = 1 << 15
_DIGITS = 6
"""Confidences and scores are rounded, so that a batch does not show in their last digits."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected text.

    text: the input with `edits` made. edits: in order, offsets in code points of the input.
    score: how sure the model is of its reading of the whole text, 0 to 1: the geometric mean of the
    probabilities of all tokens it decoded; 1.0 where there was nothing to decode.
    """

    text: str
    edits: tuple[Edit, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the model makes of one sentence: edits, and the sum and number of log-probabilities."""

    edits: tuple[Edit, ...] = ()
    logprob: float = 0.0
    tokens: int = 0


class Corrector:
    """Corrects texts with one model; may be used from many threads at once.

    min_confidence: edits that the model is less sure of are not made. An edit's confidence is the
    least probability of the tokens that produce it, of a deletion that of the token after it, as
    `calibration` tells it; `min_confidence` is meant so too.
    protect: terms that stay as they are, beside URLs, numbers and what else
    `protection.kept_spans` names. max_positions: the most tokens the model takes; a sentence of
    more (hundreds of characters the model has no tokens for) comes back as it is.

    Raises ConfigError for a value that is none.
    """

    def __init__(
        self,
        backend: Backend,
        tokenizer: Tokenizer,
        *,
        min_confidence: float = 0.0,
        protect: Iterable[str] = (),
        max_positions: int | None = None,
        calibration: Calibration = AS_TOLD,
    ) -> None:
        if isinstance(protect, str):
            raise ConfigError(f"protect: expected several terms, got the string {protect!r}")
        self.min_confidence = share("min_confidence", min_confidence)
        self._backend = backend
        self._tokenizer = tokenizer
        self._terms = tuple(protect)
        self._max_positions = max_positions
        self._calibration = calibration
        space = tokenizer.encode(" ")
        self._separators = frozenset(space if len(space) == 1 else ())

    @classmethod
    def from_pretrained(
        cls,
        path: str | os.PathLike[str] | None = None,
        *,
        min_confidence: float | None = None,
        protect: Iterable[str] = (),
        threads: int | None = None,
    ) -> Corrector:
        """The corrector of the model directory `path`, or of the model that is shipped.

        min_confidence: the model's own where None. threads: of onnxruntime, at most two where None.
        Raises ModelError for a directory that is missing, damaged or of an unknown format, or whose
        model is no corrector.
        """
        directory = ModelDirectory.open(path)
        return cls(
            OnnxBackend(directory.encoder, directory.decoder, threads),
            Tokenizer.load(directory.tokenizer),
            min_confidence=directory.min_confidence if min_confidence is None else min_confidence,
            protect=protect,
            max_positions=directory.max_positions,
            calibration=directory.calibration,
        )

    def correct(self, text: str) -> Correction:
        """`text` corrected. Raises InputError for anything but a str."""
        return self.correct_batch([text])[0]

    def correct_batch(self, texts: Iterable[str]) -> list[Correction]:
        """The correction of each text, in order; many together are faster than one by one."""
        if isinstance(texts, str):
            raise InputError("expected several texts, got one string; use correct()")
        given = list(texts)
        for text in given:
            if not isinstance(text, str):
                raise InputError(f"expected a text (str), got {type(text).__name__}")
        plans = [self._sentences(text) for text in given]
        readings = self._read({sentence.text for plan in plans for _, sentence in plan})
        return [
            self._assemble(text, [(at, each, readings[each.text]) for at, each in plan])
            for text, plan in zip(given, plans, strict=True)
        ]

    def correct_stream(self, texts: Iterable[str], chunk: int = 64) -> Iterator[Correction]:
        """The correction of each text, in order, while `texts` is still being read.

        At most `chunk` texts are held at a time, fewer of long ones and at the beginning; with 1
        each is answered before the next is asked for. Raises ConfigError for less than 1.
        """
        return self._stream(texts, at_least("chunk", chunk, 1))

    def _stream(self, texts: Iterable[str], chunk: int) -> Iterator[Correction]:
        waiting: list[str] = []
        size, enough = 0, 1
        for text in texts:
            waiting.append(text)
            size += len(text) if isinstance(text, str) else 0
            if len(waiting) >= enough or size >= _CHUNK_CHARACTERS:
                yield from self.correct_batch(waiting)
                waiting, size, enough = [], 0, min(chunk, enough * 2)
        yield from self.correct_batch(waiting)

    def _sentences(self, text: str) -> list[tuple[int, Composed]]:
        """Where in `text` each sentence starts, and the sentence as the model reads it."""
        composed = (
            (each.start, compose(text[each.start : each.end]))
            for each in segment(text, self._terms)
            if not each.protected
        )
        return [(at, each) for at, each in composed if len(each.text) >= SHORTEST_SENTENCE]

    def _read(self, sentences: Iterable[str]) -> dict[str, _Reading]:
        """Each sentence once, whatever number of times it occurs."""
        end = self._tokenizer.eos_id
        sources = [(sentence, [*self._tokenizer.encode(sentence), end]) for sentence in sentences]
        readings = {sentence: _Reading() for sentence, _ in sources}
        longest = self._max_positions
        fitting = [each for each in sources if longest is None or len(each[1]) <= longest]
        for batch in batches(sorted(fitting, key=lambda each: (len(each[1]), each[0]))):
            ids = [source for _, source in batch]
            outputs = aggressive(self._backend, ids, longest, self._separators, _MOST_PASSES)
            for (sentence, source), output in zip(batch, outputs, strict=True):
                changed = output.ended and list(output.ids) != source[:-1]
                edits = self._edits(sentence, output) if changed else ()
                readings[sentence] = _Reading(edits, sum(output.logprobs), len(output.logprobs))
        return readings

    def _edits(self, sentence: str, output: Decoded) -> tuple[Edit, ...]:
        """What the model changed, each edit with the confidence its tokens give it.

        A model that would leave nothing of a sentence has failed: no edits.
        """
        parts = self._tokenizer.decode_with_lengths(output.ids)
        sureness: list[float] = []
        token = 0
        for part, length in parts:
            sureness += [min(output.logprobs[token : token + length])] * len(part)
            token += length
        sureness.append(output.logprobs[-1])
        target = "".join(part for part, _ in parts)
        edits: list[Edit] = []
        shift = 0
        for edit in align(sentence, target) if target.strip() else ():
            first = edit.start + shift
            least = min(sureness[first : first + max(1, len(edit.after))])
            confidence = round(self._calibration(exp(least)), _DIGITS)
            edits.append(replace(edit, confidence=confidence))
            shift += len(edit.after) - len(edit.before)
        return tuple(edits)

    def _assemble(self, text: str, read: Sequence[tuple[int, Composed, _Reading]]) -> Correction:
        edits: list[Edit] = []
        for at, sentence, reading in read:
            for edit in map(sentence.restore, reading.edits):
                if edit.confidence >= self.min_confidence:
                    edits.append(replace(edit, start=at + edit.start, end=at + edit.end))
        if edits:
            edits = list(permitted(text, edits, kept_spans(text, self._terms)))
        tokens = sum(reading.tokens for _, _, reading in read)
        logprob = sum(reading.logprob for _, _, reading in read)
        score = round(exp(logprob / tokens), _DIGITS) if tokens else 1.0
        return Correction(apply(text, edits), tuple(edits), score)


def correct(text: str) -> str:
    """`text` corrected by the shipped model, which is loaded once in a process.

    Raises InputError for anything but a str and ModelError where the model is damaged.
    """
    return _shipped().correct(text).text


@cache
def _shipped() -> Corrector:
    return Corrector.from_pretrained()


def batches(sources: Iterable[tuple[Key, list[int]]]) -> Iterator[list[tuple[Key, list[int]]]]:
    """Runs of `sources`, given by rising length, of at most _BATCH_TOKENS when padded."""
    batch: list[tuple[Key, list[int]]] = []
    for each in sources:
        if batch and len(each[1]) * (len(batch) + 1) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(each)
    if batch:
        yield batch
