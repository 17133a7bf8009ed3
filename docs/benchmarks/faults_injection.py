"""Faults that are real: a disk that is full or read-only, too little memory, a clock that jumps.

    disk          a tmpfs of its own, of a chosen size, writable or not
    Memory        an address space with a limit (RLIMIT_AS), or a control group that is killed
    Clock         a wall clock that jumps while a program runs (libfaketime)
    run           a program under these, stopped or killed at a chosen moment

Mounting needs a mount namespace: `faults.py` starts itself anew in one. Knows no command of
spellfix.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOMY = 1 << 30
"""Bytes of a disk on which nothing is missing."""
PAGE = 4096
TRIES = 20
"""How often to look again what is on a disk that is being written to."""
PATIENCE = 300.0
"""Seconds after which a program is taken to hang."""
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
CGROUPS = (Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup"))


@dataclass(frozen=True, slots=True)
class Disk:
    """A file system of its own in memory. folder: where it is mounted."""

    folder: Path

    def used(self) -> int:
        """Bytes in use."""
        facts = os.statvfs(self.folder)
        return (facts.f_blocks - facts.f_bfree) * facts.f_frsize

    def leave(self, room: int) -> None:
        """Let there be `room` bytes beside what is on it, in whole pages; beside that, too, what
        somebody writes meanwhile, which the kernel refuses to cut off."""
        for attempt in range(TRIES):
            pages = (self.used() + room) // PAGE + 1
            try:
                self._mount("-o", f"remount,rw,size={pages * PAGE}")
                return
            except subprocess.CalledProcessError:
                if attempt == TRIES - 1:
                    raise

    def widen(self) -> None:
        """Let nothing be missing."""
        self._mount("-o", f"remount,rw,size={ROOMY}")

    def protect(self) -> None:
        """Let nothing be written. Raises CalledProcessError while a file is open for writing."""
        self._mount("-o", "remount,ro")

    def _mount(self, *words: str) -> None:
        command = ["mount", *words, str(self.folder)]
        subprocess.run(command, check=True, capture_output=True)


@contextmanager
def disk() -> Iterator[Disk]:
    """A new, empty disk."""
    with tempfile.TemporaryDirectory(prefix="spellfix-fault-") as folder:
        place = Path(folder, "disk")
        place.mkdir()
        options = ["mount", "-t", "tmpfs", "-o", f"size={ROOMY}", "tmpfs", str(place)]
        subprocess.run(options, check=True, capture_output=True)
        try:
            yield Disk(place)
        finally:
            subprocess.run(["umount", "--lazy", str(place)], check=True)


class Clock:
    """A wall clock for programs started with `environ`; the monotonic one stays what it is."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.jump(0)

    @property
    def environ(self) -> dict[str, str]:
        """What a program needs to see this clock."""
        return {
            "LD_PRELOAD": str(FAKETIME),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def jump(self, days: float) -> None:
        """Be so many days off from now on."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{days:+g}d\n")
        fresh.replace(self._file)


@contextmanager
def group(limit: int) -> Iterator[Path]:
    """A control group whose processes are killed where they use more than `limit` bytes.

    Raises OSError where none can be made.
    """
    top = next(each for each in CGROUPS if each.is_dir())
    place = top / f"spellfix-fault-{os.getpid()}"
    place.mkdir()
    try:
        one = place / "memory.limit_in_bytes"
        (one if one.exists() else place / "memory.max").write_text(str(limit))
        yield place / "cgroup.procs"
    finally:
        for _ in range(100):
            with suppress(OSError):
                place.rmdir()
                break
            time.sleep(0.1)


@dataclass(slots=True)
class Ended:
    """A program that ran. status: below 0 the signal that ended it. said: its standard error.
    address_space, resident, disk: most bytes it used. left: whether a process of it
    did not end with it."""

    status: int
    said: str
    seconds: float
    address_space: int = 0
    resident: int = 0
    disk: int = 0
    left: bool = False


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under what a program runs.

    stop: a signal, and the seconds after which it comes. memory: bytes of address space. tasks:
    file of a control group it shall be in. meanwhile: done so many seconds after the start.
    """

    stop: tuple[signal.Signals, float] | None = None
    memory: int | None = None
    tasks: Path | None = None
    meanwhile: tuple[Callable[[], None], float] | None = None
    environ: Mapping[str, str] = field(default_factory=dict)


def run(
    words: Sequence[str],
    disk: Disk,
    under: Conditions | None = None,
    *,
    taken: Path | None = None,
    given: Path | None = None,
) -> Ended:
    """Run `words` in the folder of `disk` to their end. taken: where standard input comes from.
    given: where standard output goes."""
    under = under or Conditions()

    def limit() -> None:
        if under.memory:
            resource.setrlimit(resource.RLIMIT_AS, (under.memory, under.memory))
        if under.tasks:
            under.tasks.write_text(str(os.getpid()))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    began = time.monotonic()
    with (
        Path(taken or os.devnull).open("rb") as source,
        Path(given or os.devnull).open("wb") as sink,
        tempfile.TemporaryFile() as errors,
    ):
        process = subprocess.Popen(
            words,
            stdin=source,
            stdout=sink,
            stderr=errors,
            cwd=disk.folder,
            start_new_session=True,
            preexec_fn=limit,
            env={**os.environ, "OMP_NUM_THREADS": "1", **under.environ},
        )
        try:
            ended = _watched(process, disk, under, began)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        errors.seek(0)
        ended.said = errors.read().decode(errors="replace")
    return ended


def _watched(
    process: subprocess.Popen[bytes], disk: Disk, under: Conditions, began: float
) -> Ended:
    ended = Ended(0, "", 0.0)
    before, stop, meanwhile = disk.used(), under.stop, under.meanwhile
    while process.poll() is None:
        now = time.monotonic() - began
        if stop and now >= stop[1]:
            process.send_signal(stop[0])
            stop = None
        if meanwhile and now >= meanwhile[1]:
            meanwhile[0]()
            meanwhile = None
        if now > PATIENCE:
            os.killpg(process.pid, signal.SIGKILL)
        ended.address_space = max(ended.address_space, _memory(process.pid, "VmPeak"))
        ended.resident = max(ended.resident, _memory(process.pid, "VmHWM"))
        ended.disk = max(ended.disk, disk.used() - before)
        time.sleep(0.005)
    ended.status, ended.seconds = process.returncode, time.monotonic() - began
    ended.left = _left(process.pid)
    return ended


def _memory(process: int, what: str) -> int:
    """A line of /proc/PID/status, in bytes; 0 where the process has gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith(f"{what}:")]
    return int(found[0]) * 1024 if found else 0


def _left(group: int) -> bool:
    """Whether a process of the group lives on for ten seconds; then it is killed."""
    give_up = time.monotonic() + 10
    while time.monotonic() < give_up:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    return True
