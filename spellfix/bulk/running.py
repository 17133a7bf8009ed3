"""A whole run: files found and cut, portions corrected by an engine, a manifest written last.

    OUT/part-00000.parquet ...   a row for every row of the input, in order
    OUT/_manifest.json           what was asked for, fingerprints, counts

The same bytes whatever the engine, the number of workers and however often a run was cut off; a run
that goes on with other settings or other files is refused. Knows nothing about terminals.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from time import monotonic

import spellfix
from spellfix.bulk.choices import COLUMN, ENGINES, FORMATS, PART
from spellfix.bulk.columns import Settings
from spellfix.bulk.engines import Run, local
from spellfix.bulk.files import files
from spellfix.bulk.parts import check_format
from spellfix.bulk.places import Note, place_of
from spellfix.bulk.sources import Source, scan
from spellfix.bulk.work import Counts, Job, Work, model_fingerprint, works
from spellfix.cores import cores
from spellfix.errors import ConfigError, SpellfixError
from spellfix.given import terms_given
from spellfix.pretrained import ModelDirectory
from spellfix.thresholds import Thresholds

FORMAT = 1
Tell = Callable[[int, int, int], None]
"""Called with bytes of the input that are done, those of all, and sentences in the former."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a run. changed: rows with edits. errors: rows not corrected, by reason (see
    `rows.ERRORS`). seconds: of this sitting."""

    rows: int
    changed: int
    edits: int
    sentences: int
    errors: Mapping[str, int]
    parts: int
    seconds: float


def correct_files(
    inputs: Sequence[str],
    output: str,
    *,
    engine: str = "local",
    workers: int | None = None,
    to: str = "parquet",
    column: str = COLUMN,
    keep: Sequence[str] = (),
    model: str | None = None,
    min_confidence: float | None = None,
    protect: Iterable[str] = (),
    part: int = PART,
    ray_address: str | None = None,
    resume: bool = False,
    force: bool = False,
    tell: Tell = lambda done, total, sentences: None,
) -> Summary:
    """Correct all rows of ``inputs`` (paths, patterns, folders, URLs of text, JSON Lines and
    Parquet) into the folder ``output``.

    engine: "local" or "ray". workers: processes or actors, None for one a core. to: "parquet" or
    "jsonl". column: of records and tables, where the text is; keep: others that are handed on.
    part: bytes of the input in a file of the output. resume: go on with what an earlier run left;
    force: replace it. tell: called whenever a part is done.

    Raises InputError for files that cannot be read, or an output that is there; ConfigError for a
    setting that cannot be; ModelError; OSError where the output cannot be written.
    """
    began = monotonic()
    if to not in FORMATS:
        raise ConfigError(f"to: {', '.join(FORMATS)} 가운데 하나 / expected one, got {to!r}")
    check_format(to)
    run = _engine(engine, workers, ray_address)
    settings = Settings(model, min_confidence, terms_given(protect))
    facts = _facts(settings, column, keep, to, part)
    scanned = [scan(file, column, part) for file in files(inputs)]
    planned = works((portion for _, portions in scanned for portion in portions), part, to)
    sources = [_fact(source) for source, _ in scanned]
    place = place_of(output, {**facts, "sources": sources})
    job = Job(settings, column, tuple(keep), to, place.shelf, str(facts["model"]))
    with place.opened(resume=resume, force=force):
        notes = _notes(planned, job, run, tell)
        counts = Counts()
        for note in notes:
            counts.merge(note)
        found = counts.values()
        place.finish({**facts, "counts": found, "sources": sources, "parts": notes})
    return Summary(**found, parts=len(notes), seconds=monotonic() - began)


def _engine(engine: str, workers: int | None, address: str | None) -> Run:
    if engine == "ray":
        from spellfix.bulk.on_ray import on_ray

        return on_ray(workers, address)
    if engine == "local":
        return local(workers or cores())
    raise ConfigError(f"engine: {', '.join(ENGINES)} 가운데 하나 / expected one, got {engine!r}")


def _notes(planned: Sequence[Work], job: Job, run: Run, tell: Tell) -> list[Note]:
    """The notes of all works, in order. Raises SpellfixError for one that is not there."""
    total = sum(work.size for work in planned)
    there = {work.number: job.shelf.note(work.number) for work in planned}
    notes = {number: note for number, note in there.items() if note}
    size = sum(work.size for work in planned if work.number in notes)
    tell(size, total, 0)
    numbers = {work.name: work for work in planned}
    for note in run([work for work in planned if work.number not in notes], job):
        work = numbers[note["name"]]
        if job.shelf.note(work.number) is None:
            raise SpellfixError(
                f"{work.name}: 여기서는 보이지 않습니다 / made, but not to be seen from here; "
                "--output은 모든 기계가 함께 쓰는 곳이어야 합니다 / must lie where all machines "
                "see it"
            )
        notes[work.number] = note
        size += work.size
        tell(size, total, note["sentences"])
    missing = [work.name for work in planned if work.number not in notes]
    if missing:
        raise SpellfixError(f"빠졌습니다 / missing: {', '.join(missing[:5])}; --resume")
    return [notes[work.number] for work in planned]


def _facts(
    settings: Settings, column: str, keep: Sequence[str], to: str, part: int
) -> dict[str, object]:
    """All that decides about the bytes but for the files, as plain values. Raises ModelError."""
    directory = ModelDirectory.open(settings.model)
    confidence = settings.min_confidence
    thresholds = directory.thresholds if confidence is None else Thresholds(confidence)
    return {
        "format": FORMAT,
        "spellfix": spellfix.__version__,
        "model": model_fingerprint(settings.model),
        "thresholds": asdict(thresholds),
        "protect": list(settings.protect),
        "column": column,
        "keep": list(keep),
        "to": to,
        "part": part,
    }


def _fact(source: Source) -> dict[str, object]:
    return {
        "name": source.file.name,
        "format": source.file.format,
        "bytes": source.size,
        "sha256": source.sha256,
        "encoding": source.encoding,
        "rows": source.rows,
    }
