"""Brings a database to the tables of this version, one process at a time.

Knows no table: the steps lie in ``migrations``.
"""

from __future__ import annotations

from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from spellfix.errors import ConfigError

_ONE_AT_A_TIME = 0x5350454C4C464958  # of all advisory locks of the database, ours: "SPELLFIX"
_ALEMBIC = Lock()
"""Alembic keeps what it works on in globals."""


def upgrade(connection: Connection, shown: str) -> None:
    """Runs what is missing, in the transaction of `connection`, which writes.

    Others that do the same wait for its end: SQLite has one writer, PostgreSQL an advisory lock.
    Raises ConfigError for a database of a newer version or of another program.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
    with _ALEMBIC:
        config = configured(connection)
        scripts = ScriptDirectory.from_config(config)
        here = MigrationContext.configure(connection).get_current_revision()
        if here == scripts.get_current_head():
            return
        if here is not None:
            try:
                scripts.get_revision(here)
            except CommandError:
                raise ConfigError(
                    f"--database {shown}: 더 새로운 spellfix의 것입니다 / made by a newer spellfix "
                    f"or another program (schema {here}); pip install --upgrade spellfix"
                ) from None
        elif inspect(connection).has_table("drafts"):
            raise ConfigError(
                f"--database {shown}: 다른 프로그램의 것입니다 / holds the tables of another "
                "program; expected a database of its own"
            )
        command.upgrade(config, "head")


def configured(connection: Connection) -> Config:
    """What alembic's commands need to work on `connection`."""
    config = Config()
    config.set_main_option("script_location", "spellfix.serve.storage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
