"""Sentences of many texts at once, at ten times the speed of `text.segment` where they are plain.

The answer is that of `segment` in every case: a text in which something could hide the end of a
sentence (an address, code, a line break) is left to it. Knows no filter.
"""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from spellfix.data.filters.measuring import MEASURED, Laid
from spellfix.text import LONGEST_SENTENCE, UNSEEN, segment

END = re.compile(
    r"""(?:[!?。！？]|(?<![0-9A-Za-z.…\ufffc])\.|(?<=[a-z][a-z][a-z])\.)"""
    r"""[)\]}"'”’»」』】〉》]*( )(?!(?:이?라|하)[고며는])"""
)
HANGUL = re.compile("[가-힣]")

# What a character may be, as bits.
HIDING, BLANK, DOT, NAME, CLOSING, SPACE, SYLLABLE = (1 << at for at in range(7))


def sentences(text: str) -> list[str]:
    """The sentences of a text that hold something to correct, in order; no character of them is
    changed, and what lies between them is left out.

    >>> sentences("안녕하세요.  값은 1.5입니다. 12345")
    ['안녕하세요.', '값은 1.5입니다.']
    """
    return sentences_of([text])[0]


def sentences_of(texts: Sequence[str]) -> list[list[str]]:
    """`sentences` of each text, many times faster in hundreds to thousands at a time."""
    if not texts:
        return []
    laid = Laid.out(texts)
    starts, kinds = laid.starts, _kinds()[laid.points]
    blank, dot, name = kinds & BLANK, kinds & DOT, kinds & NAME
    hard = kinds & HIDING
    hard[starts[1:] - 1] = 0  # the line ends between the texts
    hard[-1] = 0
    hard[:-1] |= (blank[:-1] & blank[1:]) >> 1  # two in a row, or one at the end
    hard[:-1] |= ((dot[:-1] << 1) & name[1:]) | (name[:-1] & (dot[1:] << 1))
    hard[starts] |= blank[starts]
    ends = np.zeros_like(kinds)
    ends[:-1] = kinds[:-1] & CLOSING & ((kinds[1:] & SPACE) >> 1)
    is_hard = (np.bitwise_or.reduceat(hard, starts) != 0).tolist()
    has_end = (np.bitwise_or.reduceat(ends, starts) != 0).tolist()
    korean = (np.bitwise_or.reduceat(kinds & SYLLABLE, starts) != 0).tolist()
    found: list[list[str]] = []
    for at, text in enumerate(texts):
        if is_hard[at] or not korean[at] or len(text) > MEASURED:
            found.append(_segmented(text))
        elif has_end[at]:
            found.append(_cut(text))
        else:
            found.append([text] if len(text) <= LONGEST_SENTENCE else _segmented(text))
    return found


def _cut(text: str) -> list[str]:
    """The sentences of a text that holds no protected span with a space or an end in it."""
    found: list[str] = []
    start = 0
    for match in END.finditer(text):
        found.append(text[start : match.start(1)])
        start = match.end()
    if start < len(text):
        found.append(text[start:])
    for each in found:
        if len(each) > LONGEST_SENTENCE or not HANGUL.search(each):
            return _segmented(text)
    return found


def _segmented(text: str) -> list[str]:
    return [text[each.start : each.end] for each in segment(text) if not each.protected]


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """The bits of every code point."""
    kinds = np.zeros(0x110000, np.uint8)
    for point in range(0x3001):
        if chr(point).isspace():
            kinds[point] |= BLANK
    for unseen in re.findall(f"[{UNSEEN}]", "".join(map(chr, range(0xE000)))):
        kinds[ord(unseen)] |= HIDING
    for sign in "`$\\@#/_":
        kinds[ord(sign)] |= HIDING
    for sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-":
        kinds[ord(sign)] |= NAME
    for sign in ".!?。！？)]}\"'”’»」』】〉》":
        kinds[ord(sign)] |= CLOSING
    kinds[ord(".")] |= DOT
    kinds[ord(" ")] |= SPACE
    kinds[0xAC00:0xD7A4] |= SYLLABLE
    return kinds
