"""Customers by how they stand: the best, the worst, who grows, falls, is lost, or usually orders about now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from handlers.kit.figures.buying import FALLEN_BELOW
from handlers.kit.format.texts import On, Price, ShortDay, Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Column, Entries, Heading, Paragraph, Table
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.standings import nudging, wording
from handlers.standings.computing import JOB
from storage.standings.relations import Relations
from storage.standings.standings import StandingRecord
from storage.standings.suggestions import Suggestions

PAGE = 8
BUTTONS = 4
ABOUT_NOW = timedelta(days=7)
TWO_YEARS = timedelta(days=730)
ABOUT_A_MONTH = timedelta(days=35)
"""So much later than two years ago a customer may have bought first, whose year before is a whole one."""
MOST_SUGGESTED, MOST_BETTER = 5, 2
"""Products bought together, and better ones of a kind, that are suggested."""
WORST = 20
"""Per cent of all who are told to be worst."""

Find = Callable[[Turn, int, int], list[StandingRecord]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """One list: its title, what it means, who is in it (limit, offset), and what is said of each."""

    title: Words
    means: Words
    find: Find
    says: Callable[[StandingRecord], Words]
    plans: bool = False
    """Whether a visit is offered for each."""
    more: Callable[[Turn, Sequence[StandingRecord]], Mapping[int, Words]] = lambda _turn, _rows: {}
    """What else is said of some, by customer."""


def _in_class(letter: str) -> Find:
    return lambda turn, limit, at: turn.work.standings.in_class(letter, limit=limit, offset=at)


def _in_segment(segment: str) -> Find:
    return lambda turn, limit, at: turn.work.standings.in_segment(segment, limit=limit, offset=at)


def _due(turn: Turn, limit: int, at: int) -> list[StandingRecord]:
    today = turn.local(turn.now).date()
    return turn.work.standings.due(today - ABOUT_NOW, today + ABOUT_NOW, limit=limit, offset=at)


def _worst(turn: Turn, limit: int, at: int) -> list[StandingRecord]:
    """The last fifth of those who ever bought."""
    most = max(1, _ever_bought(turn) * WORST // 100)
    return turn.work.standings.worst(turn.company.currency, limit=max(0, min(limit, most - at)), offset=at)


def _ever_bought(turn: Turn) -> int:
    return sum(row[2] for row in turn.work.standings.counts() if row[1] == turn.company.currency)


_BY_SALES = _("By what they bought in the last 365 days, returns taken off.")
_CLASSES = _("Sorted by a year's sales: A while less than 80 % of all stand before, B while less than 95 %, else C.")


def _why_lost(turn: Turn, rows: Sequence[StandingRecord]) -> Mapping[int, Words]:
    """Why, as far as somebody noted it within two years: of an opportunity that was lost, or of a complaint."""
    found = turn.work.topic(Relations).why_lost([row.customer_id for row in rows], turn.now - TWO_YEARS)
    return {
        row.customer_id: _WHY_LOST[found[row.customer_id].kind](found[row.customer_id].words)
        if row.customer_id in found
        else _("nobody noted why")
        for row in rows
    }


def _known_since(turn: Turn, rows: Sequence[StandingRecord]) -> Mapping[int, Words]:
    """Since when, where the year before is not known as a whole: it is then no year to compare with."""
    first = turn.work.standings.bought_since([row.customer_id for row in rows])
    whole = turn.local(turn.now).date() - TWO_YEARS + ABOUT_A_MONTH
    return {
        id_: _("first purchase {day}: not a whole year to compare with", day=ShortDay(day))
        for id_, day in first.items()
        if day > whole
    }


_WHY_LOST: Mapping[str, Callable[[str], Words]] = {
    "opportunity": lambda words: _("why: {reason}", reason=clip(words, 60)),
    "complaint": lambda words: _("complained: “{words}”", words=clip(words, 80)),
}


RANKINGS: Mapping[str, Ranking] = {
    "best": Ranking(
        _("Most valuable customers"),
        _BY_SALES,
        lambda turn, limit, at: turn.work.standings.best(turn.company.currency, limit=limit, offset=at),
        wording.worth,
    ),
    "worst": Ranking(
        _("Customers who bring least"),
        _(
            "The last fifth of those who bought within three years, by what they bought in the last 365 days, returns taken off."
        ),
        _worst,
        wording.worst,
    ),
    "growing": Ranking(
        _("Growing customers"),
        _("A fifth more, or better, than in the 365 days before; the largest growth first."),
        lambda turn, limit, at: turn.work.standings.growing(limit=limit, offset=at),
        wording.growth,
        more=_known_since,
    ),
    "fallen": Ranking(
        _("Customers who buy far less"),
        _(
            "Under 40 % of what is habitual, in a window of twice their own rhythm: against the same time a year ago where"
            " they bought then, else against their mean."
        ),
        lambda turn, limit, at: turn.work.standings.fallen(FALLEN_BELOW, limit=limit, offset=at),
        wording.fallen,
        plans=True,
    ),
    "lost": Ranking(
        _("Lost customers"),
        _("Who bought, and nothing in a year; why, as far as it was noted."),
        _in_segment("lost"),
        wording.lost,
        plans=True,
        more=_why_lost,
    ),
    "due": Ranking(
        _("Usually order about now"),
        _("Their last purchase plus the usual gap between purchases is within a week of today."),
        _due,
        wording.due,
        plans=True,
    ),
    "loyal": Ranking(
        _("Loyal customers"), _("Lately and often: both scores 4 or 5."), _in_segment("loyal"), wording.worth
    ),
    "vulnerable": Ranking(
        _("Vulnerable customers"),
        _("Far less than is habitual, or often before and not lately."),
        _in_segment("vulnerable"),
        wording.worth,
        plans=True,
    ),
    "A": Ranking(_("Customers of class A"), _CLASSES, _in_class("A"), wording.worth),
    "B": Ranking(_("Customers of class B"), _CLASSES, _in_class("B"), wording.worth),
    "C": Ranking(_("Customers of class C"), _CLASSES, _in_class("C"), wording.worth),
}


def ranking(turn: Turn, which: str, at: int = 0) -> Reply:
    """A page of one list, with what it means."""
    if which not in RANKINGS:
        raise Sorry(_("There is no such list."))
    one = RANKINGS[which]
    found = one.find(turn, PAGE + 1, at)
    if not found and not at:
        return Reply((Heading(one.title), Paragraph(one.means), _none(turn)), _again(turn))
    page = Pager.of(found, PAGE, next=at + PAGE)
    more = one.more(turn, page.items)
    said = [(wording.named(row), _with(turn, one.says(row), more.get(row.customer_id))) for row in page.items]
    blocks: list[Block] = [Heading(one.title), Entries(said)]
    if which == "best" and not at and (cut := _cut(turn)):
        blocks.append(Paragraph(cut))
    if which == "worst" and not at:
        words = ngettext(
            "{count} of {all} who bought.",
            "{count} of {all} who bought.",
            max(1, _ever_bought(turn) * WORST // 100),
            all=_ever_bought(turn),
        )
        blocks.append(Paragraph(words))
    blocks.append(Paragraph(_("{means} As of {day}.", means=turn.voice.say(one.means), day=On(found[0].day))))
    choices = [_button(row, plans=one.plans) for row in page.items[:BUTTONS]]
    return Reply(tuple(blocks), (*choices, *page.more(Action("standings", {"which": which}))))


def _with(turn: Turn, said: Words, more: Words | None) -> Words:
    return f"{turn.voice.say(said)} · {turn.voice.say(more)}" if more else said


def _cut(turn: Turn) -> Words | None:
    """Where the cut is: how many customers of class A there are, and which share of a year's sales they bring."""
    of = [row for row in turn.work.standings.counts() if row[1] == turn.company.currency and row[0]]
    first, count = next(((row[3], row[2]) for row in of if row[0] == "A"), (None, 0))
    total, everybody = sum((row[3] for row in of), Decimal(0)), sum(row[2] for row in of)
    if first is None or total <= 0:
        return None
    return _(
        "The cut: {count} of {all} who bought ({percent} %) bring {share} % of the year's sales.",
        count=count,
        all=everybody,
        percent=round(100 * count / everybody),
        share=round(100 * first / total),
    )


