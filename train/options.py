"""What ``spellfix train`` and ``spellfix export`` may be told; does nothing of it."""

from argparse import ArgumentParser
from pathlib import Path

from spellfix.manifest import DIRECTIONS
from spellfix.train.config import PRECISIONS, SIZES, TrainConfig


def train_parser() -> ArgumentParser:
    """The options of ``spellfix train``."""
    parser = ArgumentParser(
        "spellfix train",
        description="깨끗한 글로 오타 교정 모델을 학습합니다. Train a model on clean text. "
        "끊긴 학습은 같은 명령으로 이어집니다 (the same command resumes an interrupted run). "
        "여러 프로세스로: torchrun --nproc-per-node N -m spellfix train ... (several processes). "
        "기록 보기: spellfix train list FOLDER | show DIR | compare DIR DIR (run records).",
    )
    add = parser.add_argument
    defaults = TrainConfig()
    add(
        "--data",
        nargs="+",
        required=True,
        metavar="FILE[:WEIGHT]|DIR",
        help="한 줄에 한 문장 (.txt .xz .gz) 또는 text 열 (.jsonl .csv .parquet); "
        "가중치는 한 에폭에 읽는 횟수 / one sentence a line, or a column text; "
        "WEIGHT: passes over it in an epoch; with --from also a folder of them, of pairs, or what "
        "spellfix data clean wrote",
    )
    add("--output", type=Path, required=True, metavar="DIR", help="모델이 놓일 곳 / the model")
    add(
        "--heldout",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="학습에 쓰지 않는 깨끗한 글 / clean lines kept out of training, for the accuracy "
        "by kind of error (with --from: part of --data where not given)",
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
    add(
        "--why",
        metavar="TEXT",
        help="왜 나아질지, 기록에 남습니다 / why this should work, for the run record; needed to "
        "learn a domain (--from without --heldout, or with a folder)",
    )
    add(
        "--general",
        type=float,
        default=0.5,
        metavar="SHARE",
        help="영역을 배울 때 섞는 일반 글의 몫 / general sentences among those learnt from, "
        "in a domain run (default: 0.5)",
    )
    add(
        "--held-out",
        type=int,
        default=1300,
        metavar="N",
        help="영역에서 떼어 둘 문장 수, 많아도 5분의 1 / sentences of a domain to hold out, "
        "a fifth at most (default: 1300)",
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
    add("--log-seconds", type=float, metavar="S", help=f"default: {defaults.log_seconds:g}")
    add("--precision", choices=PRECISIONS, help=f"default: {defaults.precision}")
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


def export_parser() -> ArgumentParser:
    """The options of ``spellfix export``."""
    parser = ArgumentParser(
        "spellfix export",
        description="가중치 옆에 int8 ONNX 파일을 다시 씁니다. "
        "Write the int8 ONNX files next to the weights again.",
    )
    parser.add_argument("directory", type=Path, metavar="DIR")
    return parser
