"""Which texts are kept and why not: all filters in their order. Knows no file and counts nothing.

Characters are counted and phrases looked for in many texts at once, and only what stands out is
looked at by itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from spellfix.data.filters.masking import mask
from spellfix.data.filters.measuring import AT, MEASURED, Measures, measure
from spellfix.data.filters.settings import KEPT, REASONS, Filters
from spellfix.data.filters.tables import holding, phrases
from spellfix.data.filters.templates import templates
from spellfix.data.laid import Laid

Codes = npt.NDArray[np.int8]

RARE = 3  # syllables outside of KS X 1001, and their least share of the Hangul
RARE_SHARE = 0.25
LIKE = 29  # neighbours alike that are looked at
RUN = re.compile(r"([^\n])\1{29}")
WORDS = 10  # from so many on their variety is looked at
VARIETY = 0.4
TABLES = ("profanity", "machine", "boilerplate")  # as the fields of Filters
DEFAULT = Filters()
CODES: Mapping[str, int] = MappingProxyType({name: code for code, name in enumerate(REASONS)})


@dataclass(frozen=True, slots=True)
class Judged:
    """Decisions about many texts, column by column.

    texts: masked. reasons: places in REASONS, KEPT for those that are kept, int8 [texts]. length:
    int64 [texts]. hangul_share: NaN for a text without letters, float64 [texts]. templates: what a
    text has in common with others that differ in numbers and names alone, as a hash; 0 where it is
    too short for that, uint64 [texts]. masked: by the number of a text, how many stretches of each
    kind were.
    """

    texts: Laid
    reasons: Codes
    length: npt.NDArray[np.int64]
    hangul_share: npt.NDArray[np.float64]
    templates: npt.NDArray[np.uint64]
    masked: Mapping[int, Mapping[str, int]]


def judge(
    laid: Laid, damage: Mapping[int, str] = MappingProxyType({}), filters: Filters = DEFAULT
) -> Judged:
    """Which texts are kept. damage: what its reader said of a text, by number.

    >>> REASON = [*REASONS]
    >>> REASON[judge(Laid.out(["깨진 글\\ufffd자가 있는 줄입니다."])).reasons[0]]
    'encoding'
    """
    reasons, hashes = [np.zeros(0, np.int8)], [np.zeros(0, np.uint64)]
    lengths, shares = [np.zeros(0, np.int64)], [np.zeros(0)]
    changed, masked, first = dict[int, str](), dict[int, Mapping[str, int]](), 0
    for portion in laid.portions():
        measures = measure(portion)
        share = measures.hangul / np.maximum(measures.letters, 1)
        share[measures.letters == 0] = np.nan
        reasons.append(_reasons(portion, measures, share, filters))
        hashes.append(templates(portion))
        lengths.append(measures.length)
        shares.append(share)
        for at in np.flatnonzero(measures.personal >= AT).tolist() if filters.mask else ():
            text, counts = mask(portion.text(at))
            if counts:
                changed[first + at], masked[first + at] = text, counts
        first += len(portion)
    found = np.concatenate(reasons)
    for at, reason in damage.items():
        found[at] = CODES[reason]
    return Judged(
        laid.replaced(changed),
        found,
        np.concatenate(lengths),
        np.concatenate(shares),
        np.concatenate(hashes),
        masked,
    )


def _reasons(
    laid: Laid, measures: Measures, share: npt.NDArray[np.float64], filters: Filters
) -> Codes:
    """The reason of each text, found from the last to the first: the earlier one counts."""
    found = np.full(len(laid), KEPT, np.int8)
    asked = tuple(name for name in TABLES if getattr(filters, name))
    held = holding(laid, asked)
    for name in asked:
        found[held[name]] = CODES[name]
    found[[*_repetitive(laid, measures)]] = CODES["repetition"]
    found[~(share >= filters.hangul)] = CODES["language"]
    found[measures.length > filters.max_length] = CODES["long"]
    found[measures.length < filters.min_length] = CODES["short"]
    suspects = np.flatnonzero(measures.suspect > 0).tolist()
    damaged = phrases("damage")
    found[[at for at in suspects if damaged.search(laid.text(at))]] = CODES["encoding"]
    strange = (measures.rare >= RARE) & (measures.rare >= RARE_SHARE * measures.hangul)
    found[(measures.damaged > 0) | strange] = CODES["encoding"]
    return found


def _repetitive(laid: Laid, measures: Measures) -> Iterator[int]:
    """Texts in which one character runs on, or a few words come again and again."""
    for number in np.flatnonzero(measures.runs >= LIKE).tolist():
        if RUN.search(laid.text(number)):
            yield number
    for number in np.flatnonzero(
        _few_beginnings(laid.beginnings(MEASURED), measures.spaces)
    ).tolist():
        words = laid.text(number).split()
        if len(words) >= WORDS and len(set(words)) < VARIETY * len(words):
            yield number


def _few_beginnings(laid: Laid, spaces: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Texts of many words of which few differ in their first two characters: all that few words
    make up, and some others."""
    points = laid.points.astype(np.int64)
    words = np.flatnonzero(points[:-1] == ord(" ")) + 1
    following = points[np.minimum(words + 1, len(points) - 1)]
    numbers = np.repeat(np.arange(len(spaces)), spaces)
    keys = np.sort((numbers << 42) | (points[words] << 21) | following)
    new = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    kinds = np.bincount(keys[new] >> 42, minlength=len(spaces))
    few: npt.NDArray[np.bool_] = (spaces >= WORDS - 1) & (kinds <= VARIETY * (spaces + 1))
    return few
