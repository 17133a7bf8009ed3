"""API keys. What is there stays as it is, and programs of the version before go on beside it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "keys",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("requests_per_minute", sa.Integer()),
        sa.Column("created", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_keys"),
    )


def downgrade() -> None:
    op.drop_table("keys")
