"""Drafts, what people decided about them, and the dictionaries of their owners, in a database.

    store = Store.open("sqlite:////home/me/drafts.sqlite3", retention_days=90)
    written = await store.add_draft(owner, NewDraft(...))
    await store.close()

What a method has returned is on the disk. SQLite (embedded) and PostgreSQL behave alike. Knows
nothing about HTTP, nor how a correction is made or judged.
"""

from spellfix.serve.storage.listing import DraftPlace
from spellfix.serve.storage.location import default_database
from spellfix.serve.storage.records import (
    Counts,
    Decided,
    Decisions,
    Draft,
    Exported,
    Gone,
    Idempotency,
    KeyReused,
    Listed,
    NewDraft,
    NewReview,
    Outcomes,
    Review,
    Term,
    TooManyTerms,
    Unavailable,
    Written,
)
from spellfix.serve.storage.store import Store

__all__ = [
    "Counts",
    "Decided",
    "Decisions",
    "Draft",
    "DraftPlace",
    "Exported",
    "Gone",
    "Idempotency",
    "KeyReused",
    "Listed",
    "NewDraft",
    "NewReview",
    "Outcomes",
    "Review",
    "Store",
    "Term",
    "TooManyTerms",
    "Unavailable",
    "Written",
    "default_database",
]
