"""Quotes in a list: one's own, a customer's; on the cards of the customer and of the opportunity."""

from collections.abc import Mapping, Sequence

from handlers.kit.format.texts import Price, Words, _
from handlers.kit.forms.name_first import is_exactly_a_customer
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import NameKind
from handlers.quotes.wording import STATES, entry, show
from storage.crm.opportunities.records import OpportunityRecord
from storage.crm.records import CustomerRecord
from storage.quotes.quotes import Quotes
from storage.quotes.records import QuoteRecord

PAGE = 6
ON_A_CARD = 3


def in_words(turn: Turn, words: str) -> Reply:
    """`/presupuestos`: one's own; with a name, that customer's."""
    if not words.strip():
        return mine(turn)
    entry_ = turn.match(words, {NameKind.CUSTOMER}).known
    if entry_ is None:
        raise Sorry(_("I can't find that customer."))
    return of_customer(turn, entry_.id)


def is_of_one(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence asks for one known customer's quotes, and nothing else."""
    return is_exactly_a_customer(turn, places["customer"])


def mine(turn: Turn, at: int = 0) -> Reply:
    """A page of one's own, the newest first."""
    found = turn.work.topic(Quotes).of_author(turn.person.id, limit=PAGE + 1, offset=at)
    page = Pager.of(found, PAGE, next=at + PAGE)
    return _list(_("My quotes"), page.items, page.more(Action("quotes")), customer=True)


def of_customer(turn: Turn, customer: int, at: int = 0) -> Reply:
    """A page of a customer's, the newest first."""
    record = turn.work.customers.get(customer)
    if record is None or customer not in turn.work.customers.visible({customer}):
        raise Sorry(_("I can't find that customer."))
    found = turn.work.topic(Quotes).of_customer(customer, limit=PAGE + 1, offset=at)
    page = Pager.of(found, PAGE, next=at + PAGE)
    more = page.more(Action("quotes_of", {"customer": customer}))
    new = Choice(_("A quote"), Action("new_quote", {"customer": customer}))
    return _list(_("Quotes for {customer}", customer=record.name), page.items, (*more, new), customer=False)


def _list(heading: Words, quotes: Sequence[QuoteRecord], more: tuple[Choice, ...], *, customer: bool) -> Reply:
    if not quotes:
        return Reply((Heading(heading), Paragraph(_("No quotes yet."))), more)
    lines = [entry(one, customer=customer) for one in quotes]
    return Reply((Heading(heading), Entries(lines)), (*(show(one) for one in quotes), *more))


def on_card(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """The latest of a customer's."""
    found = turn.work.topic(Quotes).of_customer(customer.id, limit=ON_A_CARD)
    all_ = Choice(_("Quotes"), Action("quotes_of", {"customer": customer.id}))
    return Reply((Facts([(_("Quotes"), _in_short(turn, found))]),), (all_,)) if found else None


def on_opportunity(turn: Turn, opportunity: OpportunityRecord) -> Reply | None:
    """What was offered for it."""
    found = turn.work.topic(Quotes).of_opportunity(opportunity.id, limit=ON_A_CARD)
    if not found:
        return None
    return Reply((Facts([(_("Quotes"), _in_short(turn, found))]),), tuple(show(one) for one in found))


def _in_short(turn: Turn, quotes: list[QuoteRecord]) -> str:
    return "; ".join(
        turn.voice.say(
            _(
                "{number}, {total}, {state}",
                number=one.number,
                total=Price(one.total, one.currency),
                state=STATES[one.state],
            )
        )
        for one in quotes
    )
