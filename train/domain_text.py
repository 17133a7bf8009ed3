"""A domain's text as somebody has it: files and folders, read into sentences and pairs.

A record (a line of a text file, a row of a table, a draft) may hold several sentences; its number
says which belong together. Formats of documents are read by ``spellfix data clean``, whose output
is one of the folders that are read here. Knows nothing about training.
"""

import logging
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from spellfix.corrector import SHORTEST_SENTENCE
from spellfix.errors import InputError
from spellfix.evaluation import parse_pair
from spellfix.text import segment
from spellfix.train.excerpt import SHORTEST_EXCERPT
from spellfix.train.files import (
    COLUMN,
    csv_rows,
    json_lines,
    lines,
    parquet_rows,
    parsed,
    text_in,
)

log = logging.getLogger(__name__)
LONGEST = 200
"""Code points; what is longer is cut into sentences, and left out where one is still longer."""
MANIFEST = "manifest.json"
"""What ``spellfix data clean`` writes beside its tables."""
RECORD = ("source", "row")
"""Columns of a cleaned table: which record a sentence is a part of."""


@dataclass(frozen=True, slots=True)
class Item:
    """A correct sentence, and how somebody had written it, None where it was correct at once.

    record: number of the record it comes from; those of one record belong together.
    """

    text: str
    written: str | None
    record: int


@dataclass(frozen=True, slots=True)
class DomainText:
    """Items, each once, in the order of the files. files: name and number of items. passed_over:
    files of other formats. left_out: records of which nothing could be used."""

    items: tuple[Item, ...]
    files: tuple[tuple[str, int], ...]
    passed_over: int
    left_out: int

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all items."""
        digest = sha256()
        for item in self.items:
            digest.update(f"{item.written or ''}\0{item.text}\n".encode(errors="surrogatepass"))
        return digest.hexdigest()


def read_domain(paths: Sequence[Path]) -> DomainText:
    """Read text files (.txt), tables with a column ``text`` (.csv .tsv .jsonl .parquet) and pairs
    (.jsonl with ``input``), text and JSON also as .xz or .gz; of a folder all of these in it.

    Of the output of ``spellfix data clean`` what it kept. Raises InputError for a file that cannot
    be read or is not what its name says, and where nothing is left.
    """
    files: list[Path] = []
    passed_over = 0
    for path in paths:
        if not path.exists():
            raise InputError(f"--data {path}: 그런 파일이 없습니다 / no such file or folder")
        inside = sorted(each for each in path.rglob("*") if _visible(each, path))
        for each in inside if path.is_dir() else [path]:
            known = _reader(each) is not None
            passed_over += not known and each.name != MANIFEST
            if known:
                files.append(each)
    items: dict[tuple[str | None, str], Item] = {}
    facts: list[tuple[str, int]] = []
    records: dict[Hashable, int] = {}
    left_out = 0
    for file in files:
        before = len(items)
        for at, (written, text, key) in enumerate(_records(file)):
            found = list(_sentences(written, text))
            if not found:
                left_out += 1
                continue
            number = records.setdefault((file, at) if key is None else key, len(records))
            for one, other in found:
                items.setdefault((one, other), Item(other, one, number))
        facts.append((file.name, len(items) - before))
    if not items:
        named = ", ".join(map(str, paths))
        raise InputError(
            f"--data {named}: 쓸 글이 없습니다 / no text of {SHORTEST_SENTENCE} to {LONGEST} "
            "characters in .txt .csv .tsv .jsonl .parquet files; `spellfix data clean` reads others"
        )
    return DomainText(tuple(items.values()), tuple(facts), passed_over, left_out)


Records = Iterator[tuple[str | None, str, Hashable]]
"""How a text was written, None where it was correct at once; the text; what names the record that
it is a part of, None where it is a record of its own."""


def _visible(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return path.is_file() and not any(part.startswith(".") for part in parts)


def _reader(path: Path) -> Callable[[Path], Records] | None:
    name = path.name.removesuffix(".xz").removesuffix(".gz")
    packed = name != path.name
    plain = {".txt": _lines, ".jsonl": _json}
    tables = {".csv": _csv, ".tsv": _csv, ".parquet": _parquet}
    suffix = Path(name).suffix
    if packed and not suffix:
        return _lines
    return (plain if packed else plain | tables).get(suffix)


def _records(path: Path) -> Records:
    reader = _reader(path)
    if reader is None:
        raise InputError(
            f"--data {path}: 읽을 수 없는 형식입니다 / cannot read this format; `spellfix data "
            "clean` makes text of documents"
        )
    yield from reader(path)


def _lines(path: Path) -> Records:
    return ((None, line, None) for line in lines(path))


def _json(path: Path) -> Records:
    for place, line in json_lines(path):
        row = parsed(line, place)
        if "input" in row:
            pair = parse_pair(line, place)
            yield pair.input, pair.target, None
        else:
            yield None, text_in(row, place), None


def _csv(path: Path) -> Records:
    return ((None, text_in(row, place), None) for place, row in csv_rows(path))


def _parquet(path: Path) -> Records:
    for row in parquet_rows(path, (COLUMN, "kept", *RECORD)):
        if row.get("kept", True):
            key = tuple(row[name] for name in RECORD) if row.keys() >= {*RECORD} else None
            yield None, text_in(row, str(path)), key


def _sentences(written: str | None, text: str) -> Iterator[tuple[str | None, str]]:
    """The sentences of a record; of a pair whole lines or sentences that stand side by side, and
    none where the two sides have not equally many."""
    if written is None:
        for part in _parts(text):
            if SHORTEST_SENTENCE <= len(part) <= LONGEST:
                yield None, part
        return
    ours, theirs = _parts(written), _parts(text)
    if len(ours) != len(theirs):
        ours, theirs = [_clean(written)], [_clean(text)]
    for one, other in zip(ours, theirs, strict=True):
        if all(SHORTEST_EXCERPT <= len(each) <= LONGEST for each in (one, other)):
            yield one, other


def _parts(text: str) -> list[str]:
    """Its lines; sentences of those that are too long."""
    found: list[str] = []
    for line in map(_clean, text.splitlines()):
        if len(line) <= LONGEST:
            found.append(line)
        else:
            found += (_clean(line[s.start : s.end]) for s in segment(line) if not s.protected)
    return [each for each in found if each]


def _clean(text: str) -> str:
    """As a corrector hands text to its model: composed, without white space around it."""
    return normalize("NFC", text.strip())
