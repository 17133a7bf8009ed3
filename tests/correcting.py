"""Correctors that need no model, for tests of what surrounds one; knows no format."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

from spellfix.correction import Correction
from spellfix.documents import Correct
from spellfix.edits import align

SIGNS = (
    "",
    " ",
    "돼",
    ".",
    "*",
    "_",
    "<b>",
    "&amp;",
    "- ",
    "# ",
    "`",
    "|",
    "[",
    "]]>",
    "1. ",
    "\n",
)


def nothing(texts: Iterable[str]) -> Iterator[Correction]:
    """All is right as it is."""
    for text in texts:
        yield Correction(text, (), 1.0)


def wild(seed: int) -> Correct:
    """Corrections that make no sense: letters, spaces and signs come and go anywhere."""

    def correct(texts: Iterable[str]) -> Iterator[Correction]:
        dice = random.Random(seed)
        for text in texts:
            letters = list(text)
            for _ in range(dice.randrange(4) if text.strip() else 0):
                at = dice.randrange(len(letters) + 1)
                letters[at : at + dice.randrange(3)] = dice.choice(SIGNS)
            better = "".join(letters)
            yield Correction(better, tuple(align(text, better)), 1.0)

    return correct
