"""Small keys in order, and where each stood: equal ones lie side by side, the first of them first.

One sort of numbers that hold both the key and its place, several times as fast as a stable sort of
places. Knows nothing about what the keys are.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint32]

_BITS = np.uint64(32)
_MASK = np.uint64((1 << 32) - 1)


def ordered(keys: npt.NDArray[Any]) -> tuple[Keys, Integers]:
    """Keys below 1 << 32 in rising order, uint32, and the place of each, int64; of equal keys the
    places rise. At most 1 << 32 keys.

    >>> found, places = ordered(np.array([5, 3, 5]))
    >>> found.tolist(), places.tolist()
    ([3, 5, 5], [1, 0, 2])
    """
    both = np.sort(keys.astype(np.uint64) << _BITS | np.arange(len(keys), dtype=np.uint64))
    return (both >> _BITS).astype(np.uint32), (both & _MASK).astype(np.int64)


def firsts(keys: npt.NDArray[Any]) -> Integers:
    """Where each new key begins among ordered ones.

    >>> firsts(np.array([3, 5, 5])).tolist()
    [0, 1]
    """
    return np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])


def within(sizes: Integers) -> Integers:
    """0, 1, ... for each of these sizes, one after the other.

    >>> within(np.array([2, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    found: Integers = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return found
