"""Texts of a column: Parquet files, and data sets of Hugging Face. Needs the extra `data`.

Knows nothing about texts.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spellfix.data.reading.batches import batches
from spellfix.data.reading.pages import NoPages
from spellfix.errors import ConfigError, InputError
from spellfix.lines import open_binary

Cells = Iterator[tuple[int, str, str]]
BATCH = 1024  # rows
NAMED = "hf:"
MARKS = ("dataset_dict.json", "state.json")


def is_data_set(folder: Path) -> bool:
    """Whether `datasets` saved a data set here."""
    return any((folder / mark).is_file() for mark in MARKS)


def groups_of(path: Path) -> list[tuple[int, int]]:
    """Rows and bytes of each row group of a Parquet file. Raises InputError where it is none."""
    with parquet(path) as file:
        groups = [file.metadata.row_group(at) for at in range(file.metadata.num_row_groups)]
        return [(group.num_rows, group.total_byte_size) for group in groups]


def read_parquet(path: Path, column: str, start: int, end: int | None) -> Cells:
    """``column`` of row groups ``start`` to ``end``. Raises InputError where there is no such
    column of text, or a row group is too large."""
    from pyarrow import ArrowException

    number = 0
    with parquet(path) as file, open_binary(path) as stream:
        _check(path, file.schema_arrow, column)
        groups = range(start, file.metadata.num_row_groups if end is None else end)
        try:
            for batch in batches(file, stream, groups, [column], str(path)):
                for text in batch.column(0).to_pylist():
                    if text is not None and text.strip():
                        yield number, text, ""
                    number += 1
        except (ArrowException, OSError, UnicodeDecodeError, NoPages) as error:
            yield number, str(error), "broken"


def splits_of(path: str) -> dict[str, Any]:
    """The splits of a data set on disk, or of ``hf:NAME``, by name. Raises InputError."""
    try:
        import datasets
    except ModuleNotFoundError as error:
        raise _missing("datasets") from error
    try:
        if path.startswith(NAMED):
            found = datasets.load_dataset(path.removeprefix(NAMED))
        else:
            found = datasets.load_from_disk(path)
    except (datasets.exceptions.DatasetsError, OSError, ValueError) as error:
        raise InputError(
            f"{path}: 데이터 세트를 읽을 수 없습니다 / cannot read this data set: {error}"
        ) from error
    return dict(found) if isinstance(found, dict) else {"": found}


def files_of(split: Any) -> list[Path]:
    """The files on disk that hold a split."""
    return [Path(each["filename"]) for each in split.cache_files]


def read_data_set(path: str, split: str, column: str, start: int, end: int | None) -> Cells:
    """``column`` of the rows ``start`` to ``end`` of a split. Raises InputError as `splits_of`, and
    where there is no such column of text."""
    rows = splits_of(path)[split]
    _check(path, rows.features.arrow_schema, column)
    last = len(rows) if end is None else min(end, len(rows))
    number = 0
    chosen = rows.select_columns([column]).select(range(start, last)).with_format("arrow")
    for batch in chosen.iter(BATCH):
        for text in batch.column(0).to_pylist():
            if text is not None and text.strip():
                yield number, text, ""
            number += 1


def parquet(path: Path) -> Any:
    """The ParquetFile. Raises InputError where it is none, ConfigError without pyarrow."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError as error:
        raise _missing("pyarrow") from error
    try:
        return ParquetFile(path)
    except (ArrowException, OSError) as error:
        raise InputError(
            f"{path}: Parquet 파일을 읽을 수 없습니다 / cannot read this Parquet file: {error}"
        ) from error


def _check(path: Path | str, schema: Any, column: str) -> None:
    from pyarrow import types

    if column not in schema.names:
        raise InputError(
            f"{path}: --column {column}: 그런 열이 없습니다 / no such column; "
            f"{', '.join(schema.names[:20])} 가운데 하나 / expected one of these"
        )
    kind = schema.field(column).type
    kind = kind.value_type if types.is_dictionary(kind) else kind
    if not (types.is_string(kind) or types.is_large_string(kind)):
        raise InputError(f"{path}: --column {column}: 글이 아닙니다 / holds no text but {kind}")


def _missing(library: str) -> ConfigError:
    return ConfigError(f"더 설치하세요 / this needs {library}: pip install 'spellfix[data]'")
