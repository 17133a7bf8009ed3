"""How good corrections are, against the texts that should have come out.

Two numbers stand together: how many sentences with typos come out exactly right, and how many right
sentences stay untouched. Every share comes with its n, and is None where n is 0: nothing was
measured. Knows nothing about files, models or time.

    score(cases) -> Metrics                 all at once
    Tally().add(case), .metrics()           as they come, without keeping their texts
    compare(first, second) -> Comparison    two tallies of the same cases
"""

from spellfix.metrics.case import Case, Referenced
from spellfix.metrics.comparison import Comparison, Paired, compare, mcnemar
from spellfix.metrics.confusion import UNKNOWN
from spellfix.metrics.groups import Group
from spellfix.metrics.intervals import Interval, wilson
from spellfix.metrics.measures import Metrics
from spellfix.metrics.tally import Tally, score

__all__ = [
    "UNKNOWN",
    "Case",
    "Comparison",
    "Group",
    "Interval",
    "Metrics",
    "Paired",
    "Referenced",
    "Tally",
    "compare",
    "mcnemar",
    "score",
    "wilson",
]
