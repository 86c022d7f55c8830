"""Complaints: what customers are unhappy with, all that was done about it, and who cares for which kind."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.session.base import BigId, UtcDateTime

revision = "0012"
down_revision = "0011"

OPEN = sa.text("state = 'open' AND archived_at IS NULL")


def upgrade() -> None:
    """Room for complaints."""
    op.create_table(
        "complaints",
        sa.Column("id", BigId, nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("interaction_id", BigId, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=True),
        sa.Column("severity", sa.String(length=10), nullable=True),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("carer_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("answer_by", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("rescue_by", UtcDateTime(), nullable=False),
        sa.Column("improved_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_on", sa.String(length=10), nullable=True),
        sa.Column("closing", sa.Text(), nullable=True),
        sa.Column("told", sa.String(length=80), server_default=sa.text("''"), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("look_at", UtcDateTime(), nullable=True),
        *_authored("complaints"),
        _key("complaints", "customer_id", "customers"),
        _key("complaints", "contact_id", "contacts"),
        _key("complaints", "interaction_id", "interactions"),
        _key("complaints", "carer_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
    )
    op.create_index("ix_complaints_customer", "complaints", ["customer_id", "state"])
    op.create_index("ix_complaints_opened", "complaints", ["opened_at"])
    _partial("complaints", "open", "opened_at", OPEN)
    _partial("complaints", "carer", "carer_id", OPEN)
    _partial("complaints", "look", "look_at", OPEN)
    _partial("complaints", "contact_id", "contact_id", sa.text("contact_id IS NOT NULL"))
    _partial("complaints", "interaction_id", "interaction_id", sa.text("interaction_id IS NOT NULL"))
    op.create_table(
        "complaint_events",
        sa.Column("id", BigId, nullable=False),
        sa.Column("complaint_id", BigId, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        *_authored("complaint_events"),
        _key("complaint_events", "complaint_id", "complaints"),
        _key("complaint_events", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_events")),
    )
    op.create_index("ix_complaint_events_complaint", "complaint_events", ["complaint_id", "at", "id"])
    op.create_table(
        "complaint_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        *_authored("complaint_rules"),
        _key("complaint_rules", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_rules")),
    )
    op.create_index(op.f("ix_complaint_rules_staff_id"), "complaint_rules", ["staff_id"])


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _partial(table: str, name: str, column: str, where: sa.TextClause) -> None:
    op.create_index(f"ix_{table}_{name}", table, [column], sqlite_where=where, postgresql_where=where)


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
