"""Two rows that are one customer become one, in a way that the audit can take back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.crm.records import ContactRecord, CustomerRecord
from storage.crm.tables import (
    ContactRow,
    CustomerPhoneRow,
    CustomerRow,
    FollowUpRow,
    InteractionRow,
    NicknameRow,
    ReferralRow,
)
from storage.names.folding import fold

if TYPE_CHECKING:
    from storage.audit.changes import AuthoredModel
    from storage.work import Work

BLANKS = ("phone", "email", "address", "sector", "owner_id")
"""What the one that stays takes from the other where it has none of its own."""

_MOVED: tuple["AuthoredModel", ...] = (InteractionRow, FollowUpRow, CustomerPhoneRow, NicknameRow)


@dataclass(frozen=True, slots=True)
class Moved:
    """How much goes from one customer to the other, archived rows aside."""

    interactions: int
    contacts: int
    follow_ups: int


class Merging:
    """Merging customers."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    def preview(self, customer_id: int) -> Moved:
        """What belongs to a customer, and would go to the other."""
        models = (InteractionRow, ContactRow, FollowUpRow)
        counts = [
            self._work.connection.execute(
                select(func.count())
                .select_from(model)
                .where(model.customer_id == customer_id, model.archived_at.is_(None))
            ).scalar_one()
            for model in models
        ]
        return Moved(*counts)

    def merge(self, kept: CustomerRecord, gone: CustomerRecord) -> None:
        """Everything of `gone` becomes `kept`'s, its name a nickname; `gone` is archived. Undoing the turn restores both.

        Archived rows move too: what they name would be gone otherwise. Raises ValueError for one customer twice.
        """
        if kept.id == gone.id:
            raise ValueError("a customer cannot be merged with itself")
        work = self._work
        work.customers.lock(kept.id, gone.id)
        numbers = [n for n in (kept.phone, *work.customers.further_phones(kept.id)) if n]
        work.changes.archive(CustomerRow, gone.id)  # first: it is what an undo says it took back
        self._move_contacts(kept.id, gone.id)
        for model in _MOVED:
            work.changes.update_all(model, model.customer_id == gone.id, customer_id=kept.id)  # type: ignore[union-attr]  # all have one
        self._move_referrals(kept.id, gone.id)
        if kept.phone and gone.phone and gone.phone not in numbers:
            work.changes.create(CustomerPhoneRow, customer_id=kept.id, number=gone.phone)
        blanks = {
            name: getattr(gone, name)
            for name in BLANKS
            if getattr(kept, name) is None and getattr(gone, name) is not None
        }
        if blanks:
            work.changes.update(CustomerRow, kept.id, **blanks)
        work.names.refresh(CustomerRow.__tablename__, gone.id)
        if fold(gone.name) not in {fold(name) for name in work.customers.nicknames(kept.id)}:
            work.changes.create(NicknameRow, customer_id=kept.id, name=gone.name)
        work.names.refresh(CustomerRow.__tablename__, kept.id)

    def _move_contacts(self, kept: int, gone: int) -> None:
        """People of both by the same name are one person; the others move."""
        work = self._work
        here = {fold(contact.name): contact for contact in work.customers.contacts(kept)}
        for contact in work.customers.contacts(gone):
            if same := here.get(fold(contact.name)):
                self._join(same, contact)
        for id_ in work.changes.update_all(ContactRow, ContactRow.customer_id == gone, customer_id=kept):
            work.names.refresh(ContactRow.__tablename__, id_)

    def _join(self, kept: ContactRecord, gone: ContactRecord) -> None:
        work = self._work
        blanks = {
            name: getattr(gone, name)
            for name in ("role", "phone", "email")
            if getattr(kept, name) is None and getattr(gone, name) is not None
        }
        if (kept.phone and gone.phone and kept.phone != gone.phone) or (
            kept.email and gone.email and kept.email != gone.email
        ):
            return  # perhaps two people of one name: nothing of either is lost
        if blanks:
            work.changes.update(ContactRow, kept.id, **blanks)
        for model in (InteractionRow, FollowUpRow):
            work.changes.update_all(model, model.contact_id == gone.id, contact_id=kept.id)
        work.contacts.archive(gone.id)

    def _move_referrals(self, kept: int, gone: int) -> None:
        """Recommendations move; one between the two would be of a customer by itself."""
        work = self._work
        between = (
            ((ReferralRow.referrer_id == gone) & (ReferralRow.referred_id == kept))
            | ((ReferralRow.referrer_id == kept) & (ReferralRow.referred_id == gone))
        ) & ReferralRow.archived_at.is_(None)
        work.changes.update_all(ReferralRow, between, archived_at=work.now)
        standing = ReferralRow.archived_at.is_(None)
        work.changes.update_all(ReferralRow, (ReferralRow.referrer_id == gone) & standing, referrer_id=kept)
        work.changes.update_all(ReferralRow, (ReferralRow.referred_id == gone) & standing, referred_id=kept)
