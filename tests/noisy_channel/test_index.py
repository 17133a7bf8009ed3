"""The index finds what comparing with every word finds."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from spellfix.keyboard import strokes
from spellfix.noisy_channel.index import LONGEST, StrokeIndex

words = st.text("가각거까개읽일ㄱㅏ", min_size=1, max_size=4)


@given(st.lists(words, unique=True, max_size=30), st.lists(words, max_size=5))
def test_candidates_are_those_within_one_stroke(known: list[str], typed: list[str]) -> None:
    expected = [
        [word for word in known if OSA.distance(strokes(word), strokes(each)) <= 1]
        for each in typed
    ]
    assert StrokeIndex(known).within_one(typed) == expected


def test_한_글쇠_차이인_말을_찾는다() -> None:
    index = StrokeIndex(["숙제", "숙재", "축제", "읽어", "안", "다시"])
    assert index.within_one(["숙제", "일거", "않", "다ㅅ"]) == [
        ["숙제", "숙재", "축제"],
        ["읽어"],
        ["안"],
        ["다시"],
    ]


def test_no_words_and_nothing_typed_give_nothing() -> None:
    assert StrokeIndex([]).within_one(["가"]) == [[]]
    assert StrokeIndex(["가"]).within_one([]) == []


def test_words_without_end_are_not_found_and_do_no_harm() -> None:
    endless = "가" * LONGEST
    assert StrokeIndex([endless, "나"]).within_one([endless, "나"]) == [[], ["나"]]
