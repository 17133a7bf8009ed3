"""A service with a database on a disk of its own, writers, and what they were told is there.

Knows no fault.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Thread

import httpx2
from faults_injection import Disk
from serve_kill_writers import Ledger, check, load
from serve_process import Service

WRITERS = 3


@dataclass(slots=True)
class Stored:
    """A service on a disk, and what its writers were told."""

    place: Disk
    environ: Mapping[str, str] = field(default_factory=dict)
    ledgers: list[Ledger] = field(default_factory=list)

    @property
    def database(self) -> Path:
        """The file of SQLite."""
        return self.place.folder / "drafts.sqlite3"

    @property
    def log(self) -> Path:
        """Standard error of the service."""
        return self.place.folder.parent / "log"

    def started(self, *options: str) -> Service:
        """The service, ready."""
        database = f"sqlite:///{self.database}"
        environ = {"TMPDIR": str(self.place.folder.parent), **self.environ}
        return Service("--database", database, *options, log=self.log, environ=environ)

    @contextmanager
    def written_to(self, service: Service, random: Random) -> Iterator[None]:
        """Writers at work, until the service is gone."""
        new = [Ledger() for _ in range(WRITERS)]
        self.ledgers += new
        threads = [
            Thread(target=load, args=(service.address, each, Random(random.random())))
            for each in new
        ]
        for thread in threads:
            thread.start()
        try:
            while not any(each.drafts for each in new):
                time.sleep(0.01)
            yield
        finally:
            if service.process.poll() is None:
                service.kill()
            for thread in threads:
                thread.join()

    def wrong(self) -> list[str]:
        """What is wrong after a new start, by the right clock."""
        self.environ = {}
        service = self.started()
        try:
            found = check(service.address, self.ledgers)
            stored = httpx2.get(f"{service.address}/v1/accuracy", timeout=30).json()["drafts"]
            told = sum(len(each.drafts) for each in self.ledgers)
            if stored != told:
                found.append(f"{stored} drafts are stored, {told} were acknowledged")
        finally:
            service.kill()
        with closing(sqlite3.connect(self.database)) as connection:
            ((verdict,),) = connection.execute("PRAGMA integrity_check").fetchall()
        if verdict != "ok":
            found.append(f"integrity_check: {verdict}")
        if "Traceback" in self.log.read_text(errors="replace"):
            found.append("a traceback in the log")
        return found

    def drafts(self) -> int:
        """How many were acknowledged."""
        return sum(len(each.drafts) for each in self.ledgers)
