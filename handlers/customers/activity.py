"""How customers, the people at them and what else is known of them are spoken of in the activity."""

from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn


def _customer(turn: Turn, id_: int) -> Words:
    customer = turn.work.customers.get(id_)
    return customer.name if customer else _("the customer")


def _contact(turn: Turn, id_: int) -> Words:
    contact = turn.work.customers.contact(id_)
    return contact.name if contact else _("the contact")


def _people(count: int) -> Words:
    return ngettext("{count} person", "{count} people", count)


CUSTOMERS = {"customers": RecordWords(_customer), "nicknames": RecordWords(lambda _turn, _id: _("the other name"))}
CONTACTS = {"contacts": RecordWords(_contact, counted=_people)}
REFERRALS = {"referrals": RecordWords(lambda _turn, _id: _("the recommendation"))}
