"""A program for the tests of several processes: does the jobs it is told, small and in float32.

    python learners.py PLACE JOB ...

NAME:STEPS learns up to so many steps in PLACE/NAME, from PLACE/NAME.RANK.txt if there is one, else
from PLACE/text.txt, and leaves the losses of its steps in losses.json. `silent` has the last
process say nothing for a while, `lost` has it told to stop (SIGTERM) while it waits for word of the
first. An error ends a job and is left in PLACE/JOB.RANK.error.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from spellfix.cli.endings import heeding_sigterm
from spellfix.errors import SpellfixError
from spellfix.train.config import TrainConfig
from spellfix.train.corpus import Source
from spellfix.train.distributed import Group, joined
from spellfix.train.records import Unrecorded
from spellfix.train.start import start
from spellfix.train.world import ALONE, Processes, World

PATIENCE = timedelta(seconds=2)
WAITING = 0.1
"""Seconds after which a process that has nothing else to do waits inside of the exchange."""


class Losses(Unrecorded):
    """Keeps the losses of every step."""

    def __init__(self) -> None:
        self.of: dict[int, dict[str, float]] = {}

    def note(self, what: str, step: int, minutes: float, found: Mapping[str, float]) -> None:
        if what == "train":
            self.of[step] = dict(found)


def config(steps: int) -> TrainConfig:
    """Batches of few sentences, so that some have fewer than there are processes; a rate that does
    not depend on how far the end is."""
    return TrainConfig(
        size="tiny",
        batch_tokens=160,
        max_steps=steps,
        warmup_steps=0,
        decay_share=0.0,
        workers=0,
        log_seconds=1e-6,
        precision="float32",
    )


def learn(place: Path, name: str, steps: int, processes: Processes = ALONE) -> None:
    own = place / f"{name}.{processes.world.rank}.txt"
    record = Losses()
    sources = [Source(own if own.exists() else place / "text.txt", 1.0)]
    start(config(steps), sources, place / name, [], record=record, processes=processes)
    if processes.first:
        (place / name / "losses.json").write_text(json.dumps(record.of), encoding="utf-8")


def silent(group: Group) -> None:
    group.told([1.0])  # both are here
    impatient = Group(group.world, word=PATIENCE)
    if not impatient.first:
        time.sleep(PATIENCE.total_seconds() + 1)
    impatient.told([1.0])


def lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def lost(group: Group) -> None:
    (process,) = group.summed([0.0 if group.first else float(os.getpid())])
    if group.first:
        time.sleep(WAITING)
        os.kill(int(process), signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE.total_seconds()
        while lives(int(process)):
            assert time.monotonic() < deadline, "told to stop, it went on waiting"
            time.sleep(0.01)
    group.told([1.0])
    group.summed([1.0])


def main(place: Path, jobs: list[str]) -> None:
    with heeding_sigterm(), joined(World.read(os.environ)) as group:
        for job in jobs:
            try:
                if job == "silent":
                    silent(group)
                elif job == "lost":
                    lost(group)
                else:
                    name, _, steps = job.partition(":")
                    learn(place, name, int(steps), group)
            except (SpellfixError, SystemExit) as error:
                told = f"{type(error).__name__}: {error}"
                (place / f"{job}.{group.world.rank}.error").write_text(told, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
