"""The audit: pairs in files, gone through twice; what is doubtful comes out ranked.

First all are read and related to each other, then the witnesses hear them, a portion at a time.
Kept are only those that are doubtful enough, and a few numbers of every other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from spellfix.config import share
from spellfix.data.agreement import Agreement, Reviews
from spellfix.data.auditing.details import detail
from spellfix.data.auditing.items import Item, items
from spellfix.data.auditing.reasons import REASONS, Reason, doubt
from spellfix.data.auditing.relations import Relations, plain
from spellfix.data.auditing.signs import signs_of
from spellfix.data.auditing.weights import guesses
from spellfix.data.auditing.witnesses import Testimony, Witnesses
from spellfix.errors import InputError
from spellfix.evaluation import Pair

PORTION = 256
"""Pairs that are heard together."""
LEAST = 0.5
"""The doubt from which a pair is reported."""
SAID = 0.1
"""The probability from which a reason is named; the surest one always is."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A pair that may be wrong. doubt: the probability that one of `reasons` (surest first) or of
    those too unlikely to be named holds."""

    item: Item
    doubt: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """What came of it. n: pairs that were looked at. doubtful: those with a doubt of `least` or
    more, the most doubtful first. reasons: how many of these have which first reason. agreement:
    of the reviewers, as far as the files name any."""

    n: int
    least: float
    doubtful: tuple[Doubtful, ...]
    reasons: Mapping[str, int]
    agreement: Agreement


class Counted:
    """The first way through the files: how many pairs there are, and what they say of each other.

    Raises InputError as `items`, and where there is no pair.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self.relations, self._reviews, self.n = Relations(), Reviews(), 0
        for item in items(paths):
            self.relations.add(item)
            self._reviews.add(item)
            self.n += 1
        if not self.n:
            named = ", ".join(map(str, paths))
            raise InputError(f"쌍이 없습니다 / no pairs in: {named}")

    @property
    def agreement(self) -> Agreement:
        """That of the reviewers."""
        return self._reviews.agreement()


def audit(
    counted: Counted,
    witnesses: Witnesses,
    *,
    least: float = LEAST,
    advance: Callable[[int], None] = lambda _: None,
) -> Audit:
    """Judge every pair of the files that `counted` has read. advance: told how many more pairs are
    done. Raises ConfigError for a `least` that is no share."""
    share("--least", least)
    doubtful: list[Doubtful] = []
    for portion in _portions(items(counted.paths)):
        doubtful += (
            each for each in judge(portion, counted.relations, witnesses) if each.doubt >= least
        )
        advance(len(portion))
    doubtful.sort(key=lambda each: -each.doubt)
    names = Counter(each.reasons[0].name for each in doubtful)
    return Audit(
        counted.n,
        least,
        tuple(doubtful),
        {name: names[name] for name in REASONS if names[name]},
        counted.agreement,
    )


def judge(
    portion: Sequence[Item], relations: Relations, witnesses: Witnesses
) -> Iterator[Doubtful]:
    """What speaks against each pair of `portion`, in order. Those that a fact condemns are not
    heard."""
    facts = [[*_facts(item), *relations.reasons(item)] for item in portion]
    known = [doubt(reason.probability for reason in found) for found in facts]
    open_cases = [each < 1.0 for each in known]
    pairs = [_settled(item.pair) for item, heard in zip(portion, open_cases, strict=True) if heard]
    told = zip(pairs, witnesses.hear(pairs), strict=True)
    for item, found, fact, heard in zip(portion, facts, known, open_cases, strict=True):
        guessed = _guessed(*next(told)) if heard else []
        guess = min(sum(reason.probability for reason in guessed), 1.0)
        said = sorted((*found, *guessed), key=lambda reason: -reason.probability)
        named = [*said[:1], *(reason for reason in said[1:] if reason.probability >= SAID)]
        yield Doubtful(item, round(doubt((fact, guess)), 4), tuple(named))


def _guessed(pair: Pair, said: Testimony) -> list[Reason]:
    return [
        Reason(name, round(probability, 4), detail(name, pair, said) if probability else "")
        for name, probability in guesses(signs_of(pair, said)).items()
    ]


def _facts(item: Item) -> Iterator[Reason]:
    """What can be seen in the pair alone."""
    pair = item.pair
    if not plain(pair.input) or not all(map(plain, pair.targets)):
        yield Reason("empty", 1.0)
    elif pair.clean:
        accepted = [edit for edit in item.record.get("edits", ()) if _accepted(edit)]
        if accepted and pair.input == pair.target:
            yield Reason("unchanged", 1.0, f"{len(accepted)} accepted")
    elif plain(pair.input) in map(plain, pair.targets):
        yield Reason("normalisation", 1.0)


def _accepted(edit: object) -> bool:
    """Whether it is an edit of the export of the service that a person accepted."""
    return isinstance(edit, dict) and edit.get("accepted") is True


def _settled(pair: Pair) -> Pair:
    """`pair`; if its input is right, as a pair of equal sides, the others being alternatives."""
    if not pair.clean:
        return pair
    others = tuple(target for target in pair.targets if target != pair.input)
    return replace(pair, target=pair.input, alternatives=others)


def _portions(found: Iterator[Item]) -> Iterator[list[Item]]:
    while portion := list(islice(found, PORTION)):
        yield portion
