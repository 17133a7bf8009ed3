"""Edits: what turns one text into another, as small spans of the first one.

An edit says where (code points of the source), what stood there, what shall stand there and of
which kind the error is. Knows nothing about models, nor about which of two texts is the right one.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

from spellfix.errors import InputError
from spellfix.kinds import classify

CONTEXT = 32  # code points on either side of an edit that its kind may depend on


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``source[start:end]``, which is ``before``, by ``after``.

    ``start == end`` inserts and an empty ``after`` deletes. ``kind`` is one of
    ``spellfix.kinds.KINDS``; ``confidence`` is a probability, 1.0 where nobody estimated one.
    """

    start: int
    end: int
    before: str
    after: str
    kind: str
    confidence: float = 1.0


def align(source: str, target: str) -> list[Edit]:
    """The small edits that turn ``source`` into ``target``: sorted, apart from each other.

    Changes with at most one kept character between them become one edit (키리 -> 리키), unless that
    character is white space: words are corrected one by one. Always
    ``apply(source, align(source, target)) == target``, for any two strings.

    A pair that is both very long and very different is compared by words or lines first; what
    is too long even for that comes back as one edit.

    >>> [(edit.start, edit.before, edit.after, edit.kind) for edit in align("않 되요", "안 돼요")]
    [(0, '않', '안', 'spelling'), (2, '되', '돼', 'spelling')]
    >>> align("같다", "같다")
    []
    """
    edits = []
    changes = _settled(source, target, list(_changes(source, target)))
    for start, end, first, last in _merged(source, target, changes):
        before, after = source[start:end], target[first:last]
        left, right = source[max(0, start - CONTEXT) : start], source[end : end + CONTEXT]
        edits.append(Edit(start, end, before, after, classify(before, after, left, right)))
    return edits


def apply(source: str, edits: Iterable[Edit]) -> str:
    """``source`` with ``edits`` made; they come in order, as ``align`` gives them.

    Raises InputError for an edit that is out of order, overlaps its predecessor, leaves the text,
    or was made for another text (``before`` does not stand there).

    >>> apply("않 되요", align("않 되요", "안 돼요"))
    '안 돼요'
    """
    parts: list[str] = []
    done = 0
    for edit in edits:
        if not 0 <= edit.start <= edit.end <= len(source):
            raise InputError(
                f"edit {edit.start}..{edit.end} lies outside a text of {len(source)} code points"
            )
        if edit.start < done:
            raise InputError(
                f"edit {edit.start}..{edit.end} overlaps or precedes the one that ends at {done}; "
                "expected edits in order, each in a span of its own"
            )
        if source[edit.start : edit.end] != edit.before:
            raise InputError(
                f"edit {edit.start}..{edit.end} expects {edit.before!r} but the text has "
                f"{source[edit.start : edit.end]!r}; it was made for another text"
            )
        parts += source[done : edit.start], edit.after
        done = edit.end
    parts.append(source[done:])
    return "".join(parts)


