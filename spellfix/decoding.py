"""Greedy decoding, plain and aggressive: ids in, ids out, the same ids from both.

A typo sentence is almost its own correction. Aggressive decoding (Sun et al. 2021, "Instantaneous
Grammatical Error Correction with Shallow Aggressive Decoding") therefore hands the decoder the
source as a draft, checks every position in one pass, accepts up to the first disagreement, takes
the model's own token there, lines the draft up with what is left of the source, and goes on. Here
the draft is a little better than the source: the encoder's guess at the correction, token by token.

Plain greedy decoding is the same loop with an empty draft. A draft decides how many tokens one
pass may accept and never which: a token is accepted only where it is the argmax after tokens that
were accepted before it. So the two agree token for token on every backend that is causal.

This module knows nothing about text, tokenizers or runtimes; numpy is all it needs. How a draft
is made is the business of `spellfix.drafting`, who is asked of `spellfix.encoder_decoder`;
`spellfix.sampling` draws tokens instead.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spellfix.drafting import Draft, Drafter, SourceDrafter
from spellfix.encoder_decoder import (
    EOS_ID,
    PAD_ID,
    UNK_ID,
    Backend,
    Encoded,
    Floats,
    Ids,
    Memory,
    padded,
)

Answer = tuple[NDArray[Any], ...]
"""Arrays [B, T, ...], or for one row [T, ...]: what a backend says about T positions."""

_SURE = 0.7
"""A prediction behind a disagreement serves the next draft from this probability on."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """One output: `ids` without the end token, and one natural log-probability for each of them
    plus one for the end token where the model reached it; `passes` counts decoder runs."""

    ids: tuple[int, ...]
    logprobs: tuple[float, ...]
    passes: int

    @property
    def ended(self) -> bool:
        """False where a limit cut the output off."""
        return len(self.logprobs) > len(self.ids)


def length_limit(source_length: int, max_len: int | None = None) -> int:
    """The most tokens an output may have: half as many again as its source and 16 more,
    and never more than `max_len`, the positions the model has.

    >>> length_limit(40), length_limit(40, 50)
    (76, 50)
    """
    limit = source_length * 3 // 2 + 16
    return limit if max_len is None else min(limit, max_len)


def greedy(
    backend: Backend, sources: Sequence[Sequence[int]], max_len: int | None = None
) -> list[Decoded]:
    """The most probable token, one after the other, for every source (ids ending with EOS_ID)."""

    def row(source: Sequence[int], guess: Sequence[int]) -> Row:
        return GreedyRow(Drafter(), length_limit(len(source), max_len))

    return decode(backend, sources, row, likeliest)


def aggressive(
    backend: Backend,
    sources: Sequence[Sequence[int]],
    max_len: int | None = None,
    separators: Collection[int] = (),
    max_passes: int | None = None,
    encoded: Encoded | None = None,
) -> list[Decoded]:
    """What `greedy` gives, in one pass for a clean sentence and few for one with errors.

    `separators` are tokens (the space) more often missing than wrong: they help the draft. After
    `max_passes` an output is left where it is, a beginning of what `greedy` gives, not ended.
    """

    def row(source: Sequence[int], guess: Sequence[int]) -> Row:
        return GreedyRow(SourceDrafter(guess, separators), length_limit(len(source), max_len))

    return decode(backend, sources, row, likeliest, max_passes, encoded)


class Row(ABC):
    """One sentence on its way: what has been accepted, and the draft of what may follow."""

    __slots__ = ("draft", "drafter", "ended", "ids", "limit", "logprobs", "passes")

    def __init__(self, drafter: Drafter, limit: int) -> None:
        self.drafter = drafter
        self.limit = limit
        self.ids: list[int] = []
        self.logprobs: list[float] = []
        self.passes = 0
        self.ended = False
        self.draft = drafter.first(limit - 1)

    @property
    def running(self) -> bool:
        return not self.ended and len(self.ids) < self.limit

    def question(self) -> list[int]:
        return [PAD_ID, *self.ids, *self.draft.tokens]

    def hear(self, answer: Answer) -> None:
        """Accept what `answer`, of len(draft) + 1 positions, confirms, and draft the next pass."""
        self.passes += 1
        ids, logprobs, wishes = self.choose(answer)
        for place, (token, logprob) in enumerate(zip(ids, logprobs, strict=True)):
            self.logprobs.append(logprob)
            if token == EOS_ID:
                self.ended = True
                self.ids += ids[:place]
                return
        self.ids += ids
        if self.running:
            room = self.limit - len(self.ids) - 1
            self.draft = self.drafter.next(self.draft, len(ids) - 1, ids[-1], wishes, room)

    @abstractmethod
    def choose(self, answer: Answer) -> tuple[list[int], list[float], Mapping[int, int]]:
        """The tokens that come next, their log-probabilities, and by draft position what the model
        leaned to behind them."""


class GreedyRow(Row):
    """Takes the likeliest tokens: the draft as far as it is the model's own and one token more."""

    def choose(self, answer: Answer) -> tuple[list[int], list[float], Mapping[int, int]]:
        best, logprobs = answer
        agreed = _agreement(best, self.draft.tokens)
        accepted, sureness = best[: agreed + 1], logprobs[: agreed + 1]
        return accepted.tolist(), sureness.tolist(), _wishes(best, logprobs, self.draft, agreed)


