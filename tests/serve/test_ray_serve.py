"""The service under a real Ray Serve on this machine, asked over HTTP."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from spellfix.client import Client
from spellfix.errors import ConfigError
from spellfix.serve.ray_serve import build, check_common
from spellfix.serve.settings import Settings


@dataclass(frozen=True, slots=True)
class Running:
    """address: where Ray's proxy listens. log: of the first process. database: a file."""

    address: str
    process: subprocess.Popen[str]
    log: Path
    database: Path


@pytest.fixture(scope="module")
def started() -> Iterator[Running]:
    folder = Path(tempfile.mkdtemp(prefix="ray-", dir="/tmp"))  # a socket's path must be short
    database = folder / "drafts.sqlite3"
    command = [sys.executable, "-m", "spellfix.serve.ray_serve", "--port", "0"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--database", f"sqlite:///{database}"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={
                **os.environ,
                "RAY_TMPDIR": str(folder),
                "RAY_USAGE_STATS_ENABLED": "1",
                # A busy machine shall not be taken for a broken one.
                "RAY_SERVE_PROXY_READY_CHECK_TIMEOUT_S": "60",
                "RAY_SERVE_PROXY_HEALTH_CHECK_TIMEOUT_S": "60",
            },
        )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found is not None, (folder / "log").read_text()
        yield Running(found[0], process, folder / "log", database)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def test_레이에서도_글을_고치고_저장하고_검토한다(started: Running) -> None:
    with Client(started.address) as service:
        assert service.service().storing
        draft = service.draft("오늘 숙재를 했다.")
        assert draft.correction.text == "오늘 숙제를 했다."
        service.review(draft.id, accepted=[0])
        assert service.accuracy().overall.n_typo == 1
    for path in ("/healthz", "/readyz", "/", "/metrics"):
        assert httpx2.get(started.address + path, timeout=20).status_code == 200


def test_limits_and_refusals_are_those_of_the_service(started: Running) -> None:
    elsewhere = {"Host": "school.example"}
    assert httpx2.get(f"{started.address}/v1/drafts", headers=elsewhere).status_code == 421
    answer = httpx2.post(f"{started.address}/v1/correct", json={"text": "가" * 20_001})
    assert answer.status_code == 422
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nothing_is_told_to_rays_makers(started: Running) -> None:
    """Whatever the environment says."""
    children = Path(f"/proc/{started.process.pid}/task/{started.process.pid}/children")
    programs = children.read_text().split()
    told = {Path(f"/proc/{each}/environ").read_bytes() for each in programs}
    assert told
    assert all(b"RAY_USAGE_STATS_ENABLED=0" in each for each in told)


def test_told_to_stop_it_ends_with_all_its_processes(started: Running) -> None:
    """The last test of the module: it stops the service."""
    group = _family(started.process.pid)
    assert len(group) > 3
    started.process.send_signal(signal.SIGTERM)
    assert started.process.wait(60) == 0
    assert [each for each in group if _alive(each)] == []
    assert "Traceback" not in started.log.read_text()
    assert not started.database.with_name("drafts.sqlite3-wal").exists()  # closed in order


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"port": "8000"}, "port"),
        ({"min_replicas": "0"}, "min_replicas"),
        ({"min_replicas": "3", "max_replicas": "2"}, "max_replicas"),
        ({"max_replicas": "many"}, "max_replicas"),
        ({"min_confidence": "2"}, "min-confidence"),
        ({"colour": "red"}, "colour"),
        ({"min_replicas": "2"}, "keys"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_deployed(
    told: dict[str, str], named: str
) -> None:
    with pytest.raises(ConfigError, match=named):
        build(told)


def test_replicas_on_several_machines_need_a_database_in_common() -> None:
    for database in ("", "sqlite:////srv/drafts.sqlite3"):
        with pytest.raises(ConfigError, match="SPELLFIX_DATABASE"):
            check_common(Settings(database=database))
    for database in ("postgresql://db.example/spellfix", "off"):
        check_common(Settings(database=database))


def _family(pid: int) -> list[int]:
    """All processes below this one."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in map(int, found) for each in (child, *_family(child))]


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
