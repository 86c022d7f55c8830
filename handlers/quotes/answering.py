"""What the customer says to a quote: accepted, and the win is proposed with its amount; refused, and it is asked why."""

import re
from collections.abc import Mapping
from typing import Annotated

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Price, Words, _, clip
from handlers.kit.forms.filling import start
from handlers.kit.forms.name_first import is_exactly_a_customer
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import NameKind
from handlers.quotes.wording import QUOTE, card, show
from storage.crm.opportunities.records import OpportunityRecord
from storage.quotes.quotes import Quotes
from storage.quotes.records import ACCEPTED, REFUSED, QuoteRecord

LOSE, WIN = "lose_opportunity", "win_opportunity"
MOST_ASKED = 6
_NUMBER = re.compile(r"\b(\d{4})[-/](\d{1,6})\b")


def _there(turn: Turn, raw: int) -> QuoteRecord:
    quote = turn.work.topic(Quotes).get(raw)
    if quote is None or quote.archived_at:
        raise Sorry(_("That no longer exists."))
    return quote


AQuote = Annotated[QuoteRecord, lambda turn, raw: _there(turn, int(raw))]
"""The quote of an action."""


# ------------------------------------------------------------------ which one
def which(turn: Turn, words: str, state: str) -> QuoteRecord | Reply:
    """The one that is meant: by its number, by its customer, the one just made or shown, or the only one open; else the question which."""
    quotes = turn.work.topic(Quotes)
    if found := _NUMBER.search(words):
        numbered = quotes.called(f"{found[1]}-{int(found[2]):04}")
        if numbered is None:
            raise Sorry(_("There is no quote {number}.", number=found[0]))
        return numbered
    customer = turn.match(words, {NameKind.CUSTOMER}).known if words.strip() else None
    if customer is not None:
        every = [one for one in quotes.of_customer(customer.id, limit=MOST_ASKED) if one.is_open]
        if not every:
            raise Sorry(_("No quote for {customer} is unanswered.", customer=customer.name))
    else:
        last = turn.conversation.last
        if last and last.kind == QUOTE and (made := quotes.get(last.id)) and made.is_open:
            return made
        every = quotes.of_author(turn.person.id, limit=MOST_ASKED, only_open=True)
        if not every:
            raise Sorry(_("None of your quotes is unanswered."))
    if len(every) == 1:
        return every[0]
    action = "quote_accepted" if state == ACCEPTED else "quote_refused"
    return Reply.of(
        _("Which quote?"),
        choices=[
            Choice(
                _("{number} · {customer}", number=one.number, customer=clip(one.customer, 30)),
                Action(action, {"quote": one.id}),
            )
            for one in every
        ],
    )


def said_yes(turn: Turn, words: str) -> Reply:
    """“Aceptado”, “they accepted the quote”, with the customer or the number where it is said."""
    meant = which(turn, words, ACCEPTED)
    return meant if isinstance(meant, Reply) else accepted(turn, meant)


def said_no(turn: Turn, words: str) -> Reply:
    """“Rechazado”, “they turned the quote down”."""
    meant = which(turn, words, REFUSED)
    return meant if isinstance(meant, Reply) else refused(turn, meant)


def has_one(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence names a customer who was offered something."""
    if not is_exactly_a_customer(turn, places["customer"]):
        return False
    entry = turn.match(places["customer"], {NameKind.CUSTOMER}).known
    return entry is not None and bool(turn.work.topic(Quotes).of_customer(entry.id, limit=1))


def is_number(_turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence says a quote's number."""
    return _NUMBER.fullmatch(places["number"].strip()) is not None


# ------------------------------------------------------------------ the answer
def accepted(turn: Turn, quote: AQuote) -> Reply:
    """The customer takes it. What it was for is closed when that is confirmed."""
    changed = turn.work.topic(Quotes).answered(quote.id, ACCEPTED)
    words = (
        _("Quote {number}, {customer}: accepted.", number=quote.number, customer=quote.customer)
        if changed
        else _("Quote {number}, {customer}: that was known.", number=quote.number, customer=quote.customer)
    )
    deal = _deal(turn, quote)
    if deal is None:
        return Reply.of(words, choices=(*undo_choice(turn), show(quote)), about=Target(QUOTE, quote.id))
    amount = Price(quote.net, quote.currency)
    arguments = {
        "customer": quote.customer_id,
        "opportunity": [deal.id, deal.version],
        "amount": {"value": str(quote.net), "currency": quote.currency},
    }
    asked = _("Shall I close “{title}” as won, for {amount}?", title=clip(deal.title, 60), amount=amount)
    if quote.tax_name:
        asked = _(
            "Shall I close “{title}” as won, for {amount} without taxes?", title=clip(deal.title, 60), amount=amount
        )
    won = Choice(_("Won, {amount}", amount=amount), Action(WIN, arguments), yes=True)
    return Reply(
        (Paragraph(words), Paragraph(asked)), (won, *undo_choice(turn), show(quote)), about=Target(QUOTE, quote.id)
    )


def refused(turn: Turn, quote: AQuote) -> Reply:
    """The customer does not take it: what it was for is lost, for a reason that is asked, unless that is left."""
    turn.work.topic(Quotes).answered(quote.id, REFUSED)
    words = _("Quote {number}, {customer}: turned down.", number=quote.number, customer=quote.customer)
    deal, form = _deal(turn, quote), registry_of(turn).form(LOSE)
    if deal is None or form is None:
        return Reply.of(words, choices=(*undo_choice(turn), show(quote)), about=Target(QUOTE, quote.id))
    values = {"customer": quote.customer_id, "opportunity": [deal.id, deal.version]}
    notice: Words = _(
        "If “{title}” goes on, say cancel: only the quote is turned down then.", title=clip(deal.title, 60)
    )
    return Reply.of(words, notice) + start(turn, form, None, values=values)


def _deal(turn: Turn, quote: QuoteRecord) -> OpportunityRecord | None:
    """What it was for, where that is still open."""
    found = turn.work.opportunities.get(quote.opportunity_id) if quote.opportunity_id else None
    return found if found and found.is_open and not found.archived_at else None


def shown(turn: Turn, quote: AQuote) -> Reply:
    """Its card."""
    turn.conversation.made(Target(QUOTE, quote.id), turn.incoming.sent_at)
    return card(turn, quote)
