"""`spellfix noise FILE`: clean lines become a file of pairs, in one go or in several.

Knows no rule of noise, no process and no journal: it reads the options and puts these together.
"""

import json
import os
import stat
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import BinaryIO

import spellfix
from spellfix.cli.draft import Draft
from spellfix.cli.noise.blocks import LONGEST, check_text, no_text, text_blocks
from spellfix.cli.noise.recipe import add_recipe, recipe_of
from spellfix.cli.noise.work import Piece, Task, pieces
from spellfix.cli.outputs import cannot_write, refuse_existing
from spellfix.errors import ConfigError, InputError
from spellfix.lines import open_binary
from spellfix.noise.record import fingerprint_of_rules
from spellfix.train.pairs import write_parquet

PARQUET = ".parquet"


def run(arguments: Sequence[str]) -> None:
    """Write the pairs the arguments ask for. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_intermixed_args(arguments)
    output: Path = options.output
    task, wanted = _task(options)
    if output.suffix == PARQUET and find_spec("datasets") is None:
        raise ModuleNotFoundError("Parquet needs datasets", name="datasets")
    if not options.force:
        refuse_existing(output)
    draft = Draft(output, wanted)
    if not (options.resume or options.force):
        draft.refuse_unfinished()
    with _input(options.file, task.name) as stream:
        if options.file != "-" and output.exists() and output.samefile(options.file):
            raise InputError(f"--output: 입력 파일입니다 / this is the input: {output}")
        try:
            _write(draft, stream, task, options)
        except OSError as error:
            raise cannot_write(output, error) from error


def _write(draft: Draft, stream: BinaryIO, task: Task, options: Namespace) -> None:
    blocks = text_blocks(stream, task.name)
    with draft:
        pairs = 0
        if options.resume:
            pairs = draft.resume(blocks)["pairs"]
        else:
            draft.begin()
        with closing(pieces(task, blocks, options.workers)) as made:
            for piece in _shown(made):
                draft.add(
                    piece.data,
                    read=piece.read,
                    made=piece.made,
                    lines=piece.lines,
                    pairs=piece.pairs,
                )
                pairs += piece.pairs
        if not pairs:
            raise no_text(task.name)
        if draft.output.suffix == PARQUET:
            _to_parquet(draft)
        else:
            draft.finish()


def _to_parquet(draft: Draft) -> None:
    table = draft.output.with_name(f"{draft.output.name}.partial{PARQUET}")
    try:
        write_parquet(draft.partial, table)
        table.replace(draft.output)
    finally:
        table.unlink(missing_ok=True)
    draft.discard()


def _task(options: Namespace) -> tuple[Task, dict[str, object]]:
    """What to do, and what decides about the bytes that come of it."""
    name = "<stdin>" if options.file == "-" else options.file
    recipe = recipe_of(options)
    task = Task(name, options.seed, options.epoch, json.dumps(recipe.to_dict()))
    wanted: dict[str, object] = {
        "spellfix": spellfix.__version__,
        "rules": fingerprint_of_rules(),
        "seed": options.seed,
        "epoch": options.epoch,
    }
    if options.generator is None:
        if options.temperature is not None:
            raise ConfigError("--temperature: --generator와 함께 / only with --generator")
        return task, wanted | {"recipe": recipe.to_dict()}
    if not (options.rate is options.clean is options.recipe is None):
        raise ConfigError(
            "--rate, --clean, --mix: 규칙에만 씁니다 / are for the rules, not for --generator; "
            "its dial is --temperature"
        )
    from spellfix.config import positive
    from spellfix.manifest import GENERATE
    from spellfix.pretrained import ModelDirectory

    files = ModelDirectory.open(options.generator, GENERATE).files
    temperature = 1.0 if options.temperature is None else options.temperature
    positive("--temperature", temperature)
    task = task._replace(generator=options.generator, temperature=temperature)
    return task, wanted | {"generator": dict(files), "temperature": temperature}


@contextmanager
def _input(name: str, shown: str) -> Iterator[BinaryIO]:
    """The input from its beginning. A file is checked to its end first: what is wrong with it is
    answered before the work and not after hours. Raises InputError."""
    if name == "-":
        yield sys.stdin.buffer
        return
    with open_binary(Path(name)) as stream:
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            check_text(stream, shown)
            stream.seek(0)
        yield stream


def _shown(made: Iterator[Piece]) -> Iterator[Piece]:
    """``made``, and on a terminal one line that says how far and how fast."""
    start = last = monotonic()
    lines = 0
    for piece in made:
        yield piece
        lines += piece.lines
        now = monotonic()
        if sys.stderr.isatty() and now - last >= 1:
            last = now
            sys.stderr.write(f"\r{lines:,} lines, {lines / (now - start):,.0f}/s ")
            sys.stderr.flush()
    if last > start:
        sys.stderr.write("\n")


def _whole(given: str) -> int:
    try:
        number = int(given)
    except ValueError:
        number = 0
    if number < 1:
        raise ArgumentTypeError(f"1 이상의 정수 / expected a whole number from 1, got {given!r}")
    return number


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "spellfix noise",
        formatter_class=RawDescriptionHelpFormatter,
        description="깨끗한 글(한 줄에 한 문장)에 오타를 내어 학습용 쌍을 만듭니다.\n"
        "Make typo pairs from clean lines. 같은 --seed는 같은 오타를 냅니다\n"
        "(the same seed makes the same typos, whatever --workers).",
        epilog="다른 명령 / other commands:\n"
        "  spellfix noise fit PAIRS.jsonl   진짜 오타에 규칙을 맞춤 / fit the rules to real typos\n"
        "  spellfix noise rules             모든 규칙 / all rules\n"
        "  spellfix noise report            한눈에 보기 / one page that shows the noise\n"
        "이름이 fit, rules, report인 파일은 ./fit처럼 / a file of such a name is given as ./fit",
    )
    add = parser.add_argument
    add(
        "file",
        metavar="FILE|-",
        help="UTF-8 파일, 한 줄에 한 문장, -는 표준 입력 / UTF-8 file, one sentence a line, "
        f"- is stdin; at most {LONGEST:,} bytes a line",
    )
    add("--output", type=Path, required=True, metavar="PAIRS.jsonl|PAIRS.parquet")
    add("--seed", type=int, default=0, metavar="N", help="default: 0")
    add("--epoch", type=int, default=0, metavar="N", help="같은 글의 다른 오타 / other typos for "
        "the same lines (default: 0)")  # fmt: skip
    add("--rate", type=float, metavar="R", help="음절마다 더 내는 오타 / errors a syllable, "
        "beyond the first of a line (default: the recipe's)")  # fmt: skip
    add("--clean", type=float, metavar="SHARE", help="그대로 두는 줄의 몫 / share of lines left "
        "alone (default: the recipe's)")  # fmt: skip
    add_recipe(parser)
    add("--generator", metavar="DIR", help="규칙 대신 오타 생성 모델 / a model that learnt typos "
        "instead of the rules")  # fmt: skip
    add("--temperature", type=float, metavar="T", help="of the generator (default: 1)")
    add("--workers", type=_whole, default=1, metavar="N", help="프로세스 수 / processes "
        "(default: 1)")  # fmt: skip
    add("--resume", action="store_true", help="끊긴 곳부터 이어서 / go on where a run was cut off")
    add("--force", action="store_true", help="있는 파일을 덮어씀 / replace an existing file")
    return parser
