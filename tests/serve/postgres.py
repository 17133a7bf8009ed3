"""A real PostgreSQL, from Debian's package, in a folder of its own and on a socket in it.

    with Cluster.started() as cluster:
        url = cluster.database()        an empty database

Everything is flushed to the disk, as in production. Works as root, who becomes the user postgres
for it, and as anybody else. Knows nothing about spellfix.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

PATIENCE = 60.0
"""Seconds that a start or a stop may take on a busy machine."""


class Cluster:
    """A server; `start` it, `stop` it or `kill` it, as often as one likes."""

    def __init__(self, folder: Path, programs: Path, identity: dict[str, Any]) -> None:
        self._folder = folder
        self._programs = programs
        self._identity = identity
        self._server: subprocess.Popen[bytes] | None = None

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Cluster]:
        """A running cluster, stopped and removed at the end."""
        folder = Path(tempfile.mkdtemp(prefix="spellfix-postgres-"))
        identity: dict[str, Any] = {}
        if os.geteuid() == 0:  # the server refuses to run as root
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
            identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        cluster = cls(folder, _programs(), identity)
        try:
            cluster._run(
                "initdb", "-D", str(folder / "data"), "-U", "postgres", "--auth=trust",
                "--encoding=UTF8", "--locale=C", "--no-sync",
            )  # fmt: skip
            cluster.start()
            yield cluster
        finally:
            cluster.stop(signal.SIGQUIT)  # at once: nobody will read this data again
            shutil.rmtree(folder)

    def url(self, database: str = "postgres", user: str = "postgres", options: str = "") -> str:
        """The URL of `database`; `options` are settings of the server, as ``-c name=value``."""
        given = f"&options={quote(options)}" if options else ""
        return f"postgresql://{user}@/{database}?host={quote(str(self._folder), safe='/')}{given}"

    def database(self) -> str:
        """The URL of a new, empty database."""
        name = f"test_{uuid4().hex}"
        self.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def emptied(self) -> str:
        """The URL of one and the same database, empty again: quicker than a new one."""
        self.execute("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public")
        return self.url()

    def execute(self, statement: str, database: str = "postgres") -> str:
        """What psql prints for `statement`, without decoration."""
        return self._run(
            "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", str(self._folder), "-U", "postgres",
            "-d", database, "-c", statement,
        )  # fmt: skip

    def start(self) -> None:
        """Starts the server, where it does not run, and waits until it takes connections."""
        if self._server is not None:
            return
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._folder),
            "max_connections": "200",
            "shared_buffers": "32MB",
            "fsync": "on",
            "synchronous_commit": "on",
        }
        command = [str(self._programs / "postgres"), "-D", str(self._folder / "data")]
        for name, value in settings.items():
            command += "-c", f"{name}={value}"
        if guard := shutil.which("setpriv"):  # the server ends with whoever started it
            command = [guard, "--pdeathsig", "INT", *command]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self._folder, **self._identity
            )
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self._folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stops the server in order; its clients are cut off."""
        if self._server is not None:
            self._server.send_signal(how)
            self._server.wait(PATIENCE)
            self._server = None

    def kill(self) -> None:
        """Kills every process of the server at once (SIGKILL), as a loss of power would."""
        if self._server is None:
            return
        pid = self._server.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in (pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        self._server.wait(PATIENCE)
        self._server = None
        while any(Path("/proc", each).exists() for each in children):
            time.sleep(0.01)

    def _answers(self) -> bool:
        done = subprocess.run(
            [self._programs / "pg_isready", "-q", "-h", self._folder, "-U", "postgres"],
            check=False,
        )
        return done.returncode == 0

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [self._programs / program, *arguments],
            capture_output=True, text=True, cwd=self._folder, check=False, **self._identity,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")
        return done.stdout.strip()


def _programs() -> Path:
    """The folder of the newest PostgreSQL; Debian keeps its programs out of PATH."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"),
        key=lambda program: int(program.parts[-3]),
    )
    if found:
        return found[-1].parent
    elsewhere = shutil.which("postgres")
    if elsewhere is None:
        raise RuntimeError("PostgreSQL is missing: apt-get install postgresql")
    return Path(elsewhere).parent
