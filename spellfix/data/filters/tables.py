"""Tables of phrases beside this file, and which of many texts hold one; knows no phrase.

A row is a regular expression that never reaches over a line end, why it is there, a source, and an
example. Its ``keys`` are words of two characters or more, one of which is in every match: only
texts that hold one are looked at.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from spellfix.data.filters.measuring import Laid

PAIRS = 1 << 20


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """All rows of ``<name>.tsv``, each by column name."""
    file = resources.files("spellfix.data.filters") / f"{name}.tsv"
    lines = file.read_text(encoding="utf-8").split("\n")
    return tuple(csv.DictReader(_told(lines), delimiter="\t", quoting=csv.QUOTE_NONE))


def _told(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if line.strip() and not line.startswith("#"))


@cache
def phrases(name: str) -> re.Pattern[str]:
    """Anything that the table tells of."""
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows(name)), re.MULTILINE)


def holding(texts: Sequence[str], laid: Laid, names: tuple[str, ...]) -> dict[str, list[int]]:
    """For each table the numbers of the texts that hold a phrase of it, ascending."""
    points = laid.points
    pairs = np.zeros(len(points), np.uint8)
    pairs[:-1] = _pairs(names)[_hashed(points[:-1], points[1:])]
    marks = np.bitwise_or.reduceat(pairs, laid.starts)
    return {
        name: [
            number
            for number in np.flatnonzero(marks & (1 << bit)).tolist()
            if _holds(texts[number], name)
        ]
        for bit, name in enumerate(names)
    }


def _holds(text: str, name: str) -> bool:
    keyed = _keyed(name)  # a key is found many times faster than its pattern
    return any(pattern.search(text) for pattern in [each for key, each in keyed if key in text])


@cache
def _keyed(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (key, re.compile(row["pattern"], re.MULTILINE))
        for row in rows(name)
        for key in row["keys"].split()
    )


@cache
def _pairs(names: tuple[str, ...]) -> npt.NDArray[np.uint8]:
    """By the hash of two code points: a bit for each table that has them as a key."""
    table = np.zeros(PAIRS, np.uint8)
    for bit, name in enumerate(names):
        for row in rows(name):
            keys = np.array([[*map(ord, key[:2])] for key in row["keys"].split()], np.uint32)
            table[_hashed(keys[:, 0], keys[:, 1])] |= 1 << bit
    return table


def _hashed(
    first: npt.NDArray[np.uint32], second: npt.NDArray[np.uint32]
) -> npt.NDArray[np.uint32]:
    mixed: npt.NDArray[np.uint32] = first * np.uint32(0x9E3779B1) + second * np.uint32(0x85EBCA77)
    mixed >>= np.uint32(12)
    return mixed
