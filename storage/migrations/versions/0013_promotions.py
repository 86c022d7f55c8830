"""Promotions: what is offered, to whom, who of us knows it, and which customer was told what."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.session.base import BigId, MoneyType, UtcDateTime

revision = "0013"
down_revision = "0012"

KEPT = sa.text("archived_at IS NULL")
REPORTS = sa.text("report_at IS NOT NULL AND archived_at IS NULL")
UNREAD = sa.text("look_at IS NOT NULL AND known_at IS NULL AND archived_at IS NULL")
TO_SEND = sa.text("state = 'to_send'")
LEAD = sa.text("lead_id IS NOT NULL")


def upgrade() -> None:
    """Room for promotions."""
    op.create_table(
        "promotions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("held_back", sa.Integer(), nullable=False),
        sa.Column("launched_at", UtcDateTime(), nullable=True),
        sa.Column("report", sa.String(length=10), nullable=True),
        sa.Column("report_at", UtcDateTime(), nullable=True),
        *_authored("promotions"),
        _key("promotions", "owner_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotions")),
    )
    _partial("promotions", "report", ["report_at"], REPORTS)
    op.create_table(
        "promotion_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("promotion_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("products", sa.Text(), nullable=False),
        sa.Column("offer", sa.Text(), nullable=False),
        sa.Column("price", MoneyType(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("call_to_action", sa.Text(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("objections", sa.Text(), nullable=True),
        sa.Column("cost", MoneyType(), nullable=True),
        sa.Column("cost_currency", sa.String(length=3), nullable=True),
        sa.Column("to_customers", sa.Text(), nullable=True),
        sa.Column("to_prospects", sa.Text(), nullable=True),
        *_authored("promotion_versions"),
        _key("promotion_versions", "promotion_id", "promotions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_versions")),
    )
    op.create_index("ix_promotion_versions_promotion", "promotion_versions", ["promotion_id", "version"], unique=True)
    op.create_table(
        "promotion_briefings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("promotion_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("known_at", UtcDateTime(), nullable=True),
        sa.Column("told", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("look_at", UtcDateTime(), nullable=True),
        *_authored("promotion_briefings"),
        _key("promotion_briefings", "promotion_id", "promotions"),
        _key("promotion_briefings", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_briefings")),
    )
    op.create_index(op.f("ix_promotion_briefings_staff_id"), "promotion_briefings", ["staff_id"])
    _partial("promotion_briefings", "promotion", ["promotion_id", "staff_id"], KEPT, unique=True)
    _partial("promotion_briefings", "look", ["look_at"], UNREAD)
    op.create_table(
        "promotion_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("promotion_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        *_authored("promotion_questions"),
        _key("promotion_questions", "promotion_id", "promotions"),
        _key("promotion_questions", "staff_id", "staff"),
        _key("promotion_questions", "answered_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_questions")),
    )
    op.create_index(op.f("ix_promotion_questions_promotion_id"), "promotion_questions", ["promotion_id"])
    op.create_table(
        "promotion_customers",
        sa.Column("id", BigId, nullable=False),
        sa.Column("promotion_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("message", sa.String(length=32), nullable=True),
        sa.Column("look_at", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("lead_id", BigId, nullable=True),
        _key("promotion_customers", "promotion_id", "promotions"),
        _key("promotion_customers", "customer_id", "customers"),
        _key("promotion_customers", "lead_id", "leads"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_customers")),
    )
    op.create_index("ix_promotion_customers_once", "promotion_customers", ["promotion_id", "customer_id"], unique=True)
    op.create_index("ix_promotion_customers_customer", "promotion_customers", ["customer_id", "promotion_id"])
    _partial("promotion_customers", "to_send", ["promotion_id", "place"], TO_SEND)
    _partial("promotion_customers", "lead", ["lead_id"], LEAD)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _partial(table: str, name: str, columns: list[str], where: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(f"ix_{table}_{name}", table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


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
