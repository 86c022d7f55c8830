"""Loose notes, and the messages that records were made of."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.session.base import BigId, UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Room for what has no place yet, and for what was said, letter by letter."""
    op.create_table(
        "loose_notes",
        sa.Column("id", BigId, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        *_authored("loose_notes"),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_loose_notes_owner_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loose_notes")),
    )
    op.create_index("ix_loose_notes_owner", "loose_notes", ["owner_id", "state", "id"])
    op.create_table(
        "originals",
        sa.Column("id", BigId, nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_originals_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_originals")),
    )
    op.create_index("ix_originals_about", "originals", ["about", "id"])


def _authored(table: str) -> tuple[sa.Column[Any] | sa.ForeignKeyConstraint, ...]:
    """Who made a row and when, who changed it last, and when it was put away."""
    return (
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], ["staff.id"], name=op.f(f"fk_{table}_{column}_staff"))
            for column in ("created_by", "updated_by")
        ),
    )
