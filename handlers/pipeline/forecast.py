"""The forecast by month: what is won, what is to be expected, and the best case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from handlers.kit.chart_jobs import have_drawn
from handlers.kit.charts import Bar, Chart, Row
from handlers.kit.figures.chances import NOTHING, Weighted
from handlers.kit.format.texts import DateSpan, Price, Words, _
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Column, Heading, Paragraph, Table
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Turn
from handlers.language.entities.moments.calendar import last_date
from handlers.language.meaning import Grain, Moment
from handlers.pipeline.listing import Which, choice
from handlers.pipeline.sales_scope import AskedArg, SalesScope, days, heading, read, span, titled, today, view
from handlers.pipeline.targets import progress_of
from handlers.pipeline.wording import Sums, about, counted, how
from storage.crm.opportunities.records import WON
from storage.crm.sales.records import Expected

MONTHS = 6
"""This one and those to come that are shown where no period is named."""
MOST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """A month and a currency."""

    month: date
    currency: str
    won: Decimal
    won_count: int
    expected: Weighted
    open_count: int
    open_amount: Decimal

    @property
    def best(self) -> Decimal:
        """As if all of it came."""
        return self.won + self.open_amount


@dataclass(frozen=True, slots=True)
class Outlook:
    """The months, and what is in none of them: past its close date, without any, or later."""

    lines: Sequence[ForecastLine]
    past: Sequence[Expected]
    undated: Sequence[Expected]
    later: Sequence[Expected]


def _months(turn: Turn, asked: SalesScope) -> list[date]:
    """The first days of the months that are asked for."""
    if asked.period is None:
        first, count = today(turn).replace(day=1), MONTHS
    else:
        begin, end = days(asked.period)
        first = begin.replace(day=1)
        count = min(MOST_MONTHS, (end.year - begin.year) * 12 + end.month - begin.month + 1)
    found = [first]
    while len(found) < count:
        found.append((found[-1] + timedelta(days=32)).replace(day=1))
    return found


def outlook(turn: Turn, asked: SalesScope) -> Outlook:
    """What is won and what is to be expected, by month."""
    months, here = _months(turn, asked), today(turn)
    rows = turn.work.sales.expected(view(turn, asked))
    ahead = [row for row in rows if row.day is not None and row.day >= here]
    lines = []
    for month in months:
        last = last_date(Moment(month, Grain.MONTH))
        won = (
            [row for row in turn.work.sales.closings(view(turn, asked), span(turn, month, last)) if row.state == WON]
            if month <= here
            else []
        )
        coming = [row for row in ahead if row.day and month <= row.day <= last]
        for currency in sorted({row.currency for row in won} | {row.currency for row in coming}):
            of = [row for row in coming if row.currency == currency]
            closed = [row for row in won if row.currency == currency]
            lines.append(
                ForecastLine(
                    month,
                    currency,
                    sum((row.amount for row in closed), Decimal(0)),
                    sum(row.count for row in closed),
                    sum((Weighted(row.weighted, row.variance) for row in of), NOTHING),
                    sum(row.count for row in of),
                    sum((row.amount for row in of), Decimal(0)),
                )
            )
    end = last_date(Moment(months[-1], Grain.MONTH))
    return Outlook(
        lines,
        [row for row in rows if row.day is not None and row.day < here],
        [row for row in rows if row.day is None],
        [row for row in ahead if row.day and row.day > end] if asked.period is None else [],
    )


def _command(turn: Turn, words: str) -> Reply:
    """“/forecast”, "/forecast Ana December"."""
    return _screen(turn, read(turn, "show_forecast", words)[0])


def _sentence(turn: Turn, text: str) -> Reply:
    """“Cuánto cierro este mes”, "Ana's forecast for December"."""
    return _screen(turn, read(turn, "show_forecast", text, sentence=True)[0])


def _again(turn: Turn, asked: AskedArg) -> Reply:
    return _screen(turn, asked)


def _screen(turn: Turn, asked: SalesScope) -> Reply:
    found = outlook(turn, asked)
    blocks: list[Block] = [Heading(heading(turn, _("Forecast"), asked))]
    blocks.append(
        _table(turn, found.lines) if found.lines else Paragraph(_("Nothing is won or expected in that time."))
    )
    apart: list[Words] = []
    if found.past:
        apart.append(_("Past close date, in no month: {total}", total=_total(turn, found.past)))
    if found.undated:
        apart.append(_("Without a close date: {total}", total=_total(turn, found.undated)))
    if found.later:
        apart.append(_("Later: {total}", total=_total(turn, found.later)))
    if apart:
        blocks.append(Paragraph("\n".join(turn.voice.say(line) for line in apart)))
    blocks += [Paragraph(line) for line in progress_of(turn, asked)]
    return Reply(tuple(blocks), (*_lists(turn, asked, found), *_tools(asked, found)))


def _table(turn: Turn, lines: Sequence[ForecastLine]) -> Table:
    columns = (
        Column(_("Month")),
        Column(_("Closed won"), "right"),
        Column(_("Weighted"), "right"),
        Column(_("Best case"), "right"),
    )
    say = turn.voice.say
    return Table(
        columns,
        [
            (
                say(_month(line.month)),
                say(Price(line.won, line.currency)) if line.won_count else "–",
                about(turn, line.expected, line.currency) if line.open_count else "–",
                say(Price(line.best, line.currency)),
            )
            for line in lines
        ],
    )


def _lists(turn: Turn, asked: SalesScope, found: Outlook) -> tuple[Choice, ...]:
    here = today(turn)
    choices = []
    for month in dict.fromkeys(line.month for line in found.lines):
        last = last_date(Moment(month, Grain.MONTH))
        of = [line for line in found.lines if line.month == month]
        label = turn.voice.say(_month(month))
        if count := sum(line.open_count for line in of):
            which = Which("open", here, closing=(max(here, month), last))
            choices.append(choice(turn, _("{month}, open", month=label), count, asked, which))
        if count := sum(line.won_count for line in of):
            which = Which(WON, here, span=span(turn, month, last))
            choices.append(choice(turn, _("{month}, won", month=label), count, asked, which))
    if past := sum(row.count for row in found.past):
        choices.append(choice(turn, _("Past close date"), past, asked, Which("past", here)))
    return tuple(choices)


def _tools(asked: SalesScope, found: Outlook) -> tuple[Choice, ...]:
    args = {"asked": asked.as_args()}
    explained = how("forecast", "weighted", "spread", "past", "target")
    if not found.lines:
        return (explained,)
    return (
        Choice(_("As a picture"), Action("forecast_picture", args)),
        Choice(_("CSV"), Action("sales_file", {**args, "format": "csv"})),
        explained,
    )


def _picture(turn: Turn, asked: AskedArg, dark: bool = False) -> Reply:
    """Has the forecast drawn, a picture a currency."""
    found, say = outlook(turn, asked), turn.voice.say
    charts = []
    for currency in sorted({line.currency for line in found.lines}) or [turn.company.currency]:
        lines = [line for line in found.lines if line.currency == currency]
        late = [row for row in found.past if row.currency == currency]
        notes = [say(_("Past close date, not included: {total}", total=_total(turn, late)))] if late else []
        charts.append(
            Chart(
                "bars",
                *titled(turn, _("Forecast"), asked, _("won and weighted, with the usual spread")),
                tuple(_row(turn, line) for line in lines),
                say(_("Nothing is won or expected in that time.")),
                legend=(("second", say(_("Closed won"))), ("main", say(_("Weighted"))), ("soft", say(_("Best case")))),
                notes=tuple(notes),
                dark=dark,
            )
        )
    have_drawn(turn, say(_("forecast")), charts, Action("forecast_picture", {"asked": asked.as_args()}))
    return Reply.of(_("I'm drawing it…"))


def _row(turn: Turn, line: ForecastLine) -> Row:
    likely = Weighted(line.won + line.expected.value, line.expected.variance)
    spread = float(likely.spread)
    within = (max(float(line.won), float(likely.value) - spread), min(float(line.best), float(likely.value) + spread))
    return Row(
        turn.voice.say(_month(line.month)),
        about(turn, likely, line.currency),
        (Bar(float(line.best), "soft"), Bar(float(likely.value), "main"), Bar(float(line.won), "second")),
        within=within if spread else None,
    )


def _total(turn: Turn, rows: Sequence[Expected]) -> str:
    return counted(turn, sum(row.count for row in rows), Sums((row.currency, row.amount) for row in rows))


def _month(first: date) -> Words:
    return DateSpan(Moment(first, Grain.MONTH))


CAPABILITY = Capability(
    "forecast",
    about=_("What will close, by month"),
    commands=(
        Command({"es": "prevision", "en": "forecast"}, _command, _("What is won, expected and possible, by month")),
    ),
    intents={"show_forecast": _sentence},
    actions={"forecast": _again, "forecast_picture": _picture},
    examples={"es": ("¿cuánto vamos a cerrar este trimestre?",), "en": ("what will we close this quarter?",)},
    order=42,
)
