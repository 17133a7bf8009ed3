"""Each fault during each command that writes files, and whether what is there afterwards is right.

A command runs once undisturbed: what it makes, how long it takes and how much disk and memory it
uses says where to strike. Then it runs on a new disk under a fault, is looked at, and is run again
without one. Knows no option of any command.
"""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from faults_injection import Clock, Conditions, Disk, Ended, disk, group, run
from faults_rows import Row, Seen

SPELLFIX = (sys.executable, "-m", "spellfix")
LEAST_MEMORY = 0.55
"""Share of the address space a command is given at least: less does not hold its libraries."""
YEARS = 400.0  # days by which a clock jumps

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """A command that writes.

    words: after `spellfix`. prepare: puts what it reads on the disk. again: the words that go on
    after a fault, given what lies there. unfinished: patterns of names that may stay to go on from.
    given, taken: files that standard output goes to, and standard input comes from.
    only_streams: it opens no file to write, so that a read-only disk is the shell's business.
    check: what is wrong with the files, where bytes cannot tell; is told whether it said that it
    was done, and whether it could clear up.
    """

    name: str
    during: str
    words: Sequence[str]
    prepare: Callable[[Path], None]
    again: Callable[[Files], Sequence[str]]
    unfinished: Sequence[str] = ()
    given: str | None = None
    taken: str | None = None
    check: Callable[[Path, bool, bool], list[str]] | None = None
    least_memory: float = LEAST_MEMORY
    only_streams: bool = False


def files_of(folder: Path) -> Files:
    """Every file below `folder`, by its path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


class Undisturbed:
    """What a case makes and uses where nothing happens; found out when it is first asked for."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._found: tuple[Files, Files, Ended] | None = None

    def found(self) -> tuple[Files, Files, Ended]:
        """The files before and after, and how it ran."""
        if self._found is None:
            with disk() as place:
                self.case.prepare(place.folder)
                before = files_of(place.folder)
                ended = start(self.case, place, Conditions())
                if ended.status:
                    raise RuntimeError(f"{self.case.name}: {ended.said}")
                self._found = before, files_of(place.folder), ended
        return self._found


def start(case: Case, place: Disk, under: Conditions, words: Sequence[str] | None = None) -> Ended:
    """Run the command of `case`, or `words` in its place."""
    taken = place.folder / case.taken if case.taken else None
    given = place.folder / case.given if case.given else None
    words = [*SPELLFIX, *(case.words if words is None else words)]
    return run(words, place, under, taken=taken, given=given)


def rows_of(case: Case) -> list[Row]:
    """All faults during `case`."""
    usual = Undisturbed(case)
    told = "one line that says what, exit status 2, nothing left behind"
    later = "; run again, it ends as if nothing had been"
    faults: list[tuple[str, str, str, str, Callable[[Random], Seen]]] = [
        (
            "disk-full", "disk full", "tmpfs with less room than needed, by chance", told,
            lambda random: _disk_full(usual, random),
        ),
        (
            "read-only", "read-only disk", "tmpfs remounted read-only before the start", told,
            lambda random: _read_only(usual),
        ),
        (
            "no-memory", "out of memory", "RLIMIT_AS below what is needed, by chance", told,
            lambda random: _no_memory(usual, random),
        ),
        (
            "oom-kill", "out of memory", "control group with less memory than needed",
            "killed; nothing half-written is taken for whole", lambda r: _oom_kill(usual, r),
        ),
        (
            "sigterm", "SIGTERM", "at a random moment",
            "it ends by the signal, nothing left behind",
            lambda random: _stopped(usual, signal.SIGTERM, random),
        ),
        (
            "sigkill", "SIGKILL", "at a random moment",
            "nothing half-written is taken for whole, no process and no lock stays",
            lambda random: _stopped(usual, signal.SIGKILL, random),
        ),
        (
            "clock-back", "clock jumps back", "libfaketime, 400 days, at a random moment",
            "as if nothing had been", lambda random: _clock(usual, -YEARS, random),
        ),
        (
            "clock-ahead", "clock jumps ahead", "libfaketime, 400 days, at a random moment",
            "as if nothing had been", lambda random: _clock(usual, YEARS, random),
        ),
    ]  # fmt: skip
    return [
        Row(
            f"{case.name}/{name}", fault, case.during, how,
            expected if name.startswith("clock") else f"{expected}{later}", try_once,
        )
        for name, fault, how, expected, try_once in faults
        if not (name == "read-only" and case.only_streams)
    ]  # fmt: skip


def _disk_full(usual: Undisturbed, random: Random) -> Seen:
    need = usual.found()[2].disk
    with disk() as place:
        usual.case.prepare(place.folder)
        place.leave(random.randrange(max(1, need - 4096)))
        ended = start(usual.case, place, Conditions())
        place.widen()
        return _judged(usual, place, ended, clean=True)


def _read_only(usual: Undisturbed) -> Seen:
    with disk() as place:
        usual.case.prepare(place.folder)
        place.protect()
        ended = start(replace(usual.case, given=None), place, Conditions())
        place.widen()
        return _judged(usual, place, ended, clean=True)


