"""Which edits are made in a text: its sentences found, read by the model, put back into the text,
what may not be touched dropped, a second opinion asked, and what is not sure enough dropped too.

What users choose matters before the reading, where terms are protected, and after it, where edits
are not sure enough: sentences of texts with different options may be read together. Knows no model
and no document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import exp

from spellfix.calibration import AS_TOLD, Calibration
from spellfix.choosing import chosen
from spellfix.composition import Composed, compose
from spellfix.correction import Correction
from spellfix.edits import Edit, apply, chain
from spellfix.errors import InputError
from spellfix.guard import permitted
from spellfix.language.opinion import NO_OPINION, Change, Opinion
from spellfix.protection import kept_spans, may_be_korean
from spellfix.reading import DIGITS, Reader, Reading
from spellfix.retyping import retyped
from spellfix.text import segment
from spellfix.thresholds import Thresholds

_CHOICES = 8
"""Other edits that are weighed where a second opinion may prefer one that the model likes less."""


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

    def correction(self, text: str) -> Correction:
        """That of `text`, which the edits were found in."""
        return Correction(apply(text, self.edits), tuple(self.edits), self.score)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text: where it starts there, and how the model reads it."""

    start: int
    composed: Composed

    @property
    def text(self) -> str:
        """What the model reads."""
        return self.composed.text

    def holds(self, edit: Edit) -> bool:
        """Whether `edit` of the whole text lies in this sentence."""
        return self.start <= edit.start <= edit.end <= self.start + len(self.composed.original)

    def restore(self, edit: Edit) -> Edit:
        """`edit` of what the model reads as an edit of the whole text."""
        return moved(self.composed.restore(edit), self.start)

    def change(self, edit: Edit) -> Change:
        """What the model reads, without and with `edit` of the whole text."""
        made = apply(self.composed.original, [moved(edit, -self.start)])
        return self.text, compose(made).text


@dataclass(frozen=True, slots=True)
class Plan:
    """A text, words of it typed again, and the sentences of that which are to be read."""

    text: str
    retyped: tuple[Edit, ...]
    sentences: tuple[Sentence, ...]

    @property
    def typed(self) -> str:
        """The text with the words that were typed again."""
        return apply(self.text, self.retyped)

    def chained(self, edits: Sequence[Edit]) -> list[Edit]:
        """`edits` of `typed`, and those that made it, as edits of the text."""
        return chain(self.text, self.retyped, edits) if self.retyped else list(edits)

    def one(self, edit: Edit) -> Edit:
        """`edit` of `typed` as the edit of the text that it is or goes into."""
        return next(each for each in self.chained([edit]) if each not in self.retyped)

    def on_typed(self, edit: Edit) -> Edit:
        """`edit` of the text where its span lies in `typed`."""
        start, end = edit.start, edit.end
        for each in self.retyped:
            grown = len(each.after) - len(each.before)
            start += grown if each.end <= edit.start else 0
            end += grown if each.end <= edit.end else 0
        return replace(edit, start=start, end=end)


Placed = tuple[Sentence, Edit]
"""An edit of a text, and the sentence that it lies in."""


