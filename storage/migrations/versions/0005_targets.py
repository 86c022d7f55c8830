"""What colleagues are to sell in a month."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import MoneyType, UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Room for targets."""
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("amount", MoneyType(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], ["staff.id"], name=op.f(f"fk_targets_{column}_staff"))
            for column in ("staff_id", "created_by", "updated_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
    )
    op.create_index("ix_targets_month", "targets", ["month", "staff_id"])
    op.create_index(op.f("ix_targets_staff_id"), "targets", ["staff_id"])
