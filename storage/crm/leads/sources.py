"""Where leads come from, whose they are by rule, and how many requests came lately."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from storage.crm.leads.records import LeadRuleRecord, LeadSourceRecord
from storage.crm.leads.tables import LeadRuleRow, LeadSourceRow, RequestCountRow
from storage.names.folding import fold
from storage.people.tables import StaffRow
from storage.session.dialects import insert_new
from storage.session.session import Session

KEY_BYTES = 24
KEY_PREFIX = "lead_"
"""Keys begin with it, so that whoever finds one in a repository knows whose it is."""
KEEP_COUNTS = timedelta(hours=2)

_SOURCE = (
    LeadSourceRow.id,
    LeadSourceRow.name,
    LeadSourceRow.slug,
    LeadSourceRow.key_hash.is_not(None),
    LeadSourceRow.consent,
    LeadSourceRow.consent_version,
)


class LeadSources:
    """The sources: few rows, read whole."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[LeadSourceRecord]:
        """All that take leads, in the order in which they came up."""
        rows = self._session.connection.execute(
            select(*_SOURCE).where(LeadSourceRow.archived_at.is_(None)).order_by(LeadSourceRow.id)
        )
        return [LeadSourceRecord(*row) for row in rows]

    def get(self, source_id: int) -> LeadSourceRecord | None:
        """One that takes leads."""
        return next((source for source in self.all() if source.id == source_id), None)

    def called(self, name: str) -> LeadSourceRecord | None:
        """The one of this name or address, accents and case aside."""
        wanted = slug_of(name)
        return next((source for source in self.all() if source.slug == wanted), None)

    def of_key(self, key: str) -> LeadSourceRecord | None:
        """The one whose key this is."""
        row = self._session.connection.execute(
            select(*_SOURCE).where(LeadSourceRow.key_hash == _hashed(key), LeadSourceRow.archived_at.is_(None))
        ).one_or_none()
        return LeadSourceRecord(*row) if row else None

    def add(self, name: str, consent: str | None = None) -> int:
        """A new one, or one that was put away, again; returns its id."""
        slug = slug_of(name)
        former = self._session.connection.execute(select(LeadSourceRow.id).where(LeadSourceRow.slug == slug)).scalar()
        if former is not None:
            self._session.changes.update(LeadSourceRow, former, archived_at=None, name=name)
            return former
        return self._session.changes.create(LeadSourceRow, name=name, slug=slug, consent=consent, consent_version=1)

    def new_key(self, source_id: int) -> str:
        """A key for its API, told this once; the former one is void."""
        key = KEY_PREFIX + secrets.token_urlsafe(KEY_BYTES)
        self._session.changes.update(LeadSourceRow, source_id, key_hash=_hashed(key))
        return key

    def change_consent(self, source: LeadSourceRecord, words: str) -> bool:
        """Other words to agree to, as a new version; False where they are the same."""
        if words == source.consent:
            return False
        return self._session.changes.update(
            LeadSourceRow, source.id, consent=words, consent_version=source.consent_version + 1
        )

    def put_away(self, source_id: int) -> None:
        """It takes no more leads: its form and its key are void."""
        self._session.changes.archive(LeadSourceRow, source_id)

    def lock(self, source_id: int) -> None:
        """Requests of one source follow each other: of two that are the same, the second finds what the first did."""
        self._session.connection.execute(
            select(LeadSourceRow.id).where(LeadSourceRow.id == source_id).with_for_update()
        )


class LeadRules:
    """Whose leads are, where that is settled."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[LeadRuleRecord]:
        """All of colleagues who work here."""
        rows = self._session.connection.execute(
            select(LeadRuleRow.id, LeadRuleRow.field, LeadRuleRow.value, LeadRuleRow.staff_id, StaffRow.name)
            .join(StaffRow, StaffRow.id == LeadRuleRow.staff_id)
            .where(LeadRuleRow.archived_at.is_(None), StaffRow.left_at.is_(None))
            .order_by(LeadRuleRow.field, LeadRuleRow.value, LeadRuleRow.id)
        )
        return [LeadRuleRecord(*row) for row in rows]

    def add(self, field: str, value: str, staff_id: int) -> int | None:
        """Leads with this value are this colleague's; None where that is so already."""
        if any((rule.field, rule.value, rule.staff_id) == (field, fold(value), staff_id) for rule in self.all()):
            return None
        return self._session.changes.create(LeadRuleRow, field=field, value=fold(value), staff_id=staff_id)

    def remove(self, rule_id: int) -> None:
        """Not any more."""
        self._session.changes.archive(LeadRuleRow, rule_id)


class RequestCounts:
    """How many requests there were lately, counted where all processes see it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self, name: str, began_at: datetime) -> int:
        """One more of this kind in the stretch that began then; returns how many that makes."""
        key, connection = _hashed(name), self._session.connection
        insert_new(
            connection,
            RequestCountRow,
            [{"name": key, "began_at": began_at, "requests": 0}],
            unique=("name", "began_at"),
        )
        made: int = connection.execute(
            update(RequestCountRow)
            .where(RequestCountRow.name == key, RequestCountRow.began_at == began_at)
            .values(requests=RequestCountRow.requests + 1)
            .returning(RequestCountRow.requests)
        ).scalar_one()
        if made == 1:
            connection.execute(delete(RequestCountRow).where(RequestCountRow.began_at < began_at - KEEP_COUNTS))
        return made


def slug_of(name: str) -> str:
    """A name as addresses have it: "Feria de Lugo" → "feria-de-lugo"."""
    return "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in fold(name)).split())[:80]


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
