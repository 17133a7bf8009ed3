"""Clean lines, and pairs as they are, from files; and the order in which training meets them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import inf
from pathlib import Path
from unicodedata import normalize

import numpy as np

from spellfix.corrector import SHORTEST_SENTENCE
from spellfix.errors import InputError
from spellfix.evaluation import Pair, parse_pair
from spellfix.train import files

TABLES = (".jsonl", ".csv", ".parquet")


@dataclass(frozen=True, slots=True)
class Source:
    """A text file, or with ``pairs`` one of pairs, and how many times an epoch passes over it
    (0.5: a random half of it)."""

    path: Path
    weight: float
    pairs: bool = False

    @classmethod
    def parse(cls, argument: str, pairs: bool = False) -> "Source":
        """``PATH`` or ``PATH:WEIGHT``."""
        path, colon, weight = argument.rpartition(":")
        if not colon or Path(argument).exists():
            return cls(Path(argument), 1.0, pairs)
        try:
            value = float(weight)
        except ValueError:
            value = -1.0
        if not 0 <= value < inf:
            option = "--pairs" if pairs else "--data"
            raise InputError(f"{option} {argument}: expected PATH or PATH:WEIGHT with WEIGHT >= 0")
        return cls(Path(path), value, pairs)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Clean lines, where each source begins and ends, its weight, and a fingerprint of it all.

    ``inputs`` holds, by line number, how somebody wrote a line that comes from a pair: such a line
    gets no noise.
    """

    lines: list[str]
    spans: tuple[tuple[int, int, float], ...]
    sources: tuple[tuple[str, int, float], ...]
    fingerprint: str
    inputs: dict[int, str] = field(default_factory=dict)

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
    table (.jsonl, .csv, .parquet). A file of pairs has one a line, as
    ``spellfix.evaluation.parse_pair`` takes them (also .xz and .gz).

    Lines outside of ``min_length`` to ``max_length`` code points and those in ``exclude`` are left
    out, pairs where that is so for either side. Raises InputError for a file that is missing or not
    what its name says, naming file and line for a broken pair, or if nothing is left.
    """
    unwanted = frozenset(exclude)
    lines: list[str] = []
    spans: list[tuple[int, int, float]] = []
    facts: list[tuple[str, int, float]] = []
    inputs: dict[int, str] = {}
    digest = sha256()

    def fits(text: str) -> bool:
        return min_length <= len(text) <= max_length and text not in unwanted

    for source in sources:
        start = len(lines)
        if source.pairs:
            for pair in _pairs(source.path):
                digest.update(f"\0{pair.input}\0{pair.target}".encode(errors="surrogatepass"))
                if fits(pair.input) and fits(pair.target):
                    inputs[len(lines)] = pair.input
                    lines.append(pair.target)
            if start == len(lines):
                raise InputError(
                    f"--pairs {source.path}: no pair of {min_length} to {max_length} characters"
                )
        else:
            for line in _read(source.path):
                digest.update(line.encode(errors="surrogatepass"))
                if fits(line):
                    lines.append(line)
        spans.append((start, len(lines), source.weight))
        facts.append((source.path.name, len(lines) - start, source.weight))
    corpus = Corpus(lines, tuple(spans), tuple(facts), digest.hexdigest(), inputs)
    if not len(corpus.order(0, 0)):
        raise InputError(
            f"--data: no line of {min_length} to {max_length} characters in "
            + ", ".join(str(source.path) for source in sources)
        )
    return corpus


def _read(path: Path) -> Iterator[str]:
    return (_clean(line) for line in _lines(path))


def _lines(path: Path) -> Iterator[str]:
    """Those of a text, or of the texts of a table."""
    if path.suffix not in TABLES:
        yield from files.lines(path)
        return
    for place, row in _rows(path):
        yield from files.text_in(row, place).splitlines()


def _rows(path: Path) -> Iterator[tuple[str, files.Row]]:
    if path.suffix == ".parquet":
        yield from ((str(path), row) for row in files.parquet_rows(path, [files.COLUMN]))
    elif path.suffix == ".csv":
        yield from files.csv_rows(path)
    else:
        for place, line in files.json_lines(path):
            yield place, files.parsed(line, place)


def _pairs(path: Path) -> Iterator[Pair]:
    for place, line in files.json_lines(path):
        pair = parse_pair(line, place)
        yield Pair(_clean(pair.input), _clean(pair.target))


def _clean(text: str) -> str:
    """As a corrector hands text to its model: composed, without white space around it."""
    return normalize("NFC", text.strip())
