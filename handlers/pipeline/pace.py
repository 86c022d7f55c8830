"""How long sales take and what comes of them a day, over the last year: a line for each pipeline and currency that has enough."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from handlers.kit.figures.durations import Stint, median
from handlers.kit.figures.velocity import velocity
from handlers.kit.format.texts import Price, Words, _, ngettext
from handlers.kit.turn import Turn
from handlers.pipeline.sales_scope import SalesScope, of_period, view
from storage.crm.opportunities.records import LOST, OPEN, WON
from storage.crm.sales.records import CycleCount

YEAR = timedelta(days=365)
LEAST_CLOSED = 5
"""With fewer of them nothing is said: a median of four is a guess."""


def pace(turn: Turn, asked: SalesScope) -> list[tuple[Words, Words]]:
    """The lines, as facts: how long from the first word to the end, and the velocity where there are wins enough for one."""
    _asked, year = of_period(turn, SalesScope(asked.staff, asked.team), lately=YEAR)
    every = turn.work.pipelines.all()
    facts: list[tuple[Words, Words]] = []
    for pipeline in every:
        by_currency: dict[str, list[CycleCount]] = defaultdict(list)
        for row in turn.work.sales.cycles(view(turn, asked, pipeline=pipeline.id), year):
            by_currency[row.currency].append(row)
        for currency, rows in sorted(by_currency.items()):
            several = len(every) > 1 or len(by_currency) > 1
            facts += _facts(rows, currency, f"{pipeline.name}, {currency}" if several else "")
    return facts


def _facts(rows: list[CycleCount], currency: str, of: str) -> list[tuple[Words, Words]]:
    counts = {state: sum(row.count for row in rows if row.state == state) for state in (OPEN, WON, LOST)}
    if counts[WON] + counts[LOST] < LEAST_CLOSED:
        return []
    cycle = median(Stint(row.days, ended=row.state != OPEN) for row in rows for _one in range(row.count))
    length: Words = (
        _("not reached: over half are still open")
        if cycle is None
        else ngettext("{count} day", "{count} days", int(cycle))
    )
    facts = [(_labelled(_("Median time to close"), of), length)]
    won_amount = sum((row.amount for row in rows if row.state == WON), start=Decimal(0))
    a_day = velocity(open_=counts[OPEN], won=counts[WON], lost=counts[LOST], won_amount=won_amount, cycle=cycle)
    if a_day is not None:
        facts.append((_labelled(_("Velocity"), of), _("{amount} a day", amount=Price(a_day, currency))))
    return facts


def _labelled(label: Words, of: str) -> Words:
    return _("{label} ({of})", label=label, of=of) if of else label
