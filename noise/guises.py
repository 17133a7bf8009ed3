"""The same text in other letters: typed in the wrong 한/영 mode, as bare jamo, in another form of
Unicode. Each function takes what was meant and gives what may stand there instead, nothing where
that would be pointless. Knows nothing about where it stands.
"""

from collections.abc import Callable, Sequence
from functools import cache
from unicodedata import decomposition, normalize

from spellfix.hangul import LEADS, TAILS, VOWELS, compose, decompose
from spellfix.keyboard import TAIL_PAIRS, strokes, to_hangul, to_latin

Guises = Callable[[str], Sequence[str]]

LAUGHTER = "ㅋㅎㅜㅠㅡ"  # at the end of a word these are meant: ㅋㅋ, ㅠㅠ, ㅡㅡ
STRAYS = "ㅇㄴㅁㄹ"
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}  # U+FF01..U+FF5E
IDEOGRAPHIC = {".": "。", ",": "、"}
HALF_WIDTH = {
    chr(int(parts[1], 16)): chr(code)
    for code in range(0xFFA1, 0xFFDD)
    if (parts := decomposition(chr(code)).split())
}


def in_latin(text: str) -> Sequence[str]:
    """Shift makes capitals of ㅃㅉㄸㄲㅆㅒㅖ, and of nothing else.

    >>> in_latin("안녕 예쁜")
    ('dkssud dPQms',)
    """
    return ("".join(map(_latin_of, text)),)


def in_latin_with_a_capital(text: str) -> Sequence[str]:
    """As phones write the first letter of a sentence: 안녕 → Dkssud."""
    latin = in_latin(text)[0]
    return (latin[0].upper() + latin[1:],)


def in_capitals(text: str) -> Sequence[str]:
    """With Caps Lock on, where Shift makes small letters (Windows) or does nothing (macOS).

    >>> in_capitals("안녕"), in_capitals("까치")
    (['DKSSUD'], ['RKCL', 'rKCL'])
    """
    latin = in_latin(text)[0]
    return sorted({latin.swapcase(), latin.upper()})


@cache
def _latin_of(char: str) -> str:
    return to_latin(char)


def in_hangul(text: str) -> Sequence[str]:
    """Capitals come from Shift, or from Caps Lock, which the Hangul mode ignores.

    Nothing where a word is one letter, or two that make a syllable: so → 내 may be a word.

    >>> in_hangul("hello"), in_hangul("API"), in_hangul("AI")
    (['ㅗ디ㅣㅐ'], ['메ㅑ', '몌ㅑ'], [])
    """
    for word in text.split(" "):
        if len(word) < 2 or (len(word) == 2 and len(to_hangul(word)) == 1):
            return []
    typed = {to_hangul(text)}
    if text.isupper():
        typed.add(to_hangul(text.lower()))
    return sorted(typed)


@cache
def apart(syllable: str) -> Sequence[str]:
    """The jamo of a syllable, as they are written and as they are typed.

    >>> apart("한"), apart("닭")
    (['ㅎㅏㄴ'], ['ㄷㅏㄹㄱ', 'ㄷㅏㄺ'])
    """
    return sorted({"".join(decompose(syllable)), strokes(syllable)})


def all_apart(text: str) -> Sequence[str]:
    """한글 → ㅎㅏㄴㄱㅡㄹ."""
    return (strokes(text),)


@cache
def without_final(syllable: str) -> Sequence[str]:
    """The final consonant, or half of it, beside the syllable.

    >>> without_final("한"), without_final("닭"), without_final("하")
    (['하ㄴ'], ['다ㄺ', '달ㄱ'], [])
    """
    lead, vowel, tail = decompose(syllable)
    found = [compose(lead, vowel) + tail] if tail else []
    if pair := TAIL_PAIRS.get(tail):
        found.append(compose(lead, vowel, pair[0]) + pair[1])
    return found


@cache
def with_stray(syllable: str) -> Sequence[str]:
    """A key was held, or hit when the syllable was done; never what reads as laughter or tears.

    >>> with_stray("다")
    ('다ㅏ', '다ㅏㅏ', '다ㅇ', '다ㄴ', '다ㅁ', '다ㄹ')
    """
    held = strokes(syllable)[-1]
    again = () if held in LAUGHTER else (syllable + held, syllable + held * 2)
    return (*again, *(syllable + stray for stray in STRAYS if stray != held))


def as_conjoining(text: str) -> Sequence[str]:
    """한 as U+1112 U+1161 U+11AB (NFD)."""
    return (normalize("NFD", text),)


@cache
def mixed(syllable: str) -> Sequence[str]:
    """Compatibility and conjoining jamo side by side: what no normal form composes."""
    lead, vowel, tail = decompose(syllable)
    conjoining = chr(0x1161 + VOWELS.index(vowel))
    if tail:
        conjoining += chr(0x11A8 + TAILS.index(tail))
    return (lead + conjoining, chr(0x1100 + LEADS.index(lead)) + vowel + tail)


def in_full_width(text: str) -> Sequence[str]:
    """As Chinese and Japanese input methods write: signs also in their ideographic form.

    >>> in_full_width("ABC"), in_full_width(" "), in_full_width(".")
    (('ＡＢＣ',), ('\\u3000',), ('．', '。'))
    """
    wide = text.translate(FULL_WIDTH).replace(" ", "\u3000")
    return (wide, IDEOGRAPHIC[text]) if text in IDEOGRAPHIC else (wide,)


def in_half_width(text: str) -> Sequence[str]:
    """한 → ﾾￂﾤ (U+FFA1..U+FFDC), as old systems did."""
    return ("".join(HALF_WIDTH[jamo] for char in text for jamo in "".join(decompose(char))),)
