"""Pieces of words are numbers that four of fit into 64 bits, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.language.estimation import estimate
from spellfix.language.opinion import gains
from spellfix.language.pieces import Pieces
from spellfix.language.symbols import EDGE, UNKNOWN
from spellfix.limits import TOKENIZER
from tests.language.samples import read_samples

LINES = read_samples()
PIECES = Pieces.trained(LINES, 2_000)
MODEL = estimate([(LINES, 3.0)], symbols=PIECES)
sentences = st.text(st.sampled_from("오늘 숙제재를했다.할수있1a?뷁😀\n\ud800\u200f한"), max_size=12)


def test_a_word_that_occurs_often_is_fewer_pieces_than_characters() -> None:
    assert len(PIECES.codes("때문에")) == 1
    assert len(PIECES.codes("때무네")) == 3


def test_the_same_lines_give_the_same_pieces_and_these_the_same_numbers() -> None:
    again = Pieces.trained(LINES, 2_000)
    assert again.model == PIECES.model
    assert Pieces(PIECES.model).codes(LINES[0]) == PIECES.codes(LINES[0])


def test_what_is_not_known_has_a_number_and_so_has_every_run() -> None:
    assert PIECES.codes("뷁")[-1] == UNKNOWN
    assert PIECES.codes("12시에 GPU를") == PIECES.codes("4시에  PDF를 ")
    assert PIECES.codes("12시에 GPU를") != PIECES.codes("4시에  VPN를 ")
    assert PIECES.codes("") == []


def test_pieces_that_know_no_sounds_take_runs_as_alike() -> None:
    """As older ones were: trained on lines in which a run is a or 0."""
    lines = [line for line in LINES if not any(char.isascii() and char.isalnum() for char in line)]
    older = Pieces.trained([*lines, *["a0를 a에 a를"] * 50], 2_000)
    assert older.codes("CPU를") == older.codes("VPN를") == older.codes("a를")
    assert older.codes("12를") == older.codes("3를")
    assert UNKNOWN not in older.codes("12를 CPU에 쓴다")


@given(sentences)
def test_every_text_has_numbers_and_none_is_an_edge(text: str) -> None:
    codes = PIECES.codes(text)
    assert all(EDGE < code < len(PIECES) for code in codes)
    assert PIECES.codes_of_lines([text, "숙제"], 3).tolist() == [
        *[EDGE] * 3,
        *codes,
        *[EDGE] * 3,
        *PIECES.codes("숙제"),
        *[EDGE] * 3,
    ]


@given(st.lists(st.tuples(sentences, sentences), max_size=4))
def test_a_gain_is_the_difference_between_two_whole_sentences(asked: list[tuple[str, str]]) -> None:
    expected = [MODEL.score(after) - MODEL.score(before) for before, after in asked]
    assert gains(MODEL, asked) == expected


def test_four_pieces_reach_further_than_five_characters() -> None:
    """The first word says which the last one is, and stands more than four characters before it."""
    sources = [(["그러나 때문에 있습니다.", "그리고 때문에 없습니다."], 9.0)]
    changes = [("그러나 때문에 없습니다.", "그러나 때문에 있습니다.")]
    far, near = estimate(sources, symbols=PIECES), estimate(sources)
    assert (far.order, near.order) == (4, 5)
    assert gains(far, changes)[0] > gains(near, changes)[0] + 1


@pytest.mark.parametrize("model", [b"", b"no model", b"\x00" * 100])
def test_what_is_no_model_is_refused(model: bytes) -> None:
    with pytest.raises(RuntimeError):
        Pieces(model)


def test_a_model_that_is_too_large_is_not_read() -> None:
    with pytest.raises(ValueError, match="larger than"):
        Pieces(b"\x00" * (TOKENIZER + 1))
