"""The tables of what may be sold: pipelines with their stages, opportunities, all that changed about them, and why they were lost.

What an opportunity is now stands in its row. What it was stands in `opportunity_events`: each change of stage, amount, close date
and owner, and each closing and reopening, with who and when. A change that was undone has its event put away.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.keys import Erasure, Merge, refers
from storage.entities.stamps import Authored
from storage.session.base import BigId, MoneyType, UtcDateTime
from storage.session.partial_indexes import of_a_contact

_OPEN = text("state = 'open' AND archived_at IS NULL")
_CLOSED = text("closed_at IS NOT NULL AND archived_at IS NULL")


class PipelineRow(Authored):
    """A way of selling, with stages of its own. One that is put away takes no new opportunities.

    `seed` is "first" for the one that every company begins with: it is made once, whoever needs it first.
    """

    __tablename__ = "pipelines"
    __entity__ = Entity(label="name", about="pipeline", undo=ByRow(), codes=("name",))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    seed: Mapped[str | None] = mapped_column(String(10), unique=True)


class StageRow(Authored):
    """A step of a pipeline, in the order of `position`.

    `probability` is how likely what stands there is won, in whole percent; `patience` for how many business days it may go
    without contact with the customer.
    """

    __tablename__ = "stages"
    __entity__ = Entity(label="name", about="stage", undo=ByRow(), codes=("name",))
    __table_args__ = (Index("ix_stages_pipeline", "pipeline_id", "position"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    pipeline_id: Mapped[int] = mapped_column(refers("pipelines.id"))
    name: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(Integer)
    probability: Mapped[int] = mapped_column(Integer)
    patience: Mapped[int] = mapped_column(Integer)


class LostReasonRow(Authored):
    """Why something was not sold; the list grows as people say it."""

    __tablename__ = "lost_reasons"
    __entity__ = Entity(label="name", about="lost_reason", undo=ByRow(), words=("name",))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class OpportunityRow(Authored):
    """Something that a customer may buy.

    `state` is "open", "won" or "lost"; a closed one keeps the stage that it was closed in. `amount` is empty where nobody said
    one. `entered_stage_at` is since when it stands in its stage. `version` goes up with every change, undone ones too: who saw
    an older one is told what changed.

    What the reminders remember of it is no change, and in no audit: `look_at` is when it can have been still for too long at
    the earliest; `asked` how often in a row its owner was asked about that, last at `asked_at`; `close_look_at` when its close date
    will have passed.
    """

    __tablename__ = "opportunities"
    __entity__ = Entity(label="title", about="opportunity", undo=ByRow(), words=("title", "source"))
    __table_args__ = (
        Index("ix_opportunities_customer", "customer_id", "state", "id"),
        Index("ix_opportunities_owner", "owner_id", "state", "id"),
        Index("ix_opportunities_stage", "pipeline_id", "stage_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_opportunities_look", "look_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_opportunities_close_look", "close_look_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_opportunities_close", "expected_close", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_opportunities_closed", "closed_at", "state", sqlite_where=_CLOSED, postgresql_where=_CLOSED),
        of_a_contact("opportunities"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
    contact_id: Mapped[int | None] = mapped_column(refers("contacts.id", merge=Merge.MOVES, erasure=Erasure.LETS_GO))
    title: Mapped[str] = mapped_column(Text)
    amount: Mapped[Decimal | None] = mapped_column(MoneyType)
    currency: Mapped[str] = mapped_column(String(3))
    pipeline_id: Mapped[int] = mapped_column(refers("pipelines.id"))
    stage_id: Mapped[int] = mapped_column(refers("stages.id"))
    owner_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))
    state: Mapped[str] = mapped_column(String(10))
    expected_close: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str | None] = mapped_column(String(200))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lost_reason_id: Mapped[int | None] = mapped_column(refers("lost_reasons.id"))
    entered_stage_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer)
    look_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked: Mapped[int] = mapped_column(Integer, server_default=text("0"))
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    close_look_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OpportunityEventRow(Authored):
    """One thing that became of an opportunity: who did what, when, and what it was before.

    `kind` is "created", "stage", "amount", "close_date", "owner", "won", "lost" or "reopened". The `old_…` and `new_…` columns that
    belong to the kind are filled; "created", "won", "lost" and "reopened" have all that it was then in the `new_…` ones. `by_id` is
    empty for the system. `version` is that of the opportunity from then on; `note` is what was said of it, letter by letter.
    """

    __tablename__ = "opportunity_events"
    __entity__ = Entity(label="kind", about="opportunity_event", undo=ByRow(), words=("note",))
    __table_args__ = (
        Index("ix_opportunity_events_opportunity", "opportunity_id", "version"),
        Index("ix_opportunity_events_at", "at", "kind"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(refers("opportunities.id", erasure=Erasure.GOES))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))
    kind: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(Integer)
    old_stage_id: Mapped[int | None] = mapped_column(refers("stages.id"))
    new_stage_id: Mapped[int | None] = mapped_column(refers("stages.id"))
    old_amount: Mapped[Decimal | None] = mapped_column(MoneyType)
    new_amount: Mapped[Decimal | None] = mapped_column(MoneyType)
    old_currency: Mapped[str | None] = mapped_column(String(3))
    new_currency: Mapped[str | None] = mapped_column(String(3))
    old_close: Mapped[date | None] = mapped_column(Date)
    new_close: Mapped[date | None] = mapped_column(Date)
    old_owner_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))
    new_owner_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.STAYS))
    lost_reason_id: Mapped[int | None] = mapped_column(refers("lost_reasons.id"))
    note: Mapped[str | None] = mapped_column(Text)
