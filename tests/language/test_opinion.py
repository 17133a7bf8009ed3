"""A change gains exactly what a whole sentence is worth more with it, whatever else is asked."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.errors import ModelError
from spellfix.language.estimation import estimate
from spellfix.language.model import LanguageModel
from spellfix.language.opinion import NO_OPINION, SecondOpinion, gains

LINES = [
    "오늘 숙제를 했다.",
    "내일은 숙제를 꼭 해 오세요.",
    "나도 할 수 있어요.",
    "12시에 GPU를 켰다.",
]
MODEL = estimate([(LINES, 3.0)])
sentences = st.text(st.sampled_from("오늘 숙제재를했다.할수있1a?뷁\n\ud800"), max_size=12)
changes = st.tuples(sentences, sentences)


@given(st.lists(changes, max_size=4))
def test_a_gain_is_the_difference_between_two_whole_sentences(asked: list[tuple[str, str]]) -> None:
    expected = [MODEL.score(after) - MODEL.score(before) for before, after in asked]
    assert gains(MODEL, asked) == expected


@given(sentences, st.integers(0, 12), st.integers(0, 3), sentences)
def test_so_it_is_for_a_change_inside_a_sentence(
    text: str, start: int, length: int, put: str
) -> None:
    changed = text[:start] + put + text[start + length :]
    assert gains(MODEL, [(text, changed)]) == [MODEL.score(changed) - MODEL.score(text)]


@given(st.lists(changes, min_size=1, max_size=6))
def test_each_change_gains_the_same_alone_and_among_others(asked: list[tuple[str, str]]) -> None:
    assert gains(MODEL, asked) == [gains(MODEL, [each])[0] for each in asked]


def test_오타를_고치면_얻고_맞는_말을_고치면_잃는다() -> None:
    right, wrong = "오늘 숙제를 했다.", "오늘 숙재를 했다."
    gained, lost, same = gains(MODEL, [(wrong, right), (right, wrong), (right, right)])
    assert gained > 3
    assert lost == -gained
    assert same == 0.0


def test_nobody_s_opinion_is_that_nothing_gains() -> None:
    assert NO_OPINION.gains([("숙재", "숙제"), ("가", "나")]) == [0.0, 0.0]
    assert NO_OPINION.gains([]) == SecondOpinion(lambda: MODEL).gains([]) == []


def test_the_model_is_loaded_when_it_is_first_asked_and_once_for_all_threads() -> None:
    loaded: list[LanguageModel] = []

    def load() -> LanguageModel:
        loaded.append(MODEL)
        return MODEL

    opinion, ready = SecondOpinion(load), Barrier(8)

    def ask(number: int) -> list[float]:
        ready.wait()
        return opinion.gains([("숙재", "숙제"), ("할수", "할 수")][number % 2 :])

    assert opinion.gains([]) == []
    assert not loaded
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert len(loaded) == 1
    both = gains(MODEL, [("숙재", "숙제"), ("할수", "할 수")])
    assert answers == [both, both[1:]] * 4


def test_a_model_that_cannot_be_loaded_is_told_to_everyone_who_asks() -> None:
    def load() -> LanguageModel:
        raise ModelError("damaged")

    opinion = SecondOpinion(load)
    for _ in range(2):
        with pytest.raises(ModelError, match="damaged"):
            opinion.gains([("숙재", "숙제")])
