"""Words typed again, as the same keys would have made them: Hangul typed in Latin mode (dkssud is
안녕) and syllables that the input method left apart (ㅎㅏㄴ글 is 한글).

What the keys make is exact; whether it was meant says a language model, in the manner of a noisy
channel (Kernighan, Church & Gale 1990): letters that follow each other in no English word cost
more, so that Vue stays what it is and gksthfdlsms becomes 한솔이는. The words of a sentence are
judged together, since each is the context of the others. Knows nothing about networks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import exp
from operator import add

from spellfix.composition import compose
from spellfix.edits import CONTEXT, Edit, apply
from spellfix.english import ENGLISH, surprise
from spellfix.hangul import is_common, is_jamo, is_syllable
from spellfix.keyboard import strokes, to_hangul, type_jamo
from spellfix.language.opinion import Change, Opinion
from spellfix.protection import kept_spans
from spellfix.text import Span, segment

JAMO = 3.0
"""Nats that a jamo costs that stands alone: few words are made of them."""
SLIP = 9.0
"""Nats that it costs to say that a word was typed wrongly,"""
NEXT_SLIP = 3.0
"""and that the word beside one was."""
_ACRONYM = 3
"""So many capitals are a name before they are Hangul typed with Caps Lock (SK, SBS)."""
_DIGITS = 6
_OPENING = " \n\t\"'“‘(["
_WORD = re.compile(r"[A-Za-z]{2,}|[가-힣ㄱ-ㅣ]{2,}")


def retyped(text: str, terms: Collection[str], opinion: Opinion) -> list[Edit]:
    """The edits of `text` that type words of it again, in order, each with the probability that it
    was meant so; only those that are more likely than not, and none in what may not be touched
    (`protection.kept_spans`). The same whether the text is composed (NFC) or not."""
    composed = compose(text)
    return [composed.restore(edit) for edit in _retyped(composed.text, terms, opinion)]


def _retyped(text: str, terms: Collection[str], opinion: Opinion) -> Iterator[Edit]:
    words = [word for word in _WORD.finditer(text) if _is_candidate(word[0])]
    if not words:
        return
    spans = kept_spans(text, terms)
    waiting = [word for word in words if not _touches(word, spans)][::-1]
    for part in segment(text, terms):
        found: list[Edit] = []
        while waiting and waiting[-1].start() < part.end:
            word = waiting.pop()
            if word.end() > part.end:
                continue  # longer than a sentence may be
            first = not text[part.start : word.start()].strip(_OPENING)
            begin, end = word.start() - part.start, word.end() - part.start
            if typed := _typed(word[0], first, opinion):
                found.append(Edit(begin, end, word[0], typed, "conversion"))
        for edit in _likely(text[part.start : part.end], found, opinion) if found else ():
            begin, end = edit.start + part.start, edit.end + part.start
            yield replace(edit, start=begin, end=end)


def _touches(word: re.Match[str], spans: Sequence[Span]) -> bool:
    following = bisect_left(spans, word.end(), key=lambda span: span.start)
    return following > 0 and spans[following - 1].end > word.start()


def _is_candidate(word: str) -> bool:
    """Whether the keys make whole syllables of `word`, which has a jamo before its end or is Latin:
    no English word and no name in capitals."""
    if not word.isascii():
        return any(map(is_jamo, word[:-1])) and all(map(is_syllable, type_jamo(strokes(word))))
    if word.lower() in ENGLISH or (word.isupper() and len(word) <= _ACRONYM):
        return False
    return any(_readings(word, first=True))


def _readings(word: str, first: bool) -> list[str]:
    """What the keys of a Latin word make, where that is syllables which are in use: without the
    capitals of Caps Lock, as it stands, and without the capital that an editor gives a sentence."""
    typed = [word]
    if sum(map(str.isupper, word)) * 2 > len(word):
        typed = [word.swapcase()]
    elif first and word[0].isupper() and word[1:].islower():
        typed = [word, word.lower()]
    return [made for made in map(to_hangul, typed) if all(map(is_common, made))]


def _typed(word: str, first: bool, opinion: Opinion) -> str:
    """What was most likely meant by `word`, the first one of its sentence or not; "" if nothing."""
    if not word.isascii():
        return type_jamo(strokes(word))
    best, *others = _readings(word, first) or [""]
    for other in others:
        if opinion.gains([(best, other)])[0] > 0:
            best = other
    return best


def _likely(sentence: str, found: Sequence[Edit], opinion: Opinion) -> list[Edit]:
    """Those of `found` that are more likely than not where the others are made: the less likely
    half of the rest is dropped until there is no rest."""
    while found:
        gains = opinion.gains(list(_changes(apply(sentence, found), found)))
        odds = list(map(add, gains, _costs(sentence, found)))
        unlikely = sorted((each, at) for at, each in enumerate(odds) if each < 0)
        if not unlikely:
            return [
                replace(edit, confidence=round(1 / (1 + exp(-each)), _DIGITS))
                for edit, each in zip(found, odds, strict=True)
            ]
        dropped = {at for _, at in unlikely[: (len(unlikely) + 1) // 2]}
        found = [edit for at, edit in enumerate(found) if at not in dropped]
    return []


def _changes(made: str, edits: Iterable[Edit]) -> Iterator[Change]:
    """What each of `edits` changes of what all of them make, with what stands around it there."""
    shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.after)
        shift = end - edit.end
        left, right = made[max(0, start - CONTEXT) : start], made[end : end + CONTEXT]
        yield left + edit.before + right, left + edit.after + right


def _costs(sentence: str, edits: Sequence[Edit]) -> Iterator[float]:
    """What it costs that each `edit.before` was meant, less what it costs that it was not."""
    gaps = [sentence[left.end : right.start].isspace() for left, right in pairwise(edits)]
    for edit, *beside in zip(edits, [False, *gaps], [*gaps, False], strict=True):
        word = edit.before
        meant = surprise(word) if word.isascii() else JAMO * sum(map(is_jamo, word))
        yield meant - (NEXT_SLIP if any(beside) else SLIP)
