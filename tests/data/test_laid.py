"""Texts laid end to end: what comes back is what was put in."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spellfix.data.laid import Laid

TEXTS = st.lists(st.text(st.sampled_from("가나 \n\ta.é\u3000😀"), max_size=8), max_size=8)


def decoded(laid: Laid) -> list[str]:
    data, offsets = laid.encoded()
    at = offsets.tolist()
    return [data[start:end].decode() for start, end in pairwise(at)]


def whole(laid: Laid) -> bool:
    """Whether code points, places and sizes tell of the same texts."""
    texts = laid.texts()
    points = [*map(ord, "".join(f"{text}\n" for text in texts))]
    return laid.points.tolist() == points and decoded(laid) == texts


@given(TEXTS)
def test_texts_come_back_as_they_were(texts: list[str]) -> None:
    laid = Laid.out(texts)
    assert laid.texts() == texts == [laid.text(at) for at in range(len(texts))]
    assert whole(laid)


@given(TEXTS, st.data())
def test_stretches_are_cut_out_and_nothing_else_comes_along(
    texts: list[str], data: st.DataObject
) -> None:
    laid, starts, ends, expected = Laid.out(texts), list[int](), list[int](), list[str]()
    for at, text in enumerate(texts):
        places = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)))
        begin = int(laid.starts[at])
        for start, end in zip(places[::2], places[1::2], strict=False):
            starts, ends = [*starts, begin + start], [*ends, begin + end]
            expected.append(text[start:end])
    cut = laid.cut(np.array(starts, np.int64), np.array(ends, np.int64))
    assert cut.texts() == expected
    assert whole(cut)


@given(TEXTS, st.dictionaries(st.integers(0, 7), st.text("가나a", max_size=9)))
def test_texts_are_replaced_and_the_others_stay(texts: list[str], new: dict[int, str]) -> None:
    new = {at: text for at, text in new.items() if at < len(texts)}
    found = Laid.out(texts).replaced(new)
    assert found.texts() == [new.get(at, text) for at, text in enumerate(texts)]
    assert whole(found)


@given(TEXTS, st.integers(0, 5))
def test_of_long_texts_the_beginnings_are_left(texts: list[str], longest: int) -> None:
    assert Laid.out(texts).beginnings(longest).texts() == [text[:longest] for text in texts]


def test_portions_together_are_all_texts() -> None:
    texts = ["가나다 라마" * 30, "", "바" * 300_000, "사"] * 5
    laid = Laid.out(texts)
    assert [text for portion in laid.portions() for text in portion.texts()] == texts
    assert all(whole(portion) for portion in laid.portions())
