"""How customers stand, reckoned from purchases."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import MoneyType

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Room for what is reckoned each night."""
    op.create_table(
        "customer_standings",
        sa.Column(
            "customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("sales", MoneyType(), nullable=False),
        sa.Column("before", MoneyType(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("gap", sa.Integer(), nullable=True),
        sa.Column("expected", sa.Date(), nullable=True),
        sa.Column("recent", MoneyType(), nullable=True),
        sa.Column("habitual", MoneyType(), nullable=True),
        sa.Column("fallen", sa.Integer(), nullable=True),
        sa.Column("letter", sa.String(length=1), nullable=True),
        sa.Column("recency", sa.Integer(), nullable=True),
        sa.Column("frequency", sa.Integer(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("segment", sa.String(length=10), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_standings")),
    )
    for name, columns in (
        ("ix_customer_standings_letter", ["letter", "sales"]),
        ("ix_customer_standings_segment", ["segment", "sales"]),
        ("ix_customer_standings_fallen", ["fallen"]),
        ("ix_customer_standings_expected", ["expected"]),
    ):
        op.create_index(name, "customer_standings", columns)
    op.create_table(
        "standing_runs",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_runs")),
    )
