"""What each rep sells, wins and converts. People are ranked only where their intervals part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers.kit.chart_jobs import have_drawn
from handlers.kit.charts import Bar, Chart, Row
from handlers.kit.figures.shares import SampleSize, Share, ranks
from handlers.kit.format.texts import Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Column, Facts, Heading, Paragraph, Table
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Turn
from handlers.pipeline.listing import Which, choice, every_stage
from handlers.pipeline.pace import pace
from handlers.pipeline.patience import still
from handlers.pipeline.sales_scope import AskedArg, SalesScope, heading, of_period, read, titled, today, view
from handlers.pipeline.wording import Sums, counted, how, share
from storage.crm.opportunities.records import LOST, WON
from storage.crm.sales.records import Selection, TimeSpan

LATELY = timedelta(days=365)
PACE = ("cycle", "velocity")
MOST = 15
"""Colleagues on a screen."""


@dataclass(frozen=True, slots=True)
class Record:
    """What one colleague did in a period, and what they have open now, `quiet` of it without contact for too long."""

    staff: int
    name: str
    won: int
    sold: Sums
    lost: int
    open: int
    quiet: int
    rank: int | None = None

    @property
    def rate(self) -> Share:
        """Won of what closed."""
        return Share(self.won, self.won + self.lost)


def records(turn: Turn, asked: SalesScope) -> tuple[SalesScope, TimeSpan, list[Record]]:
    """Everybody who closed something or has something open, by name; with their rank where that can be told."""
    asked, period = of_period(turn, asked, lately=LATELY)
    of, sales = view(turn, asked), turn.work.sales
    closings = sales.closings(of, period)
    open_ = _by_owner(turn, Selection("open", of))
    quiet = _by_owner(turn, still(turn, of, every_stage(turn)))
    found = []
    for staff in {row.owner_id for row in closings} | set(open_):
        mine = [row for row in closings if row.owner_id == staff]
        won = [row for row in mine if row.state == WON]
        found.append(
            Record(
                staff,
                turn.work.people.get(staff).name,
                sum(row.count for row in won),
                Sums((row.currency, row.amount) for row in won),
                sum(row.count for row in mine if row.state == LOST),
                open_.get(staff, 0),
                quiet.get(staff, 0),
            )
        )
    found.sort(key=lambda one: one.name)
    return asked, period, found


def _by_owner(turn: Turn, selection: Selection) -> dict[int, int]:
    counts: dict[int, int] = {}
    for staff, _currency, count, _amount in turn.work.sales.by_owner(selection):
        counts[staff] = counts.get(staff, 0) + count
    return counts


def _said(turn: Turn, words: str) -> Reply:
    """“/rendimiento Ana”, "/performance this quarter"."""
    asked, _slots = read(turn, "show_pipeline", words, lies="behind")
    return _screen(turn, asked)


def _again(turn: Turn, asked: AskedArg) -> Reply:
    return _screen(turn, asked)


def _screen(turn: Turn, asked: SalesScope) -> Reply:
    asked, period, found = records(turn, asked)
    title = Heading(heading(turn, _("Performance"), asked))
    if not found:
        return Reply((title, Paragraph(_("Nobody closed anything in that time."))), (how("rate"),))
    if len(found) == 1:
        return _one(turn, title, asked, period, found[0])
    return _all(turn, title, asked, found)


def _one(turn: Turn, title: Heading, asked: SalesScope, period: TimeSpan, one: Record) -> Reply:
    here = today(turn)
    facts: list[tuple[Words, Words]] = [
        (_("Sold"), counted(turn, one.won, one.sold)),
        (_("Win rate"), share(turn, one.rate)),
        (_("Open now"), str(one.open)),
        (_("Stalled"), str(one.quiet)),
        *pace(turn, SalesScope(staff=one.staff)),
    ]
    lists = [
        (_("Closed won"), one.won, Which(WON, here, span=period)),
        (_("Closed lost"), one.lost, Which(LOST, here, span=period)),
        (_("Stalled"), one.quiet, Which("still", here)),
    ]
    mine = SalesScope(staff=one.staff, period=asked.period)
    choices = tuple(choice(turn, label, count, mine, which) for label, count, which in lists if count)
    pipeline = Choice(_("Pipeline"), Action("pipeline", {"asked": SalesScope(staff=one.staff).as_args()}))
    return Reply((title, Facts(facts)), (*choices, pipeline, how("rate", "still", *PACE)))


def _all(turn: Turn, title: Heading, asked: SalesScope, found: Sequence[Record]) -> Reply:
    places = ranks([one.rate for one in found])
    columns = (
        Column(_("Rep")),
        Column(_("Sold"), "right"),
        Column(_("Win rate"), "right"),
        Column(_("Stalled"), "right"),
    )
    rows = [
        (_named(one, place), counted(turn, one.won, one.sold), share(turn, one.rate), f"{one.quiet} / {one.open}")
        for one, place in zip(found[:MOST], places, strict=False)
    ]
    notes = [turn.voice.say(_("“Stalled” is how many of the open ones have gone too long without contact."))]
    if not any(places):
        notes.append(
            turn.voice.say(_("Nobody's win rate stands apart from the others' so far, so there is no ranking."))
        )
    if (left := len(found) - MOST) > 0:
        notes.append(turn.voice.say(ngettext("{count} more is not shown.", "{count} more are not shown.", left)))
    each = tuple(
        Choice(
            clip(one.name, 40),
            Action("performance", {"asked": SalesScope(staff=one.staff, period=asked.period).as_args()}),
        )
        for one in found[:MOST]
    )
    picture = Choice(_("As a picture"), Action("performance_picture", {"asked": asked.as_args()}))
    paces = pace(turn, asked)
    blocks = (title, Table(columns, rows), *((Facts(paces),) if paces else ()), Paragraph("\n".join(notes)))
    return Reply(blocks, (*each, picture, how("rate", "still", *PACE)))


def _named(one: Record, place: int | None) -> str:
    return f"{place}. {clip(one.name, 30)}" if place else clip(one.name, 30)


def _picture(turn: Turn, asked: AskedArg, dark: bool = False) -> Reply:
    """Has the win rates drawn, each with where it may really lie."""
    asked, _period, found = records(turn, asked)
    say = turn.voice.say
    rows = [
        Row(
            one.name,
            _short(turn, one.rate),
            (Bar(one.rate.rate),) if one.rate.rate is not None else (),
            one.rate.interval,
        )
        for one in found[:MOST]
    ]
    chart = Chart(
        "points",
        *titled(turn, _("Win rate"), asked, _("won of what closed, and where the rate may really lie")),
        tuple(rows),
        say(_("Nobody closed anything in that time.")),
        notes=(say(_("Under 5 closed ones are only counted. Who overlaps cannot be ranked.")),),
        dark=dark,
    )
    have_drawn(turn, say(_("performance")), [chart], Action("performance_picture", {"asked": asked.as_args()}))
    return Reply.of(_("I'm drawing it…"))


def _short(turn: Turn, of: Share) -> str:
    """Counts alone, where there is a picture of the rest."""
    count = turn.voice.say(_("{part} of {whole}", part=of.part, whole=of.whole)) if of.whole else "–"
    return turn.voice.say(_("{share}, few data", share=count)) if of.evidence is SampleSize.FEW else count


CAPABILITY = Capability(
    "performance",
    about=_("What each rep sells, wins and converts"),
    commands=(
        Command(
            {"es": "rendimiento", "en": "performance"},
            _said,
            _("What each rep sells, wins and converts"),
            phrases={
                "es": ("rendimiento", "rendimiento del equipo", "tasa de cierre", "mi rendimiento"),
                "en": ("performance", "team performance", "win rate", "my performance"),
            },
            sayings="performance_asked",
        ),
    ),
    actions={"performance": _again, "performance_picture": _picture},
    order=44,
)
