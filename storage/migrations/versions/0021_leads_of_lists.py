"""Leads that come in a list: which import brought them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

BROUGHT = sa.text("import_id IS NOT NULL")
LISTED = sa.text("import_id IS NOT NULL AND state = 'new' AND archived_at IS NULL")


def upgrade() -> None:
    """Each lead, and each thing of its journey, knows the list that it stood in."""
    for table in ("leads", "lead_touches"):
        with op.batch_alter_table(table) as altered:
            altered.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
            altered.create_foreign_key(op.f(f"fk_{table}_import_id_imports"), "imports", ["import_id"], ["id"])
        _partial(f"ix_{table}_import", table, "import_id", BROUGHT)
    _partial("ix_leads_listed", "leads", "owner_id", LISTED)


def _partial(name: str, table: str, column: str, where: sa.TextClause) -> None:
    op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)
