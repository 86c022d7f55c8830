"""Products and purchases, and what an import is a table of."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import MoneyType, QuantityType, UtcDateTime

revision = "0011"
down_revision = "0010"

KEPT = sa.text("archived_at IS NULL")
BROUGHT = sa.text("import_id IS NOT NULL")


def upgrade() -> None:
    """Room for what is sold and what was bought."""
    op.add_column("imports", sa.Column("kind", sa.String(length=10), server_default="customers", nullable=False))
    op.create_table(
        "products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=400), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("family", sa.String(length=80), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("price", MoneyType(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        *_stamps(),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_products_import_id_imports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        *_keys_to_staff("products"),
    )
    op.create_index(op.f("ix_products_folded"), "products", ["folded"])
    _create_partial("ix_products_family", "products", ["family", "id"], KEPT)
    _create_partial("ix_products_code", "products", ["code"], sa.text("code IS NOT NULL"))
    _create_partial("ix_products_import_id", "products", ["import_id"], BROUGHT)
    op.create_table(
        "purchases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("quantity", QuantityType(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("unit_price", MoneyType(), nullable=True),
        sa.Column("amount", MoneyType(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=True),
        sa.Column("source", sa.String(length=160), nullable=True),
        sa.Column("fingerprint", sa.String(length=32), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        *_stamps(),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_purchases_customer_id_customers")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_purchases_product_id_products")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_purchases_import_id_imports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchases")),
        *_keys_to_staff("purchases"),
    )
    _create_partial("ix_purchases_customer", "purchases", ["customer_id", "day", "currency", "amount"], KEPT)
    _create_partial("ix_purchases_product", "purchases", ["product_id", "day", "customer_id"], KEPT)
    _create_partial("ix_purchases_day", "purchases", ["day", "customer_id"], KEPT)
    _create_partial("ix_purchases_fingerprint", "purchases", ["fingerprint"], sa.text("fingerprint IS NOT NULL"))
    _create_partial("ix_purchases_import_id", "purchases", ["import_id"], BROUGHT)


def _stamps() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
    )


def _keys_to_staff(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint([column], ["staff.id"], name=op.f(f"fk_{table}_{column}_staff"))
        for column in ("created_by", "updated_by")
    )


def _create_partial(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
