"""Tables of phrases beside this file, and which of many texts hold one; knows no phrase.

A row is a regular expression that never reaches over a line end, why it is there, a source, and an
example. Its ``keys`` are words of two characters or more, one of which is in every match: only
texts that hold one are looked at.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from spellfix.data.filters.measuring import MEASURED
from spellfix.data.laid import Laid

PAIRS = 1 << 20
_BITS = 10  # of the number of a pair
_MASK = (1 << _BITS) - 1


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


def holding(laid: Laid, names: tuple[str, ...]) -> dict[str, list[int]]:
    """For each table the numbers of the texts that hold a phrase of it, ascending."""
    short = laid.beginnings(MEASURED)
    points = short.points
    pairs = _pairs(names).take(_hashed(points[:-1], points[1:]))
    places = np.flatnonzero(pairs)
    asked = np.unique(short.among(places) << _BITS | pairs[places])
    found: dict[str, set[int]] = {name: set() for name in names}
    for number, pair in zip(
        *(each.tolist() for each in (asked >> _BITS, asked & _MASK)), strict=True
    ):
        text = laid.text(number)
        for name, key, pattern in _keyed(names)[pair]:
            if number not in found[name] and key in text and pattern.search(text):
                found[name].add(number)
    return {name: sorted(numbers) for name, numbers in found.items()}


@cache
def _keyed(names: tuple[str, ...]) -> list[list[tuple[str, str, re.Pattern[str]]]]:
    """By the number of a pair: table, key and pattern of each key that begins with it."""
    found: list[list[tuple[str, str, re.Pattern[str]]]] = [[] for _ in range(1 << _BITS)]
    for name in names:
        for row in rows(name):
            pattern = re.compile(row["pattern"], re.MULTILINE)
            for key in row["keys"].split():
                found[_numbers(names)[_place(key)]].append((name, key, pattern))
    return found


@cache
def _numbers(names: tuple[str, ...]) -> dict[int, int]:
    """A number from 1 on for each pair that a key of the tables begins with, by its hash."""
    keys = [key for name in names for row in rows(name) for key in row["keys"].split()]
    places = dict.fromkeys(map(_place, keys))
    return {place: number for number, place in enumerate(places, 1)}


@cache
def _pairs(names: tuple[str, ...]) -> npt.NDArray[np.uint16]:
    """By the hash of two code points: the number of the pair, 0 for none."""
    table = np.zeros(PAIRS, np.uint16)
    for place, number in _numbers(names).items():
        table[place] = number
    return table


def _place(key: str) -> int:
    first, second = (np.array([ord(each)], np.uint32) for each in key[:2])
    return int(_hashed(first, second)[0])


def _hashed(
    first: npt.NDArray[np.uint32], second: npt.NDArray[np.uint32]
) -> npt.NDArray[np.uint32]:
    mixed: npt.NDArray[np.uint32] = first * np.uint32(0x9E3779B1) + second * np.uint32(0x85EBCA77)
    mixed >>= np.uint32(12)
    return mixed
