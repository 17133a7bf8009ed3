"""Slips on the two-set keyboard as rules of one jamo each: what was meant, what was typed.

The rules follow from the keyboard's geometry (`spellfix.keyboard`) alone; which slips are likelier
than others was counted nowhere, so that all cost the same. Knows nothing about who uses the rules.
"""

from collections.abc import Iterator
from typing import NamedTuple

from spellfix.hangul import LEADS, TAILS, VOWELS
from spellfix.keyboard import JOINED_VOWELS, SHIFT, TAIL_PAIRS, UNSHIFT, VOWEL_PAIRS, neighbours


class Slip(NamedTuple):
    """Where `meant` is meant, any of `typed` may stand. All are compatibility jamo; tail: whether
    they stand at the end of a syllable."""

    meant: str
    typed: tuple[str, ...]
    tail: bool = False


def slips() -> Iterator[Slip]:
    """A neighbour key, or Shift too much or too little, for every lead, vowel and tail that is one
    keystroke; vowels of two keystrokes with one of them slipped or left out.

    >>> next(slips())
    Slip(meant='ㄱ', typed=('ㄷ', 'ㅅ', 'ㅇ', 'ㄹ'), tail=False)
    """
    for jamo in LEADS:
        yield from _of(jamo, LEADS)
    for jamo in VOWELS:
        if jamo in VOWEL_PAIRS:
            yield Slip(jamo, tuple(_of_two(*VOWEL_PAIRS[jamo])))
        else:
            yield from _of(jamo, VOWELS)
    for jamo in TAILS:
        if jamo not in TAIL_PAIRS:
            yield from (slip._replace(tail=True) for slip in _of(jamo, TAILS))


def _of(jamo: str, allowed: str) -> Iterator[Slip]:
    near = tuple(other for other in neighbours(jamo) if other in allowed)
    if near:
        yield Slip(jamo, near)
    shifted = SHIFT.get(jamo) or UNSHIFT.get(jamo)
    if shifted and shifted in allowed:
        yield Slip(jamo, (shifted,))


def _of_two(first: str, second: str) -> Iterator[str]:
    pairs = [first + other for other in neighbours(second)]
    pairs += [other + second for other in neighbours(first)]
    yield from (JOINED_VOWELS[pair] for pair in pairs if pair in JOINED_VOWELS)
    yield from (first, second)
