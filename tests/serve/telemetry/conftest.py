"""A real service in processes of its own, and what it writes to stderr."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx2
import pytest

PROGRAM = Path(__file__).with_name("service.py")


@dataclass(frozen=True, slots=True)
class Running:
    """url: of the service. log: the file that is its stderr."""

    url: str
    log: Path
    process: subprocess.Popen[str]

    def stop(self) -> list[dict[str, Any]]:
        """Stop the service; what it has logged."""
        self.process.terminate()
        self.process.wait(20)
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a service with so many workers and this added to the environment."""
    started: list[subprocess.Popen[str]] = []

    def starting(workers: int = 1, **environ: str) -> Running:
        log = tmp_path / "stderr"
        with log.open("w") as stderr:
            process = subprocess.Popen(
                [sys.executable, str(PROGRAM), str(workers)],
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                env={**os.environ, **environ},
            )
        started.append(process)
        assert process.stdout is not None
        url = f"http://127.0.0.1:{process.stdout.readline().strip()}"
        eventually(lambda: httpx2.get(f"{url}/pid", timeout=20).status_code == 200)
        return Running(url, log, process)

    yield starting
    for process in started:
        process.terminate()
        process.wait(20)
        assert process.stdout is not None
        process.stdout.close()


def eventually(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something holds, and fail if it does not."""
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end
        sleep(0.02)
