"""The 나랏글 keypad: what is pressed for a text, what presses commit, which keys touch."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.hangul import LEADS, TAILS, VOWELS, compose, is_jamo
from spellfix.naratgeul import ADD, DOUBLE, PAD, neighbours, pressed_again, strokes, type_keys

bounded = settings(max_examples=80)
SYLLABLES = [chr(code) for code in range(0xAC00, 0xD7A4)]
KEYS = "".join(PAD)

syllables = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=30)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("학교", "ㅇ⊕ㅏㄱㄱㅗ⊕"),
        ("너무", "ㄴㅏㅏㅁㅗㅗ"),
        ("얘기", "ㅇㅏ⊕ㅣㄱㅣ"),
        ("뭐 1", "ㅁㅗㅗㅏ 1"),
        ("왜", "ㅇㅗㅏㅣ"),
        ("닭", "ㄴ⊕ㅏㄹㄱ"),
        ("또", "ㄴ⊕⊜ㅗ"),
        ("ㅋㅋ", "ㄱ⊕ㄱ⊕"),
        ("", ""),
    ],
)
def test_글은_누름으로_풀리고_돌아온다(text: str, keys: str) -> None:
    assert strokes(text) == keys
    assert type_keys(keys) == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("ㅏㅏㅏ", "ㅏ"),
        ("ㄱ⊕⊕ㅗ", "고"),  # after the last letter the strokes begin again
        ("ㄱ⊜⊜ㅗ", "고"),
        ("ㄹ⊕⊜ㅗ", "로"),  # nothing to add, nothing to double
        ("⊕ㅗ⊜", "ㅗ"),
        ("ㄱㅏㄱ⊕", "갘"),
        ("ㄱㅏㄱ⊕ㅏ", "가카"),
        ("ㄱㅏㄹㄱ⊕ㅏ", "갈카"),
        ("ㄱㅗㅏㅏ", "과ㅏ"),
    ],
)
def test_나랏글_입력기처럼_모은다(keys: str, text: str) -> None:
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
    text = "".join(
        char for char in "".join(parts) if not is_jamo(char) and char not in ADD + DOUBLE
    )
    assert type_keys(strokes(text)) == text


@bounded
@given(syllables, syllables)
def test_a_run_of_syllables_is_pressed_like_each_alone(one: str, other: str) -> None:
    assert strokes(one + other) == strokes(one) + strokes(other)


@bounded
@given(st.text(st.sampled_from(KEYS), max_size=30))
def test_any_presses_give_text_without_function_keys(keys: str) -> None:
    assert not set(type_keys(keys)) & {ADD, DOUBLE}


def test_keys_touch_above_below_and_beside() -> None:
    assert len(set(KEYS)) == 12
    assert neighbours("ㅁ") == "ㄴㄹㅗㅇ"
    assert neighbours(ADD) == "ㅅㅡ"
    assert neighbours(" ") == neighbours("") == neighbours("ㅋ") == ""
    for one, other in product(KEYS, KEYS):
        assert (other in neighbours(one)) == (one in neighbours(other))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("고", "코"), ("고", "꼬"), ("나", "너"), ("나", "냐"), ("코", "꼬"), ("소", "쏘")],
)
def test_누름이_하나_더해지거나_획추가와_쌍자음이_바뀐다(right: str, wrong: str) -> None:
    keys = strokes(right)
    again = {
        type_keys(keys[:at] + more + keys[at + 1 :])
        for at, key in enumerate(keys)
        for more in pressed_again(key)
    }
    assert wrong in again
