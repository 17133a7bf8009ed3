"""The unit of work: some portions of the input, which become one part of the output.

Whoever does it, and however often, the part has the same bytes. Knows nothing about other parts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Any, BinaryIO, cast
from uuid import uuid4

import spellfix
from spellfix.bulk.columns import CHUNK, Outcome, Settings, as_columns, load, outcomes
from spellfix.bulk.parts import part_name, writing
from spellfix.bulk.places import Note, Shelf
from spellfix.bulk.rows import Row, rows
from spellfix.bulk.sources import Portion
from spellfix.corrector import Corrector
from spellfix.data.workplace import fingerprint
from spellfix.errors import ConfigError
from spellfix.manifest import MANIFEST
from spellfix.pretrained import ModelDirectory
from spellfix.text import segment


@dataclass(frozen=True, slots=True)
class Work:
    """Portions that follow each other. number: from 0. name: of the part."""

    number: int
    name: str
    portions: tuple[Portion, ...]

    @property
    def size(self) -> int:
        """Bytes of the input that are done with it."""
        return sum(portion.size for portion in self.portions)


@dataclass(frozen=True, slots=True)
class Job:
    """What is done with every row, and where to. column: of records and tables, where the text is.
    keep: other columns. to: the format of parts. model: its fingerprint. sitting: a name for this
    run from its start to its end, however it ends."""

    settings: Settings
    column: str
    keep: tuple[str, ...]
    to: str
    shelf: Shelf
    model: str
    version: str = spellfix.__version__
    sitting: str = field(default_factory=lambda: uuid4().hex)


def works(portions: Iterable[Portion], size: int, to: str) -> list[Work]:
    """The portions in order, small ones put together to about ``size`` bytes."""
    groups: list[list[Portion]] = []
    held = size
    for portion in portions:
        if held + portion.weight > size:
            groups.append([])
            held = 0
        groups[-1].append(portion)
        held += portion.weight
    return [
        Work(number, part_name(number, len(groups), to), tuple(group))
        for number, group in enumerate(groups)
    ]


def do(work: Work, job: Job) -> Note:
    """Make the part of ``work``, unless it is there; returns what is in it. Raises SpellfixError,
    OSError where it cannot be written."""
    there = job.shelf.note(work.number)
    if there:
        return there
    corrector = _corrector(job.settings, job.version, job.model)
    counts = Counts()
    with job.shelf.new_part(work.name) as file:
        made = _Hashed(file)
        with writing(cast(BinaryIO, made), job.to, kept=bool(job.keep)) as add:
            for portion in work.portions:
                name = portion.source.file.name
                found = rows(portion, job.column, job.keep)
                while some := list(islice(found, CHUNK)):
                    for row, outcome in zip(some, _outcomes(some, corrector), strict=True):
                        counts.add(row, outcome)
                        add(_record(name, row, outcome, kept=bool(job.keep)))
    note = {"name": work.name, **counts.values(), "bytes": made.size, "sha256": made.sha256}
    job.shelf.write_note(work.number, note)
    return note


class Counts:
    """How many rows, sentences, rows with edits, edits, and rows with errors there are."""

    def __init__(self) -> None:
        self._counted = dict.fromkeys(("rows", "sentences", "changed", "edits"), 0)
        self._errors = Counter[str]()

    def add(self, row: Row, outcome: Outcome) -> None:
        """One more row."""
        counted, done = self._counted, outcome.correction
        counted["rows"] += 1
        if done:
            counted["sentences"] += sum(not each.protected for each in segment(row.text or ""))
            counted["changed"] += bool(done.edits)
            counted["edits"] += len(done.edits)
        if outcome.error:
            self._errors[outcome.error] += 1

    def merge(self, note: Note) -> None:
        """Those of a part."""
        for name in self._counted:
            self._counted[name] += note[name]
        self._errors.update(note["errors"])

    def values(self) -> dict[str, Any]:
        """As plain values; errors by reason."""
        return {**self._counted, "errors": dict(sorted(self._errors.items()))}


def model_fingerprint(model: str | None) -> str:
    """That of a model's manifest, which has those of all its files. Raises ModelError."""
    return fingerprint(ModelDirectory.open(model).path / MANIFEST)


def _outcomes(some: Sequence[Row], corrector: Corrector) -> Iterator[Outcome]:
    """What becomes of each of the rows; one with an error is left alone."""
    good = iter(outcomes([row.text for row in some if not row.error], corrector))
    return (Outcome(None, row.error) if row.error else next(good) for row in some)


def _record(source: str, row: Row, outcome: Outcome, *, kept: bool) -> dict[str, object]:
    record = {"source": source, "row": row.number, "input": row.text}
    more = {"kept": row.kept} if kept else {}
    return {**record, **as_columns(row.text, outcome), **more}


@lru_cache(1)
def _corrector(settings: Settings, version: str, model: str) -> Corrector:
    """The corrector of this process. Raises ConfigError where this machine has another version of
    spellfix or another model than the one that asks."""
    here = spellfix.__version__, model_fingerprint(settings.model)
    if here != (version, model):
        raise ConfigError(
            "일하는 기계의 spellfix나 모델이 다릅니다 / a worker has another spellfix or another "
            f"model: {here[0]}, {here[1][:12]}; expected {version}, {model[:12]}"
        )
    return load(settings)


class _Hashed:
    """A file that knows what was written to it."""

    closed = False

    def __init__(self, file: BinaryIO) -> None:
        self.size = 0
        self._digest = sha256()
        self._file = file

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self._digest.update(data)
        return self._file.write(data)

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        """Whoever opened the file closes it."""
