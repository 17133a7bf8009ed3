"""Opening a store: what is made, by whom it can be read, and how writes reach the disk."""

import asyncio
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from spellfix.serve.storage import Store, default_database

OPENING = """
import asyncio, sys
from spellfix.serve.storage import NewDraft, NewReview, Store

async def work():
    sys.stdout.write("ready\\n")
    sys.stdout.flush()
    sys.stdin.readline()
    store = Store.open(sys.argv[1], retention_days=None)
    for _ in range(10):
        draft = (await store.add_draft("", NewDraft("글", "글", (), 1.0, None, "m", "v"))).draft
        await store.add_review("", draft.id, NewReview((), (), "글", "kept"))
    await store.close()

asyncio.run(work())
"""


def opened_and_closed(url: str) -> None:
    asyncio.run(Store.open(url, retention_days=None).close())


def test_several_processes_open_an_empty_database_and_write_at_once(nothing_yet: str) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", OPENING, nothing_yet],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for each in processes:
        assert each.stdout
        assert each.stdout.readline() == "ready\n"
    for each in processes:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    assert [(each.communicate(timeout=60)[1], each.returncode) for each in processes] == [
        ("", 0)
    ] * 3
    store = Store.open(nothing_yet, retention_days=None)

    async def written() -> tuple[int, int]:
        counts = await store.outcomes(None)
        await store.close()
        return counts.drafts, counts.reviewed

    assert asyncio.run(written()) == (30, 30)


def test_the_file_and_its_folders_are_the_users_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    file = tmp_path / "새 폴더" / "안" / "drafts.sqlite3"
    store = Store.open(f"sqlite:///{file}", retention_days=None)
    asyncio.run(store.purge())
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert modes == {file.name: 0o600, f"{file.name}-wal": 0o600, f"{file.name}-shm": 0o600}
    for folder in (file.parent, file.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    asyncio.run(store.close())
    assert store.url == f"sqlite:///{file}"


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "drafts.sqlite3"
    file.touch(mode=0o644)
    opened_and_closed(f"sqlite:///{file}")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_sqlite_flushes_every_commit_to_a_write_ahead_log(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'd'}", retention_days=None)
    ask = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")

    def settings(connection: Any) -> list[Any]:
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ask]

    database = store._database
    assert database.read(settings) == database.write(settings) == ["wal", 2, 1, 1, 10_000]
    asyncio.run(store.close())


def test_a_writer_takes_its_lock_before_it_reads(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'd'}", retention_days=None)

    def locked(_: Any) -> bool:
        with closing(sqlite3.connect(tmp_path / "d", timeout=0)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            return False

    assert store._database.write(locked) is True
    assert store._database.read(locked) is False
    asyncio.run(store.close())


def test_postgresql_flushes_every_commit_though_it_is_told_otherwise(cluster: Any) -> None:
    url = cluster.url(options="-c synchronous_commit=off")
    store = Store.open(url, retention_days=None)
    shown = store._database.write(
        lambda connection: connection.exec_driver_sql("SHOW synchronous_commit").scalar_one()
    )
    asyncio.run(store.close())
    assert shown == "on"


def test_the_default_database_lies_where_the_platform_keeps_data() -> None:
    assert default_database({"XDG_DATA_HOME": "/data"}) == "sqlite:////data/spellfix/drafts.sqlite3"
    usual = f"sqlite:///{Path.home() / '.local/share/spellfix/drafts.sqlite3'}"
    assert default_database({}) == default_database({"XDG_DATA_HOME": "data"}) == usual
