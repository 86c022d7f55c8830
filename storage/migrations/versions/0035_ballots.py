"""Answers to anonymous questions are counted in lots and forgotten, and no row says any more who answered what."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.session.base import BigId, UtcDateTime

revision = "0035"
down_revision = "0034"
LOT = 5


def upgrade() -> None:
    """Room for ballots, counts and comments; what was answered anonymously so far is in them, the total's whole lots as counted."""
    with op.batch_alter_table("survey_questions") as questions:
        questions.add_column(sa.Column("anonymous_since", UtcDateTime(), nullable=True))
    op.execute("UPDATE survey_questions SET anonymous_since = created_at WHERE anonymous")
    op.create_table(
        "survey_ballots",
        sa.Column("id", BigId, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("ask_id", BigId, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("is_comment", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("choice", sa.String(length=80), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        *_keys("survey_ballots", question_id="survey_questions", ask_id="survey_asks", owner_id="staff"),
    )
    op.create_table(
        "survey_counts",
        sa.Column("id", BigId, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("pooled", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("choice", sa.String(length=80), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        *_keys("survey_counts", question_id="survey_questions", owner_id="staff"),
    )
    op.create_table(
        "survey_comments",
        sa.Column("id", BigId, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        *_keys("survey_comments", question_id="survey_questions"),
    )
    op.create_index("ix_survey_ballots_question", "survey_ballots", ["question_id", "is_comment"])
    op.create_index(op.f("ix_survey_ballots_ask_id"), "survey_ballots", ["ask_id"])
    op.create_index("ix_survey_counts_question", "survey_counts", ["question_id"])
    op.create_index("ix_survey_comments_question", "survey_comments", ["question_id"])
    _move()


def _keys(table: str, **columns: str) -> tuple[sa.Constraint, ...]:
    return (
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
            for column, to in columns.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _move() -> None:
    rows = (
        op.get_bind()
        .execute(
            sa.text(
                "SELECT a.question_id, a.id, a.owner_id, a.number, a.choice, a.words FROM survey_asks a"
                " JOIN survey_questions q ON q.id = a.question_id WHERE q.anonymous AND a.state = 'answered'"
                " AND a.archived_at IS NULL ORDER BY a.answered_at, a.id"
            )
        )
        .all()
    )
    for question in sorted({row.question_id for row in rows}):
        answers = [row for row in rows if row.question_id == question]
        whole, rest = _lots(answers)
        for (number, choice), count in Counter((row.number, row.choice) for row in whole).items():
            _insert("survey_counts", question_id=question, pooled=True, number=number, choice=choice, count=count)
        for row in rest:
            given = {"number": row.number, "choice": row.choice}
            _insert(
                "survey_ballots", question_id=question, ask_id=row.id, owner_id=row.owner_id, is_comment=False, **given
            )
        whole, rest = _lots([row for row in answers if row.words])
        for words in sorted(row.words for row in whole):
            _insert("survey_comments", question_id=question, words=words)
        for row in rest:
            _insert("survey_ballots", question_id=question, ask_id=row.id, is_comment=True, words=row.words)
    op.execute(
        "UPDATE survey_asks SET number = NULL, choice = NULL, words = NULL"
        " WHERE question_id IN (SELECT id FROM survey_questions WHERE anonymous)"
    )


def _lots(rows: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    whole = len(rows) - len(rows) % LOT
    return rows[:whole], rows[whole:]


def _insert(table: str, **values: object) -> None:
    columns = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    op.get_bind().execute(sa.text(f"INSERT INTO {table} ({columns}) VALUES ({places})"), values)  # noqa: S608 - names of our own
