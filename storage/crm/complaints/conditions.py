"""What a statement may ask of complaints: whether one is open, whether a customer has one, whether it may be seen."""

from sqlalchemy import ColumnElement, bindparam, literal_column, or_, select, true

from storage.crm.complaints.tables import ComplaintRow
from storage.crm.scope import seen
from storage.crm.tables import CustomerRow
from storage.session.session import Session

IS_OPEN = (ComplaintRow.state == literal_column("'open'")) & ComplaintRow.archived_at.is_(None)
_ANY_OPEN = (
    select(ComplaintRow.id)
    .where(ComplaintRow.customer_id == bindparam("customer"), IS_OPEN)
    .order_by(ComplaintRow.id)
    .limit(1)
)


def has_open_complaint() -> ColumnElement[bool]:
    """Whether the statement's customer has a complaint open, whoever sees it: nothing is to be sold to them meanwhile."""
    return (
        select(ComplaintRow.id)
        .where(ComplaintRow.customer_id == CustomerRow.id, IS_OPEN)
        .correlate(CustomerRow)
        .exists()
    )


def open_complaint(session: Session, customer_id: int) -> int | None:
    """The number of the oldest complaint that a customer has open, whoever sees it; None for a customer without one.

    Who has one is sent neither promotions nor surveys.
    """
    found: int | None = session.known.answer(
        ("open_complaint", customer_id),
        lambda: session.connection.execute(_ANY_OPEN, {"customer": customer_id}).scalar(),
    )
    return found


def complaint_seen(*, everybodys: bool) -> ColumnElement[bool]:
    """Whether the statement's complaint may be seen: its customer's by whoever sees that, and one's own to care for."""
    return true() if everybodys else or_(seen(everybodys=False), ComplaintRow.carer_id == bindparam("me"))
