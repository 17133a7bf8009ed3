"""A chunk of texts before anything is known about the others: judged, with its keys, on disk.

``N.arrow`` holds what is known about each text, ``N.npz`` what is compared with other texts; a
chunk is there when the latter is. Any process can do this for any chunk. Knows nothing about which
texts came before.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from spellfix.data.chunks import Chunk
from spellfix.data.duplicates import exact_keys
from spellfix.data.filters import REASONS, Filters, judge_all
from spellfix.data.leaks import Benchmarks
from spellfix.data.letters import Hashes, Integers, Letters
from spellfix.data.shards import judged, totals, write_texts
from spellfix.data.signatures import Bands, band_keys
from spellfix.data.table import NONE
from spellfix.data.workplace import new_file

_CODES: dict[str | None, int] = {reason: code for code, reason in enumerate(REASONS)}
_CODES[None] = NONE


@dataclass(frozen=True, slots=True)
class Task:
    """What is done to every text. split: into sentences. exact: whether repeats are looked for,
    bands: by what near ones, None for not. against: files of benchmarks."""

    filters: Filters
    split: bool
    exact: bool
    bands: Bands | None
    against: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """What is compared, for each text of a chunk in order.

    reasons: place of the filter's in REASONS, NONE where the text is kept, int8. leaks: number of
    the benchmark, NONE for none, int16. templates: 0 for none, uint64. exact: uint64, empty if not
    asked for. bands: uint32 [texts, bands], empty if not asked for. letters: empty without bands.
    bytes: of all texts in UTF-8. masked: stretches in all of them.
    """

    reasons: npt.NDArray[np.int8]
    leaks: npt.NDArray[np.int16]
    templates: Hashes
    exact: Hashes
    bands: npt.NDArray[np.uint32]
    letters: Letters
    sources: tuple[str, ...]
    source: Integers
    bytes: int
    masked: int


def stage(chunk: Chunk, task: Task, folder: Path) -> None:
    """Judge ``chunk`` and put it into ``folder``. Raises InputError where it cannot be read, and
    OSError where it cannot be written."""
    with _uncollected():
        _stage(chunk, task, folder)


def _stage(chunk: Chunk, task: Task, folder: Path) -> None:
    rows = chunk.rows(split=task.split)
    decisions = judge_all(rows.texts, task.filters)
    texts = [decision.text.text for decision in decisions]
    letters = Letters.of(texts if task.bands or task.against else [])
    leaks = np.full(len(texts), NONE, np.int16)
    names: list[str | None] = [None] * len(texts)
    if task.against:
        benchmarks = benchmarks_of(task.against)
        leaks = benchmarks.find(letters)
        names = [None if leak == NONE else benchmarks.names[leak] for leak in leaks.tolist()]
    table = judged(rows, decisions, names)
    sources = {text.source: None for text in rows.texts}
    places = {source: place for place, source in enumerate(sources)}
    write_texts(folder / f"{chunk.number}.arrow", table)
    with new_file(_keys(folder, chunk.number)) as file:
        np.savez(
            file,
            reasons=np.array([_CODES[each.reason] for each in decisions], np.int8),
            leaks=leaks,
            templates=np.array([each.template for each in decisions], np.uint64),
            exact=exact_keys(texts if task.exact else []),
            bands=band_keys(letters, task.bands) if task.bands else np.zeros((0, 0), np.uint32),
            codes=letters.codes,
            starts=letters.starts,
            counts=letters.counts,
            sources=np.array(list(sources), np.str_),
            source=np.array([places[text.source] for text in rows.texts], np.int64),
            sums=np.array(totals(table), np.int64),
        )


def staged(folder: Path, number: int) -> bool:
    """Whether that chunk is there."""
    return _keys(folder, number).exists()


def keys_of(folder: Path, number: int) -> Keys:
    """What `stage` wrote of a chunk to compare."""
    with np.load(_keys(folder, number)) as held:
        size, masked = held["sums"].tolist()
        return Keys(
            held["reasons"],
            held["leaks"],
            held["templates"],
            held["exact"],
            held["bands"],
            Letters(held["codes"], held["starts"], held["counts"]),
            tuple(held["sources"].tolist()),
            held["source"],
            size,
            masked,
        )


@cache  # one for each process
def benchmarks_of(paths: tuple[Path, ...]) -> Benchmarks:
    """The benchmarks in these files. Raises InputError."""
    return Benchmarks(paths)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for circles among the many small objects of a chunk, which make none: it would
    take a fifth of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _keys(folder: Path, number: int) -> Path:
    return folder / f"{number}.npz"
