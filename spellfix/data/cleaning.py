"""From sources to a folder of clean texts: judged by several processes, decided about by one.

    OUT/part-00000.parquet ...   every text, kept or not, with the reason (`shards`)
    OUT/manifest.json            written last: what was asked for, fingerprints, counts

The same bytes whatever the number of processes and however often a run was cut off: chunks begin at
the same places (`chunks`), what can be said of a text alone is put on disk chunk by chunk
(`staging`), what depends on the order is decided in order (`deciding`), and a run that goes on
decides it all again. Knows nothing about options and terminals.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic

import spellfix
from spellfix.data.chunks import SIZE, Chunk, chunks_of, chunks_of_parts
from spellfix.data.deciding import NAMES, Deciding, Verdicts, in_order
from spellfix.data.earlier import Earlier
from spellfix.data.filters import Filters
from spellfix.data.reading import Source
from spellfix.data.shards import decided, part_name, read_texts, write_part
from spellfix.data.signatures import Bands
from spellfix.data.staging import Task, benchmarks_of, keys_of, stage, staged
from spellfix.data.workplace import Workplace, fingerprint
from spellfix.errors import ConfigError, InputError
from spellfix.processes import Workers
from spellfix.processes import workers as processes

FORMAT = 1
AHEAD = 2  # chunks that wait for each process
Tell = Callable[[int, int], None]
"""Called with bytes of the sources that are done and texts in them."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a run. reasons: texts dropped, by reason. leaks: by benchmark. bytes: of all
    texts in UTF-8. index: bytes of memory for telling repeats. seconds: of this sitting."""

    texts: int
    kept: int
    reasons: Mapping[str, int]
    leaks: Mapping[str, int]
    masked: int
    bytes: int
    index: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked for.

    dedupe: whether repeats are dropped. near: least Jaccard similarity of texts that repeat each
    other nearly, None for exact repeats alone. against: benchmarks that nothing may leak from.
    split: whether texts are cut into sentences. part: bytes of the sources in a file of the output,
    about. Raises ConfigError for values that cannot be.
    """

    filters: Filters
    dedupe: bool = True
    near: float | None = 0.8
    against: tuple[Path, ...] = ()
    split: bool = True
    part: int = SIZE

    def __post_init__(self) -> None:
        if self.near is not None:
            Bands.for_similarity(self.near)

    def task(self) -> Task:
        """What every process needs to know."""
        near = self.near if self.dedupe else None
        bands = None if near is None else Bands.for_similarity(near)
        return Task(self.filters, self.split, self.dedupe, bands, self.against)

    def facts(self) -> dict[str, object]:
        """All that decides about the bytes but for the sources, as plain values."""
        return {
            "format": FORMAT,
            "spellfix": spellfix.__version__,
            "filters": asdict(self.filters),
            "dedupe": self.dedupe,
            "near": self.near if self.dedupe else None,
            "sentences": self.split,
            "part_size": self.part,
            "against": {str(path): fingerprint(path) for path in self.against},
        }


def clean(
    sources: Sequence[Source] | Earlier,
    output: Path,
    job: Job,
    *,
    workers: int = 1,
    resume: bool = False,
    force: bool = False,
    tell: Tell = lambda size, texts: None,
) -> Summary:
    """Clean ``sources``, or the texts of an earlier output, into ``output``.

    Raises InputError for sources that cannot be read or without a text, and where something is at
    ``output``; ConfigError for a job that cannot be; OSError where ``output`` cannot be written.
    """
    began = monotonic()
    benchmarks = benchmarks_of(job.against)
    if isinstance(sources, Earlier):
        facts, chunks = sources.sources, chunks_of_parts(sources.parts)
        job = replace(job, split=sources.split, part=sources.part)
        if sources.folder.resolve() == output.resolve():
            raise ConfigError(f"--from, --output: 같은 폴더입니다 / the same folder: {output}")
    else:
        facts, chunks = _facts(sources), chunks_of(sources, job.part)
    place = Workplace(output, {**job.facts(), "sources": facts})
    task = job.task()
    with place.opened(resume=resume, force=force):
        letters = place.scratch / "letters"
        deciding = Deciding(job.filters.templates, task.exact, job.near or 0, task.bands, letters)
        with closing(deciding), processes(workers) as pool:
            parts = _run(place, chunks, task, deciding, pool, AHEAD * workers, tell)
        counts = deciding.counts
        if not counts.texts:
            raise InputError("글이 없습니다 / there is no text in what was given")
        leaks = {benchmarks.names[at]: n for at, n in sorted(counts.leaks.items())}
        found = {
            "texts": counts.texts,
            "kept": counts.kept,
            "reasons": in_order(counts.reasons),
            "leaks": leaks,
            "masked": counts.masked,
            "bytes": counts.bytes,
        }
        read = [{**fact, **_by_source(counts.by_source, fact)} for fact in facts]
        place.finish({**job.facts(), "counts": found, "sources": read, "parts": parts})
    return Summary(
        counts.texts,
        counts.kept,
        in_order(counts.reasons),
        leaks,
        counts.masked,
        counts.bytes,
        deciding.size,
        monotonic() - began,
    )


def _run(
    place: Workplace,
    chunks: Iterable[Chunk],
    task: Task,
    deciding: Deciding,
    pool: Workers,
    ahead: int,
    tell: Tell,
) -> list[dict[str, object]]:
    """All chunks, staged, decided and written; returns what the manifest says of their parts."""
    parts: list[dict[str, object]] = []
    staging: deque[tuple[int, int, Future[None] | None]] = deque()
    writing: deque[tuple[dict[str, object], Future[str]]] = deque()

    def settle() -> None:
        number, size, future = staging.popleft()
        if future:
            future.result()
        before = deciding.counts.kept
        keys = keys_of(place.scratch, number)
        verdicts = deciding.decide(keys)
        texts = len(verdicts.reasons)
        part = {
            "name": part_name(number),
            "texts": texts,
            "kept": deciding.counts.kept - before,
        }
        writing.append((part, pool.submit(_write, place.folder, place.scratch, number, verdicts)))
        tell(size, texts)
        if len(writing) > ahead:
            written()

    def written() -> None:
        part, future = writing.popleft()
        parts.append({**part, "sha256": future.result()})

    submit = partial(pool.submit, stage)
    for chunk in chunks:
        done = staged(place.scratch, chunk.number)
        future = None if done else submit(chunk, task, place.scratch)
        staging.append((chunk.number, chunk.size, future))
        if len(staging) > ahead:
            settle()
    while staging:
        settle()
    while writing:
        written()
    return parts


def _write(folder: Path, scratch: Path, number: int, verdicts: Verdicts) -> str:
    """Write the part of a chunk, unless it is there; returns its fingerprint."""
    path = folder / part_name(number)
    if not path.exists():
        table = read_texts(scratch / f"{number}.arrow")
        write_part(path, decided(table, NAMES, verdicts.reasons, verdicts.firsts))
    return fingerprint(path)


def _facts(sources: Iterable[Source]) -> list[dict[str, object]]:
    return [
        {
            "name": source.name,
            "format": source.format,
            "domain": source.domain,
            "bytes": source.size,
            "sha256": source.fingerprint,
        }
        for source in sources
    ]


def _by_source(
    counts: Mapping[str, tuple[int, int]], fact: Mapping[str, object]
) -> dict[str, object]:
    texts, kept = counts.get(str(fact["name"]), (0, 0))
    return {"texts": texts, "kept": kept}
