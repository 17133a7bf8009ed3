"""Texts with what two correctors make of them; knows nothing about which of them are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from spellfix.correction import Correction
from spellfix.data.records import Text
from spellfix.data.selecting.doubt import Candidate
from spellfix.edits import Edit, apply
from spellfix.thresholds import Thresholds

PORTION = 256
"""Texts that are corrected together."""


class Corrects(Protocol):
    """A corrector whose edits have confidences."""

    def correct_batch(self, texts: Sequence[str], /) -> Sequence[Correction]: ...


def look(
    texts: Iterable[Text], opened: Corrects, second: Corrects, thresholds: Thresholds
) -> Iterator[Candidate]:
    """A candidate for each text, in order. opened: the model with every threshold open.
    thresholds: which of its edits are made. second: the other corrector."""
    remaining = iter(texts)
    while portion := list(islice(remaining, PORTION)):
        told = [text.text for text in portion]
        ours, theirs = opened.correct_batch(told), second.correct_batch(told)
        for text, our, their in zip(portion, ours, theirs, strict=True):
            made = tuple(edit for edit in our.edits if thresholds.admit(edit))
            correction = Correction(apply(text.text, made), made, our.score)
            opposed = tuple(edit for edit in their.edits if not _among(edit, made))
            yield Candidate(text, correction, our.edits, opposed)


def _among(edit: Edit, made: Iterable[Edit]) -> bool:
    """Whether one of `made` does the same."""
    same = (edit.start, edit.end, edit.after)
    return any((each.start, each.end, each.after) == same for each in made)
