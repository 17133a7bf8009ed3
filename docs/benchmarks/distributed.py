"""What several processes cost, and how far their losses are from those of one.

    python docs/benchmarks/distributed.py [--steps 60] [--rounds 3] [--size small]

Learns the same batches with one process of one thread, one of two threads, and two of one thread
that talk over gloo on this machine, in turns, so that a noisy machine slows all of them. Prints a
Markdown table: seconds a step and processor seconds a step (of the first process, times their
number), medians with their ratios to the first way, and the largest difference of any of the three
losses at any step from the first way. All in float32. Needs the extra `train`.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path

from spellfix.train.config import TrainConfig
from spellfix.train.corpus import Source
from spellfix.train.distributed import joined
from spellfix.train.records import Unrecorded
from spellfix.train.start import start
from spellfix.train.world import ALONE, World

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
LOSSES = ("decoder", "encoder", "guide")
WAYS = {
    "one process, one thread": (1, 1),
    "one process, two threads": (1, 2),
    "two processes, one thread each": (2, 1),
}
WARM = 3
"""Steps that are not timed."""


class Clocks(Unrecorded):
    """Losses, the clock and the processor time of every step."""

    def __init__(self) -> None:
        self.steps: list[dict[str, float]] = []

    def note(self, what: str, step: int, minutes: float, found: Mapping[str, float]) -> None:
        if what == "train":
            clocks = {"wall": time.monotonic(), "processor": time.process_time()}
            self.steps.append({**clocks, **{name: found[name] for name in LOSSES}})


def learn(place: Path, size: str, steps: int, tokens: int) -> None:
    """One process of a run; the first leaves what it saw in PLACE/steps.json."""
    config = TrainConfig(
        size=size,
        max_steps=steps,
        max_minutes=1e6,
        batch_tokens=tokens,
        warmup_steps=10,
        log_seconds=1e-6,
        checkpoint_minutes=1e6,
        evaluate_minutes=1e6,
        precision="float32",
    )
    sources = [Source(SAMPLES / f"{name}.txt", 1.0) for name in ("dialogue", "everyday", "tech")]
    world = World.read(os.environ)
    clocks = Clocks()
    with joined(world) if world.size > 1 else nullcontext(ALONE) as processes:
        start(config, sources, place / "run", [], record=clocks, processes=processes)
        if processes.first:
            (place / "steps.json").write_text(json.dumps(clocks.steps), encoding="utf-8")


def run(processes: int, threads: int, options: argparse.Namespace) -> list[dict[str, float]]:
    """The steps of one run."""
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(processes)]
    told = ["--size", options.size, "--steps", str(options.steps), "--tokens", str(options.tokens)]
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(
            [
                *(sys.executable, *(launcher if processes > 1 else [])),
                *(__file__, "--learn", place, *told),
            ],
            env={**os.environ, "OMP_NUM_THREADS": str(threads), "OMP_WAIT_POLICY": "passive"},
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        found: list[dict[str, float]] = json.loads((Path(place) / "steps.json").read_text())
        return found


def each_step(steps: list[dict[str, float]], clock: str) -> float:
    """The median time from step to step."""
    times = [step[clock] for step in steps[WARM:]]
    return statistics.median(late - soon for soon, late in pairwise(times))


def furthest(steps: list[dict[str, float]], others: list[dict[str, float]]) -> float:
    pairs = zip(steps, others, strict=True)
    return max(abs(one[name] - other[name]) for one, other in pairs for name in LOSSES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", default="small")
    parser.add_argument("--tokens", type=int, default=4608)
    parser.add_argument("--learn", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.learn:
        learn(options.learn, options.size, options.steps, options.tokens)
        return
    rounds = [{way: run(*how, options) for way, how in WAYS.items()} for _ in range(options.rounds)]
    first = next(iter(WAYS))
    sys.stdout.write("| | s a step | ratio | processor s a step | ratio | difference of losses |\n")
    sys.stdout.write("|---|---|---|---|---|---|\n")
    for way, (processes, _) in WAYS.items():
        cells = []
        for clock, share in (("wall", 1), ("processor", processes)):
            took = [share * each_step(each[way], clock) for each in rounds]
            base = [each_step(each[first], clock) for each in rounds]
            ratios = [mine / its for mine, its in zip(took, base, strict=True)]
            cells += [f"{statistics.median(took):.3f}", f"{statistics.median(ratios):.2f}"]
        apart = max(furthest(each[way], each[first]) for each in rounds)
        sys.stdout.write(f"| {way} | {' | '.join(cells)} | {apart:.1e} |\n")
    sys.stdout.write(
        f"\n{options.size}, {options.tokens} tokens a batch, {options.steps} steps, "
        f"{options.rounds} rounds\n"
    )


if __name__ == "__main__":
    main()