def decode(
    backend: Backend,
    sources: Sequence[Sequence[int]],
    row_of: Callable[[Sequence[int], Sequence[int]], Row],
    ask: Callable[[Backend, Memory, Ids, Ids, int], Answer],
    max_passes: int | None = None,
    encoded: Encoded | None = None,
) -> list[Decoded]:
    """Decode each of `sources` by the row that `row_of` makes of it and of the encoder's guess at
    its correction, until all rows have ended or `max_passes` are spent.

    `ask` puts their questions to `backend`, as `likeliest` or `decode` take them. `encoded`: the
    sources, where they have been encoded already.
    """
    if not sources:
        return []
    found = encoded or Encoded.of(backend, sources)
    guessed = zip(found.guesses.tolist(), sources, strict=True)
    drafts = [guess[: len(source)] for guess, source in guessed]
    rows = [
        row_of(source, [id_ for id_ in guess if id_ > UNK_ID])
        for source, guess in zip(sources, drafts, strict=True)
    ]
    return finish(backend, found.memory, found.mask, rows, ask, max_passes)


def finish(
    backend: Backend,
    memory: Memory,
    mask: Ids,
    rows: Sequence[Row],
    ask: Callable[[Backend, Memory, Ids, Ids, int], Answer],
    max_passes: int | None = None,
) -> list[Decoded]:
    """Lead `rows` to their ends, whose sources `memory` and `mask` hold; else as `decode`."""
    active = [index for index, row in enumerate(rows) if row.running]
    kept = list(range(len(rows)))
    passes = 0
    while active and passes != max_passes:
        passes += 1
        if len(active) < len(kept):
            chosen = np.searchsorted(kept, active)
            width = int(mask[chosen].sum(axis=1).max())
            memory, mask = memory[chosen, :width], mask[chosen, :width]
            kept = active
        questions = [rows[index].question() for index in active]
        first = min(len(rows[index].ids) for index in active)
        answers = ask(backend, memory, mask, padded(questions)[0], first)
        for place, index in enumerate(active):
            row = rows[index]
            asked = slice(len(row.ids) - first, len(row.ids) - first + len(row.draft.tokens) + 1)
            row.hear(tuple(each[place, asked] for each in answers))
        active = [index for index in active if rows[index].running]
    return [Decoded(tuple(row.ids), tuple(row.logprobs), row.passes) for row in rows]


def likeliest(backend: Backend, memory: Memory, mask: Ids, decoder_ids: Ids, first: int) -> Answer:
    return backend.likeliest(memory, mask, decoder_ids, first)


def _agreement(best: Ids, draft: Sequence[int]) -> int:
    """How many draft tokens in a row, from the first, are the model's own."""
    differs = best[:-1] != np.asarray(draft, dtype=np.int64)
    return int(differs.argmax()) if differs.any() else len(draft)


def _wishes(best: Ids, logprobs: Floats, draft: Draft, agreed: int) -> dict[int, int]:
    """Draft position -> the token the model would rather see there, behind the disagreement.

    These were predicted after a token that has meanwhile been replaced, so they are guesses, and
    the one directly behind it is no good one; but the second error of a sentence is mostly visible
    in the pass that corrects the first.
    """
    behind = agreed + 2
    tokens = np.asarray(draft.tokens[behind:], dtype=np.int64)
    guesses = best[behind:-1]
    differing = np.flatnonzero((guesses != tokens) & (guesses != EOS_ID)) + behind
    if not differing.size or differing.size * 2 > tokens.size:
        return {}
    sure = logprobs[differing] >= np.log(_SURE)
    return {int(place): int(best[place]) for place in differing[sure]}
