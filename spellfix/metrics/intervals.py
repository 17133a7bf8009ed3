"""How sure a share is: Wilson intervals of plain counts, bootstrap intervals of everything else.

Both are 95 % intervals. They say how much the share would vary over other cases of the same sort,
and nothing about cases of another sort. Knows nothing about texts.
"""

from collections.abc import Iterator
from math import fsum, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Interval = tuple[float, float]

RESAMPLES = 1000
SEED = 20150726  # any number: the same cases in the same order always get the same interval
_QUANTILES = (2.5, 97.5)
_MOST_DRAWS = 4_000_000  # numbers drawn at a time: some 64 MB


def wilson(successes: int, n: int) -> Interval | None:
    """The 95 % score interval of a share (Wilson 1927); None where n is 0.

    >>> [round(bound, 4) for bound in wilson(8, 10)]
    [0.4902, 0.9433]
    """
    if n == 0:
        return None
    z = 1.959963984540054  # 97.5 % quantile of the normal distribution
    share = successes / n
    centre = share + z * z / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    lowest, highest = (centre - reach) / scale, (centre + reach) / scale
    return max(0.0, min(lowest, share)), min(1.0, max(highest, share))  # free of rounding


def share(part: float, whole: float) -> float | None:
    """``part`` of ``whole``; None where there is nothing to have a part of.

    >>> share(1, 4), share(0, 0)
    (0.25, None)
    """
    return part / whole if whole else None


def ratio(part: Floats, whole: Floats) -> Floats:
    """``part / whole`` number by number; not a number where ``whole`` is 0: nothing was measured.

    >>> ratio(np.array([1.0, 0.0]), np.array([4.0, 0.0]))
    array([0.25,  nan])
    """
    found: Floats = np.full(np.shape(whole), np.nan)
    np.divide(part, whole, out=found, where=whole != 0)
    return found


def sums(rows: Floats, resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """The column sums of ``rows`` [N, K], then those of ``resamples`` samples of N rows drawn with
    replacement (Efron 1979): [1 + resamples, K].

    All columns of a row are drawn together, so a rate may be computed from the sums of a sample,
    and the difference of two systems from their columns side by side. The first row of the answer
    does not hang on the order of ``rows``; the others do. Memory is bounded for any N.

    >>> rows = np.array([[1.0, 2.0], [0.0, 1.0], [1.0, 1.0]])
    >>> found = sums(rows, resamples=500)
    >>> found.shape, found[0].tolist(), float(found[1:, 1].min()), float(found[1:, 1].max())
    ((501, 2), [2.0, 4.0], 3.0, 6.0)
    """
    found = np.empty((1 + resamples, rows.shape[1]))
    found[0] = [fsum(column) for column in rows.T]
    first = 1
    for weights in _weights(len(rows), resamples, seed):
        found[first : first + len(weights)] = weights @ rows
        first += len(weights)
    return found


def estimate(values: Floats) -> tuple[float | None, Interval | None]:
    """A rate and its interval, from its value in all cases and then in each resample.

    The interval is the percentile interval over the resamples that have a value, widened where it
    must be to hold the rate itself. Both are None where the cases have no value. With a handful of
    cases it is too narrow, and of one case it is a point.

    >>> estimate(np.array([0.5, 0.5, 0.25, np.nan, 0.75]))
    (0.5, (0.2625, 0.7375))
    >>> estimate(np.array([np.nan, np.nan]))
    (None, None)
    """
    rate = float(values[0])
    if np.isnan(rate):
        return None, None
    known = values[~np.isnan(values)]
    low, high = np.percentile(known[1:], _QUANTILES) if len(known) > 1 else (rate, rate)
    return rate, (min(float(low), rate), max(float(high), rate))


def _weights(n: int, resamples: int, seed: int) -> Iterator[Floats]:
    """How often each of ``n`` rows was drawn, for some resamples at a time: [some, n]."""
    rng = np.random.default_rng(seed)
    most = max(1, _MOST_DRAWS // max(n, 1))
    for done in range(0, resamples, most):
        some = min(most, resamples - done)
        if n == 0:
            yield np.zeros((some, 0))
            continue
        drawn = rng.integers(n, size=(some, n)) + n * np.arange(some)[:, None]
        counted = np.bincount(drawn.ravel(), minlength=some * n)
        yield counted.reshape(some, n).astype(np.float64)
