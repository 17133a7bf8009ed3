"""How far reviewers agree: on the edits that were proposed to them, and on whole texts.

Raw agreement is the share of pairs of reviewers who say the same of the same thing; kappa is what
of it goes beyond chance, 1 for all and 0 for none of it: Cohen's (1960) where there are two
reviewers in all, each with habits of his own, Fleiss' (1971) where there are more, for things that
were seen by any number of them. Knows no model and does not say who is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from spellfix.metrics import Interval
from spellfix.metrics.intervals import estimate, sums

if TYPE_CHECKING:  # the audit counts reviews on its way through the files
    from spellfix.data.auditing.items import Item

_MENTION = b'"reviewer"'
Place = tuple[bytes, int, int, str]
"""A proposed edit: the digest of its text, where it starts and ends, what it puts there."""
Seen = Mapping[str, bool]
"""What each reviewer says of a thing, yes or no."""


@dataclass(frozen=True, slots=True)
class Measured:
    """n: things that two or more reviewers judged. raw: share of pairs of reviewers who agree, in
    the mean over things; kappa: beyond chance. Both None where n is 0, kappa also where all always
    say the same, so that chance explains all. interval: of kappa, bootstrapped over things."""

    n: int
    raw: float | None = None
    kappa: float | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """reviewers: how many there are. method: "cohen" or "fleiss". edits: whether a proposed edit is
    accepted, by_kind: of that kind. texts: whether a text needs a change at all; same: share of
    pairs of reviewers who settle on the same text, None where no text has two."""

    reviewers: int
    method: str
    edits: Measured
    by_kind: Mapping[str, Measured]
    texts: Measured
    same: float | None


class Reviews:
    """What reviewers said, as it is read; a reviewer who judges a thing again has changed his mind.

    Texts are known by their digests: nothing of a pair without a reviewer is kept.
    """

    def __init__(self) -> None:
        self._edits: dict[Place, dict[str, bool]] = defaultdict(dict)
        self._kinds: dict[Place, str] = {}
        self._changed: dict[bytes, dict[str, bool]] = defaultdict(dict)
        self._final: dict[bytes, dict[str, bytes]] = defaultdict(dict)
        self._names: set[str] = set()

    def add(self, item: Item) -> None:
        """Count what the reviewer of `item` says, if it has one."""
        if _MENTION not in item.line:
            return
        record = item.record
        reviewer = record.get("reviewer")
        if not isinstance(reviewer, str):
            return
        self._names.add(reviewer)
        text = _digest(item.pair.input)
        self._changed[text][reviewer] = item.pair.input != item.pair.target
        self._final[text][reviewer] = _digest(item.pair.target)
        edits = record.get("edits")
        for edit in edits if isinstance(edits, list) else ():
            if isinstance(edit, dict) and isinstance(edit.get("accepted"), bool):
                place = text, edit.get("start", 0), edit.get("end", 0), edit.get("after", "")
                self._edits[place][reviewer] = edit["accepted"]
                self._kinds[place] = str(edit.get("kind"))

    def agreement(self) -> Agreement:
        """What has been counted so far."""
        kinds: dict[str, list[Seen]] = defaultdict(list)
        for place, said in self._edits.items():
            kinds[self._kinds[place]].append(said)
        names = sorted(self._names)
        finals = [list(said.values()) for said in self._final.values() if len(said) > 1]
        return Agreement(
            len(names),
            "cohen" if len(names) == 2 else "fleiss",
            measured(list(self._edits.values()), names),
            {kind: measured(kinds[kind], names) for kind in sorted(kinds)},
            measured(list(self._changed.values()), names),
            sum(map(_alike, finals)) / len(finals) if finals else None,
        )


def measured(things: Sequence[Seen], names: Sequence[str]) -> Measured:
    """The agreement on `things` of the reviewers `names`, who each saw some of them.

    >>> both = [{"a": True, "b": True}] * 20 + [{"a": False, "b": False}] * 15
    >>> apart = [{"a": True, "b": False}] * 5 + [{"a": False, "b": True}] * 10
    >>> found = measured(both + apart, ["a", "b"])
    >>> found.n, found.raw, round(found.kappa, 4)
    (50, 0.7, 0.4)
    """
    judged = [said for said in things if len(said) > 1]
    if not judged:
        return Measured(0)
    agreed = [_alike(list(said.values())) for said in judged]
    if len(names) == 2:
        one, other = names
        shares = [(float(said[one]), float(said[other])) for said in judged]
    else:
        yes = [sum(said.values()) / len(said) for said in judged]
        shares = [(share, share) for share in yes]
    rows = np.array([(alike, *each) for alike, each in zip(agreed, shares, strict=True)])
    weights = np.array([1.0 if len(names) == 2 else float(len(said)) for said in judged])
    table = np.column_stack(
        [rows[:, 0], np.ones(len(rows)), weights, rows[:, 1:] * weights[:, None]]
    )
    same, n, ratings, first, second = sums(table).T
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = first / ratings * second / ratings + (1 - first / ratings) * (1 - second / ratings)
        kappas = np.where(chance < 1.0, (same / n - chance) / (1.0 - chance), np.nan)
    kappa, interval = estimate(kappas)
    return Measured(len(judged), float(np.mean(agreed)), kappa, interval)


def _alike(said: Sequence[object]) -> float:
    """The share of pairs among `said` that are equal."""
    count = len(said)
    equal = sum(said[i] == said[j] for i in range(count) for j in range(i))
    return equal / (count * (count - 1) / 2)


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
