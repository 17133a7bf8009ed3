"""Documents against the plainest thing that could be right: a list of code units."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.lsp.document import Document, Place, lines_of
from spellfix.lsp.units import split, width

ENCODINGS = ["utf-8", "utf-16", "utf-32"]
HALVES = "\ud83d\ude00"
TEXTS = st.text(st.sampled_from("가a\r\n\r\n😀é \u2028\x0b\x85" + HALVES), max_size=20)
PLACES = st.builds(Place, st.integers(0, 8), st.integers(0, 12))
FORMS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def units(text: str, encoding: str) -> list[bytes]:
    form, size = FORMS[encoding]
    data = whole(text).encode(form, "surrogatepass")
    return [data[at : at + size] for at in range(0, len(data), size)]


def text_of(given: list[bytes], encoding: str) -> str:
    return whole(b"".join(given).decode(FORMS[encoding][0], "surrogatepass"))


def whole(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def index(text: list[bytes], place: Place, encoding: str) -> int:
    """Counts unit by unit, as the protocol tells it."""
    cr, lf = units("\r", encoding)[0], units("\n", encoding)[0]
    at, line = 0, 0
    while line < place.line and at < len(text):
        if text[at] == lf or (text[at] == cr and text[at + 1 : at + 2] != [lf]):
            line += 1
        at += 1
    if line < place.line:
        return len(text)
    column = 0
    while column < place.column and at < len(text) and text[at] not in (cr, lf):
        at, column = at + 1, column + 1
    while encoding == "utf-8" and at < len(text) and text[at][0] & 0xC0 == 0x80:
        at -= 1  # not inside a character
    return at


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, changes=st.lists(st.tuples(PLACES, PLACES, TEXTS), max_size=5))
def test_a_changed_document_is_what_the_client_has(encoding, text, changes) -> None:
    document = Document(text, 1, encoding)
    reference = units(text, encoding)
    for start, end, new in changes:
        document.change(start, end, new)
        first, last = sorted(index(reference, place, encoding) for place in (start, end))
        middle = text_of([*reference[:first], *units(new, encoding), *reference[last:]], encoding)
        reference = units(middle, encoding)
        assert document.text == text_of(reference, encoding)
        assert lines_of(document.text) == document._lines


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
def test_every_code_point_is_where_the_client_counts_it(encoding, text) -> None:
    document = Document(text, 1, encoding)
    reference, at = units(text, encoding), 0
    for line, body in enumerate(document.bodies):
        for column in range(len(body) + 1):
            place = document.place(line, column)
            found = index(reference, place, encoding)
            before = text_of(reference[:found], encoding)
            assert before == whole(text)[: at + column]
        at += len(lines_of(whole(text))[line])


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS.map(whole), cut=st.integers(0, 30))
def test_a_text_is_cut_after_as_many_units(encoding, text, cut) -> None:
    head, tail = split(text, cut, encoding)
    assert whole(head + tail) == text
    assert cut - 3 <= width(head, encoding) <= cut or head == text


@given(text=TEXTS)
def test_lines_end_where_the_protocol_says_and_nowhere_else(text) -> None:
    lines = lines_of(text)
    assert "".join(lines) == text
    assert all(line.endswith(("\n", "\r")) for line in lines[:-1])
    assert not any(one.endswith("\r") and two.startswith("\n") for one, two in pairwise(lines))
    assert not any(set(line[:-2] + line[-2:].rstrip("\r\n")) & {"\r", "\n"} for line in lines)


def test_halves_of_a_character_that_come_one_by_one_become_one() -> None:
    document = Document("가", 1, "utf-16")
    document.change(Place(0, 1), Place(0, 1), HALVES[1])
    document.change(Place(0, 1), Place(0, 1), HALVES[0])
    assert document.text == "가😀"


def test_an_insertion_inside_a_character_parts_its_halves() -> None:
    document = Document("😀", 1, "utf-16")
    document.change(Place(0, 1), Place(0, 1), "a")
    assert document.text == "\ud83da\ude00"
    document.change(Place(0, 1), Place(0, 2), "")
    assert document.text == "😀"
