"""Which rule of the noise function would have made an error: the first that makes exactly it.

Rules that are rows of a table are asked first, then those that work on letters alone, then slips of
the fingers; among each of them those of the edit's kind. Rules on pairs of nouns that may stand
apart or together are not asked: they know no noun. Knows no text that explains anything.
"""

from collections.abc import Iterator
from functools import cache

from spellfix.explanations.change import Cause, Change
from spellfix.explanations.slips import strokes_between
from spellfix.hangul import is_syllable
from spellfix.noise.catalogue import catalogue
from spellfix.noise.rule import Error, Rule, kind_of
from spellfix.noise.sentence import Sentence

AROUND = 2  # characters beside an edit in which the same change may be told differently

_SILENT = ("spacing.permitted_noun_joined", "spacing.permitted_noun_apart")
# Slips from the plainest to those that explain nearly anything; how many strokes were meant and how
# many typed instead, None where whole syllables or their parts change.
_SLIPS: dict[str, tuple[int, int] | None] = {
    "keyboard.shift": (1, 1),
    "keyboard.transpose": (2, 2),
    "keyboard.neighbour": (1, 1),
    "keyboard.neighbour_of_other_class": (1, 1),
    "keyboard.double": (0, 1),
    "keyboard.drop": (1, 0),
    "keyboard.double_syllable": None,
    "keyboard.transpose_syllables": None,
    "keyboard.transpose_leads": None,
    "keyboard.swap_ends": None,
    "keyboard.commit": None,
    "keyboard.drop_syllable": None,
    "keyboard.echo_syllable": None,
    "keyboard.extra": (0, 1),
    "keyboard.other_key": (1, 1),
    "keyboard.echo": None,
    "keyboard.stray": (0, 1),
    "keyboard.other_tail": None,
    "keyboard.other_syllable": None,
    "keyboard.stray_syllable": None,
}
_LENGTH = {
    "keyboard.double_syllable": 1,
    "keyboard.drop_syllable": -1,
    "keyboard.stray_syllable": 1,
    "keyboard.other_syllable": 0,
}  # syllables more


def cause_of(change: Change, kind: str, beside: str = "") -> Cause | None:
    """The cause of the error; None where no rule makes exactly this one. ``kind`` is the kind that
    its edit seems to be of. With the name of a rule as ``beside``, the next cause of that kind."""
    right, wrong = change.right, change.wrong
    longer = len(wrong) - len(right)
    meant, typed = strokes_between(right, wrong)
    slip = len(meant), len(typed)
    sentence = Sentence(right)
    for rule in _in_order(kind):
        name = rule.name
        if beside and (name == beside or kind_of(name) != kind_of(beside)):
            continue
        if not _may(name, change, kind) or _LENGTH.get(name, longer) != longer:
            continue
        if _SLIPS.get(name, slip) not in (None, slip):
            continue
        around = 0 if name in _SLIPS else AROUND
        start, end = max(0, change.start - around), change.right_end + around
        hits = [
            error.row
            for error in rule.every(sentence, start, end)
            if _makes(right, wrong, longer, error)
        ]
        if hits:
            return Cause(name, max(hits, key=len))
    return None


def _may(rule: str, change: Change, kind: str) -> bool:
    """Whether ``rule`` may have made an error of ``kind``: cheap to see. A particle that is lost or
    stands twice is no slip on syllables."""
    if rule.startswith("conversion."):
        return not all(map(is_syllable, "".join(change.parts)))
    if rule.startswith("spacing.") or change.of_spaces:
        return rule.startswith("spacing.") and change.of_spaces
    return not (kind == "particle" and rule in _LENGTH)


def _makes(right: str, wrong: str, longer: int, error: Error) -> bool:
    start, end, after, _ = error
    return (
        len(after) - (end - start) == longer
        and wrong.startswith(after, start)
        and wrong[:start] == right[:start]
        and wrong[start + len(after) :] == right[end:]
    )


@cache
def _in_order(kind: str) -> tuple[Rule, ...]:
    """The rules that are asked about an edit of ``kind``, the most telling first."""
    slips = list(_SLIPS)

    def order(rule: Rule) -> tuple[bool, bool, bool, int]:
        name = rule.name
        slip = slips.index(name) if name in _SLIPS else -1
        return rule.blind, ".permitted_" in name, kind_of(name) != kind, slip

    return tuple(sorted(_asked(), key=order))


def _asked() -> Iterator[Rule]:
    return (rule for name, rule in catalogue().items() if name not in _SILENT)
