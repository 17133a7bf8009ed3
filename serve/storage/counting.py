"""What became of the drafts of a period, counted by the database. Reads no text."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    and_,
    case,
    func,
    literal_column,
    select,
    type_coerce,
)

from spellfix.serve.reviewing import REWRITTEN
from spellfix.serve.storage.records import Counts, Decisions, Outcomes
from spellfix.serve.storage.reviews import newest
from spellfix.serve.storage.tables import EPOCH, MICROSECOND, decisions, drafts, edits, reviews
from spellfix.serve.storage.transaction import Transaction

_DAY = str(timedelta(days=1) // MICROSECOND)


def count(
    transaction: Transaction, owner: str | None, since: datetime | None, until: datetime | None
) -> Counts:
    """The counts of `owner`, None: of everyone."""
    counted = and_(
        *period(reviews.c.reviewed_at, since, until),
        *_owned(reviews.c.owner, owner),
        newest(),
        transaction.living,
    )
    rows = _outcomes(transaction, counted)
    told = tuple(row for row in rows if row.outcome != REWRITTEN)
    created = and_(
        *period(drafts.c.created_at, since, until),
        *_owned(drafts.c.owner, owner),
        transaction.living,
    )
    reviewed = sum(row.n for row in rows)
    return Counts(
        outcomes=told,
        edits=_decisions(transaction, counted),
        rewritten=reviewed - sum(row.n for row in told),
        drafts=transaction.connection.execute(
            select(func.count()).select_from(drafts).where(created)
        ).scalar_one(),
        reviewed=reviewed,
    )


def period(
    time: Column[Any], since: datetime | None, until: datetime | None
) -> list[ColumnElement[bool]]:
    """The conditions ``since <= time < until``."""
    start = [] if since is None else [time >= since]
    return start if until is None else [*start, time < until]


def _owned(column: Column[Any], owner: str | None) -> list[ColumnElement[bool]]:
    return [] if owner is None else [column == owner]


def _outcomes(transaction: Transaction, counted: ColumnElement[bool]) -> list[Outcomes]:
    day = type_coerce(reviews.c.reviewed_at, Integer) // literal_column(_DAY)
    groups = [
        day.label("day"),
        reviews.c.kind,
        drafts.c.model_name,
        drafts.c.model_version,
        reviews.c.outcome,
    ]
    found = transaction.connection.execute(
        select(*groups, func.count().label("n"))
        .join_from(reviews, drafts)
        .where(counted)
        .group_by(*groups)
    )
    rows = [
        Outcomes(
            day=(EPOCH + timedelta(days=row.day)).date(),
            kind=row.kind,
            model_name=row.model_name,
            model_version=row.model_version,
            outcome=row.outcome,
            n=row.n,
        )
        for row in found
    ]
    return sorted(
        rows,
        key=lambda row: (row.day, row.kind or "", row.model_name, row.model_version, row.outcome),
    )


def _decisions(transaction: Transaction, counted: ColumnElement[bool]) -> tuple[Decisions, ...]:
    accepted = func.sum(case((decisions.c.accepted, 1), else_=0))
    found = transaction.connection.execute(
        select(edits.c.kind, accepted, func.count() - accepted)
        .select_from(reviews)
        .join(drafts, drafts.c.id == reviews.c.draft_id)
        .join(decisions, decisions.c.review_id == reviews.c.id)
        .join(
            edits,
            and_(edits.c.draft_id == decisions.c.draft_id, edits.c.number == decisions.c.number),
        )
        .where(counted)
        .group_by(edits.c.kind)
    )
    return tuple(sorted((Decisions(*row) for row in found), key=lambda row: row.kind))
