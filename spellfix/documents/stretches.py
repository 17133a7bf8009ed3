"""Stretches of text and where their letters stand in a document; edits put back among the markup.

A stretch is what is corrected together: a line, a paragraph. Its text is what a reader sees, and
every code point of it knows the span it came from, so that an edit of the text is a few changes of
the document and nothing else moves. Knows no format.
"""

import re
from array import array
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import AnyStr, TypeVar

from rapidfuzz.distance import Levenshtein

from spellfix.correction import Correction
from spellfix.edits import Edit, apply
from spellfix.errors import InputError
from spellfix.limits import PARAGRAPH, advice, limit

Item = TypeVar("Item")
Correct = Callable[[Iterable[str]], Iterator[Correction]]
"""Corrections of texts, one for each and in order, as `Corrector.correct_stream` gives them."""
Change = tuple[int, int, str]
"""Replace ``document[start:end]`` by a text."""

UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""No document can hold all of these, and no correction needs one."""
TRIES = 40
OBJECT = "\ufffc"  # OBJECT REPLACEMENT CHARACTER: a picture or a formula inside a sentence


class LongParagraph(InputError):
    """A stretch of more code points than PARAGRAPH; whoever knows the file says which."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """One stretch of a document and its correction.

    place: where a person finds it, a line number ("12") or a paragraph ("문단 3"). text: what stood
    there, without markup. correction: of `text`; its edits are those that are made in the document.
    """

    place: str
    text: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class Stretch:
    """A text and, of each code point of it, the span ``starts[i]`` to ``ends[i]`` of the document.

    depths: how many inline elements each lies in. fixed: code points that stand for markup (a line
    break, a picture, code): no edit removes one or leans on one. bridged: whether an
    edit may reach over markup that lies between its letters; if so the new text stands where the
    first letter stood.
    """

    place: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    depths: Sequence[int]
    fixed: Collection[int] = frozenset()
    bridged: bool = True

    def changes(self, edit: Edit) -> list[Change] | None:
        """What `edit` changes in the document, or None where it has no place there. Letters that it
        keeps stay where they are."""
        if UNWRITABLE.search(edit.after):
            return None
        if any(each in self.fixed for each in range(edit.start, edit.end)):
            return None
        changes: list[Change] = []
        for step in _steps(edit):
            made = self._changes(*step)
            if made is None:
                return None
            changes += made
        return changes

    def _changes(self, first: int, last: int, after: str) -> list[Change] | None:
        """What changes where ``text[first:last]`` becomes `after`."""
        if first == last:
            at = self._between(first)
            return None if at is None else [(at, at, after)]
        spans = [(self.starts[first], self.ends[first])]
        for each in range(first + 1, last):
            if self.starts[each] == spans[-1][1]:
                spans[-1] = spans[-1][0], self.ends[each]
            else:
                spans.append((self.starts[each], self.ends[each]))
        if len(spans) > 1 and not self.bridged:
            return None
        (start, end), *rest = spans
        return [(start, end, after), *((start, end, "") for start, end in rest)]

    def _between(self, index: int) -> int | None:
        """Where the document takes what is inserted before code point `index`.

        With markup in between that is the side in fewer elements: a space after a link is no part
        of the link.
        """
        left = index > 0 and index - 1 not in self.fixed
        right = index < len(self.text) and index not in self.fixed
        if not (left and right):
            inner = 0 < index < len(self.text)
            if inner and not self.bridged and self.ends[index - 1] != self.starts[index]:
                return None
            return self.ends[index - 1] if left else self.starts[index] if right else None
        before, after = self.ends[index - 1], self.starts[index]
        if before == after:
            return before
        if self.depths[index - 1] == self.depths[index]:
            return before if self.bridged else None
        return before if self.depths[index - 1] < self.depths[index] else after


def _steps(edit: Edit) -> Iterator[tuple[int, int, str]]:
    """Which stretches of the text become what, without the letters between that stay.

    Of as many letters as before each takes the place of one (키리 -> 리키 is two replaced).
    """
    if len(edit.before) == len(edit.after):
        differ = [one != other for one, other in zip(edit.before, edit.after, strict=True)]
        steps = [(at, at + 1, at, at + 1) for at, changed in enumerate(differ) if changed]
    else:
        found = Levenshtein.opcodes(edit.before, edit.after)
        steps = [
            (step.src_start, step.src_end, step.dest_start, step.dest_end)
            for step in found
            if step.tag != "equal"
        ]
    for _, group in groupby(_joined(steps), key=lambda step: step[0]):
        touching = [step for _, step in group]
        (start, _, first, _), (_, end, _, last) = touching[0], touching[-1]
        yield edit.start + start, edit.start + end, edit.after[first:last]


def _joined(
    steps: Iterable[tuple[int, int, int, int]],
) -> Iterator[tuple[int, tuple[int, int, int, int]]]:
    """Each step with the number of its group: what touches is one."""
    number, done = 0, -1
    for step in steps:
        number += step[0] != done
        done = step[1]
        yield number, step


@dataclass(slots=True)
class Gathering:
    """A stretch in the making."""

    parts: list[str] = field(default_factory=list)
    starts: "array[int]" = field(default_factory=lambda: array("Q"))
    ends: "array[int]" = field(default_factory=lambda: array("Q"))
    depths: "array[int]" = field(default_factory=lambda: array("L"))
    fixed: set[int] = field(default_factory=set)
    most: int = field(default_factory=lambda: limit(PARAGRAPH))

    def add(self, letter: str, start: int, end: int, depth: int = 0, fixed: bool = False) -> None:
        """One code point that is ``document[start:end]``. Raises LongParagraph where there are
        too many."""
        if len(self.starts) >= self.most:
            raise LongParagraph(
                f"한 문단이 너무 깁니다 / a paragraph is too long: "
                f"{advice(PARAGRAPH, 'code points')}"
            )
        if fixed:
            self.fixed.add(len(self.starts))
        self.parts.append(letter)
        self.starts.append(start)
        self.ends.append(end)
        self.depths.append(depth)

    def stretch(self, place: str, bridged: bool = True) -> Stretch:
        """All letters so far."""
        text = "".join(self.parts)
        return Stretch(place, text, self.starts, self.ends, self.depths, self.fixed, bridged)


def paired(
    items: Iterable[Item], text: Callable[[Item], str], correct: Correct
) -> Iterator[tuple[Item, Correction]]:
    """Each item with the correction of its text, while `items` is still being read.

    Raises ValueError where `correct` answers with fewer or more corrections than it was given.
    """
    waiting: deque[Item] = deque()

    def texts() -> Iterator[str]:
        for item in items:
            waiting.append(item)
            yield text(item)

    for correction in correct(texts()):
        if not waiting:
            raise ValueError("more corrections than texts")
        yield waiting.popleft(), correction
    if waiting:
        raise ValueError(f"{len(waiting)} texts without a correction")


def kept(text: str, correction: Correction, keep: Callable[[Edit], bool]) -> Correction:
    """`correction` of `text` with those of its edits that `keep` agrees to."""
    edits = tuple(edit for edit in correction.edits if keep(edit))
    if len(edits) == len(correction.edits):
        return correction
    return replace(correction, text=apply(text, edits), edits=edits)


def standing(
    text: str,
    correction: Correction,
    sound: Callable[[Sequence[Edit]], bool],
    tries: int = TRIES,
) -> Correction:
    """`correction` of `text` without the edits that are not sound, found by halving, in so many
    `tries`."""

    def largest(edits: Sequence[Edit]) -> list[Edit]:
        nonlocal tries
        tries -= 1
        if tries < 0 or not edits:
            return []
        if sound(edits):
            return [*edits]
        half = len(edits) // 2
        return largest(edits[:half]) + largest(edits[half:]) if half else []

    made = largest(correction.edits)
    if len(made) < len(correction.edits) and not sound(made):
        made = []
    return kept(text, correction, frozenset(made).__contains__)


def spliced(document: AnyStr, changes: Iterable[tuple[int, int, AnyStr]]) -> AnyStr:
    """`document` with `changes` made, which come in order."""
    parts: list[AnyStr] = []
    done = 0
    for start, end, new in changes:
        parts += document[done:start], new
        done = end
    parts.append(document[done:])
    return document[:0].join(parts)