def _button(row: StandingRecord, *, plans: bool) -> Choice:
    if plans:
        return Choice(
            _("Plan a visit: {customer}", customer=clip(row.customer, 40)),
            Action("plan_visit", {"customer": row.customer_id}),
        )
    return Choice(clip(row.customer, 60), Action("card", {"customer": row.customer_id}))


def _none(turn: Turn) -> Paragraph:
    if not turn.work.standings.any_purchases():
        return Paragraph(_("There are no purchases yet: send me them as CSV or Excel, or tell me of an order."))
    if not turn.work.standings.are_reckoned():
        return Paragraph(_("It has not been reckoned yet."))
    return Paragraph(_("Nobody is in it now."))


def due_order_of(turn: Turn, customer: int) -> Reply:
    """A button: who of a list usually orders about now, with what can be done about it."""
    one = turn.work.standings.of(customer)
    if one is None:
        raise Sorry(_("That no longer exists."))
    return nudging.due_order(one)


def _again(turn: Turn) -> tuple[Choice, ...]:
    some = turn.work.standings.any_purchases()
    return (Choice(_("Reckon now"), Action("reckon_standings")),) if some else ()


def classes(turn: Turn, _words: str = "") -> Reply:
    """How many customers there are of each class, and what they are worth: in each currency for itself."""
    counted = turn.work.standings.counts()
    heading = Heading(_("Classes of customers"))
    if not counted:
        return Reply((heading, Paragraph(_CLASSES), _none(turn)), _again(turn))
    totals: dict[str, object] = {}
    for _letter, currency, _count, amount in counted:
        totals[currency] = totals.get(currency, 0) + amount  # type: ignore[operator]
    rows = [
        (
            letter or turn.voice.say(_("no class")),
            str(count),
            turn.voice.say(Price(amount, currency)),
        )
        for letter, currency, count, amount in counted
    ]
    table = Table([Column(_("Class")), Column(_("Customers"), "right"), Column(_("In a year"), "right")], rows)
    choices = [
        Choice(_("Class {letter}", letter=letter), Action("standings", {"which": letter}))
        for letter in ("A", "B", "C")
        if any(row[0] == letter for row in counted)
    ]
    choices += [
        Choice(_("Loyal"), Action("standings", {"which": "loyal"})),
        Choice(_("Vulnerable"), Action("standings", {"which": "vulnerable"})),
        Choice(_("Reckon now"), Action("reckon_standings")),
    ]
    return Reply((heading, table, Paragraph(_CLASSES)), tuple(choices))


