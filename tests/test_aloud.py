"""What is heard last of figures, abbreviations and English words, as Koreans read them."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.aloud import last_heard

LINES = [
    line
    for path in sorted(Path("data/samples").glob("*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
PARTICLE = re.compile("([A-Za-z0-9])(은|는|을|를|과|와)(?![가-힣])")


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        # 영, 일, 이, 삼, 사, 오, 육, 칠, 팔, 구
        *zip("0123456789", ["ㅇ", "ㄹ", "", "ㅁ", "", "", "ㄱ", "ㄹ", "ㄹ", ""], strict=True),
        ("1,000", "ㅇ"), ("3.1", "ㄹ"), ("방 3", "ㅁ"),
        # 에이치티엠엘, 피디에프, 브이피엔, 램 or 알에이엠, 유알엘, 브이알
        ("HTML", "ㄹ"), ("PDF", ""), ("VPN", "ㄴ"), ("RAM", "ㅁ"), ("URL", "ㄹ"), ("VR", "ㄹ"),
        # 파이썬, 구글, 크롬, 스프링, 슬랙, 리눅스, 노드, 도커, 클라이언트, 뷰
        ("Python", "ㄴ"), ("Google", "ㄹ"), ("Chrome", "ㅁ"), ("Spring", "ㅇ"), ("Slack", "ㄱ"),
        ("Linux", ""), ("Node", ""), ("Docker", ""), ("client", ""), ("Vue", ""),
    ],
)  # fmt: skip
def test_읽는_대로_끝소리를_안다(text: str, tail: str) -> None:
    assert last_heard(text) == tail


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "값", "배", "ㄱ", ".", ")", "é", "Я", "３", "²", "٣",  # nothing to be read
        "Git", "Bot", "GitHub", "Web",  # 깃, 봇, but 치트; 허브, 웹
        "km", "kg", "x", "3 m",  # units and signs
        "Python 3", "ES6", "MP3", "Vue-3", "v1.0",  # 삼 or 쓰리
    ],
)  # fmt: skip
def test_읽는_법이_갈리면_모른다(text: str) -> None:
    assert last_heard(text) is None


def test_우리말로도_영어로도_모음으로_끝나는_숫자는_안다() -> None:
    assert [last_heard(f"{word}{figure}") for word in ("HTML", "Vue ") for figure in "245"] == [
        ""
    ] * 6


@given(st.text())
def test_any_text_has_an_answer_and_only_its_end_counts(text: str) -> None:
    heard = last_heard(text)
    assert heard in {None, "", "ㄱ", "ㄴ", "ㄹ", "ㅁ", "ㅇ"}
    assert last_heard("가" * 100 + text) == heard or not text


def test_견본_글의_조사가_맞는다() -> None:
    right = wrong = 0
    for line in LINES:
        for found in PARTICLE.finditer(line):
            heard = last_heard(line[: found.end(1)])
            if heard is not None:
                fits = (found[2] in "은을과") == bool(heard)
                right, wrong = right + fits, wrong + (not fits)
    assert right > 50
    assert wrong < 0.06 * (right + wrong)
