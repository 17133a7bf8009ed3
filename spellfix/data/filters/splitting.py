"""The sentences of many texts at once, in arrays wherever a text is plain.

They are those of `text.segment` in every case. A text in which something could hide the end of a
sentence (an address, code, a line break) is left to it. Knows no filter.
"""

import re
from collections.abc import Collection
from functools import cache

import numpy as np
import numpy.typing as npt

from spellfix.data.laid import Integers, Laid, Points
from spellfix.text import LONGEST_SENTENCE, UNSEEN, segment

Flags = npt.NDArray[np.bool_]
Kinds = npt.NDArray[np.uint8]

# What a character may be, as bits.
BREAKING, SIGN, BLANK, DOT, NAME, CLOSING, SYLLABLE = (1 << at for at in range(7))
ENDING, CLOSER = ".!?。！？", ")]}\"'”’»」』】〉》"


def sentences(laid: Laid, damaged: Collection[int] = ()) -> tuple[Laid, Integers]:
    """The sentences of all texts that hold something to correct, in order, and the number of the
    text that each is of. No character of them is changed, what lies between them is left out. A
    text without a sentence, and one of ``damaged``, comes back whole.

    >>> found, owners = sentences(Laid.out(["안녕하세요.  값은 1.5입니다. 12345", "12345"]))
    >>> found.texts(), owners.tolist()
    (['안녕하세요.', '값은 1.5입니다.', '12345'], [0, 0, 1])
    """
    if not len(laid):
        return laid, np.zeros(0, np.int64)
    starts, ends = laid.starts, laid.starts + laid.sizes
    hard, cuts = _plain_cuts(laid)
    hard[[*damaged]] = False
    if damaged:
        among = np.isin(laid.among(cuts), [*damaged])
        cuts = cuts[~among]
    begun, ended = [starts[~hard], cuts + 1], [ends[~hard], cuts]
    for at in np.flatnonzero(hard).tolist():
        found = [each for each in segment(laid.text(at)) if not each.protected]
        if found:
            begun.append(starts[at] + np.array([each.start for each in found]))
            ended.append(starts[at] + np.array([each.end for each in found]))
        else:
            begun.append(starts[at : at + 1])
            ended.append(ends[at : at + 1])
    begins = np.sort(np.concatenate(begun))
    return laid.cut(begins, np.sort(np.concatenate(ended))), laid.among(begins)


def _plain_cuts(laid: Laid) -> tuple[Flags, Integers]:
    """Which texts are not plain, and the spaces at which the others are cut."""
    hard, cuts, begin = list[Flags](), list[Integers](), 0
    for portion in laid.portions():
        found = _portion(portion)
        hard.append(found[0])
        cuts.append(found[1] + begin)
        begin += len(portion.points)
    return np.concatenate(hard), np.concatenate(cuts)


def _portion(laid: Laid) -> tuple[Flags, Integers]:
    points, starts = laid.points, laid.starts
    kinds = _kinds().take(points)
    marks = kinds & (BREAKING | SIGN | SYLLABLE)
    blank, dot, name = ((kinds & kind) != 0 for kind in (BLANK, DOT, NAME))
    marks[:-1] |= (blank[:-1] & blank[1:]).view(np.uint8) * np.uint8(BREAKING)
    hiding = (dot[:-1] & name[1:]) | (name[:-1] & dot[1:])
    marks[:-1] |= hiding.view(np.uint8) * np.uint8(SIGN)
    marks[starts + laid.sizes] = 0  # the line ends between the texts
    marks[starts] |= blank[starts].view(np.uint8) * np.uint8(BREAKING)
    closed = ((kinds[:-1] & CLOSING) != 0) & (points[1:] == ord(" "))
    found = np.bitwise_or.reduceat(marks, starts)
    spaces = np.flatnonzero(closed) + 1
    owners = laid.among(spaces)
    split = np.zeros(len(laid), np.bool_)
    split[owners] = True
    hard = ((found & BREAKING) != 0) | (laid.sizes > LONGEST_SENTENCE)
    hard |= split & (((found & SIGN) != 0) | ((found & SYLLABLE) == 0))
    spaces = spaces[~hard[owners]]
    cuts = spaces[_ends_sentence(points, spaces)]
    pieces = np.sort(np.concatenate([starts, cuts + 1]))
    korean = np.bitwise_or.reduceat(marks & SYLLABLE, pieces) != 0
    split[:] = False
    split[laid.among(cuts)] = True
    without = laid.among(pieces[~korean])
    hard[without[split[without]]] = True
    return hard, cuts[~hard[laid.among(cuts)]]


def _ends_sentence(points: Points, spaces: Integers) -> Flags:
    """Whether `text.SENTENCE_END` matches up to each of these spaces behind a closing sign."""
    last = spaces - 1
    closing = _among(CLOSER)[points[last]]
    while closing.any():
        last = last - closing
        closing = _among(CLOSER)[points[last]]
    sign, one, two, three = (points[last - by] for by in range(4))
    free = ~_among("0123456789.…\ufffc")[one] & ~_latin(one)
    word = _small(one) & _small(two) & _small(three)
    ended = _among(ENDING)[sign] & ((sign != ord(".")) | free | word)
    next_, second, third = (points[np.minimum(spaces + by, len(points) - 1)] for by in range(1, 4))
    said = _among("라하")[next_] & _among("고며는")[second]
    said |= (next_ == ord("이")) & (second == ord("라")) & _among("고며는")[third]
    found: Flags = ended & ~said
    return found


def _small(points: Points) -> Flags:
    return (points >= ord("a")) & (points <= ord("z"))


def _latin(points: Points) -> Flags:
    return _small(points | np.uint32(0x20))


@cache
def _among(signs: str) -> Flags:
    """Whether a code point is one of these."""
    table = np.zeros(0x110000, np.bool_)
    table[[*map(ord, signs)]] = True
    return table


@cache
def _kinds() -> Kinds:
    """The bits of every code point."""
    kinds = np.zeros(0x110000, np.uint8)
    for point in range(0x3001):
        if chr(point).isspace():
            kinds[point] |= BLANK
    for unseen in re.findall(f"[{UNSEEN}]", "".join(map(chr, range(0xE000)))):
        kinds[ord(unseen)] |= BREAKING
    for sign in "`$\\@#/_":
        kinds[ord(sign)] |= SIGN
    for sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-":
        kinds[ord(sign)] |= NAME
    for sign in ENDING + CLOSER:
        kinds[ord(sign)] |= CLOSING
    kinds[ord(".")] |= DOT
    kinds[0xAC00:0xD7A4] |= SYLLABLE
    return kinds
