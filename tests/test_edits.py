"""Edits turn one text into the other, whatever the texts are, and are as small as people expect."""

import random
import time
from itertools import pairwise
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spellfix.edits import Edit, align, apply, chain
from spellfix.errors import InputError

FEW = "가나다각 \n\u0301\u200d\ud800\udc80😀👨ab"
anything = st.text(st.characters(exclude_categories=()), max_size=40)
alike = st.text(alphabet=FEW, max_size=24)  # few characters, so that texts share much
decomposed = st.text(alphabet="가나다각값ᄒᆞᆫ ", max_size=12).map(lambda text: normalize("NFD", text))
repetitive = st.text(alphabet="가나 ", max_size=9)  # so few that an edit has several places
texts = anything | alike | decomposed


def spans(source: str, target: str) -> list[tuple[int, str, str]]:
    return [(edit.start, edit.before, edit.after) for edit in align(source, target)]


@given(texts, texts)
@example("", "")
@example("가", "")
@example("", "\ud800")
@example("한\r\n글", "한\n글")
@example("\ud83d\ude00", "\U0001f600")
def test_applying_the_alignment_gives_the_target(source: str, target: str) -> None:
    assert apply(source, align(source, target)) == target


@given(repetitive, repetitive)
@example("나가", " 나가가")
@example("가나나가", " 나 나 가")
def test_edits_in_a_text_that_repeats_itself_give_the_target(source: str, target: str) -> None:
    assert apply(source, align(source, target)) == target


@given(*[alike | repetitive] * 2)
def test_edits_are_in_order_apart_and_say_only_what_changes(source: str, target: str) -> None:
    edits = align(source, target)
    for edit in edits:
        assert source[edit.start : edit.end] == edit.before
        assert edit.before != edit.after
        if edit.before and edit.after:
            assert edit.before[0] != edit.after[0]
            assert edit.before[-1] != edit.after[-1]
    for first, second in pairwise(edits):
        assert first.end < second.start


@given(*[alike | repetitive] * 3)
@example("가", "", "나")
@example("가", "가나", "가")
def test_edits_after_edits_are_edits_of_the_first_text(one: str, two: str, three: str) -> None:
    first, second = align(one, two), align(two, three)
    assert apply(one, chain(one, first, second)) == three
    assert chain(one, first, []) == first
    assert chain(two, [], second) == second


def test_이어진_고침은_겹칠_때만_하나가_된다() -> None:
    first = [Edit(2, 8, "dkssud", "안녕", "conversion", 0.9)]
    apart = [Edit(0, 1, "않", "안", "spelling", 0.7), Edit(4, 4, "", " ", "spacing", 0.8)]
    text = "않 dkssud하세요"
    assert chain(text, first, apart) == [apart[0], first[0], Edit(8, 8, "", " ", "spacing", 0.8)]
    both = [Edit(3, 5, "녕하", "녕히", "keyboard", 0.6)]
    merged = Edit(2, 9, "dkssud하", "안녕히", "conversion", 0.6)
    assert chain(text, first, both) == [merged]


@given(texts)
def test_a_text_needs_no_edit_to_become_itself(text: str) -> None:
    assert align(text, text) == []


@given(alike, alike, st.sets(st.integers(0, 12)))
def test_any_selection_of_edits_can_be_applied(source: str, target: str, chosen: set[int]) -> None:
    edits = [edit for number, edit in enumerate(align(source, target)) if number in chosen]
    expected = source
    for edit in reversed(edits):
        expected = expected[: edit.start] + edit.after + expected[edit.end :]
    assert apply(source, edits) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("안 되요", "안 돼요", [(2, "되", "돼")]),
        ("할수 있다", "할 수 있다", [(1, "", " ")]),
        ("많아질 수 록", "많아질수록", [(3, " 수 ", "수")]),
        ("가키리는", "가리키는", [(1, "키리", "리키")]),
        ("두번재 인자", "두 번째 인자", [(1, "번재", " 번째")]),
        ("숙재를 않냈다", "숙제를 안 냈다", [(1, "재", "제"), (4, "않", "안 ")]),
        ("엘리먼트에에 간다", "엘리먼트에 간다", [(5, "에", "")]),
        ("가나다라마", "거나다라머", [(0, "가", "거"), (4, "마", "머")]),
    ],
)
def test_한_낱말_안의_이웃한_고침은_하나다(
    source: str, target: str, expected: list[tuple[int, str, str]]
) -> None:
    assert spans(source, target) == expected


def test_이웃한_낱말의_고침은_따로다() -> None:
    assert spans("가 나", "거 너") == [(0, "가", "거"), (2, "나", "너")]


