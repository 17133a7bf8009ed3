"""The thresholds that correct the most typo texts while enough clean texts stay untouched.

One threshold for all kinds is found exactly, by trying every confidence. Thresholds of single kinds
are sought from there by coordinate ascent, also on the Lagrangian of the demand (Everett 1963,
"Generalized Lagrange Multiplier Method"), so that one kind may give up edits for another; that is
no proof of an optimum. Knows edits with confidences and what comes of their texts, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from spellfix.config import share
from spellfix.kinds import KINDS
from spellfix.thresholds.opened import (
    CORRECTED,
    MISCORRECTED,
    OVERCORRECTED,
    OpenEdits,
)
from spellfix.thresholds.values import Thresholds

EVEN_ODDS = 0.5
"""Below it an edit is more likely wrong than right: the model itself does not believe in it."""
LEAST_EDITS = 20
"""A kind with fewer edits has no threshold of its own: the middle of a gap between a few
confidences is chance."""
LEAST_WRONG = 5
"""Nor has one with fewer wrong or fewer right edits: a threshold stands between the two."""

_PRICES = (0.25, 1.0, 4.0, 16.0)
"""Corrected typo texts that one overcorrected clean text is held to be worth, tried in turn."""
_ROUNDS = 8
_MOST_DIGITS = 6

Worth = Callable[[list[int]], tuple[float, ...]]
"""What outcomes are worth, given their numbers: the larger the better."""
Place = tuple[int, int]
"""An edit: which of the texts with edits, and which bit there."""


def choose(edits: OpenEdits, correct_text: float, by_kind: bool, least: float = 0.0) -> Thresholds:
    """The thresholds, none below `least`, at which the most typo texts of `edits` come out right
    while at least the share `correct_text` of the clean ones stays untouched.

    Of equals those that miscorrect fewest, then overcorrect fewest, then make the fewest edits. A
    threshold lies in the middle of the gap between two confidences, in as few digits as that takes.
    Where no thresholds leave enough clean texts untouched, those that leave most.

    by_kind: kinds with LEAST_EDITS edits, LEAST_WRONG of them wrong and as many right, may have a
    threshold of their own where more comes out right that way (or as much, and less goes wrong);
    `cross_validate` tells whether that holds for other texts. Raises ConfigError for a share or a
    threshold that is not between 0 and 1.
    """
    share("correct_text", correct_text)
    share("least", least)
    allowed = int((1.0 - correct_text) * edits.n_clean + 1e-9)

    def worth(found: list[int]) -> tuple[float, ...]:
        over = found[OVERCORRECTED]
        spare = min(0, allowed - over)
        return spare, found[CORRECTED], -found[MISCORRECTED], -over

    ledger = _Ledger(edits, least)
    overall = ledger.best_cut(ledger.all, worth)
    ledger.cut(ledger.all, overall)
    one = ledger.all.threshold(overall, least)
    if not by_kind:
        return Thresholds(one)
    kinds = {kind: found for kind in KINDS if (found := ledger.line_of(kind)).may_differ}
    start = {kind: line.made_at(one) for kind, line in kinds.items()}
    for kind, line in kinds.items():
        line.now = start[kind]
    best = ledger.climb(kinds, start, worth)
    value = worth(ledger.found)
    cuts = start
    for price in _PRICES:
        ledger.cut_all(kinds, cuts)
        cuts = ledger.climb(kinds, cuts, _priced(price))
        polished = ledger.climb(kinds, cuts, worth)
        if worth(ledger.found) > value:
            best, value = polished, worth(ledger.found)
    ledger.cut_all(kinds, best)
    for kind, line in kinds.items():  # what does not help is not said
        if best[kind] != start[kind]:
            ledger.cut(line, start[kind])
            if worth(ledger.found) >= value:
                best = {**best, kind: start[kind]}
            else:
                ledger.cut(line, best[kind])
    return Thresholds(
        one,
        {
            kind: line.threshold(best[kind], least)
            for kind, line in kinds.items()
            if best[kind] != start[kind]
        },
    )


def _priced(price: float) -> Worth:
    def worth(found: list[int]) -> tuple[float, ...]:
        return (
            found[CORRECTED] - price * found[OVERCORRECTED],
            -found[MISCORRECTED],
            -found[OVERCORRECTED],
        )

    return worth


class _Line:
    """Edits in a line, the surest first, in groups of equal confidence. A cut is a number of
    groups: those before it are made. `cuts`: which there are; an edit of confidence 1 is always
    made, one below the least threshold never. `now`: where the line is cut."""

    def __init__(
        self, places: Iterable[tuple[float, Place]], wrong: int, right: int, least: float
    ) -> None:
        ordered = sorted(places, key=lambda each: (-each[0], each[1]))
        self.groups = [
            (confidence, [place for _, place in group])
            for confidence, group in groupby(ordered, key=lambda each: each[0])
        ]
        always = sum(confidence >= 1.0 for confidence, _ in self.groups)
        self.cuts = range(always, sum(confidence >= least for confidence, _ in self.groups) + 1)
        self.now = 0
        self.may_differ = wrong + right >= LEAST_EDITS and min(wrong, right) >= LEAST_WRONG

    def made_at(self, threshold: float) -> int:
        return sum(confidence >= threshold for confidence, _ in self.groups)

    def threshold(self, cut: int, least: float) -> float:
        """A threshold that makes the groups before `cut` and no other."""
        above = self.groups[cut - 1][0] if cut else 1.0
        below = self.groups[cut][0] if cut < len(self.groups) else 0.0
        if below < least:
            return _middle(least, above, closed=True)
        return _middle(below, above, closed=cut == len(self.groups))


def _middle(below: float, above: float, closed: bool) -> float:
    """The middle of the two in as few digits as keep it at most `above` and over `below`, or just
    not under it where it is `closed`.

    >>> _middle(0.52, 0.61, False), _middle(0.5238, 0.5241, False), _middle(0.7, 0.7, True)
    (0.56, 0.524, 0.7)
    """
    for digits in range(2, _MOST_DIGITS + 1):
        middle = round((below + above) / 2, digits)
        if below < middle <= above or (closed and middle == below):
            return middle
    return above


class _Ledger:
    """Which edits are made, and how many texts have which outcome."""

    def __init__(self, edits: OpenEdits, least: float) -> None:
        self._edits, self._least = edits, least
        self._made = [0] * len(edits.texts)
        self.found = [0] * 5
        for text in edits.texts:
            self.found[text.outcome(0)] += 1
        self.all = self.line_of(None)

    def line_of(self, kind: str | None) -> _Line:
        """The edits of `kind`, all where it is None."""
        places = [
            (edit.confidence, (at, bit))
            for at, text in enumerate(self._edits.texts)
            for bit, edit in enumerate(text.edits)
            if kind in (None, edit.kind)
        ]
        kinds = (edit.kind for text in self._edits.texts for edit in text.edits)
        judged = [
            right
            for each, right in zip(kinds, self._edits.right, strict=True)
            if kind in (None, each)
        ]
        return _Line(places, judged.count(False), judged.count(True), self._least)

    def cut(self, line: _Line, cut: int) -> None:
        """Make the edits of `line` before `cut`, and no others of it. Lines that have edits in
        common must not be cut in turn."""
        for _, places in line.groups[line.now : cut]:
            self._set(places, True)
        for _, places in line.groups[cut : line.now]:
            self._set(places, False)
        line.now = cut

    def cut_all(self, lines: Mapping[str, _Line], cuts: Mapping[str, int]) -> None:
        for kind, line in lines.items():
            self.cut(line, cuts[kind])

    def best_cut(self, line: _Line, worth: Worth, now: int | None = None) -> int:
        """The cut of `line` worth most, all else as it is; of equals `now`, else that with the
        fewest edits. Leaves `line` cut anywhere."""
        best: int | None = None
        value: tuple[float, ...] = ()
        for cut in self._sweep(line):
            found = worth(self.found)
            if best is None or found > value or (found == value and cut == now):
                best, value = cut, found
        return line.cuts[0] if best is None else best

    def climb(
        self, lines: Mapping[str, _Line], cuts: Mapping[str, int], worth: Worth
    ) -> dict[str, int]:
        """Better `cuts`, one line moved at a time, until no single move helps. The ledger is cut at
        `cuts` before and at the answer after."""
        cuts = dict(cuts)
        for _ in range(_ROUNDS):
            before = dict(cuts)
            for kind, line in lines.items():
                cuts[kind] = self.best_cut(line, worth, cuts[kind])
                self.cut(line, cuts[kind])
            if cuts == before:
                break
        return cuts

    def _sweep(self, line: _Line) -> Iterator[int]:
        """Each possible cut of `line`, made, from the fewest edits on."""
        for cut in line.cuts:
            self.cut(line, cut)
            yield cut

    def _set(self, places: Iterable[Place], made: bool) -> None:
        for at, bit in places:
            before = self._made[at]
            after = before | 1 << bit if made else before & ~(1 << bit)
            if after != before:
                text = self._edits.texts[at]
                self.found[text.outcome(before)] -= 1
                self.found[text.outcome(after)] += 1
                self._made[at] = after
