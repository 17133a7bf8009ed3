"""Whether one system is better than another on the same cases, or only luckier.

A test of the pairs, not of the two shares: where both systems end a case alike it says nothing
about which is better. Knows nothing about who the systems are.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spellfix.errors import InputError
from spellfix.metrics.counts import Counts
from spellfix.metrics.intervals import Floats, Interval, estimate, sums
from spellfix.metrics.matching import f05
from spellfix.metrics.tally import Tally


@dataclass(frozen=True, slots=True)
class Paired:
    """How many of ``n`` cases both systems got right, only one did, or neither; ``p_value`` of the
    exact McNemar test, None where n is 0."""

    n: int
    both: int
    only_first: int
    only_second: int
    neither: int
    p_value: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems on the same cases.

    typo: typo cases, right is corrected. clean: clean cases, right is kept. edit_f05_difference:
    F0.5 of edits of the first less that of the second, with its 95 % interval by a paired
    bootstrap; None where one of them has no F0.5.
    """

    typo: Paired
    clean: Paired
    edit_f05_difference: float | None
    edit_f05_difference_interval: Interval | None

    def to_dict(self) -> dict[str, Any]:
        """All fields as plain values, ready for JSON."""
        return asdict(self)


def compare(first: Tally, second: Tally) -> Comparison:
    """``first`` against ``second``, which counted the same inputs and targets in the same order.

    Raises InputError where they did not.

    >>> from spellfix.metrics import Case
    >>> good, copy = Tally(), Tally()
    >>> for wrong, right in [("않 돼", "안 돼"), ("할수", "할 수"), ("몇일", "며칠"), ("네", "네")]:
    ...     good.add(Case(wrong, right, right))
    ...     copy.add(Case(wrong, right, wrong))
    >>> found = compare(good, copy)
    >>> found.typo
    Paired(n=3, both=0, only_first=3, only_second=0, neither=0, p_value=0.25)
    >>> found.clean.p_value, found.edit_f05_difference
    (1.0, 1.0)
    """
    _refuse_others(first.fingerprints(), second.fingerprints())
    ours, theirs = first.rows(), second.rows()
    clean = _column(ours, "clean") == 1.0
    right = _column(ours, "right") == 1.0, _column(theirs, "right") == 1.0
    drawn = sums(np.hstack((_edits(ours), _edits(theirs)))).T
    difference, interval = estimate(f05(*drawn[:3]) - f05(*drawn[3:]))
    return Comparison(
        typo=_paired(right[0][~clean], right[1][~clean]),
        clean=_paired(right[0][clean], right[1][clean]),
        edit_f05_difference=difference,
        edit_f05_difference_interval=interval,
    )


def mcnemar(only_first: int, only_second: int) -> float:
    """The two-sided p value of the exact test (McNemar 1947, with the binomial distribution): how
    probable so uneven a split is where each case could as well have gone the other way.

    Exact to the last digit for any counts; 0.0 where the value is below all floats.

    >>> mcnemar(0, 5), mcnemar(1, 8), mcnemar(4, 4), mcnemar(0, 0)
    (0.0625, 0.0390625, 1.0, 1.0)
    """
    n, fewer = only_first + only_second, min(only_first, only_second)
    ways = total = 1
    for drawn in range(1, fewer + 1):
        ways = ways * (n + 1 - drawn) // drawn  # n over drawn
        total += ways
    return min(1.0, 2 * total / (1 << n))


def _refuse_others(ours: list[int], theirs: list[int]) -> None:
    if len(ours) != len(theirs):
        raise InputError(
            f"짝이 맞지 않습니다 / to compare two systems, count the same cases with both: got "
            f"{len(ours)} and {len(theirs)} cases"
        )
    for number, (mine, other) in enumerate(zip(ours, theirs, strict=True), start=1):
        if mine != other:
            raise InputError(
                f"짝이 맞지 않습니다 / to compare two systems, count the same cases in the same "
                f"order with both: case {number} has another input or target"
            )


def _column(rows: Floats, name: str) -> Floats:
    return rows[:, Counts._fields.index(name)]


def _edits(rows: Floats) -> Floats:
    """Edits right, made and wanted: [cases, 3]."""
    names = ("edits_right", "edits_made", "edits_wanted")
    return np.column_stack([_column(rows, name) for name in names])


def _paired(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> Paired:
    both, neither = int((first & second).sum()), int((~first & ~second).sum())
    only_first, only_second = int((first & ~second).sum()), int((~first & second).sum())
    n = len(first)
    return Paired(
        n=n,
        both=both,
        only_first=only_first,
        only_second=only_second,
        neither=neither,
        p_value=mcnemar(only_first, only_second) if n else None,
    )
