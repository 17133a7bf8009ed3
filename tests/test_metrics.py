"""The counts, by hand on few cases and by their laws on many."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.metrics import Case, score, wilson

words = st.text(alphabet="가나 ", max_size=6)
cases = st.builds(
    Case, words, words, words, st.sampled_from([None, "spelling", "spacing", "mixed"])
)


def test_nothing_measured_is_none_and_not_zero() -> None:
    metrics = score([])
    assert metrics.n_typo == metrics.n_clean == metrics.n_characters == 0
    assert metrics.typo_accuracy is None
    assert metrics.typo_accuracy_interval is None
    assert metrics.correct_text_accuracy is None
    assert metrics.correct_text_accuracy_interval is None
    assert metrics.edit_precision is None
    assert metrics.edit_recall is None
    assert metrics.edit_f05 is None
    assert metrics.cer_in is None
    assert metrics.cer_out is None
    assert metrics.spacing_insensitive_typo_accuracy is None
    assert metrics.by_kind == {}


def test_only_clean_cases_leave_typo_accuracy_unknown() -> None:
    metrics = score([Case("맞다", "맞다", "맞다"), Case("맞다", "맞다", "마따")])
    assert metrics.typo_accuracy is None
    assert metrics.correct_text_accuracy == 0.5
    assert (metrics.n_clean, metrics.overcorrected) == (2, 1)


def test_copying_the_input_corrects_nothing_and_spoils_nothing() -> None:
    metrics = score([Case("않 돼", "안 돼", "않 돼", "spelling"), Case("안 돼", "안 돼", "안 돼")])
    assert (metrics.typo_accuracy, metrics.correct_text_accuracy) == (0.0, 1.0)
    assert metrics.edit_precision is None
    assert (metrics.edit_recall, metrics.edit_f05) == (0.0, 0.0)
    assert metrics.cer_in == metrics.cer_out == 1 / 6


def test_precision_counts_twice_in_f05() -> None:
    metrics = score([Case("가나 다라", "거나 더라", "거나 다라"), Case("마바", "마바", "마바")])
    assert (metrics.edit_precision, metrics.edit_recall) == (1.0, 0.5)
    assert metrics.edit_f05 == pytest.approx(5 / 6)


def test_고친_자리가_같아도_고친_말이_다르면_맞은_편집이_아니다() -> None:
    metrics = score([Case("숙재", "숙제", "숙자")])
    assert (metrics.n_edits_right, metrics.n_edits_made, metrics.n_edits_wanted) == (0, 1, 1)
    assert metrics.miscorrected == 1


def test_띄어쓰기만_틀린_문장은_띄어쓰기를_뺀_정확도에_들지_않는다() -> None:
    metrics = score(
        [
            Case("할수 있다", "할 수 있다", "할수 있다"),
            Case("몇일 할수", "며칠 할 수", "며칠 할수"),
            Case("역활", "역할", "역활"),
        ]
    )
    assert metrics.spacing_insensitive_typo_accuracy == 0.5
    assert metrics.n_typo_beyond_spacing == 2


def test_kinds_come_in_the_order_of_the_project_and_unlabelled_ones_last() -> None:
    kinds = ["mixed", None, "particle", "keyboard"]
    metrics = score(Case("가", "나", "나", kind) for kind in kinds)
    assert list(metrics.by_kind) == ["keyboard", "particle", "mixed", "unknown"]


@given(st.lists(cases, max_size=12))
def test_counts_add_up_and_shares_lie_in_their_intervals(given_cases: list[Case]) -> None:
    metrics = score(given_cases)
    assert metrics.n_typo + metrics.n_clean == len(given_cases)
    assert metrics.corrected + metrics.uncorrected + metrics.miscorrected == metrics.n_typo
    assert sum(row.n_typo for row in metrics.by_kind.values()) == metrics.n_typo
    assert metrics.n_edits_right <= min(metrics.n_edits_made, metrics.n_edits_wanted)
    for share, interval in (
        (metrics.typo_accuracy, metrics.typo_accuracy_interval),
        (metrics.correct_text_accuracy, metrics.correct_text_accuracy_interval),
    ):
        assert (share is None) == (interval is None)
        if share is not None and interval is not None:
            assert 0 <= interval[0] <= share <= interval[1] <= 1
    assert json.loads(json.dumps(metrics.to_dict()))["n_typo"] == metrics.n_typo


@given(st.lists(cases, max_size=12))
def test_perfect_outputs_score_one_everywhere(given_cases: list[Case]) -> None:
    metrics = score(Case(case.input, case.target, case.target) for case in given_cases)
    assert metrics.typo_accuracy in (1.0, None)
    assert metrics.correct_text_accuracy in (1.0, None)
    assert metrics.edit_f05 in (1.0, None)
    assert metrics.cer_out in (0.0, None)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (74, 303, 0.1992, 0.2956)],
)
def test_wilson_bounds_of_known_shares(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)