def reckon_now(turn: Turn) -> Reply:
    """A button: reckons everything anew."""
    day = turn.local(turn.now).date()
    turn.work.standings.ask(day)
    turn.start_job(JOB, {"day": day.isoformat()})
    return Reply.of(_("I'm reckoning. Carry on: I'll tell you when it's done."))


def reckoned(turn: Turn, result: dict[str, object]) -> Reply:
    """What came of it; nothing is said at night."""
    if result["quietly"]:
        return Reply()
    count = int(str(result["count"]))
    said = ngettext("Reckoned: {count} customer.", "Reckoned: {count} customers.", count)
    return Reply.of(said) + classes(turn)


def suggestions(turn: Turn, customer: int) -> Reply:
    """What else to sell: bought together with what they buy, or a better one of its kind; and why it is said."""
    record = turn.work.customers.get(customer)
    if record is None or customer not in turn.work.customers.visible({customer}):
        raise Sorry(_("I can't find that customer."))
    since = turn.local(turn.now).date() - timedelta(days=365)
    together = turn.work.topic(Suggestions).together(customer, since, limit=MOST_SUGGESTED)
    better = turn.work.topic(Suggestions).better(customer, since, limit=MOST_BETTER)
    heading = Heading(_("What else to sell to {customer}", customer=record.name))
    if not together and not better:
        return Reply((heading, Paragraph(_("Nothing stands out from what they and others buy."))))
    items = [
        (
            clip(one.product, 80),
            _(
                "{buyers} of {of} who buy {because} buy it too",
                buyers=one.buyers,
                of=one.of,
                because=clip(one.because, 60),
            ),
        )
        for one in together
    ]
    items += [
        (
            clip(one.product, 80),
            _(
                "a better {family}: {price} instead of {less} for {because}",
                family=clip(one.family, 40),
                price=Price(one.price, one.currency),
                less=Price(one.less, one.currency),
                because=clip(one.because, 60),
            ),
        )
        for one in better
    ]
    return Reply((heading, Entries(items)), (Choice(_("Card"), Action("card", {"customer": customer})),))


def short_day(one: StandingRecord) -> Words:
    """When they bought last."""
    return ShortDay(one.last)
