"""Where a guess comes from, in a few words: which change of the pair or of the model it is about.

Knows neither signs nor weights.
"""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from spellfix.data.auditing.known import misspelled
from spellfix.data.auditing.signs import split
from spellfix.data.auditing.witnesses import Testimony
from spellfix.edits import Edit, apply
from spellfix.evaluation import Pair

MOST = 3
"""Changes that are named."""
LIKELY = 0.3
"""The confidence from which a change that the model would make is named beside its surest one."""


def detail(guess: str, pair: Pair, said: Testimony) -> str:
    """What to look at in `pair`, if it is what `guess` says."""
    if guess == "far":
        return f"{Levenshtein.normalized_similarity(pair.input, pair.target):.0%} = "
    if guess == "content":
        return _shown([_around(pair.input, edit) for edit in said.edits])
    back, other = split(pair, said)
    proposed = sorted(back if guess == "swapped" else [*back, *other], key=_least_sure_last)
    proposed = [*proposed[:1], *(edit for edit in proposed[1:] if edit.confidence >= LIKELY)]
    shown = [_around(pair.target, edit) for edit in proposed]
    if guess == "wrong_target":
        shown += (f"{each.wrong} → {each.right}" for each in misspelled(pair.target))
    if not shown and guess == "swapped":
        shown = [_around(pair.input, edit) for edit in said.edits]
    return _shown(list(dict.fromkeys(shown)))


def _around(text: str, edit: Edit) -> str:
    """The words that `edit` touches, before and after."""
    start = text.rfind(" ", 0, edit.start) + 1
    end = text.find(" ", edit.end)
    end = len(text) if end < 0 else end
    made = apply(text, [edit])
    return f"{text[start:end]} → {made[start : end + len(made) - len(text)]}"


def _shown(changes: list[str]) -> str:
    more = ", …" if len(changes) > MOST else ""
    return ", ".join(changes[:MOST]) + more


def _least_sure_last(edit: Edit) -> float:
    return -edit.confidence
