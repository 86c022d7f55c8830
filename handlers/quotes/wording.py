"""How quotes are shown: their card, their line in a list."""

from collections.abc import Sequence
from decimal import Decimal

from handlers.kit.attachments import ONE
from handlers.kit.format.order_lines import Count, line
from handlers.kit.format.texts import On, Price, ShortDay, Words, _, clip
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from storage.quotes.quotes import Quotes
from storage.quotes.records import ACCEPTED, OPEN, REFUSED, QuoteLine, QuoteRecord

QUOTE = "quote"
STATES: dict[str, Words] = {OPEN: _("unanswered"), ACCEPTED: _("accepted"), REFUSED: _("turned down")}


def line_of(one: QuoteLine, currency: str) -> Words:
    """A line: "10 cajas · vino, at 18,50 €: 185 €"; what is charged once has no number."""
    if one.unit is None and one.quantity == 1 and one.unit_price is None:
        return _("{what}: {amount}", what=clip(one.what, 80), amount=Price(one.amount, currency))
    return line(one.quantity, one.unit, one.what, one.unit_price, one.amount, currency)


def totals(
    net: Decimal, tax_name: str | None, tax_rate: Decimal | None, tax: Decimal, total: Decimal, currency: str
) -> list[tuple[Words, Words]]:
    """What it comes to: without, the tax, with; one line where there is no tax."""
    if tax_name is None or tax_rate is None:
        return [(_("Total, taxes not included"), Price(total, currency))]
    label = _("{tax} {rate} %", tax=tax_name, rate=Count(tax_rate))
    return [
        (_("Net"), Price(net, currency)),
        (label, Price(tax, currency)),
        (_("Total"), Price(total, currency)),
    ]


def totals_of(quote: QuoteRecord) -> list[tuple[Words, Words]]:
    """What a quote comes to."""
    return totals(quote.net, quote.tax_name, quote.tax_rate, quote.tax, quote.total, quote.currency)


def card(turn: Turn, quote: QuoteRecord, *notice: Words, undo: Sequence[Choice] = ()) -> Reply:
    """All that is known of one, with what can be done with it."""
    lines = turn.work.topic(Quotes).lines(quote.id)
    facts = [*totals_of(quote), (_("Date"), On(quote.day)), (_("Valid until"), On(quote.until))]
    if not quote.is_open:
        facts.append((_("State"), STATES[quote.state]))
    blocks = (
        *(Paragraph(words) for words in notice),
        Heading(_("Quote {number} · {customer}", number=quote.number, customer=quote.customer)),
        Entries([(str(at), line_of(one, quote.currency)) for at, one in enumerate(lines, 1)]),
        Facts(facts),
    )
    return Reply(blocks, (*undo, *choices(quote)), about=Target(QUOTE, quote.id))


def choices(quote: QuoteRecord) -> tuple[Choice, ...]:
    """What can be done with one."""
    this = {"quote": quote.id}
    answers = (
        (Choice(_("Accepted"), Action("quote_accepted", this)), Choice(_("Turned down"), Action("quote_refused", this)))
        if quote.is_open
        else ()
    )
    pdf = (
        (Choice(ONE["document"], Action("attachment", {"attachment": quote.attachment_id})),)
        if quote.attachment_id
        else ()
    )
    deal = (
        (Choice(_("Opportunity"), Action("opportunity", {"opportunity": quote.opportunity_id})),)
        if quote.opportunity_id
        else ()
    )
    return (*answers, *pdf, *deal)


def entry(quote: QuoteRecord, *, customer: bool) -> tuple[Words, Words]:
    """One in a list."""
    head = _("{number} · {customer}", number=quote.number, customer=quote.customer) if customer else quote.number
    body = _(
        "{day} · {total} · {state}",
        day=ShortDay(quote.day),
        total=Price(quote.total, quote.currency),
        state=STATES[quote.state],
    )
    return head, body


def show(quote: QuoteRecord) -> Choice:
    """The button that shows one."""
    return Choice(quote.number, Action("quote", {"quote": quote.id}))
