"""What a noise source proposes: one edit of the clean text. Knows no source by name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol, TypeVar

Choice = TypeVar("Choice")

HANGUL_RUN = re.compile(r"[가-힣]+")
WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class NoiseEdit:
    """Replace ``clean[start:end]``, which reads ``before``, by the typo ``after``.

    Offsets are code points into the clean text; ``rule`` names the table row or stroke operation.
    """

    start: int
    end: int
    before: str
    after: str
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class Noisy:
    """The text with typos and the edits that made it, sorted by offset."""

    text: str
    edits: tuple[NoiseEdit, ...]


class Source(Protocol):
    """One kind of error."""

    def propose(self, text: str, rng: Random) -> NoiseEdit | None:
        """One random edit of ``text``, or None where this kind finds no place for one."""


def trimmed(start: int, before: str, after: str, kind: str, rule: str) -> NoiseEdit | None:
    """An edit without the characters both sides share at their ends; None if nothing is left."""
    if before == after:
        return None
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return NoiseEdit(
        start + head,
        start + len(before) - tail,
        before[head : len(before) - tail],
        after[head : len(after) - tail],
        kind,
        rule,
    )


def pick(rng: Random, choices: Sequence[tuple[Choice, float]]) -> Choice:
    """One of ``choices``, each given with its weight."""
    return rng.choices([item for item, _ in choices], [weight for _, weight in choices])[0]
