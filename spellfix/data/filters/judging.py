"""Which texts are kept and why not: all filters in their order. Knows no file and counts nothing.

Numbers of characters are taken of many texts at once, phrases are looked for in all of them at
once, and only what stands out is looked at by itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from spellfix.data.filters.masking import mask
from spellfix.data.filters.measuring import AT, Laid, Measures, measure
from spellfix.data.filters.settings import Filters
from spellfix.data.filters.tables import holding, phrases
from spellfix.data.filters.templates import templates, titled, without_names
from spellfix.data.records import Decision, Text

RARE = 3  # syllables outside of KS X 1001, and their least share of the Hangul
RARE_SHARE = 0.25
LIKE = 29  # neighbours alike that are looked at
RUN = re.compile(r"([^\n])\1{29}")
WORDS = 10  # from so many on their variety is looked at
VARIETY = 0.4
TABLES = ("profanity", "machine", "boilerplate")  # as the fields of Filters
DEFAULT = Filters()
NONE: Mapping[int, str] = MappingProxyType({})


def judge(text: Text, filters: Filters = DEFAULT) -> Decision:
    """Whether one text is kept.

    >>> judge(Text("깨진 글\\ufffd자가 있는 줄입니다.", "a.txt", "news", 0)).reason
    'encoding'
    """
    return judge_all([text], filters)[0]


def judge_all(texts: Sequence[Text], filters: Filters = DEFAULT) -> list[Decision]:
    """`judge` of each text, many times faster in hundreds to thousands at a time."""
    judged = judge_columns(
        [text.text for text in texts],
        {at: text.damage for at, text in enumerate(texts) if text.damage},
        filters,
    )
    shares, lengths = judged.hangul_share.tolist(), judged.length.tolist()
    decisions: list[Decision] = []
    for at, (text, template) in enumerate(zip(texts, judged.templates.tolist(), strict=True)):
        scores = {"length": lengths[at], "hangul_share": shares[at]}
        if isnan(shares[at]):
            del scores["hangul_share"]
        masked = judged.masked.get(at, {})
        if masked:
            text = replace(text, text=judged.texts[at])
        decisions.append(Decision(text, judged.reasons[at], scores, masked, template))
    return decisions


@dataclass(frozen=True, slots=True)
class Judged:
    """Decisions about many texts, column by column.

    texts: masked. reasons: None for those that are kept. length: int64 [texts]. hangul_share: NaN
    for a text without letters, float64 [texts]. templates: uint64 [texts]. masked: by the number of
    a text, how many stretches of each kind were.
    """

    texts: list[str]
    reasons: list[str | None]
    length: npt.NDArray[np.int64]
    hangul_share: npt.NDArray[np.float64]
    templates: npt.NDArray[np.uint64]
    masked: Mapping[int, Mapping[str, int]]


def judge_columns(
    texts: Sequence[str], damage: Mapping[int, str] = NONE, filters: Filters = DEFAULT
) -> Judged:
    """`judge_all` without a record for each text. damage: what its reader said of a text."""
    plain = [*texts]
    if not plain:
        nothing = np.zeros(0)
        return Judged([], [], nothing.astype(np.int64), nothing, nothing.astype(np.uint64), {})
    laid = Laid.out(plain)
    measures = measure(plain, laid)
    share = measures.hangul / np.maximum(measures.letters, 1)
    share[measures.letters == 0] = np.nan
    reasons = _reasons(plain, laid, measures, share, filters)
    for at, reason in damage.items():
        if reason:
            reasons[at] = reason
    hashes = _templates(plain, laid)
    masked: dict[int, Mapping[str, int]] = {}
    if filters.mask:
        for at in np.flatnonzero(measures.personal >= AT).tolist():
            plain[at], counts = mask(plain[at])
            if counts:
                masked[at] = counts
    return Judged(plain, reasons, measures.length, share, hashes, masked)


def _templates(plain: Sequence[str], laid: Laid) -> npt.NDArray[np.uint64]:
    named = {at: without_names(plain[at]) for at in titled(laid)}
    if not named:
        return templates(laid)
    return templates(Laid.out([named.get(at, text) for at, text in enumerate(plain)]))


def _reasons(
    plain: Sequence[str],
    laid: Laid,
    measures: Measures,
    share: npt.NDArray[np.float64],
    filters: Filters,
) -> list[str | None]:
    """The reason of each text, found from the last to the first: the earlier one counts."""
    found: list[str | None] = [None] * len(plain)

    def drop(numbers: Iterable[int], reason: str) -> None:
        for number in numbers:
            found[number] = reason

    asked = tuple(name for name in TABLES if getattr(filters, name))
    for name, numbers in holding(plain, laid, asked).items():
        drop(numbers, name)
    drop(_repetitive(plain, laid, measures), "repetition")
    drop(np.flatnonzero(~(share >= filters.hangul)).tolist(), "language")
    drop(np.flatnonzero(measures.length > filters.max_length).tolist(), "long")
    drop(np.flatnonzero(measures.length < filters.min_length).tolist(), "short")
    suspects = np.flatnonzero(measures.suspect > 0).tolist()
    drop((at for at in suspects if phrases("damage").search(plain[at])), "encoding")
    strange = (measures.rare >= RARE) & (measures.rare >= RARE_SHARE * measures.hangul)
    drop(np.flatnonzero((measures.damaged > 0) | strange).tolist(), "encoding")
    return found


def _repetitive(plain: Sequence[str], laid: Laid, measures: Measures) -> Iterator[int]:
    """Texts in which one character runs on, or a few words come again and again."""
    for number in np.flatnonzero(measures.runs >= LIKE).tolist():
        if RUN.search(plain[number]):
            yield number
    for number in np.flatnonzero(_few_beginnings(laid, measures.spaces)).tolist():
        words = plain[number].split()
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
