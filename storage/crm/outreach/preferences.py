"""What customers agreed to, and how they want to be reached."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select

from storage.crm.holdings import of_customers_with
from storage.crm.outreach.records import Consent, Preference, PreferenceKind, Preferences, Purpose
from storage.crm.outreach.tables import ConsentRow, PreferenceRow
from storage.people.tables import StaffRow
from storage.session.reads import read_once
from storage.session.session import Session

# Built once: making a statement takes several times as long as running it.
_CONSENTS = (
    select(ConsentRow.purpose, ConsentRow.granted, ConsentRow.words, ConsentRow.said_at)
    .where(ConsentRow.account_id == bindparam("account"), ConsentRow.archived_at.is_(None))
    .order_by(ConsentRow.id)
)
_PREFERENCES = (
    select(
        PreferenceRow.id,
        PreferenceRow.kind,
        PreferenceRow.value,
        PreferenceRow.words,
        StaffRow.name,
        PreferenceRow.updated_at,
    )
    .outerjoin(StaffRow, StaffRow.id == PreferenceRow.updated_by)
    .where(PreferenceRow.customer_id == bindparam("customer"), PreferenceRow.archived_at.is_(None))
    .order_by(PreferenceRow.id)
)


class Consents:
    """What people agreed to, with every change of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, account_id: int) -> Mapping[str, Consent]:
        """What a person said last, by purpose; nothing is there that was never asked."""
        rows = self._session.connection.execute(_CONSENTS, {"account": account_id})
        return {row.purpose: Consent(*row) for row in rows}

    def granted(self, account_id: int, purpose: Purpose) -> bool:
        """Whether a person agrees to this now."""
        found = self.of(account_id).get(purpose)
        return found is not None and found.granted

    def say(self, account_id: int, purpose: Purpose, *, granted: bool, words: str) -> None:
        """A person agrees, or no longer does, in these words. What was said before stays."""
        self._session.changes.create(
            ConsentRow,
            account_id=account_id,
            purpose=purpose,
            granted=granted,
            words=words,
            said_at=self._session.now,
        )


class ContactPreferences:
    """How customers want to be reached."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @of_customers_with(PreferenceRow, Preferences)
    @read_once
    def of(self, customer_id: int) -> Preferences:
        """All that a customer prefers."""
        found = [Preference(*row) for row in self._session.rows(_PREFERENCES, {"customer": customer_id})]
        return Preferences({preference.kind: preference for preference in found})

    def note(self, customer_id: int, kind: PreferenceKind, value: str, words: str | None = None) -> None:
        """They prefer this from now on; undo brings back what they preferred before."""
        before = self.of(customer_id).by_kind.get(kind)
        if before is None:
            self._session.changes.create(PreferenceRow, customer_id=customer_id, kind=kind, value=value, words=words)
        else:
            self._session.changes.update(PreferenceRow, before.id, value=value, words=words)

    def forget(self, customer_id: int, kind: PreferenceKind) -> bool:
        """They have no preference of this kind any more; False where they had none."""
        before = self.of(customer_id).by_kind.get(kind)
        if before is None:
            return False
        self._session.changes.archive(PreferenceRow, before.id)
        return True
