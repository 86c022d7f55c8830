"""Suggestions: what colleagues and customers would do better."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import UtcDateTime

revision = "0027"
down_revision = "0026"

OF_CUSTOMERS = sa.text("customer_id IS NOT NULL")


def upgrade() -> None:
    """Room for suggestions."""
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_suggestions_{column}_{table}"))
            for column, table in (
                ("staff_id", "staff"),
                ("customer_id", "customers"),
                ("account_id", "customer_accounts"),
                ("created_by", "staff"),
                ("updated_by", "staff"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
    )
    op.create_index("ix_suggestions_state", "suggestions", ["state", "id"])
    op.create_index(
        "ix_suggestions_customer_id",
        "suggestions",
        ["customer_id"],
        sqlite_where=OF_CUSTOMERS,
        postgresql_where=OF_CUSTOMERS,
    )
