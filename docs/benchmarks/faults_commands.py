"""Each fault during each command that writes files.

A command runs once undisturbed: what it makes, how long it takes and how much disk and memory it
uses says where to strike. Then it runs on a new disk under a fault, is looked at, and is run again
without one. Knows no option of any command.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from faults_cases import Case, Undisturbed, start
from faults_findings import FINISHED, judged
from faults_injection import Clock, Conditions, disk, group
from faults_rows import Row, Seen

YEARS = 400.0  # days by which a clock jumps


def rows_of(case: Case) -> list[Row]:
    """All faults during `case`. What is expected, in a word, docs/reliability.md explains."""
    usual = Undisturbed(case)
    faults: list[tuple[str, str, str, str, Callable[[Random], Seen]]] = [
        ("disk-full", "disk full", "tmpfs with less room than it needs", "refused",
         lambda random: _disk_full(usual, random)),
        ("read-only", "read-only disk", "tmpfs remounted read-only before it", "refused",
         lambda random: _read_only(usual)),
        ("no-memory", "out of memory", "RLIMIT_AS below what it needs",
         "refused, or ended by a library",
         lambda random: _no_memory(usual, random)),
        ("oom-kill", "out of memory", "memory control group below what it needs", "killed",
         lambda random: _oom_kill(usual, random)),
        ("sigterm", "SIGTERM", "at a random moment", "stopped",
         lambda random: _stopped(usual, signal.SIGTERM, random)),
        ("sigkill", "SIGKILL", "at a random moment", "killed",
         lambda random: _stopped(usual, signal.SIGKILL, random)),
        ("clock-back", "clock jumps", "-400 days at a random moment", "unmoved",
         lambda random: _clock(usual, -YEARS, random)),
        ("clock-ahead", "clock jumps", "+400 days at a random moment", "unmoved",
         lambda random: _clock(usual, YEARS, random)),
    ]  # fmt: skip
    return [
        Row(f"{case.name}/{name}", fault, case.during, how, expected, try_once)
        for name, fault, how, expected, try_once in faults
        if not (name == "read-only" and case.only_streams)
    ]


def _disk_full(usual: Undisturbed, random: Random) -> Seen:
    need = usual.found()[2].disk
    with disk() as place:
        usual.case.prepare(place.folder)
        place.leave(random.randrange(max(1, need - 4096)))
        ended = start(usual.case, place, Conditions())
        place.widen()
        return judged(usual, place, ended, clean=True)


def _read_only(usual: Undisturbed) -> Seen:
    with disk() as place:
        usual.case.prepare(place.folder)
        place.protect()
        ended = start(replace(usual.case, given=None), place, Conditions())
        place.widen()
        return judged(usual, place, ended, clean=True)


def _no_memory(usual: Undisturbed, random: Random) -> Seen:
    share = random.uniform(usual.case.least_memory, 0.97)
    while True:
        with disk() as place:
            usual.case.prepare(place.folder)
            limit = int(usual.found()[2].address_space * share)
            ended = start(usual.case, place, Conditions(memory=limit))
            if ended.status:
                return judged(usual, place, ended, clean=True, short=True)
        share *= 0.9  # it was enough


def _oom_kill(usual: Undisturbed, random: Random) -> Seen:
    share = random.uniform(0.3, 0.9)
    while True:
        with disk() as place, group(int(usual.found()[2].resident * share)) as tasks:
            usual.case.prepare(place.folder)
            ended = start(usual.case, place, Conditions(tasks=tasks))
            if ended.status:
                return judged(usual, place, ended, clean=False)
        share *= 0.8  # what is mapped and never touched costs nothing there


def _stopped(usual: Undisturbed, what: signal.Signals, random: Random) -> Seen:
    moment = random.uniform(0.1, 1.0) * usual.found()[2].seconds
    while True:
        with disk() as place:
            usual.case.prepare(place.folder)
            ended = start(usual.case, place, Conditions(stop=(what, moment)))
            if ended.status:
                return judged(usual, place, ended, clean=what is signal.SIGTERM)
        moment *= 0.8  # it was done before


def _clock(usual: Undisturbed, days: float, random: Random) -> Seen:
    seconds = usual.found()[2].seconds
    with disk() as place, TemporaryDirectory() as folder:
        clock = Clock(Path(folder))
        usual.case.prepare(place.folder)
        under = Conditions(
            meanwhile=(lambda: clock.jump(days), random.uniform(0.1, 0.9) * seconds),
            environ=clock.environ,
        )
        seen = judged(usual, place, start(usual.case, place, under), clean=True)
    if seen.how != FINISHED:
        seen.wrong.append(f"expected it to finish: {seen.how}")
    return seen
