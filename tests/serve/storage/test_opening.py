"""Opening a store: what is made, what is refused, and in which words."""

import asyncio
import socket
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spellfix.errors import ConfigError
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


def refusal(url: str) -> str:
    with pytest.raises(ConfigError) as caught:
        Store.open(url, retention_days=None)
    return str(caught.value)


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
    cluster.execute("ALTER SYSTEM SET synchronous_commit = off; ")
    cluster.execute("SELECT pg_reload_conf()")
    try:
        store = Store.open(cluster.url(options="-c synchronous_commit=off"), retention_days=None)
        shown = store._database.write(
            lambda connection: connection.exec_driver_sql("SHOW synchronous_commit").scalar_one()
        )
        asyncio.run(store.close())
    finally:
        cluster.execute("ALTER SYSTEM RESET synchronous_commit")
        cluster.execute("SELECT pg_reload_conf()")
    assert shown == "on"


@pytest.mark.parametrize(
    "url",
    ["", "drafts.sqlite3", "mysql://me:geheim@host/name", "http://geheim@host", "postgresql://a:geheim@b:c/d",
     "sqlite+aiosqlite:///x", "postgresql+asyncpg://me:geheim@host/x"],
)  # fmt: skip
def test_an_address_of_another_kind_is_refused_without_repeating_it(url: str) -> None:
    words = refusal(url)
    assert "expected sqlite:///PATH" in words
    assert "geheim" not in words


@given(st.text())
def test_no_address_is_too_odd_to_be_refused(odd: str) -> None:
    assert "--database" in refusal(f"no{odd}")


@pytest.mark.parametrize(
    "url",
    ["sqlite://", "sqlite:///", "sqlite://host/x", "sqlite:///:memory:", "sqlite:///d?mode=ro"],
)
def test_a_database_in_memory_is_refused_as_it_would_be_lost(url: str) -> None:
    assert "expected a file" in refusal(url)


def test_a_file_that_cannot_be_made_is_named() -> None:
    words = refusal("sqlite:////proc/nowhere/drafts.sqlite3")
    assert "cannot be opened" in words
    assert "/proc/nowhere" in words


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("메모\n" * 1000, encoding="utf-8")
    assert "not a database" in refusal(f"sqlite:///{file}")
    assert file.read_text(encoding="utf-8") == "메모\n" * 1000


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """By a process that is not root, who may write everywhere."""
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o555)
    code = (
        "import os, sys, asyncio\n"
        "from spellfix.serve.storage import Store\n"
        "asyncio.run(Store.open(sys.argv[1], retention_days=None).close())\n"
        "if os.geteuid() == 0: os.seteuid(65534)\n"
        "Store.open(sys.argv[2], retention_days=None)\n"
    )
    places = [f"sqlite:///{tmp_path / 'd'}", f"sqlite:///{folder / 'd'}"]
    done = subprocess.run([sys.executable, "-c", code, *places], capture_output=True, text=True)
    assert done.returncode == 1
    assert "cannot be opened: [Errno 13]" in done.stderr.splitlines()[-1]


def test_a_postgresql_that_takes_no_writes_is_refused(cluster: Any) -> None:
    url = cluster.url(options="-c default_transaction_read_only=on")
    assert "read-only" in refusal(url)


def test_a_postgresql_that_is_not_there_is_named_without_password() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    words = refusal(f"postgresql://me:geheim@127.0.0.1:{port}/school?password=geheim")
    assert f"postgresql://me@127.0.0.1:{port}/school" in words
    assert "refused" in words
    assert "geheim" not in words


def test_both_names_of_postgresql_are_understood(cluster: Any) -> None:
    for scheme in ("postgres", "postgresql+psycopg"):
        opened_and_closed(cluster.emptied().replace("postgresql", scheme, 1))


def test_a_missing_psycopg_is_named_with_what_installs_it() -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None\n"  # so Python says that there is none
        "from spellfix.serve.storage import Store\n"
        "Store.open('postgresql://localhost/x', retention_days=None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert "ConfigError" in done.stderr
    assert "pip install 'spellfix[postgres]'" in done.stderr


def test_a_database_of_a_newer_version_is_refused_and_left_alone(nothing_yet: str) -> None:
    opened_and_closed(nothing_yet)
    run(nothing_yet, "UPDATE alembic_version SET version_num = 'f00d'")
    words = refusal(nothing_yet)
    assert "made by a newer spellfix" in words
    assert "f00d" in words
    assert run(nothing_yet, "SELECT version_num FROM alembic_version") == [("f00d",)]


def test_a_database_with_the_tables_of_another_program_is_refused(nothing_yet: str) -> None:
    run(nothing_yet, "CREATE TABLE drafts (beer TEXT)")
    assert "another program" in refusal(nothing_yet)


def run(url: str, statement: str) -> list[Any]:
    """What `statement` finds, without the store."""
    connection: Any
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    else:
        connection = psycopg.connect(url)
    with closing(connection):
        found = connection.execute(statement)
        rows = found.fetchall() if found.description else []
        connection.commit()
    return list(rows)


def test_the_default_database_lies_where_the_platform_keeps_data() -> None:
    assert default_database({"XDG_DATA_HOME": "/data"}) == "sqlite:////data/spellfix/drafts.sqlite3"
    usual = f"sqlite:///{Path.home() / '.local/share/spellfix/drafts.sqlite3'}"
    assert default_database({}) == default_database({"XDG_DATA_HOME": "data"}) == usual
