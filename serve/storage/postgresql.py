"""PostgreSQL by psycopg: how transactions begin, and how long anything is waited for.

Source: https://www.postgresql.org/docs/15/runtime-config-wal.html
"""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, text

from spellfix.errors import ConfigError

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
DRIVER = "postgresql+psycopg"
WRITERS = 4
_WAITS: dict[str, Any] = {
    "connect_timeout": 5,  # seconds
    "tcp_user_timeout": 15_000,  # milliseconds until a host that has vanished is given up
    "keepalives_idle": 15,  # seconds
    "fallback_application_name": "spellfix",
}
_SETTINGS = """
    SET lock_timeout = '10s';
    SET statement_timeout = '60s';
    SET idle_in_transaction_session_timeout = '60s'
"""
_LOG = logging.getLogger(__name__)


def connect(url: URL, connections: int) -> Engine:
    """Raises ConfigError where psycopg is missing. Connects when it is used."""
    try:
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_size=connections,
            max_overflow=0,
            pool_pre_ping=True,  # after a restart of the database, old connections are dead
            connect_args={name: value for name, value in _WAITS.items() if name not in url.query},
        )
    except ImportError:
        raise ConfigError(
            "--database postgresql: psycopg이 없습니다 / psycopg is missing: "
            "pip install 'spellfix[postgres]'"
        ) from None
    event.listen(engine, "connect", _prepare)
    return engine


def reading(engine: Engine) -> Engine:
    """Several queries of one transaction see the same moment, as they do in SQLite."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writing(engine: Engine) -> Engine:
    return engine.execution_options(isolation_level="READ COMMITTED")


def check(engine: Engine) -> None:
    """Raises ConfigError for a server that takes no writes; warns of one that does not flush."""
    with engine.connect() as connection:
        if connection.execute(text("SHOW transaction_read_only")).scalar_one() == "on":
            raise ConfigError(
                "--database postgresql: 읽기 전용입니다 / the database is read-only; "
                "expected the primary server"
            )
        if connection.execute(text("SHOW fsync")).scalar_one() == "off":
            _LOG.warning("fsync is off in PostgreSQL: what was acknowledged may be lost")


def forget(engine: Engine) -> None:
    """Autovacuum does it."""


def _prepare(connection: Any, record: Any) -> None:
    """An acknowledged commit is on the disk, even where the server is told otherwise."""
    connection.autocommit = True
    connection.execute(_SETTINGS)
    if connection.execute("SHOW synchronous_commit").fetchone() == ("off",):
        connection.execute("SET synchronous_commit = on")
    connection.autocommit = False
