"""What perhaps did not arrive, and what is held, is found without reading what was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

HELD = sa.text("state = 'held'")
UNSURE = sa.text("state = 'unknown' AND kind = 'nudge'")


def upgrade() -> None:
    """An index of those messages alone: each tick asks for them."""
    op.create_index("ix_outbox_held", "outbox", ["id"], sqlite_where=HELD, postgresql_where=HELD)
    op.create_index("ix_outbox_unsure", "outbox", ["not_before"], sqlite_where=UNSURE, postgresql_where=UNSURE)
