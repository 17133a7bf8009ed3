"""`spellfix.edits`, `composition`, `guard`, `explanations`: from two texts to edits and back.

`apply(source, align(source, target)) == target`; edits are in order, apart, inside the text, name
what stands there, change it, are of a known kind, and can be explained; equal texts have none. What
the guard lets pass can be applied and touches no kept span. Edits of the composed text, taken back
to the text as typed, make a canonically equivalent one. Edits of another text are an InputError.
"""

from contextlib import suppress
from itertools import pairwise
from unicodedata import normalize

from spellfix.composition import compose
from spellfix.edits import Edit, align, apply
from spellfix.errors import InputError
from spellfix.explanations import explain
from spellfix.guard import permitted
from spellfix.kinds import KINDS
from spellfix.protection import kept_spans
from spellfix.text import Span
from tests.fuzz.given import Given, fields
from tests.fuzz.texts import SENTENCES

SEEDS = (
    fields("않 되요", "안 돼요"),
    fields("에에 키리", "에 리키"),
    fields("리액트을 베움", "리엑트를 배움", "리액트"),
    fields("\u1112\u1161\u11ab글을 햇다", "한글을 했다"),
    *(fields(one, other) for one, other in pairwise(SENTENCES)),
)


def check(data: bytes) -> None:
    given = Given(data)
    source, target, terms = given.text(0), given.text(1), given.texts(2)
    edits = align(source, target)
    assert apply(source, edits) == target
    assert bool(edits) == (source != target)
    well_formed(source, edits)
    kept = kept_spans(source, terms)
    allowed = list(permitted(source, edits, kept))
    well_formed(source, allowed)
    apply(source, allowed)
    assert not any(touches(edit, span) for edit in allowed for span in kept)
    for edit in edits[:3]:
        reason = explain(source, edit)
        assert reason.korean.strip()
        assert reason.english.strip()
    _composed(source, target)
    _of_another_text(source, edits, target)


def well_formed(text: str, edits: list[Edit]) -> None:
    """Edits of `text` are in order, apart, change what stands there, and are of a known kind."""
    done = 0
    for edit in edits:
        assert done <= edit.start <= edit.end <= len(text)
        assert text[edit.start : edit.end] == edit.before != edit.after
        assert edit.kind in KINDS
        assert 0.0 <= edit.confidence <= 1.0
        done = edit.end


def touches(edit: Edit, span: Span) -> bool:
    """Whether an edit changes something inside a span."""
    return span.start < edit.end and edit.start < span.end


def _composed(source: str, target: str) -> None:
    composed = compose(source)
    assert normalize("NFC", composed.text) == normalize("NFC", source)
    offsets = list(composed.offsets)
    assert len(offsets) == len(composed.text) + 1
    assert offsets == sorted(set(offsets))
    assert (offsets[0], offsets[-1]) == (0, len(source))
    assert compose(composed.text).text == composed.text
    edits = align(composed.text, target)
    restored = apply(source, map(composed.restore, edits))
    assert normalize("NFC", restored) == normalize("NFC", target)


def _of_another_text(source: str, edits: list[Edit], other: str) -> None:
    with suppress(InputError):
        made = apply(other, edits)
        assert sum(len(edit.after) - len(edit.before) for edit in edits) == len(made) - len(other)
    with suppress(InputError):
        apply(source, reversed(edits))
