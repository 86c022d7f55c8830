"""What was made just now, and what may be added to it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.kit.dialog.candidates import WrittenMessage
from handlers.kit.format.texts import Words, _
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import registry_of
from handlers.kit.spoken_of import customer_of
from handlers.kit.turn import Turn
from handlers.language.meaning import NameKind, Understanding
from handlers.language.slots.corrections import corrections
from handlers.language.slots.remarks import asks_to_remember, begins_a_step, mentions_reminding, reports
from storage.messaging.records import Address

NAMED_WITHIN = timedelta(days=3)
"""Within this time what was told of a customer is put right by naming them."""
MOST_TOLD = 40
"""Records of a person that are looked through for it."""
BURST_WITHIN = timedelta(minutes=3)
"""Within this time a message that is nothing by itself belongs to what is spoken of."""
CLOCKS_DIFFER = timedelta(minutes=1)
"""How far a platform's clock may be ahead of ours."""
CUSTOMER = "customer"
_ITSELF = frozenset({"interaction", CUSTOMER})
"""Kinds that take all words themselves."""
SHORTEST_NOTE = 2
"""Words. One word is a remark, not a note."""


@dataclass(frozen=True, slots=True)
class Adding:
    """Something that takes further words: `customer` is whose it is, `note` what it says so far, `take` adds a text."""

    target: Target
    customer: int | None
    take: Callable[[str], Reply]
    as_words: Words
    note: str = ""


def adds_to(turn: Turn, target: Target) -> Adding | None:
    """How something takes further words: itself, or as a note on its customer; None where it takes none, or is gone."""
    continues, notes = registry_of(turn).continues(target.kind), registry_of(turn).continues(CUSTOMER)
    record = turn.work.interactions.get(target.id) if target.kind == "interaction" else None
    customer = turn.work.customers.get(id_) if (id_ := customer_of(turn, target)) else None
    if (continues is None and (customer is None or notes is None)) or (record and record.archived_at):
        return None

    def take(text: str) -> Reply:
        taken = continues(turn, target, text) if continues else None
        if taken is None and notes and customer and target.kind not in _ITSELF:
            taken = notes(turn, Target(CUSTOMER, customer.id), text)
        return taken or Reply.of(_("That no longer exists."))

    if record is not None:
        words = _("more of what you just told me about {customer}", customer=record.customer)
        return Adding(target, record.customer_id, take, words, record.summary)
    if customer is None:
        return Adding(target, None, take, _("more on that card"))
    return Adding(target, customer.id, take, _("a note on {customer}", customer=customer.name))


def of_subject(turn: Turn) -> Adding | None:
    """How whatever is spoken of takes further words: what was told last, where that is of the same customer, else a note there."""
    talk = turn.conversation
    found = ((one, customer_of(turn, one.target)) for one in talk.spoken_of if lately(turn, one.at, BURST_WITHIN))
    subject, customer = next(((one, id_) for one, id_ in found if id_ is not None), (None, None))
    if subject is None:
        return None
    last = talk.last if lately(turn, talk.last_at, BURST_WITHIN) else None
    same = last is not None and customer_of(turn, last) == customer
    return adds_to(turn, last if last and same else subject.target)


def lately(turn: Turn, at: datetime | None, within: timedelta) -> bool:
    """Whether this was said within so long after something: a press tells our clock's time, a message its platform's."""
    return at is not None and -CLOCKS_DIFFER <= turn.incoming.sent_at - at <= within


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
