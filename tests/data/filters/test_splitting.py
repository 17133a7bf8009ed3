"""Sentences are those of `text.segment`, whichever way they are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.data.filters import sentences, sentences_of
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


@given(st.lists(TEXTS, max_size=8))
def test_the_quick_way_gives_the_sentences_of_segment(texts: list[str]) -> None:
    assert sentences_of(texts) == [segmented(text) for text in texts]


@given(TEXTS)
def test_every_sentence_is_a_stretch_of_its_text(text: str) -> None:
    at = 0
    for sentence in sentences(text):
        at = text.index(sentence, at) + len(sentence)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("첫 문장입니다. 둘째 문장입니다!", ["첫 문장입니다.", "둘째 문장입니다!"]),
        ("그는 “갔다.”라고 했다.", ["그는 “갔다.”라고 했다."]),
        ("주소는 https://a.kr/나. 입니다", ["주소는 https://a.kr/나. 입니다"]),
        ("12345", []),
        ("", []),
    ],
)
def test_문장으로_나눈다(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected == segmented(text)
