"""Syllables and jamo against the Unicode character names, over every syllable there is."""

from itertools import product
from unicodedata import name, normalize

import pytest

from spellfix.hangul import (
    LEADS,
    TAILS,
    VOWELS,
    compose,
    decompose,
    has_batchim,
    is_conjoining,
    is_jamo,
    is_syllable,
)

SYLLABLES = [chr(code) for code in range(0xAC00, 0xD7A4)]
CONJOINING_NAMES = ("HANGUL CHOSEONG ", "HANGUL JUNGSEONG ", "HANGUL JONGSEONG ")


def test_모든_음절은_풀었다_모으면_그대로다() -> None:
    assert len(SYLLABLES) == 11_172
    assert [compose(*decompose(syllable)) for syllable in SYLLABLES] == SYLLABLES


def test_끝소리를_주지_않으면_받침이_없다() -> None:
    assert compose("ㅎ", "ㅏ") == "하"


def test_모은_음절은_유니코드_차례로_놓인다() -> None:
    assert [compose(*parts) for parts in product(LEADS, VOWELS, ["", *TAILS])] == SYLLABLES


def test_푼_낱자의_이름은_유니코드가_푼_것과_같다() -> None:
    for syllable in SYLLABLES:
        ours = [name(part).removeprefix("HANGUL LETTER ") for part in decompose(syllable) if part]
        theirs = [name(part).partition("SEONG ")[2] for part in normalize("NFD", syllable)]
        assert ours == theirs, syllable


@pytest.mark.parametrize(
    ("syllable", "parts"),
    [
        ("가", ("ㄱ", "ㅏ", "")),
        ("않", ("ㅇ", "ㅏ", "ㄶ")),
        ("꿨", ("ㄲ", "ㅝ", "ㅆ")),
        ("뷁", ("ㅂ", "ㅞ", "ㄺ")),
        ("힣", ("ㅎ", "ㅣ", "ㅎ")),
    ],
)
def test_음절은_첫소리와_가운뎃소리와_끝소리로_풀린다(
    syllable: str, parts: tuple[str, str, str]
) -> None:
    assert decompose(syllable) == parts


@pytest.mark.parametrize(
    "bad",
    ["", "ㄱ", "ㅏ", "a", " ", "가나", "각ㄱ", normalize("NFD", "가"), "\uabff", "\ud7a4"],
)
def test_음절_하나가_아니면_풀지_않는다(bad: str) -> None:
    with pytest.raises(ValueError, match="one Hangul syllable"):
        decompose(bad)


@pytest.mark.parametrize(
    "parts",
    [
        ("", "ㅏ", ""), ("ㄱ", "", ""), ("", "", ""), ("", "", "ㄱ"),
        ("ㅏ", "ㄱ", ""), ("ㄳ", "ㅏ", ""), ("ㄱ", "ㅏ", "ㄸ"), ("ㄱ", "ㅏ", "ㅏ"),
        ("ㄱㄲ", "ㅏ", ""), ("ㄱ", "ㅏㅐ", ""), ("ㄱ", "ㅏ", "ㄱㄲ"), ("ㄱ", "ㅏ", "ㄱㅅ"),
        ("가", "ㅏ", ""), ("g", "a", ""), ("\u1100", "\u1161", ""),
    ],
)  # fmt: skip
def test_자리에_맞지_않는_낱자는_모으지_않는다(parts: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match="no syllable is made of"):
        compose(*parts)


def test_받침은_풀어쓴_음절의_셋째_글자다() -> None:
    for syllable in SYLLABLES:
        assert has_batchim(syllable) == (len(normalize("NFD", syllable)) == 3)


@pytest.mark.parametrize("text", ["", "a", "ㄱ", "1", "각각", "\uabff", "\ud7a4", "\u11a8"])
def test_음절이_아니면_받침도_없다(text: str) -> None:
    assert not is_syllable(text)
    assert not has_batchim(text)


def test_every_character_of_the_plane_is_classed_by_its_unicode_name() -> None:
    for char in map(chr, range(0x10000)):
        called = name(char, "")
        assert is_syllable(char) == called.startswith("HANGUL SYLLABLE"), hex(ord(char))
        if called:
            assert is_conjoining(char) == called.startswith(CONJOINING_NAMES), hex(ord(char))


def test_what_people_type_is_jamo_and_what_nfd_makes_is_conjoining() -> None:
    assert all(map(is_jamo, LEADS + VOWELS + TAILS))
    assert [char for char in map(chr, range(0x10000)) if is_jamo(char)] == [
        *"ㄱㄲㄳㄴㄵㄶㄷㄸㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅃㅄㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ",
        *"ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ",
    ]
    assert all(map(is_conjoining, normalize("NFD", "".join(SYLLABLES))))
    assert not any(is_jamo(text) or is_conjoining(text) for text in ("", "ㄱㄴ", "\u1100\u1161"))
