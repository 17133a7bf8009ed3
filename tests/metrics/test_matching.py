"""Edits by characters and by words, and the choice among references, by hand and by laws."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.edits import align
from spellfix.metrics import Case, score
from spellfix.metrics.matching import Key, best_match, character_edits, f05, word_edits

bounded = settings(max_examples=80)

few = st.text(alphabet="가나다 \n", max_size=16)
keys = st.lists(
    st.tuples(st.integers(0, 2), st.integers(2, 3), st.sampled_from("가나")), max_size=4
)


def words(source: str, target: str) -> list[Key]:
    return word_edits(source, align(source, target))


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("않 되요", "안 돼요", [(0, 1, "안"), (1, 2, "돼요")]),
        ("할수 있다", "할 수 있다", [(0, 1, "할 수")]),
        ("많아질 수 록", "많아질수록", [(0, 3, "많아질수록")]),
        ("나는 집에 간다", "나는 간다", [(1, 2, "")]),
        ("나는 간다", "나는 집에 간다", [(1, 1, "집에")]),
        ("간다", "나는 간다", [(0, 0, "나는")]),
        ("나는", "나는 간다", [(1, 1, "간다")]),
        ("숙재하겠읍니다 네", "숙제하겠습니다 네", [(0, 1, "숙제하겠습니다")]),
        ("이 그 목표뷁 이행", "이 목표의 이행", [(1, 2, ""), (2, 3, "목표의")]),
        ("목적를 위해", "이 목적을 위해", [(0, 0, "이"), (0, 1, "목적을")]),
        ("가  나", "가 나", []),
        (" 가\n나 ", "가 나", []),
        ("", "가", [(0, 0, "가")]),
        ("가", "", [(0, 1, "")]),
        ("같다", "같다", []),
        ("나나 가 ", "가", [(0, 1, "")]),  # the word behind an edit stays
        ("나", "나가나 나 ", [(0, 0, "나가나")]),
        ("가다다 나\n다", "거다다\n다", [(0, 1, "거다다"), (1, 2, "")]),
        ("가다다\n다", "거다다 나\n다", [(0, 1, "거다다"), (1, 1, "나")]),
    ],
)
def test_낱말의_고침(source: str, target: str, expected: list[Key]) -> None:
    assert words(source, target) == expected


@bounded
@given(few, few)
def test_word_edits_made_in_the_words_of_the_source_give_those_of_the_target(
    source: str, target: str
) -> None:
    found = source.split()
    for start, end, after in reversed(words(source, target)):
        found[start:end] = after.split()
    assert found == target.split()


@bounded
@given(few, few)
def test_word_edits_are_in_order_and_say_only_what_changes(source: str, target: str) -> None:
    before, done = source.split(), 0
    for start, end, after in words(source, target):
        assert done <= start <= end <= len(before)
        assert before[start:end] != after.split()
        done = end


def test_the_reference_with_the_best_f05_is_taken() -> None:
    made = [(0, 1, "안")]
    assert best_match(made, [[], [(0, 1, "안"), (2, 3, "돼")]])[:3] == (1, 1, 2)
    assert best_match(made, [[(0, 1, "안"), (2, 3, "돼")], made])[:3] == (1, 1, 1)
    assert best_match(made, [[(0, 1, "아니")], [(0, 1, "않")]]) == (0, 1, 1, 0)
    assert best_match([], [made, []]) == (0, 0, 0, 1)


def test_a_reference_with_more_edits_right_is_not_taken_where_it_wants_many_more() -> None:
    made = [(0, 1, "가"), (1, 2, "나")]
    many = [*made, *((at, at + 1, "다") for at in range(2, 11))]
    assert best_match(made, [many, made[:1]]) == (1, 2, 1, 1)  # F0.5: 10 / 19 and 5 / 9
    assert best_match(made, [made[:1], many[:-1]]) == (2, 2, 10, 1)  # 10 / 18 and 5 / 9: alike


@bounded
@given(keys, st.lists(keys, min_size=1, max_size=3))
def test_no_reference_would_serve_better(made: list[Key], references: list[list[Key]]) -> None:
    def worth(right: int, made: int, wanted: int) -> float:
        if not made and not wanted:
            return 1.0
        precision, recall = right / made if made else 1.0, right / wanted if wanted else 1.0
        whole = 0.25 * precision + recall
        return 1.25 * precision * recall / whole if whole else 0.0

    best = best_match(made, references)
    mine = set(made)
    others = [(len(mine & set(each)), len(mine), len(set(each))) for each in references]
    assert best[:3] == others[best.reference]
    assert worth(*best[:3]) == pytest.approx(max(worth(*other) for other in others))


def test_f05_by_hand() -> None:
    found = f05(np.array([1.0, 0.0, 0.0, 3.0]), np.array([2.0, 1, 0, 3]), np.array([1.0, 0, 0, 3]))
    assert found[[0, 1, 3]].tolist() == [1.25 * 0.5 / (0.25 * 0.5 + 1), 0.0, 1.0]
    assert np.isnan(found[2])


def test_each_case_takes_its_own_reference_by_characters_and_by_words() -> None:
    metrics = score(
        [
            Case("가나 다라", "거나 더라", "거나 다라", alternatives=("거나 다라",)),
            Case("마바 사아", "머바 서아", "머바 사아", alternatives=("무바 수아",)),
        ]
    )
    assert (metrics.n_edits_right, metrics.n_edits_made, metrics.n_edits_wanted) == (2, 2, 3)
    assert metrics.n_word_edits_wanted == 3


def test_character_edits_tell_spans_and_replacements() -> None:
    found: Sequence[Key] = character_edits(align("할수 않 돼", "할 수 안 돼"))
    assert found == [(1, 1, " "), (3, 4, "안")]
