"""A real `spellfix serve` on a free port of this machine, for the scripts beside this one."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx2

PATIENCE = 120.0
"""Seconds in which a service must be ready, on a busy machine too."""


class Service:
    """A service in a process group of its own. address: as it prints it. took: seconds to be ready.

    options: flags of `spellfix serve`. log: the file for its standard error, dropped where None.
    environ: more of the environment. Raises RuntimeError for one that does not start.
    """

    def __init__(
        self, *options: str, log: Path | None = None, environ: Mapping[str, str] | None = None
    ) -> None:
        began = time.monotonic()
        with Path(log or os.devnull).open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "spellfix", "serve", "--port", "0", *options],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
                env={**os.environ, **(environ or {})},
            )
        greeting = self.process.stdout.readline() if self.process.stdout else ""
        found = re.search(r"http://127\.0\.0\.1:\d+", greeting)
        if found is None:
            self.kill()
            raise RuntimeError(f"the service did not start: {greeting!r}")
        self.address = found[0]
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() - began > PATIENCE:
                self.kill()
                raise RuntimeError("the service is not ready")
            time.sleep(0.02)
        self.took = time.monotonic() - began

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rpartition(":")[2])

    def ready(self) -> bool:
        """Whether it would accept a request."""
        try:
            return httpx2.get(f"{self.address}/readyz", timeout=5).status_code == 200
        except httpx2.TransportError:
            return False

    def kill(self) -> None:
        """Kill the process and all its workers at once (SIGKILL)."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self._over()

    def stop(self) -> None:
        """Let it finish what it has accepted (SIGTERM)."""
        self.process.terminate()
        self._over()

    def _over(self) -> None:
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def serving(*options: str, log: Path | None = None) -> Iterator[Service]:
    """A service that is stopped at the end."""
    service = Service(*options, log=log)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()
