"""Who recommended us to whom, and when a customer was last asked for it."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, literal_column, select, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from storage.crm.scope import owners, seen
from storage.crm.tables import CustomerRow, ReferralRow
from storage.session.session import Session

BROUGHT, SENT = 0, 1
MOST = 10
"""Names of one side that are shown."""


class Referrals:
    """Recommendations between customers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, referrer_id: int, referred_id: int) -> int | None:
        """Keeps that one recommended us to the other; None where that was known."""
        known = self._session.connection.execute(
            select(ReferralRow.id)
            .where(
                ReferralRow.referrer_id == referrer_id,
                ReferralRow.referred_id == referred_id,
                ReferralRow.archived_at.is_(None),
            )
            .limit(1)
        ).scalar()
        if known:
            return None
        return self._session.changes.create(ReferralRow, referrer_id=referrer_id, referred_id=referred_id)

    def sides(self, customer_id: int) -> tuple[list[str], list[str]]:
        """Whom this customer sent to us, and who sent it, the latest first, as far as they may be seen."""
        statement = _sides(everybodys=self._session.sees_all)
        rows = self._session.connection.execute(statement, {"customer": customer_id, **owners(self._session)}).all()
        return [name for side, name in rows if side == BROUGHT], [name for side, name in rows if side != BROUGHT]

    def asked(self, customer_id: int) -> bool:
        """They were asked today whom they would recommend us to."""
        return self._session.changes.update(CustomerRow, customer_id, referral_asked_at=self._session.now)

    def last_asked(self, customer_id: int) -> datetime | None:
        """When they were asked last, or gave one unasked."""
        asked_and_given = self._session.connection.execute(_LAST, {"customer": customer_id}).one()
        return max((at for at in asked_and_given if at), default=None)


# Built once: making a statement takes several times as long as running it.
_LAST = select(
    CustomerRow.referral_asked_at,
    select(ReferralRow.created_at)
    .where(ReferralRow.referrer_id == bindparam("customer"), ReferralRow.archived_at.is_(None))
    .order_by(ReferralRow.id.desc())
    .limit(1)
    .scalar_subquery(),
).where(CustomerRow.id == bindparam("customer"))


@cache
def _sides(*, everybodys: bool) -> CompoundSelect[*tuple[Any, ...]]:
    """Both sides in one statement, some of each."""
    sides = []
    for side, mine, theirs in (
        (BROUGHT, ReferralRow.referrer_id, ReferralRow.referred_id),
        (SENT, ReferralRow.referred_id, ReferralRow.referrer_id),
    ):
        some = (
            select(literal_column(str(side)).label("side"), CustomerRow.name)
            .join(ReferralRow, theirs == CustomerRow.id)
            .where(
                mine == bindparam("customer"),
                ReferralRow.archived_at.is_(None),
                CustomerRow.archived_at.is_(None),
                seen(everybodys=everybodys),
            )
            .order_by(ReferralRow.id.desc())
            .limit(MOST)
            .subquery()
        )
        sides.append(select(some))
    return union_all(*sides)
