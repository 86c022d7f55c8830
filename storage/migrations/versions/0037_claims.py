"""Who is sending what is never to be sent twice; what was answered anonymously before there were ballots is in no line of the audit."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.session.base import UtcDateTime

revision = "0037"
down_revision = "0036"
ANSWER = frozenset({"number", "choice", "words"})
AT_A_TIME = 500

_AUDIT = sa.table(
    "audit",
    sa.column("id", sa.BigInteger),
    sa.column("at", UtcDateTime()),
    sa.column("entity", sa.String),
    sa.column("entity_id", sa.BigInteger),
    sa.column("before", sa.JSON(none_as_null=True)),
    sa.column("after", sa.JSON),
)
_ASKS = sa.table("survey_asks", sa.column("id", sa.BigInteger), sa.column("question_id", sa.Integer))
_QUESTIONS = sa.table(
    "survey_questions",
    sa.column("id", sa.Integer),
    sa.column("anonymous", sa.Boolean),
    sa.column("anonymous_since", UtcDateTime()),
)


def upgrade() -> None:
    """Room for the process that sends a message. Of the audit only the answers go, and only those of nobody."""
    op.add_column("outbox", sa.Column("claimed_by", sa.String(length=200), nullable=True))
    op.add_column("outbox", sa.Column("claimed_at", UtcDateTime(), nullable=True))
    _forget_answers()


def _forget_answers() -> None:
    """That something was answered, when and by what way stays; what was answered with a name stays whole."""
    connection, after = op.get_bind(), 0
    while rows := connection.execute(_next(after)).all():
        for row in rows:
            before, became = _without(row.before), _without(row.after)
            if (before, became) != (row.before, row.after):
                connection.execute(_AUDIT.update().where(_AUDIT.c.id == row.id).values(before=before, after=became))
        after = rows[-1].id


def _next(after: int) -> sa.Select[Any]:
    """Further lines about asks of anonymous questions, of the time since these are anonymous."""
    return (
        sa.select(_AUDIT.c.id, _AUDIT.c.before, _AUDIT.c.after)
        .join(_ASKS, _ASKS.c.id == _AUDIT.c.entity_id)
        .join(_QUESTIONS, _QUESTIONS.c.id == _ASKS.c.question_id)
        .where(
            _AUDIT.c.entity == "survey_asks",
            _AUDIT.c.id > after,
            _QUESTIONS.c.anonymous.is_(True),
            _AUDIT.c.at >= _QUESTIONS.c.anonymous_since,
        )
        .order_by(_AUDIT.c.id)
        .limit(AT_A_TIME)
    )


def _without(values: dict[str, Any] | None) -> dict[str, Any] | None:
    return values if values is None else {name: value for name, value in values.items() if name not in ANSWER}
