"""The tables, the same on SQLite and PostgreSQL. Knows nothing about what is asked of them.

    drafts ─┬─ edits ──────┐
            └─ reviews ─── decisions         a draft takes all of these with it
    idempotency      hashes of requests, and which draft they wrote; outlives the draft
    terms
    keys             hashes of API keys, where they are kept here and not in a file

What people typed is kept as the bytes of its UTF-8: the text type of PostgreSQL holds no NUL. Times
are microseconds since 1970 in UTC, which both databases compare and divide alike. Long columns come
last: SQLite reads through them to reach what follows.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MICROSECOND = timedelta(microseconds=1)


class Text(TypeDecorator[str]):
    """Any text that UTF-8 can hold, NUL too."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.encode()

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else bytes(value).decode()


class Time(TypeDecorator[datetime]):
    """An aware time, to the microsecond."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + value * MICROSECOND


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("owner", String, nullable=False),
    Column("created_at", Time, nullable=False, index=True),  # what is past its time
    Column("score", Double, nullable=False),
    Column("min_confidence", Double),
    Column("model_name", String, nullable=False),
    Column("model_version", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("corrected", Text, nullable=False),
    Index(None, "owner", "created_at"),  # how many of a period
)

edits = Table(
    "edits",
    metadata,
    Column("draft_id", ForeignKey(drafts.c.id, ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("draft_id", ForeignKey(drafts.c.id, ondelete="CASCADE"), nullable=False),
    Column("owner", String, nullable=False),  # of the draft: for the index below
    Column("reviewer", Text, nullable=False),
    Column("reviewed_at", Time, nullable=False),
    Column("outcome", String, nullable=False),
    Column("kind", String),
    Column("final_text", Text, nullable=False),
    UniqueConstraint("draft_id", "reviewer"),
    UniqueConstraint("draft_id", "reviewed_at"),  # so one of them is the newest; finds it, too
    Index(None, "owner", "reviewed_at", "id"),  # export, in portions; accuracy of a period
)

decisions = Table(
    "decisions",
    metadata,
    Column("review_id", ForeignKey(reviews.c.id, ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("draft_id", String(22), nullable=False),
    Column("accepted", Boolean, nullable=False),
    ForeignKeyConstraint(
        ["draft_id", "number"], ["edits.draft_id", "edits.number"], ondelete="CASCADE"
    ),
    Index(None, "draft_id", "number"),  # for the cascade
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("owner", String, primary_key=True),
    Column("key", LargeBinary(32), primary_key=True),  # SHA-256
    Column("request", LargeBinary(32), nullable=False),  # SHA-256
    Column("draft_id", String(22), nullable=False),
    Column("review_id", String(22)),
    Column("created_at", Time, nullable=False, index=True),
)

terms = Table(
    "terms",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("owner", String, nullable=False),
    Column("number", Integer, nullable=False),  # the order in which an owner's terms came
    Column("term", Text, nullable=False),
    Column("form", LargeBinary(32), nullable=False),  # SHA-256 of the term in NFC
    Column("created_at", Time, nullable=False),
    UniqueConstraint("owner", "form"),
)

keys = Table(
    "keys",
    metadata,
    Column("sha256", String(64), primary_key=True),  # hexadecimal digits
    Column("name", String, nullable=False),
    Column("requests_per_minute", Integer),
    Column("created", String(10), nullable=False),  # a date
)
