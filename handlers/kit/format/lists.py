"""How a list shows what happened and what is promised: history, cards and briefs alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.kit.format.dates import when_due
from handlers.kit.format.labels import KINDS
from handlers.kit.format.phones import phone_shown
from handlers.kit.format.texts import Price, ShortDay, Words, _, clip
from storage.crm.records import ContactRecord, FollowUpRecord, InteractionRecord

Line = tuple[Words, Words]
"""An entry: its head and what it says."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """What became of a customer, `at` an aware time, beside what was logged: a complaint, an order that was won."""

    at: datetime
    line: Line


def happened(record: InteractionRecord, *, longest: int = 160, came: str = "") -> Line:
    """One thing that took place: when, what, who with whom; and what `came` with it, in words."""
    who = record.author.split()[0]
    head = _("{day} · {kind} · {author}", day=ShortDay(record.day), kind=KINDS[record.kind], author=who)
    if record.met:
        head = _(
            "{day} · {kind} · {author} with {contact}",
            day=ShortDay(record.day),
            kind=KINDS[record.kind],
            author=who,
            contact=", ".join(one.name for one in record.met),
        )
    if came:
        head = _("{head} · {what}", head=head, what=came)
    summary = clip(record.summary, longest)
    if record.amount is None or not record.currency:
        return head, summary
    price = Price(record.amount, record.currency)
    return head, _("{summary} ({amount})", summary=summary, amount=price) if summary else price


def open_point(follow_up: FollowUpRecord, *, longest: int = 120) -> Line:
    """One thing that is still to be done."""
    head = _("Open · {when} · {owner}", when=when_due(follow_up.due), owner=follow_up.owner.split()[0])
    return head, clip(follow_up.what, longest)


def person(contact: ContactRecord) -> Line:
    """Somebody at a customer, and how to reach them."""
    head: Words = _("{name} · {role}", name=contact.name, role=clip(contact.role, 40)) if contact.role else contact.name
    return head, joined([phone_shown(contact.phone), contact.email])


def joined(parts: Sequence[str | None], between: str = " · ") -> str:
    """Those parts that there are, on one line."""
    return between.join(part for part in parts if part)
