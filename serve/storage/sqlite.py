"""SQLite: the embedded database, one file that nobody but its owner can read.

Write-ahead log, so that reading and writing do not wait for each other; every commit is flushed to
the disk (synchronous=FULL); what is deleted is overwritten (secure_delete).
Source: https://www.sqlite.org/pragma.html, https://www.sqlite.org/wal.html
"""

from __future__ import annotations

import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from spellfix.errors import ConfigError

WRITERS = 1
"""There is one writer at a time; others would wait for it anyway."""
PATIENCE = 10.0
"""Seconds to wait for writers in other processes."""
_BEGIN = "spellfix_begin"
_LOG = logging.getLogger(__name__)


def understood(rest: str) -> URL:
    """The URL of a file; `rest` is what follows ``sqlite://``, taken literally.

    Raises ConfigError for a database in memory, which would be lost, and for options.
    """
    path = rest[1:]
    if not rest.startswith("/") or path in ("", ":memory:") or "?" in path or "\0" in path:
        raise ConfigError(
            "--database sqlite: 파일을 적어 주십시오 / expected a file: sqlite:///PATH, "
            "sqlite:////ABSOLUTE/PATH"
        )
    return URL.create("sqlite", database=str(Path(path).expanduser().absolute()))


def connect(url: URL, connections: int) -> Engine:
    """The file behind `url`, made where it is missing with mode 0600, in a folder with 0700."""
    _make(Path(str(url.database)))
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0,
        connect_args={"timeout": PATIENCE},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def reading(engine: Engine) -> Engine:
    return engine


def writing(engine: Engine) -> Engine:
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def check(engine: Engine) -> None:
    """Turns on the write-ahead log, for good, where the file system can have one."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            with _outside(engine) as connection:
                mode = connection.exec_driver_sql("PRAGMA journal_mode=WAL").scalar_one()
            if mode != "wal":
                _LOG.warning("SQLite has no write-ahead log here (%s): reads wait for writes", mode)
            return
        except OperationalError as error:
            # Several processes that turn it on at once are refused without waiting.
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.05)


def forget(engine: Engine) -> None:
    """Empties the write-ahead log, where what was deleted still stands.

    Waits for no reader long: what it cannot do now, the next call does.
    """
    with suppress(OperationalError), _outside(engine) as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=500")
        try:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE * 1000:.0f}")


def _make(file: Path) -> None:
    for folder in reversed([folder for folder in file.parents if not folder.exists()]):
        folder.mkdir(mode=0o700, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    with suppress(PermissionError):  # the file of somebody else, who lets us write
        file.chmod(0o600)


def _prepare(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # transactions begin below, and nowhere else
    for setting in ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: one that read before would be refused instead of waiting."""
    statement = connection.get_execution_options().get(_BEGIN, "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)


def _outside(engine: Engine) -> Connection:
    """A connection outside of any transaction."""
    return engine.execution_options(**{_BEGIN: ""}).connect()
