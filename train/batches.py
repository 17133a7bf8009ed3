"""Training pairs in batches of few fixed shapes, made on the fly in worker processes.

A clean line becomes a pair by noise; a line that came as a pair stays what it is. A corrector
learns from noisy to clean, a generator of typos from clean to noisy. Of some lines only a few words
are taken, so that headings and single words are no strangers to the model.

Sentences of similar length share a batch; a batch of length bucket L always holds budget // L
sentences padded to L, because bf16 kernels on CPU are compiled per shape.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

import numpy as np
import torch
from rapidfuzz.distance import Levenshtein
from torch.utils.data import IterableDataset, get_worker_info

from spellfix.evaluation import Pair
from spellfix.manifest import CORRECT, GENERATE
from spellfix.noise import Noiser, Recipe
from spellfix.tokenizer import Tokenizer
from spellfix.train.corpus import Corpus
from spellfix.train.excerpt import excerpt

BUCKETS = (16, 32, 48, 64, 96, 128, 208)
IGNORED = -100


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
class Batch:
    """int64 [batch, length] each; ``position`` counts the samples consumed to get here."""

    source: torch.Tensor
    target: torch.Tensor
    source_labels: torch.Tensor
    aligned: torch.Tensor
    position: int

    def to(self, device: torch.device) -> "Batch":
        return Batch(
            self.source.to(device),
            self.target.to(device),
            self.source_labels.to(device),
            self.aligned.to(device),
            self.position,
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


class TrainingPairs(IterableDataset[Batch]):
    """An endless stream of batches, from sample ``start`` on."""

    def __init__(
        self,
        corpus: Corpus,
        tokenizer: Tokenizer,
        recipe: Recipe,
        seed: int,
        batch_tokens: int,
        start: int = 0,
        direction: str = CORRECT,
        excerpts: float = 0.0,
    ) -> None:
        self.corpus = corpus
        self.tokenizer = tokenizer
        self.noiser = Noiser(seed, recipe)
        self.seed = seed
        self.batch_tokens = batch_tokens
        self.start = start
        self.direction = direction
        self.excerpts = excerpts

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        number, workers = (worker.id, worker.num_workers) if worker else (0, 1)
        torch.set_num_threads(1)
        waiting: dict[int, list[Example]] = {bucket: [] for bucket in BUCKETS}
        for position, line, epoch in self._samples():
            if position % workers != number:
                continue
            pair = self._pair(position, line, epoch)
            sides = (pair.input, pair.target)
            if self.direction == GENERATE:
                sides = (pair.target, pair.input)
            example = make_example(self.tokenizer, *sides)
            length = max(len(example.source), len(example.target))
            bucket = next((bucket for bucket in BUCKETS if length <= bucket), None)
            if bucket is None:
                continue
            waiting[bucket].append(example)
            if len(waiting[bucket]) == max(1, self.batch_tokens // bucket):
                yield collate(waiting[bucket], bucket, position + 1)
                waiting[bucket] = []

    def first(self, count: int) -> list[Pair]:
        """The first ``count`` pairs of the stream, before they become batches."""
        return [self._pair(*sample) for sample in islice(self._samples(), count)]

    def _pair(self, position: int, line: int, epoch: int) -> Pair:
        clean = self.corpus.lines[line]
        noisy = self.corpus.inputs.get(line)
        if noisy is None:
            rng = Random(f"{self.seed} {epoch} {position}")
            clean = excerpt(clean, rng) if rng.random() < self.excerpts else clean
            noisy = self.noiser.noise(clean, epoch, position).text
        return Pair(noisy, clean)

    def _samples(self) -> Iterator[tuple[int, int, int]]:
        """(position, line, epoch) for all positions from ``start`` on."""
        epoch, passed = 0, 0
        while True:
            order = self.corpus.order(self.seed, epoch)
            for at in range(max(0, self.start - passed), len(order)):
                yield passed + at, int(order[at]), epoch
            passed += len(order)
            epoch += 1


def collate(examples: list[Example], length: int, position: int) -> Batch:
    """Pad ``examples`` to ``length``: ids with 0, labels and alignment with ``IGNORED``."""

    def padded(rows: list[list[int]], fill: int) -> torch.Tensor:
        array = np.full((len(rows), length), fill, dtype=np.int64)
        for at, row in enumerate(rows):
            array[at, : len(row)] = row
        return torch.from_numpy(array)

    return Batch(
        source=padded([example.source for example in examples], Tokenizer.pad_id),
        target=padded([example.target for example in examples], Tokenizer.pad_id),
        source_labels=padded([example.source_labels for example in examples], IGNORED),
        aligned=padded([example.aligned for example in examples], IGNORED),
        position=position,
    )
