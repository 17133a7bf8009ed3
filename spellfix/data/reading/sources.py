"""What there is to read: files and data sets, their fingerprints, and the portions of them.

Knows formats by name alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

from spellfix.data.reading import columnar, linewise, records
from spellfix.data.reading.encodings import CP949, UTF_8, encoding_of, first_foreign
from spellfix.data.reading.formats import (
    FORMATS,
    IN_BYTES,
    PACKABLE,
    format_of,
    packing_of,
    stem_of,
    unknown,
)
from spellfix.data.reading.packed import CUT_OFF
from spellfix.data.records import Text
from spellfix.errors import InputError
from spellfix.limits import FILES, advice, limit
from spellfix.lines import open_binary

BLOCK = 1 << 20  # bytes
DATA_SET = "dataset"


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a source that is read by itself; the portions of a source follow each other.

    start, end: bytes of a file of lines, row groups of a Parquet file, rows of a data set; end
    None: to the end. row: number of its first line or record. size: bytes, about.
    """

    source: "Source"
    start: int
    end: int | None
    row: int
    size: int

    def texts(self) -> Iterator[Text]:
        """The texts of this portion in order. Raises InputError where the file cannot be opened, or
        has no such column; what is damaged in it is a text that says so."""
        source = self.source
        for rows, texts, damage in self.blocks():
            for at, (row, text) in enumerate(zip(rows, texts, strict=True)):
                yield Text(text, source.name, source.domain, row, damage.get(at, ""))

    def blocks(self) -> Iterator[records.Block]:
        """`texts` in blocks: their rows, themselves, and the damage of some by place."""
        source, row = self.source, self.row
        if source.format == "text":
            path = Path(source.path)
            read = records.read_blocks(path, source.encoding, self.start, self.end)
        else:
            read = records.blocks(self._read())
        for numbers, texts, damage in read:
            if isinstance(numbers, range):
                yield range(row + numbers.start, row + numbers.stop), texts, damage
            else:
                yield [row + number for number in numbers], texts, damage

    def _read(self) -> Iterable[records.Read]:
        source, path = self.source, Path(self.source.path)
        column, encoding = source.column, source.encoding
        if source.format == "jsonl":
            return records.read_jsonl(path, encoding, self.start, self.end, column)
        if source.format in ("csv", "tsv"):
            return records.read_table(path, encoding, column, source.format == "tsv")
        if source.format == "parquet":
            return columnar.read_parquet(path, column, self.start, self.end)
        if source.format == DATA_SET:
            return columnar.read_data_set(source.path, source.split, column, self.start, self.end)
        return records.read_document(path)


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a split of a data set.

    path: where it is, or ``hf:NAME``. name: as records call it: below the folder it was found in.
    column: of tables, where the text is. size: bytes. fingerprint: SHA-256 of its bytes. encoding:
    of a file of text, else empty. split: of a data set, else empty.
    """

    path: str
    name: str
    format: str
    domain: str
    column: str
    size: int
    fingerprint: str
    encoding: str = ""
    split: str = ""

    def portions(self, size: int) -> Iterator[Portion]:
        """Portions of about ``size`` bytes, cut at line ends, row groups of Parquet or rows of data
        sets; what can only be read from its beginning (packed files, tables of text, documents,
        UTF-16) is one. The texts are the same whatever the size."""
        plain = self.encoding in (UTF_8, CP949) and not packing_of(Path(self.path))
        if self.format in IN_BYTES and plain:
            yield from self._cut(size)
        elif self.format == "parquet":
            yield from self._grouped(columnar.groups_of(Path(self.path)), size)
        elif self.format == DATA_SET:
            rows = len(columnar.splits_of(self.path)[self.split])
            step = max(1, rows * size // max(self.size, 1))
            for start in range(0, rows, step):
                end = min(start + step, rows)
                yield Portion(self, start, end, start, self.size * (end - start) // rows)
        else:
            yield Portion(self, 0, None, 0, self.size)

    def texts(self) -> Iterator[Text]:
        """All texts in order."""
        return Portion(self, 0, None, 0, self.size).texts()

    def _cut(self, size: int) -> Iterator[Portion]:
        with open_binary(Path(self.path)) as stream:
            for each in linewise.cuts(stream, size):
                yield Portion(self, each.start, each.end, each.row, each.end - each.start)

    def _grouped(self, groups: Sequence[tuple[int, int]], size: int) -> Iterator[Portion]:
        start = row = rows = held = 0
        for at, (count, length) in enumerate(groups):
            rows, held = rows + count, held + length
            if held >= size or at + 1 == len(groups):
                yield Portion(self, start, at + 1, row, held)
                start, row, held = at + 1, row + rows, 0
                rows = 0


def sources(
    paths: Sequence[str | Path], domain: str | None = None, column: str = "text"
) -> list[Source]:
    """What there is to read, in the order given: files, files of a folder that are of a kind we
    read (by name; hidden ones apart, others in `left_out`), data sets of Hugging Face on disk, and
    ``hf:NAME``. domain: of all of them; None: the name of each without its suffixes.

    Every file is read once for its fingerprint. Raises InputError where there is nothing to read,
    for a file of another kind, and where the system refuses.
    """
    found: list[Source] = []
    for given in paths:
        found += _found(given, domain, column)
    names: set[str] = set()
    for source in found:
        if source.name in names:
            raise InputError(
                f"{source.path}: 같은 이름이 두 번 있습니다 / the name {source.name} occurs twice; "
                "두 폴더를 담은 폴더를 주세요 / give the folder that holds both"
            )
        names.add(source.name)
    return found


def left_out(folder: Path) -> list[Path]:
    """The files of a folder that `sources` does not read, for their kind."""
    return [path for path in _files(folder) if format_of(path) is None]


def open_texts(
    source: str | Path, *, domain: str | None = None, column: str = "text"
) -> Iterator[Text]:
    """All texts of one file, folder or data set. Raises InputError as `sources`."""
    for each in sources([source], domain, column):
        yield from each.texts()


def _found(given: str | Path, domain: str | None, column: str) -> Iterator[Source]:
    path = Path(given)
    if str(given).startswith(columnar.NAMED) or columnar.is_data_set(path):
        yield from _data_set(str(given), domain, column)
    elif path.is_dir():
        files = [each for each in _files(path) if format_of(each)]
        folders = _data_sets(path)
        if not files and not folders:
            raise InputError(
                f"{path}: 읽을 파일이 없습니다 / no file to read in this folder; "
                f"{' '.join(FORMATS)} (.gz .xz)"
            )
        for each in files:
            yield _file(each, each.relative_to(path).as_posix(), domain, column)
        for each in folders:
            yield from _data_set(str(each), domain, column, each.relative_to(path).as_posix())
    else:
        yield _file(path, path.name, domain, column)


def _files(folder: Path) -> list[Path]:
    """All files below a folder by name, those of data sets and hidden ones apart."""
    sets = _data_sets(folder)
    found = (
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and not any(each in path.parents for each in sets)
    )
    files = list(islice(found, limit(FILES) + 1))
    if len(files) > limit(FILES):
        raise InputError(
            f"{folder}: 파일이 너무 많습니다 / too many files: {advice(FILES, 'files')}"
        )
    return sorted(files)


def _data_sets(folder: Path) -> list[Path]:
    """Folders with a data set below a folder; splits of one are no others."""
    found = sorted({mark.parent for name in columnar.MARKS for mark in folder.rglob(name)})
    return [each for each in found if not any(other in each.parents for other in found)]


def _file(path: Path, name: str, domain: str | None, column: str) -> Source:
    kind = format_of(path)
    if kind is None and path.exists():
        raise unknown(path)
    size, fingerprint = _fingerprint([path])
    encoding = _encoding(path) if kind in PACKABLE else ""
    of = stem_of(path) if domain is None else domain
    return Source(str(path), name, kind or "", of, column, size, fingerprint, encoding)


def _data_set(path: str, domain: str | None, column: str, name: str = "") -> Iterator[Source]:
    name = name or path if path.startswith(columnar.NAMED) else name or Path(path).resolve().name
    for split, rows in columnar.splits_of(path).items():
        size, fingerprint = _fingerprint(columnar.files_of(rows))
        whole = f"{name}/{split}" if split else name
        of = Path(name).name if domain is None else domain
        yield Source(path, whole, DATA_SET, of, column, size, fingerprint, split=split)


def _fingerprint(paths: Iterable[Path]) -> tuple[int, str]:
    """Bytes of the files together, and their SHA-256."""
    size, digest = 0, sha256()
    for path in paths:
        with open_binary(path) as stream:
            while block := stream.read(BLOCK):
                size += len(block)
                digest.update(block)
    return size, digest.hexdigest()


def _encoding(path: Path) -> str:
    with records.opened(path) as stream:
        try:
            return encoding_of(first_foreign(stream))
        except CUT_OFF:
            return UTF_8  # what can be read of it comes first, then the damage
