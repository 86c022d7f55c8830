"""What a customer may type instead of pressing: the choices of the latest message that has any."""

from typing import Any

from storage.crm.outreach.records import CustomerAccount
from storage.work import Work


def offer(work: Work, account: CustomerAccount, payload: dict[str, Any]) -> None:
    """Lets a customer type what a message offers."""
    if payload["choices"]:
        state = work.conversations.locked(account.platform, account.chat, account.account)
        kept = state | {"choices": payload["choices"]}
        work.conversations.keep(account.platform, account.chat, account.account, kept)
