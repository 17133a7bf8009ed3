"""Drafts and their edits: added, found, deleted, each in a transaction that is handed in.

Knows nothing about how a review comes to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, delete, insert, select

from spellfix.edits import Edit
from spellfix.serve.storage import idempotency as requests
from spellfix.serve.storage.idempotency import Answered
from spellfix.serve.storage.records import Draft, Gone, Idempotency, NewDraft, Review, Written
from spellfix.serve.storage.tables import decisions, drafts, edits, reviews
from spellfix.serve.storage.transaction import Transaction, new_id

PORTION = 500
"""Drafts that one transaction purges, so that nobody waits long for it."""
_ID = re.compile(r"[A-Za-z0-9_-]{22}")


def is_id(given: str) -> bool:
    """Whether `given` can be an id; anything may come in a path, even what no column can hold."""
    return _ID.fullmatch(given) is not None


def add(
    transaction: Transaction, owner: str, draft: NewDraft, idempotency: Idempotency | None
) -> Written:
    """The stored draft, or the one that the same request stored before. Raises KeyReused, Gone."""
    draft_id = new_id()
    if idempotency is not None:
        before = requests.claim(transaction, owner, idempotency, Answered(draft_id, None))
        if before is not None:
            return Written(_again(transaction, owner, before), replayed=True)
    row = {
        "id": draft_id,
        "owner": owner,
        "created_at": transaction.now,
        "text": draft.text,
        "corrected": draft.corrected,
        "score": draft.score,
        "min_confidence": draft.min_confidence,
        "model_name": draft.model_name,
        "model_version": draft.model_version,
    }
    transaction.connection.execute(insert(drafts).values(row))
    if draft.edits:
        transaction.connection.execute(
            insert(edits),
            [
                {
                    "draft_id": draft_id,
                    "number": number,
                    "start": edit.start,
                    "end": edit.end,
                    "before": edit.before,
                    "after": edit.after,
                    "kind": edit.kind,
                    "confidence": edit.confidence,
                }
                for number, edit in enumerate(draft.edits)
            ],
        )
    return Written(_draft(transaction, row, draft.edits, None), replayed=False)


def find(transaction: Transaction, owner: str, draft_id: str) -> Draft | None:
    """The draft with its newest review."""
    draft = without_review(transaction, owner, draft_id)
    return None if draft is None else replace(draft, review=_review(transaction, draft_id))


def replay(transaction: Transaction, owner: str, idempotency: Idempotency) -> Draft | None:
    """The answer to the same request before, None if it is new. Raises KeyReused, Gone."""
    before = requests.answered(transaction, owner, idempotency)
    return None if before is None else _again(transaction, owner, before)


def with_review(
    transaction: Transaction, owner: str, draft_id: str, review_id: str
) -> Draft | None:
    """The draft with that review, or with its newest one where that is replaced."""
    draft = without_review(transaction, owner, draft_id)
    if draft is None:
        return None
    review = _review(transaction, draft_id, review_id) or _review(transaction, draft_id)
    return replace(draft, review=review)


def without_review(
    transaction: Transaction, owner: str, draft_id: str, *, lock: bool = False
) -> Draft | None:
    """The draft alone; with `lock`, others that want to change it wait for this transaction."""
    if not is_id(draft_id):
        return None
    wanted = select(drafts).where(
        drafts.c.id == draft_id, drafts.c.owner == owner, transaction.living
    )
    if lock:
        wanted = wanted.with_for_update()
    row = transaction.connection.execute(wanted).mappings().one_or_none()
    if row is None:
        return None
    found = transaction.connection.execute(
        select(edits).where(edits.c.draft_id == draft_id).order_by(edits.c.number)
    )
    return _draft(transaction, row, map(edit_of, found), None)


def delete_draft(transaction: Transaction, owner: str, draft_id: str) -> bool:
    """Removes the draft with all that hangs on it."""
    if not is_id(draft_id):
        return False
    return (
        transaction.connection.execute(
            delete(drafts).where(
                drafts.c.id == draft_id, drafts.c.owner == owner, transaction.living
            )
        ).rowcount
        == 1
    )


def purge(transaction: Transaction) -> int:
    """Removes a portion of the drafts that have expired; how many, 0 when none is left."""
    requests.purge(transaction)
    if transaction.retention is None:
        return 0
    expired = select(drafts.c.id).where(~transaction.living).limit(PORTION)
    return transaction.connection.execute(delete(drafts).where(drafts.c.id.in_(expired))).rowcount


def edit_of(row: Row[Any]) -> Edit:
    """The edit in a row of ``edits``."""
    return Edit(row.start, row.end, row.before, row.after, row.kind, row.confidence)


def _again(transaction: Transaction, owner: str, before: Answered) -> Draft:
    if before.review_id is None:
        draft = without_review(transaction, owner, before.draft_id)
    else:
        draft = with_review(transaction, owner, before.draft_id, before.review_id)
    if draft is None:
        raise Gone
    return draft


def _draft(
    transaction: Transaction, row: Mapping[Any, Any], made: Iterable[Edit], review: Review | None
) -> Draft:
    return Draft(
        **row, expires_at=transaction.expiry(row["created_at"]), edits=tuple(made), review=review
    )


def _review(transaction: Transaction, draft_id: str, review_id: str | None = None) -> Review | None:
    """The review of that id, or the newest one of the draft."""
    wanted = select(reviews).where(reviews.c.draft_id == draft_id)
    if review_id is not None:
        wanted = wanted.where(reviews.c.id == review_id)
    row = transaction.connection.execute(
        wanted.order_by(reviews.c.reviewed_at.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    made = transaction.connection.execute(
        select(decisions.c.number, decisions.c.accepted)
        .where(decisions.c.review_id == row.id)
        .order_by(decisions.c.number)
    ).all()
    return Review(
        accepted=tuple(number for number, accepted in made if accepted),
        rejected=tuple(number for number, accepted in made if not accepted),
        final_text=row.final_text,
        outcome=row.outcome,
        kind=row.kind,
        reviewer=row.reviewer,
        reviewed_at=row.reviewed_at,
    )
