"""What an encoder-decoder is asked and answers, whatever library runs it: arrays of token ids.

Knows nothing about text, drafts and how an output is found; numpy is all it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

PAD_ID = 0
"""Fills short rows and opens every decoder input."""
EOS_ID = 1
"""Ends every source and every output."""
UNK_ID = 2
"""In an encoder's guess: nothing comes of this token. Ids up to it stand for no text."""

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]
Memory = Any
"""What an encoder hands to its decoder: an array [B, S, ...] of whatever library runs it."""


class Backend(Protocol):
    """An encoder-decoder. Row i of every answer depends on row i of the question alone, and the
    answer at position t on decoder_ids[:, : t + 1] alone; masked source positions have no
    influence."""

    @property
    def lanes(self) -> Sequence[Backend]:
        """What runs several batches at a time, each in a thread of its own."""
        return (self,)

    def encode(self, ids: Ids, mask: Ids) -> tuple[Memory, Ids]:
        """ids, mask int64[B, S] (1 a token, 0 padding) -> memory, an array [B, S, ...] that
        `decode` understands, and a guess int64[B, S] at the token that each one of the source
        shall become; special ids stand for none. A guess costs or spares passes, no more."""

    def decode(self, memory: Memory, mask: Ids, decoder_ids: Ids, first: int = 0) -> Floats:
        """memory [B, S, ...], mask [B, S], decoder_ids [B, T] -> logits or log-probabilities
        float32[B, T - first, V]; that at t scores the token behind decoder_ids[:, first + t]."""

    def likeliest(
        self, memory: Memory, mask: Ids, decoder_ids: Ids, first: int = 0
    ) -> tuple[Ids, Floats]:
        """The token with the highest score at each position of `decode`, and its log-probability:
        int64 and float32 [B, T - first]."""
        logits = self.decode(memory, mask, decoder_ids, first)
        best = logits.argmax(axis=-1)
        peaks = np.take_along_axis(logits, best[..., None], axis=-1)
        np.subtract(logits, peaks, out=logits)
        np.exp(logits, out=logits)
        return best, -np.log(logits.sum(axis=-1))


@dataclass(frozen=True, slots=True)
class Encoded:
    """What an encoder makes of sources: memory [B, S, ...], mask and guesses int64 [B, S]."""

    memory: Memory
    mask: Ids
    guesses: Ids

    @classmethod
    def of(cls, backend: Backend, sources: Sequence[Sequence[int]]) -> Encoded:
        """`sources`, of which there is at least one."""
        ids, mask = padded(sources)
        memory, guesses = backend.encode(ids, mask)
        return cls(memory, mask, guesses)

    def alone(self, row: int) -> Encoded:
        """One of the sources, as wide as it is."""
        width = int(self.mask[row].sum())
        rows = slice(row, row + 1), slice(width)
        return Encoded(self.memory[rows], self.mask[rows], self.guesses[rows])


def padded(rows: Sequence[Sequence[int]]) -> tuple[Ids, Ids]:
    """Right-padded ids and their mask, both int64[B, longest row]."""
    width = max(len(row) for row in rows)
    ids = np.full((len(rows), width), PAD_ID, dtype=np.int64)
    mask = np.zeros((len(rows), width), dtype=np.int64)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = row
        mask[index, : len(row)] = 1
    return ids, mask
