"""What admins change about the ladder of relations; who changed what was suggested to colleagues; an account's number as wide as it is."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import UtcDateTime

revision = "0034"
down_revision = "0031"


def upgrade() -> None:
    """Room for the rules, and for a merge to be taken back."""
    op.create_table(
        "ladder_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.String(length=20), nullable=False),
        sa.Column("at_least", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], ["staff.id"], name=op.f(f"fk_ladder_rules_{column}_staff"))
            for column in ("created_by", "updated_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_rules")),
        sa.UniqueConstraint("rung", "evidence", name=op.f("uq_ladder_rules_rung_evidence")),
    )
    with op.batch_alter_table("survey_suggestions") as suggestions:
        for column in ("created_at", "updated_at", "archived_at"):
            suggestions.add_column(sa.Column(column, UtcDateTime(), nullable=True))
        for column in ("created_by", "updated_by"):
            suggestions.add_column(sa.Column(column, sa.Integer(), nullable=True))
            suggestions.create_foreign_key(op.f(f"fk_survey_suggestions_{column}_staff"), "staff", [column], ["id"])
    op.execute(
        "UPDATE survey_suggestions SET created_at = at, created_by = staff_id, updated_at = at, updated_by = staff_id"
    )
    with op.batch_alter_table("survey_suggestions") as suggestions:
        for column in ("created_at", "updated_at"):
            suggestions.alter_column(column, existing_type=UtcDateTime(), nullable=False)
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("suggestions", "account_id", type_=sa.BigInteger())
