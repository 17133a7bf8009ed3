"""`spellfix.noise.places`, `forms` and `tables`: tables of rules, read and looked up in any text.

A row of any text is a row or one of the errors of a table (a column that is missing, no number, no
regular expression). A row of the shipped tables is found only where its right form stands, within
the text, and a stretch of the text has the finds that begin in it.
"""

import csv
import re
from contextlib import suppress
from functools import cache
from random import Random

from spellfix.noise.forms import Form, FormTable
from spellfix.noise.places import REACH, Place, Places, behind, tail_before
from spellfix.noise.tables import _rows, read_table
from tests.fuzz.given import Given, fields
from tests.fuzz.texts import SENTENCES

HEAD = "rule\tright\twrong\tweight\tleft\tright_context\n"
SEEDS = (
    fields(
        SENTENCES[0], HEAD + "a\t수 있\t수있\t1\t{ㄹ}&!역\t[다는]\n# 말\n\nb\t을\t를\t0.5\t{-}\t\n"
    ),
    fields(SENTENCES[1], HEAD + "a\t 것\t것\t2e0\t{+}|할|!가{ㄴㄹ}\t\\b\n"),
    fields(
        "할 수 있다는 것만으로도 된다. 그럴 뿐만 아니라", HEAD + "a\t수\t쑤\tinf\t&|!\t(?=다)\n"
    ),
)
REFUSED = (KeyError, TypeError, ValueError, AttributeError, re.error, csv.Error, OverflowError)
"""What a table that nobody has tested raises when the program starts: they are part of it."""


@cache
def shipped() -> tuple[Places, Places]:
    """The rows of the tables of gaps and of particles."""
    spacing, particle = (
        Places([Place.read(row) for row in read_table(name)]) for name in ("spacing", "particle")
    )
    return spacing, particle


@cache
def forms() -> FormTable:
    """The rows of the table of spellings."""
    return FormTable.read("spelling")


def check(data: bytes) -> None:
    given = Given(data)
    text = given.text(0)
    for places in (*shipped(), *_read(given.text(1))):
        _looked_up(text, places)
    table = forms()
    sites = table.sites(text)
    for site in sites:
        assert text.startswith(site.form.right, site.at)
    middle = len(text) // 2
    assert table.sites(text, 0, middle) + table.sites(text, middle) == sites
    for at in range(min(50, len(text) + 1)):
        bit = tail_before(text, at)
        assert bit & (bit - 1) == 0
        assert bit < 1 << 28


def _looked_up(text: str, places: Places) -> None:
    found = places.sites(text, 0, len(text))
    for at, row in found:
        assert at >= 0
        error = row.error(at)
        assert text[error.start : error.end] == row.right
    drawn = places.draw(text, Random(len(text)))
    assert drawn is None or drawn in found


def _read(table: str) -> list[Places]:
    behind.cache_clear()
    re.purge()
    reader = csv.DictReader(_rows(table.split("\n")), delimiter="\t", quoting=csv.QUOTE_NONE)
    rows, read = [], []
    with suppress(csv.Error):
        rows = list(reader)
    for row in rows[:8]:
        try:
            place = Place.read(row)
            Form(row["right"], row["wrong"], place.weight, None, place.after)
        except REFUSED:
            continue
        if place.right and 0 < place.weight < float("inf") and len(place.right) <= REACH:
            read.append(place)
    return [Places(read)]
