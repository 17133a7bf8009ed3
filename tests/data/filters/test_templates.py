"""Templates: what they mask, and how their repeats are counted."""

from __future__ import annotations

from itertools import count

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.data.filters import Repeats, judge
from spellfix.data.filters.templates import CELLS
from spellfix.data.laid import Laid

REPEATS = Repeats()  # 64 MiB: one for all examples, each with numbers of its own
FRESH = count(0, 4)


def templates(*contents: str) -> list[int]:
    found: list[int] = judge(Laid.out(contents)).templates.tolist()
    return found


def template(content: str) -> int:
    return templates(content)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("조회 수가 1,234회이고 추천이 5회입니다.", "조회 수가 98회이고 추천이 76,543회입니다."),
        ("회의는 2024-03-02에 열립니다.", "회의는 2025-12-25에 열립니다."),
        ("김철수 학생은 출석하였습니다.", "이영희 학생은 출석하였습니다."),
        ("박민수 씨는 회의에 참석했다.", "최지우 씨는 회의에 참석했다."),
        ("함석헌(咸錫憲)은 사상가이다.", "함석헌은 사상가이다."),
        ("React를 설치하는 방법입니다.", "Vue를 설치하는 방법입니다."),
        ("이것은 「민법」에 따른 것입니다.", "이것은 「형법」에 따른 것입니다."),
    ],
)
def test_수와_이름만_다르면_같은_틀이다(one: str, other: str) -> None:
    assert template(one) == template(other) != 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("오늘은 학교에 일찍 갔습니다.", "오늘은 학교에 늦게 갔습니다."),
        ("그는 1회 졌다고 말했습니다.", "그는 회 졌다고 말했습니다."),
        ("김밥을 먹은 학생은 누구입니까?", "라면을 먹은 학생은 누구입니까?"),
        ("값은 3.5이고 그 뒤는 없습니다.", "값은 3. 5이고 그 뒤는 없습니다."),
        ("가나다라마바사아자차카타", "타카차자아사바마라다나가"),
    ],
)
def test_말이_다르면_다른_틀이다(one: str, other: str) -> None:
    assert template(one) != template(other)


def test_what_little_is_left_is_no_template() -> None:
    assert template("2024년 3월 2일 (토)") == 0
    assert template("(괄호 안에만 글이 있는 문장입니다)") == 0


def test_a_template_does_not_depend_on_its_neighbours() -> None:
    contents = [
        "열린 (괄호가 닫히지 않은 글입니다",
        "닫힌) 괄호가 열리지 않은 글입니다",
        "",
        "「가」) (나",
    ]
    assert templates(*contents * 2) == [template(content) for content in contents * 2]


@given(st.lists(st.integers(0, 3), max_size=900), st.integers(1, 400))
def test_repeats_are_counted_in_order_whatever_the_batches(drawn: list[int], size: int) -> None:
    repeats, found = REPEATS, list[int]()
    fresh = np.uint64(next(FRESH))
    for start in range(0, len(drawn), size):
        batch = np.array(drawn[start : start + size], np.uint64) + fresh
        found += repeats.seen(batch).tolist()
    assert found == [min(255, drawn[:at].count(each)) for at, each in enumerate(drawn)]


def test_two_hashes_share_a_count_if_their_last_bits_are_alike() -> None:
    assert Repeats().seen(np.array([7, 7 + CELLS], np.uint64)).tolist() == [0, 1]
