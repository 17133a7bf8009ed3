"""Aggressive decoding says what greedy decoding says, whatever the model and whatever the draft."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.decoding import Decoded, aggressive, greedy, length_limit
from spellfix.encoder_decoder import EOS_ID, PAD_ID, UNK_ID, Backend

VOCABULARY = 10
SPACE = 9


class RecurrentBackend(Backend):
    """A small causal model with random weights: each position is a function of its prefix and of
    its own source. `copying` pulls it to the source, `ending` to the end token; `coarse` rounds
    the logits so that ties abound."""

    def __init__(self, seed: int, copying: float, ending: float, coarse: bool) -> None:
        random = np.random.default_rng(seed)
        self.seed = seed
        self.embedding = random.normal(size=(VOCABULARY, 8))
        self.recurrence = random.normal(size=(8, 8)) / 2
        self.output = random.normal(size=(8, VOCABULARY))
        self.copying, self.ending, self.coarse = copying, ending, coarse
        self.widths: list[int] = []

    def encode(self, ids, mask):
        kept = ids * mask
        return np.stack([kept, mask], axis=-1).astype(np.float32), self.guess(kept)

    def guess(self, ids):
        """A third of the tokens mistaken, among them special ones."""
        return np.where((ids * 7 + self.seed) % 3 == 0, (ids + self.seed) % VOCABULARY, ids)

    def decode(self, states, mask, decoder_ids, first=0):
        self.widths.append(len(decoder_ids))
        rows = zip(states, mask, decoder_ids, strict=True)
        return np.stack([self._row(*row)[first:] for row in rows]).astype(np.float32)

    def _row(self, states, mask, decoder_ids):
        source = states[mask == 1, 0].astype(int)
        state = self.embedding[source].mean(axis=0)
        logits = []
        for place, token in enumerate(decoder_ids):
            state = np.tanh(self.recurrence @ state + self.embedding[token])
            scores = self.output.T @ state
            scores[source[min(place, len(source) - 1)]] += self.copying
            scores[EOS_ID] += self.ending
            logits.append(np.round(scores) if self.coarse else scores)
        return np.stack(logits)


class KnowingBackend(Backend):
    """A model that knows the right output by heart and, after a prefix it does not know, goes on
    as if each token had replaced one of its own."""

    def __init__(self, target: Sequence[int], guess: Sequence[int] | None = None) -> None:
        self.target = [*target, EOS_ID]
        self.guess = guess

    def encode(self, ids, mask):
        guess = ids if self.guess is None else np.array([self.guess])
        return mask[..., None].astype(np.float32), guess

    def decode(self, states, mask, decoder_ids, first=0):
        logits = np.zeros((*decoder_ids.shape, VOCABULARY), dtype=np.float32)
        for place in range(decoder_ids.shape[1]):
            logits[:, place, self.target[min(place, len(self.target) - 1)]] = 9
        return logits[:, first:]


def plainly(backend, source: Sequence[int], max_len: int | None = None) -> list[int]:
    """Greedy decoding as one would write it on a blackboard."""
    ids = np.array([source])
    states, _ = backend.encode(ids, np.ones_like(ids))
    output: list[int] = []
    while len(output) < length_limit(len(source), max_len):
        logits = backend.decode(states, np.ones_like(ids), np.array([[PAD_ID, *output]]))
        token = int(logits[0, -1].argmax())
        if token == EOS_ID:
            break
        output.append(token)
    return output


def ids_of(decoded: list[Decoded]) -> list[list[int]]:
    return [list(each.ids) for each in decoded]


backends = st.builds(
    RecurrentBackend,
    seed=st.integers(0, 2**32 - 1),
    copying=st.sampled_from([-20.0, 0.0, 2.0, 4.0, 20.0]),
    ending=st.sampled_from([-50.0, 0.0, 2.0, 50.0]),
    coarse=st.booleans(),
)
sources = st.lists(st.integers(0, VOCABULARY - 1), max_size=14).map(lambda ids: [*ids, EOS_ID])
batches = st.lists(sources, max_size=5)
limits = st.none() | st.integers(1, 30)


@given(backends, batches, limits, st.sets(st.integers(0, VOCABULARY - 1), max_size=2))
def test_aggressive_decoding_gives_the_ids_of_greedy_decoding(backend, batch, limit, separators):
    aggressively = aggressive(backend, batch, limit, separators)
    slowly = greedy(backend, batch, limit)
    assert ids_of(aggressively) == ids_of(slowly) == [plainly(backend, s, limit) for s in batch]
    for fast, slow in zip(aggressively, slowly, strict=True):
        assert fast.ended == slow.ended
        assert fast.passes <= slow.passes
        assert np.allclose(fast.logprobs, slow.logprobs, atol=1e-5)


@given(backends, batches)
def test_a_sentence_decodes_the_same_alone_and_in_a_batch(backend, batch):
    together = aggressive(backend, batch)
    alone = [aggressive(backend, [source])[0] for source in batch]
    assert together == alone


@given(sources, sources, st.booleans())
def test_no_draft_misleads_a_model_that_knows_the_answer(source, target, hint):
    target = [token for token in target if token != EOS_ID]
    limit = length_limit(len(source))
    found = aggressive(KnowingBackend(target), [source], None, {SPACE} if hint else ())[0]
    assert list(found.ids) == target[:limit]
    assert found.ended == (len(target) < limit)


@pytest.mark.parametrize("copying", [-50.0, 50.0])
def test_a_model_that_never_ends_is_stopped_by_the_length_limit(copying):
    backend = RecurrentBackend(seed=1, copying=copying, ending=-500.0, coarse=False)
    source = [3, 4, 5, EOS_ID]
    (found,) = aggressive(backend, [source])
    assert len(found.ids) == length_limit(len(source)) == 22
    assert not found.ended
    assert list(found.ids) == plainly(backend, source)


def test_an_output_that_takes_too_many_passes_is_left_where_it_is():
    backend = RecurrentBackend(seed=1, copying=-50.0, ending=-500.0, coarse=False)
    source = [3, 4, 5, EOS_ID]
    (whole,) = greedy(backend, [source])
    (found,) = aggressive(backend, [source], max_passes=3)
    assert found.passes == 3
    assert not found.ended
    assert 3 <= len(found.ids) < len(whole.ids)
    assert found.ids == whole.ids[: len(found.ids)]


def test_a_model_that_ends_at_once_says_nothing_in_one_pass():
    backend = RecurrentBackend(seed=1, copying=0.0, ending=500.0, coarse=False)
    (found,) = aggressive(backend, [[3, 4, 5, EOS_ID]])
    assert found.ids == ()
    assert found.ended
    assert found.passes == 1
    assert found.logprobs == pytest.approx([0.0])


def test_a_clean_sentence_takes_one_pass():
    sentence = [3, 4, 5, 6, 7, 8] * 6
    (found,) = aggressive(KnowingBackend(sentence), [[*sentence, EOS_ID]])
    assert list(found.ids) == sentence
    assert found.passes == 1


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ([3, 4, 5, 6, 7, 8, 3], [3, 4, 7, 6, 7, 8, 3]),
        ([3, 4, 5, 6, 7, 8, 3], [3, 4, SPACE, 5, 6, 7, 8, 3]),
        ([3, 4, 5, 6, 7, 8, 3], [3, 4, 6, 7, 8, 3]),
        ([3, 4, SPACE, 6, 7, 8, 3], [3, 4, 6, 7, 8, 3]),
    ],
    ids=["replaced", "space put in", "token left out", "space left out"],
)
def test_a_sentence_with_one_error_takes_two_passes(wrong, right):
    (found,) = aggressive(KnowingBackend(right), [[*wrong, EOS_ID]], separators=[SPACE])
    assert list(found.ids) == right
    assert found.passes == 2


def test_what_the_model_says_behind_the_first_error_mends_the_draft_for_the_others():
    wrong, right = [3, 4, 5, 6, 7, 8, 3, 5, 4], [3, 4, 7, 6, 7, 4, 3, 8, 4]
    (found,) = aggressive(KnowingBackend(right), [[*wrong, EOS_ID]])
    assert list(found.ids) == right
    assert found.passes == 2


def test_a_batch_shrinks_to_the_sentences_still_changing():
    backend = RecurrentBackend(seed=3, copying=50.0, ending=-500.0, coarse=False)
    short, long = [3, EOS_ID], [3, 4, 5, 6, 7, 8, EOS_ID]
    found = aggressive(backend, [short, long, short])
    assert backend.widths[0] == 3
    assert backend.widths[-1] == 1
    assert found[0] == found[2]
    assert found[0].passes < found[1].passes == len(backend.widths)


def test_the_probabilities_are_those_of_the_model():
    backend = RecurrentBackend(seed=5, copying=3.0, ending=0.0, coarse=False)
    source = [3, 4, 5, 6, EOS_ID]
    (found,) = aggressive(backend, [source])
    ids = np.array([source])
    states, _ = backend.encode(ids, np.ones_like(ids))
    logits = backend.decode(states, np.ones_like(ids), np.array([[PAD_ID, *found.ids]]))[0]
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    expected = [*found.ids, EOS_ID][: len(found.logprobs)]
    chosen = probabilities[np.arange(len(expected)), expected]
    assert np.exp(found.logprobs) == pytest.approx(chosen, rel=1e-5)


def test_nothing_to_decode_gives_nothing():
    backend = RecurrentBackend(seed=1, copying=0.0, ending=0.0, coarse=False)
    assert aggressive(backend, []) == greedy(backend, []) == []


def test_a_right_guess_of_the_encoder_spares_the_second_pass():
    wrong, right = [3, 4, 5, 6, 7, 8], [3, 4, 7, 7, 8]
    guess = [3, 4, 7, UNK_ID, 7, 8, EOS_ID]
    (found,) = aggressive(KnowingBackend(right, guess), [[*wrong, EOS_ID]])
    assert list(found.ids) == right
    assert found.passes == 1


def test_a_wrong_guess_changes_nothing_but_passes():
    right = [3, 4, 5, 6, 7, 8]
    guess = [3, 7, 7, UNK_ID, 8, 8, PAD_ID]
    (found,) = aggressive(KnowingBackend(right, guess), [[*right, EOS_ID]])
    assert list(found.ids) == right
    assert 1 < found.passes < len(right)
