"""One tick: every rule is asked what is due, and what it says goes to the outbox in the same commit."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.kit.conversation import Conversation
from handlers.kit.format.texts import voice
from handlers.kit.turn import Company
from reminders.nudge import Rule
from reminders.rules.follow_ups import due_follow_ups
from storage.messaging.outbox import Outgoing
from storage.work import Store, Work

RULES: tuple[Rule, ...] = (due_follow_ups,)


def tick(store: Store, company: Company, now: datetime, rules: Sequence[Rule] = RULES) -> list[Outgoing]:
    """Says what is due at the business time `now`; returns the messages. Any number of processes may tick at once."""
    with store.work(now) as work:
        for rule in rules:
            for nudge in list(rule(work, now, company)):
                address = work.people.address(nudge.to)
                if address is None:
                    nudge.on_unreachable(work)
                    continue
                person = work.people.get(nudge.to)
                speaks = voice(person.language, company.country, now.astimezone(ZoneInfo(person.zone)).date())
                about = str(nudge.reply.about) if nudge.reply.about else None
                payload = nudge.reply.payload(speaks)
                if work.outbox.add(address, payload, kind="nudge", key=nudge.key, staff_id=person.id, about=about):
                    Conversation.offer(work, person.id, address, payload)
                nudge.on_queued(work)
        return list(work.outbox.added)


def tidy(work: Work) -> None:
    """Once a day: what people wrote is forgotten where it is not needed any more."""
    work.inbox.blank_old()
    work.outbox.blank_old()
    work.files.forget_old()
