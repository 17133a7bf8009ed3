"""Edits as a person reads them: whole words before and after, not the letters that differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from spellfix.cli.colour import Marks
from spellfix.correction import Correction
from spellfix.edits import Edit

_REACH = 20  # code points of a word on either side of an edit that are shown


@dataclass(frozen=True, slots=True)
class Change:
    """One word or more, ``text[start:end]`` of the text, with all ``edits`` in it."""

    before: str
    after: str
    edits: tuple[Edit, ...]


def changes(text: str, correction: Correction) -> Iterator[Change]:
    """The changed words of ``text``, in order; edits of the same word together.

    >>> edits = (Edit(0, 1, "않", "안", "spelling", 0.9), Edit(2, 2, "", " ", "spacing", 0.8))
    >>> [(each.before, each.after) for each in changes("않할거야 정말", Correction("", edits, 1.0))]
    [('않할거야', '안할 거야')]
    """
    group: list[Edit] = []
    start = end = 0
    for edit in correction.edits:
        left, right = _word(text, edit)
        if group and left >= end:
            yield _change(text, start, end, group)
            group = []
        start, end = (start if group else left), right
        group.append(edit)
    if group:
        yield _change(text, start, end, group)


def as_change(change: Change, marks: Marks | None) -> str:
    """``before → after (kind, 0.97)``; of several edits all kinds and the least confidence."""
    before, after = map(_shown, (change.before, change.after))
    if marks:
        before, after = marks.change(before, ""), marks.change("", after)
    kinds = ", ".join(dict.fromkeys(edit.kind for edit in change.edits))
    least = min(edit.confidence for edit in change.edits)
    return f"{before} → {after} ({kinds}, {int(least * 100) / 100:.2f})"


def _word(text: str, edit: Edit) -> tuple[int, int]:
    left, right = edit.start, edit.end
    while left > max(0, edit.start - _REACH) and not text[left - 1].isspace():
        left -= 1
    while right < min(len(text), edit.end + _REACH) and not text[right].isspace():
        right += 1
    return left, right


def _change(text: str, start: int, end: int, edits: list[Edit]) -> Change:
    parts, done = [], start
    for edit in edits:
        parts += [text[done : edit.start], edit.after]
        done = edit.end
    return Change(text[start:end], "".join([*parts, text[done:end]]), tuple(edits))


def _shown(text: str) -> str:
    """Without what would break the line or move the cursor."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)
