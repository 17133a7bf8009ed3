"""`spellfix calibrate`: thresholds chosen on pairs and written to a model directory; chooses none.

Where they are written is settled before the model runs: a long run does not end in a refusal.
"""

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from spellfix.arguments import Arguments, share
from spellfix.cli.calibrated import lines, record, unreachable
from spellfix.cli.progress import CHOICES, progress
from spellfix.errors import ConfigError, InputError
from spellfix.evaluation import PairFiles
from spellfix.manifest import MANIFEST, default_model_path
from spellfix.pretrained import ModelDirectory
from spellfix.recalibration import passes, recalibrate, write, write_copy

CORRECT_TEXT = 0.995
DESCRIPTION = """\
문턱값을 정합니다: 바른 글을 요구한 만큼 그대로 두면서 오타를 가장 많이 고치는 값.
Chooses the least confidence of an edit, overall and by kind: the values that correct the most typos
while the demanded share of clean texts stays untouched; never below 0.5. The numbers are written to
the model directory DIR. The model inside the package is shared by all who use it: name a copy with
--output, or --force. PAIRS.jsonl as for `spellfix evaluate`; needs texts with typos and clean ones.
"""


def run(arguments: Sequence[str]) -> None:
    """Calibrate as the arguments say. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_intermixed_args(arguments)
    pairs = PairFiles(options.pairs)
    directory = ModelDirectory.open(options.model)
    _refuse_place(options, directory)
    total = len(pairs) * passes(options.fit_confidence)
    shown = progress(options.progress, sys.stderr, total, "pairs")
    shown.start(0)
    try:
        found = recalibrate(
            directory,
            pairs,
            options.correct_text,
            options.by_kind,
            options.fit_confidence,
            lambda done: shown.advance(done, done),
        )
    finally:
        shown.end()
    if not found.reached and not options.dry_run:
        raise InputError(unreachable(found))
    files = _fingerprints(options.pairs)
    place: Path | None = None
    if not options.dry_run:
        place = options.output or directory.path
        if options.output:
            write_copy(found, directory, files, options.output)
        else:
            write(found, directory, files)
    if options.json:
        answer = json.dumps(record(found, directory, files, place), ensure_ascii=False)
    else:
        answer = "\n".join(lines(found, directory, files, place, options.by_kind))
    sys.stdout.buffer.write(f"{answer}\n".encode(errors="backslashreplace"))


def _parser() -> Arguments:
    parser = Arguments("spellfix calibrate", description=DESCRIPTION)
    add = parser.add_argument
    add("pairs", type=Path, nargs="+", metavar="PAIRS.jsonl")
    add("--model", metavar="DIR", help="모델 디렉터리 / model directory (default: the shipped one)")
    add(
        "--output",
        type=Path,
        metavar="COPY",
        help="DIR의 사본에 씁니다 / write to a copy of DIR, DIR itself stays as it is",
    )
    add(
        "--correct-text",
        type=share,
        default=CORRECT_TEXT,
        metavar="SHARE",
        help="그대로 둘 바른 글의 몫 / share of clean texts that stay untouched "
        f"(default: {CORRECT_TEXT})",
    )
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument(
        "--by-kind",
        action="store_true",
        default=None,
        help="종류마다 따로 / kinds may have their own (default: if cross-validation shows a gain)",
    )
    kinds.add_argument(
        "--overall",
        action="store_false",
        dest="by_kind",
        default=None,
        help="모든 종류에 하나 / one for all kinds",
    )
    add(
        "--fit-confidence",
        action="store_true",
        help="확신도도 새로 맞춥니다 / also fit what confidences mean on these pairs, with "
        "kinds and the second opinion where the model has one (3 passes)",
    )
    add("--dry-run", action="store_true", help="쓰지 않습니다 / write nothing")
    add("--json", action="store_true", help="JSON 하나로 / print one JSON object")
    add(
        "--force",
        action="store_true",
        help="있던 COPY나 패키지 안의 모델도 바꿉니다 / replace COPY, or change the shipped model",
    )
    add("--progress", choices=CHOICES, default="auto", help="진행 상황 / progress on stderr")
    return parser


def _refuse_place(options: Namespace, directory: ModelDirectory) -> None:
    if options.dry_run or options.force:
        if options.output and options.output.exists() and not (options.output / MANIFEST).exists():
            raise ConfigError(
                f"--output: 모델 디렉터리가 아닙니다 / not a model directory: {options.output}; "
                "다른 이름으로 / choose another name"
            )
        return
    if options.output:
        if options.output.exists():
            raise ConfigError(
                f"--output: 이미 있습니다 / exists already: {options.output}; "
                "바꾸려면 --force / --force replaces it"
            )
    elif directory.path.resolve() == default_model_path().resolve():
        raise ConfigError(
            f"패키지 안의 모델입니다 / this is the model inside the installed package: "
            f"{directory.path}; 사본을 만들려면 --output COPY, 보기만 하려면 --dry-run, 그래도 "
            "바꾸려면 --force / --output COPY writes a copy, --dry-run only shows, --force changes "
            "it all the same"
        )


def _fingerprints(paths: Sequence[Path]) -> dict[str, str]:
    """SHA-256 of each file, by its name, or its path where two have the same name."""
    names = Counter(path.name for path in paths)
    return {path.name if names[path.name] == 1 else str(path): _sha256(path) for path in paths}


def _sha256(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
