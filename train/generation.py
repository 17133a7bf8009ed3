"""What can honestly be said of a typo generator: how likely it finds people's typos, and what its
own look like beside those that it learnt from. It has no accuracy: no typo is the right one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from spellfix.edits import align
from spellfix.encoder_decoder import EOS_ID, PAD_ID, Backend, padded
from spellfix.evaluation import Pair
from spellfix.generator import TypoGenerator
from spellfix.kinds import KINDS
from spellfix.reading import batches
from spellfix.tokenizer import Tokenizer
from spellfix.torch_backend import TorchBackend
from spellfix.train.heldout import SEED, spread
from spellfix.train.model import MAX_POSITIONS, Network

MOST_TEXTS = 1000


class LikelihoodMeasure:
    """Measures on pairs how likely a network under training finds their typos. ``score`` is the
    mean log-probability of the noisy text, given the clean one."""

    def __init__(self, pairs: Sequence[Pair], tokenizer: Tokenizer, bf16: bool) -> None:
        self.pairs = pairs
        self.tokenizer = tokenizer
        self.bf16 = bf16

    def __call__(self, network: Network) -> dict[str, float]:
        backend = TorchBackend(network.fold(), self.bf16)
        nats = nats_per_text(backend, self.tokenizer, self.pairs)
        return {"nats_per_text": nats, "n": float(len(self.pairs)), "score": -nats}


def nats_per_text(backend: Backend, tokenizer: Tokenizer, pairs: Sequence[Pair]) -> float:
    """The mean of -log p(input given target), end included, over ``pairs``; 0 where there are none.
    Pairs longer than the model are passed over."""
    ids = [_ids(tokenizer, pair) for pair in pairs]
    longest = [(number, max(each, key=len)) for number, each in enumerate(ids)]
    fitting = [each for each in longest if len(each[1]) <= MAX_POSITIONS]
    total = 0.0
    for batch in batches(sorted(fitting, key=lambda each: len(each[1]))):
        clean, mask = padded([ids[number][0] for number, _ in batch])
        noisy, said = padded([ids[number][1] for number, _ in batch])
        shifted = np.concatenate([np.full_like(noisy[:, :1], PAD_ID), noisy[:, :-1]], axis=1)
        memory, _ = backend.encode(clean, mask)
        logits = backend.decode(memory, mask, shifted).astype(np.float64)
        logits -= logits.max(axis=-1, keepdims=True)
        chosen = np.take_along_axis(logits, noisy[..., None], axis=-1)[..., 0]
        nats = np.log(np.exp(logits).sum(axis=-1)) - chosen
        total += float((nats * said).sum())
    return total / len(fitting) if fitting else 0.0


def profile(pairs: Sequence[Pair]) -> dict[str, Any]:
    """What the typos of ``pairs`` look like: texts, share of them with typos, edits per text, and
    the shares of the kinds among the edits."""
    edits = [align(pair.input, pair.target) for pair in pairs]
    kinds = Counter(edit.kind for each in edits for edit in each)
    texts, total = len(pairs), kinds.total()
    return {
        "n": texts,
        "changed": sum(map(bool, edits)) / texts if texts else None,
        "edits_per_text": total / texts if texts else None,
        "n_edits": total,
        "by_kind": {kind: kinds[kind] / total if total else None for kind in KINDS},
    }


def measure_generator(
    backend: Backend,
    tokenizer: Tokenizer,
    heldout: Sequence[str],
    taught: Sequence[Pair],
    benchmarks: Mapping[str, Sequence[Pair]],
) -> dict[str, Any]:
    """The profiles of what it draws for held-out lines, of pairs it was taught with, and of the
    benchmarks, whose typos are also measured by ``nats_per_text``."""
    generator = TypoGenerator(backend, tokenizer, seed=SEED, max_positions=MAX_POSITIONS)
    lines = spread(heldout, MOST_TEXTS)
    drawn = generator.noise_batch(lines, 0, range(len(lines)))
    pairs = [Pair(noisy.text, line) for line, noisy in zip(lines, drawn, strict=True)]
    return {
        "drawn": profile(pairs),
        "taught": profile(taught),
        "benchmarks": {
            name: profile(each) | {"nats_per_text": nats_per_text(backend, tokenizer, each)}
            for name, each in benchmarks.items()
        },
    }


def _ids(tokenizer: Tokenizer, pair: Pair) -> tuple[list[int], list[int]]:
    clean, noisy = tokenizer.encode(pair.target), tokenizer.encode(pair.input)
    return [*clean, EOS_ID], [*noisy, EOS_ID]
