"""`spellfix evaluate`: both headline numbers of a model on a file of pairs; counts nothing."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from spellfix.corrector import Corrector
from spellfix.evaluation import Results, evaluate, read_pairs, summary


def run(arguments: Sequence[str]) -> None:
    """Evaluate as the arguments say. Raises SpellfixError on anything the user can mend."""
    options = _parser().parse_intermixed_args(arguments)
    pairs = read_pairs(options.pairs)
    evaluation = evaluate(Corrector.from_pretrained(options.model), pairs)
    if options.json:
        answer = json.dumps(evaluation.to_dict(), ensure_ascii=False)
    else:
        answer = f"{options.pairs}\n\n{summary(Results((options.pairs.name,), (evaluation,)))}"
    sys.stdout.buffer.write(f"{answer}\n".encode(errors="backslashreplace"))


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "spellfix evaluate",
        description='정확도를 잽니다. Measure accuracy. PAIRS.jsonl: {"input", "target"[, "kind"]} '
        "한 줄에 하나; 둘이 같으면 고치면 안 되는 글입니다 (equals: text to leave alone).",
    )
    add = parser.add_argument
    add("pairs", type=Path, metavar="PAIRS.jsonl")
    add("--model", metavar="DIR", help="모델 디렉터리 / model directory (default: the shipped one)")
    add("--json", action="store_true", help="JSON 하나로 / print one JSON object")
    return parser
