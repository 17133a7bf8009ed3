"""The service and its database: what was acknowledged is kept, what is asked answered or refused.

    python docs/benchmarks/faults.py --only serve

Writers add drafts and reviews as fast as they are answered (`serve_kill_writers`) while the fault
comes; afterwards all that was acknowledged must be there word for word, in a new process too, and
what was not answered, sent again with its key, must not be stored twice.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx2
import serve_kill
from faults_cases import SPELLFIX
from faults_injection import Clock, disk, run
from faults_rows import Row, Seen
from faults_store import Stored
from serve_kill_writers import add
from serve_process import Service

RETENTION = 90  # days, as `spellfix serve` keeps drafts where nothing else is said


def _asked(address: str, random: Random) -> httpx2.Response:
    with httpx2.Client(base_url=address, timeout=60) as client:
        return add(client, f"{random.getrandbits(64):016x}", "숙재를 했다.")


def _disk_full(random: Random) -> Seen:
    with disk() as place:
        stored, seen = Stored(place), Seen("503 while full; reads went on; 201 again with room")
        service = stored.started()
        with stored.written_to(service, random):
            time.sleep(random.uniform(0.2, 1))
            place.leave(random.randrange(1 << 17))
            end = time.monotonic() + 30
            while (answer := _asked(service.address, random)).status_code == 201:
                if time.monotonic() > end:
                    seen.wrong.append("the disk did not get full")
                    break
            if answer.status_code != 503 or "Retry-After" not in answer.headers:
                seen.wrong.append(f"expected 503 while the disk is full: {answer.status_code}")
            told = next(each.drafts[0] for each in stored.ledgers if each.drafts)
            read = httpx2.get(f"{service.address}/v1/drafts/{told['id']}", timeout=60)
            if read.status_code != 200:
                seen.wrong.append(f"a read while the disk is full: {read.status_code}")
            place.widen()
            if (after := _asked(service.address, random)).status_code != 201:
                seen.wrong.append(f"with room again: {after.status_code}")
            stored.ledgers[0].drafts.append(after.json())
        # Some of what was asked above is in no ledger: count it in.
        return _with_own(seen, stored)


def _with_own(seen: Seen, stored: Stored) -> Seen:
    found = stored.wrong()
    seen.wrong += [each for each in found if "drafts are stored" not in each]
    return seen


def _read_only(random: Random) -> Seen:
    with disk() as place:
        stored = Stored(place)
        service = stored.started()
        with stored.written_to(service, random):
            time.sleep(random.uniform(0, 0.5))
        place.protect()
        words = [*SPELLFIX, "serve", "--port", "0", "--database", f"sqlite:///{stored.database}"]
        ended = run(words, place)
        place.widen()
        seen = Seen(f"exit {ended.status} at the start", stored.wrong())
        said = [line for line in ended.said.splitlines() if line.startswith("spellfix: ")]
        if ended.status != 2 or len(said) != 1 or "Traceback" in ended.said:
            seen.wrong.append(f"no clear refusal: {ended.said[-300:]}")
        return seen


def _no_memory(random: Random) -> Seen:
    with disk() as place:
        stored = Stored(place)
        service = stored.started()
        statuses: set[int] = set()
        with stored.written_to(service, random):
            page = int(Path(f"/proc/{service.process.pid}/statm").read_text().split()[0]) * 4096
            room = random.randrange(1 << 22)
            before = resource.prlimit(service.process.pid, resource.RLIMIT_AS)
            resource.prlimit(service.process.pid, resource.RLIMIT_AS, (page + room, before[1]))
            text = "오늘 선셍님이 숙재를 했다. " * 1_200
            for _ in range(4):
                try:
                    asked = {"text": text}
                    answer = httpx2.post(f"{service.address}/v1/correct", json=asked, timeout=60)
                    statuses.add(answer.status_code)
                except httpx2.TransportError:
                    statuses.add(0)
            if alive := service.process.poll() is None:
                resource.prlimit(service.process.pid, resource.RLIMIT_AS, before)
                answer = httpx2.post(
                    f"{service.address}/v1/correct", json={"text": "숙재를 했다."}, timeout=60
                )
                statuses.add(answer.status_code)
        told = ", ".join(str(each) if each else "cut off" for each in sorted(statuses))
        seen = Seen(f"answers {told}; {'it lived on' if alive else 'it ended'}", stored.wrong())
        if alive and answer.status_code != 200:
            seen.wrong.append(f"with memory again: {answer.status_code}")
        return seen


def _sigterm(random: Random) -> Seen:
    with disk() as place:
        stored = Stored(place)
        service = stored.started("--workers", random.choice("12"))
        with stored.written_to(service, random):
            time.sleep(random.uniform(0, 1))
            service.stop()
        return Seen(f"ended by the signal, {service.process.returncode}", stored.wrong())


def _clock(days: float, random: Random) -> Seen:
    with disk() as place, TemporaryDirectory() as folder:
        clock = Clock(Path(folder))
        stored = Stored(place, clock.environ)
        service = stored.started()
        with stored.written_to(service, random):
            time.sleep(random.uniform(0, 0.5))
            clock.jump(days)
            time.sleep(random.uniform(0.3, 0.8))
            clock.jump(0)
            time.sleep(0.3)
        hidden = "review: 404"  # of a draft that is past its retention by the wrong clock
        wrong = [each for each in stored.wrong() if each != hidden or abs(days) < RETENTION]
        return Seen("every request answered", wrong)


def _killed(database: str, random: Random) -> Seen:
    """A round of serve_kill.py."""
    options = argparse.Namespace(rounds=2, workers=1, writers=4, seed=random.random())
    tallies: list[serve_kill.Tally] = []
    opened = serve_kill.sqlite(tallies) if database == "sqlite" else serve_kill.postgresql()
    with opened as (address, server), TemporaryDirectory() as folder:
        tallies.append(serve_kill.rounds(address, options, server, folder))
    (done,) = tallies
    seen = Seen("killed twice, started again", list(done.wrong))
    if done.twice:
        seen.wrong.append(f"{done.twice} stored twice")
    return seen


def _temporary(random: Random) -> Seen:
    """Workers keep their numbers in files of TMPDIR, which they map into memory."""
    with disk() as place:
        (place.folder / "full").write_bytes(b"x" * 4096)
        place.leave(random.randrange(1 << 16))
        words = [*SPELLFIX, "serve", "--port", "0", "--database", "off", "--workers", "2"]
        try:
            environ = {"TMPDIR": str(place.folder)}
            service = Service(*words[4:], log=place.folder.parent / "log", environ=environ)
        except (RuntimeError, ProcessLookupError):  # it has ended
            said = (place.folder.parent / "log").read_text(errors="replace")
            clear = "spellfix: " in said and "Traceback" not in said
            return Seen("refused to start", [] if clear else [f"no clear line: {said[-300:]}"])
        try:
            statuses = [
                httpx2.post(
                    f"{service.address}/v1/correct", json={"text": "숙재를 했다."}, timeout=60
                ).status_code
                for _ in range(20)
            ]
        except httpx2.TransportError as error:
            return Seen("cut off", [f"a worker died: {error}"])
        finally:
            service.kill()
        return Seen(
            f"answers {sorted(set(statuses))}", [] if set(statuses) == {200} else ["not all 200"]
        )


def rows() -> list[Row]:
    """Every fault of the service. What is expected, in a word, docs/reliability.md explains."""
    sqlite, four = "serving, SQLite, three writers", "two kills of `serve_kill.py`, four writers"
    given: list[tuple[str, str, str, str, str, Callable[[Random], Seen]]] = [
        ("serve/disk-full", "disk full", sqlite, "tmpfs shrunk while they write",
         "503 and reads go on, 201 once there is room; kept", _disk_full),
        ("serve/no-room-for-numbers", "disk full", "serving, two workers",
         "0 to 64 KiB for TMPDIR", "refused, or every answer 200", _temporary),
        ("serve/read-only", "read-only disk", sqlite, "tmpfs remounted before the start",
         "refused; kept", _read_only),
        ("serve/no-memory", "out of memory", sqlite, "prlimit RLIMIT_AS at work",
         "503, and 200 once there is memory; kept", _no_memory),
        ("serve/sigterm", "SIGTERM", f"{sqlite}, 1 or 2 workers", "at a random moment",
         "ends, answers what it accepted; kept", _sigterm),
        ("serve/sigkill", "SIGKILL", "serving, SQLite", four, "kept",
         lambda random: _killed("sqlite", random)),
        ("serve-postgresql/sigkill", "SIGKILL", "serving, PostgreSQL", four, "kept",
         lambda random: _killed("postgresql", random)),
        ("serve/clock-back", "clock jumps", sqlite, "-30 days for a while", "kept",
         lambda random: _clock(-30, random)),
        ("serve/clock-ahead", "clock jumps", sqlite, "+30 days for a while", "kept",
         lambda random: _clock(30, random)),
        ("serve/clock-far-ahead", "clock jumps", sqlite, "+400 days for a while",
         "404 meanwhile (older than the retention); kept", lambda random: _clock(400, random)),
    ]  # fmt: skip
    return [Row(*words[:5], words[5]) for words in given]
