"""Intervals: Wilson's by known values, the bootstrap by theory and by its laws."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spellfix.metrics import wilson
from spellfix.metrics.intervals import estimate, ratio, sums

bounded = settings(max_examples=80)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (74, 303, 0.1992, 0.2956)],
)
def test_wilson_bounds_of_known_shares(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


@bounded
@given(st.integers(1, 10**9), st.floats(0, 1))
def test_wilson_bounds_hold_the_share(n: int, part: float) -> None:
    successes = int(part * n)
    interval = wilson(successes, n)
    assert interval is not None
    assert 0 <= interval[0] <= successes / n <= interval[1] <= 1


def test_the_bootstrap_of_a_share_agrees_with_the_normal_approximation() -> None:
    rows = np.array([[1.0, 1.0]] * 300 + [[0.0, 1.0]] * 700)
    drawn = sums(rows)
    rate, interval = estimate(ratio(drawn[:, 0], drawn[:, 1]))
    assert rate == 0.3
    assert interval == pytest.approx((0.3 - 0.0284, 0.3 + 0.0284), abs=0.004)


def test_rows_are_drawn_whole() -> None:
    rows = np.array([[1.0, 2.0, 1.0], [5.0, 10.0, 1.0], [0.0, 0.0, 1.0]])
    drawn = sums(rows, resamples=50)
    assert (drawn[:, 1] == 2 * drawn[:, 0]).all()
    assert (drawn[:, 2] == 3).all()


def test_the_same_rows_give_the_same_draws_and_another_seed_others() -> None:
    rows = np.arange(40.0).reshape(20, 2)
    assert (sums(rows) == sums(rows)).all()
    assert (sums(rows, seed=1) != sums(rows, seed=2)).any()


def test_no_rows_sum_to_nothing() -> None:
    assert sums(np.zeros((0, 3)), resamples=4).tolist() == [[0.0] * 3] * 5


def test_a_single_row_is_drawn_again_and_again() -> None:
    assert sums(np.array([[2.0, 3.0]]), resamples=3).tolist() == [[2.0, 3.0]] * 4


def test_draws_of_many_rows_are_made_in_turns_and_none_is_left_out() -> None:
    assert sums(np.ones((1_500_000, 1)), resamples=5).tolist() == [[1_500_000.0]] * 6


def test_one_resample_already_widens_the_interval() -> None:
    assert estimate(np.array([0.5, 0.25])) == (0.5, (0.25, 0.5))


def test_the_interval_is_widened_to_hold_the_rate() -> None:
    assert estimate(np.array([0.9, 0.1, 0.2, 0.3]))[1] == (pytest.approx(0.105), 0.9)


def test_resamples_that_measure_nothing_do_not_count() -> None:
    assert estimate(np.array([1.0, np.nan, 1.0])) == (1.0, (1.0, 1.0))
    assert estimate(np.array([1.0, np.nan])) == (1.0, (1.0, 1.0))


def test_memory_of_many_rows_is_bounded() -> None:
    rows = np.ones((200_000, 2))
    tracemalloc.start()
    sums(rows, resamples=100)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 250_000_000  # drawn at once they would take some 400 MB
