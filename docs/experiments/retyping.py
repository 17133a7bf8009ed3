"""What typing words again brings: typos of the kind conversion mended with and without it, and what
it does to clean lines.

    python docs/experiments/retyping.py [--model DIR] [--lines N] --clean FILE ... -- FILE ...

FILE: .txt, a sentence a line, or .jsonl with "text" or "target"; the first N lines of each, drawn
evenly (--lines), each with one error of the kind conversion. --clean: lines of which all words that
would be typed again are printed (.txt, .xz).
"""

import argparse
import json
import lzma
import sys
from pathlib import Path
from random import Random

from spellfix import Corrector, judging
from spellfix.evaluation import Pair, evaluate
from spellfix.noise import Noiser, Recipe
from spellfix.pretrained import ModelDirectory
from spellfix.retyping import retyped
from spellfix.text import LONGEST_SENTENCE

SEED = 16


def lines(path: Path, most: int) -> list[str]:
    """At most ``most`` lines of a file, drawn evenly."""
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        found = [line.strip() for line in file]
    if path.suffix == ".jsonl":
        rows = [json.loads(line) for line in found]
        found = [
            row.get("text") or row["target"] for row in rows if row.get("kind", "clean") == "clean"
        ]
    fitting = [line for line in found if 6 <= len(line) <= LONGEST_SENTENCE]
    return Random(SEED).sample(fitting, min(most, len(fitting)))


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--lines", type=int, default=600)
    parser.add_argument("--clean", nargs="*", type=Path, default=[])
    options = parser.parse_args()
    noiser = Noiser(SEED, Recipe(rate=0.0, mix={"conversion": 1.0}))
    texts = [line for path in options.files for line in lines(path, options.lines)]
    pairs = [Pair(text, text) for text in texts]
    pairs += [
        Pair(noisy.text, text, "conversion")
        for at, text in enumerate(texts)
        if (noisy := noiser.noise(text, 0, at)).edits
    ]
    for name, typing in (("typed again", retyped), ("not", lambda *_: [])):
        judging.retyped = typing  # type: ignore[attr-defined]
        found = evaluate(Corrector.from_pretrained(options.model), pairs).metrics
        sys.stdout.write(
            f"{name}: {found.corrected} of {found.n_typo} typos mended, {found.miscorrected} "
            f"miscorrected, {found.overcorrected} of {found.n_clean} clean lines touched\n"
        )
    opinion = ModelDirectory.open(options.model).opinion
    read = 0
    for path in options.clean:
        for line in lines(path, options.lines):
            read += 1
            for edit in retyped(line, (), opinion):
                told = f"{edit.before} -> {edit.after} ({edit.confidence}): {line}"
                sys.stdout.write(f"{path.name}: {told}\n")
    sys.stdout.write(f"{read} clean lines read\n")


if __name__ == "__main__":
    main()
