"""Why an edit is made, in a sentence that a teacher would say.

The reason is the rule of the noise function that would have made the error, where one makes exactly
it: 되요 -> 돼요 is a row of the spelling table, and 한글 맞춤법 has an article for it. Where none
does, only what can be seen is told. An explanation describes the change from one spelling to the
other: it cannot know what went on in the writer's head, and it does not vouch for the edit.
"""

from dataclasses import dataclass

from spellfix.edits import Edit
from spellfix.errors import InputError
from spellfix.explanations.change import Cause, Change
from spellfix.explanations.slips import looks, strokes_between
from spellfix.explanations.texts import Text, filled, in_english, text_of

__all__ = ["Explanation", "explain"]

LONGEST = 60  # code points of an edit whose cause is looked for
_WORDS = ("spelling.form", "loanword.form")  # tables of words: other rules may say why


@dataclass(frozen=True, slots=True)
class Explanation:
    """rule: the name of the noise rule that would cause the error; empty where none is known.
    article: of the norm that makes the correction right, as 한글 맞춤법 제35항; empty where there
    is none, or none for sure. korean, english: a sentence or two, the article in brackets."""

    rule: str
    article: str
    korean: str
    english: str


def explain(text: str, edit: Edit) -> Explanation:
    """Why ``edit`` is made in ``text``, the text that has the error.

    The first call reads the tables of the noise rules, half a second. Raises InputError for an edit
    that was made for another text.

    >>> from spellfix.edits import align
    >>> explain("안 되요", align("안 되요", "안 돼요")[0]).korean
    "'되' 뒤에 '-어'가 줄면 '돼'로 적습니다 (한글 맞춤법 제35항 붙임 2)."
    """
    if not 0 <= edit.start <= edit.end <= len(text) or text[edit.start : edit.end] != edit.before:
        raise InputError(
            f"edit {edit.start}..{edit.end} expects {edit.before!r}, which does not stand there; "
            "it was made for another text"
        )
    from spellfix.explanations.causes import cause_of  # reads the tables of the noise rules

    change = Change.of(text, edit)
    cause = None
    if max(len(edit.before), len(edit.after)) <= LONGEST:
        cause = cause_of(change, edit.kind)
    cause = cause or Cause()
    found = _text(cause, change)
    if cause.rule in _WORDS and found and not found.key.pattern:
        cause = cause_of(change, edit.kind, beside=cause.rule) or cause
        found = _text(cause, change)
    if not found:
        wrong, right = change.words
        seen = (Cause(looks(right, wrong, edit.kind)), Cause("any:change"))
        found = next(row for each in seen if (row := _text(each, change)))
    return _filled(cause, found, change)


def _text(cause: Cause, change: Change) -> Text | None:
    wrong, right = change.parts
    return text_of(cause.rule, f"{cause.row} {right}>{wrong}", _slots(cause, change))


def _slots(cause: Cause, change: Change) -> dict[str, str]:
    """What texts may show: the words, the forms of the table row or else what differs, and the
    strokes of a slip."""
    before, after = change.shown
    wrong, right = change.parts
    row_right, _, row_wrong = cause.row.partition(">")
    if row_right in change.right and row_wrong in change.wrong:  # the row holds words, not sounds
        wrong, right = row_wrong or wrong, row_right or right
    meant, typed = strokes_between(change.right, change.wrong)
    slots = {"before": before, "after": after, "wrong": wrong, "right": right}
    slots |= {"meant": meant, "typed": typed, "first": "".join(right.split()[:1])}
    return {name: value.strip() for name, value in slots.items()}


def _filled(cause: Cause, text: Text, change: Change) -> Explanation:
    slots = _slots(cause, change)
    korean, english = filled(text.korean, slots), filled(text.english, slots)
    if text.article:
        korean += f" ({text.article})"
        english += f" ({in_english(text.article)})"
    return Explanation(cause.rule, text.article, f"{korean}.", f"{english}.")
