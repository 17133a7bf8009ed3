"""An edit with its surroundings: what is compared with the rules, and what is shown of it.

Knows neither rules nor texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from unicodedata import category, normalize

from rapidfuzz.distance import Postfix, Prefix

from spellfix.edits import Edit

REACH = 40  # code points on either side of an edit that its cause may depend on
SHOWN = 14  # code points that are shown of a word on either side of the change, and of the change


@dataclass(frozen=True, slots=True)
class Change:
    """``wrong`` and ``right``, a stretch of the text before and after the edit, in NFC unless that
    makes them equal. They differ from ``start`` up to ``wrong_end`` and ``right_end``."""

    wrong: str
    right: str
    start: int
    wrong_end: int
    right_end: int

    @classmethod
    def of(cls, text: str, edit: Edit) -> Change:
        """The change that ``edit`` makes in ``text``."""
        left = text[max(0, edit.start - REACH) : edit.start]
        if edit.start > REACH:  # the rest of a word that was cut would read like a word
            left = left[next((at for at, char in enumerate(left) if char.isspace()), -1) + 1 :]
        rest = text[edit.end : edit.end + REACH]
        wrong, right = left + edit.before + rest, left + edit.after + rest
        if normalize("NFC", wrong) != normalize("NFC", right):
            wrong, right = normalize("NFC", wrong), normalize("NFC", right)
        head = Prefix.similarity(wrong, right)
        tail = Postfix.similarity(wrong[head:], right[head:])
        return cls(wrong, right, head, len(wrong) - tail, len(right) - tail)

    @property
    def parts(self) -> tuple[str, str]:
        """What differs, wrong and right."""
        return self.wrong[self.start : self.wrong_end], self.right[self.start : self.right_end]

    @property
    def of_spaces(self) -> bool:
        """Whether white space alone differs."""
        wrong, right = self.parts
        return "".join(wrong.split()) == "".join(right.split())

    @property
    def words(self) -> tuple[str, str]:
        """The words that are changed, wrong and right, without the signs around them."""
        left = "".join(takewhile(_in_word, reversed(self.right[: self.start])))[::-1]
        rest = "".join(takewhile(_in_word, self.right[self.right_end :]))
        wrong, right = self.parts
        return f"{left}{wrong}{rest}", f"{left}{right}{rest}"

    @property
    def shown(self) -> tuple[str, str]:
        """The words on one line, long ones cut to what is around the change."""
        wrong, right = self.words
        head = Prefix.similarity(wrong, right)
        tail = Postfix.similarity(wrong[head:], right[head:])
        left, rest = wrong[:head], wrong[len(wrong) - tail :]
        left = left if len(left) <= SHOWN else f"…{left[-SHOWN:]}"
        rest = rest if len(rest) <= SHOWN else f"{rest[:SHOWN]}…"
        return _line(left, wrong[head : len(wrong) - tail], rest), _line(
            left, right[head : len(right) - tail], rest
        )


@dataclass(frozen=True, slots=True)
class Cause:
    """The name of a rule and the table row it used, as right>wrong; empty where there is none."""

    rule: str = ""
    row: str = ""


def _in_word(char: str) -> bool:
    return category(char)[0] in "LMN"


def _line(left: str, part: str, rest: str) -> str:
    part = part if len(part) <= 2 * SHOWN else f"{part[:SHOWN]}…{part[-SHOWN:]}"
    line = f"{left}{part}{rest}"
    return "".join(
        " " if char.isspace() or category(char) in ("Cc", "Cs") else char for char in line
    ).strip()
