"""Training pairs of a corpus in one order, one by one or in batches, made on the fly.

A clean line becomes a pair by noise; a line that came as a pair stays what it is. A corrector
learns from noisy to clean, a generator of typos from clean to noisy. Of some lines only a few words
are taken, so that headings and single words are no strangers to the model.

The law of order: sample i is the same for the same (seed, epoch, i), and so are the batches, their
order and what they hold, whatever the number of worker processes that make noise, whatever the
number of processes that learn, and wherever a run was interrupted.
"""

from collections.abc import Iterable, Iterator
from itertools import count, islice
from random import Random

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from spellfix.evaluation import Pair
from spellfix.manifest import CORRECT, GENERATE
from spellfix.noise import Noiser, Recipe
from spellfix.tokenizer import Tokenizer
from spellfix.train.batches import BUCKETS, Batch, Example, collate, make_example
from spellfix.train.corpus import Corpus
from spellfix.train.excerpt import excerpt

BLOCK = 128
"""Samples that a worker process makes before the next has its turn."""

Numbered = tuple[int, Example]
"""An example and the position of its sample."""


class TrainingPairs:
    """An endless stream from sample ``start`` on; iterating over it gives batches."""

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
        self._epoch, self._order = 0, corpus.order(seed, 0)

    def __iter__(self) -> Iterator[Batch]:
        return self.batches()

    def batches(self, workers: int = 0, waiting: Iterable[int] = ()) -> Iterator[Batch]:
        """Batches, made by so many processes beside this one. waiting: the positions before
        ``start`` that are in no batch yet."""
        rows: dict[int, list[Numbered]] = {bucket: [] for bucket in BUCKETS}
        for position, example in self.examples(waiting):
            rows[_bucket(example)].append((position, example))
        for block in self._blocks(workers):
            for position, example in _unpacked(block):
                bucket = _bucket(example)
                rows[bucket].append((position, example))
                if len(rows[bucket]) == max(1, self.batch_tokens // bucket):
                    full, rows[bucket] = rows[bucket], []
                    examples = [each for _, each in full]
                    rng = np.random.default_rng([self.seed, position])
                    left = tuple(at for each in rows.values() for at, _ in each)
                    yield collate(examples, bucket, position + 1, rng, left)

    def first(self, count: int) -> list[Pair]:
        """The first ``count`` pairs of the stream, before they become batches."""
        wanted = range(self.start, self.start + count)
        return [self._pair(*sample) for sample in self._samples(wanted)]

    def examples(self, positions: Iterable[int]) -> Iterator[Numbered]:
        """The examples at ``positions``, without those that are too long for any batch."""
        for sample in self._samples(positions):
            pair = self._pair(*sample)
            sides = (pair.input, pair.target)
            if self.direction == GENERATE:
                sides = (pair.target, pair.input)
            example = make_example(self.tokenizer, *sides)
            if _length(example) <= BUCKETS[-1]:
                yield sample[0], example

    def _blocks(self, workers: int) -> "DataLoader[torch.Tensor]":
        return DataLoader(
            _Blocks(self),
            batch_size=None,
            num_workers=workers,
            prefetch_factor=16 if workers else None,
        )

    def _pair(self, position: int, line: int, epoch: int) -> Pair:
        clean = self.corpus.lines[line]
        noisy = self.corpus.inputs.get(line)
        if noisy is None:
            rng = Random(f"{self.seed} {epoch} {position}")
            clean = excerpt(clean, rng) if rng.random() < self.excerpts else clean
            noisy = self.noiser.noise(clean, epoch, position).text
        return Pair(noisy, clean)

    def _samples(self, positions: Iterable[int]) -> Iterator[tuple[int, int, int]]:
        """(position, line, epoch) of each position; all epochs are of the same length."""
        for position in positions:
            epoch = position // len(self._order)
            if epoch != self._epoch:
                self._epoch, self._order = epoch, self.corpus.order(self.seed, epoch)
            yield position, int(self._order[position % len(self._order)]), epoch


class _Blocks(IterableDataset[torch.Tensor]):
    """Examples in blocks, the workers of a ``DataLoader`` taking turns: it keeps their order."""

    def __init__(self, pairs: TrainingPairs) -> None:
        self.pairs = pairs

    def __iter__(self) -> Iterator[torch.Tensor]:
        worker = get_worker_info()
        number, workers = (worker.id, worker.num_workers) if worker else (0, 1)
        torch.set_num_threads(1)
        for at in count(self.pairs.start + number * BLOCK, workers * BLOCK):
            yield _packed(self.pairs.examples(range(at, at + BLOCK)))


def _bucket(example: Example) -> int:
    return next(bucket for bucket in BUCKETS if _length(example) <= bucket)


def _length(example: Example) -> int:
    return max(len(example.source), len(example.target))


def _packed(block: Iterable[Numbered]) -> torch.Tensor:
    """A block as one tensor: it goes from process to process in shared memory. Pickled it would
    fill the pipe between them, and a worker with a full pipe never ends once its reader is dead."""
    numbers: list[int] = []
    for position, each in block:
        numbers += (position, len(each.source), len(each.target))
        for row in (each.source, each.target, each.source_labels, each.aligned):
            numbers += row
    return torch.tensor(numbers, dtype=torch.int64)


def _unpacked(block: torch.Tensor) -> Iterator[Numbered]:
    numbers: Iterator[int] = iter(block.tolist())
    for position in numbers:
        source, target = next(numbers), next(numbers)
        rows = [list(islice(numbers, length)) for length in (source, target, source, target)]
        yield position, Example(*rows)
