"""Morphemes read as typos are written as meant; everything else of a text stays.

The morphemes here are written by hand, and joined by putting their forms after each other: tests
with Kiwi's own are those of `test_kiwi`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from spellfix.systems.morphemes import with_typos_replaced


@dataclass(frozen=True)
class Morpheme:
    form: str
    tag: str
    start: int
    len: int
    typo_cost: float = 0.0


def joined(word: Sequence[tuple[str, str]]) -> tuple[str, list[tuple[int, int]]]:
    places, at = [], 0
    for form, _ in word:
        places.append((at, at + len(form)))
        at += len(form)
    return "".join(form for form, _ in word), places


def test_오타인_형태소만_바뀐다() -> None:
    tokens = [Morpheme("숙제", "NNG", 1, 2, 1.0), Morpheme("를", "JKO", 3, 1)]
    assert with_typos_replaced("(숙재를)  했다", tokens, joined) == "(숙제를)  했다"


def test_a_morpheme_that_is_joined_otherwise_but_holds_no_typo_stays() -> None:
    def contracted(word: Sequence[tuple[str, str]]) -> tuple[str, list[tuple[int, int]]]:
        assert [form for form, _ in word] == ["주", "었", "네요"]
        return "줬네요", [(0, 1), (0, 1), (1, 3)]

    tokens = [
        Morpheme("주", "VX", 0, 1),
        Morpheme("었", "EP", 1, 1),
        Morpheme("네요", "EF", 2, 2, 1.0),
    ]
    assert with_typos_replaced("주었내요", tokens, contracted) == "주었네요"


def test_morphemes_that_share_a_syllable_are_replaced_together() -> None:
    def contracted(word: Sequence[tuple[str, str]]) -> tuple[str, list[tuple[int, int]]]:
        return "됐다", [(0, 1), (0, 1), (1, 2)]

    tokens = [
        Morpheme("되", "VV", 0, 1, 1.0),
        Morpheme("었", "EP", 0, 1),
        Morpheme("다", "EF", 1, 1),
    ]
    assert with_typos_replaced("됬다", tokens, contracted) == "됐다"


def test_a_text_without_typos_is_never_joined() -> None:
    def refused(word: Sequence[tuple[str, str]]) -> tuple[str, list[tuple[int, int]]]:
        raise AssertionError(word)

    assert with_typos_replaced("했다", [Morpheme("하", "VV", 0, 1)], refused) == "했다"


words = st.lists(st.tuples(st.text("가나다", min_size=1, max_size=3), st.booleans()), max_size=8)


@given(st.lists(st.tuples(words, st.sampled_from([" ", "\n", "  ", "\u3000"])), max_size=5))
def test_each_typo_becomes_its_form_and_the_rest_of_the_text_is_kept(
    text: list[tuple[list[tuple[str, bool]], str]],
) -> None:
    typed, meant = "", ""
    tokens = []
    for word, space in text:
        for form, wrong in word:
            tokens.append(
                Morpheme(f"[{form}]" if wrong else form, "NNG", len(typed), len(form), wrong)
            )
            typed += form
            meant += tokens[-1].form
        typed += space
        meant += space
    assert with_typos_replaced(typed, tokens, joined) == meant
