"""Greedy decoding, plain and aggressive: ids in, ids out, the same ids from both.

A typo sentence is almost its own correction. Aggressive decoding (Sun et al. 2021, "Instantaneous
Grammatical Error Correction with Shallow Aggressive Decoding") therefore hands the decoder the
source as a draft, checks every position in one pass, accepts up to the first disagreement, takes
the model's own token there, lines the draft up with what is left of the source, and goes on.

Plain greedy decoding is the same loop with an empty draft. A draft decides how many tokens one
pass may accept and never which: a token is accepted only where it is the argmax after tokens that
were accepted before it. So the two agree token for token on every backend that is causal.

This module knows nothing about text, tokenizers or runtimes; numpy is all it needs. How a draft
is made is the business of `spellfix.drafting`; `spellfix.sampling` draws tokens instead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from spellfix.drafting import Draft, Drafter, SourceDrafter

PAD_ID = 0
"""Fills short rows and opens every decoder input."""
EOS_ID = 1
"""Ends every source and every output."""

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]

_SURE = 0.7
"""A prediction behind a disagreement serves the next draft from this probability on."""


class Backend(Protocol):
    """An encoder-decoder. Row i of every answer depends on row i of the question alone, and
    logits[:, t] on decoder_ids[:, : t + 1] alone; masked source positions have no influence."""

    def encode(self, ids: Ids, mask: Ids) -> Floats:
        """ids, mask int64[B, S] (1 a token, 0 padding) -> states float32[B, S, D]."""

    def decode(self, states: Floats, mask: Ids, decoder_ids: Ids) -> Floats:
        """states [B, S, D], mask [B, S], decoder_ids [B, T] -> logits or log-probabilities
        float32[B, T, V]; position t scores the token that follows decoder_ids[:, t]."""


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
    limits = (length_limit(len(source), max_len) for source in sources)
    return decode(backend, sources, [Row(Drafter(), limit) for limit in limits])


def aggressive(
    backend: Backend,
    sources: Sequence[Sequence[int]],
    max_len: int | None = None,
    separators: Collection[int] = (),
    max_passes: int | None = None,
) -> list[Decoded]:
    """What `greedy` gives, in one pass for a clean sentence and few for one with errors.

    `separators` are tokens (the space) more often missing than wrong: they help the draft. After
    `max_passes` an output is left where it is, a beginning of what `greedy` gives, not ended.
    """
    rows = [
        Row(SourceDrafter(without_end(source), separators), length_limit(len(source), max_len))
        for source in sources
    ]
    return decode(backend, sources, rows, max_passes)


class Row:
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

    def hear(self, logits: Floats) -> None:
        """Accept what `logits` [len(draft) + 1, V] confirm, and draft the next pass."""
        self.passes += 1
        ids, logprobs, wishes = self.choose(logits)
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

    def choose(self, logits: Floats) -> tuple[list[int], list[float], Mapping[int, int]]:
        """The draft as far as it is the model's own and one token more, their log-probabilities,
        and by draft position what the model leaned to behind them."""
        best = logits.argmax(axis=-1)
        agreed = _agreement(best, self.draft.tokens)
        accepted = best[: agreed + 1]
        logprobs = _logprobs(logits[: agreed + 1], accepted)
        return accepted.tolist(), logprobs.tolist(), _wishes(logits, best, self.draft, agreed)


def decode(
    backend: Backend,
    sources: Sequence[Sequence[int]],
    rows: Sequence[Row],
    max_passes: int | None = None,
) -> list[Decoded]:
    """Run `rows`, one for each of `sources`, until all have ended or `max_passes` are spent."""
    if not sources:
        return []
    ids, mask = padded(sources)
    states = backend.encode(ids, mask)
    active = [index for index, row in enumerate(rows) if row.running]
    kept = list(range(len(rows)))
    passes = 0
    while active and passes != max_passes:
        passes += 1
        if len(active) < len(kept):
            chosen = np.searchsorted(kept, active)
            width = int(mask[chosen].sum(axis=1).max())
            states, mask = states[chosen, :width], mask[chosen, :width]
            kept = active
        questions = [rows[index].question() for index in active]
        logits = backend.decode(states, mask, padded(questions)[0])
        for answer, index in zip(logits, active, strict=True):
            row = rows[index]
            start = len(row.ids)
            row.hear(answer[start : start + len(row.draft.tokens) + 1])
        active = [index for index in active if rows[index].running]
    return [Decoded(tuple(row.ids), tuple(row.logprobs), row.passes) for row in rows]


def _agreement(best: NDArray[np.intp], draft: Sequence[int]) -> int:
    """How many draft tokens in a row, from the first, are the model's own."""
    differs = best[:-1] != np.asarray(draft, dtype=np.int64)
    return int(differs.argmax()) if differs.any() else len(draft)


def _logprobs(logits: Floats, chosen: NDArray[np.intp]) -> NDArray[np.float64]:
    """log softmax(logits)[chosen] row by row, where `chosen` is each row's argmax."""
    peaks = np.take_along_axis(logits, chosen[:, None], axis=-1)
    mass: NDArray[np.float64] = np.exp(logits - peaks).sum(axis=-1, dtype=np.float64)
    return -np.log(mass)


def _wishes(logits: Floats, best: NDArray[np.intp], draft: Draft, agreed: int) -> dict[int, int]:
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
    sure = _logprobs(logits[differing], best[differing]) >= np.log(_SURE)
    return {int(place): int(best[place]) for place in differing[sure]}


def padded(rows: Sequence[Sequence[int]]) -> tuple[Ids, Ids]:
    """Right-padded ids and their mask, both int64[B, longest row]."""
    width = max(len(row) for row in rows)
    ids = np.full((len(rows), width), PAD_ID, dtype=np.int64)
    mask = np.zeros((len(rows), width), dtype=np.int64)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = row
        mask[index, : len(row)] = 1
    return ids, mask


def without_end(source: Sequence[int]) -> list[int]:
    """The tokens before the first end token: a draft never proposes to stop."""
    ids = list(source)
    return ids[: ids.index(EOS_ID)] if EOS_ID in ids else ids
