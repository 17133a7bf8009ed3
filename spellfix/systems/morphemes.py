"""A text in which the morphemes that were read as typos are written as they are meant.

Everything else of the text stays: spaces, punctuation, and words that a joiner of morphemes would
write in another way (주었다, 줬다). Knows nothing about how the morphemes were found.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

Join = Callable[[Sequence[tuple[str, str]]], tuple[str, Sequence[tuple[int, int]]]]
"""Forms and tags of the morphemes of a word -> the word, and where in it each morpheme is."""
_SPACE = re.compile(r"\s")


class Token(Protocol):
    """A morpheme as kiwipiepy tells it: `len` code points of the text from `start`, read as `form`
    at the price of `typo_cost`, 0 where the text has it as it should be."""

    @property
    def form(self) -> str: ...
    @property
    def tag(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def len(self) -> int: ...
    @property
    def typo_cost(self) -> float: ...


def with_typos_replaced(text: str, tokens: Sequence[Token], join: Join) -> str:
    """`text` with every stretch of morphemes replaced that holds a typo.

    A stretch are the morphemes with a typo and those that share a syllable with them.
    """
    done = 0
    parts: list[str] = []
    for word in _words(text, tokens):
        if not any(token.typo_cost for token in word):
            continue
        joined, places = join([(token.form, token.tag) for token in word])
        spans = [(token.start, token.start + token.len) for token in word]
        typos = [token.typo_cost > 0 for token in word]
        for first, end in _stretches(typos, spans, places):
            start = spans[first][0]
            if start < done:  # it shares a syllable with what is written already
                continue
            parts += text[done:start], joined[places[first][0] : _end(places[first:end])]
            done = _end(spans[first:end])
    return "".join([*parts, text[done:]])


def _words(text: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens between two spaces."""
    word: list[Token] = []
    for token in tokens:
        if word and _SPACE.search(text, word[-1].start + word[-1].len, token.start):
            yield word
            word = []
        word.append(token)
    if word:
        yield word


def _stretches(
    typos: Sequence[bool], spans: Sequence[tuple[int, int]], places: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """First and end of the stretches of one word, as indices of its tokens."""

    def together(left: int) -> bool:
        """Whether the token `left` and the next one share a syllable, as typed or as meant."""
        return spans[left + 1][0] < spans[left][1] or places[left + 1][0] < places[left][1]

    done = 0
    while True in typos[done:]:
        first = typos.index(True, done)
        end = first + 1
        while first > done and together(first - 1):
            first -= 1
        while end < len(typos) and (typos[end] or together(end - 1)):
            end += 1
        yield first, end
        done = end


def _end(spans: Sequence[tuple[int, int]]) -> int:
    return max(end for _, end in spans)
