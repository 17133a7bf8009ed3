"""Rules that are rows of a table: a right form, a wrong one, and where it is an error."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add
from random import Random
from typing import NamedTuple

from spellfix.noise.rule import Error
from spellfix.noise.sentence import Sentence
from spellfix.noise.tables import read_table

REACH = 12  # code points before a form that its left context may look at


@dataclass(frozen=True, slots=True)
class Form:
    """A row: ``left`` must match the text before (anchored at its end), ``after`` the text behind;
    None holds everywhere."""

    right: str
    wrong: str
    weight: float
    left: re.Pattern[str] | None
    after: re.Pattern[str] | None

    @property
    def row(self) -> str:
        return f"{self.right}>{self.wrong}"

    def fits(self, text: str, at: int) -> bool:
        return (
            text.startswith(self.right, at)
            and (self.left is None or bool(self.left.search(text, max(0, at - REACH), at)))
            and (self.after is None or bool(self.after.match(text, at + len(self.right))))
        )


class Site(NamedTuple):
    """A form of the table and where it stands in the text."""

    at: int
    form: Form


class FormTable:
    """The rows of a table, found quickly: by their first two characters, or the only one."""

    def __init__(self, forms: Sequence[Form]) -> None:
        found: dict[str, list[Form]] = defaultdict(list)
        for form in forms:
            found[form.right[:2]].append(form)
        self._forms = {key: tuple(rows) for key, rows in found.items()}
        self._keys = frozenset(self._forms)

    @classmethod
    def read(cls, name: str) -> "FormTable":
        """The table ``name``; columns ``left`` and ``right_context`` may be missing."""
        return cls(
            [
                Form(
                    row["right"],
                    row["wrong"],
                    float(row["weight"]),
                    re.compile(f"(?:{left})$") if (left := row.get("left")) else None,
                    re.compile(after) if (after := row.get("right_context")) else None,
                )
                for row in read_table(name)
            ]
        )

    def sites(self, text: str, start: int = 0, end: int | None = None) -> list[Site]:
        """All forms that begin in ``text[start:end]`` and fit there."""
        return [
            Site(at, form)
            for at, key in self._places(text, start, len(text) if end is None else end)
            for form in self._forms[key]
            if form.fits(text, at)
        ]

    def _places(self, text: str, start: int, end: int) -> list[tuple[int, str]]:
        """Where a form may begin, by its first two characters or the only one."""
        stretch = text[start : end + 1]
        keys = self._keys.intersection(map(add, stretch, stretch[1:]))
        keys |= self._keys.intersection(stretch)
        places: list[tuple[int, str]] = []
        for key in keys:
            at = text.find(key, start)
            while 0 <= at < end:
                places.append((at, key))
                at = text.find(key, at + 1)
        places.sort()  # the order of a set differs from process to process
        return places


@dataclass(frozen=True, slots=True)
class FormRule:
    """A rule that draws from a table of forms, in proportion to the weights of its rows."""

    name: str
    weight: float
    source: str
    example: str
    table: FormTable
    blind: bool = False

    def draw(self, sentence: Sentence, rng: Random) -> Error | None:
        sites = sentence.found(self.table.sites)
        if not sites:
            return None
        site = rng.choices(sites, [site.form.weight for site in sites])[0]
        return _error(site)

    def every(self, sentence: Sentence, start: int, end: int) -> Iterator[Error]:
        for site in self.table.sites(sentence.text, max(0, start - REACH), end):
            yield _error(site)


def _error(site: Site) -> Error:
    at, form = site
    return Error(at, at + len(form.right), form.wrong, form.row)
