"""What a word may have been meant to be. Proposes; how likely each is, others say.

Three sources: known words one stroke away, also with a known tail put behind (`index`, `lexicon`);
rewrites that people are known to make, taken back wherever their result stands (`channel`), so that
a word that no list holds can be mended; and the word cut in two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from spellfix.language.channel import WIDEST, ErrorModel
from spellfix.noisy_channel.index import StrokeIndex
from spellfix.noisy_channel.lexicon import LONGEST_TAIL, SHORTEST_HEAD, Lexicon

RUN = re.compile("[가-힣ㄱ-ㅣ]+")
LONGEST_RUN = 14
"""Syllables; there are no longer words to speak of, but there are texts without spaces."""
MOST_REWRITES = 8
"""Meanings that one typed string is taken back to, the likeliest ones."""
MOST = 48
"""Candidates of one word that the language model hears of."""
FAMILIAR = 0.5
"""Nats that a word gains in this choice when it was counted e times as often."""

Candidate = tuple[str, float]
"""A word, and log P(what was typed | this word)."""


class Proposer:
    """Candidates for words as typed."""

    def __init__(self, lexicon: Lexicon, errors: ErrorModel) -> None:
        self._lexicon = lexicon
        self._errors = errors
        others = sorted(head for head in lexicon.heads if head not in lexicon.words)
        self._index = StrokeIndex([*lexicon.words, *others])
        self._back = _taken_back(errors)
        self._remembered = lru_cache(maxsize=1 << 11)(self._of_run)

    def propose(self, word: str) -> list[Candidate]:
        """Other words that `word`, which has no space, may be meant for, with or without one."""
        found = []
        for run in RUN.finditer(word):
            if run.end() - run.start() <= LONGEST_RUN:
                left, right = word[: run.start()], word[run.end() :]
                found += [(left + meant + right, cost) for meant, cost in self._remembered(run[0])]
        return found

    def joined(self, left: str, right: str) -> float | None:
        """log P(a space typed between two halves of one word); None where they cannot be one."""
        if not (left and right and RUN.match(left[-1]) and RUN.match(right[0])):
            return None
        return self._errors.logprob(left + right, f"{left} {right}")

    def _of_run(self, typed: str) -> tuple[Candidate, ...]:
        logprob, familiarity = self._errors.logprob, self._lexicon.familiarity
        known = familiarity(typed)
        cut = {f"{typed[:place]} {typed[place:]}" for place in range(1, len(typed))}
        meant = {*self._meanings(typed)} - {typed} - cut
        scored = [(each, logprob(each, typed)) for each in sorted(meant)]
        scored.sort(key=lambda each: each[1] + FAMILIAR * (familiarity(each[0]) - known))
        return (*scored[-MOST:], *((each, logprob(each, typed)) for each in sorted(cut)))

    def _meanings(self, typed: str) -> Iterator[str]:
        for start in range(len(typed)):
            for end in range(start + 1, min(start + WIDEST, len(typed)) + 1):
                for alpha in self._back.get(typed[start:end], ()):
                    yield typed[:start] + alpha + typed[end:]
        cuts = [
            cut
            for cut in range(max(SHORTEST_HEAD, len(typed) - LONGEST_TAIL), len(typed))
            if typed[cut:] in self._lexicon.tails
        ]
        asked = [typed, *(typed[:cut] for cut in cuts)]
        found = self._index.within_one(asked)
        for cut, words in zip([len(typed), *cuts], found, strict=True):
            for word in words:
                yield word + typed[cut:]


def _taken_back(errors: ErrorModel) -> dict[str, Sequence[str]]:
    """What each string was meant to be when it was typed by mistake, the likeliest first; without
    those that begin or end with a space, since words are looked at one by one."""
    meanings: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for (alpha, beta), count in errors.characters.rewrites.items():
        if alpha == alpha.strip() and " " not in beta and RUN.fullmatch(beta):
            meanings[beta].append((-count, alpha))
    return {
        beta: tuple(alpha for _, alpha in sorted(found)[:MOST_REWRITES])
        for beta, found in meanings.items()
    }
