"""What a model makes of sentences: edits, each with its probability, and other readings on request.

Sentences are decoded in batches of like length, each once however often it occurs. Knows nothing
of texts around sentences, what may be edited, or how a probability becomes a confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import cycle
from math import exp
from typing import TypeVar

import numpy as np

from spellfix.branching import MOST_PASSES, Source, doubted
from spellfix.decoding import Decoded, aggressive
from spellfix.edits import Edit, align
from spellfix.encoder_decoder import Backend, Encoded
from spellfix.tokenizer import Tokenizer

Key = TypeVar("Key")

DIGITS = 6
"""Confidences and scores are rounded, so that a batch does not show in their last digits."""
_BATCH_TOKENS = 256
"""Source tokens in a batch, padding included: bounds memory, and larger is slower."""
_MOST_BRANCHES = 8
"""Tokens of one edit that other readings branch off at."""
_MOST_OTHERS = 7
"""Readings of a sentence beside the likeliest."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of one sentence: edits, and the sum and number of log-probabilities;
    others: what else it might make of it, likeliest first."""

    edits: tuple[Edit, ...] = ()
    logprob: float = 0.0
    tokens: int = 0
    others: tuple[Reading, ...] = ()


class Reader:
    """One model, reading sentences; may be used from many threads at once.

    The confidence of its edits is the least probability of the tokens that produce one, of a
    deletion that of the token after it. max_positions: the most tokens the model takes; a sentence
    of more (hundreds of characters the model has no tokens for) has no edits. within: how much less
    likely other readings may be that are told beside the likeliest one, in nats.
    """

    def __init__(
        self,
        backend: Backend,
        tokenizer: Tokenizer,
        max_positions: int | None = None,
        within: float = 0.0,
    ) -> None:
        self._backend = backend
        self._tokenizer = tokenizer
        self._max_positions = max_positions
        self._within = within
        space = tokenizer.encode(" ")
        self._separators = frozenset(space if len(space) == 1 else ())

    def read(self, sentences: Iterable[str]) -> dict[str, Reading]:
        """The reading of each sentence, whatever number of times it occurs."""
        sources = [(sentence, self._source(sentence)) for sentence in dict.fromkeys(sentences)]
        readings = {sentence: Reading() for sentence, _ in sources}
        fitting = [each for each in sources if self._fits(each[1])]
        fitting.sort(key=lambda each: (len(each[1]), each[0]))
        for (sentence, source), outputs in zip(fitting, self._outputs(fitting), strict=True):
            first, *others = (self._reading(sentence, source, output) for output in outputs)
            readings[sentence] = replace(first, others=tuple(others))
        return readings

    def alternatives(self, sentence: str, edit: Edit, count: int) -> list[Edit]:
        """Up to `count` other edits, likeliest first, for what `edit` of `sentence` touches;
        `edit` is one that `read` found there.

        The model's other choices for each token of the edit in turn are followed to the end of the
        sentence, greedily as ever. None is surer than the choice that leads to it.
        """
        ids = self._source(sentence)
        output = self._greedy(self._backend, [(sentence, ids)])[0]
        source = self._alone(self._backend, Encoded.of(self._backend, [ids]))
        places = range(*self._tokens(sentence, output, edit))
        branches = source.branches(output, places, count + 1)
        known = self._edits(sentence, ids, output)
        found: dict[tuple[int, int, str], Edit] = {}
        for branch, other in zip(branches, source.follow(output, branches), strict=True):
            most = exp(branch.logprob)
            for each in (*known, *self._edits(sentence, ids, other)):
                if _touch(each, edit) and not _same(each, edit):
                    sure = replace(each, confidence=min(each.confidence, most))
                    if any(_same(each, one) for one in known):
                        sure = each
                    found.setdefault((each.start, each.end, each.after), sure)
        return sorted(found.values(), key=lambda each: -each.confidence)[:count]

    def _tokens(self, sentence: str, output: Decoded, edit: Edit) -> tuple[int, int]:
        """The first token of `output` that `edit`, or what touches it there, is written with, and
        the one behind them: _MOST_BRANCHES at most."""
        parts = self._tokenizer.decode_with_lengths(output.ids)
        target = "".join(part for part, _ in parts)
        place, after = edit.start, edit.before
        for each, at in _placed(align(sentence, target)):
            if _touch(each, edit):
                place, after = at, each.after
                break
            if each.end < edit.start:
                place += len(each.after) - len(each.before)
        ends = np.cumsum([len(part) for part, _ in parts])
        tokens = np.cumsum([0, *(length for _, length in parts)])
        first = int(tokens[np.searchsorted(ends, place, side="right")])
        last = place + max(1, len(after)) - 1
        stop = int(tokens[min(np.searchsorted(ends, last, side="right") + 1, len(parts))])
        return first, min(max(stop, first + 1), first + _MOST_BRANCHES)

    def _source(self, sentence: str) -> list[int]:
        return [*self._tokenizer.encode(sentence), self._tokenizer.eos_id]

    def _fits(self, source: Sequence[int]) -> bool:
        return self._max_positions is None or len(source) <= self._max_positions

    def _outputs(self, sources: Sequence[tuple[str, list[int]]]) -> Iterator[list[Decoded]]:
        """The outputs of each of `sources`, given by rising length, in order; the likeliest
        first."""
        made = list(batches(sources))
        lanes = self._backend.lanes
        if len(made) <= 1 or len(lanes) == 1:
            for batch in made:
                yield from self._decode(self._backend, batch)
            return
        with ThreadPoolExecutor(len(lanes), "spellfix") as threads:
            for outputs in threads.map(self._decode, cycle(lanes), made):
                yield from outputs

    def _decode(
        self, backend: Backend, batch: Sequence[tuple[str, list[int]]]
    ) -> list[list[Decoded]]:
        encoded = Encoded.of(backend, [source for _, source in batch])
        return [
            [output, *self._others(backend, encoded, row, output)]
            for row, output in enumerate(self._greedy(backend, batch, encoded))
        ]

    def _greedy(
        self,
        backend: Backend,
        batch: Sequence[tuple[str, list[int]]],
        encoded: Encoded | None = None,
    ) -> list[Decoded]:
        told = (self._max_positions, self._separators, MOST_PASSES, encoded)
        return aggressive(backend, [source for _, source in batch], *told)

    def _others(
        self, backend: Backend, encoded: Encoded, row: int, output: Decoded
    ) -> list[Decoded]:
        """What else the model might make of a source of a batch, where it is not sure of
        `output`."""
        if not output.ended or not doubted(output, self._within):
            return []
        source = self._alone(backend, encoded.alone(row))
        return source.others(output, self._within, _MOST_OTHERS)

    def _alone(self, backend: Backend, encoded: Encoded) -> Source:
        return Source(backend, encoded, self._max_positions, self._separators)

    def _reading(self, sentence: str, source: Sequence[int], output: Decoded) -> Reading:
        edits = self._edits(sentence, source, output)
        return Reading(edits, sum(output.logprobs), len(output.logprobs))

    def _edits(self, sentence: str, source: Sequence[int], output: Decoded) -> tuple[Edit, ...]:
        """What the model changed. A model that would leave nothing of a sentence, or finds no end,
        has failed: no edits."""
        if not output.ended or list(output.ids) == source[:-1]:
            return ()
        parts = self._tokenizer.decode_with_lengths(output.ids)
        sureness: list[float] = []
        token = 0
        for part, length in parts:
            sureness += [min(output.logprobs[token : token + length])] * len(part)
            token += length
        sureness.append(output.logprobs[-1])
        target = "".join(part for part, _ in parts)
        edits: list[Edit] = []
        for edit, first in _placed(align(sentence, target)) if target.strip() else ():
            least = min(sureness[first : first + max(1, len(edit.after))])
            edits.append(replace(edit, confidence=exp(least)))
        return tuple(edits)


def _touch(one: Edit, other: Edit) -> bool:
    return one.start <= other.end and other.start <= one.end


def _same(one: Edit, other: Edit) -> bool:
    return (one.start, one.end, one.after) == (other.start, other.end, other.after)


def _placed(edits: Iterable[Edit]) -> Iterator[tuple[Edit, int]]:
    """Each edit with the place of its `after` in the text that all of them make."""
    shift = 0
    for edit in edits:
        yield edit, edit.start + shift
        shift += len(edit.after) - len(edit.before)


def batches(sources: Iterable[tuple[Key, list[int]]]) -> Iterator[list[tuple[Key, list[int]]]]:
    """Runs of `sources`, given by rising length, of at most _BATCH_TOKENS when padded."""
    batch: list[tuple[Key, list[int]]] = []
    for each in sources:
        if batch and len(each[1]) * (len(batch) + 1) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(each)
    if batch:
        yield batch
