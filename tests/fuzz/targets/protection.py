"""`spellfix.protection` and `spellfix.terms`: what a correction may not touch.

Kept spans are well placed and hold all protected spans; a term alone is kept as a whole; terms are
found where they stand, in order and apart, in the text as typed, composed or decomposed.
"""

from unicodedata import normalize

from spellfix.protection import foreign_signs, is_foreign, kept_spans, may_be_korean
from spellfix.terms import lexicon, terms_in
from spellfix.text import Span, protected_spans
from tests.fuzz.given import Given, fields
from tests.fuzz.targets.segmentation import well_placed
from tests.fuzz.texts import SENTENCES

SEEDS = (
    *map(fields, SENTENCES),
    fields("민수가 민술 \u1106\u1175\u11ab\u1109\u116e는", "민수\nGo\n가", "1"),
)


def check(data: bytes) -> None:
    given = Given(data)
    text, terms = given.text(0), given.texts(1)
    kept = kept_spans(text, terms)
    well_placed(text, kept)
    for span in protected_spans(text, terms):
        assert any(each.start <= span.start and span.end <= each.end for each in kept)
    assert set(foreign_signs(text)) <= set(text)
    if is_foreign(text) and not list(foreign_signs(text)):
        assert len(text.split()) > 1
    may_be_korean(text)
    done, known = 0, lexicon(terms)
    for start, end in terms_in(text, known):
        assert done <= start < end <= len(text)
        assert normalize("NFC", text[start:end]) in {
            normalize("NFC", each) for each in known.words | known.fused
        }
        done = end
    for term in terms:
        if alone := term.strip():
            assert protected_spans(alone, (alone,)) == [Span(0, len(alone))]
