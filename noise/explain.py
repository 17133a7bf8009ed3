"""Which rules can have made a real error: every edit of a real pair, explained or not.

An edit counts as covered if the noise function can produce exactly it from the right text, by one
error or by two that do not overlap (as ``Noiser`` places them). Errors that only a protected span
would have to suffer count as not covered.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spellfix.edits import Edit, align
from spellfix.noise.rule import Error, Rule, apart, changed
from spellfix.noise.sentence import Sentence

AROUND = 2  # characters beside an edit in which the same change may be told differently


@dataclass(frozen=True, slots=True)
class Explanation:
    """An edit (from the typo, as ``align`` gives it) and what can have made it.

    causes: for each rule, or pair of rules, how probable this very error is among those that they
    make here, in (0, 1]; empty if the edit is not covered.
    """

    edit: Edit
    causes: Mapping[tuple[str, ...], float]


def explain(typo: str, right: str, rules: Iterable[Rule]) -> list[Explanation]:
    """Explain every edit between ``typo`` and ``right`` by ``rules``."""
    sentence = Sentence(right)
    rules = tuple(rules)
    found: list[Explanation] = []
    shift = 0  # from offsets in the typo to offsets in the right text
    for edit in align(typo, right):
        start = edit.start + shift
        shift += len(edit.after) - len(edit.before)
        causes = _causes(sentence, start, start + len(edit.after), edit.before, rules)
        found.append(Explanation(edit, causes))
    return found


def _causes(
    sentence: Sentence, start: int, end: int, typed: str, rules: tuple[Rule, ...]
) -> dict[tuple[str, ...], float]:
    """What makes ``text[start:end]`` read ``typed`` and leaves the rest as it is."""
    text = sentence.text
    first, last = _stretch(text, start, end)
    wanted = text[first:start] + typed + text[end:last]
    made = {
        rule.name: [
            error
            for each in rule.every(sentence, max(first, start - AROUND), min(last, end + AROUND))
            if (error := _trimmed(sentence, each, first, last))
        ]
        for rule in rules
    }
    causes: dict[tuple[str, ...], float] = {
        (name,): share
        for name, errors in made.items()
        if (share := _share(errors, text, first, last, wanted))
    }
    return causes or _pairs(made, text, first, last, wanted)


def _stretch(text: str, start: int, end: int) -> tuple[int, int]:
    """The words that the edit touches and one on either side."""
    for _ in range(2):
        start = max(0, text.rfind(" ", 0, max(0, start - 1)))
        end = text.find(" ", end + 1) if text.find(" ", end + 1) >= 0 else len(text)
    return start, end


def _trimmed(sentence: Sentence, error: Error, first: int, last: int) -> Error | None:
    made = changed(sentence.text, error)
    start, end, after, _ = made
    inside = first <= start and end <= last and (start < end or after)
    return made if inside and sentence.may_change(start, end) else None


def _share(errors: list[Error], text: str, first: int, last: int, wanted: str) -> float:
    hits = sum(text[first : e.start] + e.after + text[e.end : last] == wanted for e in errors)
    return hits / len(errors) if hits else 0.0


def _pairs(
    made: Mapping[str, list[Error]], text: str, first: int, last: int, wanted: str
) -> dict[tuple[str, ...], float]:
    """Two errors, one after the other, that make ``wanted`` together."""
    left = [
        (name, error)
        for name, errors in made.items()
        for error in set(errors)
        if wanted.startswith(text[first : error.start] + error.after)
    ]
    right = [
        (name, error)
        for name, errors in made.items()
        for error in set(errors)
        if wanted.endswith(error.after + text[error.end : last])
    ]
    causes: dict[tuple[str, ...], float] = defaultdict(float)
    for one, a in left:
        for other, b in right:
            if (
                a.start <= b.start
                and apart(text, a, b)
                and wanted
                == (
                    text[first : a.start]
                    + a.after
                    + text[a.end : b.start]
                    + b.after
                    + text[b.end : last]
                )
            ):
                causes[one, other] += 1 / (len(made[one]) * len(made[other]))
    return dict(causes)
