"""Two services that share nothing but a PostgreSQL, as on two machines: a process, a home and a
folder for temporary files each."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import httpx2
import pytest

from spellfix.client import Client
from spellfix.errors import ConfigError, ServiceError
from spellfix.serve.access.common_keys import EVERY
from spellfix.serve.key_command import keys
from spellfix.serve.services import Services
from spellfix.serve.settings import Settings

SPELLFIX = [sys.executable, "-m", "spellfix"]


@pytest.fixture(scope="module")
def database(cluster: Any) -> str:
    return str(cluster.database())


def key(database: str, *words: str) -> str:
    """What `spellfix keys` prints when it is told these words about the database."""
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(StringIO()):
        keys([*words, "--database", database])
    return said.getvalue().strip()


@pytest.fixture(scope="module")
def teacher(database: str) -> str:
    """A key that was made before any service had been started."""
    return key(database, "add", "3반", "--rate", "0")


@pytest.fixture(scope="module")
def bot(database: str) -> str:
    """Another one, with a limit."""
    return key(database, "add", "bot", "--rate", "10")


def started(home: Path, database: str, *words: str) -> subprocess.Popen[str]:
    home.mkdir()
    told = {"HOME": str(home), "XDG_DATA_HOME": str(home), "TMPDIR": str(home)}
    with (home / "log").open("w") as log:
        return subprocess.Popen(
            [*SPELLFIX, "serve", "--port", "0", "--keys", "database", *words],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, **told, "SPELLFIX_DATABASE": database},
        )


@pytest.fixture(scope="module")
def machines(
    database: str, teacher: str, bot: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The addresses of both; a third process only checks, as one does before the others start."""
    folder = tmp_path_factory.mktemp("machines")
    checking = started(folder / "check", database, "--check")
    running = [started(folder / name, database) for name in ("one", "other")]
    try:
        said, _ = checking.communicate(timeout=60)
        assert (checking.returncode, said) == (0, "")
        addresses = []
        for process in running:
            assert process.stdout is not None
            found = re.search(r"http://\S+:\d+", process.stdout.readline())
            assert found is not None
            addresses.append(found[0])
            while not _ready(found[0]):
                time.sleep(0.02)
        yield addresses[0], addresses[1]
    finally:
        for process in running:
            process.terminate()
        for process in running:
            assert process.wait(30) in (0, -signal.SIGTERM)  # uvicorn passes the signal on
            assert process.stdout is not None
            process.stdout.close()


def _ready(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/readyz", timeout=20).status_code == 200
    except httpx2.TransportError:
        return False


def test_여기에_낸_글을_저기서_읽고_검토하고_두_정확률은_어디서나_같다(
    machines: tuple[str, str], teacher: str
) -> None:
    with Client(machines[0], key=teacher) as here, Client(machines[1], key=teacher) as there:
        draft = here.draft("오늘 숙재를 했다.")
        clean = there.draft("오늘 숙제를 했다.")
        assert there.get_draft(draft.id).correction == draft.correction
        there.review(draft.id, accepted=[0], reviewer="t1")
        here.review(clean.id, reviewer="t1")
        found = here.accuracy()
        assert (found.overall.n_typo, found.overall.n_clean) == (1, 1)
        assert there.accuracy() == found
        assert list(there.export()) == list(here.export())
        there.delete_draft(clean.id)
        with pytest.raises(ServiceError) as error:
            here.get_draft(clean.id)
        assert error.value.status == 404


def test_같은_열쇠로_두_곳에_함께_보낸_글은_한_번만_저장된다(
    machines: tuple[str, str], teacher: str
) -> None:
    def send(number: int) -> tuple[str, bool]:
        answer = httpx2.post(
            f"{machines[number % 2]}/v1/drafts",
            json={"text": "동시에 보낸 글"},
            headers={"Authorization": f"Bearer {teacher}", "Idempotency-Key": "one"},
            timeout=60,
        )
        return answer.json()["id"], "Idempotency-Replayed" in answer.headers

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(send, range(8)))
    assert len({draft for draft, _ in answers}) == 1
    assert [replayed for _, replayed in answers].count(False) == 1


def test_여기_사전에_넣은_말은_저기서도_고치지_않는다(
    machines: tuple[str, str], teacher: str
) -> None:
    with Client(machines[0], key=teacher) as here, Client(machines[1], key=teacher) as there:
        assert there.correct("숙재를 했다.").text == "숙제를 했다."
        here.add_terms(["숙재"])
        assert there.correct("숙재를 했다.").text == "숙재를 했다."


def status(address: str, presented: str) -> int:
    headers = {"Authorization": f"Bearer {presented}"}
    return httpx2.get(f"{address}/v1/drafts", headers=headers, timeout=20).status_code


def test_거둔_키는_몇_초_안에_어디서나_거절된다(machines: tuple[str, str], database: str) -> None:
    made = key(database, "add", "전학생")
    assert made.startswith("sfk_")
    began = time.monotonic()
    while {status(each, made) for each in machines} != {200}:
        assert time.monotonic() - began < EVERY + 20
        time.sleep(0.05)
    key(database, "revoke", "전학생")
    began = time.monotonic()
    while {status(each, made) for each in machines} != {401}:
        assert time.monotonic() - began < EVERY + 20
        time.sleep(0.05)
    assert "전학생" not in key(database, "list")
    assert "3반" in key(database, "list")


def test_a_rate_is_counted_by_each_machine_for_itself(machines: tuple[str, str], bot: str) -> None:
    assert [status(machines[0], bot) for _ in range(11)] == [200] * 10 + [429]
    assert status(machines[1], bot) == 200


def test_keys_in_a_database_need_one() -> None:
    with pytest.raises(ConfigError, match="--keys database"):
        Services.open(Settings(keys="database", database="off"))
