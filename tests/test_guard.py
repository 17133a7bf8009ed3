"""What corrections are allowed to do."""

import pytest

from spellfix.edits import align, apply
from spellfix.guard import permitted
from spellfix.text import protected_spans


def guarded(text: str, wished: str, *terms: str) -> str:
    return apply(text, list(permitted(text, align(text, wished), protected_spans(text, terms))))


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("HTTP 헤더를 본다.", "HTP 헤더를 본다."),
        ("git diff 명령", "git dif 명령"),
        ("npm install 하기", "npminstall 하기"),
        ("CSS를 쓴다.", "CS를 쓴다."),
        ("값은 abc", "값은 abd"),
    ],
)
def test_라틴_문자로_쓴_말은_다른_말이_되지_않는다(text: str, wished: str) -> None:
    assert guarded(text, wished) == text


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("dkssud 여러분", "안녕 여러분"),
        ("ㅗ디ㅣㅐ world", "hello world"),
        ("HTTP헤더를 봣다", "HTTP 헤더를 봤다"),
        ("HTTP을 쓴다.", "HTTP를 쓴다."),
        ("가 나다", "가나다"),
        ("끝.그리고", "끝. 그리고"),
    ],
)
def test_한영_전환과_한글은_고친다(text: str, wished: str) -> None:
    assert guarded(text, wished) == wished


def test_지킬_말에_붙은_조사는_고친다() -> None:
    assert guarded("리액트을 쓴다.", "리엑트를 쓴다.", "리액트") == "리액트를 쓴다."


@pytest.mark.parametrize(
    ("text", "wished"),
    [("가나다", "가나다 "), ("가나다", " 가나다"), ("가 나", "가  나"), ("가\n나", "가 \n나")],
)
def test_빈칸_옆과_글의_끝에는_빈칸을_더_두지_않는다(text: str, wished: str) -> None:
    assert guarded(text, wished) == text


def test_what_nobody_types_is_not_written() -> None:
    assert guarded("가나다", "가\ufffd다") == "가나다"
    assert guarded("가나다", "가\x00다") == "가나다"
