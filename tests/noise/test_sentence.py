"""A sentence as rules see it: the shortcuts find what the long way finds."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from spellfix.noise.sentence import Sentence
from spellfix.text import protected_spans

PIECES = [
    "한글", " ", "12", "1,000", "12:30", "2026-11-21", "1.5", ".", "a", "node.js", "www.",
    "www.a.kr", "@", "@이름", "#태그", "/a/b", "C:\\", "`코드`", "$x$", "https://a.kr/1",
    "_", "-", ":", ",", "\n", "É",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map("".join))
def test_the_protected_spans_are_those_of_the_text(text: str) -> None:
    assert Sentence(text).protected == protected_spans(text)


def test_a_random_syllable_is_any_of_them_alike() -> None:
    sentence = Sentence("가 - 나 (abcdefghijklmnopqrstuvwxyz) 다")
    rng = Random(0)
    found = Counter(sentence.random_syllable(rng) for _ in range(3000))
    assert sorted(found) == sentence.syllables
    assert min(found.values()) > 800
    assert Sentence("abc").random_syllable(rng) is None
    assert Sentence("").random_syllable(rng) is None


def test_a_change_may_touch_a_protected_span_but_not_lie_in_it() -> None:
    sentence = Sentence("값은 12개")
    assert sentence.may_change(0, 3)
    assert sentence.may_change(3, 3)
    assert sentence.may_change(5, 6)
    assert not sentence.may_change(4, 4)
    assert not sentence.may_change(2, 4)
