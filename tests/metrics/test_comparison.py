"""Two systems on the same cases."""

import json
from math import comb, erfc, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.errors import SpellfixError
from spellfix.metrics import Case, Tally, compare, mcnemar, score

bounded = settings(max_examples=80)

words = st.text(alphabet="가나 ", max_size=5)


def tally(*cases: Case) -> Tally:
    found = Tally()
    for case in cases:
        found.add(case)
    return found


def test_pairs_are_counted_apart_for_typos_and_clean_texts() -> None:
    inputs = [("몇일", "며칠")] * 4 + [("네", "네")] * 3
    first = ["며칠", "며칠", "몇일", "몇 일", "네", "네", "내"]
    second = ["며칠", "몇일", "며칠", "몇일", "네", "내", "내"]
    found = compare(
        tally(*(Case(*pair, output) for pair, output in zip(inputs, first, strict=True))),
        tally(*(Case(*pair, output) for pair, output in zip(inputs, second, strict=True))),
    )
    typo, clean = found.typo, found.clean
    assert (typo.n, typo.both, typo.only_first, typo.only_second, typo.neither) == (4, 1, 1, 1, 1)
    assert (clean.n, clean.both, clean.only_first, clean.only_second) == (3, 1, 1, 0)
    assert (clean.neither, typo.p_value, clean.p_value) == (1, 1.0, 1.0)
    assert json.loads(json.dumps(found.to_dict()))["typo"]["n"] == 4


def test_without_cases_of_a_sort_there_is_no_p_value() -> None:
    found = compare(Tally(), Tally())
    assert (found.typo.p_value, found.clean.p_value) == (None, None)
    assert found.edit_f05_difference is None
    assert found.edit_f05_difference_interval is None


def test_a_system_differs_from_itself_by_nothing() -> None:
    one = tally(Case("몇일", "며칠", "며칠"), Case("역활", "역할", "역활"), Case("네", "네", "내"))
    found = compare(one, one)
    assert found.typo.p_value == found.clean.p_value == 1.0
    assert found.edit_f05_difference == 0.0
    assert found.edit_f05_difference_interval == (0.0, 0.0)


def test_the_difference_of_f05_is_paired() -> None:
    hard = [Case("몇일", "며칠", "몇일"), Case("역활", "역할", "역활")] * 50
    easy = [Case("않 돼", "안 돼", "안 돼")] * 50
    better = tally(*easy, *hard, Case("네", "네", "네"))
    worse = tally(*easy, *hard, Case("네", "네", "내"))
    found = compare(better, worse)
    assert found.edit_f05_difference == pytest.approx(250 / 350 - 250 / 354)
    low, high = found.edit_f05_difference_interval or (None, None)
    assert low == 0.0
    assert high is not None
    assert 0.01 < high < 0.06  # that of each F0.5 is five times as wide


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ([Case("가", "나", "나")], "2 and 1 cases"),
        ([Case("다", "다", "다"), Case("가", "나", "나")], "case 1"),
        ([Case("가", "나", "나"), Case("다", "라", "다")], "case 2"),
        ([Case("가", "나", "나"), Case("다", "다", "다", alternatives=("라",))], "case 2"),
    ],
)
def test_other_cases_are_refused(other: list[Case], message: str) -> None:
    ours = tally(Case("가", "나", "가"), Case("다", "다", "다"))
    with pytest.raises(SpellfixError, match=message):
        compare(ours, tally(*other))


@pytest.mark.parametrize(
    ("only_first", "only_second", "p_value"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (6, 0, 0.03125),
        (10, 2, 79 * 2 / 4096),
        (2, 10, 79 * 2 / 4096),
        (50_000, 50_000, 1.0),
        (49_500, 50_500, erfc(499.5 / sqrt(25_000) / sqrt(2))),  # the normal one, continuous
        (100_000, 0, 0.0),
    ],
)
def test_mcnemar_by_hand_and_for_large_counts(
    only_first: int, only_second: int, p_value: float
) -> None:
    assert mcnemar(only_first, only_second) == pytest.approx(p_value, rel=1e-3)


@bounded
@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_is_the_two_sided_binomial_test(only_first: int, only_second: int) -> None:
    n, fewer = only_first + only_second, min(only_first, only_second)
    tail = sum(comb(n, k) for k in range(fewer + 1)) / 2**n
    assert mcnemar(only_first, only_second) == min(1.0, 2 * tail)
    assert mcnemar(only_second, only_first) == mcnemar(only_first, only_second)


@bounded
@given(st.lists(st.tuples(words, words, words, words), max_size=10))
def test_paired_counts_add_up_to_those_of_each_system(
    quadruples: list[tuple[str, str, str, str]],
) -> None:
    ours = [Case(text, target, output) for text, target, output, _ in quadruples]
    theirs = [Case(text, target, output) for text, target, _, output in quadruples]
    found, first, second = compare(tally(*ours), tally(*theirs)), score(ours), score(theirs)
    typo, clean = found.typo, found.clean
    assert (typo.n, clean.n) == (first.n_typo, first.n_clean)
    assert typo.both + typo.only_first + typo.only_second + typo.neither == typo.n
    assert typo.both + typo.only_first == first.corrected
    assert typo.both + typo.only_second == second.corrected
    assert clean.both + clean.only_first == first.n_clean - first.overcorrected
    assert clean.both + clean.only_second == second.n_clean - second.overcorrected
    if first.edit_f05 is not None and second.edit_f05 is not None:
        assert found.edit_f05_difference == first.edit_f05 - second.edit_f05
