"""``spellfix train`` and ``spellfix export``: from options to a run."""

import logging
import shlex
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from spellfix.errors import ConfigError, InputError
from spellfix.evaluation import Pair, read_pairs
from spellfix.language.storage import load
from spellfix.manifest import DIRECTIONS, GENERATE, MANIFEST
from spellfix.noise import Recipe
from spellfix.pretrained import ModelDirectory
from spellfix.train.config import SIZES, TrainConfig
from spellfix.train.corpus import Source
from spellfix.train.process import keep_freed_memory, wait_without_spinning

TAUGHT = 2000
"""Training pairs that the report on a typo generator counts."""


def train(arguments: Sequence[str]) -> None:
    """Train as the arguments say. Raises SpellfixError on anything the user can mend."""
    options = _train_parser().parse_args(arguments)
    _log_to_stderr()
    output: Path = options.output
    if (output / MANIFEST).exists() and not options.force:
        raise ConfigError(
            f"이미 모델이 있습니다 / --output {output} already holds a model; "
            "--force replaces it / 덮어쓰려면 --force"
        )
    config = _config(options)
    sources = [Source.parse(argument) for argument in options.data]
    sources += [Source.parse(argument, pairs=True) for argument in options.pairs]
    benchmarks = {path.stem: read_pairs(path) for path in options.dev}
    parent = _parent(options.parent) if options.parent else None
    note = _text(options.card_note) if options.card_note else ""
    keep_freed_memory()
    wait_without_spinning()

    from spellfix.train.finish import Finish, finish
    from spellfix.train.heldout import noisy_pairs, read_heldout
    from spellfix.train.start import start

    heldout = read_heldout(options.heldout)
    name = options.name or output.resolve().name
    average = _parent(options.average) if options.average else None
    if average and average.direction != config.direction:
        raise ConfigError(
            f"--average {options.average}: a model of the direction {average.direction}, "
            f"expected {config.direction}"
        )
    typed = _typed(arguments)
    language = _language(options.language, config.direction)
    plan = Finish(name, heldout, benchmarks, options.correct_text, note, typed, average, language)
    dev = [pair for pairs in benchmarks.values() for pair in pairs]
    work = output / ".run"
    if config.direction == GENERATE:
        dev = dev or noisy_pairs(heldout[:200], config.noise)
        run = start(config, sources, work, dev, heldout, parent)
        finish(work, output, plan, run.pairs().first(TAUGHT))
    else:
        start(config, sources, work, dev or _copies(heldout), heldout, parent)
        finish(work, output, plan)


def export(arguments: Sequence[str]) -> None:
    """Write the ONNX files of a model directory anew, next to its weights."""
    options = _export_parser().parse_args(arguments)
    _log_to_stderr()
    from spellfix.train.finish import export_again

    export_again(options.directory)


def _config(options: Namespace) -> TrainConfig:
    """The configuration of the flags that were given; the rest keeps its default."""
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
    config = replace(TrainConfig(), **given)
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


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    ours = logging.getLogger("spellfix")  # other libraries' notes would drown the progress
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)


