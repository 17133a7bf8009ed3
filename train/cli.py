"""``spellfix train`` and ``spellfix export``: from options to a run."""

import logging
import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from spellfix.config import at_least, share
from spellfix.errors import ConfigError
from spellfix.evaluation import Pair, read_pairs
from spellfix.manifest import CORRECT, GENERATE, MANIFEST, read_facts
from spellfix.train.choices import config_of, language_at, parent_at, text_of, typed_as
from spellfix.train.config import TrainConfig
from spellfix.train.corpus import Source
from spellfix.train.options import export_parser, train_parser
from spellfix.train.process import keep_freed_memory, wait_without_spinning
from spellfix.train.world import ALONE, Processes, World

if TYPE_CHECKING:
    from spellfix.train.measured import Finish

TAUGHT = 2000
"""Training pairs that the report on a typo generator counts."""
RECORDS = ("list", "show", "compare")
NOT_KEPT = 1
"""Exit status where a domain was learnt and the model is no better."""


def train(arguments: Sequence[str]) -> int:
    """Train as the arguments say, or tell of the records of training runs; the exit status is 1
    where a domain was learnt and the model not kept. One of several processes where the environment
    says so (``world.py``). Raises SpellfixError on anything the user can mend."""
    if arguments and arguments[0] in RECORDS:
        from spellfix.train.records_shown import records

        records(arguments)
        return 0
    options = train_parser().parse_args(arguments)
    world = World.read(os.environ)
    if world.size == 1:
        return _train(options, typed_as(arguments), ALONE)
    _settle(world.rank)
    from spellfix.train.distributed import joined

    with joined(world) as processes:
        return _train(options, typed_as(arguments), processes)


def _train(options: Namespace, typed: str, processes: Processes) -> int:
    folders = any(Path(each).is_dir() for each in options.data)
    domain = options.parent and (folders or not options.heldout)
    with processes.together():
        if processes.first and (options.output / MANIFEST).exists() and not options.force:
            raise ConfigError(
                f"이미 모델이 있습니다 / --output {options.output} already holds a model; "
                "--force replaces it / 덮어쓰려면 --force"
            )
        if not domain and not options.heldout:
            raise ConfigError(
                "--heldout이 없습니다 / --heldout is needed, unless a model learns a domain "
                "(--from)"
            )
        if domain and processes.world.size > 1:
            raise ConfigError(
                "영역은 프로세스 하나로 배웁니다 / a domain is learnt by one process, in minutes; "
                "several learn from --data files with --heldout"
            )
    if domain:
        return _domain(options, typed)
    _general(options, typed, processes)
    return 0


def _general(options: Namespace, typed: str, processes: Processes) -> None:
    """Train on what is given, and on nothing else. The first process finishes the model; it alone
    needs what the model is measured on."""
    with processes.together():
        config = config_of(options, TrainConfig())
        sources = [Source.parse(argument) for argument in options.data]
        sources += [Source.parse(argument, pairs=True) for argument in options.pairs]
        parent = parent_at(options.parent) if options.parent else None
        benchmarks = {path.stem: read_pairs(path) for path in options.dev if processes.first}
        share("--correct-text", options.correct_text)
        language = language_at(options.language, config.direction) if processes.first else None

        _settle(processes.world.rank)
        from spellfix.train.finish import finish
        from spellfix.train.heldout import noisy_pairs, read_heldout
        from spellfix.train.records import RunRecord
        from spellfix.train.start import start

        heldout = read_heldout(options.heldout)
        plan = (
            _finish(options, typed, config, heldout, benchmarks, language)
            if processes.first
            else None
        )
    work = options.output / ".run"
    run = partial(start, config, sources, work, exclude=heldout, parent=parent, processes=processes)
    if plan is None:
        run([])
        return
    dev = [pair for pairs in benchmarks.values() for pair in pairs]
    stop = f"{config.max_minutes:g} minutes of training"
    stop += f" or {config.max_steps} steps" if config.max_steps else ""
    with RunRecord(options.output, why=options.why, stop=stop, command=typed) as record:
        if config.direction == GENERATE:
            dev = dev or noisy_pairs(heldout[:200], config.noise)
            taught = run(dev, record=record).pairs().first(TAUGHT)
            finish(work, options.output, plan, taught)
        else:
            run(dev or _copies(heldout), record=record)
            metrics = finish(work, options.output, plan)
            record.numbers("after", {each: metrics[each] for each in (*benchmarks, "synthetic")})


