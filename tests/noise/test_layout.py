"""Keyboard layouts as the slips see them: one interface, three keyboards."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.noise.layout import CHEONJIIN, LAYOUTS, NARATGEUL, TWO_SET, Layout
from spellfix.noise.rule import changed
from spellfix.noise.sentence import Sentence
from spellfix.noise.strokes import stroke_rules

bounded = settings(max_examples=60)
syllables = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=12)
each_layout = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def results(layout: Layout, rule: str, text: str) -> set[str]:
    """Everything that a rule on strokes can make of ``text``."""
    found = next(each for each in stroke_rules(layout) if each.name == f"keyboard.{rule}")
    errors = found.every(Sentence(text), 0, len(text))
    return {text[: e.start] + e.after + text[e.end :] for e in errors}


@each_layout
@bounded
@given(text=syllables, other=syllables)
def test_what_is_struck_is_typed(layout: Layout, text: str, other: str) -> None:
    assert layout.type(layout.strokes(text)) == text
    assert layout.strokes(text + other) == layout.strokes(text) + layout.strokes(other)


@each_layout
def test_every_neighbour_of_a_key_is_a_key_of_some_class(layout: Layout) -> None:
    keys = set("".join(layout.classes))
    for key in keys:
        assert set(layout.neighbours(key)) <= keys
        assert key in layout.alike(key)


@each_layout
@bounded
@given(text=syllables, seed=st.integers(0, 10**6))
def test_what_is_drawn_is_among_every(layout: Layout, text: str, seed: int) -> None:
    sentence = Sentence(text)
    for rule in stroke_rules(layout):
        error = rule.draw(sentence, Random(seed))
        if error:
            start, end, _, _ = changed(text, error)
            assert error in rule.every(sentence, start, end)


@pytest.mark.parametrize(
    ("layout", "rule", "right", "wrong"),
    [
        (TWO_SET, "shift", "있다", "잇다"),
        (TWO_SET, "neighbour", "안녕", "안뎡"),
        (CHEONJIIN, "drop", "학교", "하쿄"),  # the wait between two ㄱ
        (CHEONJIIN, "drop", "강아지", "가마지"),
        (CHEONJIIN, "drop", "하나", "사나"),
        (CHEONJIIN, "shift", "거기", "겨기"),
        (CHEONJIIN, "shift", "나", "라"),
        (CHEONJIIN, "neighbour", "고기", "노기"),
        (CHEONJIIN, "transpose", "어서", "아서"),
        (NARATGEUL, "drop", "하나", "아나"),  # 획추가 was not hit
        (NARATGEUL, "shift", "가지", "까지"),
        (NARATGEUL, "double", "가지", "거지"),
        (NARATGEUL, "neighbour", "나무", "가무"),
        (NARATGEUL, "other_key", "토끼", "토키"),
    ],
)
def test_자판마다_다른_실수가_나온다(layout: Layout, rule: str, right: str, wrong: str) -> None:
    assert wrong in results(layout, rule, right)


def test_자판이_다르면_실수도_다르다() -> None:
    made = [results(layout, "neighbour", "학교에서") for layout in LAYOUTS.values()]
    assert all(len(each) > 5 for each in made)
    assert made[0] != made[1] != made[2]
