"""Of all ways to read a sentence, the likeliest, and how likely each of its parts is.

A sentence is a lattice: from word to word lead arcs, one for the word as typed, others for what it
may be meant for; one over two words joins them. What an arc weighs is the error model's part; what
it weighs behind another arc is the language model's, which looks back four symbols: in the arc in
front and, where that is shorter, in the text as typed. Knows no candidates and no files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Codes = Sequence[int]


@dataclass(frozen=True, slots=True)
class Arc:
    """A reading of the words `start` to `end`. weight: log P(typed | text), the part of the
    language model that does not depend on what is in front included."""

    start: int
    end: int
    text: str
    weight: float
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """An arc of the best path and the probability of all paths through it, 0 to 1."""

    arc: Arc
    probability: float


@dataclass(slots=True)
class Lattice:
    """Arcs over `words` words; `links[a, b]` weighs arc b right behind arc a, by their numbers."""

    words: int
    arcs: list[Arc]
    links: dict[tuple[int, int], float] = field(default_factory=dict)

    def neighbours(self) -> list[tuple[int, int]]:
        """Every pair of arcs of which the second may follow the first; -1 is in front of all."""
        ending: dict[int, list[int]] = {0: [-1]}
        for number, arc in enumerate(self.arcs):
            ending.setdefault(arc.end, []).append(number)
        return [
            (before, number)
            for number, arc in enumerate(self.arcs)
            for before in ending.get(arc.start, ())
        ]

    def best(self) -> list[Chosen]:
        """The likeliest path (Viterbi 1967), each arc with its posterior (forward-backward)."""
        order = sorted(range(len(self.arcs)), key=lambda number: self.arcs[number].start)
        pairs = self.neighbours()
        before: dict[int, list[int]] = {number: [] for number in order}
        after: dict[int, list[int]] = {number: [] for number in (*order, -1)}
        for first, second in pairs:
            before[second].append(first)
            after[first].append(second)
        forward, top, back = {-1: 0.0}, {-1: 0.0}, {-1: -1}
        for number in order:
            weight = self.arcs[number].weight
            ways = [(first, self.links[first, number] + weight) for first in before[number]]
            forward[number] = _sum([forward[first] + way for first, way in ways])
            top[number], back[number] = max((top[first] + way, first) for first, way in ways)
        last = [number for number in order if self.arcs[number].end == self.words]
        backward = dict.fromkeys(last, 0.0)
        for number in (*reversed(order), -1):
            if number not in backward:
                backward[number] = _sum(
                    [
                        self.links[number, second] + self.arcs[second].weight + backward[second]
                        for second in after[number]
                    ]
                )
        whole = backward[-1] if order else 0.0
        path: list[Chosen] = []
        number = max(last, key=lambda each: (top[each], -each), default=-1)
        while number >= 0:
            probability = float(np.exp(min(0.0, forward[number] + backward[number] - whole)))
            path.append(Chosen(self.arcs[number], probability))
            number = back[number]
        return path[::-1]


def _sum(logs: Sequence[float]) -> float:
    """log of the sum of exp of `logs`, one at least."""
    if len(logs) == 1:
        return logs[0]
    top = max(logs)
    values: NDArray[np.float64] = np.exp(np.array(logs) - top)
    return top + float(np.log(values.sum()))
