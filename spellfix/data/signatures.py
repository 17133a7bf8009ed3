"""MinHash: texts that share most of their three-letter pieces agree in whole bands of a signature.

Broder, On the resemblance and containment of documents, 1997; the bands are the locality-sensitive
hashing of Indyk and Motwani, 1998. The chance that two texts of Jaccard similarity s agree in one
of b bands of r minima is 1 - (1 - s^r)^b. Knows nothing about which texts were there before.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from spellfix.data.letters import Hashes, Integers, Letters, mixed
from spellfix.data.ordering import firsts, within
from spellfix.errors import ConfigError

Shares: TypeAlias = npt.NDArray[np.float64]

GRAM = 3  # letters of a piece
_PACKED = 16 * GRAM  # bits
_PAIRS = 1 << 10  # pairs of texts that are compared at a time, at most 1 << 64 - _PACKED
LOWEST = 0.5
_FILLED = np.array([(1 << 16 * size) - 1 for size in range(GRAM)], np.uint64)
_CELLS = 1 << 15  # pieces at a time: what the processor's nearest cache holds
_SEED = 20_010_101


@dataclass(frozen=True, slots=True)
class Bands:
    """How many bands of how many minima."""

    bands: int
    rows: int

    @classmethod
    def for_similarity(cls, near: float) -> "Bands":
        """Those that find at least 92 of 100 pairs of similarity ``near``, 99 of 100 from a tenth
        above. Raises ConfigError for a similarity under LOWEST or over 1.

        >>> Bands.for_similarity(0.8)
        Bands(bands=8, rows=4)
        """
        if not LOWEST <= near <= 1:
            raise ConfigError(
                f"--near {near:g}: {LOWEST} 이상 1 이하 / expected a Jaccard similarity from "
                f"{LOWEST} to 1, or off"
            )
        return cls(8, 4) if near >= 0.75 else cls(14, 3) if near >= 0.6 else cls(14, 2)

    def chance(self, similarity: float) -> float:
        """The share of pairs of this similarity that agree in a band.

        >>> round(Bands(8, 4).chance(0.8), 3)
        0.985
        """
        return float(1 - (1 - similarity**self.rows) ** self.bands)


def band_keys(letters: Letters, bands: Bands) -> npt.NDArray[np.uint32]:
    """The hash of every band of every text, uint32 [texts, bands]."""
    parts = [
        (mixed(_packed(part)) >> np.uint64(32)).astype(np.uint32) for part in letters.portions()
    ]
    pieces = np.concatenate([np.zeros(0, np.uint32), *parts])
    minima = _minima(pieces, letters, bands.bands * bands.rows)
    wide = minima.reshape(bands.bands, bands.rows, -1).astype(np.uint64)
    keys = np.zeros((bands.bands, len(letters.counts)), np.uint64)
    for row in range(bands.rows):
        keys = mixed(keys + wide[:, row])
    found: npt.NDArray[np.uint32] = (keys >> np.uint64(32)).astype(np.uint32).T
    return found


def similarity(one: str, other: str) -> float:
    """Jaccard similarity of the pieces of two texts of letters.

    >>> similarity("가나다라마", "가나다라바")
    0.5
    """
    first, second = pieces_of(one), pieces_of(other)
    return len(first & second) / len(first | second)


def similarities(one: Letters, ones: Integers, other: Letters, others: Integers) -> Shares:
    """`similarity` of the texts of ``one`` and ``other`` with these numbers, pair by pair."""
    found = np.zeros(len(ones))
    first, second = _Pieces(one, ones), _Pieces(other, others)
    for start in range(0, len(ones), _PAIRS):
        here = slice(start, start + _PAIRS)
        mine, its = first.of(ones[here]), second.of(others[here])
        both = np.sort(np.concatenate([mine[0], its[0]]))
        same = both[1:][both[1:] == both[:-1]]
        shared = np.bincount((same >> np.uint64(_PACKED)).astype(np.int64), minlength=len(mine[1]))
        found[here] = shared / (mine[1] + its[1] - shared)
    return found


class _Pieces:
    """The different pieces of some texts, each text's once."""

    def __init__(self, letters: Letters, texts: Integers) -> None:
        self._texts = np.unique(texts)
        starts, counts = letters.starts[self._texts], letters.counts[self._texts]
        sizes = np.maximum(counts - (GRAM - 1), 1)
        owners = np.repeat(np.arange(len(sizes)), sizes)
        at = within(sizes) + np.repeat(starts, sizes)
        last = len(letters.codes) - 1
        pieces = letters.codes[at].astype(np.uint64)
        for step in range(1, GRAM):
            codes = letters.codes[np.minimum(at + step, last)].astype(np.uint64)
            pieces |= codes << np.uint64(16 * step)
        begin = np.cumsum(sizes) - sizes
        few = counts < GRAM
        pieces[begin[few]] &= _FILLED[counts[few]]
        found = [np.zeros(0, np.uint64)]
        kept = [np.zeros(0, np.int64)]
        for start in range(0, len(sizes), _PAIRS):
            end = min(start + _PAIRS, len(sizes))
            here = slice(int(begin[start]), int(begin[end - 1] + sizes[end - 1]))
            keys = np.sort(
                pieces[here] | (owners[here] - start).astype(np.uint64) << np.uint64(_PACKED)
            )
            keys = keys[firsts(keys)]
            found.append(keys & np.uint64((1 << _PACKED) - 1))
            kept.append(
                np.bincount((keys >> np.uint64(_PACKED)).astype(np.int64), minlength=end - start)
            )
        self._pieces, self._sizes = np.concatenate(found), np.concatenate(kept)
        self._begin = np.cumsum(self._sizes) - self._sizes

    def of(self, texts: Integers) -> tuple[Hashes, Integers]:
        """The pieces of these texts, below the place of the text, and how many each has."""
        at = np.searchsorted(self._texts, texts)
        sizes = self._sizes[at]
        places = np.repeat(np.arange(len(texts)), sizes).astype(np.uint64)
        pieces = self._pieces[within(sizes) + np.repeat(self._begin[at], sizes)]
        return pieces | places << np.uint64(_PACKED), sizes


