"""What the language model reads: characters as small numbers, at most 4,096 of them, so that five
fit into 64 bits.

A run of figures is one symbol and so is a run of Latin letters, since which figure stands there
says nothing about the Korean around it, but for the particle behind it: how the run ends when it is
read aloud is told apart. Knows nothing about probabilities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from spellfix.aloud import HEARD, last_heard

BITS = 12
EDGE, UNKNOWN, FIGURE, LATIN, SPACE = range(5)
"""EDGE stands before a sentence, as often as needed, and behind it."""
MOST = 1 << BITS
_RESERVED = " 0a"
_RUNS = re.compile("[0-9]+|[A-Za-z]+")
_FIGURES, _LETTERS = "0213", "aELN"
"""What stands for a run: something of which it is not known what is heard last, or that is not
told apart, and one whose name ends in a vowel, in ㄹ, in another consonant."""
_ENDS = {None: 0, "": 1, "ㄹ": 2}
PLAIN = dict.fromkeys(_FIGURES[1:], _FIGURES[0]) | dict.fromkeys(_LETTERS[1:], _LETTERS[0])
"""What stands for the runs of those that end in a sound, where they are not told apart."""

Codes = NDArray[np.uint16]


class Symbols:
    """The symbols of a language model. `characters`: those that have a number of their own, in the
    order of their numbers, after the five that are always there. Runs whose ends have no number
    of their own, as in older files, are FIGURE and LATIN."""

    bits = BITS

    def __init__(self, characters: str) -> None:
        self.characters = characters[: MOST - len(_RESERVED) - 2]
        self._numbers = {"\n": EDGE, " ": SPACE, **dict.fromkeys(_FIGURES, FIGURE)}
        self._numbers |= dict.fromkeys(_LETTERS, LATIN)
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
        ends = sorted(PLAIN) if any(map(_is_reserved, counts)) else []
        return cls("".join((*ends, *common))[: most - 5])

    def codes(self, text: str) -> list[int]:
        """The symbols of `text`.

        >>> Symbols("가나").codes("가 12나?"), Symbols("가나2").codes("가 12나?")
        ([5, 4, 2, 6, 1], [5, 4, 7, 6, 1])
        """
        get = self._numbers.get
        return [get(char, UNKNOWN) for char in without_runs(text)]

    def codes_of_lines(self, lines: Iterable[str], edges: int) -> Codes:
        """The symbols of all lines in one array, `edges` times EDGE before and behind each."""
        text = "\n" + "\n".join(" ".join(line.split()) for line in lines) + "\n"
        text = without_runs(text)
        points = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
        codes = self._table[np.where(points < 1 << 16, points, 0)]
        return np.repeat(codes, np.where(codes == EDGE, edges, 1))


def without_runs(text: str) -> str:
    """`text` with one character for every run of figures and for every run of Latin letters: one
    that ends in the same sound, or 0 and a where that is not known.

    >>> without_runs("PDF를 VPN에서 30쪽, Git을 2번")
    'E를 N에서 3쪽, a을 2번'
    """
    return _RUNS.sub(_shown, text)


def _shown(run: re.Match[str]) -> str:
    end = run.end()
    heard = last_heard(run.string[max(0, end - HEARD) : end])
    return (_FIGURES if run[0].isdigit() else _LETTERS)[_ENDS.get(heard, -1)]


def _is_reserved(char: str) -> bool:
    return char.isspace() or (char.isascii() and char.isalnum())
