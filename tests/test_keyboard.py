"""The two-set keyboard: where the keys lie, what is struck for a text, what strokes commit."""

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spellfix.hangul import LEADS, TAILS, VOWELS, compose, is_jamo
from spellfix.keyboard import (
    CONSONANT_STROKES,
    JAMO_TO_KEY,
    KEY_TO_JAMO,
    SHIFT,
    TAIL_PAIRS,
    UNSHIFT,
    VOWEL_PAIRS,
    VOWEL_STROKES,
    keys,
    neighbours,
    strokes,
    to_hangul,
    to_latin,
    type_jamo,
)

bounded = settings(max_examples=80)
SYLLABLES = [chr(code) for code in range(0xAC00, 0xD7A4)]
STROKES = CONSONANT_STROKES | VOWEL_STROKES

anything = st.text(st.characters(exclude_categories=()), max_size=30)
syllables = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=30)
key_runs = st.text(st.sampled_from(sorted(STROKES)), max_size=30)


# -- geometry --------------------------------------------------------------------------------


def test_모든_낱자는_자판에서_칠_수_있다() -> None:
    for jamo in LEADS + VOWELS + TAILS:
        assert strokes(jamo)
        assert set(strokes(jamo)) <= STROKES


def test_every_stroke_has_a_key_of_its_own() -> None:
    assert set(JAMO_TO_KEY) == STROKES
    assert not CONSONANT_STROKES & VOWEL_STROKES
    assert len(set(JAMO_TO_KEY.values())) == len(STROKES) == 33
    assert all(JAMO_TO_KEY[jamo] == key for key, jamo in KEY_TO_JAMO.items())
    assert {key.lower() for key in KEY_TO_JAMO} == set("abcdefghijklmnopqrstuvwxyz")


def test_윗글쇠는_일곱_글자를_바꾼다() -> None:
    assert "".join(SHIFT) == "ㅂㅈㄷㄱㅅㅐㅔ"
    assert "".join(SHIFT.values()) == "ㅃㅉㄸㄲㅆㅒㅖ"
    for plain, shifted in SHIFT.items():
        assert UNSHIFT[shifted] == plain
        assert JAMO_TO_KEY[shifted] == JAMO_TO_KEY[plain].upper()


def test_겹낱자는_두_번_친다() -> None:
    assert set(VOWEL_PAIRS) == set(VOWELS) - VOWEL_STROKES
    assert set(TAIL_PAIRS) == set(TAILS) - CONSONANT_STROKES
    assert len(set(VOWEL_PAIRS.values())) == len(VOWEL_PAIRS)
    assert len(set(TAIL_PAIRS.values())) == len(TAIL_PAIRS)


def test_neighbours_are_mutual() -> None:
    for one, other in product(STROKES, STROKES - set(UNSHIFT)):
        if one not in UNSHIFT:
            assert (other in neighbours(one)) == (one in neighbours(other)), (one, other)


@pytest.mark.parametrize(
    ("key", "touching"),
    [
        ("q", "wa"), ("a", "qwsz"), ("s", "weadzx"), ("r", "etdf"), ("g", "tyfhvb"),
        ("l", "opk"), ("p", "ol"), ("z", "asx"), ("m", "jkn"), ("h", "yugjbn"),
    ],
)  # fmt: skip
def test_neighbours_touch_on_a_real_keyboard(key: str, touching: str) -> None:
    assert sorted(JAMO_TO_KEY[jamo] for jamo in neighbours(KEY_TO_JAMO[key])) == sorted(touching)


def test_a_key_has_two_to_six_neighbours_never_itself_and_shift_does_not_move_it() -> None:
    for stroke in STROKES:
        near = neighbours(stroke)
        assert 2 <= len(near) == len(set(near)) <= 6, stroke
        assert stroke not in near
        assert near == neighbours(UNSHIFT.get(stroke, stroke))
        assert not set(near) & set(UNSHIFT)


@pytest.mark.parametrize("other", ["", "a", "가", "ㅘ", "ㄳ", " ", "ㅎㅗ"])
def test_what_is_no_stroke_has_no_neighbours(other: str) -> None:
    assert neighbours(other) == ""


