"""What was made just now: what puts it right, what adds to it, and what answers its card."""

from datetime import datetime, timedelta

from handlers.kit.dialog.digression import AT_ONCE
from handlers.kit.format.texts import _
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Turn
from handlers.language.meaning import Understanding
from handlers.language.slots.remarks import added, asks_to_remember, begins_a_step
from storage.records import Address

BURST_WITHIN = timedelta(minutes=3)
"""Within this time a message that is nothing by itself belongs to what the last one made."""

AMENDED_WITHIN = timedelta(minutes=30)
"""Within this time "no, it was yesterday" corrects what the last message made."""

CLOCKS_DIFFER = timedelta(minutes=1)
"""How far a platform's clock may be ahead of ours."""

SHORTEST_NOTE = 2
"""Words. One word is a remark, not a note."""

LEAVES_A_FORM = frozenset({"cancel", "undo", "help"})


def amended(turn: Turn, text: str) -> Reply | None:
    """A correction of what was just made or promised, the newest first: "no, perdón, era ayer"."""
    for target, at in turn.conversation.newest():
        amends = registry_of(turn).amends(target.kind) if _lately(turn, at, AMENDED_WITHIN) else None
        if amends and (reply := amends(turn, target, text)):
            return reply
    return None


def joined(turn: Turn, heard: Understanding, text: str) -> Reply | None:
    """The second half of a burst: "visité bar sol, quieren 10 cajas" … "y llamar a Marta el lunes".

    What reads as a note is added at once; what reads as nothing is offered, for it may be a remark to nobody.
    """
    talk = turn.conversation
    if talk.last is None or not _lately(turn, talk.last_at, BURST_WITHIN):
        return None
    continues = registry_of(turn).continues(talk.last.kind)
    if continues and not _is_a_new_thing(heard) and (more := added(text)):
        return continues(turn, talk.last, more)
    if continues is None or not _is_loose(heard, text):
        return None
    note = turn.read_as("log_interaction", text)
    if {"customer", "kind"} & set(note.slots):
        return None  # a telling of its own, of somebody nobody knows
    if heard.intent != "unknown" or {"contact", "amount", "next_step", "product", "promotion"} & set(note.slots):
        return continues(turn, talk.last, text)
    talk.pending_message = text
    return Reply.of(
        _("Does that belong to what you just told me? «{text}»", text=text[:120]),
        choices=(
            Choice(_("Yes, add it"), Action("place", {"where": "last"})),
            Choice(_("No"), Action("place", {"where": "nowhere"})),
        ),
    )


def replied(turn: Turn, text: str) -> Reply | None:
    """A reply to a card adds to what the card is about."""
    here = Address(turn.incoming.platform, turn.incoming.chat)
    sent = turn.work.outbox.by_message(here, turn.incoming.replies_to or "")
    target = Target.parse(sent.about) if sent and sent.staff_id == turn.person.id else None
    if target is None or turn.conversation.form:
        return None
    if turn.understand(text).intent in LEAVES_A_FORM | AT_ONCE:
        return None
    continues = registry_of(turn).continues(target.kind)
    return continues(turn, target, text) if continues else None


def _is_loose(heard: Understanding, text: str) -> bool:
    """Whether a message is nothing by itself, and may belong to what was told before."""
    a_log_of_its_own = {"customer", "kind"} & set(heard.slots)
    loose = (
        heard.intent == "unknown"
        or (heard.intent in {"log_interaction", "set_reminder"} and not a_log_of_its_own)
        or (heard.intent == "my_day" and begins_a_step(text))  # "call her tues at 10"
    )
    is_a_question = text.rstrip().endswith("?")
    return loose and len(text.split()) >= SHORTEST_NOTE and not is_a_question and not asks_to_remember(text)


def _is_a_new_thing(heard: Understanding) -> bool:
    """Whether "add" begins what is no more of the last: "añade contacto Rosa Paz a La Visita"."""
    return heard.intent in {"new_contact", "new_customer"}


def _lately(turn: Turn, at: datetime | None, within: timedelta) -> bool:
    """Whether this was said within so long after something: a press tells our clock's time, a message its platform's."""
    return at is not None and -CLOCKS_DIFFER <= turn.incoming.sent_at - at <= within
