"""What the language model reads: characters as small numbers, at most 4,096 of them, so that five
fit into 64 bits.

A run of figures is one symbol and so is a run of Latin letters, since which figure stands there
says nothing about the Korean around it. Knows nothing about probabilities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

BITS = 12
EDGE, UNKNOWN, FIGURE, LATIN, SPACE = range(5)
"""EDGE stands before a sentence, as often as needed, and behind it."""
MOST = 1 << BITS
_RESERVED = " 0a"
_RUNS = re.compile("[0-9]+|[A-Za-z]+")

Codes = NDArray[np.uint16]


class Symbols:
    """The symbols of a language model. `characters`: those that have a number of their own, in the
    order of their numbers, after the five that are always there."""

    bits = BITS

    def __init__(self, characters: str) -> None:
        self.characters = characters[: MOST - len(_RESERVED) - 2]
        self._numbers = {"\n": EDGE, " ": SPACE, "0": FIGURE, "a": LATIN}
        self._numbers |= {char: number for number, char in enumerate(self.characters, start=5)}
        self._table = np.full(1 << 16, UNKNOWN, np.uint16)
        for char, number in self._numbers.items():
            self._table[ord(char)] = number

    def __len__(self) -> int:
        return len(self.characters) + 5

    @classmethod
    def of(cls, counts: dict[str, float], most: int = MOST) -> Symbols:
        """The `most` common characters among those counted; equal ones in order of code points."""
        own = (char for char in counts if ord(char) < 1 << 16 and not _is_reserved(char))
        common = sorted(own, key=lambda char: (-counts[char], char))
        return cls("".join(common[: most - 5]))

    def codes(self, text: str) -> list[int]:
        """The symbols of `text`.

        >>> Symbols("가나").codes("가 12나?")
        [5, 4, 2, 6, 1]
        """
        get = self._numbers.get
        return [get(char, UNKNOWN) for char in without_runs(text)]

    def codes_of_lines(self, lines: Iterable[str], edges: int) -> Codes:
        """The symbols of all lines in one array, `edges` times EDGE before and behind each."""
        text = without_runs("\n" + "\n".join(" ".join(line.split()) for line in lines) + "\n")
        points = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
        codes = self._table[np.where(points < 1 << 16, points, 0)]
        return np.repeat(codes, np.where(codes == EDGE, edges, 1))


def without_runs(text: str) -> str:
    """`text` with 0 for every run of figures and a for every run of Latin letters."""
    return _RUNS.sub(_shown, text)


def _shown(run: re.Match[str]) -> str:
    return "0" if run[0].isdigit() else "a"


def _is_reserved(char: str) -> bool:
    return char.isspace() or (char.isascii() and char.isalnum())
