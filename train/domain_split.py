"""A domain's sentences in three parts: to learn from, to watch while learning, to judge by.

Sentences of one record stay together, and of nearly equal ones only those of one part are used, so
that none to judge by is known from learning. Which part a record falls into is a matter of a hash
of its text: the same for the same text, whatever the order of the files. Knows nothing about
models.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from spellfix.errors import InputError
from spellfix.evaluation import Pair
from spellfix.noise import Noiser, Recipe
from spellfix.train.domain_groups import groups, possibly_near
from spellfix.train.domain_text import Item
from spellfix.train.heldout import SEED

LEARN, WATCH, JUDGE = "learn", "watch", "judge"
PARTS = (JUDGE, WATCH, LEARN)
HELD_OUT = 0.2
"""The largest share of a domain that is held out."""
TO_WATCH = 0.25
"""Share of what is held out that is measured while learning; the rest judges the result."""
LEAST = 20
"""Sentences held out, below which nothing can be said of a domain."""
LARGEST = 0.05
"""Share of what is held out; a larger group of nearly equal sentences is learnt from instead."""


@dataclass(frozen=True, slots=True)
class Split:
    """Items to learn from, to watch while learning, and to judge the result by. near: how many were
    left out because they are nearly the same as one of a part that goes before."""

    learn: tuple[Item, ...]
    watch: tuple[Item, ...]
    judge: tuple[Item, ...]
    near: int = 0

    @property
    def held_out(self) -> tuple[Item, ...]:
        return self.watch + self.judge

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what is held out, and into which part it fell."""
        parts = (sorted(item.text for item in part) for part in (self.watch, self.judge))
        joined = "\0".join("\n".join(part) for part in parts)
        return sha256(joined.encode(errors="surrogatepass")).hexdigest()


def split(items: Sequence[Item], most: int) -> Split:
    """Hold out about ``most`` of the items, a fifth of them at most. Raises InputError where there
    are too few."""
    share = min(HELD_OUT, most / max(1, len(items)))
    place = _places(items)
    parts = [_part(place[item.record], share) for item in items]
    largest = max(2.0, LARGEST * share * len(items))
    return _apart(items, parts, largest)


def split_given(items: Sequence[Item], held_out: Sequence[Item]) -> Split:
    """The same with what somebody held out."""
    place = _places(held_out)
    parts = [_part(place[item.record], 1.0) for item in held_out]
    return _apart([*held_out, *items], [*parts, *[LEARN] * len(items)], float("inf"))


def _apart(items: Sequence[Item], parts: list[str], largest: float) -> Split:
    """The items by their part, so that no group of nearly equal ones is in two: what is to judge by
    stays, then what is to watch, and the rest of the group is left out. A group of more than
    ``largest`` goes to learning, whole."""
    leaders = groups([item.text for item in items])
    sizes = Counter(leaders)
    found: dict[int, set[str]] = defaultdict(set)
    for leader, part in zip(leaders, parts, strict=True):
        found[leader].add(LEARN if sizes[leader] > largest else part)
    kept: dict[str, list[Item]] = {part: [] for part in PARTS}
    for item, leader, part in zip(items, leaders, parts, strict=True):
        into = next(each for each in PARTS if each in found[leader])
        if part == into or sizes[leader] > largest:
            kept[into].append(item)
    near = len(items) - sum(map(len, kept.values()))
    learn, watch, judge = (tuple(kept[part]) for part in (LEARN, WATCH, JUDGE))
    return _checked(Split(learn, watch, judge, near))


def apart(lines: Sequence[str], others: Sequence[str]) -> list[str]:
    """Those of ``lines`` that are nearly the same as none of ``others``."""
    doubtful = possibly_near(lines, others)
    leaders = groups([*others, *(lines[at] for at in doubtful)])
    taken = set(leaders[: len(others)])
    near = {
        at for at, leader in zip(doubtful, leaders[len(others) :], strict=True) if leader in taken
    }
    return [line for at, line in enumerate(lines) if at not in near]


def measured_pairs(items: Sequence[Item], recipe: Recipe) -> list[Pair]:
    """What is measured on items: pairs as they were written; correct sentences as they are, and
    once more with one error each, of the kinds in ``recipe``."""
    one_error = Noiser(
        SEED, Recipe(0.0, mix=recipe.mix, rules=recipe.rules, layout=recipe.layout, clean=0.0)
    )
    found: list[Pair] = []
    for at, item in enumerate(items):
        if item.written is not None:
            found.append(Pair(item.written, item.text))
            continue
        found.append(Pair(item.text, item.text))
        made = one_error.noise(item.text, 0, at)
        if made.edits:
            found.append(Pair(made.text, item.text))
    return found


def _part(place: float, share: float) -> str:
    if place >= share:
        return LEARN
    return WATCH if place < TO_WATCH * share else JUDGE


def _places(items: Sequence[Item]) -> dict[int, float]:
    """For each record a number from 0 to 1, by its first sentence in the order of the alphabet."""
    first: dict[int, str] = {}
    for item in items:
        first[item.record] = min(first.get(item.record, item.text), item.text)
    return {
        record: int(sha256(text.encode(errors="surrogatepass")).hexdigest()[:13], 16) / 16**13
        for record, text in first.items()
    }


def _checked(found: Split) -> Split:
    if len(found.judge) + len(found.watch) < LEAST or not (found.watch and found.judge):
        raise InputError(
            "글이 너무 적습니다 / too little text to hold some of it out: "
            f"{len(found.learn)} sentences to learn from, {len(found.held_out)} held out, expected "
            f"{LEAST} or more; add text (some hundred sentences), or name --heldout"
        )
    if not found.learn:
        raise InputError(
            "배울 글이 남지 않습니다 / nothing is left to learn from: all of --data is nearly the "
            "same as --heldout"
        )
    return found
