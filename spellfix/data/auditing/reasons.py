"""Why a pair may be doubtful: the names of the reasons, and what each says to the person who looks.

Facts can be seen in the file itself; guesses have a probability. Knows no text and no model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod

REASONS: Mapping[str, tuple[str, str]] = {
    "empty": ("글이 없음", "no text on one side"),
    "duplicate": ("같은 쌍이 앞에 있음", "the same pair stands before"),
    "normalisation": (
        "유니코드 꼴이나 공백 수만 다름",
        "the sides differ in Unicode form or white space only",
    ),
    "unchanged": (
        "오류가 있다는데 두 글이 같음",
        "said to hold an error, but both sides are the same",
    ),
    "contradiction": ("같은 글의 정답이 다름", "the same text has another target elsewhere"),
    "swapped": ("input과 target이 뒤바뀐 듯", "input and target seem to be swapped"),
    "wrong_target": ("target에 오류가 있는 듯", "the target itself seems to hold an error"),
    "content": ("오타가 아니라 내용이 다른 듯", "the edits seem to change what is said"),
    "far": ("서로 다른 글인 듯", "the sides seem to be different texts"),
}
"""Name: what it says, in Korean and English. The first five are facts, the others are guesses."""

GUESSES = ("swapped", "wrong_target", "content", "far")


@dataclass(frozen=True, slots=True)
class Reason:
    """One of REASONS. probability: that it holds, 1.0 for what can be seen. detail: where and what,
    as far as it can be told in a few words."""

    name: str
    probability: float
    detail: str = ""

    @property
    def korean(self) -> str:
        return REASONS[self.name][0]

    @property
    def english(self) -> str:
        return REASONS[self.name][1]


def doubt(probabilities: Iterable[float]) -> float:
    """The probability that something holds of what has these `probabilities`, each for itself
    (noisy or, Pearl 1988); 0 of none.

    >>> doubt([0.5, 0.5])
    0.75
    """
    return 1.0 - prod(1.0 - each for each in probabilities)
