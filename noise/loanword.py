"""loanword 외래어 표기: loanwords spelled against the 외래어 표기법.

Known wrong forms come from ``loanword.tsv``; the patterns behind them, ``transcription.tsv``,
change any word of ``loanwords.txt``. Refuses to guess what is a loanword: it touches listed words
alone, and makes no other listed word of one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import accumulate
from random import Random
from typing import NamedTuple

from spellfix.hangul import compose, decompose, has_batchim
from spellfix.noise.forms import FormRule, FormTable
from spellfix.noise.rule import Error, Rule
from spellfix.noise.sentence import Sentence
from spellfix.noise.tables import read_table

# What may follow a listed word of two syllables, which longer words might begin with: 보드랍다.
_FOLLOWING = frozenset(
    "은는이가을를의에와과로으도만까부보처나라란든면들끼인일입이였였께한하할함합해했된되될됨됩돼됐"
    "용형식적화급권상별력성층망맨판팀팬명값곡계족국군형님씨째쯤뿐등밖대간내"
)
# Particles behind a vowel and behind a 받침.
_PAIRS = (("를", "을"), ("는", "은"), ("가", "이"), ("와", "과"), ("로", "으로"))
_PARTICLES = {True: _PAIRS, False: tuple((closed, opened) for opened, closed in _PAIRS)}
_RUN = re.compile("[가-힣]{2,}")


class Pattern(NamedTuple):
    """A row of ``transcription.tsv``, over words in jamo."""

    right: re.Pattern[str]
    wrong: str
    weight: float

    @property
    def row(self) -> str:
        return f"{self.right.pattern}>{self.wrong}"


class Outcomes(NamedTuple):
    """What patterns make of a word, (wrong form, row) each, and their weights summed up."""

    made: tuple[tuple[str, str], ...]
    sums: tuple[float, ...]


class Loanwords:
    """Right loanwords, each with forms which are wrong for it but words of their own: 팬, 펜."""

    def __init__(self, words: dict[str, frozenset[str]]) -> None:
        self.words = words
        heads: dict[str, list[str]] = {}
        for word in sorted(words, key=len, reverse=True):
            heads.setdefault(word[:2], []).append(word)
        self._heads = {head: tuple(rest) for head, rest in heads.items()}

    @classmethod
    def read(cls) -> "Loanwords":
        file = resources.files("spellfix.noise") / "tables" / "loanwords.txt"
        lines = (line.split() for line in file.read_text(encoding="utf-8").splitlines())
        return cls({line[0]: frozenset(line[1:]) for line in lines if line and line[0] != "#"})

    def find(self, text: str) -> list[tuple[int, str]]:
        """Listed words and their offsets, the longest at each place, where a word begins or
        another listed word ended."""
        heads = self._heads
        if heads.keys().isdisjoint([run[:2] for run in _RUN.findall(text)]):
            return []
        starts = [run.start() for run in _RUN.finditer(text) if run[0][:2] in heads]
        return [site for at in starts for site in self._chain(text, at)]

    def _chain(self, text: str, at: int) -> Iterator[tuple[int, str]]:
        """The listed word at ``at``, and those that follow without a gap."""
        while word := self._longest(text, at):
            yield at, word
            at += len(word)

    def _longest(self, text: str, at: int) -> str:
        for word in self._heads.get(text[at : at + 2], ()):
            if text.startswith(word, at) and (len(word) > 2 or self._ends(text, at + 2)):
                return word
        return ""

    def _ends(self, text: str, end: int) -> bool:
        after = text[end : end + 1]
        return (
            not "가" <= after <= "힣" or after in _FOLLOWING or text[end : end + 2] in self._heads
        )


@dataclass(frozen=True, slots=True)
class TranscriptionRule:
    """A rule that applies a group of patterns to the loanwords of a sentence."""

    name: str
    weight: float
    source: str
    example: str
    loanwords: Loanwords
    patterns: tuple[Pattern, ...]
    blind: bool = False
    _known: dict[str, Outcomes] = field(default_factory=dict, repr=False, compare=False)

    def draw(self, sentence: Sentence, rng: Random) -> Error | None:
        found = sentence.found(self.loanwords.find)
        sites = [site for site in found if self.outcomes(site[1]).made]
        if not sites:
            return None
        at, word = sites[int(rng.random() * len(sites))]
        made, sums = self.outcomes(word)
        wrong, row = rng.choices(made, cum_weights=sums)[0]
        return agreeing(sentence.text, Error(at, at + len(word), wrong, row))

    def every(self, sentence: Sentence, start: int, end: int) -> Iterator[Error]:
        for at, word in self.loanwords.find(sentence.text):
            if at <= end and start <= at + len(word) + 2:
                for wrong, row in self.outcomes(word).made:
                    yield agreeing(sentence.text, Error(at, at + len(word), wrong, row))

    def outcomes(self, word: str) -> Outcomes:
        """What the patterns make of ``word``, none of it a listed word."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._work_out(word)
        return known

    def _work_out(self, word: str) -> Outcomes:
        words = self.loanwords.words
        letters = spelled(word)
        made = {
            wrong: (pattern.row, pattern.weight)
            for pattern in self.patterns
            for match in pattern.right.finditer(letters)
            if (wrong := _joined(letters, match, pattern.wrong)) not in words
            and wrong not in words[word]
        }
        return Outcomes(
            tuple((wrong, row) for wrong, (row, _) in made.items()),
            tuple(accumulate(weight for _, weight in made.values())),
        )


