"""Who sees what, as part of a statement: a customer is seen by whoever sees its owner; one without an owner by all.

Statements are built once for each of the two cases, so the condition is left out where everybody sees everything.
"""

from sqlalchemy import ColumnElement, and_, bindparam, or_, true

from storage.crm.tables import CustomerRow, FollowUpRow
from storage.session.session import Session


def seen(*, everybodys: bool) -> ColumnElement[bool]:
    """Whether the statement's customer may be seen; its values are `owners(session)`."""
    return true() if everybodys else or_(CustomerRow.owner_id.is_(None), _owner_seen())


def follow_up_seen(*, everybodys: bool) -> ColumnElement[bool]:
    """Whether the statement's follow-up may be seen: one's own, a seen customer's, a seen colleague's about no customer."""
    if everybodys:
        return true()
    customers = and_(FollowUpRow.customer_id.is_not(None), seen(everybodys=False))
    others = and_(FollowUpRow.customer_id.is_(None), FollowUpRow.owner_id.in_(bindparam("owners", expanding=True)))
    return or_(FollowUpRow.owner_id == bindparam("me"), customers, others)


def owners(session: Session) -> dict[str, object]:
    """The values of `seen` for the person of this session."""
    return {} if session.sees_owners is None else {"owners": sorted(session.sees_owners)}


def owners_and_me(session: Session) -> dict[str, object]:
    """The values of `follow_up_seen`."""
    return {} if session.sees_owners is None else {**owners(session), "me": session.person_id}


def _owner_seen() -> ColumnElement[bool]:
    return CustomerRow.owner_id.in_(bindparam("owners", expanding=True))
