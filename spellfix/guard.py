"""What no correction may do: touch a protected span, respell Latin words, write what nobody types.

Knows edits and spans; knows nothing about models and how sure they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from unicodedata import category

from rapidfuzz.distance import Levenshtein

from spellfix.edits import CONTEXT, Edit
from spellfix.kinds import classify
from spellfix.text import Span


def permitted(text: str, edits: Iterable[Edit], spans: Sequence[Span]) -> Iterator[Edit]:
    """Those of `edits` of `text` that are allowed, given its protected `spans` in order.

    An edit that touches a span is taken apart first: of 리액트을 -> 리엑트를 only 을 -> 를 remains
    where 리액트 is protected. What is put directly before or behind a span does not touch it.
    Latin letters may become Hangul and Hangul Latin (the wrong 한/영 mode), but no Latin word
    another one: the model has learnt Korean.
    """
    for edit in edits:
        if not (_unreadable(edit) or _inside_latin(text, edit) or _pads(text, edit)):
            if _touches(edit, spans):
                yield from (part for part in _parts(text, edit) if not _touches(part, spans))
            else:
                yield edit


def _touches(edit: Edit, spans: Sequence[Span]) -> bool:
    following = bisect_left(spans, edit.end, key=lambda span: span.start)
    return following > 0 and spans[following - 1].end > edit.start


def _pads(text: str, edit: Edit) -> bool:
    """Whether an edit only puts white space beside white space, or at an end of the text."""
    around = text[max(0, edit.start - 1) : edit.start], text[edit.end : edit.end + 1]
    beside = any(not char or char.isspace() for char in around)
    return not edit.before and edit.after.isspace() and beside


def _inside_latin(text: str, edit: Edit) -> bool:
    """Whether an edit changes Latin letters to Latin letters, or the space between two of them."""
    letters = [char for char in edit.before + edit.after if char.isalpha()]
    if letters:
        return all(map(str.isascii, letters))
    around = text[max(0, edit.start - 1) : edit.start] + text[edit.end : edit.end + 1]
    return len(around) == 2 and around.isascii() and around.isalpha()


def _parts(text: str, edit: Edit) -> Iterator[Edit]:
    """The single insertions, deletions and replacements that `edit` consists of."""
    for step in Levenshtein.opcodes(edit.before, edit.after):
        if step.tag != "equal":
            start, end = edit.start + step.src_start, edit.start + step.src_end
            before, after = text[start:end], edit.after[step.dest_start : step.dest_end]
            left, right = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
            kind = classify(before, after, left, right)
            yield replace(edit, start=start, end=end, before=before, after=after, kind=kind)


def _unreadable(edit: Edit) -> bool:
    """A control, surrogate, private or unassigned code point, or the replacement character."""
    return any(
        char == "\ufffd" or category(char) in {"Cc", "Cs", "Co", "Cn"} for char in edit.after
    )
