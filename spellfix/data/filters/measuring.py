"""Characters of many texts counted at once: letters, Hangul, digits, damage. Knows no threshold.

Each code point is looked up in a table of small counters packed into one number, and the numbers
summed text by text: a few nanoseconds a character.
"""

from dataclasses import dataclass
from functools import cache
from unicodedata import category

import numpy as np
import numpy.typing as npt

from spellfix.data.laid import Laid
from spellfix.hangul import FIRST_SYLLABLE, LAST_SYLLABLE, is_common

Counts = npt.NDArray[np.int64]
BITS = 16
MEASURED = (1 << BITS) - 8  # code points; of a longer text its beginning is measured
AT = 7  # digits of the shortest thing that is masked: an @ is worth as many

LETTERS, HANGUL, UNCOUNTED, PERSONAL = range(4)
DAMAGED, RARE, SUSPECT, SPACES = range(4)


@dataclass(frozen=True, slots=True)
class Measures:
    """Numbers of characters, int64 [texts] each.

    length: code points, vowels and tails of decomposed syllables not counted. letters: of any
    script, single jamo (ㅋㅋ) apart. hangul: syllables, precomposed or decomposed, modern ones.
    rare: syllables outside of KS X 1001. suspect: what wrongly decoded text is made of. damaged:
    what is never text (U+FFFD, controls, halves of surrogate pairs, private use). personal: digits,
    and `AT` for each @. spaces: U+0020. runs: neighbours that are alike.
    """

    length: Counts
    letters: Counts
    hangul: Counts
    rare: Counts
    suspect: Counts
    damaged: Counts
    personal: Counts
    spaces: Counts
    runs: Counts


def measure(laid: Laid) -> Measures:
    """The measures of each text; of one that is longer than `MEASURED`, those of its beginning, but
    for its length."""
    lengths, laid = laid.sizes, laid.beginnings(MEASURED)
    points, starts = laid.points, laid.starts
    first, second = (_unpacked(table.take(points), starts) for table in _tables())
    alike = np.zeros(len(points), np.uint8)
    np.equal(points[1:], points[:-1], out=alike[1:].view(np.bool_))
    return Measures(
        length=lengths - first[UNCOUNTED],
        letters=first[LETTERS],
        hangul=first[HANGUL],
        rare=second[RARE],
        suspect=second[SUSPECT],
        damaged=second[DAMAGED],
        personal=first[PERSONAL],
        spaces=second[SPACES],
        runs=np.add.reduceat(alike, starts, dtype=np.int64),
    )


def _unpacked(packed: npt.NDArray[np.uint64], starts: Counts) -> list[Counts]:
    sums = np.add.reduceat(packed, starts)
    mask = np.uint64((1 << BITS) - 1)
    return [((sums >> np.uint64(BITS * at)) & mask).astype(np.int64) for at in range(4)]


@cache
def _tables() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """What each code point counts for, packed by `LETTERS` ... and by `DAMAGED` ..."""
    first, second = np.zeros(0x110000, np.uint64), np.zeros(0x110000, np.uint64)

    def add(table: npt.NDArray[np.uint64], start: int, end: int, counter: int, by: int = 1) -> None:
        table[start:end] += np.uint64(by << BITS * counter)

    for point in range(0x20000):
        kind = category(chr(point))
        if kind[0] == "L" and not 0x3131 <= point <= 0x318E:  # ㅋㅋ, and ㆍ used as a dot
            add(first, point, point + 1, LETTERS)
        if kind in ("Cc", "Cs", "Co") and chr(point) not in "\t\n\v\f\r":
            add(second, point, point + 1, DAMAGED)
        if kind == "Nd":
            add(first, point, point + 1, PERSONAL)
    add(first, 0x20000, 0x40000, LETTERS)  # Hanja of planes 2 and 3
    add(second, 0xF0000, 0x110000, DAMAGED)  # private use
    for point in (0xFFFD, 0xFFFE, 0xFFFF):
        add(second, point, point + 1, DAMAGED)
    add(first, 0xAC00, 0xD7A4, HANGUL)
    for start, end in ((0x1160, 0x1200), (0xD7B0, 0xD7FC)):
        first[start:end] = 0  # vowels and tails: no letters of their own
        add(first, start, end, UNCOUNTED)
    add(first, 0x1161, 0x1176, HANGUL)  # modern vowels: one a syllable
    for start, end in ((0xA1, 0xB7), (0xB8, 0x100)):  # Latin-1 without the dot of 가·나
        add(second, start, end, SUSPECT)
    for sign in "占갂젂맊핚읶싞앆뫆&\\":
        add(second, ord(sign), ord(sign) + 1, SUSPECT)
    add(second, 0x20, 0x21, SPACES)
    for at in "@＠":
        add(first, ord(at), ord(at) + 1, PERSONAL, AT)
    for point in range(FIRST_SYLLABLE, LAST_SYLLABLE + 1):
        if not is_common(chr(point)):
            add(second, point, point + 1, RARE)
    return first, second
