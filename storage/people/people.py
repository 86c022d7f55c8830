"""Colleagues, their accounts on the platforms, the invitations that join the two, and who sees whose customers."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, case, delete, exists, insert, or_, select, update

from storage.messaging.conversations import Conversations
from storage.messaging.records import Address
from storage.people.absences import Absences
from storage.people.records import Person
from storage.people.tables import AccessTokenRow, AccountRow, InviteRow, StaffRow
from storage.session.session import Session

INVITE_LIFE = timedelta(hours=24)
INVITE_BYTES = 16
"""128 bits: nobody guesses an invitation in its 24 hours."""

Visibility = Literal["all", "team", "own"]
"""Whose customers colleagues see: everybody's, their team's, their own."""

_PERSON: tuple[Any, ...] = (
    StaffRow.id,
    StaffRow.name,
    StaffRow.role,
    StaffRow.language,
    StaffRow.zone,
    StaffRow.team,
    StaffRow.working,
    StaffRow.quiet,
    StaffRow.wrote_on,
    StaffRow.alerts_on,
)
# Built once: making a statement takes several times as long as running it.
_BY_ACCOUNT = (
    select(*_PERSON, AccountRow.unreachable_at)
    .join(AccountRow, AccountRow.staff_id == StaffRow.id)
    .where(
        AccountRow.platform == bindparam("platform"),
        AccountRow.account == bindparam("account"),
        StaffRow.left_at.is_(None),
        AccountRow.unlinked_at.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class ContactWays:
    """One account of a colleague: its platform, and whether our messages arrive there."""

    platform: str
    reachable: bool
    id: int


class People:
    """Who works here."""

    def __init__(self, session: Session, conversations: Conversations, absences: Absences) -> None:
        self._session = session
        self._conversations = conversations
        self._absences = absences

    def by_account(self, platform: str, account: str) -> Person | None:
        """The colleague behind an account, None for unregistered users and for those who left."""
        row = self._session.row(_BY_ACCOUNT, {"platform": platform, "account": account})
        return Person(*row[:-1]) if row else None

    def who_writes(self, platform: str, account: str) -> Person | None:
        """The colleague behind an account that wrote to us in private: we can answer there, whatever was before."""
        row = self._session.row(_BY_ACCOUNT, {"platform": platform, "account": account})
        if row is not None and row[-1] is not None:
            self._reachable(platform, account)
        return Person(*row[:-1]) if row else None

    def get(self, staff_id: int) -> Person:
        """The colleague with this id."""
        return Person(*self._session.connection.execute(select(*_PERSON).where(StaffRow.id == staff_id)).one())

    def named(self, name: str) -> list[Person]:
        """Colleagues whose name begins like this, for the command line."""
        rows = self._session.connection.execute(
            select(*_PERSON).where(StaffRow.left_at.is_(None)).order_by(StaffRow.id)
        )
        return [
            person for person in (Person(*row) for row in rows) if person.name.casefold().startswith(name.casefold())
        ]

    def everyone(self, *, left_since: datetime | None = None) -> list[Person]:
        """All who work here, by name; with `left_since` also who left since then."""
        here = StaffRow.left_at.is_(None)
        rows = self._session.connection.execute(
            select(*_PERSON)
            .where(here if left_since is None else or_(here, StaffRow.left_at >= left_since))
            .order_by(StaffRow.name)
        )
        return [Person(*row) for row in rows]

    def anybody_joined(self) -> bool:
        """Whether anybody has an account on a platform."""
        return bool(self._session.connection.execute(select(exists(select(AccountRow.id)))).scalar())

    def add(self, name: str, role: str, language: str, zone: str, *, team: str | None = None) -> Person:
        """A new colleague, with no account yet."""
        id_ = self._session.changes.create(StaffRow, name=name, role=role, language=language, zone=zone, team=team)
        return Person(id_, name, role, language, zone, team)

    def change(self, staff_id: int, **values: str | None) -> bool:
        """Sets role, team, language, zone or hours; False where that is what they were. Undo takes it back."""
        return self._session.changes.update(StaffRow, staff_id, **values)

    def leave(self, staff_id: int) -> None:
        """Somebody leaves: their accounts are nobody's from now on, and no invitation or token of theirs works any more.

        What they answered for is somebody else's then: `storage.crm.leaving` does all of it.
        """
        session = self._session
        session.changes.update(StaffRow, staff_id, left_at=session.now)
        session.connection.execute(delete(AccessTokenRow).where(AccessTokenRow.staff_id == staff_id))
        linked = select(AccountRow.id).where(AccountRow.staff_id == staff_id, AccountRow.unlinked_at.is_(None))
        for account in list(session.connection.execute(linked).scalars()):
            session.changes.update(AccountRow, account, unlinked_at=session.now)
        session.connection.execute(
            update(InviteRow)
            .where(InviteRow.staff_id == staff_id, InviteRow.used_at.is_(None))
            .values(expires_at=session.now)
        )

    def works_here(self, staff_id: int) -> Person | None:
        """The colleague with this id, None where they left or never were."""
        row = self._session.connection.execute(
            select(*_PERSON).where(StaffRow.id == staff_id, StaffRow.left_at.is_(None))
        ).one_or_none()
        return Person(*row) if row else None

    def reachability(self) -> Mapping[int, Sequence[ContactWays]]:
        """The accounts of all who work here, by colleague; nobody is in it who has none."""
        rows = self._session.connection.execute(
            select(AccountRow.staff_id, AccountRow.platform, AccountRow.unreachable_at.is_(None), AccountRow.id)
            .where(AccountRow.unlinked_at.is_(None))
            .order_by(AccountRow.staff_id, AccountRow.id)
        )
        found: dict[int, list[ContactWays]] = {}
        for staff_id, platform, reachable, id_ in rows:
            found.setdefault(staff_id, []).append(ContactWays(platform, bool(reachable), id_))
        return found

    def teams(self) -> list[str]:
        """The teams there are, by name."""
        found = (
            select(StaffRow.team)
            .where(StaffRow.left_at.is_(None), StaffRow.team.is_not(None))
            .distinct()
            .order_by(StaffRow.team)
        )
        return [team for team in self._session.connection.execute(found).scalars() if team]

    def team_of(self, person: Person) -> frozenset[int]:
        """Who is, or was until they left, in this person's team, the person included."""
        same = StaffRow.team.is_(None) if person.team is None else StaffRow.team == person.team
        return frozenset(self._session.connection.execute(select(StaffRow.id).where(same)).scalars())

    def owners_seen(self, person: Person, visibility: Visibility) -> frozenset[int] | None:
        """Whose customers this person sees, None for everybody's.

        Under a narrow visibility admins see all and managers their team's; whoever covers for somebody sees theirs.
        """
        if visibility == "all" or person.role == "admin":
            return None
        today = self._session.now.astimezone(ZoneInfo(person.zone)).date()
        covered = frozenset(absence.staff_id for absence in self._absences.covered_by(person.id, today))
        team = visibility == "team" or person.role == "manager"
        return covered | (self.team_of(person) if team else frozenset({person.id}))

    def invite(self, person: Person) -> str:
        """A new single-use code for this colleague. Only its hash is kept."""
        code = secrets.token_hex(INVITE_BYTES)  # letters and digits alone: _code_ is code in italics in some chats
        self._session.connection.execute(
            insert(InviteRow).values(
                code_hash=_hashed(code),
                staff_id=person.id,
                created_at=self._session.now,
                expires_at=self._session.now + INVITE_LIFE,
            )
        )
        return code

    def accept(self, code: str, platform: str, account: str, chat: str) -> Person | None:
        """Makes the account the invited colleague's. None where the code is wrong, used or late: all look alike."""
        connection, now = self._session.connection, self._session.now
        claimed = connection.execute(
            update(InviteRow)
            .where(
                InviteRow.code_hash == _hashed(code),
                InviteRow.used_at.is_(None),
                InviteRow.expires_at > now,
                InviteRow.staff_id.in_(select(StaffRow.id).where(StaffRow.left_at.is_(None))),
            )
            .values(used_at=now)
            .returning(InviteRow.staff_id)
        ).scalar_one_or_none()
        if claimed is None:
            return None
        self.link(claimed, platform, account, chat)
        return self.get(claimed)

    def invited(self, code: str) -> int | None:
        """Whom a code is, or was, for."""
        return self._session.connection.execute(
            select(InviteRow.staff_id).where(InviteRow.code_hash == _hashed(code))
        ).scalar_one_or_none()

    def link(self, staff_id: int, platform: str, account: str, chat: str) -> None:
        """Makes this account the colleague's, whoever's it was before: what was going on there then is nobody's business now."""
        connection = self._session.connection
        now = self._session.now
        values = {
            "staff_id": staff_id,
            "chat": chat,
            "joined_at": now,
            "updated_at": now,
            "unreachable_at": None,
            "unlinked_at": None,
        }
        mine = (AccountRow.platform == platform, AccountRow.account == account)
        before = connection.execute(select(AccountRow.staff_id).where(*mine)).scalar()
        if before is None:
            connection.execute(insert(AccountRow).values(platform=platform, account=account, created_at=now, **values))
        else:
            connection.execute(update(AccountRow).where(*mine).values(**values))
        if before != staff_id:
            self._conversations.forget(platform, account)
        self.writes_on(staff_id, platform)

    def unlink(self, account_id: int) -> None:
        """This account is nobody's from now on. Undo takes it back."""
        self._session.changes.update(AccountRow, account_id, unlinked_at=self._session.now)

    def writes_on(self, staff_id: int, platform: str) -> None:
        """Somebody writes on another platform than last time. No change set of theirs: there is nothing to undo."""
        self._session.connection.execute(update(StaffRow).where(StaffRow.id == staff_id).values(wrote_on=platform))

    def address(self, staff_id: int, *, on: str | None = None) -> Address | None:
        """Where to reach a colleague unasked, of the accounts that still take messages: on the platform they chose, else
        where they wrote last, else where they joined last; only `on` that platform, where one is given.
        """
        wanted = case(
            (AccountRow.platform == StaffRow.alerts_on, 0), (AccountRow.platform == StaffRow.wrote_on, 1), else_=2
        )
        row = self._session.connection.execute(
            select(AccountRow.platform, AccountRow.chat)
            .join(StaffRow, StaffRow.id == AccountRow.staff_id)
            .where(
                AccountRow.staff_id == staff_id,
                AccountRow.unreachable_at.is_(None),
                AccountRow.unlinked_at.is_(None),
                *((AccountRow.platform == on,) if on else ()),
            )
            .order_by(wanted, AccountRow.joined_at.desc(), AccountRow.id.desc())
            .limit(1)
        ).one_or_none()
        return Address(*row) if row else None

    def account_at(self, staff_id: int, address: Address) -> str | None:
        """The colleague's account whose chat this is."""
        return self._session.connection.execute(
            select(AccountRow.account)
            .where(
                AccountRow.staff_id == staff_id,
                AccountRow.platform == address.platform,
                AccountRow.chat == address.chat,
            )
            .order_by(AccountRow.id.desc())
            .limit(1)
        ).scalar()

    def unreachable(self, address: Address) -> None:
        """This chat refuses our messages: nothing is sent there until its owner writes again."""
        self._session.connection.execute(
            update(AccountRow)
            .where(AccountRow.platform == address.platform, AccountRow.chat == address.chat)
            .values(unreachable_at=self._session.now)
        )

    def moved(self, old: Address, new_chat: str) -> None:
        """A chat has a new id."""
        self._session.connection.execute(
            update(AccountRow)
            .where(AccountRow.platform == old.platform, AccountRow.chat == old.chat)
            .values(chat=new_chat)
        )

    def to_tell_about(self, staff_id: int) -> list[Person]:
        """Who should know that a colleague cannot be reached: the managers, or else the admins."""
        others = [person for person in self.everyone() if person.id != staff_id]
        return [p for p in others if p.role == "manager"] or [p for p in others if p.role == "admin"]

    def _reachable(self, platform: str, account: str) -> None:
        self._session.connection.execute(
            update(AccountRow)
            .where(
                AccountRow.platform == platform, AccountRow.account == account, AccountRow.unreachable_at.is_not(None)
            )
            .values(unreachable_at=None)
        )


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