def chain(source: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """The edits of ``source`` that make what ``first`` makes of it and then ``second`` of that.

    Where one of ``second`` changes what one of ``first`` has written they become one edit, of the
    kind of the earlier and no surer than either.

    >>> first = [Edit(0, 6, "dkssuf", "안녈", "conversion", 0.9)]
    >>> chain("dkssuf하세요", first, [Edit(1, 2, "녈", "녕", "keyboard", 0.8)])
    [Edit(start=0, end=6, before='dkssuf', after='안녕', kind='conversion', confidence=0.8)]
    """
    between = apply(source, first)
    chained: list[Edit] = []
    grown = 0  # what lies before has grown by so much
    for start, end, earlier, later in _meeting(first, second):
        begin = start - grown
        grown += sum(len(edit.after) - len(edit.before) for edit in earlier)
        inside = [replace(edit, start=edit.start - start, end=edit.end - start) for edit in later]
        after = apply(between[start:end], inside)
        both = [*earlier, *later]
        sure = min(edit.confidence for edit in both)
        before = source[begin : end - grown]
        chained.append(Edit(begin, end - grown, before, after, both[0].kind, sure))
    return chained


Meeting = tuple[int, int, list[Edit], list[Edit]]
"""A span of what the first edits make, and the first and the second ones that share it."""


def _meeting(first: Sequence[Edit], second: Sequence[Edit]) -> list[Meeting]:
    """The edits, those together that have a character in common, or one place where nothing is."""
    shifts = accumulate((len(edit.after) - len(edit.before) for edit in first), initial=0)
    spans = [
        (edit.start + shift, edit.start + shift + len(edit.after), 0, edit)
        for edit, shift in zip(first, shifts, strict=False)
    ]
    spans += [(edit.start, edit.end, 1, edit) for edit in second]
    met: list[Meeting] = []
    for start, end, which, edit in sorted(spans, key=lambda each: each[:3]):
        begun, ended, earlier, later = met[-1] if met else (0, -1, [], [])
        if start < ended or start == end == begun == ended:
            met[-1] = begun, max(end, ended), earlier, later
        else:
            earlier, later = [], []
            met.append((start, end, earlier, later))
        (later if which else earlier).append(edit)
    return met


Change = tuple[int, int, int, int]  # start and end in the source, start and end in the target

# What is too long to compare by characters is cut into lines, and what differs still into words.
# Time grows with the pairs to compare; memory does not (rapidfuzz divides and conquers).
MOST_CHARACTER_PAIRS = 2_500_000_000  # about 0.1 s
MOST_PIECE_PAIRS = 40_000_000_000  # about 1 s: the words of a megabyte
PIECES = (re.compile(r"[^\n]*\n|[^\n]+"), re.compile(r"\S+\s*|\s+"))


def _changes(source: str, target: str, at: int = 0, to: int = 0, cut: int = 0) -> Iterator[Change]:
    """What differs, in order, moved by ``at`` in the source and by ``to`` in the target."""
    head = Prefix.similarity(source, target)
    source, target, at, to = source[head:], target[head:], at + head, to + head
    tail = Postfix.similarity(source, target)
    source, target = source[: len(source) - tail], target[: len(target) - tail]
    if len(source) * len(target) <= MOST_CHARACTER_PAIRS:
        for start, end, first, last in _compare(source, target):
            yield at + start, at + end, to + first, to + last
    elif cut < len(PIECES):
        yield from _changes_of_pieces(source, target, at, to, cut)
    else:
        yield at, at + len(source), to, to + len(target)


def _changes_of_pieces(source: str, target: str, at: int, to: int, cut: int) -> Iterator[Change]:
    ours, theirs = PIECES[cut].findall(source), PIECES[cut].findall(target)
    if len(ours) * len(theirs) > MOST_PIECE_PAIRS:
        yield at, at + len(source), to, to + len(target)
        return
    numbers = {piece: number for number, piece in enumerate(dict.fromkeys(ours + theirs))}
    here = list(accumulate(map(len, ours), initial=0))
    there = list(accumulate(map(len, theirs), initial=0))
    for start, end, first, last in _compare(
        [numbers[piece] for piece in ours], [numbers[piece] for piece in theirs]
    ):
        start, end, first, last = here[start], here[end], there[first], there[last]
        yield from _changes(source[start:end], target[first:last], at + start, to + first, cut + 1)


def _compare(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> Iterator[Change]:
    for step in Levenshtein.opcodes(ours, theirs):
        if step.tag != "equal":
            yield step.src_start, step.src_end, step.dest_start, step.dest_end


def _settled(source: str, target: str, changes: list[Change]) -> Iterator[Change]:
    """Insertions and deletions moved as far right as their meaning allows.

    Of 에에 -> 에 either 에 may go, and which one an alignment picks hangs on what else changed in
    the text. Moved, equal corrections are equal edits.
    """
    stop = (len(source), len(source), len(target), len(target))
    for (start, end, first, last), (limit, *_) in pairwise([*changes, stop]):
        if start == end or first == last:
            text, here, there = (target, first, last) if start == end else (source, start, end)
            steps = 0
            while end + steps < limit and text[here + steps] == text[there + steps]:
                steps += 1
            yield start + steps, end + steps, first + steps, last + steps
        else:
            yield start, end, first, last


def _merged(source: str, target: str, changes: Iterable[Change]) -> Iterator[Change]:
    """Neighbouring changes joined, then freed of what is equal at their ends."""
    joined: list[Change] = []
    for start, end, first, last in changes:
        if joined:
            kept = source[joined[-1][1] : start]
            if len(kept) <= 1 and not kept.isspace():
                start, _, first, _ = joined.pop()
        joined.append((start, end, first, last))
    for start, end, first, last in joined:
        head = Prefix.similarity(source[start:end], target[first:last])
        tail = Postfix.similarity(source[start + head : end], target[first + head : last])
        if start + head < end - tail or first + head < last - tail:
            yield start + head, end - tail, first + head, last - tail
