"""Hours by weekday, absences and closing days, and the reminders' bookkeeping."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.session.base import BigId, UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Room for a week's hours, who is away and when all are, what is told despite that, and how rules fare."""
    with op.batch_alter_table("staff") as staff:
        staff.alter_column("working", existing_type=sa.String(length=11), type_=sa.String(length=400))
    with op.batch_alter_table("follow_ups") as follow_ups:
        follow_ups.add_column(sa.Column("even_away", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("told_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        *_authored("absences"),
        *(
            sa.ForeignKeyConstraint([column], ["staff.id"], name=op.f(f"fk_absences_{column}_staff"))
            for column in ("staff_id", "cover_id", "told_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_staff", "absences", ["staff_id", "last"])
    op.create_index("ix_absences_cover", "absences", ["cover_id", "last"])
    op.create_index("ix_absences_last", "absences", ["last"])
    op.create_table(
        "closing_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        *_authored("closing_days"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_days")),
    )
    op.create_index("ix_closing_days_last", "closing_days", ["last"])
    op.create_table(
        "nudge_counts",
        sa.Column("id", BigId, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_nudge_counts_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge_counts")),
    )
    op.create_index(op.f("ix_nudge_counts_staff_id_day"), "nudge_counts", ["staff_id", "day"], unique=True)
    op.create_table(
        "rule_failures",
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", UtcDateTime(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("rule", name=op.f("pk_rule_failures")),
    )


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
