"""How complaints go: how many, more or fewer than before, how soon they are solved, what is at stake; and their pictures."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from babel.numbers import format_decimal

from handlers.complaints.figures import ComplaintFigures
from handlers.kit.chart_jobs import have_drawn
from handlers.kit.charts import Bar, Chart, Row, Tone
from handlers.kit.figures.shares import COUNTS_BELOW, trend
from handlers.kit.format.labels import CAUSES
from handlers.kit.format.shares import share
from handlers.kit.format.texts import Price, ShortDay, Words, _
from handlers.kit.messages.action import Action
from handlers.kit.messages.blocks import Facts, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from storage.crm.complaints.records import ComplaintFigure, ComplaintRecord
from storage.purchases.worth import worth_of

WEEKS = 12
LATELY = timedelta(weeks=WEEKS)
A_YEAR = timedelta(days=365)
NOTHING = Decimal(0)


def worth_in_a_year(turn: Turn, customers: Collection[int]) -> Mapping[int, Decimal]:
    """What each of these customers bought in a year, in the company's currency."""
    bought = worth_of(turn.work, customers, turn.now - A_YEAR)
    currency = turn.company.currency
    return {
        customer: sum((one.amount for one in each if one.currency == currency), NOTHING)
        for customer, each in bought.items()
    }


def how_they_go(
    turn: Turn, open_now: Sequence[ComplaintRecord], worth: Mapping[int, Decimal]
) -> tuple[Facts | Paragraph, ...]:
    """The figures of the latest weeks, each over all complaints of them; nothing where there were none."""
    found = turn.work.complaints.figures(turn.now - LATELY)
    lately = ComplaintFigures.of(found, turn.now, turn.zone, WEEKS)
    if not lately.complaints:
        return ()
    facts: list[tuple[Words, Words]] = [
        (_("Opened in {weeks} weeks", weeks=WEEKS), str(lately.complaints)),
        (_("Against the {weeks} weeks before", weeks=WEEKS), _trend(turn, lately.complaints)),
        (_("Solved at first contact"), share(lately.first_contact)),
        (_("Median to solve, over all"), _days(turn, lately.median_days)),
    ]
    stake = sum((worth.get(customer, NOTHING) for customer in {one.customer_id for one in open_now}), NOTHING)
    if stake:
        facts.append((_("At stake"), _("{amount} bought in a year", amount=Price(stake, turn.company.currency))))
    return (Facts(facts),)


def _trend(turn: Turn, lately: int) -> Words:
    """More or fewer only where the difference is one; nothing is said of a time in which nobody wrote complaints down yet."""
    begins = turn.now - 2 * LATELY
    if not turn.work.complaints.any_before(begins):
        return _("too early to say: there are none from so long ago")
    before = sum(one.opened_at < turn.now - LATELY for one in turn.work.complaints.figures(begins))
    if before + lately < COUNTS_BELOW:
        return _("{before} then: too few to say", before=before)
    match trend(before, lately):
        case 1:
            return _("↑ more, {before} then", before=before)
        case -1:
            return _("↓ fewer, {before} then", before=before)
    return _("{before} then: no clear change", before=before)


def _days(turn: Turn, days: float | None) -> Words:
    if days is None:
        return _("not reached: over half are open")
    if days < 1:
        return _("less than a day")
    return _("{days} days", days=str(format_decimal(round(days, 1), locale=turn.voice.locale)))


# ------------------------------------------------------------------ pictures
def picture(turn: Turn, dark: bool = False) -> Reply:
    """Has them drawn: by week, opened and closed; by cause; and by what the customers of each cause buy."""
    found, say = turn.work.complaints.figures(turn.now - LATELY), turn.voice.say
    lately = ComplaintFigures.of(found, turn.now, turn.zone, WEEKS)
    subtitle, empty = say(_("the last {weeks} weeks", weeks=WEEKS)), say(_("There were no complaints."))
    weeks = tuple(
        Row(
            say(ShortDay(monday)),
            say(_("{opened} opened, {closed} closed", opened=opened, closed=closed)),
            (Bar(opened, "soft"), Bar(closed)),
        )
        for monday, opened, closed in lately.by_week
    )
    causes = tuple(Row(_cause(turn, cause), str(count), (Bar(count, "bad"),)) for cause, count in lately.by_cause)
    legend: tuple[tuple[Tone, str], ...] = (("soft", say(_("opened"))), ("main", say(_("closed"))))
    charts = [
        Chart("bars", say(_("Complaints by week")), subtitle, weeks, empty, legend=legend, dark=dark),
        Chart("bars", say(_("Complaints by cause")), subtitle, causes, empty, dark=dark),
    ]
    if weighted := _weighted(turn, found):
        title = say(_("Causes, weighted by what their customers buy in a year"))
        charts.append(Chart("bars", title, subtitle, weighted, empty, dark=dark))
    have_drawn(turn, say(_("complaints")), charts, Action("complaints_picture"))
    return Reply.of(_("I'm drawing it…"))


def _weighted(turn: Turn, found: Sequence[ComplaintFigure]) -> tuple[Row, ...]:
    """A row a cause, the dearest first: what the customers who complained of it buy, each counted once."""
    worth = worth_in_a_year(turn, {one.customer_id for one in found})
    complained: dict[str | None, set[int]] = {}
    for one in found:
        complained.setdefault(one.cause, set()).add(one.customer_id)
    amounts = {cause: sum((worth.get(one, NOTHING) for one in each), NOTHING) for cause, each in complained.items()}
    say, currency = turn.voice.say, turn.company.currency
    return tuple(
        Row(_cause(turn, cause), say(Price(amount, currency)), (Bar(float(amount), "bad"),))
        for cause, amount in sorted(amounts.items(), key=lambda pair: (-pair[1], pair[0] or "~"))
        if amount > NOTHING
    )


def _cause(turn: Turn, cause: str | None) -> str:
    return turn.voice.say(CAUSES[cause] if cause else _("cause not said"))
