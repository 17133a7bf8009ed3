"""Numbers of several worker processes added up, whichever of them is asked for the metrics.

prometheus_client keeps the numbers of each process in memory-mapped files of one folder, where
``PROMETHEUS_MULTIPROC_DIR`` is in the environment *before it is imported*. So the process that
starts the workers opens `shared` around their lives and lets them be started afresh (spawn, as
uvicorn does): each inherits the variable and imports prometheus_client under it. The parent needs
no numbers of its own and may import what it likes.

Counters and histograms of a process that died keep counting. Gauges (calls that wait, requests in
flight) of a dead process are taken out at the next exposition. Knows no metric by name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory

from prometheus_client import CollectorRegistry, Metric, values
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from spellfix.errors import ConfigError

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
LEAST_ROOM = 16 << 20
"""Bytes; a worker writes some hundred KiB, and one that takes the place of another as many."""


@contextmanager
def shared() -> Iterator[Path]:
    """A folder for the numbers of all workers that are started inside; empty, removed at the end.

    A folder that the user has put into the environment is emptied of old numbers, and stays.
    Raises ConfigError for one that cannot be made, or has no room: a mapped file that the disk
    cannot hold ends the process that writes into it (SIGBUS).
    """
    given = os.environ.get(DIRECTORY)
    if given:
        folder = Path(given)
        _make(folder)
        for old in folder.glob("*.db"):
            old.unlink()
        _refuse_full(folder)
        yield folder
        return
    with TemporaryDirectory(prefix="spellfix-metrics-", ignore_cleanup_errors=True) as made:
        _refuse_full(Path(made))
        os.environ[DIRECTORY] = made
        try:
            yield Path(made)
        finally:
            del os.environ[DIRECTORY]


def check(folder: Path | None) -> None:
    """Make `folder` ready for the numbers of this process, None for numbers of its own alone.

    Raises ConfigError if prometheus_client was imported before the environment was as it is, and
    for a folder that cannot be made.
    """
    alone = values.ValueClass is values.MutexValue
    if alone != (folder is None):
        raise ConfigError(
            f"{DIRECTORY}={folder or ''}: 서비스를 시작하기 전에 정해야 합니다 / "
            "must be set before the service starts, and stay"
        )
    if folder is not None:
        _make(folder)


def _refuse_full(folder: Path) -> None:
    free = disk_usage(folder).free
    if free < LEAST_ROOM:
        raise ConfigError(
            f"{folder.parent}: 자리가 모자랍니다 / too little room for the numbers of the workers: "
            f"{free >> 10} KiB, expected {LEAST_ROOM >> 20} MiB; TMPDIR이나 {DIRECTORY}로 다른 "
            f"곳을 / name another place by TMPDIR or {DIRECTORY}, or make room"
        )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"{DIRECTORY}={folder}: 만들 수 없습니다 / cannot be made ({error.strerror})"
        ) from error


def collect_all(folder: Path) -> Iterable[Metric]:
    """The numbers of all processes that have written into `folder`, added up."""
    for process in _processes(folder):
        if not _is_alive(process):
            mark_process_dead(process, str(folder))  # type: ignore[no-untyped-call]
    files = MultiProcessCollector(CollectorRegistry(), folder)  # type: ignore[no-untyped-call]
    metrics: Iterable[Metric] = files.collect()  # type: ignore[no-untyped-call]
    return metrics


def _processes(folder: Path) -> set[int]:
    """The processes that have gauges; files are called ``gauge_livesum_<pid>.db``."""
    found = (each.stem.rpartition("_")[2] for each in folder.glob("gauge_live*_*.db"))
    return {int(process) for process in found if process.isdecimal()}


def _is_alive(process: int) -> bool:
    """Whether the process is there; on Windows, where asking would end it, always."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
