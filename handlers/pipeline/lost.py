"""Why opportunities were lost, by number and by value, beside the time before."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from handlers.kit.chart_jobs import have_drawn
from handlers.kit.charts import Bar, Chart, Row
from handlers.kit.format.texts import Price, _, clip
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Column, Heading, Paragraph, Table
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Turn
from handlers.pipeline.listing import Which, choice
from handlers.pipeline.sales_scope import (
    AskedArg,
    SalesScope,
    days,
    heading,
    of_period,
    read,
    span,
    titled,
    today,
    view,
)
from handlers.pipeline.wording import Sums, counted, how
from storage.crm.opportunities.records import LOST
from storage.crm.sales.records import TimeSpan

LATELY = timedelta(days=90)
MOST = 12
"""Reasons that are shown."""


@dataclass(frozen=True, slots=True)
class LossFigure:
    """A reason in one currency; `before` is how many there were in the time before, in all currencies."""

    id: int | None
    name: str
    currency: str
    count: int
    amount: Decimal
    before: int


def reasons(turn: Turn, asked: SalesScope) -> tuple[SalesScope, TimeSpan, list[LossFigure]]:
    """What was lost in a period and why, most first; and how often in as many days before."""
    asked, period = of_period(turn, asked, lately=LATELY)
    assert asked.period  # noqa: S101 - of_period gives one
    first, last = days(asked.period)
    length = last - first + timedelta(days=1)
    of, sales = view(turn, asked), turn.work.sales
    before: dict[int | None, int] = defaultdict(int)
    for row in sales.closings(of, span(turn, first - length, first - timedelta(days=1))):
        if row.state == LOST:
            before[row.reason_id] += row.count
    found: dict[tuple[int | None, str, str], tuple[int, Decimal]] = {}
    for row in sales.closings(of, period):
        if row.state == LOST:
            key = (row.reason_id, row.reason or "–", row.currency)
            count, amount = found.get(key, (0, Decimal(0)))
            found[key] = (count + row.count, amount + row.amount)
    listed = [
        LossFigure(id_, name, currency, count, amount, before[id_])
        for (id_, name, currency), (count, amount) in found.items()
    ]
    return asked, period, sorted(listed, key=lambda one: (-one.count, -one.amount, one.name))


def _said(turn: Turn, words: str) -> Reply:
    """“/perdidas”, "/losses Ana this quarter"."""
    asked, _slots = read(turn, "show_pipeline", words, lies="behind")
    return _screen(turn, asked)


def _again(turn: Turn, asked: AskedArg) -> Reply:
    return _screen(turn, asked)


def _screen(turn: Turn, asked: SalesScope) -> Reply:
    asked, period, found = reasons(turn, asked)
    title = Heading(heading(turn, _("Lost, and why"), asked))
    if not found:
        return Reply((title, Paragraph(_("Nothing was marked as lost in that time."))), (how("lost"),))
    columns = (
        Column(_("Reason")),
        Column(_("No."), "right"),
        Column(_("Before that"), "right"),
        Column(_("Amount"), "right"),
    )
    say = turn.voice.say
    rows = [
        (clip(one.name, 40), str(one.count), str(one.before), say(Price(one.amount, one.currency)))
        for one in found[:MOST]
    ]
    total = counted(turn, sum(one.count for one in found), Sums((one.currency, one.amount) for one in found))
    lists = []
    for id_, name in dict.fromkeys((one.id, one.name) for one in found[:MOST]):
        count = sum(one.count for one in found if one.id == id_)
        lists.append(choice(turn, name, count, asked, Which(LOST, today(turn), span=period, reason=id_)))
    picture = Choice(_("As a picture"), Action("lost_picture", {"asked": asked.as_args()}))
    whole = Paragraph(_("Lost: {total}. “Before” is the same number of days before that.", total=total))
    return Reply((title, Table(columns, rows), whole), (*lists, picture, how("lost")))


def _picture(turn: Turn, asked: AskedArg, dark: bool = False) -> Reply:
    """Has the reasons drawn, a picture a currency."""
    asked, _period, found = reasons(turn, asked)
    say = turn.voice.say
    charts = []
    for currency in sorted({one.currency for one in found}) or [turn.company.currency]:
        mine = [one for one in found if one.currency == currency]
        total = counted(turn, sum(one.count for one in mine), Sums((currency, one.amount) for one in mine))
        rows = [
            Row(one.name, counted(turn, one.count, Sums([(currency, one.amount)])), (Bar(float(one.amount), "bad"),))
            for one in sorted(mine, key=lambda one: (-one.amount, -one.count))[:MOST]
        ]
        charts.append(
            Chart(
                "bars",
                *titled(turn, _("Lost, and why"), asked, _("lost: {total}", total=total)),
                tuple(rows),
                say(_("Nothing was marked as lost in that time.")),
                dark=dark,
            )
        )
    have_drawn(turn, say(_("lost-opportunities")), charts, Action("lost_picture", {"asked": asked.as_args()}))
    return Reply.of(_("I'm drawing it…"))


CAPABILITY = Capability(
    "lost_reasons",
    about=_("Why opportunities were lost"),
    commands=(
        Command(
            {"es": "perdidas", "en": "losses"},
            _said,
            _("Why opportunities were lost, by number and value"),
            phrases={
                "es": ("por qué perdemos", "por qué perdimos", "motivos de pérdida", "razones de pérdida"),
                "en": ("why do we lose", "why did we lose", "reasons for losing", "lost reasons"),
            },
            sayings="losses_asked",
        ),
    ),
    actions={"lost_reasons": _again, "lost_picture": _picture},
    order=43,
)
