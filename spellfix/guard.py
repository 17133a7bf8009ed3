"""What no correction may do: touch a protected span, or write what nobody typed on purpose.

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
    """
    for edit in edits:
        if all(map(_readable, edit.after)):
            if _touches(edit, spans):
                yield from (part for part in _parts(text, edit) if not _touches(part, spans))
            else:
                yield edit


def _touches(edit: Edit, spans: Sequence[Span]) -> bool:
    following = bisect_left(spans, edit.end, key=lambda span: span.start)
    return following > 0 and spans[following - 1].end > edit.start


def _parts(text: str, edit: Edit) -> Iterator[Edit]:
    """The single insertions, deletions and replacements that `edit` consists of."""
    for step in Levenshtein.opcodes(edit.before, edit.after):
        if step.tag != "equal":
            start, end = edit.start + step.src_start, edit.start + step.src_end
            before, after = text[start:end], edit.after[step.dest_start : step.dest_end]
            left, right = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
            kind = classify(before, after, left, right)
            yield replace(edit, start=start, end=end, before=before, after=after, kind=kind)


def _readable(char: str) -> bool:
    """No control, surrogate, private or unassigned code point and no replacement character."""
    return char != "\ufffd" and category(char) not in {"Cc", "Cs", "Co", "Cn"}
