"""What the tables of the noise know of a pair: forms in the target that are errors where they
stand, and edits that a rule can have made the other way round.

The noise goes from right to wrong; here its tables are read from wrong to right. Knows no model.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from spellfix.edits import Edit, apply
from spellfix.evaluation import Pair
from spellfix.noise.catalogue import catalogue
from spellfix.noise.explain import explain
from spellfix.noise.forms import Form, FormTable
from spellfix.noise.tables import read_table
from spellfix.noise.words import reads_well

TABLES = ("spelling", "loanword")
AROUND = 40
"""Code points on either side of an edit that rules may look at."""
MOST_DISTANCE = 0.4
"""Texts that differ in a larger share of their keystrokes are two texts: no edit is explained."""


class Misspelling(NamedTuple):
    """A form at code point `at` that is an error there, and the right one."""

    at: int
    wrong: str
    right: str


def misspelled(text: str) -> list[Misspelling]:
    """The known misspellings in `text`: those whose word is no common one, and is with the right
    form in its place; 지처 is one, and no error in 유지처럼.

    >>> misspelled("이제 됬다.")
    [Misspelling(at=3, wrong='됬', right='됐')]
    """
    return [
        Misspelling(at, form.right, form.wrong)
        for at, form in _wrong_forms().sites(text)
        if _mends(text, at, form)
    ]


def is_explained(pair: Pair, edit: Edit, distance: float) -> bool:
    """Whether the noise can make what `edit` of the input of `pair` mends. distance: share of
    keystrokes in which the two sides differ."""
    if distance > MOST_DISTANCE:
        return False
    text = pair.input
    start = text.rfind(" ", 0, max(0, edit.start - AROUND)) + 1
    end = text.find(" ", edit.end + AROUND)
    typo = text[start : len(text) if end < 0 else end]
    moved = Edit(edit.start - start, edit.end - start, edit.before, edit.after, edit.kind)
    return all(each.causes for each in explain(typo, apply(typo, [moved]), catalogue().values()))


def _mends(text: str, at: int, form: Form) -> bool:
    """Whether the words that `form`, from wrong to right, touches at `at` become common ones."""
    end = at + len(form.right)
    made = reads_well(text, at, end, form.wrong)
    return made and not reads_well(text, at, end, form.right)


@cache
def _wrong_forms() -> FormTable:
    """The rows of TABLES from wrong to right."""
    return FormTable(
        [
            Form(
                row["wrong"],
                row["right"],
                float(row["weight"]),
                re.compile(f"(?:{left})$") if (left := row.get("left")) else None,
                re.compile(after) if (after := row.get("right_context")) else None,
            )
            for name in TABLES
            for row in read_table(name)
            if row["wrong"]
        ]
    )
