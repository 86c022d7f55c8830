"""Pipelines, stages, opportunities with all that becomes of them, and why they are lost."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.session.base import BigId, MoneyType, UtcDateTime

revision = "0004"
down_revision = "0003"

OPEN = sa.text("state = 'open' AND archived_at IS NULL")
CLOSED = sa.text("closed_at IS NOT NULL AND archived_at IS NULL")
OF_A_CONTACT = sa.text("contact_id IS NOT NULL")
OF_AN_OPPORTUNITY = sa.text("opportunity_id IS NOT NULL")


def upgrade() -> None:
    """Room for what may be sold; a follow-up may be about it."""
    op.create_table(
        "pipelines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("seed", sa.String(length=10), nullable=True),
        *_authored("pipelines"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pipelines")),
        sa.UniqueConstraint("seed", name=op.f("uq_pipelines_seed")),
    )
    op.create_table(
        "stages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pipeline_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("patience", sa.Integer(), nullable=False),
        *_authored("stages"),
        _key("stages", "pipeline_id", "pipelines"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
    )
    op.create_index("ix_stages_pipeline", "stages", ["pipeline_id", "position"])
    op.create_table(
        "lost_reasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        *_authored("lost_reasons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lost_reasons")),
    )
    op.create_table(
        "opportunities",
        sa.Column("id", BigId, nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("amount", MoneyType(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("pipeline_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("expected_close", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("lost_reason_id", sa.Integer(), nullable=True),
        sa.Column("entered_stage_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("look_at", UtcDateTime(), nullable=True),
        sa.Column("asked", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("close_look_at", UtcDateTime(), nullable=True),
        *_authored("opportunities"),
        _key("opportunities", "customer_id", "customers"),
        _key("opportunities", "contact_id", "contacts"),
        _key("opportunities", "pipeline_id", "pipelines"),
        _key("opportunities", "stage_id", "stages"),
        _key("opportunities", "owner_id", "staff"),
        _key("opportunities", "lost_reason_id", "lost_reasons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunities")),
    )
    op.create_index("ix_opportunities_customer", "opportunities", ["customer_id", "state", "id"])
    op.create_index("ix_opportunities_owner", "opportunities", ["owner_id", "state", "id"])
    _partial("opportunities", "stage", ["pipeline_id", "stage_id"], OPEN)
    _partial("opportunities", "look", ["look_at"], OPEN)
    _partial("opportunities", "close_look", ["close_look_at"], OPEN)
    _partial("opportunities", "close", ["expected_close"], OPEN)
    _partial("opportunities", "closed", ["closed_at", "state"], CLOSED)
    _partial("opportunities", "contact_id", ["contact_id"], OF_A_CONTACT)
    op.create_table(
        "opportunity_events",
        sa.Column("id", BigId, nullable=False),
        sa.Column("opportunity_id", BigId, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("old_stage_id", sa.Integer(), nullable=True),
        sa.Column("new_stage_id", sa.Integer(), nullable=True),
        sa.Column("old_amount", MoneyType(), nullable=True),
        sa.Column("new_amount", MoneyType(), nullable=True),
        sa.Column("old_currency", sa.String(length=3), nullable=True),
        sa.Column("new_currency", sa.String(length=3), nullable=True),
        sa.Column("old_close", sa.Date(), nullable=True),
        sa.Column("new_close", sa.Date(), nullable=True),
        sa.Column("old_owner_id", sa.Integer(), nullable=True),
        sa.Column("new_owner_id", sa.Integer(), nullable=True),
        sa.Column("lost_reason_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        *_authored("opportunity_events"),
        _key("opportunity_events", "opportunity_id", "opportunities"),
        *(_key("opportunity_events", column, "stages") for column in ("old_stage_id", "new_stage_id")),
        *(_key("opportunity_events", column, "staff") for column in ("by_id", "old_owner_id", "new_owner_id")),
        _key("opportunity_events", "lost_reason_id", "lost_reasons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_events")),
    )
    op.create_index("ix_opportunity_events_opportunity", "opportunity_events", ["opportunity_id", "version"])
    op.create_index("ix_opportunity_events_at", "opportunity_events", ["at", "kind"])
    with op.batch_alter_table("follow_ups") as follow_ups:
        follow_ups.add_column(sa.Column("opportunity_id", BigId, nullable=True))
        follow_ups.create_foreign_key(
            op.f("fk_follow_ups_opportunity_id_opportunities"), "opportunities", ["opportunity_id"], ["id"]
        )
    _partial("follow_ups", "opportunity_id", ["opportunity_id"], OF_AN_OPPORTUNITY)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _partial(table: str, name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(f"ix_{table}_{name}", table, columns, sqlite_where=where, postgresql_where=where)


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
