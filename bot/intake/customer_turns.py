"""Turns of customers: the same inbox, transaction and outbox as a colleague's, and another engine behind."""

import re
from dataclasses import dataclass, replace

from handlers.kit.dialog.customer_engine import answer_customer, joined
from handlers.kit.format.locales import LANGUAGES
from handlers.kit.format.texts import _
from handlers.kit.messages.incoming import Incoming
from handlers.kit.messages.reply import Reply
from handlers.kit.messages.stored_choices import choice_from_json
from handlers.kit.outreach.customer_turn import CustomerTurn
from handlers.kit.people.codes import brought_code
from handlers.kit.registry.registry import Registry
from handlers.kit.turn import Company, Sorry
from storage.crm.outreach.records import CustomerAccount
from storage.messaging.inbox import turn_of
from storage.work import Work

FAILED = _("Something went wrong here. Please write to us again in a while.")
_CUSTOMERS_CODE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class CustomerTurns:
    """Takes what accounts do that are no colleague's and may be a customer's."""

    registry: Registry
    company: Company

    def take(self, work: Work, event_id: int, incoming: Incoming, sorry: Sorry | None) -> bool:
        """Answers a customer in their own chat; False where the account is no customer's, or brings what makes it a colleague's."""
        if not incoming.private:
            return False
        account = work.customer_accounts.by_account(incoming.platform, incoming.account)
        code = brought(incoming)
        if code is not None and work.customer_accounts.invited(code) is not None:
            work.turn = turn_of(event_id)
            return self._joins(work, incoming, code)
        if account is None or (code is not None and work.people.invited(code) is not None):
            return False
        work.turn = turn_of(event_id)
        work.customer_accounts.wrote(account.id)
        turn = self._turn(work, replace(account, wrote_at=work.now, unreachable_at=None), incoming)
        reply = Reply.of(sorry.words) if sorry else answer_customer(turn, self.registry)
        self._say(turn, reply)
        return True

    def apologise(self, work: Work, incoming: Incoming) -> None:
        """A customer whose message nobody could deal with is told so."""
        account = work.customer_accounts.by_account(incoming.platform, incoming.account) if incoming.private else None
        if account is not None:
            turn = CustomerTurn(work, account, incoming, work.now, self.company)
            work.outbox.add(account.address, Reply.of(FAILED).payload(turn.voice))

    def _joins(self, work: Work, incoming: Incoming, code: str) -> bool:
        hinted = (incoming.language or "")[:2]
        language = hinted if hinted in LANGUAGES else self.company.language
        account = work.customer_accounts.accept(code, incoming.platform, incoming.account, incoming.chat, language)
        if account is None:
            return False  # used up between the two looks
        turn = self._turn(work, account, incoming)
        self._say(turn, joined(turn, self.registry))
        return True

    def _turn(self, work: Work, account: CustomerAccount, incoming: Incoming) -> CustomerTurn:
        state = work.conversations.locked(account.platform, account.chat, account.account)
        choices = [choice_from_json(raw) for raw in state.get("choices", [])]
        return CustomerTurn(work, account, incoming, work.now, self.company, choices)

    def _say(self, turn: CustomerTurn, reply: Reply) -> None:
        """The answer; in the place of the message whose button was pressed, where it asks for that."""
        work, incoming, account = turn.work, turn.incoming, turn.account
        state = {"choices": [choice.as_json() for choice in turn.choices]} if turn.choices else {}
        work.conversations.keep(account.platform, account.chat, account.account, state)
        if not reply:
            return
        pressed = work.outbox.by_token(incoming.token) if reply.replaces and incoming.token else None
        work.outbox.add(
            account.address,
            reply.payload(turn.voice),
            about=str(reply.about) if reply.about else None,
            edits=pressed.id if pressed else None,
            reply_to=incoming.thread,
        )


def brought(incoming: Incoming) -> str | None:
    """The code that a message brings, and nothing else; None where it is not as customers' are."""
    code = (brought_code(incoming.text) or "").lower() if incoming.kind == "text" else ""
    return code if _CUSTOMERS_CODE.fullmatch(code) else None
