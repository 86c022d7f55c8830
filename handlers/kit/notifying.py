"""Saying something to a colleague unasked."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.kit.conversation import Conversation
from handlers.kit.format.texts import voice
from handlers.kit.messages.reply import Reply
from storage.work import Work


def notify(work: Work, staff_id: int, reply: Reply, *, now: datetime, country: str) -> bool:
    """Says something to a colleague in their own chat and language; False where they cannot be reached.

    `now` (aware) is the business clock's, `country` the company's. What the reply offers can be chosen there.
    """
    address = work.people.address(staff_id)
    person = work.people.works_here(staff_id)
    if address is None or person is None:
        return False
    speaks = voice(person.language, country, now.astimezone(ZoneInfo(person.zone)).date())
    payload = reply.payload(speaks)
    work.outbox.add(address, payload, staff_id=person.id, about=str(reply.about) if reply.about else None)
    Conversation.offer(work, person.id, address, payload)
    return True
