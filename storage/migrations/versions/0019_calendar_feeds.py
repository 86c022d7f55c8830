"""The secret addresses of calendar feeds."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import UtcDateTime

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Room for an address a colleague."""
    op.create_table(
        "calendar_feeds",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_calendar_feeds_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_calendar_feeds_code_hash")),
    )
