"""The 나랏글 keypad of telephones: presses, an input method, and which keys touch.

    ㄱ   ㄴ  ㅏㅓ
    ㄹ   ㅁ  ㅗㅜ
    ㅅ   ㅇ   ㅣ
    획추가 ㅡ  쌍자음

Six consonants have a key; 획추가 adds a stroke to the last letter (ㄱ ㅋ, ㄴ ㄷ ㅌ, ㅏ ㅑ), 쌍자음
doubles it (ㄱ ㄲ), and a vowel key pressed again gives its other vowel (ㅏ ㅓ). One of the three
한글 문자판 that became national standards in June 2011. Knows nothing about which errors are
likely.
"""

from functools import cache
from itertools import pairwise

from spellfix.hangul import decompose, is_syllable
from spellfix.keyboard import TAIL_PAIRS, type_jamo
from spellfix.keyboard import strokes as jamo_strokes
from spellfix.keypad import touching

ADD, DOUBLE = "⊕", "⊜"  # 획추가, 쌍자음
PAD = ("ㄱㄴㅏ", "ㄹㅁㅗ", "ㅅㅇㅣ", ADD + "ㅡ" + DOUBLE)

CONSONANTS = {
    "ㄱ": "ㄱ", "ㅋ": "ㄱ⊕", "ㄲ": "ㄱ⊜", "ㄴ": "ㄴ", "ㄷ": "ㄴ⊕",
    "ㅌ": "ㄴ⊕⊕", "ㄸ": "ㄴ⊕⊜", "ㄹ": "ㄹ", "ㅁ": "ㅁ", "ㅂ": "ㅁ⊕",
    "ㅍ": "ㅁ⊕⊕", "ㅃ": "ㅁ⊕⊜", "ㅅ": "ㅅ", "ㅆ": "ㅅ⊜", "ㅈ": "ㅅ⊕",
    "ㅊ": "ㅅ⊕⊕", "ㅉ": "ㅅ⊕⊜", "ㅇ": "ㅇ", "ㅎ": "ㅇ⊕",
}  # fmt: skip
VOWELS = {
    "ㅏ": "ㅏ", "ㅓ": "ㅏㅏ", "ㅑ": "ㅏ⊕", "ㅕ": "ㅏㅏ⊕", "ㅗ": "ㅗ",
    "ㅜ": "ㅗㅗ", "ㅛ": "ㅗ⊕", "ㅠ": "ㅗㅗ⊕", "ㅣ": "ㅣ", "ㅡ": "ㅡ",
    "ㅐ": "ㅏㅣ", "ㅔ": "ㅏㅏㅣ", "ㅒ": "ㅏ⊕ㅣ", "ㅖ": "ㅏㅏ⊕ㅣ", "ㅘ": "ㅗㅏ",
    "ㅙ": "ㅗㅏㅣ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅗㅗㅏ", "ㅞ": "ㅗㅗㅏㅣ", "ㅟ": "ㅗㅗㅣ",
    "ㅢ": "ㅡㅣ",
}  # fmt: skip
_PRESSES = CONSONANTS | VOWELS
_NEXT = {
    (jamo, key): made
    for key, rows in {
        ADD: (
            "ㄱㅋㄱ", "ㄴㄷㅌㄴ", "ㅁㅂㅍㅁ", "ㅅㅈㅊㅅ", "ㅇㅎㅇ",
            "ㅏㅑㅏ", "ㅓㅕㅓ", "ㅗㅛㅗ", "ㅜㅠㅜ",
        ),
        DOUBLE: ("ㄱㄲㄱ", "ㄷㄸㄷ", "ㅂㅃㅂ", "ㅅㅆㅅ", "ㅈㅉㅈ"),
        "ㅏ": ("ㅏㅓㅏ", "ㅗㅘ", "ㅜㅝ"),
        "ㅗ": ("ㅗㅜㅗ",),
        "ㅣ": ("ㅏㅐ", "ㅑㅒ", "ㅓㅔ", "ㅕㅖ", "ㅗㅚ", "ㅜㅟ", "ㅡㅢ", "ㅘㅙ", "ㅝㅞ"),
    }.items()
    for row in rows
    for jamo, made in pairwise(row)
}  # fmt: skip
"""What a key makes of the letter before it."""


def strokes(text: str) -> str:
    """The presses that type ``text``; other characters as they are.

    >>> strokes("학교"), strokes("너무")
    ('ㅇ⊕ㅏㄱㄱㅗ⊕', 'ㄴㅏㅏㅁㅗㅗ')
    """
    return "".join(map(_strokes_of, text))


@cache
def _strokes_of(char: str) -> str:
    if not is_syllable(char):
        return _PRESSES.get(char, char)
    lead, vowel, tail = decompose(char)
    return "".join(_PRESSES[jamo] for jamo in (lead, vowel, *TAIL_PAIRS.get(tail, tail)))


def type_keys(keys: str) -> str:
    """What the input method commits for the presses ``keys``.

    획추가 and 쌍자음 do nothing where nothing can be added or doubled. For text of precomposed
    syllables ``type_keys(strokes(text)) == text``.

    >>> type_keys("ㅇ⊕ㅏㄱ⊕"), type_keys("ㄹ⊕ㅏ⊕⊕")
    ('핰', '라')
    """
    typed: list[str] = []
    for key in keys:
        made = _NEXT.get((typed[-1], key)) if typed else None
        if made:
            typed[-1] = made
        elif key not in (ADD, DOUBLE):
            typed.append(key)
    return type_jamo("".join(map(jamo_strokes, typed)))


@cache
def neighbours(key: str) -> str:
    """The keys above, below and beside ``key``.

    >>> neighbours("ㅁ")
    'ㄴㄹㅗㅇ'
    """
    return touching(PAD, key)


def pressed_again(key: str) -> tuple[str, ...]:
    """A press more, or the wrong one of 획추가 and 쌍자음: ㅋ or ㄲ for ㄱ, ㅓ or ㅑ for ㅏ.

    One press fewer is a dropped stroke.
    """
    if key == DOUBLE:
        return (ADD,)
    if key == ADD:
        return (DOUBLE, ADD + ADD)
    return tuple(key + other for other in (key, ADD, DOUBLE) if (key, other) in _NEXT)
