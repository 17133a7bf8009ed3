"""What speaks against leaving a text to the model: signs that its correction is not right.

An edit of confidence c that is made is wrong with probability 1 - c, one that is not made should
have been with probability c, as far as confidences are calibrated (experiment 008): uncertainty
sampling (Lewis & Gale 1994). An edit that only a second corrector proposes is a disagreement
(query by committee, Seung, Opper & Sompolinsky 1992). Knows no model and no other text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from spellfix.correction import Correction
from spellfix.data.records import Text
from spellfix.edits import Edit

UNCERTAIN, OPINION, SCORE = "uncertain", "opinion", "score"
_OPINION_WEIGHT = 0.5
"""What the other corrector's confidence counts: the two are wrong about as often as each other."""
_SCORE_WEIGHT = 0.5
_AROUND = 2
_CHARACTERS = 50

Key = tuple[str, ...]
"""By which the same error is known again in another text."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text, and what two correctors make of it.

    correction: with the edits that are made. proposed: every edit of the model, made or not.
    opposed: edits of the second corrector that the model does not make.
    """

    text: Text
    correction: Correction
    proposed: tuple[Edit, ...]
    opposed: tuple[Edit, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of the edits that anybody proposes."""
        return frozenset(edit.kind for edit in (*self.proposed, *self.opposed))


@dataclass(frozen=True, slots=True)
class Sign:
    """name: UNCERTAIN, OPINION or SCORE. weight: the probability that the correction is wrong by
    this sign alone. key: of the error, empty where it is no certain one."""

    name: str
    weight: float
    key: Key = ()


def signs(candidate: Candidate) -> list[Sign]:
    """All signs of a text, in the order of the text."""
    text = candidate.text.text
    made = set(candidate.correction.edits)
    found = [
        Sign(
            UNCERTAIN,
            1 - edit.confidence if edit in made else edit.confidence,
            error_key(text, edit),
        )
        for edit in candidate.proposed
    ]
    found += [
        Sign(OPINION, _OPINION_WEIGHT * edit.confidence, error_key(text, edit))
        for edit in candidate.opposed
    ]
    unsure = _SCORE_WEIGHT * (1 - candidate.correction.score)
    return [*found, Sign(SCORE, unsure)] if unsure > 0 else found


def together(found: list[Sign], shares: Mapping[Key, float] | None = None) -> float:
    """The probability that the correction is wrong, by all signs, as if they were independent.

    shares: what is left of the signs with these keys, 1 where none is named.

    >>> together([Sign(OPINION, 0.5, ("a",)), Sign(SCORE, 0.5)])
    0.75
    >>> together([Sign(OPINION, 0.5, ("a",)), Sign(SCORE, 0.5)], {("a",): 0.0})
    0.5
    """
    shares = shares or {}
    return 1 - prod(1 - sign.weight * shares.get(sign.key, 1.0) for sign in found)


def error_key(text: str, edit: Edit) -> Key:
    """What was changed into what, with the syllables before it, for spaces those behind as well.

    >>> error_key("할수 있다", Edit(1, 1, "", " ", "spacing", 0.9))
    ('할', '', ' ', '수 ')
    """
    left = text[max(0, edit.start - _AROUND) : edit.start]
    right = text[edit.end : edit.end + _AROUND] if edit.kind == "spacing" else ""
    return left, edit.before[:_CHARACTERS], edit.after[:_CHARACTERS], right
