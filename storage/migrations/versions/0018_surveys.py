"""Micro-surveys: questions, to whom they were put, and what was answered."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.session.base import BigId, UtcDateTime

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Room for surveys."""
    op.create_table(
        "survey_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text_es", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("purpose_es", sa.Text(), nullable=False),
        sa.Column("purpose_en", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("audience", sa.String(length=80), nullable=False),
        sa.Column("again_days", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=10), nullable=False),
        sa.Column("trigger", sa.String(length=20), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("fills", sa.String(length=20), nullable=True),
        sa.Column("low_score", sa.Integer(), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        *_authored("survey_questions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_questions")),
        sa.UniqueConstraint("name", name=op.f("uq_survey_questions_name")),
    )
    op.create_table(
        "survey_asks",
        sa.Column("id", BigId, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("account_id", BigId, nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("via", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("look_at", UtcDateTime(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("choice", sa.String(length=80), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("link_hash", sa.String(length=64), nullable=True),
        sa.Column("link_until", UtcDateTime(), nullable=True),
        *_authored("survey_asks"),
        _key("survey_asks", "question_id", "survey_questions"),
        _key("survey_asks", "customer_id", "customers"),
        _key("survey_asks", "account_id", "customer_accounts"),
        _key("survey_asks", "staff_id", "staff"),
        _key("survey_asks", "owner_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_asks")),
    )
    op.create_index("ix_survey_asks_customer", "survey_asks", ["customer_id", "question_id", "asked_at"])
    op.create_index("ix_survey_asks_question", "survey_asks", ["question_id", "state", "asked_at"])
    op.create_index("ix_survey_asks_account", "survey_asks", ["account_id", "state", "asked_at"])
    _partial("look", ["look_at"], sa.text("look_at IS NOT NULL AND archived_at IS NULL"))
    _partial("link", ["link_hash"], sa.text("link_hash IS NOT NULL"), unique=True)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _partial(name: str, columns: list[str], where: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(
        f"ix_survey_asks_{name}", "survey_asks", columns, unique=unique, sqlite_where=where, postgresql_where=where
    )


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
