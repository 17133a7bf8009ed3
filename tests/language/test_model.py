"""The language model gives the probabilities that a person counts by hand, and they add up to 1."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.language.estimation import estimate
from spellfix.language.model import STEP, LanguageModel, windows
from spellfix.language.symbols import BITS, EDGE, FIGURE, LATIN, SPACE, UNKNOWN, Symbols

TWO = [(["가나", "가다"], 1.0)]
ROUNDED = 4 * STEP / 2  # one rounding a level


def probability(model: LanguageModel, text: str) -> float:
    """P(the last symbol | the others), the first of which starts a sentence."""
    return float(np.exp(model.logprobs(windows(model.symbols.codes(text)))[-1]))


def test_a_first_symbol_is_as_frequent_as_it_was() -> None:
    """가 나 end, 가 다 end: six symbols, and one more of each of eight. Both begin with 가:
    (2 - 0.75) / 2, and 0.75 / 2 of what it is anywhere."""
    expected = 1.25 / 2 + 0.75 / 2 * 3 / 14
    assert probability(estimate(TWO), "가") == pytest.approx(expected, rel=ROUNDED)


def test_what_followed_once_is_discounted_and_mixed_with_shorter_ones() -> None:
    """Of 나 behind 가, and behind 가 that begins a sentence: once in two, and two successors."""
    behind = 0.25 / 2 + 2 * 0.75 / 2 * 2 / 14
    expected = 0.25 / 2 + 2 * 0.75 / 2 * behind
    assert probability(estimate(TWO), "가나") == pytest.approx(expected, rel=ROUNDED)


def test_what_was_not_seen_is_left_to_shorter_ones() -> None:
    """After 나 came the end alone: (1 - 0.75) / 1 is for that, 0.75 for all else, by frequency; no
    sentence began with 나, so that nothing longer is known."""
    assert probability(estimate(TWO), "나가") == pytest.approx(0.75 * 3 / 14, rel=ROUNDED)


def test_the_weight_of_lines_is_how_often_they_count() -> None:
    twice = estimate([(["가나", "가다", "가나", "가다"], 1.0)])
    weighted = estimate([(["가나", "가다"], 2.0)])
    assert weighted.score("가나") == twice.score("가나")


@given(st.text("가나다 ", max_size=6))
def test_all_symbols_together_have_probability_one(past: str) -> None:
    model = estimate([(["가나 다", "나 다가", "다다"], 1.0)])
    codes = model.symbols.codes(past)
    nexts = [windows([*codes, symbol])[-1] for symbol in range(len(model.symbols))]
    total = np.exp(model.logprobs(np.array(nexts, np.uint64))).sum()
    assert total == pytest.approx(1.0, abs=0.1)


def test_a_demand_for_gain_makes_the_model_smaller_and_hardly_worse() -> None:
    lines = [(["우리는 학교에 간다.", "우리는 집에 간다.", "학교에 우리가 간다."] * 3, 1.0)]
    whole, small = estimate(lines), estimate(lines, least_gain=8.0)
    sizes = [[len(level.keys) for level in model.levels] for model in (whole, small)]
    assert sum(sizes[1]) < sum(sizes[0]) / 1.5
    bare = estimate(lines, least_gain=1e9)
    text = "우리는 학교에 간다."
    assert whole.score(text) - small.score(text) < (small.score(text) - bare.score(text)) / 5


def test_every_ngram_has_its_head_and_its_tail_in_the_level_below() -> None:
    model = estimate([(["우리는 학교에 간다.", "나는 집에 간다."] * 4, 1.0)], least_gain=4.0)
    assert all(len(level.keys) for level in model.levels)
    for length, level in enumerate(model.levels[1:], start=2):
        below = model.levels[length - 2]
        assert (below.find(level.keys >> np.uint64(BITS)) >= 0).all()
        assert (below.find(level.keys & np.uint64((1 << BITS * (length - 1)) - 1)) >= 0).all()


def test_runs_of_figures_and_of_latin_letters_are_one_symbol_by_what_is_heard_last() -> None:
    symbols = Symbols("가")  # as in files that know nothing of sounds
    assert symbols.codes("12a GPU가뷁") == [FIGURE, LATIN, SPACE, LATIN, 5, UNKNOWN]
    symbols = Symbols.of({"가": 1.0, "7": 1.0, "x": 1.0})
    vowel, rieul, closed = (symbols.codes(each) for each in "213")
    assert symbols.codes("12") == symbols.codes("9") == vowel
    assert symbols.codes("11") == symbols.codes("78") == rieul
    assert symbols.codes("10") == symbols.codes("2026") == closed
    assert symbols.codes("PDF") == symbols.codes("Linux") == symbols.codes("E")
    assert symbols.codes("URL") == symbols.codes("Google") == symbols.codes("L")
    assert symbols.codes("VPN") == symbols.codes("Python") == symbols.codes("N")
    assert symbols.codes("Git") == symbols.codes("km") == [LATIN]
    assert symbols.codes("Python 3")[-1] == FIGURE
    assert len({*vowel, *rieul, *closed, *symbols.codes("E"), FIGURE, LATIN}) == 6


def test_a_particle_agrees_with_letters_and_figures_never_seen() -> None:
    lines = ["CPU를 쓴다.", "RAM을 쓴다.", "URL을 쓴다.", "4를 쓴다.", "3을 쓴다.", "1을 쓴다."]
    language = estimate([(lines, 9.0)])
    for right, wrong in (
        ("PDF를", "PDF을"),
        ("VPN을", "VPN를"),
        ("72를", "72을"),
        ("60을", "60를"),
    ):
        assert language.score(f"{right} 쓴다.") > language.score(f"{wrong} 쓴다.") + 1, right


@given(st.text("가나 01ab.", max_size=12).map(lambda text: " ".join(text.split())))
def test_lines_have_the_symbols_of_their_text(text: str) -> None:
    symbols = Symbols("가나.")
    assert symbols.codes_of_lines([text], 1).tolist() == [EDGE, *symbols.codes(text), EDGE]


def test_a_likely_sentence_is_likelier_than_the_same_with_a_typo() -> None:
    language = estimate([(["숙제를 꼭 해 오세요.", "내일은 꼭 오세요."], 5.0)])
    assert language.score("숙제를 꼭 해 오세요.") > language.score("숙재를 꼭 해 오세요.") + 3
