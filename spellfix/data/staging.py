"""A chunk of texts before anything is known about the others: judged, with its keys, on disk.

``N.arrow`` holds what is known about each text, ``N.keys`` what is compared with other texts; a
chunk is there when the latter is. Any process can do this for any chunk. Knows nothing about which
texts came before.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from spellfix.data.chunks import Chunk
from spellfix.data.duplicates import exact_keys
from spellfix.data.filters import Filters, judge
from spellfix.data.laid import Laid
from spellfix.data.leaks import Benchmarks
from spellfix.data.letters import Hashes, Integers, Letters
from spellfix.data.shards import judged, totals, write_texts
from spellfix.data.signatures import Bands, band_keys
from spellfix.data.table import NONE
from spellfix.data.workplace import new_file


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
    rows = chunk.rows(split=task.split)
    found = judge(rows.texts, rows.damage, task.filters)
    encoded = found.texts.encoded()
    letters = Letters.of(found.texts if task.bands or task.against else Laid.out([]))
    benchmarks = benchmarks_of(task.against)
    leaks = np.full(len(rows.texts), NONE, np.int16)
    if task.against:
        leaks = benchmarks.find(letters)
    table = judged(rows, found, encoded, benchmarks.names, leaks)
    write_texts(folder / f"{chunk.number}.arrow", table)
    with new_file(_keys(folder, chunk.number)) as file:
        for each in (
            found.reasons,
            leaks,
            found.templates,
            exact_keys(*encoded) if task.exact else np.zeros(0, np.uint64),
            band_keys(letters, task.bands) if task.bands else np.zeros((0, 0), np.uint32),
            letters.codes,
            letters.starts,
            letters.counts,
            np.array([name for name, _ in rows.sources], np.str_),
            rows.source,
            np.array(totals(table), np.int64),
        ):
            np.save(file, each, allow_pickle=False)


def staged(folder: Path, number: int) -> bool:
    """Whether that chunk is there."""
    return _keys(folder, number).exists()


def keys_of(folder: Path, number: int) -> Keys:
    """What `stage` wrote of a chunk to compare."""
    with _keys(folder, number).open("rb") as file:
        held = [np.load(file) for _ in range(11)]
    reasons, leaks, templates, exact, bands, *letters, names, source, sums = held
    size, masked = sums.tolist()
    return Keys(
        reasons,
        leaks,
        templates,
        exact,
        bands,
        Letters(*letters),
        tuple(names.tolist()),
        source,
        size,
        masked,
    )


@cache  # one for each process
def benchmarks_of(paths: tuple[Path, ...]) -> Benchmarks:
    """The benchmarks in these files. Raises InputError."""
    return Benchmarks(paths)


def _keys(folder: Path, number: int) -> Path:
    return folder / f"{number}.keys"
