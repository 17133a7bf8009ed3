"""The letters and digits of many texts in one array: what is compared when texts are compared.

Spaces, punctuation and case are left out, so that a text differs little from itself with another
spacing. Knows nothing about duplicates and leaks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from spellfix.data.laid import PORTION, Laid

Integers: TypeAlias = npt.NDArray[np.int64]
Hashes: TypeAlias = npt.NDArray[np.uint64]

GAP = 1  # zeros behind each text
_BLOCK = 1 << 15  # values that are mixed together: what the processor's nearest cache holds
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
    def of(cls, laid: Laid) -> "Letters":
        """The letters of texts; characters outside of the BMP are no letters here."""
        codes, counts = [np.zeros(0, np.uint16)], [np.zeros(0, np.int64)]
        for portion in laid.portions():
            folded = _folded().take(portion.points)
            folded[portion.starts + portion.sizes] = 0
            kept = np.flatnonzero(folded != _DROPPED)
            codes.append(folded.take(kept))
            counts.append(np.diff(np.searchsorted(kept, portion.starts), append=len(kept)))
        sizes = np.concatenate(counts)
        return cls(np.concatenate(codes), np.cumsum(sizes) - sizes, sizes - GAP)

    @classmethod
    def stored(cls, texts: Sequence[bytes]) -> "Letters":
        """The letters of texts whose codes are given."""
        gap = bytes(2 * GAP)
        codes = np.frombuffer(gap.join([*texts, b""]), np.uint16)
        counts = np.fromiter(map(len, texts), np.int64, len(texts)) // 2
        return cls(codes, np.cumsum(counts + GAP) - counts - GAP, counts)

    def portions(self) -> Iterator["Letters"]:
        """The texts in portions of about PORTION letters."""
        first, count = 0, len(self.starts)
        while first < count:
            begin = int(self.starts[first])
            last = max(first + 1, int(np.searchsorted(self.starts, begin + PORTION)))
            end = int(self.starts[last]) if last < count else len(self.codes)
            here = slice(first, last)
            yield Letters(self.codes[begin:end], self.starts[here] - begin, self.counts[here])
            first = last

    def windows(self, size: int) -> Hashes:
        """A hash of the ``size`` codes from each on, uint64 [codes]; zeros follow the last one."""
        hashes = _padded(self.codes.astype(np.uint64) + np.uint64(1), 0)
        done, found, reached = 0, np.zeros_like(hashes), 1
        while True:  # the hash of a window is made of those of 1, 2, 4 ... codes
            if size & reached:
                found = found + _ahead(hashes, done) * power(done)
                done += reached
            if done == size:
                return mixed(found)
            hashes = hashes + _ahead(hashes, reached) * power(reached)
            reached *= 2

    def windows_at(self, places: Integers, size: int) -> Hashes:
        """`windows` of these places alone, none of which reaches over the end."""
        found = np.zeros(len(places), np.uint64)
        for step in range(size):
            found += (self.codes[places + step].astype(np.uint64) + np.uint64(1)) * power(step)
        return mixed(found)

    def among(self, places: Integers) -> Integers:
        """The numbers of the texts that these places lie in."""
        found: Integers = np.searchsorted(self.starts, places, side="right") - 1
        return found

    def text(self, at: int) -> str:
        """The letters of one text.

        >>> Letters.of(Laid.out(["가 나.", "A-1!"])).text(1)
        'a1'
        """
        start = int(self.starts[at])
        codes = self.codes[start : start + int(self.counts[at])].tobytes()
        return codes.decode("utf-16-le", "surrogatepass")


def mixed(values: Hashes) -> Hashes:
    """``values``, each bit of them spread over all 64 (as in SplitMix64)."""
    flat = values.reshape(-1)
    found = np.empty_like(flat)
    for start in range(0, len(flat), _BLOCK):
        here = slice(start, start + _BLOCK)
        part = flat[here] ^ (flat[here] >> np.uint64(31))
        part *= np.uint64(_MIXER)
        part ^= part >> np.uint64(32)
        part *= np.uint64(_WEIGHT)
        np.bitwise_xor(part, part >> np.uint64(29), out=found[here])
    return found.reshape(values.shape)


def _ahead(values: Hashes, by: int) -> Hashes:
    return _padded(values[by:], min(by, len(values)))


def _padded(values: Hashes, by: int) -> Hashes:
    return np.concatenate([values, np.zeros(by, np.uint64)]) if by else values


def power(exponent: int) -> np.uint64:
    """What a code counts for so many places into a window."""
    power: np.uint64 = np.uint64(pow(_WEIGHT, exponent, 1 << 64))
    return power


@cache
def _folded() -> npt.NDArray[np.uint16]:
    """What becomes of each code point: itself or its lower case, _DROPPED where it is no letter."""
    table = np.full(0x110000, _DROPPED, np.uint16)
    for code in range(_DROPPED):
        char = chr(code)
        if char.isalnum():
            table[code] = ord(char.lower()[0])
    table[0] = 0
    return table
