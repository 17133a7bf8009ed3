"""What a keyboard layout is to the slips made on it: strokes, what they type, which keys touch."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from spellfix import cheonjiin, naratgeul
from spellfix.keyboard import (
    CONSONANT_STROKES,
    SHIFT,
    UNSHIFT,
    VOWEL_STROKES,
    neighbours,
    strokes,
    type_jamo,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A keyboard as functions.

    strokes: text to keys, one character a key; of a run of syllables it is the strokes of one after
    the other, each on its own. type: keys to what the input method commits, with
    ``type(strokes(text)) == text`` for precomposed syllables. neighbours: the keys that touch a
    key. shifted: what comes instead of a key by Shift, held or not, or on a telephone by a press
    too much. classes: keys that are easily taken for one another because they do the same kind of
    work (consonants, vowels).
    """

    strokes: Callable[[str], str]
    type: Callable[[str], str]
    neighbours: Callable[[str], str]
    shifted: Callable[[str], Sequence[str]]
    classes: tuple[str, ...]

    def alike(self, key: str) -> str:
        """The keys of the class of ``key``."""
        return next((keys for keys in self.classes if key in keys), "")


def _shifted(stroke: str) -> str:
    return SHIFT.get(stroke) or UNSHIFT.get(stroke) or ""


TWO_SET = Layout(
    strokes,
    type_jamo,
    neighbours,
    _shifted,
    ("".join(sorted(CONSONANT_STROKES)), "".join(sorted(VOWEL_STROKES))),
)
CHEONJIIN = Layout(
    cheonjiin.strokes,
    cheonjiin.type_keys,
    cheonjiin.neighbours,
    cheonjiin.pressed_again,
    ("".join(cheonjiin.CYCLES), cheonjiin.VOWEL_KEYS),
)
NARATGEUL = Layout(
    naratgeul.strokes,
    naratgeul.type_keys,
    naratgeul.neighbours,
    naratgeul.pressed_again,
    ("ㄱㄴㄹㅁㅅㅇ", "ㅏㅗㅣㅡ", naratgeul.ADD + naratgeul.DOUBLE),
)

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {"two-set": TWO_SET, "cheonjiin": CHEONJIIN, "naratgeul": NARATGEUL}
)
