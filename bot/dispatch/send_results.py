"""What the end of a message's way means in the store, each in the transaction that it is handed."""

from datetime import UTC, datetime

from bot.dispatch.journal import LeftBehind
from handlers.kit.conversation import Conversation
from handlers.kit.format.texts import _, voice
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Company
from storage.messaging.claims import Claims
from storage.messaging.outbox import Outgoing
from storage.messaging.secrets import SECRET
from storage.work import Work

REPEATED = frozenset({"reply", "home", SECRET})
"""Kinds of messages that go out again where nobody knows whether they arrived: there silence is worse than twice."""


def left_behind(work: Work, left: LeftBehind) -> None:
    """What an earlier process could not tell the store any more: what was sent, and what was being sent when it ended."""
    for note in left.sent:
        work.outbox.was_sent(note.token, note.message_id)
    for token in left.under_way:
        work.outbox.may_have_arrived(token, "the process ended while it was sent", besides=REPEATED)


def give_up(work: Work, message: Outgoing, state: str, problem: str) -> None:
    """It is not sent any more; see `Outbox.give_up` for the states."""
    work.outbox.give_up(message.id, state, problem)


def unclaimed(work: Work, message: Outgoing, process: str) -> None:
    """A process that lives no more had taken it, and never began."""
    work.topic(Claims).unclaim(message.id, process)


def troubled(work: Work, message: Outgoing, problem: str, wait: float) -> None:
    """It waits on, and this is why, and for how long at least: who sends next keeps to that too."""
    work.outbox.troubled(message.id, message.tries, problem, wait=wait)


def moved(work: Work, message: Outgoing, new_chat: str) -> None:
    """Its chat has a new id."""
    work.outbox.moved(message.address, new_chat)
    work.people.moved(message.address, new_chat)
    work.customer_accounts.moved(message.address, new_chat)


def goes_on_in_private(work: Work, message: Outgoing, privately: Outgoing) -> None:
    """Its buttons and the answers to it belong to the chat where it is shown."""
    work.outbox.redirect(message.id, privately.chat, privately.payload)
    Conversation.goes_on(work, message.address, message.payload["only_for"], chat=privately.chat)


def unreachable(work: Work, message: Outgoing, problem: str, company: Company) -> None:
    """Nothing goes there any more; what was to be said goes where else they are, or to somebody who can act on it."""
    work.outbox.give_up(message.id, "dead", problem)
    work.people.unreachable(message.address)
    work.customer_accounts.unreachable(message.address)
    if message.kind != "nudge" or message.staff_id is None:
        return
    if other := work.people.address(message.staff_id):
        if work.outbox.add(
            other,
            message.payload,
            kind="nudge",
            key=f"elsewhere:{message.id}",
            staff_id=message.staff_id,
            about=message.about,
        ):
            Conversation.offer(work, message.staff_id, other, message.payload)
        return
    lost = work.people.get(message.staff_id)
    for boss in work.people.to_tell_about(message.staff_id):
        if address := work.people.address(boss.id):
            said = " ".join(str(content) for kind, content in message.payload["blocks"] if kind in {"heading", "text"})
            reply = Reply.of(_("I can't reach {name}. This was for them: {text}", name=lost.name, text=said))
            speaks = voice(boss.language, company.country, datetime.now(UTC).date())
            work.outbox.add(
                address, reply.payload(speaks), kind="nudge", key=f"lost:{message.id}:{boss.id}", staff_id=boss.id
            )
