"""Drafts with their edits, reviews and decisions; idempotency records; terms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("min_confidence", sa.Double()),
        sa.Column("model_name", sa.String(), nullable=False),
        sa.Column("model_version", sa.String(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("corrected", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_created_at", "drafts", ["created_at"])
    op.create_index("ix_drafts_owner_created_at", "drafts", ["owner", "created_at"])
    op.create_table(
        "edits",
        sa.Column("draft_id", sa.String(22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("after", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "number", name="pk_edits"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], ondelete="CASCADE", name="fk_edits_draft_id"
        ),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("draft_id", sa.String(22), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("reviewer", sa.LargeBinary(), nullable=False),
        sa.Column("reviewed_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("kind", sa.String()),
        sa.Column("final_text", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], ondelete="CASCADE", name="fk_reviews_draft_id"
        ),
        sa.UniqueConstraint("draft_id", "reviewer", name="uq_reviews_draft_id_reviewer"),
        sa.UniqueConstraint("draft_id", "reviewed_at", name="uq_reviews_draft_id_reviewed_at"),
    )
    op.create_index("ix_reviews_owner_reviewed_at_id", "reviews", ["owner", "reviewed_at", "id"])
    op.create_table(
        "decisions",
        sa.Column("review_id", sa.String(22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(22), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("review_id", "number", name="pk_decisions"),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], ondelete="CASCADE", name="fk_decisions_review_id"
        ),
        sa.ForeignKeyConstraint(
            ["draft_id", "number"],
            ["edits.draft_id", "edits.number"],
            ondelete="CASCADE",
            name="fk_decisions_draft_id_number",
        ),
    )
    op.create_index("ix_decisions_draft_id_number", "decisions", ["draft_id", "number"])
    op.create_table(
        "idempotency",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("request", sa.LargeBinary(32), nullable=False),
        sa.Column("draft_id", sa.String(22), nullable=False),
        sa.Column("review_id", sa.String(22)),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_created_at", "idempotency", ["created_at"])
    op.create_table(
        "terms",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("term", sa.LargeBinary(), nullable=False),
        sa.Column("form", sa.LargeBinary(32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_terms"),
        sa.UniqueConstraint("owner", "form", name="uq_terms_owner_form"),
    )


def downgrade() -> None:
    for table in ("terms", "idempotency", "decisions", "reviews", "edits", "drafts"):
        op.drop_table(table)
