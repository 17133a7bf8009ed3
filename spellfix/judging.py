"""Which edits are made in a text: its sentences found, read by the model, put back into the text,
and what may not be touched or is not sure enough dropped. Knows no model and no document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp

from spellfix.composition import Composed, compose
from spellfix.edits import Edit
from spellfix.guard import permitted
from spellfix.protection import kept_spans, may_be_korean
from spellfix.reading import DIGITS, Reader, Reading
from spellfix.text import segment
from spellfix.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Judged:
    """The edits made in a text; the sum and the number of its tokens' log-probabilities."""

    edits: list[Edit]
    logprob: float = 0.0
    tokens: int = 0

    @property
    def score(self) -> float:
        """The geometric mean of the tokens' probabilities; 1.0 where there are none."""
        return round(exp(self.logprob / self.tokens), DIGITS) if self.tokens else 1.0


@dataclass(frozen=True, slots=True)
class Judge:
    """terms: what stays as it is. thresholds: edits that the model is less sure of are not made.
    shortest: sentences of fewer code points are not read."""

    reader: Reader
    terms: tuple[str, ...]
    thresholds: Thresholds
    shortest: int

    def judge(self, texts: Sequence[str]) -> list[Judged]:
        """What is made of each of `texts`."""
        plans = [list(self._sentences(text)) for text in texts]
        readings = self.reader.read(sentence.text for plan in plans for _, sentence in plan)
        return [
            self._assemble(text, [(at, each, readings[each.text]) for at, each in plan])
            for text, plan in zip(texts, plans, strict=True)
        ]

    def alternatives(self, text: str, edit: Edit, count: int) -> list[Edit] | None:
        """Up to `count` other edits for what `edit` touches; None if it is no edit of `text`."""
        for start, sentence in self._sentences(text):
            if not start <= edit.start <= edit.end <= start + len(sentence.original):
                continue
            for made in self.reader.read([sentence.text])[sentence.text].edits:
                where = moved(sentence.restore(made), start)
                if where.start <= edit.start and edit.end <= where.end:
                    others = self.reader.alternatives(sentence.text, made, count)
                    placed = [moved(sentence.restore(other), start) for other in others]
                    return list(permitted(text, placed, kept_spans(text, self.terms)))
        return None

    def _sentences(self, text: str) -> Iterator[tuple[int, Composed]]:
        """Where in `text` each sentence starts, and the sentence as the model reads it."""
        for each in segment(text, self.terms):
            if not each.protected and may_be_korean(text[each.start : each.end]):
                sentence = compose(text[each.start : each.end])
                if len(sentence.text) >= self.shortest:
                    yield each.start, sentence

    def _assemble(self, text: str, read: Sequence[tuple[int, Composed, Reading]]) -> Judged:
        edits = [
            moved(edit, at)
            for at, sentence, reading in read
            for edit in map(sentence.restore, reading.edits)
        ]
        if edits:
            allowed = permitted(text, edits, kept_spans(text, self.terms))
            edits = [edit for edit in allowed if self.thresholds.admit(edit)]
        tokens = sum(reading.tokens for _, _, reading in read)
        return Judged(edits, sum(reading.logprob for _, _, reading in read), tokens)


def moved(edit: Edit, by: int) -> Edit:
    """`edit` of a stretch that starts at `by`."""
    return replace(edit, start=edit.start + by, end=edit.end + by)
