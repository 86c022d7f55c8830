"""What was offered to customers."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import MoneyType, QuantityType, UtcDateTime

revision = "0023"
down_revision = "0022"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Room for quotes."""
    op.create_table(
        "quote_years",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_years")),
        sa.UniqueConstraint("year", name=op.f("uq_quote_years_year")),
    )
    op.create_table(
        "quotes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", BIG, nullable=True),
        sa.Column("attachment_id", BIG, nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("net", MoneyType(), nullable=False),
        sa.Column("tax_name", sa.String(length=40), nullable=True),
        sa.Column("tax_rate", MoneyType(), nullable=True),
        sa.Column("tax", MoneyType(), nullable=False),
        sa.Column("total", MoneyType(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("source", sa.String(length=160), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_quotes_{column}_{table}"))
            for column, table in (
                ("customer_id", "customers"),
                ("opportunity_id", "opportunities"),
                ("attachment_id", "attachments"),
                ("created_by", "staff"),
                ("updated_by", "staff"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
    )
    op.create_index("uq_quotes_number", "quotes", ["year", "sequence"], unique=True)
    op.create_index("ix_quotes_customer", "quotes", ["customer_id", "id"])
    op.create_index("ix_quotes_author", "quotes", ["created_by", "state", "id"])
    for column in ("opportunity_id", "attachment_id"):
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_quotes_{column}", "quotes", [column], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "quote_lines",
        sa.Column("id", BIG, nullable=False),
        sa.Column("quote_id", BIG, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("quantity", QuantityType(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("unit_price", MoneyType(), nullable=True),
        sa.Column("amount", MoneyType(), nullable=False),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_quote_lines_quote_id_quotes")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_quote_lines_product_id_products")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_lines")),
    )
    op.create_index("ix_quote_lines_quote", "quote_lines", ["quote_id", "position"])
