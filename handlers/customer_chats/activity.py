"""How customers' accounts, links and preferences are spoken of in the activity."""

from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn


def _account(_turn: Turn, _id: int) -> Words:
    return _("a customer on the bot")


def _accounts(count: int) -> Words:
    return ngettext("{count} person on the bot", "{count} people on the bot", count)


RECORDS = {
    "customer_accounts": RecordWords(_account, counted=_accounts),
    "customer_links": RecordWords(lambda _turn, _id: _("a customer's link")),
    "consents": RecordWords(lambda _turn, _id: _("what a customer agreed to")),
    "contact_preferences": RecordWords(lambda _turn, _id: _("how the customer wants to be reached")),
    "approaches": RecordWords(lambda _turn, _id: _("a message to the customer")),
}
