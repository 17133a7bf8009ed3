"""Templates: what they mask, and how their repeats are counted."""

from __future__ import annotations

import pytest

from spellfix.data.filters import Filters, Repeats, judge, judge_all, without_repeats
from spellfix.data.records import Decision, Text


def template(content: str) -> int:
    return judge(Text(content, "a.txt", "test", 0)).template


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
    texts = [Text(content, "a.txt", "test", 0) for content in contents * 2]
    found = [decision.template for decision in judge_all(texts)]
    assert found == [template(content) for content in contents * 2]


def decisions(count: int) -> list[Decision]:
    texts = [Text(f"오늘 조회 수는 {n}회입니다.", "a.txt", "test", n) for n in range(count)]
    return judge_all(texts)


def test_ten_texts_of_a_template_stay() -> None:
    found = [*without_repeats(decisions(14), Repeats(), Filters())]
    assert [decision.reason for decision in found] == [None] * 10 + ["template"] * 4


def test_how_many_stay_can_be_chosen() -> None:
    found = without_repeats(decisions(5), Repeats(), Filters(templates=3))
    assert [decision.kept for decision in found] == [True] * 3 + [False] * 2


def test_texts_dropped_for_another_reason_do_not_count() -> None:
    dropped = [Decision(each.text, "short", template=each.template) for each in decisions(20)]
    found = [*without_repeats([*dropped, *decisions(10)], Repeats(), Filters())]
    assert [decision.reason for decision in found] == ["short"] * 20 + [None] * 10


def test_counting_ends_at_the_top_of_a_byte() -> None:
    repeats = Repeats()
    assert [repeats.seen(7) for _ in range(300)] == [*range(255), *[255] * 45]
