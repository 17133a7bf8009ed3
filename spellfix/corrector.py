"""Corrector: text in, corrected text and its edits out.

Several texts at once, streams of texts, one document in parts: all go the same way (`judging`).
Whatever the model does, the text that comes back is the text that went in with the listed edits
made. Knows nothing about files or terminals.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from functools import cache

from spellfix.calibration import AS_TOLD, Calibration
from spellfix.choosing import reach
from spellfix.config import at_least
from spellfix.correction import Correction, Passage
from spellfix.edits import Edit, apply
from spellfix.encoder_decoder import Backend
from spellfix.errors import ConfigError, InputError
from spellfix.given import terms_given, texts_given
from spellfix.judging import Judge, Judged, moved
from spellfix.language.opinion import NO_OPINION, Opinion
from spellfix.passages import passages
from spellfix.pretrained import ModelDirectory
from spellfix.reading import Reader
from spellfix.runtime import open_backend
from spellfix.thresholds import EVERY_EDIT, Thresholds
from spellfix.tokenizer import Tokenizer

SHORTEST_SENTENCE = 6
"""Code points. Of a model that has learnt from whole sentences only, which are no shorter."""
_CHUNK_CHARACTERS = 1 << 15
_LONG = 1 << 16
"""Code points; a text of more is read passage by passage, so that memory stays bounded."""


class Corrector:
    """Corrects texts with one model; may be used from many threads at once.

    min_confidence: edits that the model is less sure of are not made; a number for all of them, or
    Thresholds, where single kinds may have their own. An edit's confidence is the least probability
    of the tokens that produce it, of a deletion that of the token after it, as `calibration` tells
    it, which may also count the kind of the edit and what it gains in the eyes of `opinion`, a
    language model; `min_confidence` is meant so too.
    protect: terms that stay as they are, beside URLs, numbers and what else
    `protection.kept_spans` names. max_positions: the most tokens the model takes; a sentence of
    more (hundreds of characters the model has no tokens for) comes back as it is, and so does one
    of fewer code points than `shortest`.

    Raises ConfigError for a value that is none.
    """

    def __init__(
        self,
        backend: Backend,
        tokenizer: Tokenizer,
        *,
        min_confidence: float | Thresholds = EVERY_EDIT,
        protect: Iterable[str] = (),
        max_positions: int | None = None,
        calibration: Calibration = AS_TOLD,
        opinion: Opinion = NO_OPINION,
        shortest: int = SHORTEST_SENTENCE,
    ) -> None:
        if calibration.asks and opinion is NO_OPINION:
            raise ConfigError(
                f"calibration: its gain is {calibration.gain}, but there is no opinion to gain in; "
                "name one (spellfix.language.opinion.SecondOpinion)"
            )
        reader = Reader(backend, tokenizer, max_positions, reach(calibration.fusion))
        self._judge = Judge(
            reader,
            terms_given(protect),
            _thresholds(min_confidence),
            shortest,
            calibration,
            opinion,
        )

    @property
    def min_confidence(self) -> float:
        """The least confidence of an edit that is made, but for kinds with their own."""
        return self._judge.thresholds.overall

    @property
    def thresholds(self) -> Thresholds:
        """The least confidence of an edit that is made, overall and by kind."""
        return self._judge.thresholds

    @property
    def judge(self) -> Judge:
        """What this corrector does step by step, for those that bring the sentences of many texts
        together."""
        return self._judge

    @classmethod
    def from_pretrained(
        cls,
        path: str | os.PathLike[str] | None = None,
        *,
        min_confidence: float | Thresholds | None = None,
        protect: Iterable[str] = (),
        threads: int | None = None,
        backend: str | None = None,
        device: str = "cpu",
    ) -> Corrector:
        """The corrector of the model directory `path`, or of the model that is shipped.

        min_confidence: the model's own thresholds, overall and by kind, where None; a number holds
        for every kind. threads: of onnxruntime, at most two where None.
        backend: "onnx" or "torch", by the device where None; device: "cpu", or one that torch
        knows, such as "cuda" (see `spellfix.runtime.open_backend`).

        Raises ModelError for a directory that is missing, damaged or of an unknown format, or whose
        model is no corrector; ConfigError for a value that is none, or a library that is missing.
        """
        directory = ModelDirectory.open(path)
        return cls(
            open_backend(directory, backend, device, threads),
            Tokenizer.load(directory.tokenizer, directory.vocab_size),
            min_confidence=directory.thresholds if min_confidence is None else min_confidence,
            protect=protect,
            max_positions=directory.max_positions,
            calibration=directory.calibration,
            opinion=directory.opinion,
            shortest=directory.shortest,
        )

    def with_options(
        self,
        *,
        protect: Iterable[str] | None = None,
        min_confidence: float | Thresholds | None = None,
    ) -> Corrector:
        """This corrector, sharing its model, with other terms or another threshold; what is None
        stays, a number holds for every kind. Raises ConfigError for a value that is none."""
        judge = self._judge
        if protect is not None:
            judge = replace(judge, terms=terms_given(protect))
        if min_confidence is not None:
            judge = replace(judge, thresholds=_thresholds(min_confidence))
        other = copy(self)
        other._judge = judge
        return other

    def correct(self, text: str) -> Correction:
        """`text` corrected. Raises InputError for anything but a str."""
        return self.correct_batch([text])[0]

    def correct_batch(self, texts: Iterable[str]) -> list[Correction]:
        """The correction of each text, in order; many together are faster than one by one."""
        given = texts_given(texts)
        short = [text for text in given if len(text) <= _LONG]
        judged = iter(self._judge.judge(short))
        corrections: list[Correction] = []
        for text in given:
            found = next(judged) if len(text) <= _LONG else self._judge_long(text)
            corrections.append(found.correction(text))
        return corrections

    def correct_stream(self, texts: Iterable[str], chunk: int = 256) -> Iterator[Correction]:
        """The correction of each text, in order, while `texts` is still being read.

        At most `chunk` texts are held at a time, fewer of long ones and at the beginning; with 1
        each is answered before the next is asked for. Raises ConfigError for less than 1.
        """
        return self._stream(texts, at_least("chunk", chunk, 1))

    def correct_document(self, parts: Iterable[str]) -> Iterator[Passage]:
        """One document of any length, given in parts of any size (as a file is read), in passages
        that follow each other: put together their inputs are the document.

        Every sentence is corrected as in the whole document; memory does not depend on its length.
        Raises InputError for a part that is no str.
        """
        start = 0
        for stretch in passages(parts, terms=self._judge.terms):
            found = Judged([]) if stretch.protected else self._judge.judge([stretch.text])[0]
            text = apply(stretch.text, found.edits)
            edits = tuple(moved(edit, start) for edit in found.edits)
            yield Passage(start, stretch.text, text, edits, found.score)
            start += len(stretch.text)

    def alternatives(self, text: str, edit: Edit, count: int = 3) -> list[Edit]:
        """Up to `count` other edits for what `edit` touches, most confident first, whatever their
        confidence. `edit` is one of those that this corrector makes in `text`.

        Their spans may differ from that of `edit`: 되서 may become 돼서 or 되어서. Raises
        InputError for an edit that was not made here, ConfigError for a count below 1.
        """
        at_least("count", count, 1)
        found = self._judge.alternatives(text, edit, count)
        if found is not None:
            return found
        raise InputError(
            f"edit {edit.start}..{edit.end} {edit.before!r} -> {edit.after!r}: not one of this "
            "text's; expected an edit that correct() has given for the same text"
        )

    def gains(self, text: str, edits: Iterable[Edit]) -> list[float]:
        """What each of `edits` of `text`, alone, gains in the eyes of the language model, in nats;
        0.0 where there is none. Raises InputError for an edit that lies in no sentence of it."""
        return self._judge.gains(text, edits)

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

    def _judge_long(self, text: str) -> Judged:
        edits: list[Edit] = []
        start, logprob, tokens = 0, 0.0, 0
        for stretch in passages([text], terms=self._judge.terms):
            if not stretch.protected:
                (found,) = self._judge.judge([stretch.text])
                edits += (moved(edit, start) for edit in found.edits)
                logprob, tokens = logprob + found.logprob, tokens + found.tokens
            start += len(stretch.text)
        return Judged(edits, logprob, tokens)


def correct(text: str) -> str:
    """`text` corrected by the shipped model, which is loaded once in a process.

    Raises InputError for anything but a str and ModelError where the model is damaged.
    """
    return _shipped().correct(text).text


@cache
def _shipped() -> Corrector:
    return Corrector.from_pretrained()


def _thresholds(given: float | Thresholds) -> Thresholds:
    return given if isinstance(given, Thresholds) else Thresholds(given)
