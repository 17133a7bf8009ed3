"""Terms that stay as they are, such as names, found in a text where they start a word.

Also inflected: 민수 is found in 민수가 and 민수한테서, and in 민순 and 민술, which are 민수는 and
민수를 contracted. Knows nothing about where the terms come from.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from spellfix.clusters import belongs
from spellfix.hangul import compose, decompose, is_syllable

_WORD_START = re.compile(r"(?<!\w)(?=\S)|(?=[^\w\s])")
_CONTRACTED = "ㄴㄹ"  # 는 and 를 after a vowel (한글 맞춤법 제33항)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms as typed, composed and decomposed; `fused` are those with a contracted particle, which
    must end a word; `lengths` of all of them in code points, longest first."""

    words: frozenset[str]
    fused: frozenset[str]
    lengths: tuple[int, ...]


@lru_cache(maxsize=8)
def lexicon(terms: tuple[str, ...]) -> Lexicon:
    """The lexicon of `terms`; white space around them does not count."""
    typed = {term.strip() for term in terms} - {""}
    words = typed.union(normalize(form, term) for term in typed for form in ("NFC", "NFD"))
    composed = {normalize("NFC", term) for term in typed}
    fused = {
        normalize(form, each)
        for term in composed
        for each in _contracted(term)
        for form in ("NFC", "NFD")
    }
    lengths = sorted({len(word) for word in words | fused}, reverse=True)
    return Lexicon(frozenset(words), frozenset(fused), tuple(lengths))


def _contracted(term: str) -> Iterator[str]:
    """민수 -> 민순, 민술. Nothing of one syllable: 나 would take 날 and 난 from other words."""
    if len(term) > 1 and is_syllable(term[-1]):
        lead, vowel, tail = decompose(term[-1])
        if not tail:
            yield from (term[:-1] + compose(lead, vowel, each) for each in _CONTRACTED)


def terms_in(text: str, known: Lexicon) -> Iterator[tuple[int, int]]:
    """Start and end of each term in `text`, in order and apart; of several the longest."""
    done = 0
    for match in _WORD_START.finditer(text):
        start = match.start()
        if start < done:
            continue
        for length in known.lengths:
            end = start + length
            if end <= len(text) and _is_term(text, start, end, known):
                yield start, end
                done = end
                break


def _is_term(text: str, start: int, end: int, known: Lexicon) -> bool:
    word = text[start:end]
    if word in known.words:
        return not _runs_on(text, end)
    return word in known.fused and (end == len(text) or not _is_letter(text, end))


def _is_letter(text: str, at: int) -> bool:
    return text[at].isalnum() or belongs(text, at)


def _runs_on(text: str, end: int) -> bool:
    """Whether the word before ``end`` is another one: Go in Google, 가 in 각 (conjoining)."""
    if end == len(text):
        return False
    last, following = text[end - 1], text[end]
    return belongs(text, end) or (
        last.isascii() and last.isalnum() and following.isascii() and following.isalnum()
    )
