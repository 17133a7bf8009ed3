"""What a system would change with every threshold open, and what comes of each text at any
thresholds: exactly the edits that are sure enough are made, and the outcome follows.

Of a text only the stretch from its first edit to its last is kept. Knows no model.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

from spellfix.calibration import judge
from spellfix.edits import Edit, apply
from spellfix.errors import ConfigError
from spellfix.thresholds.values import Thresholds

if TYPE_CHECKING:
    from spellfix.metrics import Interval

CORRECTED, UNCORRECTED, MISCORRECTED, KEPT, OVERCORRECTED = range(5)


@dataclass(frozen=True, slots=True)
class Counts:
    """Outcomes of texts: the first three of those with typos, the others of clean ones.

    >>> counts = Counts(corrected=3, uncorrected=1, miscorrected=0, kept=9, overcorrected=1)
    >>> counts.typo_accuracy, counts.n_typo, counts.correct_text_accuracy, counts.n_clean
    (0.75, 4, 0.9, 10)
    """

    corrected: int = 0
    uncorrected: int = 0
    miscorrected: int = 0
    kept: int = 0
    overcorrected: int = 0

    @property
    def n_typo(self) -> int:
        return self.corrected + self.uncorrected + self.miscorrected

    @property
    def n_clean(self) -> int:
        return self.kept + self.overcorrected

    @property
    def typo_accuracy(self) -> float | None:
        """The share of typo texts that came out right; None where there are none."""
        return self.corrected / self.n_typo if self.n_typo else None

    @property
    def correct_text_accuracy(self) -> float | None:
        """The share of clean texts that stayed untouched; None where there are none."""
        return self.kept / self.n_clean if self.n_clean else None

    @property
    def typo_accuracy_interval(self) -> Interval | None:
        return _wilson(self.corrected, self.n_typo)

    @property
    def correct_text_accuracy_interval(self) -> Interval | None:
        return _wilson(self.kept, self.n_clean)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.corrected + other.corrected,
            self.uncorrected + other.uncorrected,
            self.miscorrected + other.miscorrected,
            self.kept + other.kept,
            self.overcorrected + other.overcorrected,
        )


def _wilson(successes: int, n: int) -> Interval | None:
    from spellfix.metrics import wilson  # not loaded by who only corrects texts

    return wilson(successes, n)


@dataclass(frozen=True, slots=True)
class Point:
    """What comes of the texts at one threshold for all kinds."""

    threshold: float
    counts: Counts


class Opened:
    """One text that has edits: `source` is the stretch that they lie in, `targets` what may stand
    there afterwards. A set of its edits is a number, edit i in it where bit i is set.
    """

    __slots__ = ("_outcomes", "clean", "edits", "source", "targets")

    def __init__(
        self, source: str, targets: Sequence[str], edits: Sequence[Edit], clean: bool
    ) -> None:
        start, end = edits[0].start, edits[-1].end
        head, tail = source[:start], source[end:]
        self.clean = clean
        self.source = source[start:end]
        self.targets = frozenset(
            target[start : len(target) - len(tail)]
            for target in targets
            if len(target) >= len(head) + len(tail)
            and target.startswith(head)
            and target.endswith(tail)
        )
        self.edits = tuple(
            replace(edit, start=edit.start - start, end=edit.end - start) for edit in edits
        )
        self._outcomes: dict[int, int] = {0: KEPT if clean else UNCORRECTED}

    def outcome(self, made: int) -> int:
        """The outcome, one of the constants above, where the edits in `made` are made."""
        if made not in self._outcomes:
            self._outcomes[made] = self._judged(made)
        return self._outcomes[made]

    def _judged(self, made: int) -> int:
        chosen = [edit for bit, edit in enumerate(self.edits) if made >> bit & 1]
        output = apply(self.source, chosen)
        if output == self.source:
            return KEPT if self.clean else UNCORRECTED
        if self.clean:
            return OVERCORRECTED
        return CORRECTED if output in self.targets else MISCORRECTED


class OpenEdits:
    """The edits of texts, each with its confidence and kind, and what should have come out.

    confidences, right: one entry an edit, in the order of the texts. An edit is right if exactly it
    is wanted (`spellfix.calibration.judge`) by the reference that wants most of the text's edits;
    in a clean text none is.
    """

    def __init__(self) -> None:
        self.confidences: array[float] = array("d")
        self.right: list[bool] = []
        self.texts: list[Opened] = []
        self._places: list[int] = []  # of each of them among the texts of its class
        self.n_typo = 0
        self.n_clean = 0

    def add(self, source: str, targets: Sequence[str], edits: Sequence[Edit]) -> None:
        """A text, what it may be corrected to, and its edits with every threshold open, in order.

        It is clean if it is among its targets. Raises ConfigError where there is no target,
        InputError for edits that are not of this text or not in order.
        """
        if not targets:
            raise ConfigError(f"{source!r}: expected at least one target, got none")
        clean = source in targets
        if edits:
            apply(source, edits)
            self.texts.append(Opened(source, targets, edits, clean))
            self._places.append(self.n_clean if clean else self.n_typo)
            self.confidences.extend(edit.confidence for edit in edits)
            self.right += (
                [False] * len(edits)
                if clean
                else max((judge(source, target, edits) for target in targets), key=sum)
            )
        self.n_clean += clean
        self.n_typo += not clean

    def counts(self, thresholds: Thresholds) -> Counts:
        """What comes of the texts where the edits are made that `thresholds` admit."""
        return self.tallied(
            text.outcome(
                sum(1 << bit for bit, edit in enumerate(text.edits) if thresholds.admit(edit))
            )
            for text in self.texts
        )

    def curve(self, points: int = 101) -> tuple[Point, ...]:
        """`points` thresholds, evenly from 0 to 1, each for all kinds. Raises ConfigError for
        fewer than two."""
        if points < 2:
            raise ConfigError(f"curve: expected at least two points, got {points}")
        steps = (step / (points - 1) for step in range(points))
        return tuple(Point(least, self.counts(Thresholds(least))) for least in steps)

    def folds(self, number: int, seed: int = 0) -> Iterator[tuple[OpenEdits, OpenEdits]]:
        """For each of `number` parts of the texts, all the others and it. Parts have equal numbers
        of typo texts and of clean ones, within one, and are drawn by `seed`. Raises ConfigError for
        fewer than two parts."""
        if number < 2:
            raise ConfigError(f"folds: expected at least two, got {number}")
        drawn = {
            clean: _drawn(n, number, seed)
            for clean, n in ((False, self.n_typo), (True, self.n_clean))
        }
        for fold in range(number):
            inside = {clean: [each == fold for each in found] for clean, found in drawn.items()}
            outside = {clean: [not each for each in found] for clean, found in inside.items()}
            yield self._part(outside), self._part(inside)

    def tallied(self, outcomes: Iterable[int]) -> Counts:
        """Counts where the texts with edits have these `outcomes`; the others stay as they are."""
        found = Counter(outcomes)
        unchanged = Counter(text.clean for text in self.texts)
        return Counts(
            corrected=found[CORRECTED],
            uncorrected=found[UNCORRECTED] + self.n_typo - unchanged[False],
            miscorrected=found[MISCORRECTED],
            kept=found[KEPT] + self.n_clean - unchanged[True],
            overcorrected=found[OVERCORRECTED],
        )

    def _part(self, members: Mapping[bool, Sequence[bool]]) -> OpenEdits:
        """The texts that are members; of each class, by clean or not, one entry a text."""
        part = OpenEdits()
        places = {clean: list(accumulate(found)) for clean, found in members.items()}
        part.n_typo, part.n_clean = sum(members[False]), sum(members[True])
        first = 0
        for text, place in zip(self.texts, self._places, strict=True):
            edits = slice(first, first + len(text.edits))
            first = edits.stop
            if members[text.clean][place]:
                part.texts.append(text)
                part._places.append(places[text.clean][place] - 1)
                part.confidences.extend(self.confidences[edits])
                part.right += self.right[edits]
        return part


def _drawn(n: int, number: int, seed: int) -> list[int]:
    """A fold for each of `n` texts: 0 up to `number`, as often as each other, in any order."""
    folds = [place % number for place in range(n)]
    Random(seed).shuffle(folds)
    return folds
