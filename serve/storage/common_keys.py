"""API keys that services on several machines have in common. Knows only their hashes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict

from sqlalchemy import delete, select

from spellfix.serve.key import Key
from spellfix.serve.storage.tables import keys as table
from spellfix.serve.storage.transaction import Transaction

Change = Callable[[Sequence[Key]], Sequence[Key]]


def all_keys(transaction: Transaction) -> list[Key]:
    """The keys, the oldest first."""
    columns = (table.c.name, table.c.sha256, table.c.requests_per_minute, table.c.created)
    found = transaction.connection.execute(
        select(*columns).order_by(table.c.created, table.c.name, table.c.sha256)
    )
    return [Key(*row) for row in found]


def change(transaction: Transaction, made: Change) -> None:
    """Keeps what `made` makes of the keys. Raises what it raises, and changes nothing then."""
    transaction.alone("keys")
    before = all_keys(transaction)
    after = made(before)
    gone = [key.sha256 for key in before if key not in after]
    new = [asdict(key) for key in after if key not in before]
    if gone:
        transaction.connection.execute(delete(table).where(table.c.sha256.in_(gone)))
    if new:
        transaction.connection.execute(table.insert(), new)
