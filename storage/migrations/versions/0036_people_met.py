"""Several people may be met: whom a visit, a call was with is in a table of its own."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.session.base import BigId, UtcDateTime

revision = "0036"
down_revision = "0035"
KNOWN = sa.text("contact_id IS NOT NULL")

_CHANGED = sa.text(
    "SELECT a.id, a.at, a.staff_id, a.turn, a.before, a.after, a.undone_at, a.undone_by, m.id AS met"
    " FROM audit a LEFT JOIN interaction_contacts m ON m.interaction_id = a.entity_id"
    " WHERE a.entity = 'interactions' AND CAST(a.after AS TEXT) LIKE '%\"contact_id\"%' ORDER BY a.id"
)
_PUT = sa.text("UPDATE audit SET before = :before, after = :after WHERE id = :id")
_ADD = sa.text(
    "INSERT INTO audit (at, staff_id, turn, entity, entity_id, before, after, undone_at, undone_by)"
    " VALUES (:at, :staff_id, :turn, 'interaction_contacts', :met, :before, :after, :undone_at, :undone_by)"
)


def upgrade() -> None:
    """The table, filled from the one contact that an interaction had, also in what can still be undone; that column goes."""
    op.create_table(
        "interaction_contacts",
        sa.Column("id", BigId, nullable=False),
        sa.Column("interaction_id", BigId, nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_interaction_contacts_{column}_{to}"))
            for column, to in (
                ("interaction_id", "interactions"),
                ("contact_id", "contacts"),
                ("created_by", "staff"),
                ("updated_by", "staff"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction_contacts")),
    )
    op.execute(
        "INSERT INTO interaction_contacts (interaction_id, contact_id, created_at, created_by, updated_at, updated_by)"
        " SELECT id, contact_id, created_at, created_by, updated_at, updated_by FROM interactions"
        " WHERE contact_id IS NOT NULL ORDER BY id"
    )
    for column in ("interaction_id", "contact_id"):
        op.create_index(op.f(f"ix_interaction_contacts_{column}"), "interaction_contacts", [column])
    _audit()
    op.drop_index("ix_interactions_contact_id", "interactions", sqlite_where=KNOWN, postgresql_where=KNOWN)
    with op.batch_alter_table("interactions") as interactions:
        interactions.drop_constraint(op.f("fk_interactions_contact_id_contacts"), type_="foreignkey")
        interactions.drop_column("contact_id")


def _audit() -> None:
    """What was changed of that column is a change of the row that holds it now: undoing it changes that one back."""
    bind = op.get_bind()
    rows = bind.execute(_CHANGED).mappings().all()
    for row in rows:
        before, after = ({} if row[side] is None else _values(row[side]) for side in ("before", "after"))
        was, now = before.pop("contact_id", None), after.pop("contact_id", None)
        kept = None if row["before"] is None else json.dumps(before)
        bind.execute(_PUT, {"id": row["id"], "before": kept, "after": json.dumps(after)})
        for earlier, later in _changes(was, now) if row["met"] else ():
            held = None if earlier is None else json.dumps(earlier)
            bind.execute(_ADD, {**row, "before": held, "after": json.dumps(later)})


def _values(side: Any) -> dict[str, Any]:  # noqa: ANN401 - text on SQLite, read already on PostgreSQL
    return dict(json.loads(side) if isinstance(side, str) else side)


def _changes(was: int | None, now: int | None) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any]]]:
    """Somebody in place of somebody; or somebody where nobody was, who goes again when that is undone."""
    if now is not None:
        yield (None, {}) if was is None else ({"contact_id": was}, {"contact_id": now})
