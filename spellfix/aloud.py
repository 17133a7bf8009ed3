"""What is heard last of what is not written in Hangul: figures, abbreviations, English words.

A particle takes the form that fits what is read aloud: 3을, PDF를, Python은 (한글 맞춤법 제41항;
표준국어대사전 on 을, 은, 과, 으로). Only what nearly everybody reads alike is told: an abbreviation
by the name of its last letter, an English word by an ending that is transcribed one way, a figure
in Sino-Korean, unless it stands behind a Latin word (Python 3, 삼 or 쓰리). In docs/experiments/030
it is counted how often right text agrees. Knows nothing about particles.
"""

import re

_FIGURES = dict.fromkeys("2459", "") | dict.fromkeys("178", "ㄹ")
_FIGURES |= {"0": "ㅇ", "3": "ㅁ", "6": "ㄱ"}
_EITHER_WAY = frozenset("245")
"""Figures that end in a vowel in Korean and in English."""
_LETTERS = {"L": "ㄹ", "M": "ㅁ", "N": "ㄴ", "R": "ㄹ"}
_ENDINGS = {
    "ㅇ": re.compile("ng$"),
    "ㄱ": re.compile("ck$"),
    "ㄹ": re.compile("le?$"),
    "ㅁ": re.compile("me?$"),
    "ㄴ": re.compile("ne?$"),
    "": re.compile("(?:[adfhiosuvwxyz]|er|or|[clnprs]t|[nrs]k|ee|ge|ie|re|se|te|ue|ve|de)$"),
}
_WORD = re.compile("[A-Za-z]+$")
_BEHIND_LATIN = re.compile("[A-Za-z][ -]?[0-9.,]*$")
_SHORTEST = 3
"""Letters of an English word; shorter ones are units (km) as often as words."""
HEARD = 24
"""Characters at the end of a text that are looked at."""


def last_heard(text: str) -> str | None:
    """The last consonant of `text`, which ends in an ASCII letter or figure, as it is read aloud;
    empty for a vowel, None where that is not sure or where it ends in something else.

    >>> [last_heard(text) for text in ("3", "PDF", "VPN", "Python", "Linux", "Slack", "Git", "km")]
    ['ㅁ', '', 'ㄴ', 'ㄴ', '', 'ㄱ', None, None]
    >>> [last_heard(text) for text in ("ES6", "Python 3", "HTML5", "R")]
    [None, None, '', 'ㄹ']
    """
    end = text[-HEARD:]
    if end[-1:] in _FIGURES:
        sure = end[-1] in _EITHER_WAY or not _BEHIND_LATIN.search(end[:-1])
        return _FIGURES[end[-1]] if sure else None
    found = _WORD.search(end)
    if not found:
        return None
    word = found[0]
    if word[-2:].isupper():
        return _LETTERS.get(word[-1], "")
    if len(word) < _SHORTEST:
        return None
    return next((tail for tail, ending in _ENDINGS.items() if ending.search(word)), None)
