"""The corpora that the release learns from, without what something is measured on, and their errors
mended (mended.py, reread.py).

    python docs/release/text.py --corpora FOLDER --output FOLDER [--without PAIRS.jsonl ...]

--corpora: the folder of the files that release.toml names; where each comes from and under which
licence stands in data/training_sources.md. --without: more texts to leave out.

Writes FOLDER/*.txt, and FOLDER/natural.jsonl: the lines that were mended, before and after, which
are errors that people made, and those that a model would have changed and readers would not, as
they are (reread.py). Ends with 1 where a file is missing or has another SHA-256 than it had.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from mended import mended
from recipe import DATA, DiffersError, Plan, expected, plan, text_name
from reread import found_right, reread

from spellfix.evaluation import read_pairs
from spellfix.noisy_channel.build import read_clean

KEPT_APART = ("samples/*.txt", "benchmark/*.jsonl", "behaviour/*.jsonl", "calibration/*.jsonl")


def main() -> int:
    """See above."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--without", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    try:
        write(plan(), options.corpora, options.output, kept_apart(options.without))
    except DiffersError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def write(recipe: Plan, corpora: Path, output: Path, apart: frozenset[str]) -> None:
    """The corpora of `recipe` without what is in `apart`; raises DiffersError."""
    natural: dict[tuple[str, str], None] = {}
    for name, facts in recipe["corpora"].items():
        before = read_clean(expected(corpora / name, facts), apart)
        after = mended(before)
        kept = [(line, line) for line in found_right(after)]
        after = reread(after)
        write_lines(output / text_name(name), after)
        changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
        natural |= dict.fromkeys([*changed, *kept])
        sys.stdout.write(f"{name}: {len(changed):,} of {len(before):,} lines mended\n")
    rows = (
        {"input": given, "target": meant, "kind": "clean" if given == meant else "mixed"}
        for given, meant in natural
    )
    write_lines(output / "natural.jsonl", (json.dumps(row, ensure_ascii=False) for row in rows))


def write_lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def kept_apart(others: Sequence[Path] = ()) -> frozenset[str]:
    """All texts that something is measured on, and those of ``others``."""
    texts: set[str] = set()
    for path in (*others, *(path for some in KEPT_APART for path in sorted(DATA.glob(some)))):
        if path.suffix == ".txt":
            texts.update(map(str.strip, path.read_text(encoding="utf-8").splitlines()))
        else:
            texts.update(
                text.strip() for pair in read_pairs(path) for text in (pair.input, *pair.targets)
            )
    return frozenset(texts)


if __name__ == "__main__":
    raise SystemExit(main())
