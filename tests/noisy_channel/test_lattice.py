"""The best path and its probabilities are those of trying every path."""

from math import exp, fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.noisy_channel.lattice import Arc, Lattice

weights = st.floats(-5, 0)


@st.composite
def lattices(draw: st.DrawFn) -> Lattice:
    words = draw(st.integers(1, 4))
    arcs = [Arc(at, at + 1, str(at), draw(weights), typed=True) for at in range(words)]
    for number in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, words - 1))
        end = draw(st.integers(start + 1, min(words, start + 2)))
        arcs.append(Arc(start, end, f"other {number}", draw(weights)))
    lattice = Lattice(words, arcs)
    lattice.links.update({pair: draw(weights) for pair in lattice.neighbours()})
    return lattice


def paths(lattice: Lattice, front: int = -1, at: int = 0) -> list[tuple[float, list[int]]]:
    if at == lattice.words:
        return [(0.0, [])]
    return [
        (lattice.links[front, number] + arc.weight + rest, [number, *path])
        for number, arc in enumerate(lattice.arcs)
        if arc.start == at
        for rest, path in paths(lattice, number, arc.end)
    ]


@given(lattices())
def test_the_best_path_is_the_best_of_all(lattice: Lattice) -> None:
    every = paths(lattice)
    whole = fsum(exp(weight) for weight, _ in every)
    best = lattice.best()
    numbers = [lattice.arcs.index(chosen.arc) for chosen in best]
    weight = next(weight for weight, path in every if path == numbers)
    assert weight == pytest.approx(max(weight for weight, _ in every))
    for chosen, number in zip(best, numbers, strict=True):
        through = fsum(exp(weight) for weight, path in every if number in path)
        assert chosen.probability == pytest.approx(through / whole)
