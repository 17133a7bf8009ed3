"""The words that text is known to have, and the stems and endings they are made of.

Korean words take particles and endings without end, so that no list holds them all: beside whole
words (what stands between two spaces) there are heads, which many different endings follow, and
tails, which follow many different heads. Knows nothing about errors.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log1p

WORD = re.compile(r"(?<!\w)[가-힣]{1,12}(?![\w])")
"""Hangul alone, as words between spaces or punctuation are; not what follows figures or Latin."""
LONGEST_TAIL = 4
SHORTEST_HEAD = 2


@dataclass(frozen=True, slots=True)
class Lexicon:
    """words: how often each was counted. heads: beginnings of words; some are words, too. tails:
    ends of words."""

    words: Mapping[str, float]
    heads: frozenset[str]
    tails: frozenset[str]

    def familiarity(self, word: str) -> float:
        """log(1 + count of a word), 0.0 for one that is not known."""
        return log1p(self.words.get(word, 0.0))


def count_words(sources: Iterable[tuple[Sequence[str], float]]) -> dict[str, float]:
    """How often each word occurs in lines, by weight."""
    counts: Counter[str] = Counter()
    for lines, weight in sources:
        for word, count in Counter(WORD.findall("\n".join(lines))).items():
            counts[word] += weight * count  # type: ignore[assignment]
    return dict(counts)


def derive(
    counts: Mapping[str, float],
    least_count: float,
    least_tails: int,
    least_heads: int,
) -> Lexicon:
    """The lexicon of counted words.

    least_count: of a word that is kept. least_tails: different tails that follow a head.
    least_heads: different heads in front of a tail.
    """
    heads: defaultdict[str, int] = defaultdict(int)
    tails: defaultdict[str, int] = defaultdict(int)
    for word, count in counts.items():
        if count >= 2:
            for cut in range(max(SHORTEST_HEAD, len(word) - LONGEST_TAIL), len(word)):
                heads[word[:cut]] += 1
                tails[word[cut:]] += 1
    return Lexicon(
        {word: counts[word] for word in sorted(counts) if counts[word] >= least_count},
        frozenset(head for head, count in heads.items() if count >= least_tails),
        frozenset(tail for tail, count in tails.items() if count >= least_heads),
    )
