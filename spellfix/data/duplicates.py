"""Which texts are there already: word for word, or nearly. The first one stays.

Exact repeats are found by a hash of 64 bits, near ones by MinHash bands (`signatures`) and then
compared piece by piece with the text they may repeat, so that no text is dropped by chance. Holds
no text: the letters of kept texts lie in a file. Knows nothing about filters.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from xxhash import xxh3_64_intdigest

from spellfix.data.letters import Hashes, Integers, Letters
from spellfix.data.signatures import Bands, pieces_of, similarities
from spellfix.data.table import LARGEST, NONE, Table
from spellfix.errors import InputError

NEW, EXACT, NEAR = 0, 1, 2
_CODE = 2  # bytes of a letter in the file


def exact_keys(texts: Sequence[str]) -> Hashes:
    """The hash of each text that tells it from any other (XXH3), uint64 [texts]."""
    hashes = (xxh3_64_intdigest(text.encode("utf-8", "surrogatepass")) for text in texts)
    return np.fromiter(hashes, np.uint64, len(texts))


@dataclass(frozen=True, slots=True)
class Found:
    """What each of some texts is (NEW, EXACT, NEAR), int8 [texts], and the number of the text that
    it repeats, NONE where it repeats none, int64 [texts]."""

    verdicts: npt.NDArray[np.int8]
    firsts: Integers


class Exact:
    """The texts that were met, each with its number. 17 to 34 bytes for each."""

    def __init__(self) -> None:
        self._seen = Table(np.uint64)

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return self._seen.size

    def find(self, keys: Hashes, numbers: Integers) -> Integers:
        """The number of the text that was met first with the key of each, NONE where it is this
        one. All are met now. Raises InputError over LARGEST texts."""
        if len(numbers) and int(numbers[-1]) > LARGEST:
            raise InputError(
                f"글이 너무 많습니다 / too many texts for one run: at most {LARGEST:,}; "
                "나누어 하세요 / clean the sources in parts"
            )
        firsts = self._seen.find(keys)
        unseen = np.flatnonzero(firsts == NONE)
        found, first, which = np.unique(keys[unseen], return_index=True, return_inverse=True)
        own = numbers[unseen[first]]
        self._seen.add(found, own)
        earliest = own[which]
        firsts[unseen] = np.where(earliest == numbers[unseen], NONE, earliest)
        return firsts


class Near:
    """The texts that were kept, by their bands. 100 to 200 bytes for each with 8 bands.

    near: least Jaccard similarity of a repeat. file: where their letters lie; it is made anew.
    """

    def __init__(self, near: float, bands: Bands, file: Path) -> None:
        self._near = near
        self._bands = [Table(np.uint32) for _ in range(bands.bands)]
        self._numbers, self._ends = _Column(np.uint32), _Column(np.int64)
        self._file = file.open("w+b")
        self._written = 0

    def close(self) -> None:
        """The letters are read no more."""
        self._file.close()

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return sum(band.size for band in self._bands) + self._numbers.size + self._ends.size

    def find(self, keys: npt.NDArray[np.uint32], letters: Letters, numbers: Integers) -> Integers:
        """The number of the kept text that each nearly repeats, NONE where it is new and kept now.

        keys: uint32 [texts, bands]. letters: of these texts. numbers: of the texts, rising.
        """
        known = np.stack([band.find(key) for band, key in zip(self._bands, keys.T, strict=True)])
        firsts = np.full(len(numbers), NONE, np.int64)
        self._find_before(firsts, known, letters)
        self._find_beside(firsts, keys, letters, numbers)
        self._keep(np.flatnonzero(firsts == NONE), keys, known, letters, numbers)
        return firsts

    def _find_before(self, firsts: Integers, known: Integers, letters: Letters) -> None:
        """Fill in ``firsts`` for repeats of texts that were kept before."""
        bands, texts = np.nonzero(known != NONE)
        pairs = np.unique(np.stack([texts, known[bands, texts]]), axis=1)[:, ::-1]
        rows, which = np.unique(pairs[1], return_inverse=True)
        kept = Letters.stored([self._letters(row) for row in rows.tolist()])
        alike = similarities(letters, pairs[0], kept, which) >= self._near
        for text, row in pairs[:, alike].T.tolist():  # the earliest one last
            firsts[text] = self._numbers[row]

    def _find_beside(
        self,
        firsts: Integers,
        keys: npt.NDArray[np.uint32],
        letters: Letters,
        numbers: Integers,
    ) -> None:
        """Fill in ``firsts`` for repeats of texts that are kept now."""
        shared = np.stack([_shared(key) for key in keys.T])
        own: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for at, band in zip(*(places.tolist() for places in np.nonzero(shared.T)), strict=True):
            own[at].append((band, int(keys[at, band])))
        here: dict[tuple[int, int], list[int]] = defaultdict(list)
        for at, places in own.items():
            if firsts[at] != NONE:
                continue
            pieces: set[str] = set()
            for other in sorted({other for key in places for other in here[key]}):
                pieces = pieces or pieces_of(letters.text(at))
                if self._alike(pieces, letters.text(other)):
                    firsts[at] = numbers[other]
                    break
            else:
                for key in places:
                    here[key].append(at)

    def _alike(self, pieces: set[str], other: str) -> bool:
        # So many pieces at most are shared; they cannot be less than `near` of all of them.
        others = max(1, len(other) - 2)
        if others < self._near * len(pieces):
            return False
        found = pieces_of(other)
        shared = len(pieces & found)
        return shared >= self._near * (len(pieces) + len(found) - shared)

    def _letters(self, row: int) -> bytes:
        start = self._ends[row - 1] if row else 0
        self._file.seek(start)
        return self._file.read(self._ends[row] - start)

    def _keep(
        self,
        kept: Integers,
        keys: npt.NDArray[np.uint32],
        known: Integers,
        letters: Letters,
        numbers: Integers,
    ) -> None:
        rows = len(self._numbers) + np.arange(len(kept))
        for band, table in enumerate(self._bands):
            new = known[band, kept] == NONE
            found, first = np.unique(keys[kept[new], band], return_index=True)
            table.add(found, rows[new][first])
        self._numbers.extend(numbers[kept].astype(np.uint32))
        sizes = letters.counts[kept] * _CODE
        self._ends.extend(self._written + np.cumsum(sizes))
        self._file.seek(self._written)
        self._file.write(b"".join(_encoded(letters, kept)))
        self._written += int(sizes.sum())


class _Column:
    """An array that grows."""

    def __init__(self, dtype: type[np.uint32] | type[np.int64]) -> None:
        self._values: npt.NDArray[Any] = np.empty(1024, dtype)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: int) -> int:
        return int(self._values[at])

    @property
    def size(self) -> int:
        return int(self._values.nbytes)

    def extend(self, values: npt.NDArray[Any]) -> None:
        end = self._count + len(values)
        if end > len(self._values):
            larger = np.empty(max(end, len(self._values) * 3 // 2), self._values.dtype)
            larger[: self._count] = self._values[: self._count]
            self._values = larger
        self._values[self._count : end] = values
        self._count = end


def _shared(keys: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Which keys are there more than once."""
    order = np.argsort(keys, kind="stable")
    same = keys[order[1:]] == keys[order[:-1]]
    shared = np.zeros(len(keys), np.bool_)
    shared[order[1:][same]] = True
    shared[order[:-1][same]] = True
    return shared


def _encoded(letters: Letters, kept: Integers) -> Iterator[bytes]:
    starts = letters.starts[kept].tolist()
    ends = (letters.starts[kept] + letters.counts[kept]).tolist()
    codes = letters.codes.tobytes()
    return (codes[start * _CODE : end * _CODE] for start, end in zip(starts, ends, strict=True))
