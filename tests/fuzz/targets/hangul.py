"""`spellfix.hangul`, `keyboard`, `cheonjiin` and `naratgeul`: letters and keys.

Syllables come back from their jamo and, on each of the three layouts, from their keystrokes; so do
they from Latin letters. Keystrokes that are typed are those of what is typed. Any text can be typed
on any layout, in either mode, and nothing that is no letter is lost or moved.
"""

from spellfix.hangul import (
    compose,
    decompose,
    has_batchim,
    is_conjoining,
    is_jamo,
    is_syllable,
)
from spellfix.keyboard import strokes, to_hangul, to_latin, type_jamo
from spellfix.noise.layout import LAYOUTS
from tests.fuzz.given import Given, fields
from tests.fuzz.texts import SENTENCES

SEEDS = (
    *map(fields, SENTENCES),
    fields("ㅇㅣㄹㄱㄷㅏㅎㅏㄴㅏㅣㆍㄱ⏸ㄱㆍㆍㅡㅇ⊕ㅏㄱ⊜ㅗㅗㅣ"),
    fields("dkssud Hello QkRkdL"),
)


def check(data: bytes) -> None:
    text = Given(data).text(0)
    syllables = "".join(filter(is_syllable, text))
    for char in set(text):
        assert is_syllable(char) + is_jamo(char) + is_conjoining(char) <= 1
        assert has_batchim(char) == (is_syllable(char) and decompose(char)[2] != "")
    assert "".join(compose(*decompose(char)) for char in syllables) == syllables
    assert to_hangul(to_latin(syllables)) == syllables
    assert strokes(type_jamo(text)) == strokes(text)
    for name, layout in LAYOUTS.items():
        assert layout.type(layout.strokes(syllables)) == syllables, name
        typed = layout.type(text)
        again = layout.type(layout.strokes(text))
        for result in (typed, again):
            assert _others(result) == _others(text), name
        for key in set(text):
            assert key not in layout.neighbours(key)
            layout.shifted(key)
            layout.alike(key)


def _others(text: str) -> str:
    """What no keyboard of Hangul types or eats."""
    return "".join(
        char for char in text if not is_syllable(char) and not is_jamo(char) and char not in "ㆍᆢ⏸⊕⊜"
    )
