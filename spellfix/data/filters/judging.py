"""Which texts are kept and why not: all filters in their order. Knows no file and counts nothing.

Numbers of characters are taken of many texts at once, phrases are looked for in all of them at
once, and only what stands out is looked at by itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from spellfix.data.filters.masking import mask
from spellfix.data.filters.measuring import AT, Measures, measure
from spellfix.data.filters.settings import Filters
from spellfix.data.filters.tables import holding, phrases
from spellfix.data.filters.templates import hashed, templates
from spellfix.data.records import Decision, Text

RARE = 3  # syllables outside of KS X 1001, and their least share of the Hangul
RARE_SHARE = 0.15
LIKE = 29  # neighbours alike that are looked at
RUN = re.compile(r"([^\n])\1{29}")
WORDS = 10  # from so many on their variety is looked at
VARIETY = 0.4
TABLES = ("profanity", "machine", "boilerplate")  # as the fields of Filters
DEFAULT = Filters()


def judge(text: Text, filters: Filters = DEFAULT) -> Decision:
    """Whether one text is kept.

    >>> judge(Text("깨진 글\\ufffd자가 있는 줄입니다.", "a.txt", "news", 0)).reason
    'encoding'
    """
    return judge_all([text], filters)[0]


def judge_all(texts: Sequence[Text], filters: Filters = DEFAULT) -> list[Decision]:
    """`judge` of each text, many times faster in hundreds to thousands at a time."""
    if not texts:
        return []
    plain = [text.text for text in texts]
    measures = measure(plain)
    reasons = _reasons(texts, plain, measures, filters)
    lengths, letters = measures.length.tolist(), measures.letters.tolist()
    hangul = measures.hangul.tolist()
    masks: dict[int, dict[str, int]] = {}
    if filters.mask:
        for at in np.flatnonzero(measures.personal >= AT).tolist():
            plain[at], masks[at] = mask(plain[at])
    hashes = map(hashed, templates(plain))
    decisions: list[Decision] = []
    for at, (text, reason, template) in enumerate(zip(texts, reasons, hashes, strict=True)):
        scores: dict[str, float] = {"length": lengths[at]}
        if letters[at]:
            scores["hangul_share"] = hangul[at] / letters[at]
        masked = masks.get(at, {})
        if masked:
            text = replace(text, text=plain[at])
        decisions.append(Decision(text, reason, scores, masked, template))
    return decisions


def _reasons(
    texts: Sequence[Text], plain: Sequence[str], measures: Measures, filters: Filters
) -> list[str | None]:
    """The reason of each text, found from the last to the first: the earlier one counts."""
    found: list[str | None] = [None] * len(texts)

    def drop(numbers: Iterable[int], reason: str) -> None:
        for number in numbers:
            found[number] = reason

    asked = tuple(name for name in TABLES if getattr(filters, name))
    for name, numbers in holding(plain, asked).items():
        drop(numbers, name)
    drop(_repetitive(plain, measures), "repetition")
    share = measures.hangul / np.maximum(measures.letters, 1)
    drop(np.flatnonzero((measures.letters == 0) | (share < filters.hangul)).tolist(), "language")
    drop(np.flatnonzero(measures.length > filters.max_length).tolist(), "long")
    drop(np.flatnonzero(measures.length < filters.min_length).tolist(), "short")
    suspects = np.flatnonzero(measures.suspect > 0).tolist()
    drop((at for at in suspects if phrases("damage").search(plain[at])), "encoding")
    strange = (measures.rare >= RARE) & (measures.rare >= RARE_SHARE * measures.hangul)
    drop(np.flatnonzero((measures.damaged > 0) | strange).tolist(), "encoding")
    for number, text in enumerate(texts):
        if text.damage:
            found[number] = text.damage
    return found


def _repetitive(plain: Sequence[str], measures: Measures) -> Iterator[int]:
    """Texts in which one character runs on, or a few words come again and again."""
    for number in np.flatnonzero(measures.runs >= LIKE).tolist():
        if RUN.search(plain[number]):
            yield number
    for number in np.flatnonzero(measures.spaces >= WORDS - 1).tolist():
        words = plain[number].split()
        if len(words) >= WORDS and len(set(words)) < VARIETY * len(words):
            yield number
