"""A file or a data set to read, and the portions of it; knows formats by name alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spellfix.data.reading import columnar, linewise, records
from spellfix.data.reading.encodings import CP949, UTF_8
from spellfix.data.reading.formats import IN_BYTES, packing_of
from spellfix.data.records import Text
from spellfix.lines import open_binary

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
