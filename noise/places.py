"""Rules that are rows of a table and change a place people know: a gap, a particle, an ending.

A row is found by its sign: the first gap of the right form with the character behind it, or its
first character where it has no gap. Signs are looked for all at once, contexts only where the whole
form stands. Knows no language beyond what a context may say about final consonants.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import NamedTuple

from spellfix.aloud import HEARD, last_heard
from spellfix.hangul import FIRST_SYLLABLE, LAST_SYLLABLE, TAILS, is_syllable
from spellfix.noise.rule import Error
from spellfix.noise.sentence import Sentence
from spellfix.noise.tables import read_table

REACH = 12  # code points: no right form is longer
FREQUENT = frozenset("을를은는이가의에")  # signs too frequent to look at all of them
PROBES = 6
_CLOSING = frozenset(")]}\"'”’」』》〉*")
_BITS = {tail: 1 << place for place, tail in enumerate(("", *TAILS))}


def tail_before(text: str, at: int) -> int:
    """The final consonant that is heard before ``at``, as a bit in the order of Unicode; 1 for
    none, 0 for unknown. Looks through closing signs; reads aloud what is not in Hangul.

    >>> [tail_before(text, len(text)) for text in ("나", "낙", "(나)", "API", "2", "Git")]
    [1, 2, 1, 1, 1, 0]
    """
    at -= 1
    while at > 0 and text[at] in _CLOSING:
        at -= 1
    if at < 0:
        return 0
    code = ord(text[at]) - FIRST_SYLLABLE
    if 0 <= code <= LAST_SYLLABLE - FIRST_SYLLABLE:
        return 1 << code % 28
    heard = last_heard(text[max(0, at - HEARD) : at + 1]) if text[at].isascii() else None
    return 0 if heard is None else _BITS[heard]


class Context(NamedTuple):
    """What a row asks of the text before its form: ``tails`` has a bit for every final consonant
    that the syllable before may have, in the order of Unicode (0 asks nothing); ``looks`` must
    match where the form begins."""

    tails: int
    looks: re.Pattern[str] | None

    def holds(self, text: str, at: int) -> bool:
        if self.tails and not self.tails & tail_before(text, at):
            return False
        return self.looks is None or self.looks.match(text, at) is not None


@cache
def behind(condition: str) -> Context:
    """Reads the column ``left``: one or more parts joined by ``&``, all of which must hold.

    A part is one or more alternatives joined by ``|``, each a regular expression of fixed width, or
    ``!`` and alternatives none of which may hold. ``{ㄴㄹ}`` is a syllable with one of these final
    consonants, ``{+}`` with any, ``{-}`` without one.

    >>> behind("{ㄹ}&!역").holds("할 수", 1), behind("{ㄹ}&!역").holds("역할", 1)
    (True, False)
    """
    tails = 0
    looks: list[str] = []
    for part in filter(None, condition.split("&")):
        alternatives = _grouped(part.lstrip("!").split("|"))
        if found := re.fullmatch(r"\{([-+ㄱ-ㅎ]+)\}", part):
            tails = sum(1 << place for place in _places(found[1]))
        elif part.startswith("!"):
            looks += [f"(?<!{each})" for each in alternatives]
        else:
            looks.append("(?:" + "|".join(f"(?<={each})" for each in alternatives) + ")")
    return Context(tails, re.compile("".join(looks)) if looks else None)


def _grouped(alternatives: list[str]) -> list[str]:
    """The same alternatives as fewer patterns: single syllables are tested as one class."""
    single = "".join(each for each in alternatives if is_syllable(each))
    rest = [_tails(each) for each in alternatives if not is_syllable(each)]
    return [f"[{single}]", *rest] if single else rest


def _tails(pattern: str) -> str:
    return re.sub(r"\{([-+ㄱ-ㅎ]+)\}", lambda found: f"[{_ending_in(found[1])}]", pattern)


def _places(tails: str) -> list[int]:
    wanted = {"-": [""], "+": [*TAILS]}.get(tails, [*tails])
    return [["", *TAILS].index(tail) for tail in wanted]


@cache
def _ending_in(tails: str) -> str:
    starts = range(FIRST_SYLLABLE, LAST_SYLLABLE + 1, 28)
    return "".join(chr(start + place) for start in starts for place in _places(tails))


@dataclass(frozen=True, slots=True)
class Place:
    """A row. ``shift`` is where its sign stands in ``right``; left and after are its contexts."""

    right: str
    wrong: str
    weight: float
    shift: int
    left: Context
    after: re.Pattern[str] | None
    row: str

    @classmethod
    def read(cls, row: dict[str, str]) -> "Place":
        right, wrong = row["right"], row["wrong"]
        return cls(
            right,
            wrong,
            float(row["weight"]),
            max(0, right.find(" ", 0, -1)),
            behind(row["left"]),
            re.compile(row["right_context"]) if row["right_context"] else None,
            f"{right}>{wrong}",
        )

    @property
    def sign(self) -> str:
        """What the row is looked up by: up to two characters, three around a gap inside."""
        if self.shift:
            return self.right[self.shift - 1 : self.shift + 2]
        return self.right[:2]

    def fits(self, text: str, at: int) -> bool:
        """Whether the right form stands at ``at``, in the context of this row."""
        return (
            at >= 0
            and text.startswith(self.right, at)
            and (self.after is None or self.after.match(text, at + len(self.right)) is not None)
            and self.left.holds(text, at)
        )

    def error(self, at: int) -> Error:
        return Error(at, at + len(self.right), self.wrong, self.row)


Site = tuple[int, Place]  # where a row begins, and the row


class Places:
    """Rows of a table that can be found in a text."""

    def __init__(self, rows: Iterable[Place]) -> None:
        found: dict[str, list[Place]] = defaultdict(list)
        for row in rows:
            found[row.sign].append(row)
        self.rows = tuple(row for group in found.values() for row in group)
        self._by_sign = {sign: tuple(group) for sign, group in found.items()}
        gaps = {sign[-1] for sign in found if " " in sign[:-1]}
        inner = {sign[0] for sign in found if " " not in sign[:-1]}
        signs = [f" (?=[{''.join(sorted(gaps))}])"] if gaps else []
        signs += [f"[{''.join(sorted(inner))}]"] if inner else []
        self._signs = re.compile("|".join(signs) or r"(?!)")
        self._dense = not FREQUENT.isdisjoint(found)
        self._heaviest = max((row.weight for row in self.rows), default=1.0)

    def sites(self, text: str, start: int, end: int) -> list[Site]:
        """The rows that fit and have their sign in ``text[start:end]``, and where they begin."""
        return [
            site
            for found in self._signs.finditer(text, start, end)
            for site in self._at(text, found.start())
        ]

    def draw(self, text: str, rng: Random) -> Site | None:
        """A random site, in proportion to the weights. Tables with signs all over the text are
        looked up at a few random ones only, and nothing may come of it."""
        if self._dense:
            for _ in range(PROBES):
                found = self._signs.search(text, int(rng.random() * len(text)))
                here = self._at(text, found.start()) if found else []
                if here and (site := _weighted(here, rng.random() * self._heaviest)):
                    return site
            return None
        sites = self.sites(text, 0, len(text))
        if not sites:
            return None
        return _weighted(sites, rng.random() * sum([row.weight for _, row in sites])) or sites[-1]

    def _at(self, text: str, spot: int) -> list[Site]:
        by_sign = self._by_sign
        rows = by_sign.get(text[spot : spot + 2], ())
        if text[spot] != " ":
            rows += by_sign.get(text[spot], ())
        elif spot:
            rows += by_sign.get(text[spot - 1 : spot + 2], ())
        if not rows:
            return []
        return [(at, row) for row in rows if row.fits(text, at := spot - row.shift)]


def _weighted(sites: list[Site], drawn: float) -> Site | None:
    for site in sites:
        drawn -= site[1].weight
        if drawn < 0:
            return site
    return None


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """A rule that draws from rows in proportion to their weights."""

    name: str
    weight: float
    source: str
    example: str
    places: Places
    blind: bool = False

    def draw(self, sentence: Sentence, rng: Random) -> Error | None:
        site = self.places.draw(sentence.text, rng)
        return site[1].error(site[0]) if site else None

    def every(self, sentence: Sentence, start: int, end: int) -> Iterator[Error]:
        text = sentence.text
        for at, row in self.places.sites(text, max(0, start - REACH), min(len(text), end + REACH)):
            yield row.error(at)


def place_rules(table: str, rules: Iterable[tuple[str, float, str, str]]) -> tuple[PlaceRule, ...]:
    """One rule for each (name, weight, source, example), with the rows of ``table`` that have this
    name in their column ``rule``."""
    rows: dict[str, list[Place]] = defaultdict(list)
    for row in read_table(table):
        rows[row["rule"]].append(Place.read(row))
    return tuple(
        PlaceRule(f"{table}.{name}", weight, source, example, Places(rows[name]))
        for name, weight, source, example in rules
    )
