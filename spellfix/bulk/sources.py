"""A file as it was found, and the portions it is cut into: read once, from beginning to end.

The portions of a file are the same whoever reads them, and each says how many rows it has: a file
that changes meanwhile is noticed. Knows nothing about what is in a row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Any, cast

from spellfix.bulk.files import File
from spellfix.data.reading.encodings import CP949, UTF_8, UTF_16, encoding_of, first_foreign
from spellfix.data.reading.linewise import BLOCK, Stretch, cuts
from spellfix.data.reading.packed import CUT_OFF, unpacked
from spellfix.errors import ConfigError, InputError

PACKED = 64
"""Portions of a packed file, at most: everything before a portion is unpacked to come to it."""
ROWS = 1 << 14
"""Rows of a portion of a Parquet file, at most."""


@dataclass(frozen=True, slots=True)
class Source:
    """size: bytes. sha256: of them. encoding: of text, else empty."""

    file: File
    size: int
    sha256: str
    rows: int
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Portion:
    """``rows`` rows of a source, from ``row`` on, counted from 0. start, end: in its bytes, as they
    are unpacked; of Parquet, in its rows. size: bytes of the file that it stands for."""

    source: Source
    start: int
    end: int
    row: int
    rows: int
    size: int

    @property
    def weight(self) -> int:
        """Bytes of text in it, about."""
        return self.end - self.start if self.source.encoding else self.size


def scan(file: File, column: str, size: int) -> tuple[Source, list[Portion]]:
    """The source, and its portions of about ``size`` bytes. Raises InputError for a file that
    cannot be read, or has no column of that name."""
    if file.format == "parquet":
        return _scan_table(file, column, size)
    encoding = _encoding(file)
    with file.opened() as stream:
        counted = _Counted(stream)
        with _cut_off_told(file), unpacked(cast(IO[bytes], counted), file.packing) as bare:
            stretches = list(cuts(cast(Any, bare), size))
        counted.finish()
    most = PACKED if file.packing else len(stretches)
    stretches = _joined(stretches, most if file.cuttable else 1)
    rows = sum(each.rows for each in stretches)
    source = Source(file, counted.size, counted.digest.hexdigest(), rows, encoding)
    return source, [_portion(source, each, stretches[-1].end) for each in stretches]


@contextmanager
def table_of(file: File) -> Iterator[tuple[Any, IO[bytes]]]:
    """The Parquet file, and its bytes. Raises InputError where it is none, ConfigError without
    pyarrow."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError as error:
        raise missing_pyarrow(file.name) from error
    with file.opened() as stream, TemporaryFile() as copy:
        if not file.cuttable:
            while block := stream.read(BLOCK):
                copy.write(block)
        raw = stream if file.cuttable else cast(IO[bytes], copy)
        try:
            opened = ParquetFile(raw)
        except (ArrowException, OSError) as error:
            raise InputError(
                f"{file.name}: Parquet 파일을 읽을 수 없습니다 / cannot read this Parquet file: "
                f"{error}"
            ) from error
        with opened:
            yield opened, raw


def missing_pyarrow(what: str) -> ConfigError:
    """The error for Parquet without its library."""
    return ConfigError(f"더 설치하세요 / {what} needs pyarrow: pip install 'spellfix[bulk]'")


class _Counted:
    """A stream that knows what was read of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.size, self.digest = 0, sha256()
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        block = self._stream.read(size)
        self.size += len(block)
        self.digest.update(block)
        return block

    def read1(self, size: int = -1, /) -> bytes:
        return self.read(size)

    def seekable(self) -> bool:
        return False

    def finish(self) -> None:
        while self.read(BLOCK):
            pass


def _scan_table(file: File, column: str, size: int) -> tuple[Source, list[Portion]]:
    with file.opened() as stream:
        counted = _Counted(stream)
        counted.finish()
    with table_of(file) as (table, _):
        check_column(file, table, column)
        rows, weight = table.metadata.num_rows, _weight(table, column)
    source = Source(file, counted.size, counted.digest.hexdigest(), rows)
    step = min(max(1, size * rows // max(weight, 1)), ROWS) if file.cuttable else max(rows, 1)
    portions = []
    for start in range(0, rows, step):
        end = min(start + step, rows)
        share = counted.size * end // rows - counted.size * start // rows
        portions.append(Portion(source, start, end, start, end - start, share))
    return source, portions


def check_column(file: File, table: Any, *columns: str) -> None:
    """Raises InputError where one of ``columns`` is missing, or the first holds no text."""
    from pyarrow import types

    schema = table.schema_arrow
    for column in columns:
        if column not in schema.names:
            raise InputError(
                f"{file.name}: {column}: 그런 열이 없습니다 / no such column; "
                f"{', '.join(schema.names[:20])} 가운데 하나 / expected one of these"
            )
    kind = schema.field(columns[0]).type
    kind = kind.value_type if types.is_dictionary(kind) else kind
    if not (types.is_string(kind) or types.is_large_string(kind)):
        raise InputError(
            f"{file.name}: --column {columns[0]}: 글이 아닙니다 / holds no text but {kind}"
        )


def _weight(table: Any, column: str) -> int:
    """Bytes of the texts in a table, about."""
    groups = (table.metadata.row_group(at) for at in range(table.metadata.num_row_groups))
    columns = (group.column(at) for group in groups for at in range(group.num_columns))
    return sum(each.total_uncompressed_size for each in columns if each.path_in_schema == column)


def _encoding(file: File) -> str:
    with file.opened() as stream, _cut_off_told(file), unpacked(stream, file.packing) as bare:
        found = encoding_of(first_foreign(bare))
    if found.startswith(UTF_16):
        raise InputError(
            f"{file.name}: UTF-16입니다 / this is UTF-16: iconv -f UTF-16 -t UTF-8 "
            "으로 바꿔 주세요 / converts it"
        )
    return CP949 if found == CP949 else UTF_8


@contextmanager
def _cut_off_told(file: File) -> Iterator[None]:
    try:
        yield
    except CUT_OFF as error:
        raise InputError(
            f"{file.name}: 압축이 깨졌거나 잘렸습니다 / damaged or cut off: {error}; 고치거나 빼 "
            "주세요 / mend it or leave it out"
        ) from error


def _joined(stretches: list[Stretch], most: int) -> list[Stretch]:
    """The stretches put together to ``most`` at most."""
    step = -(-len(stretches) // max(most, 1)) or 1
    groups = (stretches[at : at + step] for at in range(0, len(stretches), step))
    return [
        Stretch(group[0].start, group[-1].end, group[0].row, sum(each.rows for each in group))
        for group in groups
    ]


def _portion(source: Source, stretch: Stretch, total: int) -> Portion:
    size = source.size * stretch.end // total - source.size * stretch.start // total
    return Portion(source, stretch.start, stretch.end, stretch.row, stretch.rows, size)
