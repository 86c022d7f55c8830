"""Indexes for questions across customers and colleagues."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

KEPT = sa.text("archived_at IS NULL")
KEPT_AND_DONE = sa.text("archived_at IS NULL AND done_at IS NOT NULL")


def upgrade() -> None:
    """What is asked by when, or by sector, whoever's it is."""
    for name, table, columns, where in (
        ("ix_customers_created", "customers", ["created_at", "id"], KEPT),
        ("ix_customers_sector", "customers", ["sector", "id"], KEPT),
        ("ix_interactions_at", "interactions", ["at", "kind", "author_id", "customer_id"], KEPT),
        ("ix_follow_ups_due", "follow_ups", ["state", "due_at"], KEPT),
        ("ix_follow_ups_done", "follow_ups", ["done_at"], KEPT_AND_DONE),
    ):
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
