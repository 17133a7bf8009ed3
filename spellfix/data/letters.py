"""The letters and digits of many texts in one array: what is compared when texts are compared.

Spaces, punctuation and case are left out, so that a text differs little from itself with another
spacing. Knows nothing about duplicates and leaks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.int64]
Hashes: TypeAlias = npt.NDArray[np.uint64]

GAP = 3  # zeros behind each text, as many as the letters of a piece
_DROPPED = 0xFFFF  # never a character
_WEIGHT = 0xD6E8FEB86659FD93  # odd
_MIXER = 0x9E3779B97F4A7C15  # the golden ratio, odd


@dataclass(frozen=True, slots=True)
class Letters:
    """Lower-case letters and digits of texts, one after the other, GAP zeros behind each.

    codes: uint16, UTF-16 code units of the BMP. starts: where each text begins in them, int64
    [texts]. counts: its letters, int64 [texts].
    """

    codes: npt.NDArray[np.uint16]
    starts: Integers
    counts: Integers

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Letters":
        """The letters of ``texts``; characters outside of the BMP are no letters here."""
        if not texts:
            return cls(np.zeros(0, np.uint16), np.zeros(0, np.int64), np.zeros(0, np.int64))
        gap = "\0" * GAP
        joined = f"{gap.join(texts)}{gap}".encode("utf-32-le", "surrogatepass")
        raw = np.frombuffer(joined, "<u4")
        sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + GAP
        codes = _folded()[np.minimum(raw, _DROPPED)]
        kept = codes != _DROPPED
        counts = np.add.reduceat(kept, np.cumsum(sizes) - sizes, dtype=np.int64)
        return cls(codes[kept], np.cumsum(counts) - counts, counts - GAP)

    @classmethod
    def stored(cls, texts: Sequence[bytes]) -> "Letters":
        """The letters of texts whose codes are given."""
        gap = bytes(2 * GAP)
        codes = np.frombuffer(gap.join([*texts, b""]), np.uint16)
        counts = np.fromiter(map(len, texts), np.int64, len(texts)) // 2
        return cls(codes, np.cumsum(counts + GAP) - counts - GAP, counts)

    def windows(self, size: int) -> Hashes:
        """A hash of the ``size`` codes from each on, uint64 [codes]; zeros follow the last one."""
        hashes = _padded(self.codes.astype(np.uint64) + np.uint64(1), 0)
        done, found, reached = 0, np.zeros_like(hashes), 1
        while True:  # the hash of a window is made of those of 1, 2, 4 ... codes
            if size & reached:
                found = found + _ahead(hashes, done) * _power(done)
                done += reached
            if done == size:
                return mixed(found)
            hashes = hashes + _ahead(hashes, reached) * _power(reached)
            reached *= 2

    def text(self, at: int) -> str:
        """The letters of one text.

        >>> Letters.of(["가 나.", "A-1!"]).text(1)
        'a1'
        """
        start = int(self.starts[at])
        return spelled(self.codes[start : start + int(self.counts[at])].tobytes())


def spelled(codes: bytes) -> str:
    """The text of such codes."""
    return codes.decode("utf-16-le", "surrogatepass")


def mixed(values: Hashes) -> Hashes:
    """``values``, each bit of them spread over all 64 (as in SplitMix64)."""
    values = (values ^ (values >> np.uint64(31))) * np.uint64(_MIXER)
    values = (values ^ (values >> np.uint64(32))) * np.uint64(_WEIGHT)
    found: Hashes = values ^ (values >> np.uint64(29))
    return found


def _ahead(values: Hashes, by: int) -> Hashes:
    return _padded(values[by:], min(by, len(values)))


def _padded(values: Hashes, by: int) -> Hashes:
    return np.concatenate([values, np.zeros(by, np.uint64)]) if by else values


def _power(exponent: int) -> np.uint64:
    power: np.uint64 = np.uint64(pow(_WEIGHT, exponent, 1 << 64))
    return power


@cache
def _folded() -> npt.NDArray[np.uint16]:
    """What becomes of each code unit: itself or its lower case, _DROPPED where it is no letter."""
    table = np.full(_DROPPED + 1, _DROPPED, np.uint16)
    for code in range(_DROPPED):
        char = chr(code)
        if char.isalnum():
            table[code] = ord(char.lower()[0])
    table[0] = 0
    return table
