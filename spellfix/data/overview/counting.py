"""What is counted of all items, and a sample of them; in memory that does not grow with the texts.

Repeats are found by hashes of 64 bits: of the text as it stands, and of its letters alone. Knows no
model and no page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from heapq import heappush, heappushpop, nlargest

from spellfix.data.overview.items import Item
from spellfix.edits import align

LENGTHS = (10, 20, 40, 80, 160, 320, 640)
"""Code points: upper ends of the groups, the last one open."""
MOST_EDITS = 6
"""Edits a text; more stand together."""
MOST_GROUPS = 20
"""Groups of repeats that are shown."""
LONGEST = 20_000
"""Code points of a text whose edits are counted."""


@dataclass(slots=True)
class SourceCount:
    """Of one file: what it holds, how many items, with errors, without, and code points."""

    sort: str
    n: int = 0
    errors: int = 0
    right: int = 0
    characters: int = 0


@dataclass(slots=True)
class Repeats:
    """n: items that repeat an earlier one. groups: the largest, (how many, the first of them)."""

    n: int = 0
    groups: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Counts:
    """Of all items. errors, right, unlabelled: items with errors, without, and those of which
    nobody says. kinds: of the edits that lead to the target. contradictory: inputs with more than
    one set of targets. decisions: (kind, accepted) of reviewers; by_reviewer: (name, accepted)."""

    n: int = 0
    errors: int = 0
    right: int = 0
    unlabelled: int = 0
    damaged: int = 0
    characters: int = 0
    lengths: Counter[int] = field(default_factory=Counter)
    domains: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    per_text: Counter[int] = field(default_factory=Counter)
    sources: dict[str, SourceCount] = field(default_factory=dict)
    decisions: Counter[tuple[str, bool | None]] = field(default_factory=Counter)
    by_reviewer: Counter[tuple[str, bool | None]] = field(default_factory=Counter)
    reviewed: Counter[str] = field(default_factory=Counter)
    exact: Repeats = field(default_factory=Repeats)
    alike: Repeats = field(default_factory=Repeats)
    contradictory: int = 0


class Sample:
    """At most `most` items, those whose hash is lowest: the same ones whatever their order."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: list[tuple[int, int, Item]] = []
        self._met = 0

    def meet(self, item: Item) -> None:
        self._met += 1
        told = f"{item.source}\n{item.row}\n{item.text}".encode(errors="surrogatepass")
        entry = (-_hash(told), -self._met, item)
        if len(self._kept) < self._most:
            heappush(self._kept, entry)
        else:
            heappushpop(self._kept, entry)

    @property
    def items(self) -> list[Item]:
        """In the order of their hashes, so that any number of the first is a sample as well."""
        return [
            item for _, _, item in sorted(self._kept, key=lambda entry: entry[:2], reverse=True)
        ]


def survey(items: Iterable[Item], sample: Sample) -> Counts:
    """What there is; `sample` meets every item."""
    counts = Counts()
    exact, alike = _Repeated(), _Repeated()
    meant: dict[int, int] = {}
    contradictory: set[int] = set()
    for item in items:
        sample.meet(item)
        _count(counts, item)
        key = exact.meet(item.text, item.text)
        alike.meet("".join(filter(str.isalpha, item.text)), item.text)
        if item.targets and item.sort != "texts":
            targets = _hash("\n".join(sorted(item.targets)).encode(errors="surrogatepass"))
            if meant.setdefault(key, targets) != targets:
                contradictory.add(key)
    counts.exact, counts.alike = exact.found(), alike.found()
    counts.contradictory = len(contradictory)
    return counts


def length_group(length: int) -> int:
    """The index of the group in LENGTHS, len(LENGTHS) for longer ones."""
    return sum(length > end for end in LENGTHS)


def gold_kinds(item: Item) -> list[str]:
    """Kinds of the edits that lead to the first target; none where there is none, or no error."""
    if not item.has_error or len(item.text) > LONGEST:
        return []
    return [edit.kind for edit in align(item.text, item.targets[0])]


def _count(counts: Counts, item: Item) -> None:
    length, wrong = len(item.text), item.has_error
    counts.n += 1
    counts.characters += length
    counts.lengths[length_group(length)] += 1
    counts.domains[item.domain] += 1
    source = counts.sources.setdefault(item.source, SourceCount(item.sort))
    source.n += 1
    source.characters += length
    if wrong is None:
        counts.unlabelled += 1
    else:
        kinds = gold_kinds(item)
        counts.kinds.update(kinds)
        counts.per_text[min(len(kinds), MOST_EDITS)] += 1
        counts.errors += wrong
        counts.right += not wrong
        source.errors += wrong
        source.right += not wrong
    counts.decisions.update(item.accepted)
    if item.reviewer is not None:
        counts.reviewed[item.reviewer] += 1
        counts.by_reviewer.update((item.reviewer, said) for _, said in item.accepted)


class _Repeated:
    """How often each key was met, and how the first with a repeated key reads."""

    def __init__(self) -> None:
        self._times: Counter[int] = Counter()
        self._firsts: dict[int, str] = {}

    def meet(self, key: str, text: str) -> int:
        """The hash of `key`; an empty key is no repeat of another."""
        told = _hash(key.encode(errors="surrogatepass"))
        if key:
            self._times[told] += 1
            if self._times[told] == 2:
                self._firsts[told] = text[:200]
        return told

    def found(self) -> Repeats:
        largest = nlargest(MOST_GROUPS, self._firsts, key=lambda key: (self._times[key], -key))
        return Repeats(
            sum(self._times[key] - 1 for key in self._firsts),
            [(self._times[key], self._firsts[key]) for key in largest],
        )


def _hash(told: bytes) -> int:
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "big")


def by_size(counts: Counter[str], most: int) -> Iterator[tuple[str, int]]:
    """The largest groups, then the rest of them under the name ""."""
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    yield from ordered[:most]
    rest = sum(n for _, n in ordered[most:])
    if rest:
        yield "", rest
