"""Pronunciation by the examples of the standard, and the pairs it is there to find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.hangul import is_syllable
from spellfix.pronunciation import pronounce


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        # 제5항
        ("희망", "히망"), ("주의", "주이"), ("의사", "의사"), ("가져", "가저"), ("폐지", "페지"),
        # 제9항-제11항
        ("닦다", "닥따"), ("젖", "젇"), ("값", "갑"), ("여덟", "여덜"), ("읊다", "읍따"),
        # 제12항
        ("놓고", "노코"), ("않던", "안턴"), ("닳지", "달치"), ("꽂히다", "꼬치다"),
        # 제13항, 제14항
        ("쌓이다", "싸이다"), ("많아", "마나"), ("앉아", "안자"), ("값을", "갑쓸"),
        # 제17항
        ("굳이", "구지"), ("밭이", "바치"), ("벼훑이", "벼훌치"), ("굳히다", "구치다"),
        # 제18항, 제19항
        ("먹는", "멍는"), ("앞마당", "암마당"), ("담력", "담녁"), ("협력", "혐녁"),
        # 제20항-제27항
        ("난로", "날로"), ("칼날", "칼랄"), ("국밥", "국빱"), ("닭장", "닥짱"), ("할걸", "할껄"),
    ],
)  # fmt: skip
def test_표준_발음법의_보기대로_읽는다(written: str, spoken: str) -> None:
    assert pronounce(written) == spoken


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("돼요", "되요"), ("왠만", "웬만"), ("몇일", "며칠"), ("오랫만", "오랜만"),
        ("금새", "금세"), ("합니다", "함니다"), ("없이", "업씨"), ("좋았습니다", "좋앗습니다"),
        ("어떻게", "어떡해"),
    ],
)  # fmt: skip
def test_소리가_같은_말을_알아본다(one: str, other: str) -> None:
    assert pronounce(one) == pronounce(other)


@pytest.mark.parametrize(("one", "other"), [("때", "떄"), ("낫다", "낳다"), ("가다", "까다")])
def test_소리가_다른_말을_가른다(one: str, other: str) -> None:
    assert pronounce(one) != pronounce(other)


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3) | st.characters()))
def test_only_syllables_change_and_each_stays_one_syllable(text: str) -> None:
    spoken = pronounce(text)
    assert len(spoken) == len(text)
    for written, heard in zip(text, spoken, strict=True):
        assert is_syllable(heard) if is_syllable(written) else heard == written
