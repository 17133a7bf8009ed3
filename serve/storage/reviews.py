"""What people decide about drafts: one review of a draft by each reviewer, the newest counts.

Knows nothing about how a review is judged: the outcome is handed in.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, exists, func, insert, select

from spellfix.serve.storage import idempotency as requests
from spellfix.serve.storage.drafts import replay, with_review, without_review
from spellfix.serve.storage.idempotency import Answered
from spellfix.serve.storage.records import Gone, Idempotency, NewReview, Written
from spellfix.serve.storage.tables import MICROSECOND, decisions, reviews
from spellfix.serve.storage.transaction import Transaction, new_id


def add(
    transaction: Transaction,
    owner: str,
    draft_id: str,
    review: NewReview,
    idempotency: Idempotency | None,
) -> Written | None:
    """The draft with its new review; None where there is no such draft. Raises KeyReused, Gone."""
    draft = without_review(transaction, owner, draft_id, lock=True)
    if draft is None:
        if idempotency is not None:
            replay(transaction, owner, idempotency)
        return None
    review_id = new_id()
    if idempotency is not None:
        before = requests.claim(transaction, owner, idempotency, Answered(draft_id, review_id))
        if before is not None:
            again = replay(transaction, owner, idempotency)
            if again is None:
                raise Gone
            return Written(again, replayed=True)
    _replace(transaction, owner, draft_id, review_id, review)
    written = with_review(transaction, owner, draft_id, review_id)
    if written is None:
        raise Gone
    return Written(written, replayed=False)


def newest() -> ColumnElement[bool]:
    """The condition that no later review of its draft follows a row of ``reviews``."""
    later = reviews.alias("later")
    return ~exists().where(
        later.c.draft_id == reviews.c.draft_id, later.c.reviewed_at > reviews.c.reviewed_at
    )


def _replace(
    transaction: Transaction, owner: str, draft_id: str, review_id: str, review: NewReview
) -> None:
    """Whoever comes last is the newest, also where the clock was set back meanwhile."""
    execute = transaction.connection.execute
    mine = reviews.c.draft_id == draft_id
    last = execute(select(func.max(reviews.c.reviewed_at)).where(mine)).scalar_one()
    now = transaction.now if last is None else max(transaction.now, last + MICROSECOND)
    execute(delete(reviews).where(mine, reviews.c.reviewer == review.reviewer))
    execute(
        insert(reviews).values(
            id=review_id,
            draft_id=draft_id,
            owner=owner,
            reviewer=review.reviewer,
            reviewed_at=now,
            final_text=review.final_text,
            outcome=review.outcome,
            kind=review.kind,
        )
    )
    decided = dict.fromkeys(review.accepted, True) | dict.fromkeys(review.rejected, False)
    if decided:
        execute(
            insert(decisions),
            [
                {"review_id": review_id, "draft_id": draft_id, "number": number, "accepted": yes}
                for number, yes in decided.items()
            ],
        )
