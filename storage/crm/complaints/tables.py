"""The tables of complaints: what went wrong at whose, who cares for it, all that was done about it, and who cares for which kind.

A complaint's journey is its events: what was said, done and asked about it. What it is now stands in its row.
"""

from datetime import datetime

from sqlalchemy import Float, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.keys import Erasure, Merge, refers
from storage.entities.stamps import Authored
from storage.session.base import BigId, UtcDateTime
from storage.session.partial_indexes import known, of_a_contact

_OPEN = text("state = 'open' AND archived_at IS NULL")


class ComplaintRow(Authored):
    """Something that a customer is unhappy with; its id is the number that everybody calls it by.

    `words` are those of whoever told it, letter by letter. `cause` is one of `records.CAUSES` and `severity` one of
    `records.SEVERITIES`, empty where nobody said. `origin` is "staff", "customer" or "survey", `score` the answer that opened it.
    `interaction_id` is the visit in whose telling it came up.

    `answer_by` is until when a first answer was promised; the first contact by a person stops that clock: `answered_at`, and
    `seconds` of business time by the calendar of who answered. `rescue_by` is the end of the thirty days. `improved_at` is when
    its carer last said that it improved, empty again where they said that it did not. `state` is "open" or "closed"; a closed
    one says whether that was the `customer`'s word or for a `reason` (`closed_on`), and what was said (`closing`).

    What the reminders remember is in no audit: `told` are the steps that were taken, joined by commas, `checked_at` when its
    carer was last asked whether it improved, `look_at` when there is something to do next.
    """

    __tablename__ = "complaints"
    __entity__ = Entity(
        label="words", about="complaint", undo=ByRow(), keeps_original=True, words=("words", "closing"), codes=("told",)
    )
    __table_args__ = (
        Index("ix_complaints_customer", "customer_id", "state"),
        Index("ix_complaints_open", "opened_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_complaints_carer", "carer_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_complaints_look", "look_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_complaints_opened", "opened_at"),
        of_a_contact("complaints"),
        known("complaints", "interaction_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
    contact_id: Mapped[int | None] = mapped_column(refers("contacts.id", merge=Merge.MOVES, erasure=Erasure.LETS_GO))
    interaction_id: Mapped[int | None] = mapped_column(refers("interactions.id", erasure=Erasure.LETS_GO))
    words: Mapped[str] = mapped_column(Text)
    cause: Mapped[str | None] = mapped_column(String(20))
    severity: Mapped[str | None] = mapped_column(String(10))
    origin: Mapped[str] = mapped_column(String(10))
    score: Mapped[int | None] = mapped_column(Integer)
    carer_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO))
    state: Mapped[str] = mapped_column(String(10))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seconds: Mapped[float | None] = mapped_column(Float)
    rescue_by: Mapped[datetime] = mapped_column(UtcDateTime)
    improved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_on: Mapped[str | None] = mapped_column(String(10))
    closing: Mapped[str | None] = mapped_column(Text)
    told: Mapped[str] = mapped_column(String(80), server_default=text("''"))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    look_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ComplaintEventRow(Authored):
    """One thing of a complaint's journey: `kind` is one of `records.EVENTS`, `words` what was said, letter by letter.

    `staff_id` is who did it, or, where it was "given", who got it.
    """

    __tablename__ = "complaint_events"
    __entity__ = Entity(label="kind", about="complaint_event", undo=ByRow(), words=("words",))
    __table_args__ = (Index("ix_complaint_events_complaint", "complaint_id", "at", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(refers("complaints.id", erasure=Erasure.GOES))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(12))
    staff_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO))
    words: Mapped[str | None] = mapped_column(Text)


class ComplaintRuleRow(Authored):
    """Who cares for complaints of one `cause`."""

    __tablename__ = "complaint_rules"
    __entity__ = Entity(label="cause", about="complaint_rule", undo=ByRow(), codes=("cause",))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    cause: Mapped[str] = mapped_column(String(20))
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES), index=True)
