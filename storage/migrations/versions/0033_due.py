"""What perhaps did not arrive is found without reading what was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0031"

UNSURE = sa.text("state = 'unknown' AND kind = 'nudge'")


def upgrade() -> None:
    """An index of those nudges alone: each tick asks for them."""
    op.create_index("ix_outbox_unsure", "outbox", ["not_before"], sqlite_where=UNSURE, postgresql_where=UNSURE)
