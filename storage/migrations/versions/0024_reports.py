"""Reports: questions that are asked again and again."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import UtcDateTime

revision = "0024"
down_revision = "0023"

KEPT = sa.text("archived_at IS NULL")


def upgrade() -> None:
    """Room for reports."""
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("repeats", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("grain", sa.String(length=10), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("chat", sa.String(length=80), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], ["staff.id"], name=op.f(f"fk_reports_{column}_staff"))
            for column in ("staff_id", "created_by", "updated_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index("ix_reports_staff", "reports", ["staff_id"])
    op.create_index("ix_reports_next", "reports", ["next_at"], sqlite_where=KEPT, postgresql_where=KEPT)
