"""Words of a domain that a model would change though they are right: for ``--protect``.

What is frequent in the text of people who know their subject is no typo. A person should still read
the list. Knows nothing about training.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spellfix.corrector import Corrector
from spellfix.edits import Edit

MOST_LINES = 2000
LEAST_SEEN = 3
SAME_WORD = 0.8
"""A longer beginning is the term where so many of the words go on so: 복무기관, not 복무기."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Term:
    """The beginning of words that a model changes. seen: how often words begin so. changed: how
    often the model changed one, in the lines that it read. into: what it made of it most often."""

    text: str
    seen: int
    changed: int
    into: str


def touched_terms(lines: Sequence[str], corrector: Corrector) -> list[Term]:
    """The terms of ``lines`` that the model behind ``corrector`` changes, most often changed first.
    It reads MOST_LINES of them, taken evenly."""
    words = Counter(word for line in lines for word in _WORD.findall(line))
    beginnings: Counter[str] = Counter()
    for word, count in words.items():
        for length in range(2, len(word) + 1):
            beginnings[word[:length]] += count
    step = max(1.0, len(lines) / MOST_LINES)
    read = [lines[int(at * step)] for at in range(min(MOST_LINES, len(lines)))]
    made: dict[str, Counter[str]] = defaultdict(Counter)
    for line, correction in zip(read, corrector.correct_batch(read), strict=True):
        for term, into in _changed(line, correction.edits, beginnings):
            made[term][into] += 1
    terms = [
        Term(text, beginnings[text], into.total(), into.most_common(1)[0][0])
        for text, into in made.items()
        if beginnings[text] >= LEAST_SEEN
    ]
    return sorted(terms, key=lambda term: (-term.changed, -term.seen, term.text))


def _changed(
    line: str, edits: Sequence[Edit], beginnings: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    """The term and what becomes of it, for each of ``edits`` inside of one word of ``line``."""
    words = [match.span() for match in _WORD.finditer(line)]
    for edit in edits:
        for start, end in words:
            if not (start <= edit.start < end and edit.end <= end):
                continue
            least = max(2, edit.end - start + (edit.start == edit.end))
            stop = start + len(_term(line[start:end], least, beginnings))
            if edit.end <= stop:
                into = f"{line[start : edit.start]}{edit.after}{line[edit.end : stop]}"
                yield line[start:stop], into


def _term(word: str, least: int, beginnings: Mapping[str, int]) -> str:
    """The longest beginning of ``word``, of ``least`` letters or more, with which most of the words
    go on that begin alike."""
    fitting = [
        word[:length]
        for length in range(least, len(word) + 1)
        if beginnings[word[:length]] >= SAME_WORD * beginnings[word[:least]]
    ]
    return fitting[-1] if fitting else word
