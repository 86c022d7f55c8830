"""The recogniser of a question that nobody can answer just so, about a customer of whom something is known."""

from collections.abc import Iterator

from handlers.kit.dialog.candidates import ANSWERS, CONTROLS, LAST, Candidate, WrittenMessage
from handlers.kit.format.texts import _
from handlers.kit.messages.reply import Reply


def asked_of_customer(message: WrittenMessage) -> Iterator[Candidate]:
    """A question about one known customer: what is known of them is shown, and said to be no more than that.

    A language model that may read it differently goes first.
    """
    turn, intent = message.turn, message.heard.intent
    if not message.asks or message.is_name_alone or len(message.customers) != 1 or turn.company.has_model:
        return
    if intent in CONTROLS | ANSWERS or message.registry.intent(intent) is not None:
        return
    customer = turn.work.customers.get(next(iter(message.customers)))
    if customer is None:
        return
    opening = Reply.of(_("I can't answer just that. This is what I know of {customer}:", customer=customer.name))
    yield Candidate(
        "asked_of_customer",
        LAST + 0.06,
        "a question about a customer that is known",
        lambda: opening + (turn.contributions("asked_about", customer) or Reply()),
        digresses=False,
    )
