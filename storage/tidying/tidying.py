"""What may be untidy, found some customers at a time, by indexes: the same number, address or name; long unused; people who left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, insert, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import Select

from storage.crm.possible_duplicates import likeness
from storage.crm.scope import owners, seen
from storage.crm.tables import ContactRow, CustomerRow, FollowUpRow, InteractionContactRow, InteractionRow
from storage.names.keys import WHOLE
from storage.names.names import NameKind
from storage.names.tables import IndexedName, NamePosting, NameTerm
from storage.nudges.tables import NudgeMarkRow
from storage.purchases.tables import PurchaseRow
from storage.session.dialects import among_many
from storage.session.session import Session

WINDOW = 200
"""Customers that are looked at with one statement."""
PAIR = 31
"""Bits of a customer's id, where two of them are one number."""
SAME = "tidy_same"
UNUSED = "tidy_unused"
LEFT = "tidy_left"


@dataclass(frozen=True, slots=True)
class Untidy:
    """One thing: `what` is "phone", "email" or "name" of two customers, "unused" of one, or "left" of a contact there.

    `at` is the customer after whom to look on, `value` what two have in common.
    """

    what: str
    at: int
    customer_id: int
    other_id: int | None = None
    contact_id: int | None = None
    value: str | None = None
    since: datetime | None = None


def pair(first: int, second: int) -> int:
    """Two customers as one number, whichever comes first."""
    return min(first, second) << PAIR | max(first, second)


