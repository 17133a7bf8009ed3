"""`spellfix.noise`: typos in any text.

The edits, applied, give the text with typos; they are in order, apart, name what stands there, are
of the kind of their rule and touch nothing protected; without an edit the text is as it was. The
same item is the same again, and a higher rate only adds errors. Every change has an operation.
"""

import json
from functools import cache
from itertools import pairwise

from spellfix.noise.catalogue import catalogue
from spellfix.noise.layout import LAYOUTS
from spellfix.noise.noiser import Noiser
from spellfix.noise.operations import OPERATIONS, confusion, operation
from spellfix.noise.recipe import Recipe
from spellfix.noise.record import record
from spellfix.noise.rule import kind_of
from spellfix.noise.sentence import Sentence
from tests.fuzz.given import Given, fields
from tests.fuzz.texts import SENTENCES

SEEDS = (
    *(fields(each, str(number), str(number * 7)) for number, each in enumerate(SENTENCES)),
    fields("나는 학교에 가서 케이크를 먹을 수 있었다. 그것은 안 된다고 했던 것뿐이다.", "1", "3"),
    fields("컴퓨터 프로그램을 업데이트할 때 메시지를 이메일로 보내 주십시오.", "2", "4"),
)
RATES = (0.05, 0.3)
_RULES = catalogue()


@cache
def noiser(layout: str, rate: float) -> Noiser:
    """One that makes several errors on that layout."""
    return Noiser(7, Recipe(rate=rate, layout=layout))


def check(data: bytes) -> None:
    given = Given(data)
    text, layout = given.text(0), given.choice(1, (*LAYOUTS,))
    index = given.number(2, 1 << 40)
    few, many = (noiser(layout, rate).noise(text, 0, index) for rate in RATES)
    assert noiser(layout, RATES[1]).noise(text, 0, index) == many
    protected = Sentence(text).protected
    for noisy in (few, many):
        done = 0
        parts: list[str] = []
        for edit in noisy.edits:
            assert done <= edit.start <= edit.end <= len(text)
            assert text[edit.start : edit.end] == edit.before != edit.after
            assert edit.kind == kind_of(edit.rule)
            assert edit.rule in _RULES
            assert not any(s.start < edit.end and edit.start < s.end for s in protected)
            assert operation(edit.before, edit.after) in OPERATIONS
            confusion(edit.before, edit.after)
            parts += text[done : edit.start], edit.after
            done = edit.end
        assert "".join([*parts, text[done:]]) == noisy.text
        assert (noisy.text == text) == (not noisy.edits)
        assert all(one.start < other.start for one, other in pairwise(noisy.edits))
        json.dumps(record(text, noisy))
    if len(few.edits) < len(many.edits) and few.edits:
        assert set(few.edits) <= set(many.edits)
