"""What every read and write is given: a transaction that has begun, its time, and what has expired.

Knows no table but that of the drafts.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, Table, func, select, true
from sqlalchemy.dialects import postgresql, sqlite

from spellfix.errors import ConfigError
from spellfix.serve.storage.tables import drafts

MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Transaction:
    """`retention`: how long a draft can be read, None: for ever."""

    connection: Connection
    now: datetime
    retention: timedelta | None

    def expiry(self, created_at: datetime) -> datetime | None:
        """When a draft of that time expires."""
        return None if self.retention is None else created_at + self.retention

    @property
    def living(self) -> ColumnElement[bool]:
        """The condition that a draft has not expired."""
        return true() if self.retention is None else drafts.c.created_at > self.now - self.retention

    def alone(self, name: str) -> None:
        """Others that call this with the same `name` wait for the end of this transaction.

        SQLite has one writer at a time anyway.
        """
        if self.connection.dialect.name == "postgresql":
            key = int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
            self.connection.execute(select(func.pg_advisory_xact_lock(key)))

    def insert_new(self, table: Table, row: dict[str, Any]) -> bool:
        """Inserts `row` where no row has its unique values; waits for whoever is inserting one.

        False where there is one, which the rest of the transaction sees.
        """
        insert: Insert
        if self.connection.dialect.name == "postgresql":
            insert = postgresql.insert(table).values(row).on_conflict_do_nothing()
        else:
            insert = sqlite.insert(table).values(row).on_conflict_do_nothing()
        done = self.connection.execute(insert, execution_options={"preserve_rowcount": True})
        return done.rowcount == 1


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days drafts are kept, None: for ever; and what tells the time."""

    days: int | None
    clock: Callable[[], datetime]

    def __post_init__(self) -> None:
        if self.days is not None and not 1 <= self.days <= MOST_DAYS:
            raise ConfigError(
                f"--retention-days {self.days}: 1 이상 {MOST_DAYS} 이하여야 합니다 / "
                f"expected 1 to {MOST_DAYS}"
            )

    def begin(self, connection: Connection) -> Transaction:
        kept = None if self.days is None else timedelta(days=self.days)
        return Transaction(connection, self.clock(), kept)


def new_id() -> str:
    """22 characters that nobody guesses: 128 random bits."""
    return secrets.token_urlsafe(16)
