"""Somebody whose number was passed on: proposed as a contact, with what is known of them filled in."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

from handlers.attachments.vcards import BusinessCard
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.contact_details import shown_here
from handlers.kit.forms.filling import start
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import NameKind

JUST_NOW = timedelta(minutes=10)
"""So long what comes belongs to what was just logged."""
MOST_SHOWN = 5
NEW_CONTACT = "new_contact"

Card = Annotated[BusinessCard, lambda _turn, raw: BusinessCard(**raw)]
"""The person of an action."""


def propose(turn: Turn, cards: Sequence[BusinessCard]) -> Reply:
    """Shows who was passed on, each with the button that adds them; nothing is kept before that."""
    named = [card for card in cards if card.name]
    if not named:
        raise Sorry(_("I can't read anybody's name in that."))
    reply = Reply()
    for card in named[:MOST_SHOWN]:
        reply = reply + _proposed(turn, card, alone=len(named) == 1)
    if len(named) > MOST_SHOWN:
        rest = _("And {count} more. Send me a list as CSV or Excel, please.", count=len(named) - MOST_SHOWN)
        reply = reply + Reply.of(rest)
    return reply


def _proposed(turn: Turn, card: BusinessCard, *, alone: bool) -> Reply:
    known: tuple[tuple[Words, str], ...] = (
        (_("Phone"), shown_here(turn, card.phone)),
        (_("E-mail"), card.email),
        (_("Role"), card.role),
        (_("Customer"), card.organisation),
    )
    facts = [(label, clip(value, 80)) for label, value in known if value]
    heading = _("A new contact? {name}", name=clip(card.name, 80))
    this = {"card": asdict(card)}
    who = card.name.split()[0]
    choices = []
    if (customer := _customer_of(turn, card)) is not None:
        at = _("Add at {customer}", customer=clip(customer[1], 40))
        label = at if alone else _("{name}: {what}", name=clip(who, 20), what=at)
        choices.append(Choice(label, Action("propose_contact", this | {"customer": customer[0]})))
    elsewhere = _("Add at another customer") if choices else _("Add as a contact")
    label = elsewhere if alone else _("{name}: {what}", name=clip(who, 20), what=elsewhere)
    choices.append(Choice(label, Action("propose_contact", this)))
    return Reply(
        (Heading(heading), *((Facts(facts),) if facts else (Paragraph(_("No number, no address.")),))), tuple(choices)
    )


def _customer_of(turn: Turn, card: BusinessCard) -> tuple[int, str] | None:
    """Where they work, as far as it can be told: the organisation on the card, else where something was just logged."""
    if card.organisation:
        entry = turn.match(card.organisation, {NameKind.CUSTOMER}).known
        return (entry.id, entry.name) if entry else None
    last = turn.conversation.last
    logged = turn.work.interactions.get(last.id) if last and last.kind == "interaction" else None
    at = turn.conversation.last_at
    if logged is None or logged.archived_at or at is None or turn.incoming.sent_at - at > JUST_NOW:
        return None
    return logged.customer_id, logged.customer


def add(turn: Turn, card: Card, customer: int | None = None) -> Reply:
    """A button: the form of new contacts, filled in; what cannot be read of the card is asked."""
    form = registry_of(turn).form(NEW_CONTACT)
    if form is None:
        raise Sorry(_("That no longer exists."))
    told: dict[str, Any] = {"contact": card.name, "role": card.role, "phone": card.phone, "email": card.email}
    values = {} if customer is None else {"customer": customer}
    return start(turn, form, None, values=values, answers={name: value for name, value in told.items() if value})
