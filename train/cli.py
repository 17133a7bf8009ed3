"""``spellfix train`` and ``spellfix export``: from options to a run."""

import logging
import shlex
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from spellfix.config import at_least, share
from spellfix.errors import ConfigError, InputError
from spellfix.evaluation import Pair, read_pairs
from spellfix.language.storage import load
from spellfix.manifest import CORRECT, GENERATE, MANIFEST
from spellfix.noise import Recipe
from spellfix.pretrained import ModelDirectory
from spellfix.train.config import TrainConfig
from spellfix.train.corpus import Source
from spellfix.train.options import export_parser, train_parser
from spellfix.train.process import keep_freed_memory, wait_without_spinning

TAUGHT = 2000
"""Training pairs that the report on a typo generator counts."""
RECORDS = ("list", "show", "compare")
NOT_KEPT = 1
"""Exit status where a domain was learnt and the model is no better."""


def train(arguments: Sequence[str]) -> int:
    """Train as the arguments say, or tell of the records of training runs; the exit status is 1
    where a domain was learnt and the model not kept. Raises SpellfixError on anything the user can
    mend."""
    if arguments and arguments[0] in RECORDS:
        from spellfix.train.records_shown import records

        records(arguments)
        return 0
    options = train_parser().parse_args(arguments)
    output: Path = options.output
    if (output / MANIFEST).exists() and not options.force:
        raise ConfigError(
            f"이미 모델이 있습니다 / --output {output} already holds a model; "
            "--force replaces it / 덮어쓰려면 --force"
        )
    folders = any(Path(each).is_dir() for each in options.data)
    if options.parent and (folders or not options.heldout):
        return _domain(options, _typed(arguments))
    if not options.heldout:
        raise ConfigError(
            "--heldout이 없습니다 / --heldout is needed, unless a model learns a domain (--from)"
        )
    _general(options, _typed(arguments))
    return 0


def _general(options: Namespace, typed: str) -> None:
    """Train on what is given, and on nothing else."""
    output: Path = options.output
    config = _config(options, TrainConfig())
    sources = [Source.parse(argument) for argument in options.data]
    sources += [Source.parse(argument, pairs=True) for argument in options.pairs]
    benchmarks = {path.stem: read_pairs(path) for path in options.dev}
    parent = _parent(options.parent) if options.parent else None
    note = _text(options.card_note) if options.card_note else ""

    _settle()
    from spellfix.train.finish import finish
    from spellfix.train.heldout import noisy_pairs, read_heldout
    from spellfix.train.measured import Finish
    from spellfix.train.records import RunRecord
    from spellfix.train.start import start

    heldout = read_heldout(options.heldout)
    name = options.name or output.resolve().name
    average = _parent(options.average) if options.average else None
    if average and average.direction != config.direction:
        raise ConfigError(
            f"--average {options.average}: a model of the direction {average.direction}, "
            f"expected {config.direction}"
        )
    language = _language(options.language, config.direction)
    plan = Finish(name, heldout, benchmarks, options.correct_text, note, typed, average, language)
    dev = [pair for pairs in benchmarks.values() for pair in pairs]
    work = output / ".run"
    stop = f"{config.max_minutes:g} minutes of training"
    stop += f" or {config.max_steps} steps" if config.max_steps else ""
    with RunRecord(output, why=options.why, stop=stop, command=typed) as record:
        if config.direction == GENERATE:
            dev = dev or noisy_pairs(heldout[:200], config.noise)
            run = start(config, sources, work, dev, heldout, parent, record=record)
            finish(work, output, plan, run.pairs().first(TAUGHT))
        else:
            dev = dev or _copies(heldout)
            start(config, sources, work, dev, heldout, parent, record=record)
            metrics = finish(work, output, plan)
            record.numbers("after", {each: metrics[each] for each in (*benchmarks, "synthetic")})


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
    parent = _parent(options.parent)
    if parent.direction != CORRECT:
        raise ConfigError(f"--from {options.parent}: 교정 모델이 아닙니다 / expected a corrector")

    _settle()
    from spellfix.train.domain import Plan, settled, stop_rule, train_domain
    from spellfix.train.records import RunRecord

    config = _config(options, settled(parent))
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
        _text(options.card_note) if options.card_note else "",
    )
    stop = stop_rule(config)
    with RunRecord(output, why=options.why, stop=stop, command=typed) as record:
        kept, report = train_domain(plan, config, record)
    sys.stdout.buffer.write(f"{report}\n".encode(errors="backslashreplace"))
    return 0 if kept else NOT_KEPT


def export(arguments: Sequence[str]) -> None:
    """Write the ONNX files of a model directory anew, next to its weights."""
    options = export_parser().parse_args(arguments)
    _log_to_stderr()
    from spellfix.train.finish import export_again

    export_again(options.directory)


def _config(options: Namespace, defaults: TrainConfig) -> TrainConfig:
    """The configuration of the flags that were given; the rest keeps that of ``defaults``."""
    given = {
        name: value
        for name in ("size", "direction", "seed", "max_minutes", "max_steps", "batch_tokens")
        if (value := getattr(options, name)) is not None
    }
    given |= {
        name: value
        for name in (
            *("learning_rate", "warmup_steps", "decay_share"),
            *("checkpoint_minutes", "evaluate_minutes", "workers", "excerpts"),
        )
        if (value := getattr(options, name)) is not None
    }
    config = replace(defaults, **given)
    noise = config.noise
    if options.recipe is not None:
        noise = Recipe.read(options.recipe, noise)
    dials = {"rate": options.noise_rate, "clean": options.clean}
    noise = replace(noise, **{name: dial for name, dial in dials.items() if dial is not None})
    return replace(config, noise=noise)


def _parent(name: str) -> ModelDirectory:
    parent = ModelDirectory.open(None if name == "default" else name, direction=None)
    parent.verify()
    return parent


def _language(name: str, direction: str) -> Path | None:
    """The language model that `name` names, seen to be one; none for a generator, and none as long
    as the shipped model has none."""
    if name == "none" or direction == GENERATE:
        return None
    if name == "default":
        shipped = ModelDirectory.open()
        if shipped.language:
            shipped.load_language()
        return shipped.language
    load(name)
    return Path(name)


def _typed(arguments: Sequence[str]) -> str:
    """The command line, its paths shortened to file names: where they lay says nothing later."""
    return shlex.join(["spellfix", "train", *(Path(each).name or each for each in arguments)])


def _copies(lines: Sequence[str]) -> list[Pair]:
    return [Pair(line, line) for line in lines[:200]]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"읽을 수 없습니다 / cannot read {path}: {error}") from error


def _settle() -> None:
    """What must be so before torch is loaded, and where progress goes."""
    _log_to_stderr()
    keep_freed_memory()
    wait_without_spinning()


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    ours = logging.getLogger("spellfix")  # other libraries' notes would drown the progress
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
