"""Kills the service while it stores drafts and reviews, and looks for what it had acknowledged.

    python docs/benchmarks/serve_kill.py [--rounds 20] [--workers 1] [--writers 8] [--seed 0]
                                         [--only sqlite|postgresql]

In every round `spellfix serve` is started on the same database, writers add drafts and reviews as
fast as they are answered, and at a random moment every process of the service is killed (SIGKILL).
After the next start each draft that was answered with 201 and each review answered with 200 must be
there word for word, and a request that got no answer, sent again with its Idempotency-Key, must not
be stored twice. Every fourth round on PostgreSQL kills the processes of PostgreSQL as well.

Prints a Markdown table; exit status 1 if anything was lost, changed or stored twice. What a power
cut would leave is for fsync to decide: SQLite runs with synchronous=FULL, PostgreSQL (Debian's,
started for this run) with fsync and synchronous_commit on.
"""

import argparse
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import httpx2
from serve_kill_writers import Ledger, check, load
from serve_process import PATIENCE, Service

ROOT = Path(__file__).parents[2]
LONGEST = 1.5
"""Seconds between the first answer and the kill, at most."""
write = sys.stdout.write


@dataclass
class Tally:
    """A line of the table."""

    kills: int = 0
    server_kills: int = 0
    drafts: int = 0
    reviews: int = 0
    cut: int = 0
    """Requests without an answer."""
    twice: int = 0
    slowest: float = 0.0
    """Seconds from the start of a process to its first answer, the slowest."""
    wrong: list[str] = field(default_factory=list)


def rounds(database: str, options: argparse.Namespace, server: Any, folder: str) -> Tally:
    """So many kills on one database, each followed by a start and a check."""
    random, tally, everything = Random(options.seed), Tally(), list[Ledger]()
    ledgers: list[Ledger] = []
    for this in range(options.rounds + 1):
        flags = ("--database", database, "--workers", str(options.workers), "--log-level", "error")
        # A killed process leaves its temporary files behind.
        service = Service(*flags, environ={"TMPDIR": folder})
        try:
            tally.slowest = max(tally.slowest, service.took)
            tally.wrong += check(service.address, ledgers)
            everything += ledgers
            if this == options.rounds:
                # At the end, everything once more, and as many drafts as there ought to be.
                again = [Ledger(each.drafts) for each in everything]
                tally.wrong += check(service.address, again)
                stored = httpx2.get(f"{service.address}/v1/accuracy", timeout=30).json()["drafts"]
                tally.twice = stored - sum(len(each.drafts) for each in everything)
                return tally
            ledgers = [Ledger() for _ in range(options.writers)]
            writers = [
                Thread(target=load, args=(service.address, each, Random(random.random())))
                for each in ledgers
            ]
            for each in writers:
                each.start()
            began = time.monotonic()
            while not any(each.drafts for each in ledgers) and time.monotonic() - began < PATIENCE:
                time.sleep(0.01)
            time.sleep(random.uniform(0, LONGEST))
            if server is not None and this % 4 == 3:
                server.kill()
                tally.server_kills += 1
        finally:
            service.kill()
        if server is not None:
            server.start()
        for each in writers:
            each.join()
        tally.kills += 1
        tally.drafts += sum(len(each.drafts) for each in ledgers)
        tally.reviews += sum(each.reviews for each in ledgers)
        tally.cut += sum(len(each.open) for each in ledgers)
    return tally


@contextmanager
def sqlite(tally_of: list[Tally]) -> Iterator[tuple[str, None]]:
    """A file, which must be sound afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "drafts.sqlite3")
        yield f"sqlite:///{file}", None
        with closing(sqlite3.connect(file)) as connection:
            ((verdict,),) = connection.execute("PRAGMA integrity_check").fetchall()
        if verdict != "ok":
            tally_of[-1].wrong.append(f"integrity_check: {verdict}")


@contextmanager
def postgresql() -> Iterator[tuple[str, Any]]:
    """A PostgreSQL of Debian's package, started for this run."""
    sys.path.insert(0, str(ROOT / "tests" / "serve"))
    from postgres import Cluster

    with Cluster.started() as cluster:
        yield cluster.database(), cluster


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill the service and look for what is lost.")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # nothing is left running
    tallies: list[Tally] = []
    databases: dict[str, AbstractContextManager[tuple[str, Any]]] = {
        "sqlite": sqlite(tallies),
        "postgresql": postgresql(),
    }
    write("| database | kills (of PostgreSQL too) | drafts acknowledged | reviews acknowledged | ")
    write("cut off | lost or changed | stored twice | slowest start |\n")
    write("|---|---|---|---|---|---|---|---|\n")
    for name, opened in databases.items():
        if options.only in (None, name):
            with opened as (database, server), tempfile.TemporaryDirectory() as folder:
                tallies.append(rounds(database, options, server, folder))
            done = tallies[-1]
            write(f"| {name} | {done.kills} ({done.server_kills}) | {done.drafts:,} | ")
            write(f"{done.reviews:,} | {done.cut} | {len(done.wrong)} | {done.twice} | ")
            write(f"{done.slowest:.1f} s |\n")
            sys.stdout.flush()
    for wrong in sorted({each for tally in tallies for each in tally.wrong})[:20]:
        write(f"{wrong}\n")
    return int(any(tally.wrong or tally.twice for tally in tallies))


if __name__ == "__main__":
    sys.exit(main())
