"""Where an error that takes letters and not keystrokes may begin, and how far it reaches there.

Places are offsets into a sentence; stretches around a place are (start, end). Knows nothing about
what goes wrong there.
"""

import re
from collections.abc import Callable, Sequence

from spellfix.hangul import is_jamo
from spellfix.noise.sentence import Sentence

Places = Callable[[Sentence], Sequence[int]]
Stretches = Callable[[Sentence, int], Sequence[tuple[int, int]]]

LONGEST = 80  # characters of a sentence that is taken whole: fewer than 200 in Latin letters

_LATIN = re.compile("[A-Za-z]+")
_SENTENCE_END = re.compile("(?<=[.!?…]) ")


# -- places ------------------------------------------------------------------------------------


def matches(pattern: str) -> Places:
    """Where ``pattern`` matches."""
    compiled = re.compile(pattern)
    return lambda sentence: [match.start() for match in compiled.finditer(sentence.text)]


latin_letters = matches(_LATIN.pattern)
after_latin = matches("(?<=[A-Za-z])[가-힣]|(?<=[A-Za-z] )[가-힣]")
sentence_starts = matches("(?:^|(?<=[.!?…] ))[가-힣]")
single_signs = matches(r"(?<![.,!?()])[.,!?()](?![.,!?()])")
single_spaces = matches(r"(?<=\S) (?=\S)")


# -- stretches ---------------------------------------------------------------------------------


def one(sentence: Sentence, at: int) -> Sequence[tuple[int, int]]:
    return ((at, at + 1),)


def word(sentence: Sentence, at: int) -> Sequence[tuple[int, int]]:
    """The run of syllables around ``at``, if it has more than one."""
    start, end = _run(sentence.text, at)
    return ((start, end),) if end - start > 1 else ()


def rest_of_word(sentence: Sentence, at: int) -> Sequence[tuple[int, int]]:
    """From ``at`` to the end of the run, however short."""
    return ((at, _run(sentence.text, at)[1]),)


def two_words(sentence: Sentence, at: int) -> Sequence[tuple[int, int]]:
    text = sentence.text
    start, end = _run(text, at)
    if text[end : end + 1] == " " and "가" <= text[end + 1 : end + 2] <= "힣":
        return ((start, _run(text, end + 1)[1]),)
    return ()


def begins_of_word(sentence: Sentence, at: int) -> Sequence[tuple[int, int]]:
    start, end = _run(sentence.text, at)
    return [(start, stop) for stop in range(start + 1, end)]


def ends_of_word(sentence: Sentence, at: int) -> Sequence[tuple[int, int]]:
    start, end = _run(sentence.text, at)
    return [(first, end) for first in range(start + 1, end)]


def whole_sentence(sentence: Sentence, at: int) -> Sequence[tuple[int, int]]:
    """The sentence around ``at``, if it is no longer than LONGEST and nothing in it protected."""
    start, end = 0, len(sentence.text)
    for gap in _SENTENCE_END.finditer(sentence.text):
        if gap.end() <= at:
            start = gap.end()
        elif gap.start() > at:
            end = gap.start()
            break
    return ((start, end),) if end - start <= LONGEST and sentence.may_change(start, end) else ()


def latin_words(sentence: Sentence, at: int) -> Sequence[tuple[int, int]]:
    """The Latin word that begins at ``at``, and it with the next one."""
    text = sentence.text
    match = _LATIN.match(text, at)
    if not match:
        return ()
    next_one = (
        _LATIN.match(text, match.end() + 1) if text[match.end() : match.end() + 1] == " " else None
    )
    return (match.span(), (at, next_one.end())) if next_one else (match.span(),)


def several_syllables(sentence: Sentence, at: int) -> Sequence[tuple[int, int]]:
    """Two or three syllables from ``at`` on, and the whole word."""
    start, end = _run(sentence.text, at)
    found = {(at, stop) for stop in (at + 2, at + 3) if stop <= end}
    return sorted({*found, (start, end)} if end - start > 1 else found)


def last_of_word(sentence: Sentence, at: int) -> Sequence[tuple[int, int]]:
    """``at``, if neither a syllable nor a bare jamo (요ㅋㅋ) follows."""
    after = sentence.text[at + 1 : at + 2]
    return () if "가" <= after <= "힣" or is_jamo(after) else ((at, at + 1),)


def _run(text: str, at: int) -> tuple[int, int]:
    """The run of syllables around ``at``."""
    start, end = at, at + 1
    while start and "가" <= text[start - 1] <= "힣":
        start -= 1
    while end < len(text) and "가" <= text[end] <= "힣":
        end += 1
    return start, end
