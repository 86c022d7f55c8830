"""Customers' accounts on the platforms, and the links by which they join: codes of 128 bits, of which only hashes are kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, func, select, update

from storage.crm.outreach.records import CustomerAccount
from storage.crm.outreach.tables import CustomerAccountRow, CustomerLinkRow
from storage.crm.tables import CustomerRow
from storage.messaging.conversations import Conversations
from storage.messaging.records import Address
from storage.session.session import Session

CODE_BYTES = 16
"""128 bits: nobody guesses a link."""
LINK_LIFE = timedelta(days=30)

_ACCOUNT: tuple[Any, ...] = (
    CustomerAccountRow.id,
    CustomerAccountRow.customer_id,
    CustomerAccountRow.platform,
    CustomerAccountRow.account,
    CustomerAccountRow.chat,
    CustomerAccountRow.language,
    CustomerAccountRow.joined_at,
    CustomerAccountRow.wrote_at,
    CustomerAccountRow.stopped_at,
    CustomerAccountRow.unreachable_at,
)
# Built once: making a statement takes several times as long as running it.
_BY_ACCOUNT = (
    select(*_ACCOUNT)
    .join(CustomerRow, CustomerRow.id == CustomerAccountRow.customer_id)
    .where(
        CustomerAccountRow.platform == bindparam("platform"),
        CustomerAccountRow.account == bindparam("account"),
        CustomerAccountRow.archived_at.is_(None),
        CustomerRow.archived_at.is_(None),
    )
)
_TO_LOOK_AT = (
    select(*_ACCOUNT)
    .where(
        CustomerAccountRow.look_at <= bindparam("now", type_=CustomerAccountRow.look_at.type),
        CustomerAccountRow.archived_at.is_(None),
    )
    .order_by(CustomerAccountRow.look_at)
    .limit(bindparam("most", type_=Integer))
)
_OF_CUSTOMER = (
    select(*_ACCOUNT)
    .where(CustomerAccountRow.customer_id == bindparam("customer"), CustomerAccountRow.archived_at.is_(None))
    .order_by(CustomerAccountRow.id)
)


class CustomerAccounts:
    """Who of the customers is on the bot."""

    def __init__(self, session: Session, conversations: Conversations) -> None:
        self._session = session
        self._conversations = conversations

    def by_account(self, platform: str, account: str) -> CustomerAccount | None:
        """The person behind an account, None where it is no customer's, or that customer was put away."""
        row = self._session.connection.execute(_BY_ACCOUNT, {"platform": platform, "account": account}).one_or_none()
        return CustomerAccount(*row) if row else None

    def get(self, account_id: int) -> CustomerAccount | None:
        """The account with this number, unless it was put away."""
        row = self._session.connection.execute(
            select(*_ACCOUNT).where(CustomerAccountRow.id == account_id, CustomerAccountRow.archived_at.is_(None))
        ).one_or_none()
        return CustomerAccount(*row) if row else None

    def of_customer(self, customer_id: int, *, lock: bool = False) -> list[CustomerAccount]:
        """A customer's people on the bot, as they joined; with `lock` nobody else writes to them until this work is done."""
        statement = _OF_CUSTOMER.with_for_update() if lock else _OF_CUSTOMER
        return [CustomerAccount(*row) for row in self._session.connection.execute(statement, {"customer": customer_id})]

    # ------------------------------------------------------------------ joining
    def invite(self, customer_id: int) -> str:
        """A new code that makes one account this customer's, once, within `LINK_LIFE`. Only its hash is kept."""
        code = secrets.token_hex(CODE_BYTES)
        self._session.changes.create(
            CustomerLinkRow,
            customer_id=customer_id,
            code_hash=_hashed(code),
            expires_at=self._session.now + LINK_LIFE,
        )
        return code

    def invited(self, code: str) -> int | None:
        """Whose link a code is that could still be used."""
        return self._session.connection.execute(
            select(CustomerLinkRow.customer_id)
            .join(CustomerRow, CustomerRow.id == CustomerLinkRow.customer_id)
            .where(CustomerLinkRow.code_hash == _hashed(code), *self._usable(), CustomerRow.archived_at.is_(None))
        ).scalar_one_or_none()

    def accept(self, code: str, platform: str, account: str, chat: str, language: str) -> CustomerAccount | None:
        """Makes the account that customer's. None where the code is wrong, used, revoked or late: all look alike."""
        if self.invited(code) is None:
            return None
        customer_id = self._session.connection.execute(
            update(CustomerLinkRow)
            .where(CustomerLinkRow.code_hash == _hashed(code), *self._usable())
            .values(used_at=self._session.now)
            .returning(CustomerLinkRow.customer_id)
        ).scalar_one_or_none()
        return None if customer_id is None else self.link(customer_id, platform, account, chat, language)

    def link(self, customer_id: int, platform: str, account: str, chat: str, language: str) -> CustomerAccount:
        """Makes this account the customer's, whoever's it was before; one that is theirs already goes on as it was."""
        before = self.by_account(platform, account)
        if before and before.customer_id == customer_id:
            self._set(before.id, chat=chat, unreachable_at=None)
            return self._there(before.id)
        former = select(CustomerAccountRow.id).where(
            CustomerAccountRow.platform == platform,
            CustomerAccountRow.account == account,
            CustomerAccountRow.archived_at.is_(None),
        )
        for id_ in self._session.connection.execute(former).scalars().all():
            self._session.changes.archive(CustomerAccountRow, id_)
        self._conversations.forget(platform, account)
        id_ = self._session.changes.create(
            CustomerAccountRow,
            customer_id=customer_id,
            platform=platform,
            account=account,
            chat=chat,
            language=language,
            joined_at=self._session.now,
        )
        return self._there(id_)

    def revoke_links(self, customer_id: int) -> int:
        """No link of this customer that was not used yet works any more; returns how many those were."""
        waiting = select(CustomerLinkRow.id).where(CustomerLinkRow.customer_id == customer_id, *self._usable())
        links = list(self._session.connection.execute(waiting).scalars())
        for link in links:
            self._session.changes.archive(CustomerLinkRow, link)
        return len(links)

    def links_waiting(self, customer_id: int) -> int:
        """How many of a customer's links could still be used."""
        return self._session.connection.execute(
            select(func.count())
            .select_from(CustomerLinkRow)
            .where(CustomerLinkRow.customer_id == customer_id, *self._usable())
        ).scalar_one()

    def unlink(self, account_id: int) -> None:
        """This account is no customer's any more. Undo takes it back."""
        self._session.changes.archive(CustomerAccountRow, account_id)

    # ------------------------------------------------------------------ what becomes of them
    def wrote(self, account_id: int) -> None:
        """They wrote to us now: we can answer there, whatever was before. No change that anybody takes back."""
        self._set(account_id, wrote_at=self._session.now, unreachable_at=None)

    def stop(self, account_id: int) -> None:
        """They want to hear nothing more."""
        self._session.changes.update(CustomerAccountRow, account_id, stopped_at=self._session.now)

    def resume(self, account_id: int) -> bool:
        """They came back by themselves; False where they had not stopped."""
        return self._session.changes.update(CustomerAccountRow, account_id, stopped_at=None)

    def speaks(self, account_id: int, language: str) -> None:
        """They are spoken to in this language."""
        self._session.changes.update(CustomerAccountRow, account_id, language=language)

    def unreachable(self, address: Address) -> None:
        """This chat refuses our messages: nothing is sent there until its owner writes again."""
        self._session.connection.execute(
            update(CustomerAccountRow)
            .where(CustomerAccountRow.platform == address.platform, CustomerAccountRow.chat == address.chat)
            .values(unreachable_at=self._session.now)
        )

    def opened(self, address: Address) -> None:
        """This chat takes our messages again."""
        self._session.connection.execute(
            update(CustomerAccountRow)
            .where(CustomerAccountRow.platform == address.platform, CustomerAccountRow.chat == address.chat)
            .values(unreachable_at=None)
        )

    def moved(self, old: Address, new_chat: str) -> None:
        """A chat has a new id."""
        self._session.connection.execute(
            update(CustomerAccountRow)
            .where(CustomerAccountRow.platform == old.platform, CustomerAccountRow.chat == old.chat)
            .values(chat=new_chat)
        )

    # ------------------------------------------------------------------ when to look at them
    def to_look_at(self, now: datetime, *, limit: int) -> list[CustomerAccount]:
        """Whose time has come to see whether there is something to ask them."""
        rows = self._session.connection.execute(_TO_LOOK_AT, {"now": now, "most": limit})
        return [CustomerAccount(*row) for row in rows]

    def look(self, account_id: int, at: datetime | None) -> None:
        """When it is next looked whether there is something to ask them; None for never."""
        self._set(account_id, look_at=at)

    def _there(self, account_id: int) -> CustomerAccount:
        found = self.get(account_id)
        if found is None:
            raise LookupError("an account that was just linked is not there")
        return found

    def _set(self, account_id: int, **values: object) -> None:
        self._session.connection.execute(
            update(CustomerAccountRow).where(CustomerAccountRow.id == account_id).values(**values)
        )

    def _usable(self) -> tuple[Any, ...]:
        return (
            CustomerLinkRow.used_at.is_(None),
            CustomerLinkRow.archived_at.is_(None),
            CustomerLinkRow.expires_at > self._session.now,
        )


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
