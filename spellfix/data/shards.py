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
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from spellfix.data.filters import SCORES, Judged
from spellfix.data.laid import Laid
from spellfix.data.letters import Integers
from spellfix.data.table import NONE
from spellfix.data.workplace import new_file
from spellfix.errors import InputError

Codes: TypeAlias = npt.NDArray[np.int8] | npt.NDArray[np.int16]
Encoded: TypeAlias = tuple[bytes, Integers]
"""Texts in UTF-8, end to end, and where each begins, and the end."""

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
    """Texts as they are read, column by column.

    sources: names and domains. source: the place of each text's in these. row: number of its line
    or record there. sentence: which of that one it is. damage: what a reader could not read, of
    some, by number. masked: how many stretches were masked before. int64 [texts] each.
    """

    texts: Laid
    sources: tuple[tuple[str, str], ...]
    source: Integers
    row: Integers
    sentence: Integers
    damage: Mapping[int, str]
    masked: Integers


def part_name(number: int) -> str:
    """The file of so many in an output.

    >>> part_name(3)
    'part-00003.parquet'
    """
    return f"part-{number:05}.parquet"


def judged(rows: Rows, found: Judged, encoded: Encoded, leaks: Sequence[str], leak: Codes) -> Any:
    """What is known about texts by themselves, as an Arrow table. encoded: the texts, masked.
    leaks: benchmarks, leak: the place of each text's in these, NONE for none."""
    masked = np.zeros(len(rows.masked), np.int64)
    masked[[*found.masked]] = [sum(counts.values()) for counts in found.masked.values()]
    damages = list(dict.fromkeys(rows.damage.values()))
    damage = np.full(len(masked), NONE, np.int64)
    damage[[*rows.damage]] = [damages.index(each) for each in rows.damage.values()]
    columns: dict[str, Any] = {
        "text": _texts(*encoded),
        "source": _named([name for name, _ in rows.sources], rows.source),
        "domain": _named([domain for _, domain in rows.sources], rows.source),
        "row": rows.row,
        "sentence": rows.sentence.astype(np.int32),
        "damage": _named(damages, damage),
        "length": found.length.astype(np.int32),
        "hangul_share": pa.array(
            found.hangul_share.astype(np.float32), mask=np.isnan(found.hangul_share)
        ),
        "masked": np.where(rows.masked, rows.masked, masked).astype(np.int32),
        "template": found.templates,
        "leak": _named(leaks, leak),
    }
    schema = pa.schema([(name, kind) for name, kind in _TYPES.items() if name not in _DECIDED])
    return pa.table(columns, schema=schema)


def decided(table: Any, names: Sequence[str], reasons: Codes, firsts: Integers) -> Any:
    """``table`` with what was decided about its texts. reasons: places in ``names``, NONE for those
    that are kept."""
    known = {name: table[name] for name in table.column_names}
    own = {
        "kept": pa.array(reasons == NONE),
        "reason": _named(names, reasons),
        "first": pa.array(firsts, mask=firsts == NONE),
    }
    return pa.table({name: {**known, **own}[name] for name in _TYPES}, schema=SCHEMA)


def _texts(data: bytes, offsets: Integers) -> Any:
    """A column of texts in UTF-8, end to end, of which each begins at one of ``offsets``."""
    ends = pa.py_buffer(offsets.astype(np.int32))
    return pa.StringArray.from_buffers(len(offsets) - 1, ends, pa.py_buffer(data))


def _named(names: Sequence[str], places: Codes | Integers) -> Any:
    """A column of ``names``, nothing where the place is NONE."""
    return pa.array(names, pa.string()).take(pa.array(places, mask=places == NONE))


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
    texts = Laid.out(table["text"].to_pylist())
    names, domains, damages = (table[name].to_pylist() for name in ("source", "domain", "damage"))
    sources = dict.fromkeys(zip(names, domains, strict=True))
    places = {each: place for place, each in enumerate(sources)}
    return Rows(
        texts,
        tuple(sources),
        np.array([places[each] for each in zip(names, domains, strict=True)], np.int64),
        table["row"].to_numpy().astype(np.int64),
        table["sentence"].to_numpy().astype(np.int64),
        {at: damage for at, damage in enumerate(damages) if damage},
        table["masked"].to_numpy().astype(np.int64),
    )