# -- strokes and the input method -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("한글", "ㅎㅏㄴㄱㅡㄹ"),
        ("읽다 a", "ㅇㅣㄹㄱㄷㅏ a"),
        ("꿨", "ㄲㅜㅓㅆ"),
        ("의외", "ㅇㅡㅣㅇㅗㅣ"),
        ("ㅋㅋㅘㄳ", "ㅋㅋㅗㅏㄱㅅ"),
        ("", ""),
    ],
)
def test_글은_글쇠로_풀린다(text: str, keys: str) -> None:
    assert strokes(text) == keys


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("ㅎㅏㄴㅏ", "하나"),  # 도깨비불: the ㄴ was a tail for one stroke
        ("ㅎㅏㄴㄱ", "한ㄱ"),
        ("ㄷㅏㄹㄱ", "닭"),
        ("ㄷㅏㄹㄱㅣ", "달기"),  # of a compound tail only the second consonant moves on
        ("ㄷㅏㄹㄱㅇㅣ", "닭이"),
        ("ㅇㅓㅂㅅㅓ", "업서"),
        ("ㅇㅓㅂㅅㅇㅓ", "없어"),
        ("ㅇㅓㅂㅅㅅㅏ", "없사"),
        ("ㅇㅓㅂㅆㅏ", "업싸"),
        ("ㅇㅣㅆㅓ", "이써"),  # ㅆ and ㄲ are one stroke and move on whole
        ("ㅂㅏㄲㅔ", "바께"),
        ("ㄱㅏㄸㅏ", "가따"),  # ㄸ ㅃ ㅉ end no syllable
        ("ㄱㅏㄸ", "가ㄸ"),
        ("ㄱㅏㄱㄱㅏ", "각가"),
        ("ㄱㅗㅏ", "과"),
        ("ㄱㅗㅏㅣ", "과ㅣ"),
        ("ㄱㅜㅓㄹ", "궐"),
        ("ㄱㅏㅏ", "가ㅏ"),
        ("ㅏㅎㄴ", "ㅏㅎㄴ"),
        ("ㅗㅏㄴ", "ㅘㄴ"),
        ("ㅋㅋㅋ", "ㅋㅋㅋ"),
        ("ㄱㅅ", "ㄱㅅ"),
        ("ㄱ ㅏ", "ㄱ ㅏ"),
        ("ㄱㅏ1ㄴ", "가1ㄴ"),
        ("", ""),
    ],
)
def test_두벌식_입력기처럼_모은다(keys: str, text: str) -> None:
    assert type_jamo(keys) == text


def test_모든_음절은_친_대로_나온다() -> None:
    assert [type_jamo(strokes(syllable)) for syllable in SYLLABLES] == SYLLABLES


def test_어떤_받침_뒤에_어떤_음절이_와도_친_대로_나온다() -> None:
    for tail, lead, vowel in product(["", *TAILS], LEADS, VOWELS):
        text = compose("ㅎ", "ㅜ", tail) + compose(lead, vowel)
        assert type_jamo(strokes(text)) == text


@bounded
@given(st.lists(syllables | st.text(st.characters(exclude_categories=())), max_size=8))
def test_any_text_without_bare_jamo_comes_back_from_its_strokes(parts: list[str]) -> None:
    text = "".join(char for char in "".join(parts) if not is_jamo(char))
    assert type_jamo(strokes(text)) == text


@bounded
@given(st.lists(key_runs | anything, max_size=6).map("".join))
@example("ㄱㅏㅂㅅㅏㄹㄱㅗㅐㅣ")
def test_the_input_method_loses_no_stroke(keys: str) -> None:
    assert strokes(type_jamo(keys)) == strokes(keys)


# -- 한/영 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hangul", "latin"),
    [
        ("안녕하세요", "dkssudgktpdy"),
        ("안녕 ㅋ", "dkssud z"),
        ("까뿐", "RkQns"),
        ("얘기 예", "dOrl dP"),
        ("의사가 왔다.", "dmltkrk dhkTek."),
        ("닭 1마리!", "ekfr 1akfl!"),
        ("", ""),
    ],
)
def test_한영_키를_안_누르면_로마자로_나오고_돌아온다(hangul: str, latin: str) -> None:
    assert to_latin(hangul) == latin
    assert to_hangul(latin) == hangul


@pytest.mark.parametrize(
    ("latin", "hangul"),
    [
        ("Hello", "ㅗ디ㅣㅐ"),
        ("HELLO", "ㅗ띠ㅣㅒ"),
        ("DKSSUD", "안녕"),  # capitals without a shifted jamo act like small letters
        ("rk rK RK", "가 가 까"),
        ("test123", "ㅅㄷㄴㅅ123"),
    ],
)
def test_한영_키를_잘못_누르면_한글로_나온다(latin: str, hangul: str) -> None:
    assert to_hangul(latin) == hangul


@pytest.mark.parametrize("text", ["\u212a", "İ", "é", "ａ", "д", "1,000!", "😀", "\ud800", "\x00"])
def test_only_the_letters_of_the_keyboard_become_hangul(text: str) -> None:
    assert to_hangul(text) == text
    assert to_latin(text) == text


def test_누른_글쇠는_한영과_대소문자에_매이지_않는다() -> None:
    assert [keys(text) for text in ("안녕 A", "dkssud a", "DKSSUD A")] == ["dkssud a"] * 3


@bounded
@given(st.lists(syllables | st.sampled_from([" ", ". ", "12", "\n", "😀"]), max_size=8))
def test_any_hangul_text_survives_the_latin_mode(parts: list[str]) -> None:
    text = "".join(parts)
    assert to_hangul(to_latin(text)) == text


@bounded
@given(st.text(st.characters(max_codepoint=0x7F)))
@example("".join(map(chr, range(128))))
def test_any_ascii_text_survives_the_hangul_mode_but_for_needless_capitals(text: str) -> None:
    kept = "".join(char if char in "QWERTOP" else char.lower() for char in text)
    assert to_latin(to_hangul(text)) == kept
