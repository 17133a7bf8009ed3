"""A row of the table of faults: what is done to what, and what is said of each run of it.

Knows no fault and no command.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random


@dataclass(slots=True)
class Seen:
    """A run of a row. how: how it ended, in a few words. wrong: what should not have been."""

    how: str
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One fault during one piece of work. try_once: injects it once and looks what came of it."""

    name: str
    fault: str
    during: str
    how: str
    expected: str
    try_once: Callable[[Random], Seen]


@dataclass(slots=True)
class Tally:
    """All runs of a row."""

    row: Row
    seen: list[Seen] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        """All that should not have been."""
        return [each for seen in self.seen for each in seen.wrong]

    def line(self) -> str:
        """A line of the table in Markdown."""
        row, ways = self.row, Counter(each.how for each in self.seen)
        told = "; ".join(f"{n} x {how}" for how, n in ways.most_common())
        if failed := sum(bool(each.wrong) for each in self.seen):
            told += f"; **wrong in {failed}**"
        cells = (f"`{row.name}`", row.fault, row.during, row.how, row.expected, told)
        return f"| {' | '.join(cells)} | {len(self.seen)} |"


HEAD = (
    "| row | fault | during | injected by | expected | observed | runs |\n"
    "|---|---|---|---|---|---|---|"
)
