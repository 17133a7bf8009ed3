"""Which texts stay: what only those that came before can tell. One process does it, in order.

A text that its filters and the benchmarks let pass is dropped where it was met before
("duplicate"), where enough others share its template ("template"), or where it is nearly one that
was kept ("near_duplicate"), the first of these. Sees keys and letters, never a text.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from spellfix.data.duplicates import Exact, Near
from spellfix.data.filters import REASONS, Repeats
from spellfix.data.letters import Integers, Letters
from spellfix.data.signatures import Bands
from spellfix.data.staging import Keys
from spellfix.data.table import NONE

OWN: Mapping[str, str] = MappingProxyType(
    {
        "leak": "시험 자료와 겹침 / part of a benchmark",
        "duplicate": "같은 글이 앞에 있음 / the same text came before",
        "near_duplicate": "거의 같은 글이 앞에 있음 / nearly the same text came before",
    }
)
"""Name of a reason that no filter gives: a line for people."""
NAMES = (*REASONS, *OWN)
_LEAK, _EXACT, _NEAR = (NAMES.index(name) for name in OWN)
_TEMPLATE = NAMES.index("template")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Of the texts of a chunk in order. reasons: places in NAMES, NONE where a text is kept, int8.
    firsts: the number of the text that each repeats, NONE for none, int64."""

    reasons: npt.NDArray[np.int8]
    firsts: Integers


@dataclass(slots=True)
class Counts:
    """Of all chunks so far. by_source: texts and kept texts of each."""

    texts: int = 0
    bytes: int = 0
    masked: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    leaks: Counter[int] = field(default_factory=Counter)
    by_source: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def kept(self) -> int:
        """How many texts stay."""
        return self.texts - self.reasons.total()


class Deciding:
    """What is known of the texts that came before.

    templates: how many texts of one template stay. near, bands: of repeats that are nearly so, None
    for not looking; letters: the file for those.
    """

    def __init__(
        self, templates: int, exact: bool, near: float, bands: Bands | None, letters: Path
    ) -> None:
        self.counts = Counts()
        self._templates = templates
        self._repeats = Repeats()
        self._exact = Exact() if exact else None
        self._near = Near(near, bands, letters) if bands else None

    @property
    def size(self) -> int:
        """Bytes of memory for the texts that were met."""
        return sum(index.size for index in (self._exact, self._near) if index)

    def close(self) -> None:
        """Nothing more is decided."""
        if self._near:
            self._near.close()

    def decide(self, keys: Keys) -> Verdicts:
        """The verdicts about the next chunk."""
        reasons = keys.reasons.copy()
        firsts = np.full(len(reasons), NONE, np.int64)
        numbers = self.counts.texts + np.arange(len(reasons))
        reasons[(reasons == NONE) & (keys.leaks != NONE)] = _LEAK
        if self._exact:
            at = np.flatnonzero(reasons == NONE)
            firsts[at] = self._exact.find(keys.exact[at], numbers[at])
            reasons[at[firsts[at] != NONE]] = _EXACT
        at = np.flatnonzero((reasons == NONE) & (keys.templates != 0))
        reasons[at[self._repeats.seen(keys.templates[at]) >= self._templates]] = _TEMPLATE
        if self._near:
            at = np.flatnonzero((reasons == NONE) & (keys.letters.counts > 0))
            chosen = Letters(keys.letters.codes, keys.letters.starts[at], keys.letters.counts[at])
            firsts[at] = self._near.find(keys.bands[at], chosen, numbers[at])
            reasons[at[firsts[at] != NONE]] = _NEAR
        self._count(keys, reasons)
        return Verdicts(reasons, firsts)

    def _count(self, keys: Keys, reasons: npt.NDArray[np.int8]) -> None:
        counts = self.counts
        counts.texts += len(reasons)
        counts.bytes += keys.bytes
        counts.masked += keys.masked
        counts.reasons.update({NAMES[code]: n for code, n in _tally(reasons).items()})
        counts.leaks.update(_tally(keys.leaks[reasons == _LEAK]))
        every = np.bincount(keys.source, minlength=len(keys.sources))
        kept = np.bincount(keys.source[reasons == NONE], minlength=len(keys.sources))
        for source, one, other in zip(keys.sources, every.tolist(), kept.tolist(), strict=True):
            before = counts.by_source.get(source, (0, 0))
            counts.by_source[source] = (before[0] + one, before[1] + other)


def _tally(codes: npt.NDArray[np.int8] | npt.NDArray[np.int16]) -> dict[int, int]:
    found, counts = np.unique(codes[codes != NONE], return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


def in_order(counts: Counter[str]) -> dict[str, int]:
    """Counts by the order of NAMES, without those of nothing."""
    order: Sequence[str] = NAMES
    return {name: counts[name] for name in order if counts[name]}
