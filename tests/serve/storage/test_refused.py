"""Databases that a store refuses, in words for who must act, which hold no password."""

import asyncio
import socket
import sqlite3
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
from spellfix.serve.storage import Store


def refusal(url: str) -> str:
    with pytest.raises(ConfigError) as caught:
        Store.open(url, retention_days=None)
    return str(caught.value)


def opened_and_closed(url: str) -> None:
    asyncio.run(Store.open(url, retention_days=None).close())


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
