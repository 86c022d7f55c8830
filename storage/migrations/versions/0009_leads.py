"""Leads: where they come from, whose they are, their journey, and how long they waited for a first response."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.session.base import BigId, UtcDateTime

revision = "0009"
down_revision = "0008"

OPEN = sa.text("state IN ('new', 'taken') AND archived_at IS NULL")
WAITING = sa.text("look_at IS NOT NULL AND answered_at IS NULL AND dropped_at IS NULL AND archived_at IS NULL")


def upgrade() -> None:
    """Room for leads."""
    op.create_table(
        "lead_sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=True),
        sa.Column("consent", sa.Text(), nullable=True),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        *_authored("lead_sources"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_sources")),
        sa.UniqueConstraint("slug", name=op.f("uq_lead_sources_slug")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_lead_sources_key_hash")),
    )
    op.create_table(
        "lead_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        *_authored("lead_rules"),
        _key("lead_rules", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_rules")),
    )
    op.create_index(op.f("ix_lead_rules_staff_id"), "lead_rules", ["staff_id"])
    op.create_table(
        "leads",
        sa.Column("id", BigId, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("company", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("product", sa.String(length=200), nullable=True),
        sa.Column("territory", sa.String(length=80), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("campaign", sa.String(length=200), nullable=True),
        sa.Column("consent_version", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("opportunity_id", BigId, nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("arrived_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        *_authored("leads"),
        _key("leads", "source_id", "lead_sources"),
        _key("leads", "owner_id", "staff"),
        _key("leads", "customer_id", "customers"),
        _key("leads", "opportunity_id", "opportunities"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leads")),
    )
    _partial("leads", "open", ["owner_id", "id"], OPEN)
    op.create_index("ix_leads_arrived", "leads", ["arrived_at"])
    op.create_index("ix_leads_customer", "leads", ["customer_id"])
    op.create_index("ix_leads_source", "leads", ["source_id"])
    op.create_index("ix_leads_opportunity", "leads", ["opportunity_id"])
    _partial("leads", "phone", ["phone"], sa.text("phone IS NOT NULL"))
    _partial("leads", "email", ["email"], sa.text("email IS NOT NULL"))
    op.create_table(
        "lead_touches",
        sa.Column("id", BigId, nullable=False),
        sa.Column("lead_id", BigId, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("campaign", sa.String(length=200), nullable=True),
        sa.Column("medium", sa.String(length=200), nullable=True),
        sa.Column("origin", sa.String(length=200), nullable=True),
        sa.Column("referrer", sa.String(length=500), nullable=True),
        sa.Column("once", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        *_authored("lead_touches"),
        _key("lead_touches", "lead_id", "leads"),
        _key("lead_touches", "source_id", "lead_sources"),
        _key("lead_touches", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_touches")),
    )
    op.create_index("ix_lead_touches_lead", "lead_touches", ["lead_id", "at", "id"])
    op.create_index("ix_lead_touches_staff", "lead_touches", ["staff_id", "kind", "at"])
    _partial("lead_touches", "once", ["once"], sa.text("once IS NOT NULL"), unique=True)
    op.create_table(
        "lead_waits",
        sa.Column("id", BigId, nullable=False),
        sa.Column("lead_id", BigId, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("target_at", UtcDateTime(), nullable=False),
        sa.Column("assigned_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("dropped_at", UtcDateTime(), nullable=True),
        sa.Column("step", sa.String(length=10), nullable=True),
        sa.Column("look_at", UtcDateTime(), nullable=True),
        *_authored("lead_waits"),
        _key("lead_waits", "lead_id", "leads"),
        _key("lead_waits", "source_id", "lead_sources"),
        _key("lead_waits", "answered_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_waits")),
    )
    op.create_index("ix_lead_waits_lead", "lead_waits", ["lead_id", "id"])
    op.create_index("ix_lead_waits_started", "lead_waits", ["started_at"])
    _partial("lead_waits", "look", ["look_at"], WAITING)
    op.create_table(
        "request_counts",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "began_at", name=op.f("pk_request_counts")),
    )


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