def pieces_of(letters: str) -> set[str]:
    """The pieces of a text of letters: itself, where it is shorter than one."""
    return {letters[at : at + GRAM] for at in range(max(1, len(letters) - GRAM + 1))}


def _packed(letters: Letters) -> Hashes:
    """The GRAM letters from each on in _PACKED bits; of a shorter text zeros are in the last ones,
    of the last letters of a text whatever follows."""
    codes = letters.codes.astype(np.uint64)
    packed: Hashes = codes.copy()
    for step in range(1, GRAM):
        packed[:-step] |= codes[step:] << np.uint64(16 * step)
    few = np.flatnonzero(letters.counts < GRAM)
    packed[letters.starts[few]] &= _FILLED[letters.counts[few]]
    return packed


def _minima(pieces: npt.NDArray[np.uint32], letters: Letters, size: int) -> npt.NDArray[np.uint32]:
    """The smallest value of each of ``size`` hashes over the pieces of a text, [size, texts].

    Texts of about the same length lie side by side as columns of a matrix, filled up with their
    last piece, so that a minimum is taken over whole rows at a time.
    """
    rng = np.random.default_rng(_SEED)
    factors = (rng.integers(0, 1 << 31, size, dtype=np.uint32) << np.uint32(1)) | np.uint32(1)
    masks = rng.integers(0, 1 << 32, size, dtype=np.uint32)
    lengths: Integers = np.maximum(letters.counts - (GRAM - 1), 1)
    order = np.argsort(lengths, kind="stable")
    ordered = lengths[order]
    found = np.empty((size, len(order)), np.uint32)
    at = 0
    while at < len(order):
        shortest = int(ordered[at])
        end = int(np.searchsorted(ordered, shortest + shortest // 8, side="right"))
        end = min(end, at + max(16, _CELLS // shortest))
        columns = order[at:end]
        places = np.minimum(
            np.arange(int(ordered[end - 1]))[:, None], (ordered[at:end] - 1)[None, :]
        )
        matrix = pieces[places + letters.starts[columns][None, :]]
        scratch = np.empty_like(matrix)
        for number in range(size):
            np.multiply(matrix, factors[number], out=scratch)
            np.bitwise_xor(scratch, masks[number], out=scratch)
            found[number, columns] = scratch.min(axis=0)
        at = end
    return found