@dataclass(frozen=True, slots=True)
class AgreeingRule(FormRule):
    """A rule on forms after which the particle still agrees: 플루트를 becomes 플룻을."""

    def draw(self, sentence: Sentence, rng: Random) -> Error | None:
        error = FormRule.draw(self, sentence, rng)
        return agreeing(sentence.text, error) if error else None

    def every(self, sentence: Sentence, start: int, end: int) -> Iterator[Error]:
        for error in FormRule.every(self, sentence, start - 2, end):
            yield agreeing(sentence.text, error)


def agreeing(text: str, error: Error) -> Error:
    """``error`` and the particle behind it, if it depends on a 받침 that the error changes.

    >>> agreeing("플루트를 분다", Error(0, 3, "플룻"))
    Error(start=0, end=4, after='플룻을', row='')
    """
    start, end, after, row = error
    closed = has_batchim(after[-1])
    if closed == has_batchim(text[end - 1]):
        return error
    for particle, other in _PARTICLES[closed]:
        rest = end + len(particle)
        if text.startswith(particle, end) and not "가" <= text[rest : rest + 1] <= "힣":
            if particle == "로" and decompose(after[-1])[2] == "ㄹ":
                return error
            return Error(start, rest, after + other, row)
    return error


def spelled(word: str) -> str:
    """The jamo of a word of syllables, with a - behind each syllable.

    >>> spelled("텐트")
    'ㅌㅔㄴ-ㅌㅡ-'
    """
    return "".join(f"{''.join(decompose(syllable))}-" for syllable in word)


def _joined(letters: str, match: re.Match[str], wrong: str) -> str:
    """``letters`` as syllables, with ``wrong`` in place of the match."""
    changed = letters[: match.start()] + match.expand(wrong) + letters[match.end() :]
    return "".join(compose(*part[:2], part[2:]) for part in changed[:-1].split("-"))


@cache
def _loanwords() -> Loanwords:
    return Loanwords.read()


def _transcription(name: str, weight: float, source: str, example: str) -> TranscriptionRule:
    rows = [row for row in read_table("transcription") if row["rule"] == name]
    patterns = tuple(
        Pattern(re.compile(row["right"]), row["wrong"], float(row["weight"])) for row in rows
    )
    return TranscriptionRule(f"loanword.{name}", weight, source, example, _loanwords(), patterns)


LOANWORD_RULES: tuple[Rule, ...] = (
    AgreeingRule(
        "loanword.form",
        73,
        "외래어 표기법; 외래어 표기 용례집",
        "메시지 → 메세지",
        FormTable.read("loanword"),
    ),
    _transcription("vowel", 16, "외래어 표기법 제2장 표 1", "컨테이너 → 콘테이너"),
    _transcription("palatal", 4.6, "외래어 표기법 제3장 제1절 제3항, 제4항", "캡처 → 캡쳐"),
    _transcription("tense", 2.9, "외래어 표기법 제1장 제4항", "서비스 → 써비스"),
    _transcription("tail", 2.4, "외래어 표기법 제1장 제3항", "스마트 → 스맡"),
    _transcription("sound", 0.99, "외래어 표기법 제3장 제1절 제3항, 제6항", "클릭 → 크릭"),
)
