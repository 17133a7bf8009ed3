"""A hash table of hashes in NumPy arrays, looked up and filled many keys at a time.

Open addressing with linear probing (Knuth, The Art of Computer Programming 3, 6.4): per key the
bytes of the key and four more, over how full the table is. A key's first bits are its place, so
that keys in rising order are looked up from one end of the memory to the other. Knows nothing about
what is counted.
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


class Table:
    """Keys of one unsigned type, each with a value from 0 to LARGEST. They are hashes: where their
    first bits are alike, all is slow. Quickest in rising order."""

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

    def find(self, keys: npt.NDArray[Any]) -> tuple[Integers, Integers]:
        """The value of each key, NONE where it has none, int64, and where it is or could be."""
        found = np.full(len(keys), NONE, np.int64)
        slots = self._home(keys)
        at, asked = slots.copy(), np.arange(len(keys))
        while len(asked):
            values = self._values.take(at)
            there = values != _EMPTY
            same = there & (self._keys.take(at) == keys)
            hit = np.flatnonzero(same)
            found[asked.take(hit)] = values.take(hit)
            further = np.flatnonzero(there & ~same)
            asked, keys = asked.take(further), keys.take(further)
            at = (at.take(further) + 1) & self._mask
            slots[asked] = at
        return found, slots

    def add(self, keys: npt.NDArray[Any], values: Integers, slots: Integers) -> None:
        """Give ``keys``, all different and none of them here, their values. slots: where `find`
        says that they could be."""
        if self._count + len(keys) > _FULL * len(self._keys):
            while self._count + len(keys) > _FULL * len(self._keys):
                self._grow()
            slots = self._home(keys)
        self._count += len(keys)
        self._put(keys, values.astype(np.uint32), slots)

    def _put(self, keys: npt.NDArray[Any], values: npt.NDArray[np.uint32], at: Integers) -> None:
        waiting = np.arange(len(keys))
        while len(waiting):
            free = np.flatnonzero(self._values.take(at) == _EMPTY)
            places, tried = at.take(free), waiting.take(free)
            self._keys[places] = keys.take(tried)
            self._values[places] = values.take(tried)
            rest = np.ones(len(waiting), np.bool_)
            # Of several for a slot, one has it.
            rest[free] = self._keys.take(places) != keys.take(tried)
            left = np.flatnonzero(rest)
            waiting, at = waiting.take(left), (at.take(left) + 1) & self._mask

    def _grow(self) -> None:
        keys, values = self._keys, self._values
        self._make(self._bits + 1)
        for start in range(0, len(keys), _PORTION):
            here = slice(start, start + _PORTION)
            used = values[here] != _EMPTY
            moved = keys[here][used]
            self._put(moved, values[here][used], self._home(moved))

    def _make(self, bits: int) -> None:
        self._bits, self._mask = bits, (1 << bits) - 1
        self._keys: npt.NDArray[Any] = np.zeros(1 << bits, self._dtype)
        self._values = np.full(1 << bits, _EMPTY, np.uint32)

    def _home(self, keys: npt.NDArray[Any]) -> Integers:
        home: Integers = (keys >> self._dtype(8 * self._keys.itemsize - self._bits)).astype(
            np.int64
        )
        return home
