"""The 천지인 keypad of telephones: presses, an input method, and which keys touch.

    ㅣ  ㆍ  ㅡ
    ㄱㅋ ㄴㄹ ㄷㅌ
    ㅂㅍ ㅅㅎ ㅈㅊ
        ㅇㅁ

Vowels are drawn from three strokes, consonants chosen by pressing their key again (ㄱ ㅋ ㄲ).
Two consonants of one key in a row need a wait between them: 학교 typed without comes out as 하쿄.
One of the three 한글 문자판 that became national standards in June 2011, and part of ITU-T E.161
since July 2014. Knows nothing about which errors are likely.
"""

from collections.abc import Iterator
from functools import cache

from spellfix.hangul import decompose, is_syllable
from spellfix.keyboard import TAIL_PAIRS, type_jamo
from spellfix.keyboard import strokes as jamo_strokes
from spellfix.keypad import touching

WAIT = "⏸"  # the next-character key, or time
CYCLES = {
    "ㄱ": "ㄱㅋㄲ", "ㄴ": "ㄴㄹ", "ㄷ": "ㄷㅌㄸ", "ㅂ": "ㅂㅍㅃ",
    "ㅅ": "ㅅㅎㅆ", "ㅈ": "ㅈㅊㅉ", "ㅇ": "ㅇㅁ",
}  # fmt: skip
VOWEL_KEYS = "ㅣㆍㅡ"
PAD = ("ㅣㆍㅡ", "ㄱㄴㄷ", "ㅂㅅㅈ", " ㅇ ")

CONSONANTS = {jamo: key * times for key, row in CYCLES.items() for times, jamo in enumerate(row, 1)}
VOWELS = {
    "ㅣ": "ㅣ", "ㅡ": "ㅡ", "ㅏ": "ㅣㆍ", "ㅑ": "ㅣㆍㆍ", "ㅓ": "ㆍㅣ",
    "ㅕ": "ㆍㆍㅣ", "ㅗ": "ㆍㅡ", "ㅛ": "ㆍㆍㅡ", "ㅜ": "ㅡㆍ", "ㅠ": "ㅡㆍㆍ",
    "ㅐ": "ㅣㆍㅣ", "ㅒ": "ㅣㆍㆍㅣ", "ㅔ": "ㆍㅣㅣ", "ㅖ": "ㆍㆍㅣㅣ", "ㅘ": "ㆍㅡㅣㆍ",
    "ㅙ": "ㆍㅡㅣㆍㅣ", "ㅚ": "ㆍㅡㅣ", "ㅝ": "ㅡㆍㆍㅣ", "ㅞ": "ㅡㆍㆍㅣㅣ", "ㅟ": "ㅡㆍㅣ",
    "ㅢ": "ㅡㅣ",
}  # fmt: skip
_DRAWN = {presses: vowel for vowel, presses in VOWELS.items()} | {"ㆍ": "ㆍ", "ㆍㆍ": "ᆢ"}


def strokes(text: str) -> str:
    """The presses that type ``text``; other characters as they are.

    A wait follows every consonant that ends a syllable. Where the next key is another one it
    changes nothing, so a run of syllables is typed like each of them alone.

    >>> strokes("학교"), strokes("너무")
    ('ㅅㅅㅣㆍㄱ⏸ㄱㆍㆍㅡ', 'ㄴㆍㅣㅇㅇㅡㆍ')
    """
    return "".join(map(_strokes_of, text))


@cache
def _strokes_of(char: str) -> str:
    if not is_syllable(char):
        return CONSONANTS[char] + WAIT if char in CONSONANTS else VOWELS.get(char, char)
    lead, vowel, tail = decompose(char)
    end = "".join(CONSONANTS[jamo] for jamo in TAIL_PAIRS.get(tail, tail))
    return CONSONANTS[lead] + VOWELS[vowel] + (end and end + WAIT)


def type_keys(keys: str) -> str:
    """What the input method commits for the presses ``keys``.

    For text of precomposed syllables ``type_keys(strokes(text)) == text``.

    >>> type_keys("ㅅㅅㅣㆍㄱㄱㆍㆍㅡ"), type_keys("ㄱㆍㄴㅣ")
    ('하쿄', 'ㄱㆍ니')
    """
    return type_jamo("".join(map(jamo_strokes, _jamo(keys))))


def _jamo(keys: str) -> Iterator[str]:
    """The consonants and vowels that runs of presses choose and draw, one by one."""
    done = 0
    while done < len(keys):
        key = keys[done]
        end = done + 1
        if key in CYCLES:
            while end < len(keys) and keys[end] == key:
                end += 1
            cycle = CYCLES[key]
            yield cycle[(end - done - 1) % len(cycle)]
        elif key in VOWEL_KEYS:
            while end < len(keys) and keys[done : end + 1] in _DRAWN:
                end += 1
            yield _DRAWN[keys[done:end]]
        elif key != WAIT:
            yield key
        done = end


@cache
def neighbours(key: str) -> str:
    """The keys above, below and beside ``key``.

    >>> neighbours("ㅅ")
    'ㄴㅂㅈㅇ'
    """
    return touching(PAD, key)


def pressed_again(key: str) -> tuple[str, ...]:
    """One press more: ㄱ becomes ㅋ, ㅓ becomes ㅕ. One press fewer is a dropped stroke."""
    return (key * 2,) if key in CYCLES or key == "ㆍ" else ()
