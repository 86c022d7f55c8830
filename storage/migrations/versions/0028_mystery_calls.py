"""Calls to oneself, and what they are measured against."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import UtcDateTime

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Room for calls, and for their target."""
    op.create_table(
        "mystery_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        *_authored("mystery_calls", "staff_id"),
    )
    op.create_index("ix_mystery_calls_at", "mystery_calls", ["at"])
    op.create_table(
        "mystery_targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        *_authored("mystery_targets"),
    )


def _authored(table: str, *to_staff: str) -> tuple[sa.schema.SchemaItem, ...]:
    """What every table of the business has, and the keys to colleagues."""
    return (
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], ["staff.id"], name=op.f(f"fk_{table}_{column}_staff"))
            for column in (*to_staff, "created_by", "updated_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
