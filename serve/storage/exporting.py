"""Reviewed drafts as pairs, a portion at a time, the oldest review first.

The next portion starts behind the last row (keyset pagination), so that no transaction lasts as
long as an export, and none skips a row that others move.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, literal, select, tuple_

from spellfix.edits import Edit
from spellfix.serve.reviewing import REWRITTEN
from spellfix.serve.storage.counting import period
from spellfix.serve.storage.drafts import edit_of
from spellfix.serve.storage.records import Decided, Exported
from spellfix.serve.storage.reviews import newest
from spellfix.serve.storage.tables import Time, decisions, drafts, edits, reviews
from spellfix.serve.storage.transaction import Transaction

PORTION = 32
"""Rows in memory: with texts of 20,000 syllables, some 6 MB."""


class Place(NamedTuple):
    """Behind which review the next portion starts."""

    reviewed_at: datetime
    review_id: str


def last(transaction: Transaction, owner: str, until: datetime | None) -> datetime | None:
    """When the newest review before `until` was made: an export goes no further."""
    newest_of_all: datetime | None = transaction.connection.execute(
        select(func.max(reviews.c.reviewed_at)).where(
            reviews.c.owner == owner, *period(reviews.c.reviewed_at, None, until)
        )
    ).scalar_one()
    return newest_of_all


def portion(
    transaction: Transaction,
    owner: str,
    since: datetime | None,
    last: datetime,
    place: Place | None,
) -> tuple[list[Exported], Place | None]:
    """The next rows up to `last`, and the place behind them: None where there are no more."""
    wanted = (
        select(
            reviews.c.id.label("review_id"),
            drafts.c.id,
            drafts.c.text,
            reviews.c.final_text,
            reviews.c.kind,
            drafts.c.corrected,
            drafts.c.model_name,
            drafts.c.model_version,
            reviews.c.reviewer,
            reviews.c.reviewed_at,
        )
        .join_from(reviews, drafts)
        .where(
            reviews.c.owner == owner,
            *period(reviews.c.reviewed_at, since, None),
            reviews.c.reviewed_at <= last,
            reviews.c.outcome != REWRITTEN,
            newest(),
            transaction.living,
        )
        .order_by(reviews.c.reviewed_at, reviews.c.id)
        .limit(PORTION)
    )
    if place is not None:
        behind = tuple_(literal(place.reviewed_at, Time), literal(place.review_id))
        wanted = wanted.where(tuple_(reviews.c.reviewed_at, reviews.c.id) > behind)
    rows = transaction.connection.execute(wanted).all()
    made = _edits(transaction, [row.id for row in rows])
    decided = _decisions(transaction, [row.review_id for row in rows])
    exported = [
        Exported(
            id=row.id,
            input=row.text,
            target=row.final_text,
            kind=row.kind,
            output=row.corrected,
            edits=tuple(
                Decided(edit, decided[row.review_id].get(number))
                for number, edit in enumerate(made[row.id])
            ),
            model_name=row.model_name,
            model_version=row.model_version,
            reviewer=row.reviewer,
            reviewed_at=row.reviewed_at,
        )
        for row in rows
    ]
    if len(rows) < PORTION:
        return exported, None
    return exported, Place(rows[-1].reviewed_at, rows[-1].review_id)


def _edits(transaction: Transaction, draft_ids: list[str]) -> defaultdict[str, list[Edit]]:
    found: defaultdict[str, list[Edit]] = defaultdict(list)
    for row in transaction.connection.execute(
        select(edits)
        .where(edits.c.draft_id.in_(draft_ids))
        .order_by(edits.c.draft_id, edits.c.number)
    ):
        found[row.draft_id].append(edit_of(row))
    return found


def _decisions(
    transaction: Transaction, review_ids: list[str]
) -> defaultdict[str, dict[int, bool]]:
    found: defaultdict[str, dict[int, bool]] = defaultdict(dict)
    for row in transaction.connection.execute(
        select(decisions).where(decisions.c.review_id.in_(review_ids))
    ):
        found[row.review_id][row.number] = row.accepted
    return found
