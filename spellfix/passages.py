"""A document of any length, given in parts, cut into stretches that can be corrected one by one.

Corrected one by one the stretches give what the whole document would: no cut lies inside a sentence
or a protected span, and what stands around a cut would be read the same without it. Memory does not
depend on the document, be it one endless line or one endless code block. Knows nothing about files,
models or edits.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from spellfix.clusters import belongs
from spellfix.config import at_least
from spellfix.errors import InputError
from spellfix.text import LONGEST_SENTENCE, PROTECTED, Span, protected_spans, segment

SMALLEST = 256
"""Code points; a sentence of LONGEST_SENTENCE fits."""
_LOOKAHEAD = 1024 + LONGEST_SENTENCE
"""How far behind a cut the text must be known: no span but a code block or a run without white
space reaches further (`text.PROTECTED`)."""
_FENCE_AHEAD = re.compile(" {0,3}`{3}")
_SEEN_BY_SPANS = re.compile(r"[\w.%+@#&/~-]")  # in front of them
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Stretch:
    """`text` is a part of a document; where `protected` there is nothing in it to correct."""

    text: str
    protected: bool


def passages(
    parts: Iterable[str], size: int = 1 << 15, terms: Collection[str] = ()
) -> Iterator[Stretch]:
    """The document that `parts` make up, in stretches of about `size` code points, in order.

    Put together the stretches are the document. Their sentences are those that `segment` finds in
    the document, provided that nothing without a space or line break, spans included, is longer
    than `size` less a LONGEST_SENTENCE; a span longer than `size` comes in several stretches that
    are protected. `terms`: see `protected_spans`. Held at a time are about three times `size` and
    one part.

    Raises InputError for a part that is no str and ConfigError for a
    `size` below SMALLEST.

    >>> [len(stretch.text) for stretch in passages(["한 줄", "이다. "] * 60, size=256)]
    [252, 168]
    """
    return _stretches(_Window(parts), at_least("size", size, SMALLEST), terms)


class _Window:
    """The part of a document that has been read and not been given out."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._parts = iter(parts)
        self._part, self._done = "", 0
        self.text = ""
        self.ended = False

    def fill(self, size: int) -> None:
        """Reads until `text` has `size` code points or, after the last part, has `ended`."""
        pieces, missing = [self.text], size - len(self.text)
        while missing > 0 and not self.ended:
            piece = self._part[self._done : self._done + missing]
            self._done += len(piece)
            missing -= len(piece)
            pieces.append(piece)
            if self._done == len(self._part):
                self._next_part()
        self.text = "".join(pieces)

    def _next_part(self) -> None:
        self._done = 0
        for part in self._parts:
            if not isinstance(part, str):
                raise InputError(f"expected parts of a text (str), got {type(part).__name__}")
            if part:
                self._part = part
                return
        self._part, self.ended = "", True

    def take(self, size: int) -> str:
        taken, self.text = self.text[:size], self.text[size:]
        return taken


def _stretches(window: _Window, size: int, terms: Collection[str]) -> Iterator[Stretch]:
    ahead = _LOOKAHEAD + max(map(len, terms), default=0)
    while True:
        window.fill(size + ahead)
        text = window.text
        if window.ended and len(text) <= size:
            if text:
                yield Stretch(text, protected=False)
            return
        spans = protected_spans(text, terms)
        cut = _line_end(text, spans, size) or _sentence_end(text, spans, terms, size)
        if cut:
            yield Stretch(window.take(cut), protected=False)
        elif spans and not spans[0].start:
            yield from _overlong(window, size, spans[0].end)
        else:  # control characters or combining marks without end
            yield Stretch(window.take(size), protected=True)


def _line_end(text: str, spans: list[Span], size: int) -> int:
    """The last end of a line that may be a cut, 0 where there is none."""
    cut = text.rfind("\n", 0, size) + 1
    while cut:
        span = _around(cut, spans)
        if not span and not belongs(text, cut):
            break
        cut = text.rfind("\n", 0, span.start if span else cut - 1) + 1
    return cut


def _sentence_end(text: str, spans: list[Span], terms: Collection[str], size: int) -> int:
    """The last cut between sentences in a line without end, behind white space if possible."""
    borders = [each for each in segment(text, terms) if each.start < size]
    for each in reversed(borders):
        gap = text[each.start].isspace()  # else a sentence without letters
        for cut in range(min(each.end, size), each.start if gap else each.end - 1, -1):
            behind_space = cut <= size and text[cut - 1].isspace()
            if each.protected and behind_space and _is_cut(text, cut, spans):
                return cut
    inside_words = [each.start for each in borders if each.start and not belongs(text, each.start)]
    unseen = [cut for cut in inside_words if not _SEEN_BY_SPANS.match(text, cut - 1)]
    return max(unseen or inside_words, default=0)


def _is_cut(text: str, cut: int, spans: list[Span]) -> bool:
    """Not inside CRLF, a cluster or a span, nor where a line that begins would open a block."""
    return (
        text[cut - 1 : cut + 1] != "\r\n"
        and not belongs(text, cut)
        and not _around(cut, spans)
        and (text[cut - 1] == "\n" or not _FENCE_AHEAD.match(text, cut))
    )


def _around(cut: int, spans: list[Span]) -> Span | None:
    """The span that `cut` lies inside of."""
    following = bisect_left(spans, cut, key=lambda span: span.start)
    inside = following > 0 and spans[following - 1].end > cut
    return spans[following - 1] if inside else None


def _overlong(window: _Window, size: int, end: int) -> Iterator[Stretch]:
    """The span at the start of the window, in stretches; `end` is its end as far as one can see."""
    if window.ended or _SPACE.search(window.text, end):
        yield Stretch(window.take(end), protected=True)
        return
    found = PROTECTED.match(window.text)
    fence = found["fence"] if found else None
    closing = re.compile(rf"\n {{0,3}}{fence}`*[ \t\r]*(?=\n|\Z)" if fence else r"(?=\s)")
    while window.text:
        text = window.text
        known = text.rfind("\n") + 1 if fence and not window.ended else len(text)
        found = closing.search(text, 0, known)
        if found:
            if found.end():
                yield Stretch(window.take(found.end()), protected=True)
            return
        cut = len(text) if window.ended else _unbroken(text, known - 1) or _unbroken(text, -1)
        yield Stretch(window.take(cut or len(text)), protected=True)
        window.fill(size + _LOOKAHEAD)


def _unbroken(text: str, cut: int) -> int:
    """The last place up to `cut` that is not inside CRLF or a cluster."""
    cut %= len(text)
    while cut and (text[cut - 1 : cut + 1] == "\r\n" or belongs(text, cut)):
        cut -= 1
    return cut
