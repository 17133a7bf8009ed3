"""Experiment 012: how many texts with errors are among the first chosen, and among random ones.

    python docs/experiments/selected.py

Three pools with known errors: the benchmark with the behavioural tests; teachers' sentences, one in
eight of them with typos of the noise function; a third of those, each also with a greeting before
it and with a line behind it, as in a folder of letters. Counted are texts with errors, texts that
the model leaves wrong or makes wrong, and different errors among these.
"""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

from spellfix.corrector import Corrector
from spellfix.data.records import Text
from spellfix.data.selecting import Candidate, choose, look, signs
from spellfix.data.selecting.doubt import OPINION, SCORE, UNCERTAIN, together
from spellfix.edits import align
from spellfix.evaluation import Pair, read_pairs
from spellfix.metrics import wilson
from spellfix.noise import Noiser
from spellfix.noisy_channel import NoisyChannel
from spellfix.thresholds import Thresholds

DATA = Path(__file__).parents[2] / "data"
FIRST = (100, 300)
DRAWS = 2_000
THRESHOLD = 0.8


def benchmark() -> list[Pair]:
    files = [*sorted(DATA.glob("benchmark/*.jsonl")), *sorted(DATA.glob("behaviour/*.jsonl"))]
    return [pair for file in files for pair in read_pairs(file)]


def teachers() -> list[Pair]:
    noiser = Noiser(12)
    pairs = []
    with (DATA / "feedback" / "sentences.jsonl").open(encoding="utf-8") as file:
        texts = list(dict.fromkeys(json.loads(line)["text"] for line in file))
    for number, text in enumerate(texts):
        noisy = (
            noiser.noise(text, 0, number).text if Random(f"012 {number}").random() < 0.15 else text
        )
        pairs.append(Pair(noisy, text))
    return pairs


def of_signs(candidates: Iterable[Candidate], *names: str) -> list[Candidate]:
    """The candidates, the most doubtful by these signs alone first."""

    def doubt(each: Candidate) -> float:
        return together([sign for sign in signs(each) if sign.name in names])

    return sorted(candidates, key=lambda each: -doubt(each))


def repeated(pairs: Sequence[Pair]) -> list[Pair]:
    frames = ("{}", "안녕하세요, 담임입니다. {}", "{} 늘 감사드립니다.")
    return [
        Pair(frame.format(pair.input), frame.format(pair.target))
        for pair in pairs[: len(pairs) // 3]
        for frame in frames
    ]


def row(name: str, order: Callable[[int], Sequence[Candidate]], pairs: dict[str, Pair]) -> None:
    cells = []
    for first in FIRST:
        found = [(each, pairs[each.text.text]) for each in order(first)[:first]]
        typos = sum(pair.input not in pair.targets for _, pair in found)
        wrong = [(each, pair) for each, pair in found if each.correction.text not in pair.targets]
        kinds = {
            (edit.before, edit.after, pair.input[max(0, edit.start - 2) : edit.start])
            for each, pair in wrong
            for edit in align(each.correction.text, pair.target)
        }
        low, high = wilson(len(wrong), first) or (0, 0)
        cells += [
            f"{typos}",
            f"{len(wrong)} [{first * low:.0f}, {first * high:.0f}]",
            f"{len(kinds)}",
        ]
    sys.stdout.write(f"| {name} | {' | '.join(cells)} |\n")


def random_row(candidates: Sequence[Candidate], pairs: dict[str, Pair]) -> None:
    generator = Random(12)
    cells = []
    for first in FIRST:
        draws = []
        for _ in range(DRAWS):
            found = [(each, pairs[each.text.text]) for each in generator.sample(candidates, first)]
            draws.append(
                (
                    sum(pair.input not in pair.targets for _, pair in found),
                    sum(each.correction.text not in pair.targets for each, pair in found),
                )
            )
        for counts in zip(*draws, strict=True):
            ordered = sorted(counts)
            low, high = ordered[int(0.025 * DRAWS)], ordered[int(0.975 * DRAWS)]
            cells.append(f"{sum(counts) / DRAWS:.1f} [{low}, {high}]")
        cells.append("")
    sys.stdout.write(f"| at random, mean of {DRAWS:,} draws | {' | '.join(cells)} |\n")


def main() -> None:
    opened, second = Corrector.from_pretrained(min_confidence=0.0), NoisyChannel.from_pretrained()
    school = teachers()
    pools = (
        ("benchmark and behaviour", benchmark()),
        ("teachers", school),
        ("teachers, repeated", repeated(school)),
    )
    for name, given in pools:
        pairs = {pair.input: pair for pair in given}
        texts = [Text(text, name, name, at) for at, text in enumerate(pairs)]
        all_ = list(look(texts, opened, second, Thresholds(THRESHOLD)))
        typos = sum(pair.input not in pair.targets for pair in pairs.values())
        wrong = sum(each.correction.text not in pairs[each.text.text].targets for each in all_)
        told = f"n = {len(pairs):,}, with errors {typos:,}, wrong afterwards {wrong:,}"
        sys.stdout.write(f"\n{name}: {told}\n\n")
        random_row(all_, pairs)
        alone = [replace(each, opposed=()) for each in all_]
        orders: dict[str, Callable[[int], Sequence[Candidate]]] = {
            "lowest score": fixed(sorted(all_, key=lambda each: each.correction.score)),
            "uncertain edits": fixed(of_signs(all_, UNCERTAIN)),
            "disagreement": fixed(of_signs(all_, OPINION)),
            "all signs": fixed(of_signs(all_, UNCERTAIN, OPINION, SCORE)),
            "chosen, without the second corrector": partial(chosen, alone),
            "**chosen**": partial(chosen, all_),
        }
        for each, order in orders.items():
            row(each, order, pairs)


def fixed(order: Sequence[Candidate]) -> Callable[[int], Sequence[Candidate]]:
    """The same order, however many are asked for."""
    return lambda _: order


def chosen(candidates: Sequence[Candidate], count: int) -> list[Candidate]:
    return [each.candidate for each in choose(candidates, count)]


if __name__ == "__main__":
    main()
