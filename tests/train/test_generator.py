"""The typo generator: it draws exactly what its model says, quickly, and keeps a noiser's promises.

How one is trained, and that it is told from a corrector, is tested in test_pairs.py.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product
from random import Random
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.edits import CONTEXT
from spellfix.encoder_decoder import EOS_ID, PAD_ID, Backend, Floats, Ids
from spellfix.errors import ConfigError, InputError
from spellfix.generator import RULE, TypoGenerator
from spellfix.kinds import classify
from spellfix.noise import NoiseEdit
from spellfix.sampling import Draw, sample
from spellfix.text import protected_spans
from spellfix.tokenizer import Tokenizer

A, B, C = 3, 4, 5
SIZE = 6


class ToyBackend(Backend):
    """A model of three tokens whose every distribution is known: what follows a token depends on
    it alone, after two tokens the end is certain."""

    def __init__(self) -> None:
        self.passes = 0
        self.next = np.full((SIZE, SIZE), 1e-9)
        self.next[PAD_ID, [A, B, C]] = 0.7, 0.2, 0.1
        self.next[A, [A, B, C, EOS_ID]] = 0.1, 0.6, 0.25, 0.05
        self.next[B, [A, B, C]] = 0.5, 0.3, 0.2
        self.next[C, [B, EOS_ID]] = 0.5, 0.5

    def encode(self, ids: Ids, mask: Ids) -> tuple[Floats, Ids]:
        return mask[..., None].astype(np.float32), ids

    def decode(self, states: Floats, mask: Ids, decoder_ids: Ids, first: int = 0) -> Floats:
        self.passes += 1
        logits = np.log(self.next[decoder_ids]).astype(np.float32)
        logits[:, 2:] = -50.0
        logits[:, 2:, EOS_ID] = 0.0
        return logits[:, first:]

    def probability(self, ids: Sequence[int], temperature: float) -> float:
        """Of the whole output `ids`, by the chain rule."""
        heated = self.next ** (1 / temperature)
        heated /= heated.sum(axis=1, keepdims=True)
        steps = zip([PAD_ID, *ids], [*ids, EOS_ID], strict=True)
        return float(np.prod([heated[step] for step in list(steps)[:2]]))


@pytest.mark.parametrize("temperature", [0.7, 1.0, 1.5])
@pytest.mark.parametrize("draft", [[A, B], [C, C], [B], []], ids=str)
def test_outputs_are_as_frequent_as_the_model_says_whatever_the_draft(
    draft: list[int], temperature: float
) -> None:
    backend, count = ToyBackend(), 6000
    random = Random(f"frequencies {draft} {temperature}")
    sources, draws = [[*draft, EOS_ID]] * count, [random.random] * count
    found = Counter(each.ids for each in sample(backend, sources, draws, temperature))
    texts = [ids for length in range(3) for ids in product((A, B, C), repeat=length)]
    expected = {ids: count * backend.probability(ids, temperature) for ids in texts}
    expected = {ids: number for ids, number in expected.items() if number > 1}
    assert sum(expected.values()) == pytest.approx(count, rel=1e-3)
    assert found.keys() <= expected.keys()
    distance = sum((found[ids] - number) ** 2 / number for ids, number in expected.items())
    freedom = len(expected) - 1
    assert distance < freedom + 3.5 * (2 * freedom) ** 0.5  # one in some 2,000, and the seed is set


def forced(*numbers: float) -> Draw:
    left = iter(numbers)
    return lambda: next(left)


@pytest.mark.parametrize(
    ("numbers", "ids", "passes"),
    [
        ((0.69, 0.59, 0.9), (A, B), 1),  # both below p(draft), 0.7 and 0.6: both stay
        ((0.71, 0.1, 0.9), (B, A), 3),  # refused: B up to 0.9, then C; and then A 0.5
        ((0.89, 0.4, 0.9), (B, A), 3),
        ((0.91, 0.6, 0.9), (C,), 2),  # C: then B with 0.5, else the end
        ((0.5, 0.605, 0.9), (A,), 1),  # refused: of the other 0.4 the end has the first 0.05
        ((0.5, 0.66, 0.9), (A, A), 2),  # then A 0.1
        ((0.5, 0.80, 0.9), (A, C), 2),  # then C 0.25
    ],
)
def test_a_draft_token_stays_with_its_probability_and_else_the_rest_is_drawn_from(
    numbers: tuple[float, ...], ids: tuple[int, ...], passes: int
) -> None:
    backend = ToyBackend()
    (found,) = sample(backend, [[A, B, EOS_ID]], [forced(*numbers)])
    assert found.ids == ids
    assert found.ended
    assert found.passes == backend.passes == passes
    assert np.exp(sum(found.logprobs)) == pytest.approx(backend.probability(ids, 1.0), rel=1e-5)


def test_a_low_temperature_draws_what_is_likeliest() -> None:
    random = Random(0)
    for temperature in (0.05, 1e-300):
        found = sample(ToyBackend(), [[C, C, EOS_ID]] * 50, [random.random] * 50, temperature)
        assert {each.ids for each in found} == {(A, B)}


class TypoBackend(Backend):
    """A model that copies its source, but writes some characters as others with a probability."""

    def __init__(self, tokenizer: Tokenizer, rules: dict[str, tuple[str, float]]) -> None:
        self.size = tokenizer.vocab_size
        self.rules = {
            tokenizer.encode(right)[0]: (tokenizer.encode(wrong)[0], probability)
            for right, (wrong, probability) in rules.items()
        }
        self.passes = 0

    def encode(self, ids: Ids, mask: Ids) -> tuple[Floats, Ids]:
        return ids[..., None].astype(np.float32), ids

    def decode(self, states: Floats, mask: Ids, decoder_ids: Ids, first: int = 0) -> Floats:
        self.passes += 1
        answer = np.full((*decoder_ids.shape, self.size), -40.0, dtype=np.float32)
        for row, source in enumerate(states[..., 0].astype(int)):
            for place in range(decoder_ids.shape[1]):
                token = source[place] if place < len(source) else EOS_ID
                wrong, probability = self.rules.get(token, (token, 0.0))
                answer[row, place, token] = np.log(1 - probability + 1e-9)
                if probability:
                    answer[row, place, wrong] = np.log(probability)
        return answer[:, first:]


RULES = {
    "을": ("를", 0.3),
    "에": ("애", 0.3),
    "니": ("나", 0.5),
    "1": ("2", 0.9),
    "돼": ("되", 0.4),
}
TEXT = "에어컨을 켜니 방에 소리가 났습니다. 그러니 1234번을 누르면 돼요!"


@pytest.fixture(scope="module")
def make(tokenizer: Tokenizer) -> Callable[..., TypoGenerator]:
    def generator(seed: int = 0, **more: float) -> TypoGenerator:
        return TypoGenerator(TypoBackend(tokenizer, RULES), tokenizer, seed=seed, **more)

    return generator


def test_같은_번호는_언제나_같은_오타를_낸다(make: Callable[..., TypoGenerator]) -> None:
    texts = [TEXT, "방에 아무도 없으니 불을 끄세요.", "짧다", TEXT]
    together = make().noise_batch(texts, 3, [7, 8, 9, 10])
    alone = [make().noise(text, 3, index) for text, index in zip(texts, range(7, 11), strict=True)]
    assert together == alone
    assert [noisy for _, noisy in make().noise_stream(texts, epoch=3, chunk=3)] == [
        make().noise(text, 3, index) for index, text in enumerate(texts)
    ]
    many = {
        make(seed).noise(TEXT, epoch, index).text for seed, epoch, index in product(*[[0, 1]] * 3)
    }
    assert len(many) > 4


def test_오타는_모델의_확률만큼_나고_종류는_고치는_쪽에서_정한다(
    make: Callable[..., TypoGenerator],
) -> None:
    count = 400
    found = make().noise_batch(["물을 마시고 걸었다."] * count, 0, range(count))
    changed = [noisy for noisy in found if noisy.edits]
    assert abs(len(changed) / count - 0.3) < 0.08  # three and a half standard deviations
    assert {noisy.text for noisy in changed} == {"물를 마시고 걸었다."}
    (edit,) = changed[0].edits
    assert (edit.start, edit.end, edit.before, edit.after) == (1, 2, "을", "를")
    assert (edit.kind, edit.rule) == ("particle", RULE)


def test_a_text_with_some_typos_takes_a_pass_for_each_and_one_more(tokenizer: Tokenizer) -> None:
    backend = TypoBackend(tokenizer, RULES)
    text = "물을 마시니 방에 소리가 났고 그러니 밥을 먹었다."
    for index in range(20):
        backend.passes = 0
        noisy = TypoGenerator(backend, tokenizer).noise(text, 0, index)
        assert backend.passes == len(noisy.edits) + 1


def test_보호할_부분은_그대로_둔다(make: Callable[..., TypoGenerator]) -> None:
    text = "#에어컨을 사서 11번 https://example.com/에 넣을 수 있으니 `을에`를 봐 주세요."
    spans = [text[span.start : span.end] for span in protected_spans(text)]
    seen = set()
    for noisy in make().noise_batch([text] * 50, 0, range(50)):
        seen.add(noisy.text)
        assert [noisy.text[s.start : s.end] for s in protected_spans(noisy.text)] == spans
    assert len(seen) > 2


def applied(text: str, edits: Sequence[NoiseEdit]) -> str:
    parts: list[str] = []
    at = 0
    for edit in edits:
        assert text[edit.start : edit.end] == edit.before != edit.after
        assert edit.start >= at
        parts += text[at : edit.start], edit.after
        at = edit.end
    return "".join([*parts, text[at:]])


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([*TEXT, "\ud800", "\n", "👨‍👩‍👧", "각", "`", "@", "9"]), max_size=80)
    | st.text(max_size=40)
)
def test_any_text_is_answered_and_the_edits_make_the_typos(
    make: Callable[..., TypoGenerator], characters: list[str] | str
) -> None:
    text = "".join(characters)
    for noisy in make(temperature=3.0).noise_batch([text] * 3, 0, range(3)):
        assert applied(text, noisy.edits) == noisy.text
        assert bool(noisy.edits) == (noisy.text != text)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "물을", "\ud800물을 마시니 좋다\udfff"])
def test_empty_and_broken_texts_are_answered(make: Callable[..., TypoGenerator], text: str) -> None:
    for index in range(5):
        noisy = make().noise(text, 0, index)
        assert applied(text, noisy.edits) == noisy.text
        assert len(noisy.text) == len(text)
        assert len(text) >= 6 or noisy.text == text


def test_긴_글은_문장마다_오타를_낸다(make: Callable[..., TypoGenerator]) -> None:
    text = (TEXT + "\n") * (10_000 // len(TEXT) + 1)
    noisy = make().noise(text, 0, 0)
    assert len(text) > 10_000
    assert applied(text, noisy.edits) == noisy.text
    lines = noisy.text.split("\n")
    assert len(set(lines)) > 30  # sentences that are alike do not get the same typos
    for edit in noisy.edits:
        right = text[edit.end : edit.end + CONTEXT]
        assert edit.kind == classify(edit.after, edit.before, text[: edit.start][-CONTEXT:], right)


def test_분해된_글에는_분해된_오타를_낸다(make: Callable[..., TypoGenerator]) -> None:
    text, typo = (normalize("NFD", each) for each in ("물을 마시고 걸었다.", "물를 마시고 걸었다."))
    found = make().noise_batch([text] * 30, 0, range(30))
    assert {noisy.text for noisy in found} == {text, typo}
    assert all(applied(text, noisy.edits) == noisy.text for noisy in found)


def test_what_is_no_text_or_no_temperature_is_refused(make: Callable[..., TypoGenerator]) -> None:
    with pytest.raises(ConfigError, match="temperature"):
        make(temperature=0.0)
    with pytest.raises(InputError, match="index for each"):
        make().noise_batch(["물을 마시니 좋다"], 0, [1, 2])
    with pytest.raises(InputError, match="got int"):
        make().noise(3, 0, 0)  # type: ignore[arg-type]
