"""Archives on a real cluster of Ray: a worker is killed, a driver is killed, nothing is lost.

One cluster of two cores for all; `spellfix correct` is the driver, in a process of its own.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from socket import socket
from tempfile import mkdtemp
from time import monotonic, sleep

import pytest

from spellfix.bulk import correct_files

from .conftest import TYPOS, Rows, contents

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SENTENCES = (SAMPLES / "dialogue.txt").read_text(encoding="utf-8").splitlines()[:30]
LINES = [line for at in range(6) for line in (*SENTENCES, f"{TYPOS} {at}", "")]
PART = len("\n".join(LINES).encode()) // 12
KEYS = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": token_hex(32)}
SPELLFIX = [sys.executable, "-m", "spellfix", "correct"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two cores on this machine, which nobody else can reach: that of RAY_ADDRESS, or
    one of these tests' own."""
    if there := os.environ.get("RAY_ADDRESS"):
        yield there
        return
    for _ in range(3):  # Ray waits 30 s for its own processes, which a busy machine may not give
        with started_cluster() as found:
            if found:
                yield found
                return
    pytest.fail("no cluster of Ray could be started")


@contextmanager
def started_cluster() -> Iterator[str]:
    """A cluster; its address, empty where it did not start in time."""
    folder = mkdtemp(prefix="ray-", dir="/tmp")  # sockets have short names
    told = {**KEYS, "RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
    with socket() as one, socket() as other:
        for each in (one, other):
            each.bind(("127.0.0.1", 0))
        port, client_port = (each.getsockname()[1] for each in (one, other))
    options = f"--head --block --port {port} --ray-client-server-port {client_port} --num-cpus 2"
    options += f" --object-store-memory {100 << 20} --disable-usage-stats --temp-dir {folder}"
    options += " --include-dashboard false --no-monitor --include-log-monitor false"
    command = [sys.executable, "-m", "ray.scripts.scripts", "start", *options.split()]
    with subprocess.Popen(
        command,
        env={**os.environ, **told},
        stdout=-1,
        stderr=-2,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        there = any("Ray runtime started" in line for line in process.stdout)
        yield f"127.0.0.1:{port}" if there else ""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # its workers end with it
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("text") / "a.txt"
    path.write_text("".join(f"{line}\n" for line in LINES), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(text: Path) -> dict[str, bytes]:
    """What one process makes of it, undisturbed."""
    output = text.with_name("whole")
    correct_files([str(text)], str(output), workers=1, part=PART)
    return contents(output)


def started(text: Path, output: Path, *options: str) -> subprocess.Popen[str]:
    command = [*SPELLFIX, text, "--output", output, "--part-size", str(PART), *options]
    return subprocess.Popen(
        [str(each) for each in command],
        env={**os.environ, **KEYS},
        stdout=-1,
        stderr=-2,
        text=True,
    )


def wait_for_parts(process: subprocess.Popen[str], output: Path, count: int) -> int:
    """Wait until so many parts are done in a run; returns how many are."""
    notes = output.with_name(f"{output.name}.partial") / "scratch"
    deadline = monotonic() + 180
    while (done := len(list(notes.glob("*.json")))) < count:
        assert process.poll() is None, process.communicate()
        assert monotonic() < deadline
        sleep(0.01)
    return done


def actors(cluster: str) -> list[int]:
    """The processes of the actors on the cluster at this address."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            command = (path / "cmdline").read_bytes()
            if command.startswith(b"ray::") and b"Correcting" in command:
                (parent,) = re.findall(r"^PPid:\s+(\d+)", (path / "status").read_text(), re.M)
                if cluster.encode() in Path("/proc", parent, "cmdline").read_bytes():
                    found.append(int(path.name))
        except OSError:  # it has ended
            continue
    return found


def test_a_killed_worker_costs_no_row_and_doubles_none(
    address: str,
    text: Path,
    whole: dict[str, bytes],
    rows: Callable[[Path], Rows],
    tmp_path: Path,
) -> None:
    output = tmp_path / "out"
    options = ["--engine", "ray", "--workers", "2", "--ray-address", address]
    with started(text, output, *options) as process:
        assert wait_for_parts(process, output, 2) < 11
        victims = actors(address)
        assert victims
        os.kill(victims[0], signal.SIGKILL)
        told, _ = process.communicate(timeout=240)
        assert process.returncode == 0, told
    found = rows(output)
    assert [row["input"] for row in found] == LINES
    assert [row["row"] for row in found] == list(range(len(LINES)))
    assert contents(output) == whole


def test_what_a_killed_driver_left_is_gone_on_with_on_a_cluster(
    address: str, text: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    output = tmp_path / "out"
    with started(text, output, "--workers", "1") as process:
        wait_for_parts(process, output, 1)
        process.send_signal(signal.SIGKILL)
    assert not output.exists()
    options = ["--engine", "ray", "--ray-address", address, "--resume", "--progress", "json"]
    with started(text, output, *options) as process:
        told, _ = process.communicate(timeout=240)
        assert process.returncode == 0, told
    assert contents(output) == whole


def test_a_cluster_that_is_too_small_or_not_there_is_said_so(
    address: str, text: Path, tmp_path: Path
) -> None:
    options = ["--engine", "ray", "--ray-address", address, "--workers", "3"]
    with started(text, tmp_path / "out", *options) as process:
        told, _ = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "--workers 2" in told
