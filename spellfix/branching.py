"""Other outputs of an encoder-decoder than the greedy one: at a token that it was not sure of it
takes another way, and follows that greedily to the end.

A typo has mostly one place and few corrections: the right one, where greedy decoding misses it, is
among the first that branch off there (docs/experiments/019). Knows ids, no text.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import exp, inf, log1p

import numpy as np
from numpy.typing import NDArray

from spellfix.decoding import Decoded, GreedyRow, Row, finish, length_limit, likeliest
from spellfix.drafting import SourceDrafter
from spellfix.encoder_decoder import PAD_ID, UNK_ID, Backend, Encoded

MOST_PASSES = 24
"""A sentence that takes more is being rewritten or repeated without end: it comes back as it is.
Real sentences take at most 6, 5 of 804 with an error in every fifth syllable more than 24."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Another token at a place of an output, and its log-probability there."""

    place: int
    token: int
    logprob: float


class Source:
    """One source, encoded; what may be said of it. separators: as `spellfix.decoding.aggressive`
    takes them."""

    def __init__(
        self,
        backend: Backend,
        encoded: Encoded,
        max_positions: int | None,
        separators: Collection[int],
    ) -> None:
        self._backend = backend
        self._memory, self._mask = encoded.memory, encoded.mask
        self._limit = length_limit(encoded.mask.shape[1], max_positions)
        self._separators = separators

    def branches(self, output: Decoded, places: Sequence[int], count: int) -> list[Branch]:
        """The likeliest `count` other tokens at `places` of `output`, in order; an end is none."""
        logprobs = self._logprobs(output, places)
        said = [[*output.ids, PAD_ID][place] for place in places]
        logprobs[np.arange(len(places)), said] = -np.inf
        likely = np.argsort(-logprobs, axis=None)[:count]
        rows, tokens = np.unravel_index(likely, logprobs.shape)
        return [
            Branch(places[row], int(token), float(logprobs[row, token]))
            for row, token in zip(rows, tokens, strict=True)
        ]

    def follow(self, output: Decoded, branches: Sequence[Branch]) -> list[Decoded]:
        """The outputs that begin as `output` does and then take a branch."""
        rows = [self._row(output, branch) for branch in branches]
        memory = np.repeat(self._memory, len(rows), axis=0)
        mask = np.repeat(self._mask, len(rows), axis=0)
        return finish(self._backend, memory, mask, rows, likeliest, MOST_PASSES)

    def others(self, output: Decoded, within: float, count: int) -> list[Decoded]:
        """Up to `count` other outputs that end and are at most `within` nats less likely, likeliest
        first."""
        unsure = doubted(output, within)
        if not unsure:
            return []
        found = [
            branch
            for branch in self.branches(output, unsure, count)
            if branch.logprob >= output.logprobs[branch.place] - within
        ]
        if not found:
            return []
        outputs = {each.ids: each for each in self.follow(output, found) if each.ended}
        outputs.pop(output.ids, None)
        least = sum(output.logprobs) - within
        near = [each for each in outputs.values() if sum(each.logprobs) >= least]
        return sorted(near, key=lambda each: -sum(each.logprobs))

    def _logprobs(self, output: Decoded, places: Sequence[int]) -> NDArray[np.float64]:
        """Of every token at `places`, float64 [len(places), V]; special ones are impossible."""
        said = np.array([[PAD_ID, *output.ids[: places[-1]]]])
        logits = self._backend.decode(self._memory, self._mask, said, places[0])[0]
        asked = logits[np.array(places) - places[0]]
        logprobs: NDArray[np.float64] = asked.astype(np.float64)
        highest = logprobs.max()
        logprobs -= np.log(np.exp(logprobs - highest).sum(-1, keepdims=True)) + highest
        logprobs[:, : UNK_ID + 1] = -np.inf
        return logprobs

    def _row(self, output: Decoded, branch: Branch) -> Row:
        drafter = SourceDrafter(output.ids[branch.place + 1 :], self._separators)
        going = GreedyRow(drafter, self._limit)
        going.ids = [*output.ids[: branch.place], branch.token]
        going.logprobs = [*output.logprobs[: branch.place], branch.logprob]
        return going


def doubted(output: Decoded, within: float) -> list[int]:
    """The tokens of `output` that leave room for another one, at most `within` nats less likely;
    none where it is 0."""
    surest = -log1p(exp(-within)) if within else -inf
    return [at for at, each in enumerate(output.logprobs) if each < surest]
