"""Files of text to learn from, whoever wrote them: lines, JSON lines and tables, within limits.

    lines          of a text, also packed as .xz or .gz
    json_lines     records, each with its place for messages, also packed
    csv_rows       records of .csv and .tsv
    parquet_rows   those of .parquet

All raise InputError that names the file where it cannot be read, is damaged, or holds what
`spellfix.limits` does not let in. Knows nothing about sentences and pairs.
"""

import csv
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from spellfix.data.reading.batches import batches
from spellfix.data.reading.columnar import parquet
from spellfix.data.reading.linewise import raw_lines
from spellfix.data.reading.packed import CUT_OFF
from spellfix.data.reading.pages import NoPages
from spellfix.data.reading.records import Feeding, opened
from spellfix.errors import InputError
from spellfix.limits import TEXT
from spellfix.lines import open_binary, read_records

log = logging.getLogger(__name__)
COLUMN = "text"
Row = Mapping[str, Any]


def lines(path: Path) -> Iterator[str]:
    """The lines of a text in UTF-8 without their ends, of whatever kind. One longer than TEXT is
    left out, and how many were is logged."""
    left_out = 0
    with _named(path), opened(path) as stream:
        for number, (raw, damage) in enumerate(raw_lines(stream, None, 0)):
            if damage:
                left_out += 1
                continue
            text = raw.decode("utf-8-sig" if number == 0 else "utf-8").removesuffix("\r")
            yield from text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if left_out:
        log.warning("%s: %d lines longer than %d bytes left out", path.name, left_out, TEXT)


def json_lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines that are not blank, each behind its place: file and number. Raises InputError for
    one longer than RECORD too."""
    with _named(path), opened(path) as stream:
        for number, line in read_records(stream, str(path)):
            try:
                yield f"{path}:{number}", line.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise _no_utf_8(f"{path}:{number}", error) from error


def csv_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """The records of a table with a header by its columns, each behind the place of its end."""
    with (
        _named(path),
        open_binary(path) as raw,
        TextIOWrapper(raw, "utf-8-sig", newline="") as text,
    ):
        feeding = Feeding(text)
        reader = csv.reader(feeding, delimiter="\t" if path.suffix == ".tsv" else ",")
        header = next(reader, [])
        feeding.held = 0
        for row in reader:
            if row:
                yield f"{path}:{reader.line_num}", dict(zip(header, row, strict=False))
            feeding.held = 0


def parquet_rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a table by those of ``columns`` that it has. Raises InputError too where COLUMN
    is not among them."""
    from pyarrow import ArrowException

    with _named(path), parquet(path) as table, open_binary(path) as stream:
        names = table.schema_arrow.names
        if COLUMN not in names:
            raise _no_text(names, str(path))
        chosen = [name for name in columns if name in names]
        try:
            groups = range(table.metadata.num_row_groups)
            for batch in batches(table, stream, groups, chosen, str(path)):
                yield from batch.to_pylist()
        except (ArrowException, NoPages) as error:
            raise InputError(f"{path}: expected a parquet table ({error})") from error


def parsed(line: str, place: str) -> Row:
    """The JSON object in a line, empty where it holds another value. Raises InputError that begins
    with ``place`` where there is none."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: JSON이 아닙니다 / not JSON: {error}") from error
    return row if isinstance(row, dict) else {}


def text_in(row: Row, place: str) -> str:
    """What stands in COLUMN. Raises InputError that begins with ``place`` where that is no text."""
    text = row.get(COLUMN)
    if not isinstance(text, str):
        raise _no_text(row, place)
    return text


def _no_text(names: Sequence[str] | Row, place: str) -> InputError:
    found = sorted(map(str, names))
    return InputError(f"{place}: expected a column {COLUMN!r}, found {found}")


def _no_utf_8(place: str, error: UnicodeDecodeError) -> InputError:
    return InputError(f"{place}: expected UTF-8 text, found other bytes ({error})")


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        raise _no_utf_8(str(path), error) from error
    except (OSError, csv.Error, *CUT_OFF) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