@dataclass(frozen=True, slots=True)
class Judge:
    """terms: what stays as it is. thresholds: edits that are less sure are not made. shortest:
    sentences of fewer code points are not read.

    How sure an edit is, says `calibration`: by the probability that the model gives it, its kind,
    and what it gains in the eyes of `opinion`, which is asked about nothing but this edit in its
    sentence, so that a sentence gets the same answer wherever it stands.
    """

    reader: Reader
    terms: tuple[str, ...]
    thresholds: Thresholds
    shortest: int
    calibration: Calibration = AS_TOLD
    opinion: Opinion = NO_OPINION

    def judge(self, texts: Sequence[str]) -> list[Judged]:
        """What is made of each of `texts`."""
        plans = [self.plan(text) for text in texts]
        readings = self.reader.read(each.text for plan in plans for each in plan.sentences)
        return self.conclude(plans, readings)

    def plan(self, text: str) -> Plan:
        """What is to be read of `text`."""
        again: list[Edit] = []
        if self.opinion is not NO_OPINION:
            again = retyped(text, self.terms, self.opinion)
        again = [edit for edit in again if self.thresholds.admit(edit)]
        return Plan(text, tuple(again), tuple(self._sentences(apply(text, again))))

    def conclude(self, plans: Sequence[Plan], readings: Mapping[str, Reading]) -> list[Judged]:
        """What is made of the texts of `plans`, which `plan` has given, as their sentences have
        been read: `readings` holds each, by what the model reads."""
        read_now = (each.text for plan in plans for each in plan.sentences)
        readings = self._chosen({text: readings[text] for text in read_now})
        placed = [
            self._placed(plan.typed, [(each, readings[each.text].edits) for each in plan.sentences])
            for plan in plans
        ]
        told = iter(self._told([each for found in placed for each in found]))
        judged: list[Judged] = []
        for plan, found in zip(plans, placed, strict=True):
            edits = [edit for edit in islice(told, len(found)) if self.thresholds.admit(edit)]
            read = [readings[each.text] for each in plan.sentences]
            tokens = sum(reading.tokens for reading in read)
            logprob = sum(reading.logprob for reading in read)
            judged.append(Judged(plan.chained(edits), logprob, tokens))
        return judged

    def alternatives(self, text: str, edit: Edit, count: int) -> list[Edit] | None:
        """Up to `count` other edits for what `edit` touches, surest first; None if it is no edit of
        `text`."""
        plan = self.plan(text)
        given = plan.on_typed(edit)
        for sentence in plan.sentences:
            if not sentence.holds(given):
                continue
            read = self._chosen(self.reader.read([sentence.text]))
            for made in read[sentence.text].edits:
                where = sentence.restore(made)
                if _within(given, where) or _within(where, given):
                    asked = count if self.calibration.keeps_order else max(count, _CHOICES)
                    others = self.reader.alternatives(sentence.text, made, asked)
                    told = self._told(self._placed(plan.typed, [(sentence, others)]))
                    told = self._no_surer(told, self._placed(plan.typed, [(sentence, [made])]))
                    told.sort(key=lambda each: -each.confidence)
                    return [plan.one(each) for each in told[:count]]
        return [] if any(_within(edit, each) for each in plan.retyped) else None

    def gains(self, text: str, edits: Iterable[Edit]) -> list[float]:
        """What each of `edits` of `text` gains in the eyes of `opinion`, in nats. Raises InputError
        for one that lies in no sentence of it."""
        sentences = list(self._sentences(text))
        changes: list[Change] = []
        for edit in edits:
            sentence = next((each for each in sentences if each.holds(edit)), None)
            if sentence is None:
                raise InputError(
                    f"edit {edit.start}..{edit.end} {edit.before!r} -> {edit.after!r}: expected "
                    "one that lies in a sentence of this text"
                )
            changes.append(sentence.change(edit))
        return self.opinion.gains(changes)

    def _no_surer(self, others: Sequence[Edit], taken: Sequence[Placed]) -> list[Edit]:
        """`others`, none surer than the edits that were `taken`: where a language model has chosen,
        these are as sure as several readings together, those as sure as one."""
        most = max((edit.confidence for edit in self._told(taken)), default=1.0)
        return [replace(each, confidence=min(each.confidence, most)) for each in others]

    def _chosen(self, readings: Mapping[str, Reading]) -> Mapping[str, Reading]:
        """Those readings that are taken of what the model makes of sentences."""
        fusion = self.calibration.fusion
        return chosen(readings, self.opinion, fusion) if fusion else readings

    def _sentences(self, text: str) -> Iterator[Sentence]:
        for each in segment(text, self.terms):
            if not each.protected and may_be_korean(text[each.start : each.end]):
                sentence = Sentence(each.start, compose(text[each.start : each.end]))
                if len(sentence.text) >= self.shortest:
                    yield sentence

    def _placed(self, text: str, read: Sequence[tuple[Sentence, Sequence[Edit]]]) -> list[Placed]:
        """The edits of sentences of `text` that may be made there, as edits of `text`."""
        if not any(edits for _, edits in read):
            return []
        spans = kept_spans(text, self.terms)
        return [
            (sentence, edit)
            for sentence, edits in read
            for edit in permitted(text, map(sentence.restore, edits), spans)
        ]

    def _told(self, placed: Sequence[Placed]) -> list[Edit]:
        """The edits, each as sure as it is with all that is known of it."""
        gains = [0.0] * len(placed)
        if self.calibration.gain:
            gains = self.opinion.gains([sentence.change(edit) for sentence, edit in placed])
        return [
            replace(
                edit, confidence=round(self.calibration(edit.confidence, edit.kind, gain), DIGITS)
            )
            for (_, edit), gain in zip(placed, gains, strict=True)
        ]


def _within(one: Edit, other: Edit) -> bool:
    return other.start <= one.start and one.end <= other.end


def moved(edit: Edit, by: int) -> Edit:
    """`edit` of a stretch that starts at `by`."""
    return replace(edit, start=edit.start + by, end=edit.end + by)