def test_같은_고침은_다른_고침이_옆에_있어도_같다() -> None:
    alone = align("글 에에 바", "글 에 바")
    assert alone[0] in align("글 에에 바", "굴 에 사")
    assert alone[0] in align("글 에에 바", "글 에 사")


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("글 에에에 바", "굴 에 바", [(0, "글", "굴"), (3, "에에", "")]),
        ("글 에에에 바", "굴 에에 바", [(0, "글", "굴"), (4, "에", "")]),
        ("좀 에에 에", "줌 에 에", [(0, "좀", "줌"), (3, "에", "")]),
        ("나가", " 나가가", [(0, "", " "), (2, "", "가")]),
        (" 가가", "가 가", [(0, "", "가"), (2, "가", "")]),
        ("가  ", "나가 ", [(0, "", "나"), (2, " ", "")]),
        ("나가나나", "나 나", [(1, "가나", " ")]),
        ("가가가나", " 가나", [(0, "가가", " ")]),
    ],
)
def test_되풀이되는_글자에서는_맨_뒤의_것이_고쳐진다(
    source: str, target: str, expected: list[tuple[int, str, str]]
) -> None:
    assert spans(source, target) == expected


@pytest.mark.parametrize(
    ("source", "target", "kind"),
    [
        ("말를 탄다", "말을 탄다", "particle"),  # the syllable before tells, first in its text
        ("책에요", "책이에요", "particle"),
        ("할려고 했다", "하려고 했다", "particle"),  # what follows tells
    ],
)
def test_앞뒤_글자가_고침의_갈래를_정한다(source: str, target: str, kind: str) -> None:
    assert [edit.kind for edit in align(source, target)] == [kind]


def test_align_names_the_kind_of_each_edit() -> None:
    edits = align("사과을 먹을수 있엇습니댜", "사과를 먹을 수 있었습니다")
    assert [edit.kind for edit in edits] == ["particle", "spacing", "spelling", "keyboard"]
    assert all(edit.confidence == 1.0 for edit in edits)


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ([Edit(2, 9, "다", "라", "keyboard")], "outside a text of 3"),
        ([Edit(-1, 1, "가", "라", "keyboard")], "outside"),
        ([Edit(2, 1, "", "라", "keyboard")], "outside"),
        ([Edit(0, 2, "가나", "", "keyboard"), Edit(1, 2, "나", "", "keyboard")], "ends at 2"),
        ([Edit(2, 3, "다", "", "keyboard"), Edit(0, 1, "가", "", "keyboard")], "precedes"),
        (
            [Edit(1, 2, "나", "", "keyboard"), Edit(1, 1, "", "가", "keyboard")],
            "ends at 2; expected edits in order, each in a span of its own$",
        ),
        ([Edit(0, 1, "나", "라", "keyboard")], "another text"),
    ],
)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit], message: str) -> None:
    with pytest.raises(InputError, match=message):
        apply("가나다", edits)


@pytest.mark.parametrize("end", ["\n", " "])
def test_긴_글은_줄과_낱말로_나누어_맞춘다(end: str) -> None:
    kept = f"가나다라마바사아자차카타파하{end}" * 4_000
    source = f"앞{end}{kept}않 돼{end}{kept}할수 있다{end}{kept}뒤"
    target = f"옆{end}{kept}안 돼{end}{kept}할 수 있다{end}{kept}위"
    second, third = 2 + len(kept), 2 + len(kept) + 4 + len(kept) + 1
    expected = [
        (0, "앞", "옆"),
        (second, "않", "안"),
        (third, "", " "),
        (len(source) - 1, "뒤", "위"),
    ]
    assert spans(source, target) == expected


def test_긴_글에서_다른_줄은_낱말로_다른_낱말은_글자로_맞춘다() -> None:
    words = "가나다라마바사아자차카타파하 " * 4_000
    source, target = f"앞 {words}되요\n뒤 {words}끝", f"옆 {words}돼요\n위 {words}꿑"
    line = 2 + len(words) + 3
    assert spans(source, target) == [
        (0, "앞", "옆"),
        (2 + len(words), "되", "돼"),
        (line, "뒤", "위"),
        (len(source) - 1, "끝", "꿑"),
    ]


@pytest.mark.parametrize(
    ("ours", "theirs"), [("가" * 60_000, "나" * 50_000), ("가 " * 205_000, "나 " * 200_000 + "나")]
)
def test_너무_길고_다른_글은_통째로_한_고침이다(ours: str, theirs: str) -> None:
    expected = [(1, f"다{ours}", f"라{theirs}")]
    assert spans(f"앞다{ours}뒤", f"앞라{theirs}뒤") == expected


def test_백만_글자도_금세_맞춘다() -> None:
    rng = random.Random(7)
    source = "".join(rng.choices("가나다라마바사아 ", k=1_000_000))
    typos = {rng.randrange(len(source)): rng.choice(["", "x", "yz"]) for _ in range(20_000)}
    target = "".join(typos.get(at, char) for at, char in enumerate(source))
    stranger = "".join(rng.choices("자차카타", k=1_000_000))
    begun = time.process_time()
    edits = align(source, target)
    assert apply(source, edits) == target
    assert len(edits) > 15_000
    assert apply(source, align(source, stranger)) == stranger
    assert time.process_time() - begun < 30  # about 3 s; comparing all characters takes minutes
