"""The two-set keyboard (두벌식, KS X 5002): geometry, keystrokes, and an input method.

Text becomes keystrokes and keystrokes become text again as a Korean input method would commit
them, so that an error made in keystrokes (a neighbour key, a swapped pair) shows up in the text the
way it does for real typists. Knows nothing about which errors are likely.
"""

from functools import cache

from spellfix.hangul import TAILS, compose, decompose, is_syllable

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
JAMO_ROWS = ("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ", "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ", "ㅋㅌㅊㅍㅠㅜㅡ")
ROW_OFFSETS = (0.0, 0.25, 0.75)  # stagger of the rows, in key widths

SHIFT = {"ㅂ": "ㅃ", "ㅈ": "ㅉ", "ㄷ": "ㄸ", "ㄱ": "ㄲ", "ㅅ": "ㅆ", "ㅐ": "ㅒ", "ㅔ": "ㅖ"}
UNSHIFT = {shifted: plain for plain, shifted in SHIFT.items()}

VOWEL_PAIRS = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ",
    "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
}  # fmt: skip
TAIL_PAIRS = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
JOINED_VOWELS = {pair: vowel for vowel, pair in VOWEL_PAIRS.items()}
JOINED_TAILS = {pair: tail for tail, pair in TAIL_PAIRS.items()}
CONSONANT_STROKES = frozenset("ㅂㅃㅈㅉㄷㄸㄱㄲㅅㅆㅁㄴㅇㄹㅎㅋㅌㅊㅍ")
VOWEL_STROKES = frozenset("ㅛㅕㅑㅐㅒㅔㅖㅗㅓㅏㅣㅠㅜㅡ")

JAMO_TO_KEY = {
    jamo_: key
    for keys, row in zip(ROWS, JAMO_ROWS, strict=True)
    for key, jamo_ in zip(keys, row, strict=True)
} | {
    shifted: key.upper()
    for keys, row in zip(ROWS, JAMO_ROWS, strict=True)
    for key, jamo_ in zip(keys, row, strict=True)
    if (shifted := SHIFT.get(jamo_))
}
KEY_TO_JAMO = {key: jamo_ for jamo_, key in JAMO_TO_KEY.items()}
_KEY_TO_STROKE = {key.upper(): jamo_ for key, jamo_ in KEY_TO_JAMO.items()} | KEY_TO_JAMO

_PLACES = {
    jamo_: (column + offset, float(row))
    for row, (line, offset) in enumerate(zip(JAMO_ROWS, ROW_OFFSETS, strict=True))
    for column, jamo_ in enumerate(line)
}


@cache
def neighbours(stroke: str) -> str:
    """Keys that touch the key of ``stroke`` (centres at most 1.3 key widths apart), unshifted.

    >>> neighbours("ㅎ")
    'ㅅㅛㄹㅗㅍㅠ'
    """
    place = _PLACES.get(UNSHIFT.get(stroke, stroke))
    if place is None:
        return ""
    x, y = place
    return "".join(
        other
        for other, (ox, oy) in _PLACES.items()
        if (ox, oy) != place and (ox - x) ** 2 + (oy - y) ** 2 <= 1.3**2
    )


def strokes(text: str) -> str:
    """The keystrokes that type ``text``: one jamo a stroke, other characters as they are.

    >>> strokes("읽다 a")
    'ㅇㅣㄹㄱㄷㅏ a'
    """
    return "".join(map(_strokes_of, text))


@cache
def _strokes_of(char: str) -> str:
    if is_syllable(char):
        lead, vowel, tail = decompose(char)
        return lead + VOWEL_PAIRS.get(vowel, vowel) + TAIL_PAIRS.get(tail, tail)
    return VOWEL_PAIRS.get(char) or TAIL_PAIRS.get(char) or char


def type_jamo(typed: str) -> str:
    """What a two-set input method commits for the keystrokes ``typed``.

    A consonant after a vowel is first taken as a tail; it moves on to the next syllable when a
    vowel follows. For text of precomposed syllables ``type_jamo(strokes(text)) == text``.

    >>> type_jamo("ㅎㅏㄴㅏ"), type_jamo("ㅎㅏㄴㄱ"), type_jamo("ㅏㅎㄴ")
    ('하나', '한ㄱ', 'ㅏㅎㄴ')
    """
    done: list[str] = []
    lead = vowel = tail = ""
    for key in typed:
        if key in VOWEL_STROKES:
            if tail:  # the (last) tail consonant was the lead of this syllable
                pair = TAIL_PAIRS.get(tail, tail)
                done.append(compose(lead, vowel, pair[:-1]))
                lead, vowel, tail = pair[-1], key, ""
            elif not vowel:
                vowel = key
            elif vowel + key in JOINED_VOWELS:
                vowel = JOINED_VOWELS[vowel + key]
            else:
                done.append(_show(lead, vowel, ""))
                lead, vowel = "", key
        elif key in CONSONANT_STROKES:
            if lead and vowel and (key in TAILS if not tail else tail + key in JOINED_TAILS):
                tail = JOINED_TAILS[tail + key] if tail else key
            else:
                done.append(_show(lead, vowel, tail))
                lead, vowel, tail = key, "", ""
        else:
            done += _show(lead, vowel, tail), key
            lead = vowel = tail = ""
    done.append(_show(lead, vowel, tail))
    return "".join(done)


def _show(lead: str, vowel: str, tail: str) -> str:
    return compose(lead, vowel, tail) if lead and vowel else lead + vowel


def to_latin(text: str) -> str:
    """``text`` as it appears when it is typed in Latin mode (한/영 키를 안 누름).

    >>> to_latin("안녕 ㅋ")
    'dkssud z'
    """
    return "".join(JAMO_TO_KEY.get(stroke, stroke) for stroke in strokes(text))


def keys(text: str) -> str:
    """The keys that are pressed for ``text``, whatever the mode (한/영) and the case.

    >>> keys("안녕 A") == keys("dkssud a")
    True
    """
    return to_latin(text).lower()


def to_hangul(text: str) -> str:
    """``text`` as it appears when its Latin letters are typed in Hangul mode.

    Capital letters without a shifted jamo act like their small letters, as on a real keyboard.

    >>> to_hangul("dkssud"), to_hangul("Hello")
    ('안녕', 'ㅗ디ㅣㅐ')
    """
    return type_jamo("".join(_KEY_TO_STROKE.get(char, char) for char in text))
