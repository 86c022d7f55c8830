"""How often colleagues get questions to take along."""

import sqlalchemy as sa
from alembic import op

from storage.session.base import BigId, UtcDateTime

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Room for the waits, and for what was suggested to whom."""
    op.create_table(
        "survey_pacing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_days", sa.Integer(), nullable=False),
        sa.Column("customer_days", sa.Integer(), nullable=False),
        sa.Column("a_day", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("archived_at", UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], ["staff.id"], name=op.f(f"fk_survey_pacing_{column}_staff"))
            for column in ("created_by", "updated_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_pacing")),
    )
    op.create_table(
        "survey_suggestions",
        sa.Column("id", BigId, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["survey_questions.id"], name=op.f("fk_survey_suggestions_question_id_survey_questions")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_survey_suggestions_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_survey_suggestions_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_suggestions")),
    )
    op.create_index("ix_survey_suggestions_customer", "survey_suggestions", ["customer_id", "at"])
    op.create_index("ix_survey_suggestions_staff", "survey_suggestions", ["staff_id", "at"])
