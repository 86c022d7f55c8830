"""What was not sent and waits no more is found by an index of its own: to be brought up again, or forgotten after a month."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

UNSETTLED = sa.text("sent_at IS NULL AND payload IS NOT NULL AND state != 'new'")


def upgrade() -> None:
    """An index that has no more rows than there are such messages."""
    op.create_index("ix_outbox_unsettled", "outbox", ["created_at"], sqlite_where=UNSETTLED, postgresql_where=UNSETTLED)
