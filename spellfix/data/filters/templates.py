"""What texts have in common that differ in numbers, names and brackets alone, and how often.

A template is a text without what stands in brackets (those of titles too: 「」), every number and
every Latin word one sign, and names before titles another. It is never written down: what is left
is hashed in place, for many texts at once. Knows nothing about exact or near duplicates.
"""

import re
from functools import cache

import numpy as np
import numpy.typing as npt

from spellfix.data.filters.measuring import MEASURED, Counts
from spellfix.data.laid import Laid, Points
from spellfix.data.ordering import firsts, ordered

FEWEST = 10  # characters of a template
CELLS = 1 << 26  # bytes; room for some 10^8 templates
NAME = "\ufffc"
SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구나민진지엄채원천방공현함"
    "변염추도소석선설마길연위표명기반왕금옥육인맹제모탁국여어은편용"
)
TITLES = (
    *("학생", "어린이", "선생님", "의원", "기자", "교수", "대표", "위원", "장관", "대통령", "선수"),
    *("감독", "작가", "씨", "님", "군", "양"),
)
NAMED = re.compile(
    rf"(?<![가-힣])[{SURNAMES}][가-힣]{{1,2}}(?= ?(?:{'|'.join(TITLES)})(?![가-힣]{{2}}))"
)
SHORT = 1 << 15  # of titles of one character
DIGIT, LATIN, JOINT, OPENING, CLOSING = (1 << at for at in range(5))


def without_names(text: str) -> str:
    """The text with one sign for each name before a title.

    >>> without_names("김철수 학생과 이영희 씨")
    '\ufffc 학생과 \ufffc 씨'
    """
    return NAMED.sub(NAME, text)


def templates(laid: Laid) -> npt.NDArray[np.uint64]:
    """The hash of each text's template, 0 where too little is left. uint64 [texts]."""
    short = laid.beginnings(MEASURED)
    found = _hashes(short)
    named = {number: without_names(laid.text(number)) for number in _titled(short)}
    changed = [number for number, text in named.items() if NAME in text]
    if changed:
        found[changed] = _hashes(
            Laid.out([named[number] for number in changed]).beginnings(MEASURED)
        )
    return found


def _titled(laid: Laid) -> list[int]:
    """Numbers of the texts with a title that stands by itself and a name before a title, and of
    some others."""
    first, second = _titles()
    points = laid.points
    places = np.flatnonzero(first.take(points[:-1]))
    titles, after = first[points[places]], second[points[places + 1]]
    named = np.zeros(len(places), np.bool_)
    for size in (2, 3, 4):  # of a name, with the space behind it
        at = np.maximum(places - size, 0)
        named |= _surnames()[points[at]] & ~_syllable(points[np.maximum(at - 1, 0)]) | (at == 0)
    alone = laid.among(places[(titles & after) != 0])
    behind = laid.among(places[named & ((titles & (after | SHORT)) != 0)])
    found: list[int] = np.intersect1d(alone, behind).tolist()
    return found


def _syllable(points: Points) -> npt.NDArray[np.bool_]:
    return (points >= 0xAC00) & (points < 0xD7A4)


def _hashes(laid: Laid) -> npt.NDArray[np.uint64]:
    of_kind, of_value = _tables()
    kinds = of_kind.take(laid.points)
    digit, latin, joint = ((kinds & kind) != 0 for kind in (DIGIT, LATIN, JOINT))
    keep = _outside(kinds, laid.starts)
    keep[1:] &= ~(latin[1:] & latin[:-1])
    inner = np.zeros_like(joint)
    inner[1:-1] = joint[1:-1] & digit[:-2] & digit[2:]
    number = digit | inner
    keep[1:] &= ~(number[1:] & number[:-1])
    kept = np.flatnonzero(keep)
    begin = np.searchsorted(kept, laid.starts)
    sizes = np.diff(begin, append=len(kept))
    places = np.arange(len(kept)) - np.repeat(begin, sizes)
    values = of_value.take(laid.points.take(kept))
    values *= _mixed(MEASURED + 1).take(places)
    sums = np.add.reduceat(values, begin)
    sums ^= sums >> np.uint64(32)
    sums[sizes <= FEWEST] = 0  # the line end is one of them
    return sums


def _outside(kinds: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Whether a character stands outside of brackets; a line end between texts does."""
    opened = (kinds & OPENING != 0).astype(np.int32) - (kinds & CLOSING != 0)
    if not opened.any():
        return np.ones(len(kinds), np.bool_)
    sizes = np.diff(starts, append=len(kinds))
    depth = np.cumsum(opened)
    depth -= np.repeat(depth[starts] - opened[starts], sizes)
    outside: npt.NDArray[np.bool_] = (depth < 0) | ((depth == 0) & (opened >= 0))
    outside[starts[1:] - 1] = outside[-1] = True
    return outside


@cache
def _surnames() -> npt.NDArray[np.bool_]:
    table = np.zeros(0x110000, np.bool_)
    table[[*map(ord, SURNAMES)]] = True
    return table


@cache
def _titles() -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]]:
    """Bits of the titles whose first character it is, and of those whose second it can be: of a
    title of one character a space, a sign or a particle."""
    first, second = np.zeros(0x110000, np.uint16), np.zeros(0x110000, np.uint16)
    for bit, title in enumerate(TITLES[:-4]):
        first[ord(title[0])] |= 1 << bit
        second[ord(title[1])] |= 1 << bit
    first[[*map(ord, TITLES[-4:])]] |= SHORT
    second[:0xAC00] |= SHORT
    second[[*map(ord, "은는이가을를의와과도께에만")]] |= SHORT
    return first, second


@cache
def _tables() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint64]]:
    """What each code point is, and its number in the hash: one for all digits, one for Latin."""
    kinds = np.zeros(0x110000, np.uint8)
    alike = np.arange(0x110000)
    for kind, signs in (
        (DIGIT, "0123456789"),
        (LATIN, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
        (JOINT, ".,:/~-"),
        (OPENING, "([「『《〈"),
        (CLOSING, ")]」』》〉"),
    ):
        kinds[[*map(ord, signs)]] = kind
        if kind in (DIGIT, LATIN):
            alike[[*map(ord, signs)]] = ord(signs[0])
    return kinds, _mixed(0x110000)[alike]


@cache
def _mixed(size: int) -> npt.NDArray[np.uint64]:
    """Numbers that look random (SplitMix64 of 1, 2, ...; Steele et al. 2014). uint64 [size]."""
    found: npt.NDArray[np.uint64] = np.arange(1, size + 1, dtype=np.uint64) * np.uint64(
        0x9E3779B97F4A7C15
    )
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    found ^= found >> np.uint64(31)
    return found


class Repeats:
    """How often each template was seen, in bounded memory (64 MiB) and alike in every run.

    Counts up to 255. Two templates share a count with a chance of 1 in 64 million.
    """

    def __init__(self) -> None:
        self._counts = np.zeros(CELLS, np.uint8)

    def seen(self, templates: npt.NDArray[np.uint64]) -> Counts:
        """How many texts with its template came before each of these; they are counted too."""
        cells, places = ordered(templates % np.uint64(CELLS))
        begin = firsts(cells)
        sizes = np.diff(begin, append=len(cells))
        before = self._counts[cells[begin]].astype(np.int64)
        seen = np.empty(len(cells), np.int64)
        seen[places] = np.arange(len(cells)) - np.repeat(begin - before, sizes)
        self._counts[cells[begin]] = np.minimum(before + sizes, 255)
        return np.minimum(seen, 255)
