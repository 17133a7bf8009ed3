"""Both accuracies of what people reviewed, from the counts of a store; knows no database.

Counted as `spellfix evaluate` counts the exported pairs, so that both tell the same numbers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from spellfix.metrics import UNKNOWN, Group
from spellfix.metrics.confusion import place
from spellfix.serve.storage import Counts, Outcomes


def overall(counts: Counts) -> Group:
    """The group of all reviewed drafts that were not rewritten."""
    return _group(counts.outcomes)


def by_day(counts: Counts) -> dict[str, Group]:
    """By day of the review (UTC), in order."""
    return _by(counts, lambda each: each.day.isoformat())


def by_kind(counts: Counts) -> dict[str, Group]:
    """By kind of error, drafts without one last; empty where no draft has one."""
    if not any(each.kind for each in counts.outcomes):
        return {}
    return _by(counts, lambda each: each.kind or UNKNOWN, place)


def by_model(counts: Counts) -> dict[str, Group]:
    """By name and version of the model."""
    return _by(counts, lambda each: f"{each.model_name} {each.model_version}")


def _by(
    counts: Counts,
    name: Callable[[Outcomes], str],
    order: Callable[[str], tuple[int, str]] = lambda part: (0, part),
) -> dict[str, Group]:
    parts: defaultdict[str, list[Outcomes]] = defaultdict(list)
    for each in counts.outcomes:
        parts[name(each)].append(each)
    return {part: _group(parts[part]) for part in sorted(parts, key=order)}


def _group(outcomes: Iterable[Outcomes]) -> Group:
    counted: Counter[str] = Counter()
    for each in outcomes:
        counted[each.outcome] += each.n
    return Group.of(counted)
