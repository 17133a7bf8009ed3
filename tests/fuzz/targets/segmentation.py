"""`spellfix.text`: sentences, and the spans that nobody may edit.

Segments follow each other without a gap and make up the text; what is not protected is no longer
than a sentence, holds a letter, no control character and no lone surrogate. Protected spans are in
order and apart; no cut lies inside one, and none between two sentences inside a cluster.
"""

from itertools import pairwise

from spellfix.clusters import belongs
from spellfix.text import (
    LETTER,
    LONGEST_SENTENCE,
    NEVER_TEXT,
    Span,
    protected_spans,
    segment,
)
from tests.fuzz.given import Given, fields
from tests.fuzz.texts import SENTENCES

SEEDS = (*map(fields, SENTENCES), fields("리액트을 민순 하늘초가", "리액트\n민수\n하늘초"))


def check(data: bytes) -> None:
    given = Given(data)
    text, terms = given.text(0), given.texts(1)
    spans = protected_spans(text, terms)
    well_placed(text, spans)
    segments = segment(text, terms)
    assert [each.start for each in segments] == [0, *(each.end for each in segments[:-1])][
        : len(segments)
    ]
    assert (segments[-1].end if segments else 0) == len(text)
    for each in segments:
        assert each.start < each.end
        if not each.protected:
            assert each.end - each.start <= LONGEST_SENTENCE
            assert LETTER.search(text, each.start, each.end)
            assert not NEVER_TEXT.search(text, each.start, each.end)
    cuts = {each.start for each in segments}
    for span in spans:
        assert not cuts.intersection(range(span.start + 1, span.end))
    for one, other in pairwise(segments):
        if not one.protected and not other.protected:
            assert not belongs(text, other.start)


def well_placed(text: str, spans: list[Span]) -> None:
    """Spans of `text` are inside it, in order, none empty, none touching the next."""
    done = -1
    for span in spans:
        assert done < span.start < span.end <= len(text)
        done = span.end
