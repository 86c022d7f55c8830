"""Customers who are here and may be those that a table brings: of the same name, number or address, whoever sees them.

Looked up for hundreds of lines at a time, by indexes only.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, not_, select, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from storage.crm import scope
from storage.models import Customer, CustomerPhone, Staff
from storage.names.folding import fold
from storage.names.keys import WHOLE, content, joined, name_words
from storage.names.names import NameKind
from storage.names.tables import IndexedName, NamePosting, NameTerm
from storage.session.dialects import among_many

if TYPE_CHECKING:
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class Alike:
    """A customer who is here: `name` is None where the person may not see it, and no more is told than its `owner`."""

    name: str | None
    owner: str | None


def likeness(name: str) -> str:
    """What two names have in common that are likely the same customer's: their words, legal forms and articles aside."""
    return joined(content(name_words(name)))


def anothers(work: "Work", names: Sequence[str]) -> dict[str, str]:
    """Customers of these names that the person may not see: their folded name, and who answers for them."""
    if work.sees_owners is None:
        return {}
    rows = work.connection.execute(
        select(Customer.folded, Staff.name)
        .join(Staff, Staff.id == Customer.owner_id)
        .where(
            among_many(Customer.folded, "names"), Customer.archived_at.is_(None), not_(scope.seen(everybodys=False))
        ),
        {"names": list({fold(name) for name in names}), **scope.owners(work)},
    )
    return {folded: owner for folded, owner in rows}  # noqa: C416 - rows are not pairs to dict()'s type


def reached_at(work: "Work", *, phones: Collection[str] = (), emails: Collection[str] = ()) -> dict[str, Alike]:
    """Customers who have one of these numbers or addresses, by that."""
    found: dict[str, int] = {}
    if phones:
        numbers: CompoundSelect[*tuple[Any, ...]] = union_all(
            select(Customer.phone, Customer.id).where(
                among_many(Customer.phone, "phones"), Customer.archived_at.is_(None)
            ),
            select(CustomerPhone.number, CustomerPhone.customer_id).where(
                among_many(CustomerPhone.number, "phones"), CustomerPhone.archived_at.is_(None)
            ),
        )
        found |= {number: id_ for number, id_ in work.connection.execute(numbers, {"phones": list(phones)})}  # noqa: C416
    if emails:
        addresses = select(Customer.email, Customer.id).where(
            among_many(Customer.email, "emails"), Customer.archived_at.is_(None)
        )
        found |= {email: id_ for email, id_ in work.connection.execute(addresses, {"emails": list(emails)}) if email}
    return _told(work, found)


def called_like(work: "Work", likenesses: Collection[str]) -> dict[str, Alike]:
    """Customers who have a name or a nickname of one of these `likeness`es, by that."""
    terms = {WHOLE + like: like for like in likenesses}
    if not terms:
        return {}
    rows = work.connection.execute(
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
    return _told(work, {terms[term]: id_ for term, id_ in rows})


def _told(work: "Work", found: Mapping[str, int]) -> dict[str, Alike]:
    """What may be told of these customers."""
    if not found:
        return {}
    ids = sorted(set(found.values()))
    rows = work.connection.execute(
        select(Customer.id, Customer.name, Customer.owner_id, Staff.name)
        .outerjoin(Staff, Staff.id == Customer.owner_id)
        .where(among_many(Customer.id, "ids")),
        {"ids": ids},
    ).all()
    told = {
        id_: Alike(name if work.sees_owners is None or owner_id in {None, *work.sees_owners} else None, owner)
        for id_, name, owner_id, owner in rows
    }
    return {key: told[id_] for key, id_ in found.items() if id_ in told}
