"""What the gentle rules look at: customers not seen for long, loose notes that wait, appointments without a word, questions left open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import Function

from storage.crm.tables import CustomerRow, FollowUpRow, InteractionRow, LooseNoteRow
from storage.messaging.tables import ConversationRow
from storage.nudges.tables import NudgeMarkRow
from storage.people.tables import AccountRow
from storage.session.base import Base, UtcDateTime
from storage.session.dialects import among
from storage.session.session import Session
from storage.session.two_steps import in_two_steps

A_YEAR = timedelta(days=365)
NOTE = "note"
"""The kind of an interaction with whom there was no contact."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a customer is in contact with us: how many times in a year, first and last."""

    customer_id: int
    customer: str
    contacts: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Appointment:
    """A follow-up with a customer whose time is over, and with whom nothing was logged since."""

    id: int
    owner_id: int
    customer_id: int
    customer: str
    what: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A form that waits for an answer in a colleague's chat, since when."""

    staff_id: int
    platform: str
    chat: str
    form: dict[str, Any]


class Looks:
    """Queries that go by an index each."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def rhythms(self, owner_id: int) -> list[Rhythm]:
        """The customers of a colleague with whom there was contact in a year and nothing is to come."""
        values = {"owner": owner_id, "since": self._session.now - A_YEAR, "now": self._session.now}
        rows = self._session.connection.execute(_RHYTHMS, values)
        return [Rhythm(*row) for row in rows if row[2]]

    def appointments(self, start: datetime, end: datetime, *, unmarked: str, limit: int) -> list[Appointment]:
        """Follow-ups with a customer that were due in a time, open or done, with nothing logged there since that day began.

        What has a mark of the kind `unmarked` is not among them until that is over.
        """
        values = {"start": start, "end": end, "kind": unmarked, "now": self._session.now, "most": limit}
        rows = in_two_steps(self._session.connection, _APPOINTMENTS, _APPOINTMENT, values)
        return [Appointment(*row) for row in rows]

    def loose_notes(self, before: datetime, *, unmarked: str, limit: int) -> list[int]:
        """Loose notes that were told before then and still wait, the oldest first.

        What has a mark of the kind `unmarked` is not among them until that is over.
        """
        values = {"before": before, "kind": unmarked, "now": self._session.now, "most": limit}
        return list(self._session.connection.execute(_NOTES, values).scalars())

    def open_questions(self, since: datetime, until: datetime) -> list[OpenQuestion]:
        """Forms that have waited in a colleague's chat since some time between these two."""
        rows = self._session.connection.execute(_QUESTIONS, {"since": since, "until": until})
        return [OpenQuestion(staff, platform, chat, state["form"]) for staff, platform, chat, state in rows]


# Built once: making a statement takes several times as long as running it.
_STEP_TO_COME = (
    select(FollowUpRow.id)
    .where(
        FollowUpRow.customer_id == CustomerRow.id,
        FollowUpRow.state == "open",
        FollowUpRow.due_at > bindparam("now", type_=UtcDateTime),
        FollowUpRow.archived_at.is_(None),
    )
    .correlate(CustomerRow)
    .exists()
)


def _of_contacts(what: Function[Any]) -> ScalarSelect[Any]:
    """Something of a customer's contacts in a year, looked up by the customer: a join would read all interactions there are."""
    return (
        select(what)
        .where(
            InteractionRow.customer_id == CustomerRow.id,
            InteractionRow.at >= bindparam("since", type_=UtcDateTime),
            InteractionRow.kind != NOTE,
            InteractionRow.archived_at.is_(None),
        )
        .correlate(CustomerRow)
        .scalar_subquery()
    )


_RHYTHMS = select(
    CustomerRow.id,
    CustomerRow.name,
    _of_contacts(func.count(InteractionRow.id)),
    _of_contacts(func.min(InteractionRow.at, type_=UtcDateTime)),
    _of_contacts(func.max(InteractionRow.at, type_=UtcDateTime)),
).where(
    CustomerRow.owner_id == bindparam("owner"),
    CustomerRow.archived_at.is_(None),
    CustomerRow.status == "customer",
    ~_STEP_TO_COME,
)
_LOGGED_SINCE = (
    select(InteractionRow.id)
    .where(
        InteractionRow.customer_id == FollowUpRow.customer_id,
        InteractionRow.archived_at.is_(None),
        InteractionRow.created_at >= bindparam("start", type_=UtcDateTime),
        InteractionRow.created_at >= FollowUpRow.created_at,
        InteractionRow.id != func.coalesce(FollowUpRow.interaction_id, 0),
    )
    .correlate(FollowUpRow)
    .exists()
)


def _marked(thing: InstrumentedAttribute[int], of: type[Base]) -> ColumnElement[bool]:
    """Whether a row has a mark of the "kind" that is not over."""
    return (
        select(NudgeMarkRow.thing)
        .where(
            NudgeMarkRow.kind == bindparam("kind"),
            NudgeMarkRow.thing == thing,
            NudgeMarkRow.not_before > bindparam("now", type_=UtcDateTime),
        )
        .correlate(of)
        .exists()
    )


_CUSTOMER_IS_HERE = (
    select(CustomerRow.id)
    .where(CustomerRow.id == FollowUpRow.customer_id, CustomerRow.archived_at.is_(None))
    .correlate(FollowUpRow)
    .exists()
)
_APPOINTMENTS = (
    select(FollowUpRow.id)
    .where(
        FollowUpRow.state.in_((literal_column("'open'"), literal_column("'done'"))),
        FollowUpRow.due_at >= bindparam("start", type_=UtcDateTime),
        FollowUpRow.due_at < bindparam("end", type_=UtcDateTime),
        FollowUpRow.archived_at.is_(None),
        _CUSTOMER_IS_HERE,
        ~_LOGGED_SINCE,
        ~_marked(FollowUpRow.id, FollowUpRow),
    )
    .order_by(FollowUpRow.due_at)
    .limit(bindparam("most"))
)
_APPOINTMENT = (
    select(
        FollowUpRow.id,
        FollowUpRow.owner_id,
        CustomerRow.id,
        CustomerRow.name,
        FollowUpRow.what,
        FollowUpRow.due_at,
    )
    .join(CustomerRow, CustomerRow.id == FollowUpRow.customer_id)
    .where(among(FollowUpRow.id, "ids"))
    .order_by(FollowUpRow.due_at)
)
_NOTES = (
    select(LooseNoteRow.id)
    .where(
        LooseNoteRow.state == literal_column("'open'"),
        LooseNoteRow.archived_at.is_(None),
        LooseNoteRow.said_at < bindparam("before"),
        ~_marked(LooseNoteRow.id, LooseNoteRow),
    )
    .order_by(LooseNoteRow.said_at, LooseNoteRow.id)
    .limit(bindparam("most"))
)
_QUESTIONS = (
    select(AccountRow.staff_id, ConversationRow.platform, ConversationRow.chat, ConversationRow.state)
    .join(
        AccountRow,
        (AccountRow.platform == ConversationRow.platform) & (AccountRow.account == ConversationRow.account),
    )
    .where(
        ConversationRow.asked_since.is_not(None),
        ConversationRow.asked_since >= bindparam("since", type_=UtcDateTime),
        ConversationRow.asked_since < bindparam("until", type_=UtcDateTime),
    )
)
