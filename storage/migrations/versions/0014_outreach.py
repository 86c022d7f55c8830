"""Customers on the bot: accounts, links, consents, preferences, and what was said to them unasked."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.session.base import BigId, UtcDateTime

revision = "0014"
down_revision = "0013"

HERE = sa.text("archived_at IS NULL")


def upgrade() -> None:
    """Room for customers on the bot."""
    op.create_table(
        "customer_accounts",
        sa.Column("id", BigId, nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("wrote_at", UtcDateTime(), nullable=True),
        sa.Column("stopped_at", UtcDateTime(), nullable=True),
        sa.Column("unreachable_at", UtcDateTime(), nullable=True),
        sa.Column("look_at", UtcDateTime(), nullable=True),
        *_authored("customer_accounts"),
        _key("customer_accounts", "customer_id", "customers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_accounts")),
    )
    _partial("customer_accounts", "account", ["platform", "account"], unique=True)
    _partial("customer_accounts", "look", ["look_at"])
    op.create_index("ix_customer_accounts_customer", "customer_accounts", ["customer_id"])
    op.create_index("ix_customer_accounts_chat", "customer_accounts", ["platform", "chat"])
    op.create_table(
        "customer_links",
        sa.Column("id", BigId, nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        *_authored("customer_links"),
        _key("customer_links", "customer_id", "customers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_links")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_customer_links_code_hash")),
    )
    op.create_index(op.f("ix_customer_links_customer_id"), "customer_links", ["customer_id"])
    op.create_table(
        "consents",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        *_authored("consents"),
        _key("consents", "account_id", "customer_accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_account", "consents", ["account_id", "purpose", "id"])
    op.create_table(
        "contact_preferences",
        sa.Column("id", BigId, nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        *_authored("contact_preferences"),
        _key("contact_preferences", "customer_id", "customers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_preferences")),
    )
    op.create_index("ix_contact_preferences_customer", "contact_preferences", ["customer_id", "kind"])
    op.create_table(
        "approaches",
        sa.Column("id", BigId, nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("outbox_id", BigId, nullable=True),
        *_authored("approaches"),
        _key("approaches", "customer_id", "customers"),
        _key("approaches", "account_id", "customer_accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approaches")),
        sa.UniqueConstraint("key", name=op.f("uq_approaches_key")),
    )
    op.create_index("ix_approaches_customer", "approaches", ["customer_id", "at"])
    op.create_index("ix_approaches_about", "approaches", ["about"])
    op.create_index(op.f("ix_approaches_account_id"), "approaches", ["account_id"])


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _partial(table: str, name: str, columns: list[str], *, unique: bool = False) -> None:
    op.create_index(f"ix_{table}_{name}", table, columns, unique=unique, sqlite_where=HERE, postgresql_where=HERE)


def _authored(table: str) -> tuple[sa.Column[Any] | sa.ForeignKeyConstraint, ...]:
    """Who made a row and when, who changed it last, and when it was put away."""
    return (
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        *(_key(table, column, "staff") for column in ("created_by", "updated_by")),
    )
