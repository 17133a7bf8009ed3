"""What is shown of an edit, which term would keep it from being made, and where prose is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.corrector import Corrector
from spellfix.edits import Edit, align, apply
from spellfix.explanations import explain
from spellfix.lsp.engine import Advice
from spellfix.lsp.findings import Finding, stem
from spellfix.lsp.prose import Piece, stretches

LINES = (
    "오늘 선셍님이 숙재를 했다.",
    "",
    "```",
    "나는 몰라요. 할수있다고 했다!",
    "$$",
    "😀 왜않되",
    " ",
)


def finding(before: str, after: str) -> Finding:
    (edit,) = align(before, after)
    found = Finding.of(Piece(0, 0, before), Advice(edit, explain(before, edit)), [before])
    assert found
    return found


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("않 되요", "안 되요", ("않", "안")),
        ("할수 있다", "할 수 있다", ("할수", "할 수")),
        ("안녕 하세요", "안녕하세요", ("녕 하", "녕하")),
        ("좋아아", "좋아", ("아아", "아")),
        ("가\u1100\u1161나", "가\u1100\u1161 나", ("\u1100\u1161나", "\u1100\u1161 나")),
    ],
)
def test_an_edit_is_shown_so_that_it_can_be_seen(before, after, shown) -> None:
    edit = finding(before, after).shown
    assert (edit.before, edit.after) == shown
    assert before[edit.start : edit.end] == edit.before
    assert before[: edit.start] + edit.after + before[edit.end :] == after


@pytest.mark.parametrize(
    ("before", "after", "term"),
    [
        ("어제 선셍님이 왔다", "어제 선생님이 왔다", "선셍님"),
        ("리액트을 배운다", "리액트를 배운다", "리액트을"),
        ("(한국문학교육학회에서는)", "(한국 문학교육학회에서는)", "한국문학교육학회"),
        ("안녕 하세요", "안녕하세요", None),
        ("iPhoen을 샀다", "아이폰을 샀다", "iPhoen을"),
    ],
)
def test_사전에_넣을_말은_그_수정을_막는_가장_짧은_말이다(before, after, term) -> None:
    assert finding(before, after).term == term


@pytest.mark.parametrize(
    ("before", "after", "others", "titles"),
    [
        ("가면 되서 좋다", "가면 돼서 좋다", ["가면 되어서 좋다"], ["되어서"]),
        ("안 되요", "안 돼요", ["안 주요", "안 되어"], ["주요", "되어"]),
        ("풀수 있다", "풀 수 있다", ["풀이 있다", "푼 수 있다"], ["풀이", "푼 수"]),
        ("아 선셍", "아 선생", ["아 선"], ["선"]),
    ],
)
def test_다른_후보는_모두_같은_자리를_어떻게_바꾸는지_말한다(before, after, others, titles) -> None:
    edits = [edit for other in others for edit in align(before, other)]
    instead = finding(before, after).instead(edits)
    assert [title for _, title in instead] == titles
    assert [apply(before, [edit]) for edit, _ in instead] == others


def test_an_edit_across_a_tag_is_not_offered_instead() -> None:
    page = ["<p>되<b>서</b>"]
    (block,) = stretches(page, "html")
    (edit,), (across,) = align("되서", "돼서"), align("되서", "돠소")
    found = Finding.of(block, Advice(edit, explain("되서", edit)), page)
    assert found
    assert found.instead([across]) == []


def test_조사로_보이는_것을_두_글자는_남기고_뗀다() -> None:
    words = ["민준이를", "고양이", "나라", "보고서", "학교", "지민에게는", "서울로", "부산으로"]
    assert [stem(word) for word in words] == [
        "민준이", "고양", "나라", "보고서", "학교", "지민", "서울", "부산",
    ]  # fmt: skip


@settings(max_examples=50)
@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_by_stretches_a_document_gets_the_edits_of_the_whole(corrector, lines) -> None:
    found: list[tuple[int, Edit]] = []
    for piece in stretches(lines, "plaintext"):
        edits = corrector.correct(piece.text).edits
        found += [placed for edit in edits if (placed := piece.placed(edit))]
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    whole = corrector.correct("\n".join(lines)).edits
    assert [(starts[line] + edit.start, edit.before, edit.after) for line, edit in found] == [
        (edit.start, edit.before, edit.after) for edit in whole
    ]


@pytest.fixture(scope="module")
def corrector() -> Corrector:
    return Corrector.from_pretrained()
