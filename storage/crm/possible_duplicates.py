"""Customers who are here and may be those that a table brings: of the same name, number or address, whoever sees them.

Looked up for hundreds of lines at a time, by indexes only.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, not_, select, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from storage.crm import scope
from storage.crm.tables import CustomerPhoneRow, CustomerRow
from storage.names.folding import fold
from storage.names.keys import WHOLE, content, joined, name_words
from storage.names.names import NameKind
from storage.names.tables import IndexedName, NamePosting, NameTerm
from storage.people.tables import StaffRow
from storage.session.dialects import among_many
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class Alike:
    """A customer who is here: `name` is None where the person may not see it, and no more is told than its `owner`."""

    name: str | None
    owner: str | None


def likeness(name: str) -> str:
    """What two names have in common that are likely the same customer's: their words, legal forms and articles aside."""
    return joined(content(name_words(name)))


def anothers(session: Session, names: Sequence[str]) -> dict[str, str]:
    """Customers of these names that the person may not see: their folded name, and who answers for them."""
    if session.sees_owners is None:
        return {}
    rows = session.connection.execute(
        select(CustomerRow.folded, StaffRow.name)
        .join(StaffRow, StaffRow.id == CustomerRow.owner_id)
        .where(
            among_many(CustomerRow.folded, "names"),
            CustomerRow.archived_at.is_(None),
            not_(scope.seen(everybodys=False)),
        ),
        {"names": list({fold(name) for name in names}), **scope.owners(session)},
    )
    return {folded: owner for folded, owner in rows}  # noqa: C416 - rows are not pairs to dict()'s type


def reached_at(session: Session, *, phones: Collection[str] = (), emails: Collection[str] = ()) -> dict[str, Alike]:
    """Customers who have one of these numbers or addresses, by that."""
    found: dict[str, int] = {}
    if phones:
        numbers: CompoundSelect[*tuple[Any, ...]] = union_all(
            select(CustomerRow.phone, CustomerRow.id).where(
                among_many(CustomerRow.phone, "phones"), CustomerRow.archived_at.is_(None)
            ),
            select(CustomerPhoneRow.number, CustomerPhoneRow.customer_id).where(
                among_many(CustomerPhoneRow.number, "phones"), CustomerPhoneRow.archived_at.is_(None)
            ),
        )
        found |= {number: id_ for number, id_ in session.connection.execute(numbers, {"phones": list(phones)})}  # noqa: C416
    if emails:
        addresses = select(CustomerRow.email, CustomerRow.id).where(
            among_many(CustomerRow.email, "emails"), CustomerRow.archived_at.is_(None)
        )
        found |= {email: id_ for email, id_ in session.connection.execute(addresses, {"emails": list(emails)}) if email}
    return _told(session, found)


def called_like(session: Session, likenesses: Collection[str]) -> dict[str, Alike]:
    """Customers who have a name or a nickname of one of these `likeness`es, by that."""
    terms = {WHOLE + like: like for like in likenesses}
    if not terms:
        return {}
    rows = session.connection.execute(
        select(NameTerm.text, func.min(IndexedName.entity_id))
        .join(NamePosting, NamePosting.term_id == NameTerm.id)
        .join(IndexedName, IndexedName.id == NamePosting.name_id)
        .where(
            among_many(NameTerm.text, "terms"),
            NameTerm.kind == NameKind.CUSTOMER.value,
            IndexedName.hidden_by.is_(None),
        )
        .group_by(NameTerm.text),
        {"terms": list(terms)},
    )
    return _told(session, {terms[term]: id_ for term, id_ in rows})


def _told(session: Session, found: Mapping[str, int]) -> dict[str, Alike]:
    """What may be told of these customers."""
    if not found:
        return {}
    ids = sorted(set(found.values()))
    rows = session.connection.execute(
        select(CustomerRow.id, CustomerRow.name, CustomerRow.owner_id, StaffRow.name)
        .outerjoin(StaffRow, StaffRow.id == CustomerRow.owner_id)
        .where(among_many(CustomerRow.id, "ids")),
        {"ids": ids},
    ).all()
    told = {
        id_: Alike(name if session.sees_owners is None or owner_id in {None, *session.sees_owners} else None, owner)
        for id_, name, owner_id, owner in rows
    }
    return {key: told[id_] for key, id_ in found.items() if id_ in told}