def _finish(
    options: Namespace,
    typed: str,
    config: TrainConfig,
    heldout: list[str],
    benchmarks: Mapping[str, list[Pair]],
    language: Path | None,
) -> "Finish":
    from spellfix.train.measured import Finish

    note = text_of(options.card_note) if options.card_note else ""
    average = parent_at(options.average) if options.average else None
    if average and average.direction != config.direction:
        raise ConfigError(
            f"--average {options.average}: a model of the direction {average.direction}, "
            f"expected {config.direction}"
        )
    name = options.name or options.output.resolve().name
    return Finish(name, heldout, benchmarks, options.correct_text, note, typed, average, language)


def _domain(options: Namespace, typed: str) -> int:
    """Learn a domain, and keep the model if it is better."""
    if not options.why:
        raise ConfigError(
            "--why가 없습니다 / --why is needed to learn a domain: say in a sentence why this text "
            "should help; it stays in the run record"
        )
    usual = train_parser().parse_args(["--data", "x", "--output", "x"])
    for name in ("pairs", "average", "direction", "size", "language", "correct_text"):
        if getattr(options, name) != getattr(usual, name):
            raise ConfigError(
                f"--{name.replace('_', '-')}: 영역 학습에는 쓰지 않습니다 / not used to learn a "
                "domain; pairs may lie in --data, and name --heldout for any other training"
            )
    share("--general", options.general)
    at_least("--held-out", options.held_out, 1)
    if options.general == 1:
        raise ConfigError("--general: expected less than 1, or nothing is learnt of the domain")
    parent = parent_at(options.parent)
    if parent.direction != CORRECT:
        raise ConfigError(f"--from {options.parent}: 교정 모델이 아닙니다 / expected a corrector")

    _settle()
    from spellfix.train.domain import Plan, settled, stop_rule, train_domain
    from spellfix.train.records import RunRecord

    config = config_of(options, settled(parent))
    output: Path = options.output
    plan = Plan(
        parent,
        [Path(each) for each in options.data],
        options.heldout,
        {path.stem: read_pairs(path) for path in options.dev},
        output,
        options.name or output.resolve().name,
        typed,
        options.general,
        options.held_out,
        text_of(options.card_note) if options.card_note else "",
    )
    stop = stop_rule(config)
    with RunRecord(output, why=options.why, stop=stop, command=typed) as record:
        kept, report = train_domain(plan, config, record)
    sys.stdout.buffer.write(f"{report}\n".encode(errors="backslashreplace"))
    return 0 if kept else NOT_KEPT


def export(arguments: Sequence[str]) -> None:
    """Write the ONNX files of a model directory anew, next to its weights."""
    options = export_parser().parse_args(arguments)
    read_facts(options.directory)  # what is no model is known before anything large is loaded
    _log_to_stderr()
    from spellfix.train.finish import export_again

    export_again(options.directory)


def _copies(lines: Sequence[str]) -> list[Pair]:
    return [Pair(line, line) for line in lines[:200]]


def _settle(rank: int = 0) -> None:
    """What must be so before torch is loaded, and where progress goes: the first of several
    processes tells of it."""
    _log_to_stderr(logging.WARNING if rank else logging.INFO)
    keep_freed_memory()
    wait_without_spinning()


def _log_to_stderr(level: int = logging.INFO) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    ours = logging.getLogger("spellfix")  # other libraries' notes would drown the progress
    if not ours.handlers:
        ours.addHandler(handler)
    ours.setLevel(level)
