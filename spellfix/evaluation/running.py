"""Correctors run over pairs, a portion at a time; knows neither files nor how numbers are counted.

What is kept of a pair are a few small numbers, and the worst cases whole: ten million pairs are
measured in the memory of a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heappush, heapreplace
from itertools import count, islice
from time import perf_counter
from typing import Protocol

from rapidfuzz.distance import Levenshtein

from spellfix.correction import HasText
from spellfix.edits import Edit, align
from spellfix.evaluation.pairs import Pair
from spellfix.evaluation.results import Evaluation, Wrong
from spellfix.metrics import Case, Tally
from spellfix.thresholds import OpenEdits, Thresholds

PORTION = 256
"""Pairs that are corrected together."""
MOST_WRONG = 50
_BADNESS = {"uncorrected": 0, "miscorrected": 1, "overcorrected": 2}


class CorrectsBatches(Protocol):
    """What can be evaluated: one correction for each text, in order."""

    def correct_batch(self, texts: Sequence[str], /) -> Sequence[HasText]: ...


def evaluate(
    corrector: CorrectsBatches,
    pairs: Iterable[Pair],
    *,
    name: str = "spellfix",
    opened: CorrectsBatches | None = None,
    thresholds: Thresholds | None = None,
    tally: Tally | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> Evaluation:
    """Correct the inputs of ``pairs`` and compare with their targets.

    opened: the same corrector with every threshold open, asked as well where given. tally: counts
    the cases, for whoever wants to compare two of them. advance: told how many pairs are done,
    after each portion.
    """
    tally = tally if tally is not None else Tally()
    worst, open_edits, seconds = _Worst(), OpenEdits() if opened else None, 0.0
    for portion in _portions(pairs):
        texts = [pair.input for pair in portion]
        start = perf_counter()
        corrections = corrector.correct_batch(texts)
        seconds += perf_counter() - start
        for pair, correction in zip(portion, corrections, strict=True):
            case = _case(pair, correction.text)
            tally.add(case)
            worst.add(pair, case, correction)
        if opened and open_edits is not None:
            for pair, correction in zip(portion, opened.correct_batch(texts), strict=True):
                open_edits.add(pair.input, pair.targets, _edits(pair, correction))
        advance(len(portion))
    return Evaluation(name, tally.metrics(), seconds, "", worst.cases(), open_edits, thresholds)


def _portions(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    waiting = iter(pairs)
    while portion := list(islice(waiting, PORTION)):
        yield portion


def _case(pair: Pair, output: str) -> Case:
    return Case(
        pair.input,
        pair.target,
        output,
        pair.kind,
        alternatives=pair.alternatives,
        domain=pair.domain,
        set=pair.set,
        test=pair.test,
    )


def _edits(pair: Pair, correction: HasText) -> tuple[Edit, ...]:
    """Those that the correction tells, else those that its text shows."""
    told = getattr(correction, "edits", None)
    return tuple(align(pair.input, correction.text) if told is None else told)


class _Worst:
    """The worst cases of all that are added, in bounded memory."""

    def __init__(self) -> None:
        self._heap: list[tuple[tuple[int, float, int], Wrong]] = []
        self._order = count(0, -1)  # of equally bad ones the first

    def add(self, pair: Pair, case: Case, correction: HasText) -> None:
        badness = _BADNESS.get(case.outcome)
        if badness is None:
            return
        edits = _edits(pair, correction)
        if edits:
            degree = max(edit.confidence for edit in edits)
        else:
            degree = float(min(Levenshtein.distance(pair.input, each) for each in pair.targets))
        entry = (
            (badness, degree, next(self._order)),
            Wrong(pair, correction.text, edits, case.outcome),
        )
        if len(self._heap) < MOST_WRONG:
            heappush(self._heap, entry)
        elif entry[0] > self._heap[0][0]:
            heapreplace(self._heap, entry)

    def cases(self) -> tuple[Wrong, ...]:
        return tuple(wrong for _, wrong in sorted(self._heap, key=lambda one: one[0], reverse=True))