def _train_parser() -> ArgumentParser:
    parser = ArgumentParser(
        "spellfix train",
        description="깨끗한 글로 오타 교정 모델을 학습합니다. Train a model on clean text. "
        "끊긴 학습은 같은 명령으로 이어집니다 (the same command resumes an interrupted run).",
    )
    add = parser.add_argument
    defaults = TrainConfig()
    add(
        "--data",
        nargs="+",
        required=True,
        metavar="FILE[:WEIGHT]",
        help="한 줄에 한 문장 (.txt .xz .gz) 또는 text 열 (.jsonl .csv .parquet); "
        "가중치는 한 에폭에 읽는 횟수 / one sentence a line, or a column text; "
        "WEIGHT: passes over it in an epoch",
    )
    add("--output", type=Path, required=True, metavar="DIR", help="모델이 놓일 곳 / the model")
    add(
        "--heldout",
        nargs="+",
        type=Path,
        required=True,
        metavar="FILE",
        help="학습에 쓰지 않는 깨끗한 글 / clean lines kept out of training, for the accuracy "
        "by kind of error",
    )
    add(
        "--dev",
        nargs="*",
        type=Path,
        default=[],
        metavar="PAIRS.jsonl",
        help="학습 중에 재는 쌍 / pairs measured on the way and reported in the card",
    )
    add(
        "--pairs",
        nargs="+",
        default=[],
        metavar="PAIRS.jsonl[:WEIGHT]",
        help="그대로 배울 쌍, --data와 섞음 / pairs to learn from as they are, beside --data "
        "(.jsonl .xz .gz)",
    )
    add(
        "--average",
        metavar="DIR|default",
        help="끝에 가중치를 이 모델과 평균함 / at the end take the mean of the weights and those "
        "of this model, which went on from the same one",
    )
    add(
        "--direction",
        choices=sorted(DIRECTIONS),
        help="generate: 거꾸로, 오타를 내는 모델 / the other way round: a model that makes typos, "
        f"for `spellfix noise --generator` (default: {defaults.direction})",
    )
    add("--size", choices=sorted(SIZES), help=f"default: {defaults.size}")
    add("--max-minutes", type=float, metavar="M", help=f"default: {defaults.max_minutes:g}")
    add("--max-steps", type=int, metavar="N")
    add("--seed", type=int, metavar="N", help=f"default: {defaults.seed}")
    add(
        "--recipe",
        type=Path,
        metavar="FILE.toml",
        help="오타를 내는 방법 / what the noise function does (spellfix noise rules, noise fit)",
    )
    add("--noise-rate", type=float, metavar="R", help=f"default: {defaults.noise.rate:g}")
    add("--clean", type=float, metavar="SHARE", help=f"default: {defaults.noise.clean:g}")
    add("--batch-tokens", type=int, metavar="N", help=f"default: {defaults.batch_tokens}")
    add(
        "--from",
        dest="parent",
        metavar="DIR|default",
        help="이 모델의 가중치에서 시작 / begin with the weights of this model",
    )
    add("--learning-rate", type=float, metavar="X", help=f"default: {defaults.learning_rate:g}")
    add("--warmup-steps", type=int, metavar="N", help=f"default: {defaults.warmup_steps}")
    add(
        "--decay-share",
        type=float,
        metavar="SHARE",
        help="끝에서 학습률이 내려가는 몫 / share of the time, at its end, "
        "in which the learning rate falls "
        f"(default: {defaults.decay_share:g})",
    )
    add(
        "--excerpts",
        type=float,
        metavar="SHARE",
        help="몇 낱말만 떼어 배우는 줄의 몫 / share of lines of which a few words are taken "
        f"(default: {defaults.excerpts:g})",
    )
    add("--workers", type=int, metavar="N", help=f"default: {defaults.workers}")
    add("--checkpoint-minutes", type=float, metavar="M")
    add("--evaluate-minutes", type=float, metavar="M")
    add(
        "--correct-text",
        type=float,
        default=0.99,
        metavar="SHARE",
        help="문턱이 지킬 정타 정확률 / share of the clean dev texts (held-out lines if there are "
        "none) that the threshold leaves untouched (default: 0.99)",
    )
    add(
        "--language",
        default="default",
        metavar="FILE|default|none",
        help="수정을 함께 판단할 언어 모델 / language model that gives a second opinion on "
        "corrections (default: that of the shipped model)",
    )
    add("--name", help="모델 이름 / name of the model (default: that of DIR)")
    add("--card-note", type=Path, metavar="FILE.md", help="카드에 덧붙일 글 / added to the card")
    add("--force", action="store_true", help="있는 모델을 바꿈 / replace the model in DIR")
    return parser


def _export_parser() -> ArgumentParser:
    parser = ArgumentParser(
        "spellfix export",
        description="가중치 옆에 int8 ONNX 파일을 다시 씁니다. "
        "Write the int8 ONNX files next to the weights again.",
    )
    parser.add_argument("directory", type=Path, metavar="DIR")
    return parser
