"""What is known of a customer."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import UtcDateTime

revision = "0020"
down_revision = "0019"

KEPT = sa.text("archived_at IS NULL")


def upgrade() -> None:
    """Room for facts."""
    op.create_table(
        "customer_facts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=400), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.Column("words", sa.String(length=400), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_facts_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["staff.id"], name=op.f("fk_customer_facts_created_by_staff")),
        sa.ForeignKeyConstraint(["updated_by"], ["staff.id"], name=op.f("fk_customer_facts_updated_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_facts")),
    )
    op.create_index("ix_customer_facts_customer", "customer_facts", ["customer_id", "kind"])
    op.create_index(
        "ix_customer_facts_value",
        "customer_facts",
        ["kind", "folded", "customer_id"],
        sqlite_where=KEPT,
        postgresql_where=KEPT,
    )
