"""Those of some pairs that a model does not get right: what is left to be learnt from them.

    python docs/experiments/hard_pairs.py PAIRS.jsonl --output HARD.jsonl [--model DIR]
        [--part K/N]

Reads {"input", "target", ...}, writes the lines whose input does not become the target, as they
stood, and prints how many of how many. The network speaks alone: its language model is not asked,
and whatever it proposes with a probability of --open (0.4) or more is taken, so that what it knows
is not hidden by a threshold. --part 0/2: the first of two halves, line by line, for two processes.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from spellfix import Corrector
from spellfix.calibration import AS_TOLD
from spellfix.manifest import LANGUAGE, read_facts, write_manifest
from spellfix.pretrained import ModelDirectory

AT_ONCE = 1000


def network_alone(model: Path | None, least: float, place: Path) -> Corrector:
    """The corrector of `model` without language model and calibration, a copy in `place`."""
    copy = place / "model"
    shutil.copytree(ModelDirectory.open(model).path, copy)
    (copy / LANGUAGE).unlink(missing_ok=True)
    facts = read_facts(copy)
    facts |= {
        "calibration": AS_TOLD.to_dict(),
        "min_confidence": least,
        "min_confidence_by_kind": {},
    }
    write_manifest(copy, facts)
    return Corrector.from_pretrained(copy)


def part(path: Path, which: str) -> Iterator[str]:
    """The lines of `path` that are in the part `which`, K/N."""
    number, of = map(int, which.split("/"))
    with path.open(encoding="utf-8") as file:
        yield from islice(file, number, None, of)


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--open", type=float, default=0.4)
    parser.add_argument("--part", default="0/1")
    options = parser.parse_args()
    read = hard = 0
    with TemporaryDirectory() as place, options.output.open("w", encoding="utf-8") as output:
        corrector = network_alone(options.model, options.open, Path(place))
        remaining = part(options.pairs, options.part)
        while lines := list(islice(remaining, AT_ONCE)):
            rows = [json.loads(line) for line in lines]
            found = corrector.correct_batch([row["input"] for row in rows])
            for line, row, correction in zip(lines, rows, found, strict=True):
                read += 1
                if correction.text != row["target"]:
                    hard += 1
                    output.write(line)
    sys.stdout.write(f"{hard} of {read}\n")


if __name__ == "__main__":
    main()
