"""Requests that come again: which draft the first of them wrote. Only hashes of them are kept."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import delete, select

from spellfix.serve.storage.records import Idempotency, KeyReused
from spellfix.serve.storage.tables import idempotency as table
from spellfix.serve.storage.transaction import Transaction

KEPT = timedelta(hours=48)


class Answered(NamedTuple):
    """What the first request wrote: a draft, or a review of it."""

    draft_id: str
    review_id: str | None


def claim(
    transaction: Transaction, owner: str, given: Idempotency, written: Answered
) -> Answered | None:
    """Notes that the request writes `written`; if an earlier one has written, what that wrote.

    While another transaction claims the same key, waits for it. Raises KeyReused.
    """
    row = {
        "owner": owner,
        "key": _key(given),
        "request": _request(given),
        "created_at": transaction.now,
        **written._asdict(),
    }
    return None if transaction.insert_new(table, row) else answered(transaction, owner, given)


def answered(transaction: Transaction, owner: str, given: Idempotency) -> Answered | None:
    """What the same request has written before. Raises KeyReused."""
    row = transaction.connection.execute(
        select(table.c.request, table.c.draft_id, table.c.review_id).where(
            table.c.owner == owner, table.c.key == _key(given)
        )
    ).one_or_none()
    if row is None:
        return None
    if row.request != _request(given):
        raise KeyReused
    return Answered(row.draft_id, row.review_id)


def purge(transaction: Transaction) -> None:
    """Removes what is older than KEPT."""
    transaction.connection.execute(delete(table).where(table.c.created_at < transaction.now - KEPT))


def _key(given: Idempotency) -> bytes:
    return sha256(_bytes(given.key)).digest()


def _request(given: Idempotency) -> bytes:
    """The key is part of it: without it, the body of a short text could be found by trying."""
    parts = (_bytes(given.key), _bytes(given.route), given.body)
    return sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
