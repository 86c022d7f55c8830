"""What was made just now, and what may be added to it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from handlers.kit.dialog.candidates import WrittenMessage
from handlers.kit.format.texts import Words, _
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Turn
from handlers.language.meaning import NameKind, Understanding
from handlers.language.slots.corrections import corrections
from handlers.language.slots.remarks import asks_to_remember, begins_a_step, mentions_reminding, reports
from storage.messaging.records import Address

NAMED_WITHIN = timedelta(days=3)
"""Within this time what was told of a customer is put right by naming them."""
MOST_TOLD = 40
"""Records of a person that are looked through for it."""
SHORTEST_NOTE = 2
"""Words. One word is a remark, not a note."""


@dataclass(frozen=True, slots=True)
class Adding:
    """Something that takes further words: `customer` is whose it is, `note` what it says so far, `take` adds a text."""

    customer: int | None
    take: Callable[[str], Reply]
    as_words: Words
    note: str = ""


def adds_to(turn: Turn, target: Target) -> Adding | None:
    """How something that was made takes further words; None where it takes none."""
    continues = registry_of(turn).continues(target.kind)
    if continues is None:
        return None
    record = turn.work.interactions.get(target.id) if target.kind == "interaction" else None

    def take(text: str) -> Reply:
        return continues(turn, target, text) or Reply.of(_("That no longer exists."))

    if record is None:
        return Adding(target.id if target.kind == "customer" else None, take, _("more on that card"))
    return Adding(
        record.customer_id,
        take,
        _("more of what you just told me about {customer}", customer=record.customer),
        record.summary,
    )


def customers_named(message: WrittenMessage) -> frozenset[int]:
    """The customers that a correction names, by themselves or by somebody there: "lo de Pilar", "the Gwen one"."""
    named = [fix.about for fix in corrections(message.text) if fix.about]
    found = [
        entry
        for words in named
        for entry in message.turn.match(words, {NameKind.CUSTOMER, NameKind.CONTACT}).candidates
    ]
    ids = {entry.id if entry.kind is NameKind.CUSTOMER else entry.customer_id for entry in found}
    return message.customers | {id_ for id_ in ids if id_ is not None}


def of_customers(turn: Turn, customers: Collection[int]) -> list[Target]:
    """What this person told of some customers lately, the newest first."""
    if not customers:
        return []
    told = turn.work.interactions.of_author(turn.person.id, turn.incoming.sent_at - NAMED_WITHIN, limit=MOST_TOLD)
    return [Target("interaction", record.id) for record in told if record.customer_id in customers]


def replied(turn: Turn, text: str) -> Callable[[], Reply] | None:
    """What a reply to a card adds to what the card is about; None where it was no card of this person's."""
    here = Address(turn.incoming.platform, turn.incoming.chat)
    sent = turn.work.outbox.by_message(here, turn.incoming.replies_to or "")
    target = Target.parse(sent.about) if sent and sent.staff_id == turn.person.id else None
    adding = adds_to(turn, target) if target else None
    return (lambda: adding.take(text)) if adding else None


def is_loose(heard: Understanding, text: str) -> bool:
    """Whether a message is nothing by itself, and may belong to what was told before."""
    loose = (
        heard.intent == "unknown"
        or (heard.intent in {"log_interaction", "set_reminder"} and not {"kind", "staff"} & heard.slots.keys())
        or (heard.intent == "my_day" and (begins_a_step(text) or reports(text)))  # "call her tues at 10"
    )
    if heard.intent == "set_reminder" and mentions_reminding(text):
        return False
    is_a_question = text.rstrip().endswith("?")
    return loose and len(text.split()) >= SHORTEST_NOTE and not is_a_question and not asks_to_remember(text)
