"""`spellfix data clean`: options, progress and a table of what stayed and what did not.

Knows no filter and no file format: `spellfix.data.cleaning` does the work.
"""

import json
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from spellfix.arguments import Arguments, count, share
from spellfix.cli.columns import table
from spellfix.cli.outputs import cannot_write
from spellfix.cli.progress import CHOICES, progress
from spellfix.data.chunks import SIZE
from spellfix.data.cleaning import Job, Summary, clean
from spellfix.data.deciding import OWN
from spellfix.data.earlier import Earlier
from spellfix.data.filters import REASONS, Filters
from spellfix.data.reading import sources
from spellfix.errors import ConfigError

DESCRIPTION = """\
글을 읽어 문장으로 나누고, 거르고, 개인정보를 가리고, 겹친 것과 시험 자료를 지워 Parquet으로 씁니다.
Reads texts (files, folders, data sets of Hugging Face as hf:NAME), splits them into sentences,
filters them, masks personal data, drops repeats and what is part of a benchmark. Every text is
written, with the reason if it is dropped: --from applies other filters without reading again.
The same bytes whatever --workers; --resume goes on after an interrupt, a crash or a kill.
"""
_DEFAULTS = Filters()


def run(arguments: Sequence[str]) -> None:
    """Clean as the arguments say. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_intermixed_args(arguments)
    if bool(options.sources) == bool(options.earlier):
        raise ConfigError(
            "SOURCE 또는 --from DIR / expected files to read, or --from and an earlier output"
        )
    job = Job(_filters(options), options.dedupe, options.near, tuple(options.against),
              options.sentences, options.part_size)  # fmt: skip
    given = (
        Earlier.opened(options.earlier)
        if options.earlier
        else sources(options.sources, options.domain, options.column)
    )
    total = given.size if isinstance(given, Earlier) else sum(each.size for each in given)
    shown = progress(options.progress, sys.stderr, total)
    shown.start(0)
    try:
        summary = clean(
            given,
            options.output,
            job,
            workers=options.workers,
            resume=options.resume,
            force=options.force,
            tell=shown.advance,
        )
    except OSError as error:
        raise cannot_write(options.output, error) from error
    finally:
        shown.end()
    if options.json:
        answer = json.dumps({"output": str(options.output), **asdict(summary)}, ensure_ascii=False)
    else:
        answer = f"{options.output}\n\n{lines(summary)}"
    sys.stdout.buffer.write(f"{answer}\n".encode(errors="backslashreplace"))


def lines(summary: Summary) -> str:
    """What stayed and what did not, each with its share of n; then how fast it was."""
    every = {**REASONS, **OWN}
    rows = [("", "n", "", "")]
    rows.append(_row("kept", summary.kept, summary.texts, "남음 / kept"))
    rows += (_row(name, n, summary.texts, every[name]) for name, n in summary.reasons.items())
    rows.append(_row("all", summary.texts, summary.texts, "모두 / all texts"))
    parts = [table(rows)]
    if summary.leaks:
        parts.append(table([(name, f"{n:,}") for name, n in summary.leaks.items()]))
    megabytes = summary.bytes / 1e6
    parts.append(
        f"가린 개인정보 / masked: {summary.masked:,}\n"
        f"{megabytes:,.1f} MB, {summary.seconds:,.1f} s, {megabytes / summary.seconds:,.1f} MB/s; "
        f"겹침 찾기 메모리 / memory for repeats: {summary.index / 1e6:,.1f} MB"
    )
    return "\n\n".join(parts)


def _row(name: str, n: int, total: int, line: str) -> tuple[str, str, str, str]:
    return name, f"{n:,}", f"{n / total:.1%}", line


def _filters(options: Namespace) -> Filters:
    named: Mapping[str, object] = vars(options)
    return Filters(**{name: named[name] for name in asdict(_DEFAULTS)})  # type: ignore[arg-type]


def _near(given: str) -> float | None:
    if given == "off":
        return None
    try:
        return float(given)
    except ValueError:
        raise ArgumentTypeError(
            f"수 또는 off / expected a similarity such as 0.8, or off; got {given!r}"
        ) from None


def _parser() -> Arguments:
    parser = Arguments("spellfix data clean", description=DESCRIPTION)
    add = parser.add_argument
    add("sources", nargs="*", metavar="SOURCE", help="파일, 폴더, hf:이름 / files, folders, "
        "hf:NAME: txt, csv, tsv, jsonl, parquet, docx, hwpx; also .xz and .gz")  # fmt: skip
    add("--output", type=Path, required=True, metavar="DIR", help="새 폴더 / a new folder")
    add("--from", type=Path, dest="earlier", metavar="DIR", help="이미 만든 폴더를 다시 거름 / "
        "judge an earlier output again instead of reading sources")  # fmt: skip
    add("--domain", metavar="NAME", help="글의 갈래 / what kind of text it is (default: by file)")
    add("--column", default="text", metavar="NAME", help="표에서 글이 든 열 / column of tables "
        "(default: text)")  # fmt: skip
    add("--whole", action="store_false", dest="sentences", help="문장으로 나누지 않음 / do not "
        "split texts into sentences")  # fmt: skip
    _add_filters(parser)
    group = parser.add_argument_group("겹침 / repeats and leaks")
    group.add_argument("--near", type=_near, default=0.8, metavar="J|off", help="이만큼 비슷하면 "
        "겹침 / Jaccard similarity of near duplicates, or off (default: 0.8)")  # fmt: skip
    group.add_argument("--keep-duplicates", action="store_false", dest="dedupe",
        help="겹친 글도 둠 / look for no repeats")  # fmt: skip
    group.add_argument("--against", type=Path, nargs="+", action="extend", default=[],
        metavar="PAIRS.jsonl", help="시험 자료, 겹치는 글은 버림 / benchmarks; texts that hold a "
        "part of one are dropped")  # fmt: skip
    run = parser.add_argument_group("실행 / running")
    run.add_argument("--workers", type=count, default=1, metavar="N", help="프로세스 수 / "
        "processes (default: 1)")  # fmt: skip
    run.add_argument("--part-size", type=count, default=SIZE, metavar="BYTES", help="한 파일에 "
        f"담는 글 / bytes of the sources in a file of the output (default: {SIZE:,})")  # fmt: skip
    run.add_argument("--resume", action="store_true", help="끊긴 곳부터 이어서 / go on where a "
        "run was cut off")  # fmt: skip
    run.add_argument("--force", action="store_true", help="있는 폴더를 덮어씀 / replace an "
        "existing output")  # fmt: skip
    run.add_argument("--json", action="store_true", help="JSON 하나로 / print one JSON object")
    run.add_argument("--progress", choices=CHOICES, default="auto", help="진행 상황 / progress on "
        "stderr")  # fmt: skip
    return parser


def _add_filters(parser: Arguments) -> None:
    add = parser.add_argument_group("거르기 / filters").add_argument
    default = _DEFAULTS
    add("--min-length", type=count, default=default.min_length, metavar="N",
        help=f"글자 수 / code points (default: {default.min_length})")  # fmt: skip
    add("--max-length", type=count, default=default.max_length, metavar="N",
        help=f"default: {default.max_length}")  # fmt: skip
    add("--hangul", type=share, default=default.hangul, metavar="SHARE", help="글자 가운데 한글의 "
        f"몫 / least share of Hangul among letters (default: {default.hangul})")  # fmt: skip
    add("--templates", type=count, default=default.templates, metavar="N", help="같은 틀의 글 수 / "
        "texts that stay of one template, alike but for numbers and names "
        f"(default: {default.templates})")  # fmt: skip
    add("--no-boilerplate", action="store_false", dest="boilerplate", help="글틀 문구를 둠 / keep "
        "boilerplate")  # fmt: skip
    add("--no-machine", action="store_false", dest="machine", help="기계가 쓴 글을 둠 / keep texts "
        "with signs of machine-made text")  # fmt: skip
    add("--profanity", action="store_true", help="비속어가 든 글을 버림 / drop texts with "
        "profanity")  # fmt: skip
    add("--no-mask", action="store_false", dest="mask", help="개인정보를 가리지 않음 / do not mask "
        "phone and resident numbers, e-mail addresses, cards")  # fmt: skip
