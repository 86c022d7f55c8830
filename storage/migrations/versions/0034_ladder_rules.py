"""What admins change about the ladder of relations; an account's number is as wide in suggestions as it is where it comes from."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import UtcDateTime

revision = "0034"
down_revision = "0031"


def upgrade() -> None:
    """Room for the rules."""
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
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("suggestions", "account_id", type_=sa.BigInteger())
