"""What else a model might say, beside what greedy decoding says."""

from itertools import product
from math import log

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.branching import Source, doubted
from spellfix.decoding import Decoded, aggressive
from spellfix.encoder_decoder import EOS_ID, UNK_ID, Backend, Encoded

WORDS = range(UNK_ID + 1, 7)
VOCABULARY = 7


class Ladder(Backend):
    """A model of three tokens and an end, each of which hangs on the one before."""

    def __init__(self, seed: int) -> None:
        self.scores = np.random.default_rng(seed).normal(size=(4, VOCABULARY, VOCABULARY)) * 1.5
        self.scores[:3, :, : UNK_ID + 1] = -30
        self.scores[3] = -30
        self.scores[3, :, EOS_ID] = 0

    def encode(self, ids, mask):
        return mask[..., None].astype(np.float32), ids

    def decode(self, memory, mask, decoder_ids, first=0):
        places = np.minimum(np.arange(decoder_ids.shape[1]), 3)
        return self.scores[places, decoder_ids][:, first:].astype(np.float32)

    def logprob(self, ids: tuple[int, ...]) -> float:
        found = self.decode(None, None, np.array([[0, *ids]]))[0].astype(np.float64)
        found -= np.log(np.exp(found).sum(-1, keepdims=True))
        return float(found[np.arange(4), [*ids, EOS_ID]].sum())


def read(seed: int) -> tuple[Ladder, Source, Decoded]:
    backend, ids = Ladder(seed), [3, 4, 5, EOS_ID]
    output = aggressive(backend, [ids])[0]
    return backend, Source(backend, Encoded.of(backend, [ids]), None, ()), output


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.floats(0.5, 6.0))
def test_others_are_outputs_of_the_model_that_are_near_enough(seed: int, within: float) -> None:
    backend, source, output = read(seed)
    others = source.others(output, within, 20)
    total = sum(output.logprobs)
    assert len({each.ids for each in others} | {output.ids}) == len(others) + 1
    for each in others:
        assert each.ended
        assert abs(sum(each.logprobs) - backend.logprob(each.ids)) < 1e-4
        assert sum(each.logprobs) >= total - within
    totals = [sum(each.logprobs) for each in others]
    assert totals == sorted(totals, reverse=True)


@settings(max_examples=60)
@given(st.integers(0, 10_000))
def test_the_best_output_with_another_token_at_a_place_is_among_them(seed: int) -> None:
    backend, source, output = read(seed)
    found = {each.ids for each in source.others(output, 5.0, 20)}
    last = [
        (*output.ids[:2], token)
        for token in WORDS
        if token != output.ids[2]
        and backend.logprob((*output.ids[:2], token)) > sum(output.logprobs) - 4.9
    ]
    assert set(last) <= found
    assert found <= set(product(WORDS, repeat=3))


def test_what_a_model_is_sure_of_is_not_doubted() -> None:
    sure = Decoded((3, 4), (log(0.96), log(0.99), log(0.97)), 1)
    assert doubted(sure, 3.0) == []
    assert doubted(Decoded((3, 4), (log(0.96), log(0.9), log(0.97)), 1), 3.0) == [1]
    assert doubted(Decoded((3,), (log(0.2), log(0.2)), 1), 0.0) == []


def test_no_more_are_followed_than_asked_for() -> None:
    _, source, output = read(1)
    assert len(source.others(output, 6.0, 2)) <= 2
    assert len(source.branches(output, [0, 1, 2], 4)) == 4
