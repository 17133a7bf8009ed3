"""Drafts for aggressive decoding: what the decoder may be about to say, guessed from the source.

After a disagreement the draft is lined up again with what is left of the source: the tokens said
since the two last agreed are aligned by edit distance with every prefix of the source from that
place on, and the draft goes on behind the cheapest. A bad guess costs a pass and never a token.

This module sees token ids and nothing else: no model, no probabilities, no text.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

_WINDOW = 6
"""How many source tokens more than were said the alignment looks ahead."""
_MEMORY = 24
"""After this many tokens without agreement the alignment starts afresh where it stands."""
_SETTLED = 2
"""So many agreed tokens in a row are no coincidence: what lies before them is settled."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Tokens that may come next, where in the source the draft starts, and for every token the
    source position that follows it."""

    tokens: tuple[int, ...] = ()
    start: int = 0
    follows: tuple[int, ...] = ()


class Drafter:
    """No draft at all: one token a pass, plain greedy decoding."""

    def first(self, room: int) -> Draft:
        """The draft of the first pass, at most `room` tokens long."""
        return Draft()

    def next(
        self, draft: Draft, agreed: int, token: int, wishes: Mapping[int, int], room: int
    ) -> Draft:
        """The draft after `agreed` tokens of `draft` were accepted and then `token` was said.

        `wishes` gives, by position in `draft`, other tokens the model leaned to further on.
        """
        return Draft()


class SourceDrafter(Drafter):
    """Drafts from one source (ids without the end token), followed as the output grows."""

    def __init__(self, source: Sequence[int], separators: Collection[int] = ()) -> None:
        self._source = tuple(source)
        self._separators = frozenset(separators)
        self._anchor = 0
        self._said: list[int] = []

    def first(self, room: int) -> Draft:
        return self._draft(0, {}, room)

    def next(
        self, draft: Draft, agreed: int, token: int, wishes: Mapping[int, int], room: int
    ) -> Draft:
        here = draft.follows[agreed - 1] if agreed else draft.start
        if agreed >= _SETTLED:
            self._anchor, self._said = here, []
        else:
            self._said += draft.tokens[:agreed]
        self._said.append(token)
        start = self._anchor + self._rejoin(self._source[self._anchor :], self._said)
        if len(self._said) > _MEMORY:
            self._anchor, self._said = start, []
        return self._draft(start, self._by_source(draft, wishes), room)

    def _by_source(self, draft: Draft, wishes: Mapping[int, int]) -> dict[int, int]:
        """The wishes by source position, where the draft token was the source's own."""
        found = {}
        for place, wish in wishes.items():
            position = draft.follows[place] - 1
            if position >= 0 and self._source[position] == draft.tokens[place]:
                found[position] = wish
        return found

    def _draft(self, start: int, wishes: Mapping[int, int], room: int) -> Draft:
        """The source from `start` on, with each wish taken as a correction of its place."""
        tokens: list[int] = []
        follows: list[int] = []
        position, granted = start, -1
        while position < len(self._source) and len(tokens) < room:
            wish = wishes.get(position)
            if wish is None or position == granted:
                tokens.append(self._source[position])
                position += 1
            else:
                granted = position
                tokens.append(wish)
                position += self._rejoin(self._source[position:], [wish])
            follows.append(position)
        return Draft(tuple(tokens), start, tuple(follows))

    def _rejoin(self, source: Sequence[int], said: Sequence[int]) -> int:
        """How much of `source` the tokens `said` stand for: the prefix of least edit distance.

        Among equals a separator put in between wins, then an alignment that ends in a match, then
        a replacement.
        """
        width = min(len(source), len(said) + _WINDOW)
        before = after = list(range(width + 1))
        for count, token in enumerate(said):
            before, after = after, [count + 1]
            for column in range(width):
                kept = before[column] + (source[column] != token)
                after.append(min(kept, before[column + 1] + 1, after[column] + 1))
        least, last = min(after), said[-1]
        ends = [end for end in range(width + 1) if after[end] == least]
        matched = [end for end in ends if end and source[end - 1] == last]
        matched = [end for end in matched if before[end - 1] == least]
        inserted = [end for end in ends if before[end] + 1 == least]
        replaced = [end for end in ends if end and before[end - 1] + 1 == least]
        first = inserted if last in self._separators else []
        return [*first, *matched, *replaced, *ends][0]