def _no_memory(usual: Undisturbed, random: Random) -> Seen:
    share = random.uniform(usual.case.least_memory, 0.97)
    while True:
        with disk() as place:
            usual.case.prepare(place.folder)
            limit = int(usual.found()[2].address_space * share)
            ended = start(usual.case, place, Conditions(memory=limit))
            if ended.status:
                return _judged(usual, place, ended, clean=True)
        share *= 0.9  # it was enough


def _oom_kill(usual: Undisturbed, random: Random) -> Seen:
    share = random.uniform(0.3, 0.9)
    while True:
        with disk() as place, group(int(usual.found()[2].resident * share)) as tasks:
            usual.case.prepare(place.folder)
            ended = start(usual.case, place, Conditions(tasks=tasks))
            if ended.status:
                return _judged(usual, place, ended, clean=False)
        share *= 0.8  # what is mapped and never touched costs nothing there


def _stopped(usual: Undisturbed, what: signal.Signals, random: Random) -> Seen:
    moment = random.uniform(0.1, 1.0) * usual.found()[2].seconds
    while True:
        with disk() as place:
            usual.case.prepare(place.folder)
            ended = start(usual.case, place, Conditions(stop=(what, moment)))
            if ended.status:
                return _judged(usual, place, ended, clean=what is signal.SIGTERM)
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
        seen = _judged(usual, place, start(usual.case, place, under), clean=True)
    if seen.how != FINISHED:
        seen.wrong.append(f"expected it to finish: {seen.how}")
    return seen


FINISHED = "finished"


def _judged(usual: Undisturbed, place: Disk, ended: Ended, *, clean: bool) -> Seen:
    """What is wrong after a run that ended so; clean: whether it could clear up behind itself."""
    case = usual.case
    before, after, _ = usual.found()
    seen = Seen(_how(ended))
    if ended.left:
        seen.wrong.append("a process of it lived on")
    if ended.status > 0 or (clean and ended.status):
        seen.wrong += _unclear(ended)
    seen.wrong += _found(case, place.folder, before, after, ended.status, clean)
    if ended.status:
        words = case.again(files_of(place.folder))
        again = start(case, place, Conditions(), words)
        if again.status:
            seen.wrong.append(f"run again it failed: {again.said.strip()[-300:]}")
        else:
            wrong = _found(case, place.folder, before, after, 0, clean)
            seen.wrong += [f"run again: {each}" for each in wrong]
    return seen


def _how(ended: Ended) -> str:
    if ended.status == 0:
        return FINISHED
    if ended.status < 0:
        return f"ended by {signal.Signals(-ended.status).name}"
    return f"exit {ended.status}"


def _unclear(ended: Ended) -> list[str]:
    """What is wrong with how it ended and what it said, where it was not killed."""
    if ended.status == -signal.SIGTERM:
        return []
    wrong = []
    if ended.status != 2:
        wrong.append(f"exit status {ended.status}: {ended.said.strip()[-300:]}")
    if re.search("Traceback|Exception ignored|Fatal Python error", ended.said):
        wrong.append(f"a traceback: {ended.said.strip()[-300:]}")
    if not re.search("^spellfix: .", ended.said, re.MULTILINE):
        wrong.append(f"no line that says why: {ended.said.strip()[-300:]}")
    return wrong


def _found(
    case: Case, folder: Path, before: Files, after: Files, status: int, clean: bool
) -> list[str]:
    """What is wrong with the files that are there."""
    if case.check:
        return case.check(folder, status == 0, clean) + _strays(
            case, files_of(folder), after, clean
        )
    now = files_of(folder)
    wrong = _strays(case, now, after, clean)
    for name, content in now.items():
        if name not in after or content in (before.get(name), after[name]):
            continue
        if name == case.given and status and after[name].startswith(content):
            continue
        wrong.append(f"half-written: {name}")
    if status == 0 and (missing := [name for name in after if name not in now]):
        wrong.append(f"missing: {', '.join(missing)}")
    if status == 0:
        wrong += [f"unchanged: {name}" for name in after if now.get(name) != after[name]]
    if status and clean:  # a file that was left alone needs no backup
        kept = (
            name
            for name in now
            if now.get(name.removesuffix(".bak")) == before.get(name.removesuffix(".bak"))
        )
        wrong += [f"left behind: {name}" for name in kept if name.endswith(".bak")]
    wrong += [f"lost: {name}" for name in before if name not in now and name in after]
    return sorted(set(wrong))


def _strays(case: Case, now: Files, after: Files, clean: bool) -> list[str]:
    """Files that nobody asked for. Hidden ones may stay where there was no time to remove them."""
    strays = [
        name
        for name in now
        if name not in after and not any(fnmatch(name, each) for each in case.unfinished)
    ]
    return [
        f"left behind: {name}"
        for name in strays
        if clean or not any(part.startswith(".") for part in Path(name).parts)
    ]
