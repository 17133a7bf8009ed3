"""Rules on sounds: what is heard inside a syllable or where two of them meet, written down.

Hangul is arithmetic (Unicode chapter 3.12): a syllable is its lead and vowel, one of 399, times 28
plus its tail. A rule adds to two code points; it knows letters alone and no word.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from spellfix.hangul import FIRST_SYLLABLE, LEADS, TAILS, VOWELS
from spellfix.noise.rule import Error
from spellfix.noise.sentence import Sentence
from spellfix.noise.tables import read_table

_TAILS = ("", *TAILS)
_BLOCK = len(_TAILS)  # syllables of one lead and vowel
_BODIES = len(LEADS) * len(VOWELS)  # pairs of a lead and a vowel
_END = -1  # in the place of a body: no syllable follows


class Change(NamedTuple):
    """Added to the code points of a syllable and of the one that follows."""

    here: int
    after: int
    weight: float
    row: str


@dataclass(frozen=True, slots=True)
class Sounds:
    """What may happen, by the lead and vowel of a syllable, or by its tail and what follows.

    ``place`` finds the next syllable where something may; a word of one syllable keeps its vowel
    and tail, which is all that tells 네 from 내.
    """

    vowels: Mapping[int, tuple[Change, ...]]
    borders: Mapping[tuple[int, int], tuple[Change, ...]]
    place: re.Pattern[str]

    @classmethod
    def read(cls, rule: str) -> "Sounds":
        """The rows of ``sound.tsv`` that belong to ``rule``."""
        vowels: dict[int, list[Change]] = defaultdict(list)
        borders: dict[tuple[int, int], list[Change]] = defaultdict(list)
        for row in read_table("sound"):
            if row["rule"] != rule:
                continue
            right, wrong = row["right"].replace("-", ""), row["wrong"].replace("-", "")
            where, weight = row["where"], float(row["weight"])
            name = f"{row['right']}>{row['wrong']}"
            if row["place"] == "vowel":
                change = Change(_vowels(right, wrong), 0, weight, name)
                for lead in where or LEADS:
                    vowels[_body(lead, right)].append(change)
            elif row["place"] == "tail":
                change = Change(_tails(right, wrong), 0, weight, name)
                for body in _followers(where):
                    borders[_TAILS.index(right), body].append(change)
            elif row["place"] == "lead":
                change = Change(0, _leads(right, wrong), weight, name)
                before = [_TAILS.index(tail.strip("-")) for tail in where] or range(_BLOCK)
                for tail in before:
                    for vowel in VOWELS:
                        borders[tail, _body(right, vowel)].append(change)
            else:
                (tail1, _, lead1), (tail2, _, lead2) = right.partition("."), wrong.partition(".")
                change = Change(_tails(tail1, tail2), _leads(lead1, lead2), weight, name)
                for vowel in where or VOWELS:
                    borders[_TAILS.index(tail1), _body(lead1, vowel)].append(change)
        return cls(
            {body: tuple(changes) for body, changes in vowels.items()},
            {key: tuple(changes) for key, changes in borders.items()},
            _place(vowels, borders),
        )

    def at(self, text: str, at: int) -> list[tuple[Error, float]]:
        """All errors at ``text[at]``, where ``place`` matches, with their weights."""
        here = ord(text[at]) - FIRST_SYLLABLE
        after = ord(text[at + 1]) - FIRST_SYLLABLE if at + 1 < len(text) else -1
        last = not 0 <= after < _BODIES * _BLOCK
        body = _END if last else after // _BLOCK
        return [
            (
                Error(
                    at,
                    at + (2 if change.after else 1),
                    chr(ord(text[at]) + change.here)
                    + (chr(ord(text[at + 1]) + change.after) if change.after else ""),
                    change.row,
                ),
                change.weight,
            )
            for changes in (
                self.vowels.get(here // _BLOCK, ()),
                self.borders.get((here % _BLOCK, body), ()),
            )
            for change in changes
        ]


@dataclass(frozen=True, slots=True)
class SoundRule:
    """A rule that writes one sound as it is heard."""

    name: str
    weight: float
    source: str
    example: str
    sounds: Sounds
    blind: bool = True

    def draw(self, sentence: Sentence, rng: Random) -> Error | None:
        """An error at the first place from a random one on, from the start again after the end."""
        text, find = sentence.text, self.sounds.place.search
        match = find(text, int(rng.random() * len(text))) or find(text)
        if not match:
            return None
        errors = self.sounds.at(text, match.start())
        if len(errors) == 1:
            return errors[0][0]
        return rng.choices([error for error, _ in errors], [weight for _, weight in errors])[0]

    def every(self, sentence: Sentence, start: int, end: int) -> Iterator[Error]:
        for match in self.sounds.place.finditer(sentence.text, max(0, start - 1)):
            if match.start() > end:
                return
            for error, _ in self.sounds.at(sentence.text, match.start()):
                yield error


def _body(lead: str, vowel: str) -> int:
    return LEADS.index(lead) * len(VOWELS) + VOWELS.index(vowel)


def _vowels(right: str, wrong: str) -> int:
    return (VOWELS.index(wrong) - VOWELS.index(right)) * _BLOCK


def _tails(right: str, wrong: str) -> int:
    return _TAILS.index(wrong) - _TAILS.index(right)


def _leads(right: str, wrong: str) -> int:
    return (LEADS.index(wrong) - LEADS.index(right)) * len(VOWELS) * _BLOCK


def _followers(where: str) -> Iterable[int]:
    """The bodies a tail may stand before, as the column ``where`` names them."""
    leads = where.replace("C", LEADS.replace("ㅇ", "")) or f"{LEADS}#"
    for lead in leads:
        if lead == "#":
            yield _END
        else:
            yield from (_body(lead, vowel) for vowel in VOWELS)


def _place(vowels: Collection[int], borders: Iterable[tuple[int, int]]) -> re.Pattern[str]:
    """A syllable of these bodies, or such a tail before such a body: for a search in C."""
    ways: list[str] = []
    in_word = "(?:(?<=[가-힣][가-힣])|(?=[가-힣]))"
    if vowels:
        ways.append(f"[{_blocks(vowels)}]{in_word}")
    followers: dict[int, set[int]] = defaultdict(set)
    for tail, body in borders:
        followers[tail].add(body)
    alike: dict[frozenset[int], list[int]] = defaultdict(list)
    for tail, bodies in followers.items():
        alike[frozenset(bodies)].append(tail)
    for next_bodies, tails in alike.items():
        ends = "".join(
            chr(FIRST_SYLLABLE + body * _BLOCK + tail) for body in range(_BODIES) for tail in tails
        )
        inside = next_bodies - {_END}
        before = f"(?=[{_blocks(inside)}])" if inside else ""
        last = "(?<=[가-힣][가-힣])(?![가-힣])" if _END in next_bodies else ""
        ways.append(f"[{ends}](?:{'|'.join(filter(None, (before, last)))})")
    return re.compile("|".join(ways))


def _blocks(bodies: Collection[int]) -> str:
    """The syllables of these bodies, as ranges of a character class."""
    firsts = (FIRST_SYLLABLE + body * _BLOCK for body in sorted(bodies))
    return "".join(f"{chr(first)}-{chr(first + _BLOCK - 1)}" for first in firsts)