class Tidying:
    """Looks for what is untidy among the customers that the person may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def next(self, after: int, *, unused_since: datetime, windows: int) -> tuple[list[Untidy], int]:
        """What is untidy about the customers from beyond `after` on, of the first window that has anything.

        At most so many `windows` are looked at; the second value is the last customer that was, 0 where there are no more.
        """
        for _window in range(windows):
            rows = self._window(after)
            if not rows:
                return [], 0
            ids = [row.id for row in rows]
            found = [*self._same(rows), *self._unused(ids, unused_since), *self._left(ids, unused_since)]
            if found := self._not_settled(found):
                return sorted(found, key=lambda one: one.at), ids[-1]
            after = ids[-1]
        return [], after

    def settle(self, kind: str, thing: int, until: datetime) -> None:
        """Not brought up again before then."""
        connection = self._session.connection
        connection.execute(delete(NudgeMarkRow).where(NudgeMarkRow.kind == kind, NudgeMarkRow.thing == thing))
        connection.execute(insert(NudgeMarkRow).values(kind=kind, thing=thing, not_before=until))

    # ------------------------------------------------------------------ looking
    def _window(self, after: int) -> Sequence[Any]:
        statement = (
            select(CustomerRow.id, CustomerRow.name, CustomerRow.phone, CustomerRow.email)
            .where(CustomerRow.id > after, CustomerRow.archived_at.is_(None), seen(everybodys=self._session.sees_all))
            .order_by(CustomerRow.id)
            .limit(WINDOW)
        )
        return self._session.connection.execute(statement, owners(self._session)).all()

    def _same(self, rows: Sequence[Any]) -> list[Untidy]:
        """Two cards that may be one customer; each pair once, by the later of both."""
        found: dict[tuple[int, int], Untidy] = {}
        for what in ("phone", "email"):
            said = {getattr(row, what): row.id for row in rows if getattr(row, what)}
            column = getattr(CustomerRow, what)
            earlier = select(column, CustomerRow.id).where(
                among_many(column, "values"), CustomerRow.archived_at.is_(None), seen(everybodys=self._session.sees_all)
            )
            values = {"values": list(said), **owners(self._session)}
            firsts: dict[str, int] = {}
            for value, id_ in self._session.connection.execute(earlier, values) if said else ():
                firsts[value] = min(firsts.get(value, id_), id_)
            for row in rows:
                value = getattr(row, what)
                if value and (first := firsts.get(value, row.id)) < row.id:
                    found.setdefault((first, row.id), Untidy(what, row.id, first, row.id, value=value))
        likenesses = {row.id: likeness(row.name) for row in rows}
        firsts = self._called(set(likenesses.values()))
        for row in rows:
            like = likenesses[row.id]
            if like and (first := firsts.get(like, row.id)) < row.id:
                found.setdefault((first, row.id), Untidy("name", row.id, first, row.id))
        return list(found.values())

    def _called(self, likenesses: set[str]) -> dict[str, int]:
        """The first customer that is called so, its legal form and articles aside."""
        terms = {WHOLE + like: like for like in likenesses if like}
        rows = self._session.connection.execute(
            select(NameTerm.text, func.min(IndexedName.entity_id))
            .join(NamePosting, NamePosting.term_id == NameTerm.id)
            .join(IndexedName, IndexedName.id == NamePosting.name_id)
            .join(CustomerRow, CustomerRow.id == IndexedName.entity_id)
            .where(
                among_many(NameTerm.text, "terms"),
                NameTerm.kind == NameKind.CUSTOMER.value,
                IndexedName.hidden_by.is_(None),
                CustomerRow.archived_at.is_(None),
                seen(everybodys=self._session.sees_all),
            )
            .group_by(NameTerm.text),
            {"terms": list(terms), **owners(self._session)},
        )
        return {terms[term]: int(id_) for term, id_ in rows}

    def _unused(self, ids: Sequence[int], since: datetime) -> list[Untidy]:
        """Cards as old as that with which nothing has happened since, and nothing is to be done."""
        rows = self._session.connection.execute(_UNUSED, {"ids": ids, "since": since, "day": since.date()})
        return [Untidy("unused", id_, id_, since=last or created) for id_, created, last in rows]

    def _left(self, ids: Sequence[int], since: datetime) -> list[Untidy]:
        """People with whom nobody spoke for as long, where somebody else there was spoken to since."""
        rows = self._session.connection.execute(_LEFT, {"ids": ids, "since": since})
        return [Untidy("left", customer, customer, contact_id=id_, since=last) for id_, customer, last in rows]

    def _not_settled(self, found: Sequence[Untidy]) -> list[Untidy]:
        asked = {key_of(one) for one in found}
        if not asked:
            return []
        rows = self._session.connection.execute(
            select(NudgeMarkRow.kind, NudgeMarkRow.thing).where(
                among_many(NudgeMarkRow.thing, "things"), NudgeMarkRow.not_before > self._session.now
            ),
            {"things": [thing for _kind, thing in asked]},
        )
        settled = {(kind, thing) for kind, thing in rows}
        return [one for one in found if key_of(one) not in settled]


def key_of(one: Untidy) -> tuple[str, int]:
    """Under what it is remembered that it is as it should be."""
    if one.other_id is not None:
        return SAME, pair(one.customer_id, one.other_id)
    return (UNUSED, one.customer_id) if one.contact_id is None else (LEFT, one.contact_id)


# Built once: making a statement takes several times as long as running it.
_LAST = (
    select(func.max(InteractionRow.at))
    .where(InteractionRow.customer_id == CustomerRow.id, InteractionRow.archived_at.is_(None))
    .correlate(CustomerRow)
    .scalar_subquery()
)
_UNUSED: Select[*tuple[Any, ...]] = select(CustomerRow.id, CustomerRow.created_at, _LAST).where(
    CustomerRow.id.in_(bindparam("ids", expanding=True)),
    CustomerRow.created_at < bindparam("since"),
    ~exists().where(
        InteractionRow.customer_id == CustomerRow.id,
        InteractionRow.archived_at.is_(None),
        InteractionRow.at >= bindparam("since"),
    ),
    ~exists().where(
        PurchaseRow.customer_id == CustomerRow.id,
        PurchaseRow.archived_at.is_(None),
        PurchaseRow.day >= bindparam("day"),
    ),
    ~exists().where(
        FollowUpRow.customer_id == CustomerRow.id, FollowUpRow.state == "open", FollowUpRow.archived_at.is_(None)
    ),
)
_Theirs = aliased(InteractionRow, name="with_them")
_Met = aliased(InteractionContactRow, name="met_then")
_LAST_WITH = (
    select(func.max(_Theirs.at))
    .join(_Met, _Met.interaction_id == _Theirs.id)
    .where(
        _Theirs.customer_id == ContactRow.customer_id,
        _Theirs.archived_at.is_(None),
        _Met.contact_id == ContactRow.id,
        _Met.archived_at.is_(None),
    )
    .correlate(ContactRow)
    .scalar_subquery()
)
_LEFT: Select[*tuple[Any, ...]] = select(ContactRow.id, ContactRow.customer_id, _LAST_WITH).where(
    ContactRow.customer_id.in_(bindparam("ids", expanding=True)),
    ContactRow.archived_at.is_(None),
    ContactRow.created_at < bindparam("since"),
    bindparam("since") > _LAST_WITH,
    exists().where(
        InteractionRow.customer_id == ContactRow.customer_id,
        InteractionContactRow.interaction_id == InteractionRow.id,
        InteractionContactRow.contact_id != ContactRow.id,
        InteractionContactRow.archived_at.is_(None),
        InteractionRow.archived_at.is_(None),
        InteractionRow.at >= bindparam("since"),
    ),
)
