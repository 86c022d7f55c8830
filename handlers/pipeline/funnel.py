"""The funnel: of what was written down, how much came how far, by number and by value."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from handlers.kit.chart_jobs import have_drawn
from handlers.kit.charts import Bar, Chart, Row
from handlers.kit.figures.shares import Share
from handlers.kit.format.texts import Percent, Price, Words, _, clip
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Column, Heading, Paragraph, Table
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Turn
from handlers.pipeline.listing import Which, choice
from handlers.pipeline.sales_scope import AskedArg, SalesScope, heading, of_period, read, titled, today, view
from handlers.pipeline.wording import Sums, counted, how, opportunities, share
from storage.crm.opportunities.records import LOST, WON
from storage.crm.sales.records import StageReach, TimeSpan

LATELY = timedelta(days=90)
"""What is looked at where no period is named."""


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A stage of the funnel, or the win at its end: what came this far, and of what left it, what went on."""

    label: Words
    position: int | None
    count: int
    amounts: Sums
    went_on: Share
    value_went_on: dict[str, tuple[Decimal, Decimal]]
    """By currency: what went on, of what left."""


def steps(turn: Turn, rows: Sequence[StageReach], stages: Sequence[tuple[str, int]]) -> list[FunnelStep]:
    """From the furthest stage of each opportunity. What was won came everywhere, whichever stages it left out."""
    positions = [position for _name, position in stages]

    def came(row: StageReach, at: int) -> bool:
        return row.state == WON or row.position >= positions[at]

    found = []
    for at, (name, position) in enumerate(stages):
        here = [row for row in rows if came(row, at)]
        last = at + 1 == len(stages)
        on = [row for row in here if (row.state == WON if last else came(row, at + 1))]
        left = [*on, *(row for row in here if row not in on and row.state == LOST)]
        by_value = {
            currency: (
                Sums((r.currency, r.amount) for r in on).of(currency),
                Sums((r.currency, r.amount) for r in left).of(currency),
            )
            for currency in sorted({row.currency for row in left})
        }
        found.append(
            FunnelStep(
                name,
                position,
                sum(row.count for row in here),
                Sums((row.currency, row.amount) for row in here),
                Share(sum(row.count for row in on), sum(row.count for row in left)),
                by_value,
            )
        )
    won = [row for row in rows if row.state == WON]
    total = Sums((row.currency, row.amount) for row in won)
    found.append(FunnelStep(_("Closed won"), None, sum(row.count for row in won), total, Share(0, 0), {}))
    return found


def _said(turn: Turn, words: str) -> Reply:
    """“/embudo”, "/funnel Ana this quarter"."""
    asked, _slots = read(turn, "show_pipeline", words, lies="behind")
    return screen(turn, asked)


def _funnel(turn: Turn, asked: AskedArg) -> Reply:
    return screen(turn, asked)


def _looked_at(turn: Turn, asked: SalesScope) -> tuple[SalesScope, TimeSpan, list[FunnelStep]]:
    asked, period = of_period(turn, asked, lately=LATELY)
    pipelines = turn.work.pipelines.all()
    if not pipelines:
        return asked, period, []
    first = pipelines[0].id
    stages = [(stage.name, stage.position) for stage in turn.work.pipelines.stages(first)]
    return asked, period, steps(turn, turn.work.sales.reach(view(turn, asked, pipeline=first), period), stages)


def screen(turn: Turn, asked: SalesScope) -> Reply:
    """The funnel of whoever is asked about, by number and by value."""
    asked, period, found = _looked_at(turn, asked)
    title = Heading(heading(turn, _("Funnel"), asked))
    if not found or not found[0].count:
        return Reply((title, Paragraph(_("Nothing was created in that time."))), (how("funnel"),))
    columns = (Column(_("Stage")), Column(_("Entered"), "right"), Column(_("Moved on"), "right"))
    rows = [
        (
            clip(turn.voice.say(step.label), 30),
            str(step.count),
            share(turn, step.went_on) if step.position is not None else "",
        )
        for step in found
    ]
    by_value = Paragraph("\n".join([turn.voice.say(_("By value:")), *(_value(turn, step) for step in found)]))
    lists = tuple(
        choice(turn, step.label, step.count, asked, _which(turn, step, period)) for step in found if step.count
    )
    picture = Choice(_("As a picture"), Action("funnel_picture", {"asked": asked.as_args()}))
    return Reply((title, Table(columns, rows), by_value), (*lists, picture, how("funnel", "rate")))


def _which(turn: Turn, step: FunnelStep, period: TimeSpan) -> Which:
    if step.position is None:
        return Which(WON, today(turn), span=replace(period, until=turn.now + timedelta(minutes=1)))
    return Which("reached", today(turn), span=period, position=step.position)


def _value(turn: Turn, step: FunnelStep) -> str:
    """What came this far is worth, and how much of what left went on."""
    say = turn.voice.say
    enough = step.went_on.rate is not None
    parts = [
        say(
            _(
                "{on} of {left} moved on ({share})",
                on=Price(on, c),
                left=Price(left, c),
                share=Percent(float(on / left)),
            )
        )
        for c, (on, left) in step.value_went_on.items()
        if left and enough
    ]
    return " · ".join([say(step.label), step.amounts.said(turn) or "–", *parts])


def _picture(turn: Turn, asked: AskedArg, dark: bool = False) -> Reply:
    """Has the funnel drawn."""
    asked, _period, found = _looked_at(turn, asked)
    say = turn.voice.say
    rows = []
    for step in found:
        value = counted(turn, step.count, step.amounts)
        if (rate := step.went_on.rate) is not None:
            value = f"{value} → {say(Percent(rate))}"
        rows.append(Row(say(step.label), value, (Bar(float(step.count)),)))
    total = found[0].count if found else 0
    chart = Chart(
        "funnel",
        *titled(turn, _("Funnel"), asked, opportunities(total)),
        tuple(rows) if total else (),
        say(_("Nothing was created in that time.")),
        notes=(say(_("After the arrow: of those that left the stage, how many moved on.")),),
        dark=dark,
    )
    have_drawn(turn, say(_("funnel")), [chart], Action("funnel_picture", {"asked": asked.as_args()}))
    return Reply.of(_("I'm drawing it…"))


CAPABILITY = Capability(
    "funnel",
    about=_("The sales funnel: how much gets how far"),
    commands=(
        Command({"es": "embudo", "en": "funnel"}, _said, _("The funnel: how many reached each stage and moved on")),
    ),
    actions={"sales_funnel": _funnel, "funnel_picture": _picture},
    order=41,
)
