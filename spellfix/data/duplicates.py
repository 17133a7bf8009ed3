"""Which texts are there already: word for word, or nearly. The first one stays.

Exact repeats are found by a hash of 64 bits, near ones by MinHash bands (`signatures`) and then
compared piece by piece with the text they may repeat, so that no text is dropped by chance. Holds
no text: the letters of kept texts lie in a file. Knows nothing about filters.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from xxhash import xxh3_64_intdigest

from spellfix.data.letters import Hashes, Integers, Letters
from spellfix.data.ordering import firsts as begins
from spellfix.data.ordering import ordered, within
from spellfix.data.signatures import Bands, similarities
from spellfix.data.table import LARGEST, NONE, Table
from spellfix.errors import InputError

Ordered: TypeAlias = list[tuple[npt.NDArray[np.uint32], Integers]]

_CODE = 2  # bytes of a letter in the file
_ROW = 32  # bits
_ROWS = (1 << _ROW) - 1
_TOGETHER = 1 << 14  # pairs of texts that are compared before it is seen which are still to be


def exact_keys(data: bytes, offsets: Integers) -> Hashes:
    """The hash of each text that tells it from any other (XXH3), uint64 [texts]. data: the texts in
    UTF-8, end to end; offsets: where each begins, and the end."""
    view, at = memoryview(data), offsets.tolist()
    hashes = (xxh3_64_intdigest(view[start:end]) for start, end in pairwise(at))
    return np.fromiter(hashes, np.uint64, len(at) - 1)


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
        order = np.argsort(keys)
        keys, numbers = keys[order], numbers[order]
        found, slots = self._seen.find(keys)
        unseen = np.flatnonzero(found == NONE)
        begin = begins(keys[unseen])
        if len(begin):
            own = np.minimum.reduceat(numbers[unseen], begin)
            self._seen.add(keys[unseen][begin], own, slots[unseen][begin])
            earliest = np.repeat(own, np.diff(begin, append=len(unseen)))
            found[unseen] = np.where(earliest == numbers[unseen], NONE, earliest)
        firsts = np.empty_like(found)
        firsts[order] = found
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
        bands = [ordered(key) for key in keys.T]
        looked = [table.find(key) for table, (key, _) in zip(self._bands, bands, strict=True)]
        known = [rows for rows, _ in looked]
        firsts = np.full(len(numbers), NONE, np.int64)
        self._find_before(firsts, bands, known, letters)
        for text, other in self._alike(bands, firsts == NONE, letters):
            if firsts[text] == NONE and firsts[other] == NONE:
                firsts[text] = numbers[other]
        self._keep(firsts == NONE, bands, looked, letters, numbers)
        return firsts

    def _find_before(
        self, firsts: Integers, bands: Ordered, known: list[Integers], letters: Letters
    ) -> None:
        """Fill in ``firsts`` for repeats of texts that were kept before."""
        met = [
            places[rows != NONE] << _ROW | rows[rows != NONE]
            for (_, places), rows in zip(bands, known, strict=True)
        ]
        pairs = np.unique(np.concatenate(met))
        texts, rows = pairs >> _ROW, pairs & _ROWS
        own, which = np.unique(rows, return_inverse=True)
        kept = Letters.stored([self._letters(row) for row in own.tolist()])
        alike = similarities(letters, texts, kept, which) >= self._near
        texts, rows = texts[alike], rows[alike]
        earliest = begins(texts)
        firsts[texts[earliest]] = self._numbers.at(rows[earliest])

    def _alike(
        self, bands: Ordered, new: npt.NDArray[np.bool_], letters: Letters
    ) -> Iterator[tuple[int, int]]:
        """Pairs of ``new`` texts that are alike, in order, the later one first; without pairs with
        a text that is known to repeat another, and those behind one that answers for it."""
        texts, begin = _fellows(bands, new)
        rank = np.arange(len(texts)) - begin
        asking, reached = np.flatnonzero(rank > 0), 0
        kept = new.copy()  # for certain
        kept[texts[asking]] = False
        repeats = np.zeros(len(new), np.bool_)  # for certain
        answer = np.full(len(new), len(new))  # the first that is kept for certain
        found = np.zeros(0, np.int64)
        while len(asking):
            width = max(1, _TOGETHER // len(asking)) if reached else 1
            sizes = np.minimum(rank[asking] - reached, width)
            one = np.repeat(texts[asking], sizes)
            other = texts[np.repeat(begin[asking] + reached, sizes) + within(sizes)]
            asked = ~repeats[other] & (other < answer[one])
            pairs = np.unique(one[asked] << _ROW | other[asked])
            alike = similarities(letters, pairs >> _ROW, letters, pairs & _ROWS) >= self._near
            found = np.unique(np.concatenate([found, pairs[alike]]))
            reached += width
            asking = asking[rank[asking] > reached]
            one, other = found >> _ROW, found & _ROWS
            open_ = new & ~repeats
            open_[texts[asking]] = False
            open_[one[~repeats[other]]] = False
            kept |= open_
            sure = kept[other]
            repeats[one[sure]] = True
            np.minimum.at(answer, one[sure], other[sure])
            asking = asking[texts[begin[asking] + reached] < answer[texts[asking]]]
        return zip((found >> _ROW).tolist(), (found & _ROWS).tolist(), strict=True)

    def _letters(self, row: int) -> bytes:
        start = self._ends[row - 1] if row else 0
        self._file.seek(start)
        return self._file.read(self._ends[row] - start)

    def _keep(
        self,
        kept: npt.NDArray[np.bool_],
        bands: Ordered,
        looked: list[tuple[Integers, Integers]],
        letters: Letters,
        numbers: Integers,
    ) -> None:
        rows = len(self._numbers) + np.cumsum(kept) - 1
        for table, (keys, places), (known, slots) in zip(self._bands, bands, looked, strict=True):
            new = np.flatnonzero((known == NONE) & kept[places])
            first = new.take(begins(keys.take(new)))
            table.add(keys.take(first), rows.take(places.take(first)), slots.take(first))
        self._numbers.extend(numbers[kept].astype(np.uint32))
        counts = letters.counts[kept]
        self._ends.extend(self._written + np.cumsum(counts * _CODE))
        self._file.seek(self._written)
        codes = letters.codes[within(counts) + np.repeat(letters.starts[kept], counts)]
        self._file.write(codes.tobytes())
        self._written += len(codes) * _CODE


class _Column:
    """An array that grows."""

    def __init__(self, dtype: type[np.uint32] | type[np.int64]) -> None:
        self._values: npt.NDArray[Any] = np.empty(1024, dtype)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: int) -> int:
        return int(self._values[at])

    def at(self, places: Integers) -> Integers:
        found: Integers = self._values[places].astype(np.int64)
        return found

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


def _fellows(bands: Ordered, new: npt.NDArray[np.bool_]) -> tuple[Integers, Integers]:
    """The ``new`` texts that share a band with another, those that share one side by side in order,
    and for each of them where those begin."""
    texts, begin, done = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], 0
    for all_keys, places in bands:
        keys, own = all_keys[new[places]], places[new[places]]
        shared = np.zeros(len(keys), np.bool_)
        np.equal(keys[1:], keys[:-1], out=shared[1:])
        shared[:-1] |= shared[1:]
        keys, own = keys[shared], own[shared]
        starts = begins(keys)
        texts.append(own)
        begin.append(done + np.repeat(starts, np.diff(starts, append=len(keys))))
        done += len(keys)
    return np.concatenate(texts), np.concatenate(begin)
