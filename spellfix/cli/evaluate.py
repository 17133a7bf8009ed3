"""`spellfix evaluate`: both headline numbers of one or several systems on pairs; counts nothing."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from spellfix.arguments import Arguments, one_of, share
from spellfix.cli.progress import CHOICES, Progress, progress
from spellfix.errors import ConfigError
from spellfix.evaluation import Evaluation, PairFiles, Results, evaluate, summary
from spellfix.metrics import Tally, compare
from spellfix.report import ready, write
from spellfix.systems import names, open_system
from spellfix.thresholds import EVERY_EDIT, Thresholds


def run(arguments: Sequence[str]) -> None:
    """Evaluate as the arguments say. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_intermixed_args(arguments)
    systems = options.system or ["spellfix"]
    if len(set(systems)) < len(systems):
        raise ConfigError("--system: 같은 것이 두 번 있습니다 / the same one twice")
    if options.report:
        ready(options.report)
    pairs = PairFiles(options.pairs)
    shown = progress(options.progress, sys.stderr, len(pairs) * len(systems), "pairs")
    shown.start(0)
    try:
        results = _results(systems, pairs, options.model, options.min_confidence, shown)
    finally:
        shown.end()
    if options.report:
        write(results, options.report)
    if options.json:
        one, *others = results.evaluations
        found = results.to_dict() if others else {"files": list(results.files), **one.to_dict()}
        answer = json.dumps(found, ensure_ascii=False)
    else:
        answer = f"{', '.join(results.files)}\n\n{summary(results)}"
    sys.stdout.buffer.write(f"{answer}\n".encode(errors="backslashreplace"))


def _results(
    systems: Sequence[str],
    pairs: PairFiles,
    model: str | None,
    min_confidence: float | None,
    shown: Progress,
) -> Results:
    tallies: list[Tally] = []
    evaluations: list[Evaluation] = []
    for name in systems:
        tally = Tally()
        with closing(open_system(name, model)) as system:
            if min_confidence is not None:
                system = system.at(Thresholds(min_confidence)) or system
            found = evaluate(
                system,
                pairs,
                name=name,
                opened=system.at(EVERY_EDIT),
                thresholds=system.thresholds,
                tally=tally,
                advance=lambda done: shown.advance(done, done),
            )
            evaluations.append(replace(found, description=system.description))
        tallies.append(tally)
    first, *others = tallies
    return Results(
        tuple(path.name for path in pairs.paths),
        tuple(evaluations),
        tuple(compare(first, other) for other in others),
    )


def _parser() -> ArgumentParser:
    parser = Arguments(
        "spellfix evaluate",
        description="정확도를 잽니다. Measure accuracy. PAIRS.jsonl: 한 줄에 하나 / one a line: "
        '{"input", "target" or "targets"[, "kind", "domain", "test", "id"]}; 입력이 곧 정답이면 '
        "고치면 안 되는 글입니다 (an input that is its own target is a text to leave alone).",
    )
    add = parser.add_argument
    add("pairs", type=Path, nargs="+", metavar="PAIRS.jsonl")
    add(
        "--system",
        action="append",
        type=one_of(*names()),
        metavar="NAME",
        help=f"견줄 교정기, 여러 번 / what to measure, may be repeated: {', '.join(names())} "
        "(default: spellfix)",
    )
    add("--model", metavar="DIR", help="모델 디렉터리 / model directory (default: the shipped one)")
    add(
        "--min-confidence",
        type=share,
        metavar="X",
        help="이보다 확실하지 않은 수정은 버림 / drop less sure edits (default: the model's)",
    )
    add("--json", action="store_true", help="JSON 하나로 / print one JSON object")
    add("--report", type=Path, metavar="DIR", help="HTML 보고서 / write an HTML report there")
    add(
        "--progress",
        type=one_of(*CHOICES),
        default="auto",
        metavar="|".join(CHOICES),
        help="진행 상황을 표준 오류에 / progress on standard error (default: auto)",
    )
    return parser
