"""The terms of each owner that stay as they are. Knows nothing about how a text has them."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from unicodedata import normalize

from sqlalchemy import delete as delete_from
from sqlalchemy import func, select

from spellfix.serve.storage.drafts import is_id
from spellfix.serve.storage.records import Term, TooManyTerms
from spellfix.serve.storage.tables import terms as table
from spellfix.serve.storage.transaction import Transaction, new_id


def terms(transaction: Transaction, owner: str) -> list[Term]:
    """The terms of `owner`, in the order in which they came."""
    found = transaction.connection.execute(
        select(table.c.id, table.c.term, table.c.created_at)
        .where(table.c.owner == owner)
        .order_by(table.c.number, table.c.id)
    )
    return [Term(*row) for row in found]


def add(transaction: Transaction, owner: str, given: Sequence[str], most: int) -> list[Term]:
    """Adds those that are not there in any Unicode form; all of them. Raises TooManyTerms."""
    transaction.alone(f"terms of {owner}")
    mine = table.c.owner == owner
    last = select(func.coalesce(func.max(table.c.number), 0)).where(mine)
    number = transaction.connection.execute(last).scalar_one()
    for each in given:
        row = {
            "id": new_id(),
            "owner": owner,
            "number": number + 1,
            "term": each,
            "form": sha256(normalize("NFC", each).encode()).digest(),
            "created_at": transaction.now,
        }
        number += transaction.insert_new(table, row)
    known = terms(transaction, owner)
    if len(known) > most:
        raise TooManyTerms
    return known


def delete(transaction: Transaction, owner: str, term_id: str) -> bool:
    """Removes the term; False where there is none."""
    if not is_id(term_id):
        return False
    return (
        transaction.connection.execute(
            delete_from(table).where(table.c.owner == owner, table.c.id == term_id)
        ).rowcount
        == 1
    )
