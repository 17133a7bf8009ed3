"""Clean lines from text files and the order in which training meets them."""

import gzip
import lzma
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import inf
from pathlib import Path
from typing import IO
from unicodedata import normalize

import numpy as np

from spellfix.corrector import SHORTEST_SENTENCE
from spellfix.errors import InputError

TABLES = {".jsonl": "json", ".csv": "csv", ".parquet": "parquet"}
COLUMN = "text"


@dataclass(frozen=True, slots=True)
class Source:
    """A text file and how many times an epoch passes over it (0.5: a random half of it)."""

    path: Path
    weight: float

    @classmethod
    def parse(cls, argument: str) -> "Source":
        """``PATH`` or ``PATH:WEIGHT``."""
        path, colon, weight = argument.rpartition(":")
        if not colon or Path(argument).exists():
            return cls(Path(argument), 1.0)
        try:
            value = float(weight)
        except ValueError:
            value = -1.0
        if not 0 <= value < inf:
            raise InputError(f"--data {argument}: expected PATH or PATH:WEIGHT with WEIGHT >= 0")
        return cls(Path(path), value)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Clean lines, where each source begins and ends, its weight, and a fingerprint of it all."""

    lines: list[str]
    spans: tuple[tuple[int, int, float], ...]
    sources: tuple[tuple[str, int, float], ...]
    fingerprint: str

    def order(self, seed: int, epoch: int) -> np.ndarray:
        """Line numbers of one epoch, shuffled: the same for the same seed and epoch. int64 [n]."""
        rng = np.random.default_rng([seed, epoch])
        parts = [_draw(start, end, weight, rng) for start, end, weight in self.spans]
        picked = np.concatenate(parts)
        rng.shuffle(picked)
        return picked


def _draw(start: int, end: int, weight: float, rng: np.random.Generator) -> np.ndarray:
    whole, part = divmod(weight, 1.0)
    chosen = rng.choice(end - start, round(part * (end - start)), replace=False) + start
    return np.concatenate([np.tile(np.arange(start, end), int(whole)), chosen]).astype(np.int64)


def read_corpus(
    sources: Sequence[Source],
    min_length: int = SHORTEST_SENTENCE,
    max_length: int = 200,
    exclude: Collection[str] = (),
) -> Corpus:
    """Read clean sentences: UTF-8 text, one a line (also .xz and .gz), or the column ``text`` of a
    table (.jsonl, .csv, .parquet).

    Lines outside of ``min_length`` to ``max_length`` code points and those in ``exclude`` are left
    out. Raises InputError for a file that is missing or not what its name says, or if nothing is
    left.
    """
    unwanted = frozenset(exclude)
    lines: list[str] = []
    spans: list[tuple[int, int, float]] = []
    facts: list[tuple[str, int, float]] = []
    digest = sha256()
    for source in sources:
        start = len(lines)
        for line in _read(source.path):
            digest.update(line.encode())
            if min_length <= len(line) <= max_length and line not in unwanted:
                lines.append(line)
        spans.append((start, len(lines), source.weight))
        facts.append((source.path.name, len(lines) - start, source.weight))
    corpus = Corpus(lines, tuple(spans), tuple(facts), digest.hexdigest())
    if not len(corpus.order(0, 0)):
        raise InputError(
            f"--data: no line of {min_length} to {max_length} characters in "
            + ", ".join(str(source.path) for source in sources)
        )
    return corpus


def _read(path: Path) -> Iterator[str]:
    lines = _column(path) if path.suffix in TABLES else _lines(path)
    return (normalize("NFC", line.strip()) for line in lines)


def _lines(path: Path) -> Iterator[str]:
    try:
        with _open(path) as file:
            yield from file
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: expected UTF-8 text, found other bytes ({error})") from error
    except (OSError, lzma.LZMAError, EOFError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error


def _open(path: Path) -> IO[str]:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _column(path: Path) -> Iterator[str]:
    """The column ``text`` of a table, read piece by piece."""
    import datasets  # here, because it takes seconds to load and plain text needs nothing of it

    if not path.exists():
        raise InputError(f"{path}: cannot be read (no such file)")
    try:
        table = datasets.load_dataset(
            TABLES[path.suffix], data_files=str(path), split="train", streaming=True
        )
        for row in table:
            text = row.get(COLUMN)
            if not isinstance(text, str):
                raise InputError(f"{path}: expected a column {COLUMN!r}, found {sorted(row)}")
            yield from text.splitlines()
    except InputError:
        raise
    except (datasets.exceptions.DatasetsError, OSError, ValueError) as error:
        raise InputError(f"{path}: expected a {path.suffix[1:]} table ({error})") from error
