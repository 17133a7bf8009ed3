"""Names and words that the user wants to keep are found, inflected too."""

import time
from random import Random
from unicodedata import normalize

import pytest

from spellfix.terms import lexicon, terms_in

TERMS = ("민수", "영희", "서울 초등학교", "정훈", "나", "Go")


def found(text: str, *terms: str) -> list[str]:
    return [text[start:end] for start, end in terms_in(text, lexicon(terms or TERMS))]


@pytest.mark.parametrize(
    "word",
    [
        "민수",
        "민수가",
        "민수는",
        "민수랑",
        "민수한테서",
        "민수네",
        "민수야",
        "민수였다",
        "(민수)",
        "민수·",
    ],
)
def test_조사가_붙은_이름을_찾는다(word: str) -> None:
    assert found(word) == ["민수"]
    assert found(f"어제 {word} 왔다") == ["민수"]


@pytest.mark.parametrize(("text", "span"), [("민순 갔다", "민순"), ("영흴 봤다.", "영흴")])
def test_줄어든_조사와_한_음절이_된_이름을_찾는다(text: str, span: str) -> None:
    assert found(text) == [span]
    assert found(normalize("NFD", text)) == [normalize("NFD", span)]


@pytest.mark.parametrize(
    "text", ["민순이", "미민수", "정훈을", "날", "난", "Google", "서울초등학교"]
)
def test_다른_낱말은_찾지_않는다(text: str) -> None:
    assert set(found(text)) <= {"정훈"}


def test_여러_어절로_된_이름을_찾는다() -> None:
    assert found("우리 서울 초등학교에서") == ["서울 초등학교"]


def test_가장_긴_것을_찾는다() -> None:
    assert found("토스페이먼츠가", "토스", "토스페이먼츠", "토스페이") == ["토스페이먼츠"]


def test_만_낱말을_알아도_빠르다() -> None:
    random = Random(3)
    syllables = [chr(code) for code in range(0xAC00, 0xD7A4)]
    terms = {"".join(random.choices(syllables, k=random.randint(2, 8))) for _ in range(10_000)}
    known = lexicon(tuple(sorted(terms)))
    text = "오늘은 민수가 학교에서 숙제를 안 해 와서 혼이 났습니다. " * 1000
    begun = time.process_time()
    assert list(terms_in(text, known)) == []
    assert time.process_time() - begun < 2  # about 0.02 s
