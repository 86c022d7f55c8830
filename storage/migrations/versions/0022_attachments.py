"""What came with what people told."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import UtcDateTime

revision = "0022"
down_revision = "0021"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Room for attachments."""
    op.create_table(
        "attachments",
        sa.Column("id", BIG, nullable=False),
        sa.Column("interaction_id", BIG, nullable=True),
        sa.Column("loose_note_id", BIG, nullable=True),
        sa.Column("opportunity_id", BIG, nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("mime", sa.String(length=120), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("source", sa.String(length=160), nullable=True),
        sa.Column("alone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_attachments_{column}_{table}"))
            for column, table in (
                ("interaction_id", "interactions"),
                ("loose_note_id", "loose_notes"),
                ("opportunity_id", "opportunities"),
                ("created_by", "staff"),
                ("updated_by", "staff"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    for column in ("interaction_id", "loose_note_id", "opportunity_id", "digest"):
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_attachments_{column}", "attachments", [column], sqlite_where=where, postgresql_where=where)
