"""Who recommended us to whom, and when a customer was last asked for it."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select
from sqlalchemy.sql.selectable import Select

from storage.models import Customer, Referral
from storage.scope import owners, seen

if TYPE_CHECKING:
    from storage.work import Work

MOST = 10
"""Names of one side that are shown."""


class Referrals:
    """Recommendations between customers."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    def keep(self, referrer_id: int, referred_id: int) -> int | None:
        """Keeps that one recommended us to the other; None where that was known."""
        known = self._work.connection.execute(
            select(Referral.id).where(
                Referral.referrer_id == referrer_id, Referral.referred_id == referred_id, Referral.archived_at.is_(None)
            ).limit(1)
        ).scalar()
        if known:
            return None
        return self._work.changes.create(Referral, referrer_id=referrer_id, referred_id=referred_id)

    def brought(self, customer_id: int) -> list[str]:
        """Whom this customer sent to us, the latest first, as far as they may be seen."""
        return self._names(_brought(everybodys=self._everybodys), customer_id)

    def sent_by(self, customer_id: int) -> list[str]:
        """Who sent this customer to us, the latest first, as far as they may be seen."""
        return self._names(_sent_by(everybodys=self._everybodys), customer_id)

    def asked(self, customer_id: int) -> bool:
        """They were asked today whom they would recommend us to."""
        return self._work.changes.update(Customer, customer_id, referral_asked_at=self._work.now)

    def last_asked(self, customer_id: int) -> datetime | None:
        """When they were asked last, or gave one unasked."""
        asked = self._work.connection.execute(
            select(Customer.referral_asked_at).where(Customer.id == customer_id)
        ).scalar()
        given = self._work.connection.execute(
            select(Referral.created_at).where(Referral.referrer_id == customer_id, Referral.archived_at.is_(None))
            .order_by(Referral.id.desc()).limit(1)
        ).scalar()
        return max((at for at in (asked, given) if at), default=None)

    def _names(self, statement: Select[*tuple[Any, ...]], customer_id: int) -> list[str]:
        return list(self._work.connection.execute(statement, {"customer": customer_id, **owners(self._work)}).scalars())

    @property
    def _everybodys(self) -> bool:
        return self._work.sees_owners is None


# Built once: making a statement takes several times as long as running it.
@cache
def _brought(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(Customer.name).join(Referral, Referral.referred_id == Customer.id)
        .where(Referral.referrer_id == bindparam("customer"), Referral.archived_at.is_(None), Customer.archived_at.is_(None),
               seen(everybodys=everybodys))
        .order_by(Referral.id.desc()).limit(MOST)
    )


@cache
def _sent_by(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(Customer.name).join(Referral, Referral.referrer_id == Customer.id)
        .where(Referral.referred_id == bindparam("customer"), Referral.archived_at.is_(None), Customer.archived_at.is_(None),
               seen(everybodys=everybodys))
        .order_by(Referral.id.desc()).limit(MOST)
    )
