"""The error model: how likely somebody who meant one thing typed another. Knows no language.

An error rewrites what was meant (alpha) into what was typed (beta), and P(alpha -> beta) is how
often it happened by how often alpha was meant: Kernighan, Church & Gale (1990), whose insertions
and deletions depend on the letter in front; of strings instead of letters: Brill & Moore (2000).
There are two floors: strokes of the two-set keyboard, at most two on a side, and characters
(syllables and the space), at most three. Where one has seen little, the floor below speaks. That
nothing else went wrong is taken for certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from math import log

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

from spellfix.keyboard import keys, strokes

Rewrite = tuple[str, str]
"""What was meant, never empty, and what was typed instead."""

OUTCOMES = 40
"""So many things, about, may come out of a stroke: alike, as long as nothing is known of them."""
LONGEST = 2
"""Strokes on a side of a rewrite."""
WIDEST = 3
"""Characters on a side of a rewrite."""
START = " "
"""Stands in front of the first character and behind the last."""
LEAST = 1e-30


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each rewrite happened, and how often each left side was meant, wrong or right."""

    rewrites: Mapping[Rewrite, int]
    meant: Mapping[str, int]

    def rate(self, rewrite: Rewrite, expected: float) -> float:
        """P(rewrite), where `expected` is what it would be if nothing were known.

        The mean of a Poisson rate whose prior is a Gamma distribution of shape 1 and that mean.

        >>> counts = Counts({("ㅐ", "ㅔ"): 3}, {"ㅐ": 300})
        >>> round(counts.rate(("ㅐ", "ㅔ"), 0.01), 6), counts.rate(("ㅗ", "ㅓ"), 0.01)
        (0.01, 0.01)
        """
        count, times = self.rewrites.get(rewrite, 0), self.meant.get(rewrite[0], 0)
        return (count + 1) / (times + 1 / expected)


class ErrorModel:
    """log P(typed | meant). error_rate: errors by stroke meant, whichever."""

    def __init__(self, strokes_: Counts, characters: Counts, error_rate: float) -> None:
        self.strokes = strokes_
        self.characters = characters
        self.error_rate = error_rate
        self._known = lru_cache(maxsize=1 << 14)(self._logprob)

    def logprob(self, meant: str, typed: str) -> float:
        """log P(typed | meant); 0.0 where they are the same. A word starts where they start."""
        return 0.0 if meant == typed else self._known(*narrowed(meant, typed))

    def of_sentence(self, meant: str, typed: str) -> float:
        """log P(typed | meant) of whole sentences: that of all the places which differ. Where the
        same keys make both, in the other mode (dkssud, 안녕), left apart or but for Shift (햇다,
        했다), no wrong key was hit: 0.0."""
        ours, theirs = typed.split(" "), meant.split(" ")
        total = 0.0
        for start, end, first, last in _stretches(ours, theirs):
            stood, stands = ours[start:end], theirs[first:last]
            if len(stood) == len(stands):
                other = [keys(one) != keys(two) for one, two in zip(stood, stands, strict=True)]
                stood, stands = list(compress(stood, other)), list(compress(stands, other))
            total += self._of_places(" ".join(stands), " ".join(stood))
        return total

    def _of_places(self, meant: str, typed: str) -> float:
        meant, typed = START + meant + START, START + typed + START
        places = _stretches(meant, typed, kept=1)
        return sum(
            self.logprob(meant[max(0, start - 1) : end + 1], typed[max(0, first - 1) : last + 1])
            for start, end, first, last in places
        )

    def _logprob(self, before: str, meant: str, typed: str, behind: str) -> float:
        rate = 1.0
        for rewrite in stroke_rewrites(before, meant, typed):
            rate *= self.strokes.rate(rewrite, self.error_rate / OUTCOMES)
        rate = max(rate, LEAST)
        for rewrite in character_rewrites(before, meant, typed, behind):
            if rewrite[0] in self.characters.meant:
                rate = self.characters.rate(rewrite, rate)
        return log(rate)


def _stretches(
    one: Sequence[str], other: Sequence[str], kept: int = 0
) -> Iterator[tuple[int, int, int, int]]:
    """Where two lists of words, or two texts, differ: from and to in the one, from and to in the
    other; one stretch where at most so many are kept in between, none of them a space."""
    found: list[tuple[int, int, int, int]] = []
    for step in Levenshtein.opcodes(one, other):
        if step.tag == "equal":
            continue
        start, first = step.src_start, step.dest_start
        if found and start - found[-1][1] <= kept and START not in one[found[-1][1] : start]:
            start, _, first, _ = found.pop()
        found.append((start, step.src_end, first, step.dest_end))
    return iter(found)


def narrowed(meant: str, typed: str) -> tuple[str, str, str, str]:
    """The character before the difference of two texts, both sides of it, the character behind.

    >>> narrowed("숙제를", "숙재를"), narrowed("할 수", "할수")
    (('숙', '제', '재', '를'), ('할', ' ', '', '수'))
    """
    head = Prefix.similarity(meant, typed)
    tail = min(Postfix.similarity(meant, typed), min(len(meant), len(typed)) - head)
    before = meant[head - 1] if head else START
    behind = meant[len(meant) - tail] if tail else START
    return before, meant[head : len(meant) - tail], typed[head : len(typed) - tail], behind


def character_rewrites(before: str, meant: str, typed: str, behind: str) -> Iterator[Rewrite]:
    """The rewrites of characters that a difference is an instance of, the widest last; none for
    one that is too wide. What appears or vanishes is seen with its neighbours."""
    sides = [("", ""), ("", behind), (before, ""), (before, behind)]
    for left, right in sides if not (meant and typed) else sides[:1]:
        alpha, beta = left + meant + right, left + typed + right
        if alpha and beta and len(alpha) <= WIDEST and len(beta) <= WIDEST:
            yield alpha, beta


def stroke_rewrites(before: str, meant: str, typed: str) -> Iterator[Rewrite]:
    """The rewrites of strokes that turn `meant` into `typed`, which stand behind `before`.

    >>> list(stroke_rewrites("숙", "제", "재")), list(stroke_rewrites("다", "않", "안"))
    ([('ㅔ', 'ㅐ')], [('ㄴㅎ', 'ㄴ')])
    >>> list(stroke_rewrites("할", " ", "")), list(stroke_rewrites(" ", "가", "ㅏㄱ"))
    ([('ㄹ ', 'ㄹ')], [('ㄱㅏ', 'ㅏㄱ')])
    """
    past = strokes(before)[-1]
    ours, theirs = past + strokes(meant), past + strokes(typed)
    head = Prefix.similarity(ours, theirs)
    tail = min(Postfix.similarity(ours, theirs), min(len(ours), len(theirs)) - head)
    alpha, beta = ours[head : len(ours) - tail], theirs[head : len(theirs) - tail]
    if alpha and beta and len(alpha) <= LONGEST and len(beta) <= LONGEST:
        yield alpha, beta
        return
    for step in Levenshtein.opcodes(ours, theirs):
        alpha = ours[step.src_start : step.src_end]
        beta = theirs[step.dest_start : step.dest_end]
        if step.tag == "replace":
            yield from zip(alpha, beta, strict=True)
        elif step.tag == "delete":
            front = ours[step.src_start - 1]
            yield from ((front + each, front) for each in alpha)
        elif step.tag == "insert":
            front = ours[step.src_start - 1]
            yield from ((front, front + each) for each in beta)
