"""Links that open the panel once."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Room for links to the panel, and for the sessions that they become."""
    op.create_table(
        "panel_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("session_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_panel_links_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_links")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_panel_links_code_hash")),
        sa.UniqueConstraint("session_hash", name=op.f("uq_panel_links_session_hash")),
    )
    op.create_index(op.f("ix_panel_links_staff_id"), "panel_links", ["staff_id"])
