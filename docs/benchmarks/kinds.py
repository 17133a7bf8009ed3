"""Whether the kind of an edit is the one that people or noise rules give its error.

    python docs/benchmarks/kinds.py

Prints Markdown tables of labelled against seen kinds: for data/benchmark/real_dev.jsonl, labelled
by people, and for lines of data/samples with one drawn typo each, labelled by its rule.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from spellfix.edits import align
from spellfix.evaluation import read_pairs
from spellfix.kinds import KINDS
from spellfix.noise import Noiser, Recipe

DATA = Path(__file__).parents[2] / "data"
SEED = 2_718_281
DRAWN = 3000


def table(cases: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """``cases``: text as written, as meant, and the kind of its error as somebody labelled it."""
    counts: Counter[tuple[str, str]] = Counter()
    for source, target, kind in cases:
        seen = {edit.kind for edit in align(source, target)}
        counts[kind, seen.pop() if len(seen) == 1 else "several"] += 1
    columns = (*KINDS, "several")
    agreed = sum(counts[kind, kind] for kind in KINDS)
    yield f"{agreed / counts.total():.1%} of {counts.total()} agree.\n"
    yield f"| labelled | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}"
    for kind in KINDS:
        yield f"| {kind} | {' | '.join(str(counts[kind, seen]) for seen in columns)} |"


def people() -> list[tuple[str, str, str]]:
    pairs = read_pairs(DATA / "benchmark" / "real_dev.jsonl")
    return [(pair.input, pair.target, pair.kind) for pair in pairs if pair.kind in KINDS]


def drawn() -> Iterator[tuple[str, str, str]]:
    """Line after line, over and over, those that get one typo by the default recipe."""
    paths = sorted((DATA / "samples").glob("*.txt"))
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    noiser = Noiser(SEED, Recipe())
    for epoch in count():
        for at, line in enumerate(lines):
            noisy = noiser.noise(line, epoch, at)
            if len(noisy.edits) == 1:
                yield noisy.text, line, noisy.edits[0].kind


def main() -> None:
    cases = drawn()
    for title, labelled in (
        ("labelled by people", people()),
        ("drawn by a rule", [next(cases) for _ in range(DRAWN)]),
    ):
        sys.stdout.write(f"\n## {title}\n\n")
        for line in table(labelled):
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
