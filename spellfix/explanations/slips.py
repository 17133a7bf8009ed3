"""What can be seen of an edit without any rule: strokes that differ, spaces, the 한/영 mode.

Knows no noise rule, only the two-set keyboard.
"""

from spellfix.hangul import is_jamo, is_syllable
from spellfix.keyboard import SHIFT, UNSHIFT, keys, neighbours, strokes, to_hangul


def strokes_between(right: str, wrong: str) -> tuple[str, str]:
    """The strokes meant and those typed instead; both empty unless one or two of Hangul differ.

    >>> strokes_between("숙제", "숙재"), strokes_between("합니다", "하빈다")
    (('ㅔ', 'ㅐ'), ('ㄴㅣ', 'ㅣㄴ'))
    """
    meant, typed = strokes(right), strokes(wrong)
    head = 0
    while head < min(len(meant), len(typed)) and meant[head] == typed[head]:
        head += 1
    tail = 0
    while tail < min(len(meant), len(typed)) - head and meant[-1 - tail] == typed[-1 - tail]:
        tail += 1
    meant, typed = meant[head : len(meant) - tail], typed[head : len(typed) - tail]
    return (meant, typed) if len(meant) < 3 and len(typed) < 3 else ("", "")


def looks(right: str, wrong: str, kind: str) -> str:
    """What the change of ``wrong`` to ``right`` looks like, of an edit of ``kind``: the name of a
    row of the table that goes by what can be seen."""
    if "".join(right.split()) == "".join(wrong.split()):
        more = len(right) - len(wrong)
        return f"spacing:{'apart' if more > 0 else 'together' if more < 0 else 'both'}"
    if len(right.split()) != len(wrong.split()):
        return "mixed:both"
    if kind == "keyboard":
        return f"keyboard:{_slip(*strokes_between(right, wrong))}"
    if kind == "conversion":
        return f"conversion:{_mode(right, wrong)}"
    if kind == "particle" and len(right) != len(wrong):
        return f"particle:{'lost' if len(right) > len(wrong) else 'doubled'}"
    return f"{kind}:other"


def _slip(meant: str, typed: str) -> str:
    if not all(is_jamo(key) for key in meant + typed):
        return "other"
    if len(meant) == len(typed) == 1:
        if SHIFT.get(meant) == typed or UNSHIFT.get(meant) == typed:
            return "shift"
        return "neighbour" if typed in neighbours(meant) else "key"
    if len(meant) + len(typed) == 1:
        return "missing" if meant else "extra"
    return "other"


def _mode(right: str, wrong: str) -> str:
    if any(map(is_syllable, right)) and keys(right) == wrong.lower():
        return "latin"
    return "hangul" if right.isascii() and to_hangul(right) == wrong else "other"
