"""The drafts of an owner as a list, a portion at a time, the oldest first.

The next portion starts behind the last row (keyset pagination), so that nothing is told twice or
left out because others add, review or delete meanwhile. Knows the beginning of a text only.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, literal, select, tuple_

from spellfix.serve.storage.records import Listed
from spellfix.serve.storage.tables import Time, drafts, edits, reviews
from spellfix.serve.storage.transaction import Transaction

BEGINNING = 160
"""Code points of a draft that a list shows."""


class DraftPlace(NamedTuple):
    """Behind which draft the next portion starts."""

    created_at: datetime
    draft_id: str


def portion(
    transaction: Transaction,
    owner: str,
    reviewed: bool | None,
    most: int,
    place: DraftPlace | None,
) -> tuple[list[Listed], DraftPlace | None]:
    """At most `most` drafts behind `place`, and the place behind them: None where there are no
    more. `reviewed`: those that were reviewed, those that were not, None: both."""
    newest = (
        select(func.max(reviews.c.reviewed_at))
        .where(reviews.c.draft_id == drafts.c.id)
        .scalar_subquery()
    )
    made = (
        select(func.count())
        .select_from(edits)
        .where(edits.c.draft_id == drafts.c.id)
        .scalar_subquery()
    )
    wanted = (
        select(
            drafts.c.id,
            drafts.c.created_at,
            drafts.c.score,
            made.label("edits"),
            newest.label("reviewed_at"),
            drafts.c.text,
        )
        .where(drafts.c.owner == owner, transaction.living)
        .order_by(drafts.c.created_at, drafts.c.id)
        .limit(most + 1)
    )
    if reviewed is not None:
        seen = select(reviews.c.id).where(reviews.c.draft_id == drafts.c.id).exists()
        wanted = wanted.where(seen if reviewed else ~seen)
    if place is not None:
        behind = tuple_(literal(place.created_at, Time), literal(place.draft_id))
        wanted = wanted.where(tuple_(drafts.c.created_at, drafts.c.id) > behind)
    rows = transaction.connection.execute(wanted).all()
    found = [
        Listed(
            id=row.id,
            created_at=row.created_at,
            expires_at=transaction.expiry(row.created_at),
            beginning=row.text[:BEGINNING],
            characters=len(row.text),
            edits=row.edits,
            score=row.score,
            reviewed_at=row.reviewed_at,
        )
        for row in rows[:most]
    ]
    if len(rows) <= most:
        return found, None
    return found, DraftPlace(found[-1].created_at, found[-1].id)
