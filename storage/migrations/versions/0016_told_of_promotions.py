"""What became of telling customers of promotions, and the leads that come of it."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import BigId

revision = "0016"
down_revision = "0015"

KNOWN = sa.text("promotion IS NOT NULL")
PROMOTED = sa.text("promotion_id IS NOT NULL")
NO_LEAD = sa.text("state = 'answered' AND lead_id IS NULL")
TOLD = sa.text("approach_id IS NOT NULL")


def upgrade() -> None:
    """Approaches, answers and leads of promotions."""
    with op.batch_alter_table("promotion_customers") as customers:
        customers.drop_column("message")
        customers.add_column(sa.Column("approach_id", BigId, nullable=True))
        customers.add_column(sa.Column("counts_until", sa.Date(), nullable=True))
        customers.add_column(sa.Column("words", sa.Text(), nullable=True))
        customers.create_foreign_key(
            op.f("fk_promotion_customers_approach_id_approaches"), "approaches", ["approach_id"], ["id"]
        )
    _partial("ix_promotion_customers_new", "promotion_customers", "answered_at", NO_LEAD)
    _partial("ix_promotion_customers_approach", "promotion_customers", "approach_id", TOLD)
    with op.batch_alter_table("promotion_versions") as versions:
        versions.add_column(sa.Column("margin", sa.Integer(), nullable=True))
    with op.batch_alter_table("leads") as leads:
        leads.add_column(sa.Column("promotion_id", sa.Integer(), nullable=True))
        leads.create_foreign_key(op.f("fk_leads_promotion_id_promotions"), "promotions", ["promotion_id"], ["id"])
    _partial("ix_leads_promotion", "leads", "promotion_id", PROMOTED)
    _partial("ix_interactions_promotion", "interactions", "promotion", KNOWN)


def _partial(name: str, table: str, column: str, where: sa.TextClause) -> None:
    op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)
