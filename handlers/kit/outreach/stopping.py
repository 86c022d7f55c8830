"""A customer who wants to hear nothing more: from the commit of that turn on, nothing that waited is sent."""

from handlers.kit.format.texts import _
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.customer_turn import CustomerTurn
from handlers.kit.outreach.reasons import HoldReason
from storage.crm.outreach.records import PURPOSES
from storage.crm.surveys.surveys import Surveys


def stop(turn: CustomerTurn) -> Reply:
    """Withdraws whatever waits for them, and what they agreed to; says so once."""
    work, account = turn.work, turn.account
    work.outbox.withdraw_all(account.address)
    if account.stopped_at is None:
        work.customer_accounts.stop(account.id)
    work.topic(Surveys).let_go(account.id, HoldReason.STOPPED.value)
    agreed = work.consents.of(account.id)
    for purpose in PURPOSES:
        if purpose in agreed and agreed[purpose].granted:
            work.consents.say(account.id, purpose, granted=False, words=turn.incoming.text.strip()[:200] or "STOP")
    turn.choices = []
    return Reply.of(_("Done: we won't write to you any more. If you ever want to come back, write /start."))
