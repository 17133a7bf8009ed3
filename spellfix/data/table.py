"""A hash table of whole numbers in NumPy arrays, looked up and filled many keys at a time.

Open addressing with linear probing (Knuth, The Art of Computer Programming 3, 6.4): per key the
bytes of the key and four more, over how full the table is. Knows nothing about what is counted.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from spellfix.data.letters import Integers

NONE = -1
LARGEST = (1 << 32) - 2
"""The largest value that a key can have."""
_EMPTY = np.uint32(LARGEST + 1)
_FULL = 0.7
_FIRST = 10  # log2 of the slots of a new table
_PORTION = 1 << 16  # slots that move at a time when a table grows
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Table:
    """Keys of one unsigned type, each with a value from 0 to LARGEST."""

    def __init__(self, dtype: type[np.uint32] | type[np.uint64]) -> None:
        self._dtype = dtype
        self._make(_FIRST)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return int(self._keys.nbytes + self._values.nbytes)

    def find(self, keys: npt.NDArray[Any]) -> Integers:
        """The value of each key, NONE where it has none, int64."""
        found = np.full(len(keys), NONE, np.int64)
        at = self._home(keys)
        asked = np.arange(len(keys))
        while len(asked):
            values = self._values[at]
            there = values != _EMPTY
            same = there & (self._keys[at] == keys[asked])
            found[asked[same]] = values[same]
            further = there & ~same
            asked = asked[further]
            at = (at[further] + 1) & self._mask
        return found

    def add(self, keys: npt.NDArray[Any], values: Integers) -> None:
        """Give ``keys``, all different and none of them here, their values."""
        while self._count + len(keys) > _FULL * len(self._keys):
            self._grow()
        self._count += len(keys)
        self._put(keys, values.astype(np.uint32))

    def _put(self, keys: npt.NDArray[Any], values: npt.NDArray[np.uint32]) -> None:
        at = self._home(keys)
        waiting = np.arange(len(keys))
        while len(waiting):
            free = self._values[at] == _EMPTY
            places, tried = at[free], waiting[free]
            self._keys[places] = keys[tried]
            self._values[places] = values[tried]
            placed = np.zeros(len(waiting), np.bool_)
            placed[free] = self._keys[places] == keys[tried]  # of several for a slot, one has it
            waiting, at = waiting[~placed], (at[~placed] + 1) & self._mask

    def _grow(self) -> None:
        keys, values = self._keys, self._values
        self._make(self._bits + 1)
        for start in range(0, len(keys), _PORTION):
            here = slice(start, start + _PORTION)
            used = values[here] != _EMPTY
            self._put(keys[here][used], values[here][used])

    def _make(self, bits: int) -> None:
        self._bits, self._mask = bits, (1 << bits) - 1
        self._keys: npt.NDArray[Any] = np.zeros(1 << bits, self._dtype)
        self._values = np.full(1 << bits, _EMPTY, np.uint32)

    def _home(self, keys: npt.NDArray[Any]) -> Integers:
        spread = keys.astype(np.uint64) * _SPREAD
        home: Integers = (spread >> np.uint64(64 - self._bits)).astype(np.int64)
        return home
