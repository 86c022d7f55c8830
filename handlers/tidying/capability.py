"""Tidying (`/limpieza`): two cards of one customer, cards nobody uses, people who left; one at a time, with buttons, and undo."""

from collections.abc import Callable
from datetime import timedelta

from handlers.kit.audit import undo_choice
from handlers.kit.format.phones import phone_shown
from handlers.kit.format.texts import On, Words, _, clip
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from storage.crm.records import CustomerRecord
from storage.tidying.tidying import LEFT, SAME, UNUSED, Tidying, Untidy, pair

UNUSED_FOR = timedelta(days=730)
"""Nothing happened for so long: two years, after which a customer counts as lost (D7)."""
SETTLED_FOR = timedelta(days=365)
"""What is as it should be is not asked about again for a year; two cards that are not the same, never."""
FOR_EVER = timedelta(days=36500)
WINDOWS = 50
"""Looked at in one turn: ten thousand customers; the rest with a tap."""


def _begin(turn: Turn, _words: str = "") -> Reply:
    """The first thing that is untidy."""
    return _next(turn)


def _next(turn: Turn, after: int = 0, skip: int = 0) -> Reply:
    """The next one: `skip` of those about the customer after whom it goes on were seen already."""
    tidying = turn.work.topic(Tidying)
    while True:
        found, at = tidying.next(after, unused_since=turn.now - UNUSED_FOR, windows=WINDOWS)
        if skip >= len(found) and found:
            after, skip = at, 0
            continue
        break
    if found:
        if reply := _shown(turn, found[skip], Action("tidy_next", {"after": after, "skip": skip + 1})):
            return reply
        return _next(turn, after, skip + 1)
    if at:
        go_on = Choice(_("Go on"), Action("tidy_next", {"after": at}))
        return Reply.of(_("Nothing so far. There are more customers to look at."), choices=(go_on,))
    return Reply.of(_("That's all: everything is tidy.") if after or skip else _("Everything is tidy."))


def _shown(turn: Turn, one: Untidy, skip: Action) -> Reply | None:
    """One thing with what can be done; None where it is gone meanwhile."""
    customer = turn.work.customers.get(one.customer_id)
    if customer is None:
        return None
    later = Choice(_("Skip"), skip)
    if one.other_id is not None:
        other = turn.work.customers.get(one.other_id)
        return _two(turn, one, customer, other, later) if other else None
    this = {"customer": one.customer_id}
    since = On(turn.local(one.since).date()) if one.since else ""
    if one.contact_id is None:
        words = _("Nothing has happened with {customer} since {day}.", customer=customer.name, day=since)
        choices = (
            Choice(_("Put it away"), Action("tidy_away", this)),
            Choice(_("Keep it"), Action("tidy_keep", {"kind": UNUSED, "thing": one.customer_id})),
            Choice(_("Card"), Action("card", this)),
            later,
        )
        return Reply((Heading(_("Not used")), Paragraph(words)), choices)
    person = turn.work.customers.contact(one.contact_id)
    if person is None:
        return None
    words = _(
        "Nobody has spoken with {name} at {customer} since {day}; with others there, yes.",
        name=person.name,
        customer=customer.name,
        day=since,
    )
    of_person = (
        Choice(_("Not there any more"), Action("tidy_left", {"contact": person.id})),
        Choice(_("Still there"), Action("tidy_keep", {"kind": LEFT, "thing": person.id})),
        later,
    )
    return Reply((Heading(_("Left, perhaps")), Paragraph(words)), of_person)


WHY: dict[str, Callable[[str], Words]] = {
    "phone": lambda value: _("Both have the number {value}.", value=phone_shown(value)),
    "email": lambda value: _("Both have the address {value}.", value=value),
    "name": lambda _value: _("They are called alike."),
}


def _two(turn: Turn, one: Untidy, first: CustomerRecord, other: CustomerRecord, later: Choice) -> Reply:
    facts: list[tuple[Words, Words]] = [(customer.name, _told(turn, customer)) for customer in (first, other)]
    both = pair(first.id, other.id)
    choices = (
        Choice(_("Merge"), Action("merge", {"kept": first.id, "gone": other.id})),
        Choice(_("Not the same"), Action("tidy_keep", {"kind": SAME, "thing": both})),
        later,
    )
    heading = _("The same, perhaps: {one} and {other}", one=clip(first.name, 60), other=clip(other.name, 60))
    return Reply((Heading(heading), Paragraph(WHY[one.what](one.value or "")), Facts(facts)), choices)


def _told(turn: Turn, customer: CustomerRecord) -> str:
    """What tells two cards apart."""
    history = turn.work.interactions.timeline(customer.id, limit=1).items
    last = turn.voice.say(On(history[0].day)) if history else turn.voice.say(_("nothing noted"))
    return " · ".join(part for part in (phone_shown(customer.phone), customer.email, customer.owner, last) if part)


# ------------------------------------------------------------------ the buttons
def _away(turn: Turn, customer: int) -> Reply:
    """Nobody uses it: it is put away, and undo brings it back."""
    found = turn.work.customers.get(customer)
    if found is None:
        raise Sorry(_("That no longer exists."))
    turn.work.customers.archive(found.id)
    return _done(turn, _("{customer} is put away.", customer=found.name), customer - 1)


def _left(turn: Turn, contact: int) -> Reply:
    """They left; what they said stays."""
    person = turn.work.customers.contact(contact)
    if person is None:
        raise Sorry(_("That no longer exists."))
    turn.work.contacts.archive(person.id)
    return _done(turn, _("{name} is not there any more.", name=person.name), person.customer_id - 1)


def _keep(turn: Turn, kind: str, thing: int) -> Reply:
    """It is as it should be."""
    if kind not in {SAME, UNUSED, LEFT}:
        raise Sorry(_("That no longer exists."))
    turn.work.topic(Tidying).settle(kind, thing, turn.now + (FOR_EVER if kind == SAME else SETTLED_FOR))
    at = (thing & 0x7FFFFFFF) - 1 if kind == SAME else thing - 1 if kind == UNUSED else 0
    return Reply.of(_("All right, I won't ask about that again.")) + _next(turn, max(at, 0))


def _done(turn: Turn, words: Words, after: int) -> Reply:
    undo = undo_choice(turn)
    return Reply.of(words, choices=(*undo, Choice(_("Next"), Action("tidy_next", {"after": max(after, 0)}))))


CAPABILITY = Capability(
    "tidying",
    about=_("Tidying: two cards of one customer, what nobody uses, people who left"),
    commands=(
        Command(
            {"es": "limpieza", "en": "tidy"},
            _begin,
            _("Tidy up, one thing at a time: duplicates, what nobody uses, people who left"),
            phrases={
                "es": ("hacer limpieza", "clientes duplicados", "duplicados"),
                "en": ("tidy up", "duplicate customers", "duplicates"),
            },
            sayings="tidying",
        ),
    ),
    actions={"tidy_next": _next, "tidy_away": _away, "tidy_left": _left, "tidy_keep": _keep},
    examples={"es": ("hacer limpieza",), "en": ("tidy up",)},
    order=34,
)
