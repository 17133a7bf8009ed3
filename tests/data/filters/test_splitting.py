"""Sentences are those of `text.segment`, whichever way they are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.data.filters import sentences
from spellfix.data.laid import Laid
from spellfix.text import segment

PIECES = st.sampled_from(
    [
        "안녕하세요",
        ". ",
        "! ",
        "?",
        ".",
        " ",
        "  ",
        "\n",
        "\t",
        "1.5",
        "3. ",
        "e.g. ",
        "node.js",
        "https://a.kr/가. ",
        "www.한글.kr",
        "`코드. 여기`",
        "$x$ ",
        "@이름. ",
        "#태그",
        "a_b. ",
        "C:\\가",
        "-. ",
        "”라고 ",
        "」",
        "...",
        "…",
        "그래요.) ",
        "네.” ",
        "가" * 90,
        "end. ",
        "U.S. ",
        "\u00a0",
        "\u3000",
        "\x07",
        "\ud83d",
        "👍🏽",
        "。",
        "？ ",
        "하고 ",
    ]
)
TEXTS = st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=10).map("".join))


def segmented(text: str) -> list[str]:
    return [text[each.start : each.end] for each in segment(text) if not each.protected]


@given(st.lists(TEXTS, max_size=8), st.sets(st.integers(0, 7)))
def test_the_quick_way_gives_the_sentences_of_segment(texts: list[str], marked: set[int]) -> None:
    damaged = {at for at in marked if at < len(texts)}
    found, owners = sentences(Laid.out(texts), damaged)
    expected = [
        (at, each)
        for at, text in enumerate(texts)
        for each in ([text] if at in damaged else segmented(text) or [text])
    ]
    assert [*zip(owners.tolist(), found.texts(), strict=True)] == expected


@given(TEXTS)
def test_every_sentence_is_a_stretch_of_its_text(text: str) -> None:
    at = 0
    for sentence in sentences(Laid.out([text]))[0].texts():
        at = text.index(sentence, at) + len(sentence)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("첫 문장입니다. 둘째 문장입니다!", ["첫 문장입니다.", "둘째 문장입니다!"]),
        ("그는 “갔다.”라고 했다.", ["그는 “갔다.”라고 했다."]),
        ("주소는 https://a.kr/나. 입니다", ["주소는 https://a.kr/나. 입니다"]),
    ],
)
def test_문장으로_나눈다(text: str, expected: list[str]) -> None:
    assert sentences(Laid.out([text]))[0].texts() == expected == segmented(text)


def test_글에_문장이_없으면_글_그대로_남는다() -> None:
    found, owners = sentences(Laid.out(["12345", "가. 나.", ""]))
    assert found.texts() == ["12345", "가.", "나.", ""]
    assert owners.tolist() == [0, 1, 1, 2]
