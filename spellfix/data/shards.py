"""The cleaned texts on disk: Parquet files with a row for every text, kept or not.

    text          masked and with characters that UTF-8 can hold
    source        the file it comes from; row: its line or record there; sentence: which of that one
    domain        what kind of text it is
    damage        what a reader could not read, null where it could
    length, ...   what was measured (`filters.SCORES`), null where there was nothing to measure
    masked        how many stretches are masked
    template      a hash of what is left without numbers and names, 0 for none
    leak          the benchmark that holds a part of it, null for none
    kept, reason  whether it stays, and why not
    first         number of the text that it repeats, counted over all files from 0; null for none

Knows nothing about how this was decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from spellfix.data.filters import SCORES
from spellfix.data.letters import Integers
from spellfix.data.records import Decision, Text
from spellfix.data.table import NONE
from spellfix.data.workplace import new_file
from spellfix.errors import InputError

_TYPES: Mapping[str, Any] = {
    "text": pa.string(),
    "source": pa.string(),
    "domain": pa.string(),
    "row": pa.int64(),
    "sentence": pa.int32(),
    "damage": pa.string(),
    **{name: pa.int32() if name == "length" else pa.float32() for name in SCORES},
    "masked": pa.int32(),
    "template": pa.uint64(),
    "leak": pa.string(),
    "kept": pa.bool_(),
    "reason": pa.string(),
    "first": pa.int64(),
}
SCHEMA = pa.schema(list(_TYPES.items()))
_DECIDED = ("kept", "reason", "first")


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts as they are read, with the sentence of its record that each is, and how many stretches
    were masked in it before."""

    texts: list[Text]
    sentences: list[int]
    masked: list[int]


def part_name(number: int) -> str:
    """The file of so many in an output.

    >>> part_name(3)
    'part-00003.parquet'
    """
    return f"part-{number:05}.parquet"


def judged(rows: Rows, decisions: Sequence[Decision], leaks: Sequence[str | None]) -> Any:
    """What is known about texts by themselves, as an Arrow table."""
    texts = [decision.text for decision in decisions]
    masked = [sum(decision.masked.values()) for decision in decisions]
    columns: dict[str, Any] = {
        "text": [text.text for text in texts],
        "source": [text.source for text in texts],
        "domain": [text.domain for text in texts],
        "row": [text.row for text in texts],
        "sentence": rows.sentences,
        "damage": [text.damage or None for text in texts],
        **{name: [decision.scores.get(name) for decision in decisions] for name in SCORES},
        "masked": [before or now for before, now in zip(rows.masked, masked, strict=True)],
        "template": [decision.template for decision in decisions],
        "leak": leaks,
    }
    schema = pa.schema([(name, kind) for name, kind in _TYPES.items() if name not in _DECIDED])
    return pa.table(columns, schema=schema)


def decided(table: Any, reasons: Sequence[str | None], firsts: Integers) -> Any:
    """``table`` with what was decided about its texts."""
    known = {name: table[name] for name in table.column_names}
    own = {
        "kept": pa.array(np.fromiter((reason is None for reason in reasons), np.bool_)),
        "reason": pa.array(reasons, pa.string()),
        "first": pa.array(firsts, mask=firsts == NONE),
    }
    return pa.table({name: {**known, **own}[name] for name in _TYPES}, schema=SCHEMA)


def totals(table: Any) -> tuple[int, int]:
    """Bytes of the texts in UTF-8, and how many stretches are masked in them."""
    bytes_of_all = pc.sum(pc.binary_length(table["text"])).as_py() or 0
    return bytes_of_all, pc.sum(table["masked"]).as_py() or 0


def write_texts(path: Path, table: Any) -> None:
    """``table`` as an Arrow file. Raises OSError."""
    with new_file(path) as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def read_texts(path: Path) -> Any:
    """What `write_texts` wrote."""
    with pa.memory_map(str(path)) as file:
        return pa.ipc.open_file(file).read_all()


def write_part(path: Path, table: Any) -> None:
    """``table`` as a Parquet file. Raises OSError."""
    with new_file(path) as file:
        pq.write_table(
            table,
            file,
            compression="zstd",
            compression_level=1,
            use_dictionary=["source", "domain", "damage", "leak", "reason"],
        )


def read_part(path: Path) -> Rows:
    """The texts of a part. Raises InputError where it is none."""
    try:
        table = pq.read_table(path, columns=[*_TYPES])
    except (OSError, ValueError) as error:
        raise InputError(f"--from: {path}: 읽을 수 없습니다 / cannot be read ({error})") from error
    columns = (table[name].to_pylist() for name in ("text", "source", "domain", "row", "damage"))
    texts = [
        Text(text, source, domain, row, damage or "")
        for text, source, domain, row, damage in zip(*columns, strict=True)
    ]
    return Rows(texts, table["sentence"].to_pylist(), table["masked"].to_pylist())
