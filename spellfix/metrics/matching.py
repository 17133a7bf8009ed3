"""Edits made against edits wanted, by characters and by words.

An edit is right if the same span of the input gets the same replacement. By characters the edits
are those of ``spellfix.edits.align``. By words they are what these edits do to the words between
white space: who writes 할수 for 할 수 has made one word wrong, and is right again with one edit.
Where several references are given, each input is scored against the one that serves it best, as in
the scorers M2 (Dahlmeier and Ng 2012) and ERRANT (Bryant et al. 2017). Knows nothing about kinds.
"""

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from spellfix.edits import Edit
from spellfix.metrics.intervals import Floats, ratio

Key = tuple[int, int, str]  # start and end, in characters or words, and what shall stand there


class Match(NamedTuple):
    """Edits right, made and wanted, with the reference at place ``reference``."""

    right: int
    made: int
    wanted: int
    reference: int


def character_edits(edits: Iterable[Edit]) -> list[Key]:
    """What makes an edit the same as another: its span and what it writes.

    >>> from spellfix.edits import align
    >>> character_edits(align("않 되요", "안 돼요"))
    [(0, 1, '안'), (2, 3, '돼')]
    """
    return [(edit.start, edit.end, edit.after) for edit in edits]


def word_edits(source: str, edits: Sequence[Edit]) -> list[Key]:
    """``edits`` of ``source``, in order, as edits of its words, which white space parts.

    Spans count words. Where a word ends or begins before the edits and after them, one edit ends
    and another may begin: neighbouring words are edited one by one, words that are joined or split
    are one edit. White space that only gets longer or shorter is no edit of a word.

    >>> from spellfix.edits import align
    >>> word_edits("그럴수 있다", align("그럴수 있다", "그럴 수 있다"))
    [(0, 1, '그럴 수')]
    >>> word_edits("많아질 수 록 않 되요", align("많아질 수 록 않 되요", "많아질수록 안 돼요"))
    [(0, 3, '많아질수록'), (3, 4, '안'), (4, 5, '돼요')]
    >>> word_edits("나는 간다", align("나는 간다", "나는 집에 간다"))
    [(1, 1, '집에')]
    """
    found: list[Key] = []
    words = done = 0  # so many words stand before this place
    for group in _groups(source, edits):
        start, end = _stretch(source, group)
        words += len(source[done:start].split())
        before, after = source[start:end].split(), _edited(source, group, start, end).split()
        head = _alike(before, after)
        tail = _alike(before[head:][::-1], after[head:][::-1])
        if before != after:
            first, last = words + head, words + len(before) - tail
            found.append((first, last, " ".join(after[head : len(after) - tail])))
        words += len(before)
        done = end
    return found


def best_match(made: Collection[Key], references: Sequence[Collection[Key]]) -> Match:
    """The counts with the reference that gives the highest F0.5.

    Of equal ones that with more edits right, then fewer wrong, then fewer missed, then the first.
    Where nothing is made and nothing wanted, F0.5 counts as 1. ERRANT adds the counts of the
    sentences before to each choice, so its choice hangs on the order of sentences; this one does
    not. ``references`` holds at least one.

    >>> best_match([(0, 1, "안")], [[(0, 1, "안"), (2, 3, "돼")], [(0, 1, "안")]])
    Match(right=1, made=1, wanted=1, reference=1)
    >>> best_match([], [[(0, 1, "안"), (2, 3, "돼")], [(0, 1, "안")]])
    Match(right=0, made=0, wanted=1, reference=1)
    """
    mine = frozenset(made)
    matches = (_match(mine, frozenset(wanted), at) for at, wanted in enumerate(references))
    return max(matches, key=_worth)  # the first of equal ones


def f05(right: Floats, made: Floats, wanted: Floats) -> Floats:
    """F0.5 of edits, number by number: precision weighs twice as much as recall (Ng et al. 2014,
    CoNLL-2014 shared task). Not a number where nothing was made and nothing wanted.

    Two edits right of three made, with four wanted: P = 2/3, R = 1/2, F0.5 = 1.25 P R / (0.25 P +
    R) = 0.625.

    >>> import numpy as np
    >>> f05(np.array([2.0]), np.array([3.0]), np.array([4.0]))
    array([0.625])
    """
    return ratio(5 * right, 4 * made + wanted)


def _match(made: AbstractSet[Key], wanted: AbstractSet[Key], reference: int) -> Match:
    return Match(len(made & wanted), len(made), len(wanted), reference)


def _worth(match: Match) -> tuple[float, int, int, int]:
    right, made, wanted, _ = match
    worth = 5 * right / (4 * made + wanted) if made + wanted else 1.0
    return worth, right, -(made - right), -(wanted - right)


def _groups(source: str, edits: Iterable[Edit]) -> list[list[Edit]]:
    """Edits of which no end or beginning of a word, there before and after, parts any two."""
    groups: list[list[Edit]] = []
    for edit in edits:
        last = groups[-1][-1] if groups else None
        if last is None or _parted(source, last, edit):
            groups.append([edit])
        else:
            groups[-1].append(edit)
    return groups


def _parted(source: str, edit: Edit, following: Edit) -> bool:
    kept = source[edit.end : following.start]
    return _has_space(kept) or _closes(source, edit) or _opens(source, following)


def _opens(source: str, edit: Edit) -> bool:
    """Whether a word ends where ``edit`` begins, without the edit and with it."""
    behind = source[edit.end : edit.end + 1]
    return _is_gap((edit.before or behind)[:1]) and _is_gap((edit.after or behind)[:1])


def _closes(source: str, edit: Edit) -> bool:
    """Whether a word begins where ``edit`` ends, without the edit and with it."""
    ahead = source[edit.start - 1] if edit.start else ""
    return _is_gap((edit.before or ahead)[-1:]) and _is_gap((edit.after or ahead)[-1:])


def _stretch(source: str, group: Sequence[Edit]) -> tuple[int, int]:
    """The span of ``group``, widened to whole words."""
    start, end = group[0].start, group[-1].end
    if not _opens(source, group[0]):
        while start > 0 and not source[start - 1].isspace():
            start -= 1
    if not _closes(source, group[-1]):
        while end < len(source) and not source[end].isspace():
            end += 1
    return start, end


def _edited(source: str, group: Sequence[Edit], start: int, end: int) -> str:
    parts: list[str] = []
    for edit in group:
        parts += source[start : edit.start], edit.after
        start = edit.end
    parts.append(source[start:end])
    return "".join(parts)


def _alike(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many words are the same from the first on."""
    pairs = zip(ours, theirs, strict=False)
    return next(
        (at for at, (one, other) in enumerate(pairs) if one != other), min(len(ours), len(theirs))
    )


def _is_gap(char: str) -> bool:
    """White space, or the beginning or end of the text."""
    return not char or char.isspace()


def _has_space(text: str) -> bool:
    return any(map(str.isspace, text))
