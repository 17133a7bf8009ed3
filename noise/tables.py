"""Reads the rule tables: tab-separated rows under a header, '#' comments. Knows no rule."""

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources


@cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """All rows of ``noise/tables/<name>.tsv``, each by column name."""
    file = resources.files("spellfix.noise") / "tables" / f"{name}.tsv"
    lines = file.read_text(encoding="utf-8").split("\n")
    return tuple(csv.DictReader(_rows(lines), delimiter="\t", quoting=csv.QUOTE_NONE))


def _rows(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if line.strip() and not line.startswith("#"))
