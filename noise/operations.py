"""What an error does to the jamo of a text: one operation and one confusion for each edit.

An edit is told in canonically decomposed form (NFD, Unicode chapter 3.12), where a lead, a vowel
and a tail are different code points, without what both sides share at their ends: 숙제 typed as
숙재 is ㅔ → ㅐ, a substituted vowel. Knows no rule, and not who made the error.
"""

from unicodedata import normalize

from spellfix.hangul import LEADS, TAILS, VOWELS
from spellfix.noise.rule import Error, changed

OPERATIONS = (
    "space_lost",
    "space_added",
    "space_moved",
    "lead_substituted",
    "vowel_substituted",
    "tail_substituted",
    "lead_added",
    "vowel_added",
    "tail_added",
    "lead_lost",
    "vowel_lost",
    "tail_lost",
    "syllable_added",
    "syllable_lost",
    "jamo_moved",
    "jamo_alone",
    "several_jamo",
    "other_characters",
)

_PLACES = (("lead", "\u1100", LEADS), ("vowel", "\u1161", VOWELS), ("tail", "\u11a8", TAILS))
_PLACE = {
    chr(ord(first) + number): (place, letter)
    for place, first, letters in _PLACES
    for number, letter in enumerate(letters)
}
_LETTERS = frozenset(LEADS + VOWELS + TAILS)


def operation(right: str, typed: str) -> str:
    """One of OPERATIONS: what happened when ``right`` was written as ``typed``.

    ``jamo_moved``: the same jamo in another order or place, whatever silent ㅇ that takes (한글 →
    하늘ㄱ, 먹이 → 머기); ``jamo_alone``: a jamo left outside of any syllable; ``several_jamo``: any
    other change of Hangul alone.

    >>> operation("제", "재"), operation("", "ㄹ"), operation(" ", "")
    ('vowel_substituted', 'jamo_alone', 'space_lost')
    >>> operation("먹이", "머기"), operation("갔", "가"), operation("수학교", "수교")
    ('jamo_moved', 'tail_lost', 'syllable_lost')
    """
    if "".join(right.split()) == "".join(typed.split()):
        more = len(typed) - len(right)
        return "space_added" if more > 0 else "space_lost" if more < 0 else "space_moved"
    before, after = _apart(right, typed)
    if any(char in _LETTERS for char in after) and not any(char in _LETTERS for char in before):
        return "jamo_alone"
    if not all(char in _PLACE for char in before + after):
        return "other_characters"
    if len(before) <= 1 and len(after) <= 1:
        places = {_PLACE[char][0] for char in before + after}
        if len(places) == 1:
            done = "substituted" if before and after else "added" if after else "lost"
            return f"{places.pop()}_{done}"
    if not before:
        return "syllable_added"
    if not after:
        return "syllable_lost"
    return "jamo_moved" if _sounding(before) == _sounding(after) else "several_jamo"


def confusion(right: str, typed: str) -> tuple[str, str]:
    """What stood for what, in letters that people read; a tail has a dash before it.

    >>> confusion("숙제", "숙재"), confusion("안", "않"), confusion("할 수", "할수")
    (('ㅔ', 'ㅐ'), ('-ㄴ', '-ㄶ'), (' ', ''))
    """
    before, after = _apart(right, typed)
    return _readable(before), _readable(after)


def _apart(right: str, typed: str) -> tuple[str, str]:
    """Both sides decomposed, without what they share at their ends."""
    before, after = normalize("NFD", right), normalize("NFD", typed)
    if before == after:  # forms of the same characters
        before, after = right, typed
    made = changed(before, Error(0, len(before), after))
    return before[made.start : made.end], made.after


def _sounding(jamo: str) -> list[str]:
    return sorted(letter for char in jamo if (letter := _PLACE[char][1]) != "ㅇ")


def _readable(jamo: str) -> str:
    parts = []
    for char in normalize("NFC", jamo):
        place, letter = _PLACE.get(char, ("", char))
        parts.append(f"-{letter}" if place == "tail" else letter)
    return "".join(parts)
