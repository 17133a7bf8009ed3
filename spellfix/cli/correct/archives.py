"""Archives of many files, by `--engine`: options, progress and a table of what became of the rows.

Knows no file format and no engine: `spellfix.bulk` does the work.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from spellfix.arguments import count, one_of
from spellfix.bulk.choices import COLUMN, ENGINES, FORMATS, PART
from spellfix.cli.columns import table
from spellfix.cli.correct.engine import terms_of
from spellfix.cli.outputs import cannot_write
from spellfix.cli.progress import progress


def add_bulk(parser: ArgumentParser) -> None:
    """The options of a run over archives; any of them makes it one."""
    group = parser.add_argument_group(
        "많은 파일 / archives",
        "INPUT: 파일, 폴더, 'dir/*.jsonl', s3://BUCKET/...; txt, jsonl, parquet, .gz, .xz\n"
        "(--output의 폴더에 입력 한 행마다 한 행 / a row for every row of the input)",
    )
    add = group.add_argument
    add(
        "--engine",
        type=one_of(*ENGINES),
        metavar="|".join(ENGINES),
        help="이 기계의 프로세스들, 또는 Ray / processes here, or Ray (default: local)",
    )
    add("--workers", type=count, metavar="N", help="프로세스나 액터의 수 / processes or actors "
        "(default: one for each core)")  # fmt: skip
    add(
        "--to",
        type=one_of(*FORMATS),
        metavar="|".join(FORMATS),
        help="출력 형식 / output (default: parquet)",
    )
    add("--column", metavar="NAME", help="jsonl, parquet에서 글이 든 열 / where the text is in "
        f"jsonl and parquet (default: {COLUMN})")  # fmt: skip
    add("--keep", action="append", metavar="NAME", help="그대로 옮길 열; 여러 번 줄 수 있음 / "
        "another column to hand on; may be given several times")  # fmt: skip
    add("--part-size", type=count, metavar="BYTES", help="출력 한 파일에 담는 입력 / bytes of the "
        f"input in a file of the output (default: {PART:,})")  # fmt: skip
    add("--ray-address", metavar="ADDRESS", help="Ray 클러스터 / cluster, such as auto "
        "(default: RAY_ADDRESS, or one of this machine's own)")  # fmt: skip


def correct_archives(options: Namespace) -> None:
    """Correct the archives of the options. Raises SpellfixError on anything the user can mend."""
    from spellfix.bulk import correct_files

    shown = progress(options.progress, sys.stderr, None)
    begun = done = 0

    def tell(size: int, total: int, sentences: int) -> None:
        nonlocal shown, begun, done
        if not begun:
            shown = progress(options.progress, sys.stderr, total)
            shown.start(size)
            begun, done = 1, size
        shown.advance(size - done, sentences)
        done = size

    try:
        summary = correct_files(
            options.text,
            options.output,
            engine=options.engine or "local",
            workers=options.workers,
            to=options.to or "parquet",
            column=options.column or COLUMN,
            keep=options.keep or (),
            model=options.model,
            min_confidence=options.min_confidence,
            protect=terms_of(options),
            part=options.part_size or PART,
            ray_address=options.ray_address,
            resume=options.resume,
            force=options.force,
            tell=tell,
        )
    except KeyboardInterrupt:
        sys.stderr.write("멈췄습니다 / stopped; --resume으로 이어집니다 / --resume goes on\n")
        raise
    except OSError as error:
        raise cannot_write(Path(options.output), error) from error
    finally:
        if begun:
            shown.end()
    rows = [
        ("행 / rows", f"{summary.rows:,}"),
        ("고친 행 / changed", f"{summary.changed:,}"),
        ("수정 / edits", f"{summary.edits:,}"),
        *((f"오류 / error: {name}", f"{n:,}") for name, n in summary.errors.items()),
    ]
    sys.stdout.write(f"{options.output}\n\n{table(rows)}\n")
