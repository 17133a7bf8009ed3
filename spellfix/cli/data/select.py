"""`spellfix data select`: options, progress, files and a summary of which texts to look at next.

Knows neither what makes a text worth a look nor how a service is asked.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spellfix
from spellfix.arguments import Arguments, count, share
from spellfix.cli.columns import table
from spellfix.cli.outputs import cannot_write, new_file, refuse_existing
from spellfix.cli.progress import CHOICES, progress
from spellfix.corrector import Corrector
from spellfix.data.reading import sources
from spellfix.data.records import Text
from spellfix.data.selecting import Candidate, Chosen, Pool, as_record, choose, draw, look, send
from spellfix.errors import ConfigError, InputError
from spellfix.evaluation import read_pairs
from spellfix.noisy_channel import NoisyChannel
from spellfix.thresholds import Thresholds

if TYPE_CHECKING:
    from spellfix.client import Client

MIN_CONFIDENCE = 0.8
"""That of `spellfix serve`, whose corrections are reviewed."""
SELECTED, SELECTION = "selected.jsonl", "selection.json"
DESCRIPTION = """\
아직 아무도 보지 않은 글 가운데 다음에 검토할 것을 고릅니다. Chooses which unlabelled texts to
review next: those whose correction is most likely wrong (edits near the threshold, two correctors
that disagree, a model that is unsure), no error and no text twice, rare kinds among them. Writes
them, corrected, to selected.jsonl; with --to they wait for a review on the page of a service, and
/v1/export gives them back as pairs. The same texts give the same choice.
"""


def run(arguments: Sequence[str]) -> None:
    """Choose as the arguments say. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_intermixed_args(arguments)
    if options.key_file and not options.to:
        raise ConfigError("--key-file: --to와 함께 씁니다 / expected --to URL with it")
    if not options.force:
        for name in (SELECTED, SELECTION):
            refuse_existing(options.output / name)
    service = _service(options) if options.to else None
    threshold = options.min_confidence
    if threshold is None:
        threshold = service.service().min_confidence if service else MIN_CONFIDENCE
    known = [pair.input for path in options.seen for pair in read_pairs(path)]
    pool = draw(_texts(options), options.pool, known=known, seed=options.seed)
    if not pool.texts:
        raise InputError(
            f"고를 글이 없습니다 / no text to choose from: {pool.read:,} read in "
            f"{', '.join(map(str, options.sources))}"
        )
    candidates = _looked_at(pool, options, Thresholds(threshold))
    chosen = choose(candidates, options.count, known=known)
    told = _told(pool, chosen, options, threshold)
    _write(options, chosen, [None] * len(chosen), told)
    if service is not None:
        with service:
            ids = _send(chosen, service, options)
        _write(options, chosen, ids, {**told, "to": options.to})
    answer = json.dumps(told, ensure_ascii=False) if options.json else _summary(options, told)
    sys.stdout.write(f"{answer}\n")


def _texts(options: Namespace) -> Iterator[Text]:
    for source in sources(options.sources, options.domain, options.column):
        yield from source.texts()


def _looked_at(pool: Pool, options: Namespace, thresholds: Thresholds) -> list[Candidate]:
    """The texts of the pool with what both correctors make of them, and a line of progress."""
    opened = Corrector.from_pretrained(options.model, min_confidence=0.0)
    shown = progress(options.progress, sys.stderr, len(pool.texts), "texts")
    shown.start(0)
    candidates: list[Candidate] = []
    try:
        for each in look(pool.texts, opened, NoisyChannel.from_pretrained(), thresholds):
            candidates.append(each)
            shown.advance(1, 1)
    finally:
        shown.end()
    return candidates


def _service(options: Namespace) -> Client:
    """The client of the service. Raises ConfigError where the extra is missing."""
    try:
        from spellfix.client import Client
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"더 설치하세요 / --to needs {error.name}: pip install 'spellfix[client]'"
        ) from error
    return Client(options.to, _key(options.key_file))


def _send(chosen: Sequence[Chosen], service: Client, options: Namespace) -> list[str]:
    shown = progress(options.progress, sys.stderr, len(chosen), "drafts")
    shown.start(0)
    try:
        return list(send(chosen, service, lambda: shown.advance(1, 1)))
    finally:
        shown.end()


