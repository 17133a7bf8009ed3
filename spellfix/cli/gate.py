"""`spellfix gate`: says whether a model may be released, and why; judges nothing itself."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from spellfix.arguments import Arguments
from spellfix.cli.columns import table
from spellfix.cli.progress import CHOICES, progress
from spellfix.evaluation import PairFiles
from spellfix.gate import PASSES, Verdict, judge
from spellfix.manifest import default_model_path

_MARKS = {True: "예 yes", False: "아니오 no", None: "-"}
_NAMES = {
    "files": "파일",
    "size": "크기",
    "typo accuracy": "오타 정확률",
    "correct-text accuracy": "정타 정확률",
    "kinds": "종류별",
    "behaviour": "행동 시험",
    "idempotence": "멱등성",
}
DESCRIPTION = """\
새 모델을 지금 모델 대신 내놓아도 되는지 판정합니다. Judges whether a candidate model may take the
place of the shipped one: its files are whole, it is no larger than allowed, it corrects more typo
texts, leaves no fewer clean texts untouched, no kind of error falls significantly (exact McNemar,
p < 0.05), no fewer behavioural tests pass ("test" in a pair), and its output is as stable under a
second pass. Exit status: 0 yes, 1 no, 2 cannot be judged.
"""


def run(arguments: Sequence[str]) -> int:
    """Judge as the arguments say; the exit status. Raises SpellfixError where nothing can be
    judged."""
    options = _parser().parse_intermixed_args(arguments)
    pairs = PairFiles(options.pairs)
    shown = progress(options.progress, sys.stderr, len(pairs) * PASSES, "pairs")
    shown.start(0)
    try:
        verdict = judge(
            options.candidate,
            pairs,
            options.shipped,
            significant=options.significant,
            advance=lambda done: shown.advance(done, done),
        )
    finally:
        shown.end()
    shipped = options.shipped or default_model_path()
    if options.json:
        record = {
            "candidate": str(options.candidate),
            "shipped": str(shipped),
            "files": [str(path) for path in options.pairs],
            **verdict.to_dict(),
        }
        answer = json.dumps(record, ensure_ascii=False)
    else:
        answer = "\n".join(
            (
                f"후보 candidate: {options.candidate}",
                f"지금 shipped:   {shipped}",
                f"{', '.join(path.name for path in options.pairs)}: n = {len(pairs)}",
                "",
                *_lines(verdict),
            )
        )
    sys.stdout.buffer.write(f"{answer}\n".encode(errors="backslashreplace"))
    return 0 if verdict.passed else 1


def _parser() -> Arguments:
    parser = Arguments("spellfix gate", description=DESCRIPTION)
    add = parser.add_argument
    add("candidate", type=Path, metavar="CANDIDATE", help="모델 디렉터리 / model directory")
    add("pairs", type=Path, nargs="+", metavar="PAIRS.jsonl")
    add(
        "--shipped",
        type=Path,
        metavar="DIR",
        help="견줄 모델 / the model to compare with (default: the shipped one)",
    )
    add(
        "--significant",
        action="store_true",
        help="오타 정확률이 뚜렷이 올라야 합니다 / demand p < 0.05 of the gain in typo accuracy",
    )
    add("--json", action="store_true", help="JSON 하나로 / print one JSON object")
    add("--progress", choices=CHOICES, default="auto", help="진행 상황 / progress on stderr")
    return parser


def _lines(verdict: Verdict) -> list[str]:
    rows = [
        (
            _MARKS[check.passed],
            f"{_NAMES[check.name]} {check.name}",
            check.reason,
        )
        for check in verdict.checks
    ]
    failed = [check.name for check in verdict.checks if check.passed is False]
    answer = (
        "내놓아도 됩니다 / yes" if verdict.passed else f"내놓지 않습니다 / no: {', '.join(failed)}"
    )
    return [table(rows), "", f"판정 verdict: {answer}"]
