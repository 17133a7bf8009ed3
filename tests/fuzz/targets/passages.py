"""`spellfix.passages`: a document in parts, cut into stretches.

Whatever the parts, the stretches put together are the document and none is empty; their sentences
are those of the whole text where nothing without white space is too long for a stretch.
"""

from spellfix.passages import SMALLEST, passages
from spellfix.protection import kept_spans
from spellfix.text import LONGEST_SENTENCE, segment
from tests.fuzz.given import Given, fields
from tests.fuzz.texts import SENTENCES

SEEDS = (
    *(fields(sentence * 5, "", "7", "1") for sentence in SENTENCES),
    fields("```\n" + "가나다\n" * 200 + "```\n다음 줄이다. ", "", "100", "0"),
    fields("한 줄이다. " * 99, "줄이", "33", "2"),
)


def check(data: bytes) -> None:
    given = Given(data)
    text, terms = given.text(0), given.texts(1)
    step, size = 1 + given.number(2, 999), given.choice(3, (256, 300, 512, 1024))
    assert size >= SMALLEST
    parts = [text[at : at + step] for at in range(0, len(text), step)]
    stretches = list(passages(parts, size, terms))
    assert "".join(each.text for each in stretches) == text
    assert all(each.text for each in stretches)
    if _unbroken(text, terms) > size - LONGEST_SENTENCE:
        return
    at, found = 0, []
    for stretch in stretches:
        if not stretch.protected:
            found += [
                (at + each.start, at + each.end)
                for each in segment(stretch.text, terms)
                if not each.protected
            ]
        at += len(stretch.text)
    assert found == [(s.start, s.end) for s in segment(text, terms) if not s.protected]


def _unbroken(text: str, terms: tuple[str, ...]) -> int:
    """The longest stretch without white space, spans included."""
    joined = list(text)
    for span in kept_spans(text, terms):
        joined[span.start : span.end] = "x" * (span.end - span.start)
    return max(map(len, "".join(joined).split()), default=0)
