"""Whether a text holds a part of a benchmark: accuracy on what was trained on says nothing.

A text leaks a set where it shares WINDOW letters in a row with one of its texts, or OVERLAP of the
pieces of GRAM letters with one of them. Spaces, punctuation and case count for nothing. Knows
nothing about where the texts come from.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from spellfix.data.laid import Laid
from spellfix.data.letters import Hashes, Integers, Letters
from spellfix.data.table import NONE
from spellfix.evaluation import read_pairs

WINDOW = 14
GRAM = 5
OVERLAP = 0.5  # of the pieces of the longer text of the two
_BITS = 20  # of a hash, for a first look in a table of a megabyte


class Benchmarks:
    """The texts that nothing may leak from, inputs and targets alike.

    names: the files, as they were given. Raises InputError for a file of no pairs.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.names = tuple(str(path) for path in paths)
        texts: dict[str, int] = {}
        for number, path in enumerate(paths):
            for pair in read_pairs(path):
                texts.setdefault(pair.input, number)
                texts.setdefault(pair.target, number)
        letters = Letters.of(Laid.out(list(texts)))
        self._sets = np.fromiter(texts.values(), np.int64, len(texts))
        self._windows = _Hashes(*_owned(letters, WINDOW))
        self._grams = _Hashes(*_owned(letters, GRAM))
        self._sizes = np.maximum(letters.counts - (GRAM - 1), 0)

    def find(self, letters: Letters) -> npt.NDArray[np.int16]:
        """The number of the first set that each text leaks, NONE where it is none; int16."""
        if not len(self._sets):
            return np.full(len(letters.counts), NONE, np.int16)
        parts = [self._find(portion) for portion in letters.portions()]
        return np.concatenate([np.zeros(0, np.int16), *parts])

    def _find(self, letters: Letters) -> npt.NDArray[np.int16]:
        found = np.full(len(letters.counts), NONE, np.int16)
        hashes = letters.windows(GRAM)
        likely = self._grams.likely(hashes)
        # All pieces of a window that is in a benchmark are there. One that reaches into the zero
        # behind a text is in none.
        run, reached = likely[: max(0, len(likely) - WINDOW + 1)].copy(), 1
        while reached < WINDOW - GRAM + 1 and run.any():
            run &= likely[reached : reached + len(run)]
            reached += 1
        at = np.flatnonzero(run)
        for text, items in self._windows.owners(letters.windows_at(at, WINDOW), letters.among(at)):
            found[text] = _first(found[text], int(self._sets[items].min()))
        hits = np.add.reduceat(likely, letters.starts, dtype=np.int64)
        sizes = letters.counts - (GRAM - 1)
        for text in np.flatnonzero((sizes > 0) & (hits >= OVERLAP * sizes)).tolist():
            start, size = int(letters.starts[text]), int(sizes[text])
            number = self._overlapping(np.unique(hashes[start : start + size]), size)
            if number != NONE:
                found[text] = _first(found[text], number)
        return found

    def _overlapping(self, hashes: Hashes, size: int) -> int:
        shared: Counter[int] = Counter()
        for _, items in self._grams.owners(hashes, np.zeros(len(hashes), np.int64)):
            shared.update(items.tolist())
        sets = (
            int(self._sets[item])
            for item, count in shared.items()
            if count >= OVERLAP * max(size, int(self._sizes[item]))
        )
        return min(sets, default=NONE)


class _Hashes:
    """Hashes, each once for every text that has it, and these texts."""

    def __init__(self, hashes: Hashes, owners: Integers) -> None:
        order = np.lexsort((owners, hashes))
        self._hashes, self._owners = hashes[order], owners[order]
        self._table = np.zeros(1 << _BITS, np.bool_)
        self._table[_short(hashes)] = True

    def likely(self, hashes: Hashes) -> npt.NDArray[np.bool_]:
        """Whether each may be here; False is certain."""
        return self._table[_short(hashes)]

    def owners(self, hashes: Hashes, texts: Integers) -> list[tuple[int, Integers]]:
        """For every hash that is here, the text it lies in, of ``texts``, and the texts that have
        it."""
        likely = np.flatnonzero(self.likely(hashes))
        begin = np.searchsorted(self._hashes, hashes[likely], side="left")
        end = np.searchsorted(self._hashes, hashes[likely], side="right")
        return [
            (int(texts[likely[at]]), self._owners[begin[at] : end[at]])
            for at in np.flatnonzero(end > begin).tolist()
        ]


def _owned(letters: Letters, size: int) -> tuple[Hashes, Integers]:
    """The hashes of all windows that lie within a text, each once a text, and that text."""
    hashes = letters.windows(size)
    within = np.maximum(letters.counts - (size - 1), 0)
    owners = np.repeat(np.arange(len(within)), within)
    places = np.arange(int(within.sum())) - np.repeat(np.cumsum(within) - within, within)
    pairs = np.unique(
        np.stack([hashes[letters.starts[owners] + places], owners.astype(np.uint64)]), axis=1
    )
    return pairs[0], pairs[1].astype(np.int64)


def _short(hashes: Hashes) -> Integers:
    short: Integers = (hashes >> np.uint64(64 - _BITS)).astype(np.int64)
    return short


def _first(one: int, other: int) -> int:
    return other if one == NONE else min(int(one), other)
