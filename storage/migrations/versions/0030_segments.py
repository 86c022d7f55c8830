"""Segments: customers under a name."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import UtcDateTime

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Room for segments."""
    op.create_table(
        "segments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], ["staff.id"], name=op.f(f"fk_segments_{column}_staff"))
            for column in ("created_by", "updated_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segments")),
    )
