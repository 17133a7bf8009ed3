"""What a review says of a correction: how it ended, and which kind of error the draft had.

The final text of a person is taken for what was meant, unless it is another text. Pure functions of
texts; knows no database and no request.
"""

from rapidfuzz.distance import Levenshtein

from spellfix.edits import align
from spellfix.keyboard import keys
from spellfix.metrics import Case

REWRITTEN = "rewritten"
"""The outcome of a draft that became another text: counted apart, in no accuracy, not exported."""
MIXED = "mixed"
MOST_STROKES = 8
"""Keystrokes that one edit may change and still mend a typo: of 1,636 pairs that people corrected
(the development and behavioural sets) none changes more than 4."""
MOST_CHANGED = 0.25
"""Share of keystrokes that may change in all; in those pairs at most 0.12."""


def outcome_of(text: str, corrected: str, final: str) -> str:
    """How the correction of `text` to `corrected` ended when a person settled on `final`.

    corrected, uncorrected or miscorrected where the draft had typos, kept or overcorrected where it
    had none (`spellfix.metrics.Case`); rewritten where `final` says something else, so that it is
    no evidence of either.

    >>> outcome_of("숙재를 했다.", "숙제를 했다.", "숙제를 했다.")
    'corrected'
    >>> outcome_of("숙제를 했다.", "숙제를 했다.", "숙제를 했다. 내일은 같이 책을 읽어요.")
    'rewritten'
    """
    if is_rewritten(text, final):
        return REWRITTEN
    return Case(text, final, corrected).outcome


def is_rewritten(text: str, final: str) -> bool:
    """Whether `final` is another text than `text` with its typos mended.

    Counted in keystrokes, so that a text typed in the wrong mode (한/영) is still the same.

    >>> is_rewritten("dkssudgktpdy", "안녕하세요")
    False
    """
    if text == final:
        return False
    typed, meant = keys(text), keys(final)
    if Levenshtein.normalized_distance(typed, meant) > MOST_CHANGED:
        return True
    return any(
        Levenshtein.distance(keys(edit.before), keys(edit.after)) > MOST_STROKES
        for edit in align(text, final)
    )


def kind_of(text: str, final: str) -> str | None:
    """The kind of the errors in `text`: mixed where there are several, None where there are none.

    >>> kind_of("숙재를 할수 있다.", "숙제를 할 수 있다."), kind_of("할수 있다.", "할 수 있다.")
    ('mixed', 'spacing')
    """
    kinds = {edit.kind for edit in align(text, final)}
    return MIXED if len(kinds) > 1 else next(iter(kinds), None)
