"""A question that is asked after a purchase, for companies that have questions already."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from storage.session.base import UtcDateTime

revision = "0026"
down_revision = "0025"

QUESTIONS = sa.table(
    "survey_questions",
    *(
        sa.column(name)
        for name in (
            "id", "name", "kind", "text_es", "text_en", "purpose_es", "purpose_en", "audience", "again_days", "asked_by",
            "trigger", "priority", "low_score",
        )
    ),
    sa.column("options", sa.JSON()),
    sa.column("anonymous", sa.Boolean()),
    sa.column("created_at", UtcDateTime()),
    sa.column("updated_at", UtcDateTime()),
)  # fmt: skip


def upgrade() -> None:
    """Adds it to the others; a company without any gets it with the rest of the starter bank."""
    connection = op.get_bind()
    taken = sa.select(QUESTIONS.c.id).where(QUESTIONS.c.name == "compra")
    if connection.execute(sa.select(QUESTIONS.c.id).limit(1)).first() is None or connection.execute(taken).first():
        return
    now = datetime.now(UTC)
    connection.execute(
        QUESTIONS.insert().values(
            name="compra",
            kind="csat",
            text_es="Del 1 al 5, ¿qué tal fue su última compra?",
            text_en="From 1 to 5, how did your last purchase go?",
            purpose_es="Para corregir lo que falle en productos y entregas.",
            purpose_en="To put right what goes wrong with products and deliveries.",
            audience="",
            again_days=60,
            asked_by="both",
            trigger="purchase",
            priority=85,
            low_score=2,
            options=[],
            anonymous=False,
            created_at=now,
            updated_at=now,
        )
    )
