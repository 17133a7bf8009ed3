"""The 천지인 keypad: what is pressed for a text, what presses commit, which keys touch."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.cheonjiin import (
    CYCLES,
    PAD,
    VOWEL_KEYS,
    WAIT,
    neighbours,
    pressed_again,
    strokes,
    type_keys,
)
from spellfix.hangul import LEADS, TAILS, VOWELS, compose, is_jamo

bounded = settings(max_examples=80)
SYLLABLES = [chr(code) for code in range(0xAC00, 0xD7A4)]
KEYS = "".join(CYCLES) + VOWEL_KEYS

syllables = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=30)
presses = st.text(st.sampled_from(KEYS + WAIT), max_size=30)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("나무위키", "ㄴㅣㆍㅇㅇㅡㆍㅇㅡㆍㅣㄱㄱㅣ"),
        ("학교", "ㅅㅅㅣㆍㄱ⏸ㄱㆍㆍㅡ"),
        ("얘기", "ㅇㅣㆍㆍㅣㄱㅣ"),
        ("뭐 1", "ㅇㅇㅡㆍㆍㅣ 1"),
        ("닭", "ㄷㅣㆍㄴㄴㄱ⏸"),
        ("까", "ㄱㄱㄱㅣㆍ"),
        ("ㅋㅋ", "ㄱㄱ⏸ㄱㄱ⏸"),
        ("", ""),
    ],
)
def test_글은_누름으로_풀리고_돌아온다(text: str, keys: str) -> None:
    assert strokes(text) == keys
    assert type_keys(keys) == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("ㅅㅅㅣㆍㄱㄱㆍㆍㅡ", "하쿄"),  # 학교 without the wait
        ("ㅇㅣㆍㅇㅇㅣ", "아미"),  # 앙이
        ("ㄱㄱㄱㄱㅣㆍ", "가"),  # the cycle begins again
        ("ㅅㅅㅣㆍㄴㅣㆍ", "하나"),
        ("ㅅㅅㅣㆍㄴ⏸ㅣㆍ", "하나"),  # a wait does not end the syllable
        ("ㅡㆍㆍㆍ", "ㅠㆍ"),
        ("ㅣㅣ", "ㅣㅣ"),
        ("ㄱㆍㄴㅡ", "ㄱㆍ느"),
        ("ㄱㆍㆍ", "ㄱᆢ"),
        ("⏸⏸", ""),
        ("ㄱ ㅣㆍ", "ㄱ ㅏ"),
    ],
)
def test_천지인_입력기처럼_모은다(keys: str, text: str) -> None:
    assert type_keys(keys) == text


def test_모든_음절은_누른_대로_나온다() -> None:
    assert [type_keys(strokes(syllable)) for syllable in SYLLABLES] == SYLLABLES


def test_어떤_받침_뒤에_어떤_음절이_와도_누른_대로_나온다() -> None:
    for tail, lead, vowel in product(["", *TAILS], LEADS, VOWELS):
        text = compose("ㅎ", "ㅜ", tail) + compose(lead, vowel)
        assert type_keys(strokes(text)) == text


@bounded
@given(st.lists(syllables | st.text(st.characters(exclude_categories=())), max_size=8))
def test_any_text_without_bare_jamo_comes_back_from_its_presses(parts: list[str]) -> None:
    text = "".join(char for char in "".join(parts) if not is_jamo(char) and char not in "ㆍ" + WAIT)
    assert type_keys(strokes(text)) == text


@bounded
@given(syllables, syllables)
def test_a_run_of_syllables_is_pressed_like_each_alone(one: str, other: str) -> None:
    assert strokes(one + other) == strokes(one) + strokes(other)


@bounded
@given(presses)
def test_any_presses_give_text_without_a_wait(keys: str) -> None:
    assert WAIT not in type_keys(keys)


def test_keys_touch_above_below_and_beside() -> None:
    assert set("".join(PAD)) - {" "} == set(KEYS)
    assert neighbours("ㄴ") == "ㆍㄱㄷㅅ"
    assert neighbours("ㅇ") == "ㅅ"
    assert neighbours(WAIT) == neighbours(" ") == neighbours("") == neighbours("ㅋ") == ""
    for one, other in product(KEYS, KEYS):
        assert (other in neighbours(one)) == (one in neighbours(other))


@pytest.mark.parametrize(
    ("right", "wrong"), [("고", "코"), ("거", "겨"), ("나", "라"), ("너", "녀")]
)
def test_한_번_더_누르면_다음_글자가_된다(right: str, wrong: str) -> None:
    keys = strokes(right)
    again = {
        type_keys(keys[:at] + more + keys[at + 1 :])
        for at, key in enumerate(keys)
        for more in pressed_again(key)
    }
    assert wrong in again
