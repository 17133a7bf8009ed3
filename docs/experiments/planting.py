"""Faults planted in pairs: what the audit of 010-audit.md is fitted and measured on.

Pairs are made from clean lines by the noise function; a fault is drawn from a generator that is
given, so that the same seed plants the same faults. Knows nothing about the audit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from spellfix.edits import align, apply
from spellfix.noise import Noiser, Recipe

CLEAN = 0.2
"""Share of lines that are left alone, as reviewed drafts without errors are."""
FAULTS = ("swapped", "duplicated", "contradictory", "wrong-target")
NONE = "none"


class Planted(NamedTuple):
    """A pair and its fault; `of` is the number of the clean pair that it was made from."""

    input: str
    target: str
    fault: str
    of: int


class Plants:
    """Makes clean pairs from `lines`, and faults from them, by `seed`."""

    def __init__(self, lines: Sequence[str], seed: int) -> None:
        self.lines = lines
        self.rng = Random(seed)
        self._noise = Noiser(seed, Recipe(clean=CLEAN))
        self._slips = Noiser(seed, Recipe(rate=0.0))
        self._several = Noiser(seed, Recipe(errors=2))
        self.clean = [self._pair(number) for number in range(len(lines))]
        self._drawn = 0

    def _pair(self, number: int) -> Planted:
        line = self.lines[number]
        return Planted(self._noise.noise(line, 0, number).text, line, NONE, number)

    def draw(self, fault: str, count: int, apart: set[int]) -> list[Planted]:
        """`count` pairs with `fault`, of clean pairs that are not in `apart`, which grows."""
        make: Callable[[Planted], tuple[str, str] | None] = getattr(
            self, f"_{fault.replace('-', '_')}"
        )
        found: list[Planted] = []
        numbers = list(range(len(self.clean)))
        self.rng.shuffle(numbers)
        for number in numbers:
            if len(found) == count:
                break
            if number in apart:
                continue
            self._drawn += 1
            if made := make(self.clean[number]):
                apart.add(number)
                found.append(Planted(*made, fault, number))
        return found

    def _swapped(self, pair: Planted) -> tuple[str, str] | None:
        return (pair.target, pair.input) if pair.input != pair.target else None

    def _duplicated(self, pair: Planted) -> tuple[str, str]:
        return pair.input, pair.target

    def _contradictory(self, pair: Planted) -> tuple[str, str] | None:
        """The same input, left as it is or with a slip in the target."""
        if pair.input == pair.target:
            return None
        if self.rng.random() < 0.5:
            return pair.input, pair.input
        other = self._slip(pair.target)
        return (pair.input, other) if other not in (pair.target, pair.input) else None

    def _wrong_target(self, pair: Planted) -> tuple[str, str] | None:
        """One of several errors overlooked, or a new slip in the target."""
        if self.rng.random() < 0.5:
            typo = self._several.noise(pair.target, 1, self._drawn).text
            edits = align(typo, pair.target)
            if len(edits) < 2:
                return None
            edits.pop(self.rng.randrange(len(edits)))
            return typo, apply(typo, edits)
        other = self._slip(pair.target)
        return (pair.input, other) if other not in (pair.target, pair.input) else None

    def _content(self, pair: Planted) -> tuple[str, str] | None:
        """Another figure, or a word of another line in the place of one."""
        figures = [at for at, char in enumerate(pair.target) if char in "0123456789"]
        if figures and self.rng.random() < 0.5:
            at = self.rng.choice(figures)
            other = str((int(pair.target[at]) + self.rng.randint(1, 9)) % 10)
            return pair.input, pair.target[:at] + other + pair.target[at + 1 :]
        words = pair.target.split(" ")
        at = self.rng.randrange(len(words))
        word, words[at] = words[at], self.rng.choice(self.rng.choice(self.lines).split(" "))
        return (pair.input, " ".join(words)) if words[at] != word else None

    def _far(self, pair: Planted) -> tuple[str, str]:
        """The target of another pair, or half of this one."""
        if self.rng.random() < 0.5:
            return pair.input, self.rng.choice(self.lines)
        words = pair.target.split(" ")
        return pair.input, " ".join(words[: len(words) // 2]) or self.rng.choice(self.lines)

    def _slip(self, text: str) -> str:
        return self._slips.noise(text, 2, self._drawn).text
