"""Hangul syllables and their jamo; knows nothing about keyboards, words or errors.

Jamo are given and taken as compatibility jamo (U+3131..U+3163), the ones that people see and type.
A syllable is one precomposed code point (U+AC00..U+D7A3, Unicode chapter 3.12).
"""

from functools import cache

import jamo

FIRST_SYLLABLE = 0xAC00
LAST_SYLLABLE = 0xD7A3

LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


def is_syllable(char: str) -> bool:
    """Whether ``char`` is one precomposed Hangul syllable.

    >>> is_syllable("한"), is_syllable("ㅎ"), is_syllable("a")
    (True, False, False)
    """
    return len(char) == 1 and FIRST_SYLLABLE <= ord(char) <= LAST_SYLLABLE


def is_common(char: str) -> bool:
    """Whether ``char`` is one of the 2,350 syllables of KS X 1001; hardly any text has others.

    >>> is_common("한"), is_common("냫"), is_common("ㅎ")
    (True, False, False)
    """
    return is_syllable(char) and min(char.encode("cp949")) >= 0xA1  # below: what CP949 adds


def is_jamo(char: str) -> bool:
    """Whether ``char`` is one modern compatibility jamo, such as ㅋ or ㅏ."""
    return len(char) == 1 and "ㄱ" <= char <= "ㅣ"


def is_conjoining(char: str) -> bool:
    """Whether ``char`` is a conjoining jamo: NFD or old Hangul (U+1100, U+A960, U+D7B0 blocks)."""
    return len(char) == 1 and (
        "\u1100" <= char <= "\u11ff" or "\ua960" <= char <= "\ua97c" or "\ud7b0" <= char <= "\ud7fb"
    )


@cache
def decompose(syllable: str) -> tuple[str, str, str]:
    """Lead, vowel and tail of a syllable; the tail is empty where there is none.

    Raises ValueError for anything but one precomposed syllable.

    >>> decompose("않"), decompose("가")
    (('ㅇ', 'ㅏ', 'ㄶ'), ('ㄱ', 'ㅏ', ''))
    """
    if not is_syllable(syllable):
        raise ValueError(f"expected one Hangul syllable, got {syllable!r}")
    parts = jamo.j2hcj(jamo.h2j(syllable))
    return parts[0], parts[1], parts[2:]


@cache
def compose(lead: str, vowel: str, tail: str = "") -> str:
    """The syllable made of the given compatibility jamo.

    Raises ValueError where the jamo cannot stand in those places.

    >>> compose("ㅎ", "ㅏ", "ㄴ")
    '한'
    """
    allowed = [*LEADS], [*VOWELS], ["", *TAILS]
    if any(part not in parts for part, parts in zip((lead, vowel, tail), allowed, strict=True)):
        raise ValueError(f"no syllable is made of {lead!r}, {vowel!r} and {tail!r}")
    syllable: str = jamo.j2h(lead, vowel, tail or 0)
    return syllable


def has_batchim(char: str) -> bool:
    """Whether a syllable ends in a consonant (받침); False for anything that is no syllable."""
    return is_syllable(char) and (ord(char) - FIRST_SYLLABLE) % 28 != 0
