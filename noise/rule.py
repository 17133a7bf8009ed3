"""What a rule of the noise function is, and what it makes. Knows no rule by name."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple, Protocol

from spellfix.noise.sentence import Sentence


class Error(NamedTuple):
    """``text[start:end]`` becomes ``after``; ``row`` is the table row behind it, as right>wrong."""

    start: int
    end: int
    after: str
    row: str = ""


class Rule(Protocol):
    """One way in which people go wrong.

    name: ``kind.rule``, as recipes call it. weight: its share among the rules of its kind, before
    any fitting. source: the article, paper or count behind it. example: right → wrong.
    blind: whether it works on letters alone and may hit upon another word.
    """

    @property
    def name(self) -> str: ...
    @property
    def weight(self) -> float: ...
    @property
    def source(self) -> str: ...
    @property
    def example(self) -> str: ...
    @property
    def blind(self) -> bool: ...

    def draw(self, sentence: Sentence, rng: Random) -> Error | None:
        """One random error, or None where this rule finds no place or hits upon nothing."""

    def every(self, sentence: Sentence, start: int, end: int) -> Iterator[Error]:
        """Every error that ``draw`` can make whose change lies within ``text[start:end]``."""


def kind_of(rule: str) -> str:
    """The kind of error that the rule named ``rule`` makes.

    >>> kind_of("keyboard.neighbour")
    'keyboard'
    """
    return rule.partition(".")[0]


class Change(Protocol):
    """``after`` for what stood from ``start`` to ``end``."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def after(self) -> str: ...


def apart(text: str, one: Change, other: Change) -> bool:
    """Whether two trimmed changes of ``text`` can both happen: they may touch, but neither overlap
    nor begin at the same place, where their order would be unknown, nor make a space beside a space
    or at an end of the text.

    >>> apart("곱과 같은", Error(1, 2, ""), Error(2, 3, ""))
    True
    """
    first, second = (one, other) if one.start <= other.start else (other, one)
    if first.end != second.start:
        return first.end < second.start
    made = first.after + second.after
    around = f"{text[: first.start][-1:] or ' '}{made}{text[second.end : second.end + 1] or ' '}"
    return first.start != second.start and "  " not in around


def changed(text: str, error: Error) -> Error:
    """``error`` without the characters that both sides share at their ends; of an empty stretch and
    replacement if it changes nothing.

    >>> changed("할 수 있다", Error(1, 4, "수 "))
    Error(start=1, end=2, after='', row='')
    """
    start, end, after, row = error
    before = text[start:end]
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return Error(start + head, end - tail, after[head : len(after) - tail], row)
