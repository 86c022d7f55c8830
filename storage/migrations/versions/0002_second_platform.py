"""A person on two platforms, and dialogs that are answered."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Where somebody wrote last and wants to be told, how long a dialog waits, and what it was told."""
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("wrote_on", sa.String(length=20), nullable=True))
        staff.add_column(sa.Column("alerts_on", sa.String(length=20), nullable=True))
    with op.batch_alter_table("inbox") as inbox:
        inbox.add_column(sa.Column("awaited_until", UtcDateTime(), nullable=True))
        inbox.add_column(sa.Column("answer", sa.JSON(), nullable=True))
