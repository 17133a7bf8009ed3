"""Training examples, and batches of them in few fixed shapes.

Sentences of similar length share a batch; a batch of length bucket L always holds budget // L
sentences padded to L, because bf16 kernels on CPU are compiled per shape. Where several processes
learn together each takes its rows of every batch, and knows how much there is in all of them.
Knows nothing of where pairs come from (``stream.py``).
"""

from dataclasses import dataclass, replace

import numpy as np
import torch
from rapidfuzz.distance import Levenshtein

from spellfix.tokenizer import Tokenizer

BUCKETS = (16, 32, 48, 64, 96, 128, 208)
IGNORED = -100
ASKED_COPIES = 0.3
"""Share of the source tokens that do not change about which the encoder is asked."""


@dataclass(frozen=True, slots=True)
class Example:
    """Token ids of source and target with eos, and the alignment between them.

    ``source_labels[i]`` is the target token that source token i turns into (unknown where it is
    deleted); ``aligned[j]`` is the source position that target token j comes from.
    """

    source: list[int]
    target: list[int]
    source_labels: list[int]
    aligned: list[int]


@dataclass(frozen=True, slots=True)
class Counts:
    """What a whole batch holds: source tokens, target tokens, source tokens that the encoder is
    asked about, and target tokens that equal the source token they come from."""

    source: int
    target: int
    asked: int
    copied: int


@dataclass(frozen=True, slots=True)
class Batch:
    """int64 [rows, length] each; ``whole`` counts the tokens of the whole batch, also where these
    are only some of its rows.

    position: samples consumed to get here. waiting: the positions of those among them that are in
    no batch yet.
    """

    source: torch.Tensor
    target: torch.Tensor
    source_labels: torch.Tensor
    aligned: torch.Tensor
    whole: Counts
    position: int
    waiting: tuple[int, ...] = ()

    def to(self, device: torch.device) -> "Batch":
        return replace(
            self,
            source=self.source.to(device),
            target=self.target.to(device),
            source_labels=self.source_labels.to(device),
            aligned=self.aligned.to(device),
        )

    def share(self, rank: int, size: int) -> "Batch":
        """The rows of process ``rank`` of ``size``. Where there are fewer rows than processes, some
        get a row without labels: it is computed like any other and teaches nothing."""
        if size == 1:
            return self
        rows = slice(rank, None, size)
        if rank >= len(self.source):
            rows = slice(0, 1)
            unlabelled = torch.full_like(self.aligned[rows], IGNORED)
            labels, aligned = unlabelled, unlabelled
        else:
            labels, aligned = self.source_labels[rows], self.aligned[rows]
        return replace(
            self,
            source=self.source[rows],
            target=self.target[rows],
            source_labels=labels,
            aligned=aligned,
        )


def make_example(tokenizer: Tokenizer, read: str, written: str) -> Example:
    """The example for a text that the model reads and the one that it is to write; tokens are
    aligned by edit distance."""
    source = [*tokenizer.encode(read), tokenizer.eos_id]
    target = [*tokenizer.encode(written), tokenizer.eos_id]
    source_labels = [tokenizer.unk_id] * len(source)
    aligned = [0] * len(target)
    for step in Levenshtein.opcodes(source, target):
        here = slice(step.src_start, step.src_end)
        there = slice(step.dest_start, step.dest_end)
        if step.tag in ("equal", "replace"):
            source_labels[here] = target[there]
            aligned[there] = range(step.src_start, step.src_end)
        elif step.tag == "insert":
            aligned[there] = [step.src_start] * (step.dest_end - step.dest_start)
    return Example(source, target, source_labels, aligned)


def collate(
    examples: list[Example],
    length: int,
    position: int,
    rng: np.random.Generator,
    waiting: tuple[int, ...] = (),
) -> Batch:
    """Pad ``examples`` to ``length``: ids with 0, labels and alignment with ``IGNORED``.

    The encoder is asked about all source tokens that change, and about some that do not: ``rng``
    says which.
    """

    def padded(rows: list[list[int]], fill: int) -> np.ndarray:
        array = np.full((len(rows), length), fill, dtype=np.int64)
        for at, row in enumerate(rows):
            array[at, : len(row)] = row
        return array

    source = padded([example.source for example in examples], Tokenizer.pad_id)
    target = padded([example.target for example in examples], Tokenizer.pad_id)
    labels = padded([example.source_labels for example in examples], IGNORED)
    aligned = padded([example.aligned for example in examples], IGNORED)
    labels[(labels == source) & (rng.random(labels.shape) >= ASKED_COPIES)] = IGNORED
    real = aligned != IGNORED
    copied = real & (target == np.take_along_axis(source, aligned.clip(min=0), axis=1))
    counts = Counts(
        source=sum(len(example.source) for example in examples),
        target=int(real.sum()),
        asked=int((labels != IGNORED).sum()),
        copied=int(copied.sum()),
    )
    return Batch(
        torch.from_numpy(source),
        torch.from_numpy(target),
        torch.from_numpy(labels),
        torch.from_numpy(aligned),
        counts,
        position,
        waiting,
    )
