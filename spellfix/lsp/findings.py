"""A finding: one edit in one line of a document, and what a person may want to do about it.

Shows an edit so that it can be seen (white space alone cannot), and knows which word it is about,
which term, put into the dictionary, would keep it from being made, and what others would make of
the same place. Knows nothing about editors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spellfix.edits import Edit
from spellfix.guard import permitted
from spellfix.hangul import has_batchim
from spellfix.kinds import PARTICLE
from spellfix.lsp.engine import Advice
from spellfix.lsp.prose import Stretch
from spellfix.text import protected_spans

_CLUSTER = "\\S[\u1160-\u11ff\ud7b0-\ud7ff\u0300-\u036f]*"
_LEFT, _RIGHT = re.compile(rf"{_CLUSTER}\Z"), re.compile(_CLUSTER)
_NEIGHBOURHOOD = 8
_HANGUL = re.compile("[가-힣]+")
# Particles that tell by themselves whether a consonant (True) or a vowel comes before them
# (한글 맞춤법 제41항 and usage); 로 also follows ㄹ.
_AFTER = {"은": True, "이": True, "을": True, "과": True, "는": False, "가": False, "를": False}
_AFTER |= {"와": False, "으로": True, "이나": True, "이랑": True, "이라": True, "이야": True}
_TELLING = frozenset("은는이가을를과와의도만께로")
"""Particles of one syllable that are cut off; the others of `kinds.PARTICLE` end too many nouns."""
_LONGEST_PARTICLE = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """`edit` of the line number `line`, which reads `body`; offsets are code points of it.

    stretch, advice: where the edit was found, and as it was found there.
    """

    line: int
    body: str
    edit: Edit
    stretch: Stretch
    advice: Advice

    @classmethod
    def of(cls, stretch: Stretch, advice: Advice, bodies: Sequence[str]) -> Finding | None:
        """What `advice` for `stretch` is in the document of these lines; None where it has no
        place there."""
        placed = stretch.placed(advice.edit)
        return placed and cls(placed[0], bodies[placed[0]], placed[1], stretch, advice)

    @property
    def shown(self) -> Edit:
        """The edit, with its neighbours where it would be invisible: 할수 -> 할 수 for a space."""
        edit = self.edit
        if edit.before.strip() and edit.after.strip():
            return edit
        near = self.body[max(0, edit.start - _NEIGHBOURHOOD) : edit.start]
        left, right = _LEFT.search(near), _RIGHT.match(self.body, edit.end)
        before, after = left[0] if left else "", right[0] if right else ""
        return Edit(
            edit.start - len(before),
            edit.end + len(after),
            f"{before}{edit.before}{after}",
            f"{before}{edit.after}{after}",
            edit.kind,
            edit.confidence,
        )

    def instead(self, others: Iterable[Edit]) -> list[tuple[Edit, str]]:
        """Other edits of the stretch as edits of this line, each with what it makes of the place
        that any of them or the finding touches; without those that have no place in this line."""
        placed = [each for each in map(self.stretch.placed, others) if each]
        edits = [edit for line, edit in placed if line == self.line]
        touched = [self.shown, *(replace(self, edit=each).shown for each in edits)]
        start, end = min(each.start for each in touched), max(each.end for each in touched)
        return [
            (each, f"{self.body[start : each.start]}{each.after}{self.body[each.end : end]}")
            for each in edits
        ]

    @property
    def word(self) -> tuple[str, str]:
        """What stands between white space around the edit, and what the edit makes of it."""
        start, end = self._word()
        before, after = self.body[start : self.edit.start], self.body[self.edit.end : end]
        return self.body[start:end], f"{before}{self.edit.after}{after}"

    @property
    def term(self) -> str | None:
        """What to put into the dictionary so that the edit is not made, the shortest that does it.

        A Hangul word without its particle where that can be told, else with it, else all that
        stands between white space; None where no term would help (the edit is in the particle).
        """
        start, end = self._word()
        for run in _HANGUL.finditer(self.body, start, end):
            if run.start() <= self.edit.start and self.edit.end <= run.end():
                for term in (stem(run[0]), run[0]):
                    if self._is_kept_by(term):
                        return term
        word = self.body[start:end]
        return word if self._is_kept_by(word) else None

    def _is_kept_by(self, term: str) -> bool:
        if len(term) < 2 or any(map(str.isspace, term)):
            return False
        spans = protected_spans(self.body, [term])
        return not any(permitted(self.body, [self.edit], spans))

    def _word(self) -> tuple[int, int]:
        start, end = self.edit.start, self.edit.end
        while start and not self.body[start - 1].isspace():
            start -= 1
        while end < len(self.body) and not self.body[end].isspace():
            end += 1
        return start, end


def stem(word: str) -> str:
    """`word`, of Hangul syllables, without its particle where at least two syllables remain.

    >>> stem("선셍님이"), stem("숙재를"), stem("나라"), stem("학교에서는")
    ('선셍님', '숙재', '나라', '학교')
    """
    for length in range(min(_LONGEST_PARTICLE, len(word) - 2), 0, -1):
        rest, particle = word[:-length], word[-length:]
        fits = _AFTER.get(particle, has_batchim(rest[-1])) == has_batchim(rest[-1])
        if fits and PARTICLE.fullmatch(particle) and (length > 1 or particle in _TELLING):
            return rest
    return word
