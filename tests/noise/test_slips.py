"""Slips of the keyboard: what fingers do, the input method commits; whole syllables go astray."""

import pytest

from spellfix.noise.catalogue import catalogue
from spellfix.noise.sentence import Sentence


def makes(rule: str, text: str) -> set[str]:
    """Everything that the rule can make of ``text``."""
    return {
        text[: error.start] + error.after + text[error.end :]
        for error in catalogue()[f"keyboard.{rule}"].every(Sentence(text), 0, len(text))
    }


@pytest.mark.parametrize(
    ("rule", "right", "typo"),
    [
        ("neighbour", "이", "리"),
        ("neighbour", "발생", "발행"),
        ("neighbour_of_other_class", "호", "ㅗㅗ"),
        ("shift", "때로는", "떄로는"),
        ("shift", "했다", "햇다"),
        ("other_key", "구분", "구문"),
        ("drop", "필요", "피요"),
        ("drop", "강아지", "가아지"),
        ("double", "가", "가ㅏ"),
        ("extra", "형식", "형싟"),
        ("stray", "공부", "공북"),
        ("transpose", "합니다", "하빈다"),
        ("transpose", "정의", "저으이"),
        ("transpose", "읽은", "일ㅇ근"),
        ("drop_syllable", "라우트", "라우"),
        ("double_syllable", "대신할", "대신하할"),
        ("transpose_syllables", "컴퓨터", "컴터퓨"),
        ("transpose_leads", "커뮤니티", "커뮤티니"),
        ("echo", "데이터베이스", "데이터베에스"),
        ("echo", "기능", "긴능"),
        ("other_tail", "기능", "기는"),
        ("commit", "분석이", "분서기"),
        ("commit", "나라", "날아"),
        ("commit", "예를", "옐를"),
    ],
)
def test_손이_미끄러진_꼴이_나온다(rule: str, right: str, typo: str) -> None:
    assert typo in makes(rule, right)


def test_이웃_글쇠는_닿아_있는_글쇠뿐이다() -> None:
    assert makes("neighbour", "기") == {"디", "시", "이", "리", "가", "개", "게"}


def test_한_음절뿐인_낱말은_없어지지_않는다() -> None:
    assert makes("drop_syllable", "이 책") == set()


@pytest.mark.parametrize("rule", [name for name in catalogue() if name.startswith("keyboard.")])
def test_no_slip_leaves_the_text_as_it_is_or_changes_what_is_not_hangul(rule: str) -> None:
    text = "A 값을 3번 읽어, 넣었다 ㅋㅋ!"
    for typo in makes(rule.partition(".")[2], text):
        assert typo != text
        kept = [char for char in text if not "\uac00" <= char <= "\ud7a3" and char not in "ㅋ"]
        left = iter(typo)
        assert all(char in left for char in kept), typo
