"""The two headline numbers, overall and for groups of cases: by kind, domain, length, set, test.

Knows outcomes and names, not texts: how one case ended is for ``Case`` to say.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from spellfix.metrics.case import Case
from spellfix.metrics.confusion import UNKNOWN, place
from spellfix.metrics.intervals import Interval, share, wilson

LENGTHS = ((10, "0-9"), (20, "10-19"), (40, "20-39"), (80, "40-79"))
LONGEST = "80+"
NAMED = ("kind", "domain", "set", "test")  # what a case may name


@dataclass(frozen=True, slots=True)
class Group:
    """How the cases of a group ended; intervals are 95 % Wilson intervals.

    typo_accuracy: ``corrected`` of ``n_typo``. correct_text_accuracy: those left untouched of
    ``n_clean``, of which ``overcorrected`` were not. None where the group has no such case.
    """

    typo_accuracy: float | None
    typo_accuracy_interval: Interval | None
    n_typo: int
    corrected: int
    uncorrected: int
    miscorrected: int
    correct_text_accuracy: float | None
    correct_text_accuracy_interval: Interval | None
    n_clean: int
    overcorrected: int

    @classmethod
    def of(cls, outcomes: Mapping[str, int]) -> "Group":
        """The group of so many cases of each outcome.

        >>> group = Group.of({"corrected": 3, "miscorrected": 1, "kept": 2})
        >>> group.typo_accuracy, group.n_typo, group.correct_text_accuracy, group.n_clean
        (0.75, 4, 1.0, 2)
        >>> Group.of({"kept": 2}).typo_accuracy is None
        True
        """
        corrected = outcomes.get("corrected", 0)
        uncorrected = outcomes.get("uncorrected", 0)
        miscorrected = outcomes.get("miscorrected", 0)
        kept, overcorrected = outcomes.get("kept", 0), outcomes.get("overcorrected", 0)
        n_typo, n_clean = corrected + uncorrected + miscorrected, kept + overcorrected
        return cls(
            typo_accuracy=share(corrected, n_typo),
            typo_accuracy_interval=wilson(corrected, n_typo),
            n_typo=n_typo,
            corrected=corrected,
            uncorrected=uncorrected,
            miscorrected=miscorrected,
            correct_text_accuracy=share(kept, n_clean),
            correct_text_accuracy_interval=wilson(kept, n_clean),
            n_clean=n_clean,
            overcorrected=overcorrected,
        )


class Groups:
    """Counts outcomes, all of them and those of each group."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self._named: dict[str, defaultdict[str, Counter[str]]] = {
            name: defaultdict(Counter) for name in NAMED
        }
        self._lengths: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, case: Case) -> None:
        outcome = case.outcome
        self.outcomes[outcome] += 1
        self._lengths[bucket(len(case.input))][outcome] += 1
        for name, groups in self._named.items():
            groups[getattr(case, name) or ""][outcome] += 1

    def by(self, name: str) -> dict[str, Group]:
        """The groups by one of NAMED: kinds in their order, others by name; the cases that name
        none come last, as "unknown". Empty if no case names one."""
        groups = self._named[name]
        if not groups.keys() - {""}:
            return {}
        merged: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for group, outcomes in groups.items():
            merged[group or UNKNOWN] += outcomes
        ordered = sorted(merged, key=place if name == "kind" else _last_if_unknown)
        return {group: Group.of(merged[group]) for group in ordered}

    def by_length(self) -> dict[str, Group]:
        """The groups by code points of the input, the short ones first."""
        buckets = [*(label for _, label in LENGTHS), LONGEST]
        return {
            label: Group.of(self._lengths[label]) for label in buckets if label in self._lengths
        }


def bucket(length: int) -> str:
    """The group of inputs of so many code points.

    >>> bucket(0), bucket(9), bucket(10), bucket(79), bucket(1000)
    ('0-9', '0-9', '10-19', '40-79', '80+')
    """
    return next((label for end, label in LENGTHS if length < end), LONGEST)


def _last_if_unknown(group: str) -> tuple[bool, str]:
    return group == UNKNOWN, group
