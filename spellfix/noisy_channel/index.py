"""Which known words are one keystroke away from a word as typed (SymSpell: Garbe 2012).

Two strings that differ by one insertion, deletion, replacement or swap of neighbours become equal
if each loses at most one character. So every word is entered under its strokes and under what is
left of them when one goes, and looked up the same way. Not symspellpy: its dictionary of 60,000
words took 1.3 s to fill and 125 MB, the sorted array of hashes here 0.15 s and 20 MB. Equal hashes
are only a hint (32 bits, and a stroke lost here and another there); what is found is compared.
Knows nothing about which words are likely.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from spellfix.hangul import FIRST_SYLLABLE, LAST_SYLLABLE, LEADS, TAILS, VOWELS
from spellfix.keyboard import strokes

LONGEST = 60
"""Strokes; longer words are not found."""
CHUNK = 1 << 14
"""Words hashed at once, to save memory."""
_FIRST_JAMO, _LAST_JAMO = 0x3131, 0x3163
_FACTOR = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_INVERSE = pow(_FACTOR, -1, 1 << 64)
_MIXER = np.uint64(0xD6E8FEB86659FD93)
_LOW = np.uint64(32)

Points = NDArray[np.uint32]


def _spelled(characters: Sequence[str]) -> Points:
    """The strokes of each as code points, 0 where there is only one. uint32 [n, 2]."""
    rows = [[*map(ord, strokes(char)), 0, 0][:2] for char in characters]
    return np.array(rows, np.uint32)


_LEADS, _VOWELS, _TAILS = _spelled([*LEADS]), _spelled([*VOWELS]), _spelled(["", *TAILS])
_JAMO = _spelled([chr(point) for point in range(_FIRST_JAMO, _LAST_JAMO + 1)])
_POWERS = np.array([pow(_FACTOR, power, 1 << 64) for power in range(LONGEST + 1)], np.uint64)


class StrokeIndex:
    """`words`: what there is to find."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        parts = [np.zeros(0, np.uint64)]
        for start in range(0, len(words), CHUNK):
            hashes, owners = _hashed(words[start : start + CHUNK])
            parts.append(hashes << _LOW | owners + np.uint64(start))
        entries = np.concatenate(parts)
        entries.sort()
        self._hashes = (entries >> _LOW).astype(np.uint32)
        self._owners = entries.astype(np.uint32)

    def within_one(self, typed: Sequence[str]) -> list[list[str]]:
        """For each of `typed` the words whose strokes are at distance 1 or 0, in order.

        The distance is that of optimal string alignment: insertions, deletions, replacements and
        swaps of neighbours, none of which touches another.
        """
        hashes, asking = _hashed(typed)
        wanted = hashes.astype(np.uint32)
        first = np.searchsorted(self._hashes, wanted, "left")
        counts = np.searchsorted(self._hashes, wanted, "right") - first
        steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        found = self._owners[np.repeat(first, counts) + steps].astype(np.uint64)
        pairs = np.unique(np.repeat(asking, counts) << _LOW | found).tolist()
        spelled = [*map(strokes, typed)]
        answers: list[list[str]] = [[] for _ in typed]
        for pair in pairs:
            query, word = pair >> 32, self.words[pair & 0xFFFFFFFF]
            if OSA.distance(spelled[query], strokes(word), score_cutoff=1) <= 1:
                answers[query].append(word)
        return answers


def _hashed(words: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Hashes of 32 bits of the strokes of every word, whole and each without one of them, and the
    number of the word. uint64 [n], uint64 [n]."""
    points, lengths = _all_strokes(words)
    owners = np.repeat(np.arange(len(words)), lengths)
    kept = (lengths <= LONGEST)[owners]
    points, owners = points[kept], owners[kept]
    lengths = np.where(lengths <= LONGEST, lengths, 0)
    starts = np.cumsum(lengths) - lengths
    terms = points.astype(np.uint64) * _POWERS[np.arange(len(points)) - starts[owners]]
    before = np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)])
    whole = before[starts + lengths] - before[starts]
    head = before[:-1] - before[starts][owners]
    tail = before[starts + lengths][owners] - before[1:]
    without = head + tail * np.uint64(_INVERSE)
    numbers = np.flatnonzero(lengths)
    hashes = np.concatenate([whole[numbers], without]) * _MIXER >> _LOW
    return hashes, np.concatenate([numbers, owners]).astype(np.uint64)


def _all_strokes(words: Sequence[str]) -> tuple[Points, NDArray[np.int64]]:
    """The strokes of all words in a row, as code points, and how many each word has."""
    text = "".join(words).encode("utf-32-le", "surrogatepass")
    points = np.frombuffer(text, np.uint32)
    rows = np.zeros((len(points), 6), np.uint32)
    rows[:, 0] = points
    here = np.flatnonzero((points >= FIRST_SYLLABLE) & (points <= LAST_SYLLABLE))
    syllable = points[here] - FIRST_SYLLABLE
    rows[here, 0:2] = _LEADS[syllable // 588]
    rows[here, 2:4] = _VOWELS[syllable // 28 % 21]
    rows[here, 4:6] = _TAILS[syllable % 28]
    here = np.flatnonzero((points >= _FIRST_JAMO) & (points <= _LAST_JAMO))
    rows[here, 0:2] = _JAMO[points[here] - _FIRST_JAMO]
    there = rows != 0
    ends = np.cumsum(np.fromiter(map(len, words), np.int64, len(words)))
    so_far = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    return rows[there], np.diff(so_far[ends], prepend=0)