def _told(
    pool: Pool, chosen: Sequence[Chosen], options: Namespace, threshold: float
) -> dict[str, Any]:
    """What was chosen from what, in numbers."""
    counts = {name: n for name, n in asdict(pool).items() if name != "texts"}
    return {
        "spellfix": spellfix.__version__,
        "sources": [str(path) for path in options.sources],
        "min_confidence": threshold,
        "seed": options.seed,
        "pool": {**counts, "looked_at": len(pool.texts)},
        "selected": len(chosen),
        "why": dict(Counter(name for each in chosen for name in each.why).most_common()),
        "kinds": dict(
            Counter(kind for each in chosen for kind in sorted(each.candidate.kinds)).most_common()
        ),
        "doubt": round(sum(each.doubt for each in chosen) / len(chosen), 4) if chosen else None,
    }


def _write(
    options: Namespace, chosen: Sequence[Chosen], ids: Sequence[str | None], told: dict[str, Any]
) -> None:
    try:
        options.output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(options.output, error) from error
    with new_file(options.output / SELECTED, force=True) as file:
        for each, draft in zip(chosen, ids, strict=True):
            file.write(f"{json.dumps(as_record(each, draft), ensure_ascii=False)}\n")
    with new_file(options.output / SELECTION, force=True) as file:
        file.write(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n")


def _summary(options: Namespace, told: dict[str, Any]) -> str:
    doubt = "-" if told["doubt"] is None else f"{told['doubt']:.2f}"
    rows = [
        ("읽음 / read", f"{told['pool']['read']:,}"),
        ("살펴봄 / looked at", f"{told['pool']['looked_at']:,}"),
        ("고름 / selected", f"{told['selected']:,}"),
        ("틀렸을 확률, 평균 / doubt, mean", doubt),
    ]
    parts = [str(options.output / SELECTED), table(rows)]
    for name in ("why", "kinds"):
        if told[name]:
            parts.append(table([(key, f"{n:,}") for key, n in told[name].items()]))
    if options.to:
        parts.append(f"검토할 글 / waiting for review: {options.to}")
    return "\n\n".join(parts)


def _key(path: Path | None) -> str | None:
    """The key in a file. Raises InputError where it cannot be read."""
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"--key-file: 읽을 수 없습니다 / cannot read: {path}") from error


def _parser() -> Arguments:
    parser = Arguments("spellfix data select", description=DESCRIPTION)
    add = parser.add_argument
    add("sources", nargs="+", metavar="UNLABELLED", help="txt, jsonl, parquet, ... / files, "
        "folders")  # fmt: skip
    add("--count", type=count, required=True, metavar="N", help="고를 글의 수 / texts to choose")
    add("--output", type=Path, required=True, metavar="DIR", help="새 폴더 / a new folder")
    add("--to", metavar="URL", help="검토할 글로 보낼 서비스 / service whose page shows them, "
        "such as http://127.0.0.1:8000")  # fmt: skip
    add("--key-file", type=Path, metavar="FILE", help="API 키가 든 파일 / file with its API key")
    add("--seen", type=Path, nargs="+", action="extend", default=[], metavar="PAIRS.jsonl",
        help="이미 검토한 쌍 / pairs that were reviewed: not chosen again")  # fmt: skip
    add("--pool", type=count, default=20_000, metavar="N", help="살펴볼 글의 수 / texts to look "
        "at, drawn from all (default: 20000)")  # fmt: skip
    add("--column", default="text", metavar="NAME", help="글이 든 열 / column of tables "
        "(default: text)")  # fmt: skip
    add("--domain", metavar="NAME", help="글의 갈래 / what kind of text it is (default: by file)")
    add("--model", type=Path, metavar="DIR", help="default: the shipped model")
    add("--min-confidence", type=share, metavar="X", help="이보다 확실하지 않은 수정은 하지 않음 "
        f"/ edits less sure are not made (default: the service's, {MIN_CONFIDENCE})")  # fmt: skip
    add("--seed", type=int, default=0, metavar="N", help="default: 0")
    add("--json", action="store_true", help="JSON 하나로 / print one JSON object")
    add("--progress", choices=CHOICES, default="auto", help="진행 상황 / progress on stderr")
    add("--force", action="store_true", help="있는 파일을 덮어씀 / replace existing files")
    return parser
