"""What a customer contributes (`/rentabilidad`): the margin of a year's sales, less what our visits cost."""

from datetime import timedelta
from decimal import Decimal

from handlers.kit.format.texts import Price, Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.standings.naming import of_one_or_all, there
from storage.crm.records import CustomerRecord
from storage.standings.relations import Relations

A_YEAR = timedelta(days=365)
LOOKED_AT = 200
"""Customers visited most, among whom those are looked for who cost more than they bring."""
SHOWN = 8
CENTS = Decimal("0.01")


def contribution(sales: Decimal, margin: int, visits: int, cost: Decimal) -> Decimal:
    """The margin (per cent) of the sales, less a cost for each visit."""
    return (sales * margin / 100).quantize(CENTS) - visits * cost


def _settings(turn: Turn) -> tuple[Decimal, int]:
    cost, margin = turn.company.visit_cost, turn.company.margin
    if not cost or not margin:
        raise Sorry(
            _("What a visit costs and what is left of sales is not set: VISIT_COST and MARGIN in the settings.")
        )
    return cost, margin


def command(turn: Turn, words: str) -> Reply:
    """One customer's where one is named, else who costs more than they bring."""
    return of_one_or_all(turn, words, show, dearest, "contribution_of")


def show(turn: Turn, customer: int) -> Reply:
    """One customer's, with all that it is reckoned from. Nobody's sales are taken for nothing where none are known."""
    return _shown(turn, there(turn, customer))


def _shown(turn: Turn, customer: CustomerRecord) -> Reply:
    cost, margin = _settings(turn)
    since = turn.now - A_YEAR
    evidence = turn.work.topic(Relations).of([customer.id], since, since.date())[0]
    stands = turn.work.standings.of(customer.id)
    currency = stands.currency if stands else turn.company.currency
    spent = evidence.visits * cost
    visits = ngettext(
        "{count} visit at {cost}: {sum}",
        "{count} visits at {cost}: {sum}",
        evidence.visits,
        cost=Price(cost, turn.company.currency),
        sum=Price(spent, turn.company.currency),
    )
    facts: list[tuple[Words, Words]] = [(_("Visits"), visits)]
    heading = Heading(_("What {customer} contributes", customer=customer.name))
    choices = (Choice(_("Card"), Action("card", {"customer": customer.id})),)
    if stands is None:
        return Reply(
            (
                heading,
                Facts(facts),
                Paragraph(_("Their purchases are not known, so what they contribute cannot be told.")),
            ),
            choices,
        )
    if currency != turn.company.currency:
        return Reply(
            (
                heading,
                Facts(facts),
                Paragraph(
                    _(
                        "They buy in {currency}, and visits are reckoned in {own}.",
                        currency=currency,
                        own=turn.company.currency,
                    )
                ),
            ),
            choices,
        )
    gross = (stands.sales * margin / 100).quantize(CENTS)
    facts = [
        (_("Sales in a year"), Price(stands.sales, currency)),
        (_("Margin"), _("{percent} %: {sum}", percent=margin, sum=Price(gross, currency))),
        *facts,
        (_("Left"), Price(contribution(stands.sales, margin, evidence.visits, cost), currency)),
    ]
    return Reply((heading, Facts(facts)), choices)


def dearest(turn: Turn) -> Reply:
    """Who costs more than they bring, of those visited most."""
    cost, margin = _settings(turn)
    found: list[tuple[Decimal, int, str, int]] = []
    for customer, name, visits in turn.work.topic(Relations).most_visited(turn.now - A_YEAR, limit=LOOKED_AT):
        stands = turn.work.standings.of(customer)
        if stands is None or stands.currency == turn.company.currency:
            left = contribution(stands.sales if stands else Decimal(0), margin, visits, cost)
            found.append((left, customer, name, visits))
    losing = sorted(one for one in found if one[0] < 0)[:SHOWN]
    heading = Heading(_("Who costs more than they bring"))
    how = Paragraph(
        _(
            "{margin} % of a year's sales, less {cost} a visit, of the {count} visited most; without purchases, nothing was sold to them.",
            margin=margin,
            cost=Price(cost, turn.company.currency),
            count=LOOKED_AT,
        )
    )
    if not losing:
        return Reply((heading, Paragraph(_("Nobody.")), how))
    entries = [
        (
            clip(name, 60),
            ngettext(
                "{left} with {count} visit",
                "{left} with {count} visits",
                visits,
                left=Price(left, turn.company.currency),
            ),
        )
        for left, _customer, name, visits in losing
    ]
    choices = tuple(
        Choice(clip(name, 60), Action("card", {"customer": customer})) for _left, customer, name, _n in losing[:4]
    )
    return Reply((heading, Entries(entries), how), choices)
