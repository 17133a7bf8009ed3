"""The error model gives the probabilities that a person counts by hand."""

from math import exp, log

import pytest

from spellfix.language.channel import narrowed, stroke_rewrites
from spellfix.noisy_channel.fitting import fit

FOUR = [("재", "제"), ("제", "제"), ("제", "제"), ("제", "제")]


def test_a_stroke_and_its_syllable_are_counted_by_hand() -> None:
    """Four times 제, once typed 재: three strokes each with the space behind, one error in twelve.

    Of strokes: 1 in 4, where 1/12/40 was expected; of syllables: 1 in 4, where that was expected.
    """
    errors = fit(FOUR, least_count=1)
    assert errors.error_rate == pytest.approx(1 / 12)
    by_strokes = (1 + 1) / (4 + 12 * 40)
    by_syllables = (1 + 1) / (4 + 1 / by_strokes)
    assert exp(errors.logprob("제", "재")) == pytest.approx(by_syllables)


def test_what_was_seen_once_only_is_known_by_its_strokes_alone() -> None:
    errors = fit(FOUR, least_count=2)
    assert exp(errors.logprob("제", "재")) == pytest.approx(2 / 484)


def test_an_error_that_never_happened_is_rarer_the_more_often_there_was_a_chance() -> None:
    errors = fit(FOUR)
    assert exp(errors.logprob("제", "저")) == pytest.approx(1 / (4 + 12 * 40))
    assert exp(errors.logprob("가", "거")) == pytest.approx(1 / (12 * 40))


def test_two_errors_multiply() -> None:
    errors = fit(FOUR)
    assert errors.logprob("가나다라", "거나다러") < errors.logprob("가나다라", "거나다라") - 5


def test_nothing_changed_costs_nothing() -> None:
    assert fit(FOUR).logprob("제", "제") == 0.0


def test_자주_빠지는_띄어쓰기는_드문_것보다_그럴듯하다() -> None:
    pairs = [("할수 있다", "할 수 있다")] * 5 + [("큰 집", "큰 집")] * 5
    errors = fit(pairs)
    assert errors.logprob("갈 수", "갈수") > errors.logprob("큰 집", "큰집") + log(10)


def test_a_transposition_is_one_rewrite() -> None:
    assert list(stroke_rewrites(" ", "가", "ㅏㄱ")) == [("ㄱㅏ", "ㅏㄱ")]


def test_a_dropped_stroke_depends_on_the_one_in_front() -> None:
    assert list(stroke_rewrites("한", "국", "구")) == [("ㅜㄱ", "ㅜ")]


def test_what_is_too_wide_is_taken_apart() -> None:
    found = list(stroke_rewrites(" ", "나라", "너러"))
    assert found == [("ㅏ", "ㅓ"), ("ㅏ", "ㅓ")]


def test_a_doubled_syllable_differs_in_one_place() -> None:
    assert narrowed("가나", "가나나") == ("나", "", "나", " ")


def test_the_order_of_pairs_does_not_matter() -> None:
    one, other = fit(FOUR, 1), fit(FOUR[::-1], 1)
    assert list(one.characters.rewrites) == list(other.characters.rewrites)
    assert one.logprob("제", "재") == other.logprob("제", "재")


def test_a_sentence_costs_what_its_words_do() -> None:
    errors = fit(FOUR)
    one = errors.logprob("숙제를", "숙재를")
    other = errors.logprob("했다", "헸다")
    assert errors.of_sentence("숙제를 다 했다", "숙재를 다 헸다") == pytest.approx(one + other)
    assert errors.of_sentence("숙제를 했다", "숙재를 헸다") == pytest.approx(one + other)
    assert errors.of_sentence("숙제를 했다", "숙제를 했다") == 0.0


def test_where_words_are_joined_or_cut_they_are_looked_at_together() -> None:
    errors = fit([("할수", "할 수"), *[("할 수", "할 수")] * 9], least_count=1)
    joined = errors.logprob("할 수", "할수")
    assert errors.of_sentence("잘 할 수 있다", "잘 할수 있다") == joined
    cut = errors.of_sentence("할수 있다", "할 수 있다")
    assert errors.of_sentence("할 수 있다", "할수 있다") > cut


def test_a_moved_space_is_one_left_out_and_one_put_in() -> None:
    errors = fit([("할수", "할 수"), ("했 다", "했다"), *[("할 수", "할 수")] * 9], least_count=1)
    two = errors.logprob("해야 합", "해야합") + errors.logprob("정해", "정 해")
    assert errors.of_sentence("측정해야 합니다", "측정 해야합니다") == pytest.approx(two)


def test_errors_in_words_that_are_joined_are_costed_one_by_one() -> None:
    errors = fit(FOUR)
    two = errors.logprob("제를", "재를") + errors.logprob("를 다", "를다")
    assert errors.of_sentence("숙제를 다 했다", "숙재를다 했다") == pytest.approx(two)


def test_places_a_character_apart_are_one_error() -> None:
    errors = fit([("가키리다", "가리키다")] * 9, least_count=1)
    assert errors.of_sentence("잘 가리키다", "잘 가키리다") == errors.logprob("리키", "키리")


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("안녕 하세요", "dkssud 하세요"),
        ("한글을", "ㅎㅏㄴ글을"),
        ("밤에", "qka에"),
        ("보여준", "QHDUWNS"),
        ("했다", "햇다"),
    ],
)
def test_the_wrong_mode_and_a_missed_shift_are_no_slips(meant: str, typed: str) -> None:
    assert fit(FOUR).of_sentence(meant, typed) == 0.0


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("", "가"),
        ("가", ""),
        ("가 나", "가"),
        ("🎉", "가"),
        ("a\ud800", "\u1112"),
        ("가" * 900, "나" * 900),
    ],
)
def test_whatever_stands_there_has_a_finite_cost(meant: str, typed: str) -> None:
    assert -1e5 < fit(FOUR).of_sentence(meant, typed) < 0
