"""What is told unasked: what came of it, what is muted, when to look again; and questions that are left open."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import BigId, UtcDateTime

revision = "0017"
down_revision = "0016"

ASKED = sa.text("asked_since IS NOT NULL")
UNSETTLED = sa.text("outcome IS NULL")
OPEN_NOTES = sa.text("archived_at IS NULL AND state = 'open'")


def upgrade() -> None:
    """Room for what came of nudges."""
    op.create_table(
        "told_nudges",
        sa.Column("id", BigId, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=True),
        sa.Column("outcome_at", UtcDateTime(), nullable=True),
        sa.Column("up", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_told_nudges_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_nudges")),
    )
    op.create_index("ix_told_nudges_at", "told_nudges", ["told_at"])
    op.create_index("ix_told_nudges_staff", "told_nudges", ["staff_id", "told_at"])
    op.create_index("ix_told_nudges_about", "told_nudges", ["about", "kind", "told_at"])
    op.create_index(
        "ix_told_nudges_unsettled", "told_nudges", ["staff_id"], sqlite_where=UNSETTLED, postgresql_where=UNSETTLED
    )
    op.create_table(
        "nudge_mutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], ["staff.id"], name=op.f(f"fk_nudge_mutes_{column}_staff"))
            for column in ("staff_id", "created_by", "updated_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge_mutes")),
    )
    op.create_index("ix_nudge_mutes_staff", "nudge_mutes", ["staff_id", "kind"])
    op.create_table(
        "nudge_marks",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("thing", BigId, nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "thing", name=op.f("pk_nudge_marks")),
    )
    op.add_column("conversations", sa.Column("asked_since", UtcDateTime(), nullable=True))
    op.create_index(
        "ix_conversations_asked", "conversations", ["asked_since"], sqlite_where=ASKED, postgresql_where=ASKED
    )
    op.create_index(
        "ix_loose_notes_open", "loose_notes", ["said_at"], sqlite_where=OPEN_NOTES, postgresql_where=OPEN_NOTES
    )
