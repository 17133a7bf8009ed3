"""Sampling with a draft: tokens drawn from the model's distribution, few passes for a near copy.

Speculative sampling (Leviathan et al. 2023, "Fast Inference from Transformers via Speculative
Decoding"; Chen et al. 2023, "Accelerating Large Language Model Decoding with Speculative Sampling")
with the draft of aggressive decoding (Sun et al. 2021): the source itself. The draft is certain of
each of its tokens, so the rule is short: with p the model's probabilities at a position, the draft
token stays with probability p(draft), else the token is drawn from the rest of p, made to sum to
one. What follows a token that was not the draft's is drafted anew. Each token is thus drawn from p
exactly, whatever the draft, and a text with n changes takes about n + 1 passes.

Knows ids, logits and numbers between 0 and 1; knows nothing about text or where these come from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from spellfix.config import positive
from spellfix.decoding import Answer, Decoded, Row, decode, length_limit
from spellfix.drafting import Drafter, SourceDrafter
from spellfix.encoder_decoder import EOS_ID, Backend, Floats, Ids, Memory
from spellfix.errors import ConfigError

Draw = Callable[[], float]
"""Gives independent numbers, each uniform in [0, 1); asked once for every token of an output."""


def sample(
    backend: Backend,
    sources: Sequence[Sequence[int]],
    draws: Sequence[Draw],
    temperature: float = 1.0,
    max_len: int | None = None,
    separators: Collection[int] = (),
    max_passes: int | None = None,
) -> list[Decoded]:
    """One output for each of `sources` (ids ending with EOS_ID), drawn token by token from
    softmax(logits / `temperature`) with the numbers of its own entry in `draws`.

    `separators` and `max_passes` are those of `spellfix.decoding.aggressive`, and so are the
    lengths at which an output is cut off. Raises ConfigError for a temperature that is not above 0.
    """
    positive("temperature", temperature)
    if len(draws) != len(sources):
        raise ConfigError(f"draws: expected one for each of {len(sources)} sources")
    each = iter(draws)

    def row(source: Sequence[int], guess: Sequence[int]) -> Row:
        drafter = SourceDrafter(guess, separators)
        return _SampledRow(drafter, length_limit(len(source), max_len), next(each), temperature)

    def ask(
        backend: Backend, memory: Memory, mask: Ids, decoder_ids: Ids, first: int
    ) -> tuple[Floats]:
        return (backend.decode(memory, mask, decoder_ids, first),)

    return decode(backend, sources, row, ask, max_passes)


class _SampledRow(Row):
    """A row that draws its tokens; it has no wishes, because a draft must not know its draws."""

    __slots__ = ("draw", "temperature")

    def __init__(self, drafter: Drafter, limit: int, draw: Draw, temperature: float) -> None:
        super().__init__(drafter, limit)
        self.draw = draw
        self.temperature = temperature

    def choose(self, answer: Answer) -> tuple[list[int], list[float], Mapping[int, int]]:
        (logits,) = answer
        drafted = [*self.draft.tokens, EOS_ID]  # behind the source the end is the likeliest guess
        scores = logits.astype(np.float64)
        scores -= scores.max(axis=-1, keepdims=True)
        with np.errstate(over="ignore"):  # near a temperature of 0 all but the likeliest are lost
            scores /= self.temperature
        mass = np.exp(scores).sum(axis=-1)
        kept = np.exp(scores[np.arange(len(drafted)), drafted]) / mass
        ids: list[int] = []
        for place, guess in enumerate(drafted):
            number = self.draw()
            if number < kept[place]:
                ids.append(guess)
                continue
            rest = (number - kept[place]) / (1.0 - kept[place])
            ids.append(_among_others(np.exp(scores[place]), guess, rest))
            break
        places = np.arange(len(ids))
        logprobs = scores[places, ids] - np.log(mass[: len(ids)])
        return ids, logprobs.tolist(), {}


def _among_others(weights: NDArray[np.float64], guess: int, number: float) -> int:
    """A token other than `guess`, by `weights`; `number` is uniform in [0, 1).

    A draw that refuses the guess lies uniformly in what is left above p(guess): stretched to
    [0, 1) it serves once more, so that one number decides one token.
    """
    weights[guess] = 0.0
    summed = np.cumsum(weights)
    if not summed[-1] > 0:  # rounding alone refused a guess that has all the probability
        return guess
    found = int(np.searchsorted(summed, number * summed[-1], side="right"))
    return min(found, int(np.flatnonzero(weights)[-1]))
