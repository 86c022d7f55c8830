"""Colleagues, their accounts on the platforms, and the invitations that join the two."""

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update

from storage.models import Account, Invite, Staff
from storage.names import NameKind, index_name
from storage.records import Address, Person

if TYPE_CHECKING:
    from storage.work import Work

INVITE_LIFE = timedelta(hours=24)
INVITE_BYTES = 16
"""128 bits: nobody guesses an invitation in its 24 hours."""

_PERSON = (Staff.id, Staff.name, Staff.role, Staff.language, Staff.zone, Staff.team)
# Built once: making a statement takes several times as long as running it.
_BY_ACCOUNT = (
    select(*_PERSON, Account.unreachable_at).join(Account, Account.staff_id == Staff.id)
    .where(Account.platform == bindparam("platform"), Account.account == bindparam("account"), Staff.left_at.is_(None))
)


class People:
    """Who works here."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    def by_account(self, platform: str, account: str) -> Person | None:
        """The colleague behind an account, None for strangers and for those who left."""
        row = self._work.connection.execute(_BY_ACCOUNT, {"platform": platform, "account": account}).one_or_none()
        return Person(*row[:-1]) if row else None

    def who_writes(self, platform: str, account: str) -> Person | None:
        """The colleague behind an account that wrote to us in private: we can answer there, whatever was before."""
        row = self._work.connection.execute(_BY_ACCOUNT, {"platform": platform, "account": account}).one_or_none()
        if row is not None and row.unreachable_at is not None:
            self._reachable(platform, account)
        return Person(*row[:-1]) if row else None

    def get(self, staff_id: int) -> Person:
        """The colleague with this id."""
        return Person(*self._work.connection.execute(select(*_PERSON).where(Staff.id == staff_id)).one())

    def named(self, name: str) -> list[Person]:
        """Colleagues whose name begins like this, for the command line."""
        rows = self._work.connection.execute(select(*_PERSON).where(Staff.left_at.is_(None)).order_by(Staff.id))
        return [person for person in (Person(*row) for row in rows) if person.name.casefold().startswith(name.casefold())]

    def everyone(self) -> list[Person]:
        """All who work here, by name."""
        rows = self._work.connection.execute(select(*_PERSON).where(Staff.left_at.is_(None)).order_by(Staff.name))
        return [Person(*row) for row in rows]

    def add(self, name: str, role: str, language: str, zone: str) -> Person:
        """A new colleague, with no account yet."""
        connection = self._work.connection
        id_ = connection.execute(
            insert(Staff).values(name=name, role=role, language=language, zone=zone, created_at=self._work.now).returning(Staff.id)
        ).scalar_one()
        index_name(connection, NameKind.STAFF, id_, [name])
        return Person(id_, name, role, language, zone)

    def invite(self, person: Person) -> str:
        """A new single-use code for this colleague. Only its hash is kept."""
        code = secrets.token_urlsafe(INVITE_BYTES)
        self._work.connection.execute(
            insert(Invite).values(
                code_hash=_hashed(code), staff_id=person.id, created_at=self._work.now, expires_at=self._work.now + INVITE_LIFE
            )
        )
        return code

    def accept(self, code: str, platform: str, account: str, chat: str) -> Person | None:
        """Makes the account the invited colleague's. None where the code is wrong, used or late: all look alike."""
        connection, now = self._work.connection, self._work.now
        claimed = connection.execute(
            update(Invite)
            .where(Invite.code_hash == _hashed(code), Invite.used_at.is_(None), Invite.expires_at > now)
            .values(used_at=now).returning(Invite.staff_id)
        ).scalar_one_or_none()
        if claimed is None:
            return None
        self.link(claimed, platform, account, chat)
        return self.get(claimed)

    def link(self, staff_id: int, platform: str, account: str, chat: str) -> None:
        """Makes this account the colleague's, whoever's it was before."""
        connection = self._work.connection
        values = {"staff_id": staff_id, "chat": chat, "created_at": self._work.now, "unreachable_at": None}
        mine = (Account.platform == platform, Account.account == account)
        if connection.execute(update(Account).where(*mine).values(**values)).rowcount == 0:
            connection.execute(insert(Account).values(platform=platform, account=account, **values))

    def address(self, staff_id: int) -> Address | None:
        """Where to reach a colleague unasked: the account joined last that still takes messages."""
        row = self._work.connection.execute(
            select(Account.platform, Account.chat)
            .where(Account.staff_id == staff_id, Account.unreachable_at.is_(None))
            .order_by(Account.created_at.desc(), Account.id.desc()).limit(1)
        ).one_or_none()
        return Address(*row) if row else None

    def account_at(self, staff_id: int, address: Address) -> str | None:
        """The colleague's account whose chat this is."""
        return self._work.connection.execute(
            select(Account.account)
            .where(Account.staff_id == staff_id, Account.platform == address.platform, Account.chat == address.chat)
            .order_by(Account.id.desc()).limit(1)
        ).scalar()

    def unreachable(self, address: Address) -> None:
        """This chat refuses our messages: nothing is sent there until its owner writes again."""
        self._work.connection.execute(
            update(Account).where(Account.platform == address.platform, Account.chat == address.chat)
            .values(unreachable_at=self._work.now)
        )

    def moved(self, old: Address, new_chat: str) -> None:
        """A chat has a new id."""
        self._work.connection.execute(
            update(Account).where(Account.platform == old.platform, Account.chat == old.chat).values(chat=new_chat)
        )

    def to_tell_about(self, staff_id: int) -> list[Person]:
        """Who should know that a colleague cannot be reached: the managers, or else the admins."""
        others = [person for person in self.everyone() if person.id != staff_id]
        return [p for p in others if p.role == "manager"] or [p for p in others if p.role == "admin"]

    def _reachable(self, platform: str, account: str) -> None:
        self._work.connection.execute(
            update(Account)
            .where(Account.platform == platform, Account.account == account, Account.unreachable_at.is_not(None))
            .values(unreachable_at=None)
        )


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
