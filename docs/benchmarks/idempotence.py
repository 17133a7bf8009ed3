"""How many texts change once more when their correction is corrected.

python docs/benchmarks/idempotence.py PAIRS.jsonl ... [--model DIR]
"""

import argparse
import json
import sys
from pathlib import Path

from spellfix.corrector import Corrector


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pairs", type=Path, nargs="+", help="JSON lines with an input")
    parser.add_argument("--model", help="model directory; the shipped one by default")
    options = parser.parse_args()
    corrector = Corrector.from_pretrained(options.model)
    write = sys.stdout.write
    write("| set | texts | changed once more | changed a third time |\n|---|---|---|---|\n")
    for path in options.pairs:
        texts = [json.loads(line)["input"] for line in path.read_text("utf-8").splitlines()]
        rounds = [texts]
        for _ in range(3):
            rounds.append([done.text for done in corrector.correct_batch(rounds[-1])])
        twice, thrice = (sum(map(str.__ne__, rounds[at], rounds[at + 1])) for at in (1, 2))
        write(f"| {path.stem} | {len(texts)} | {twice} | {thrice} |\n")


if __name__ == "__main__":
    main()
