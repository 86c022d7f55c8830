"""Which? The opportunities behind a number, each a tap from its own buttons."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from handlers.kit.format.texts import Price, ShortDay, Words, _, clip
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.meaning import Grain, Moment
from handlers.pipeline.patience import still
from handlers.pipeline.sales_scope import AskedArg, heading, view, zone
from handlers.pipeline.wording import Sums, counted
from storage.crm.opportunities.records import LOST, OPEN, WON, OpportunityRecord
from storage.crm.sales.records import Selection, TimeSpan

PAGE = 5
"""Opportunities that fit a phone's screen, with a button each."""

WHAT: Mapping[str, Words] = {
    "open": _("Open opportunities"),
    "past": _("Past close date"),
    "still": _("Stalled"),
    "created": _("Added"),
    "stage": _("Moved"),
    "close_date": _("Postponed"),
    "reopened": _("Reopened"),
    WON: _("Closed won"),
    LOST: _("Closed lost"),
    "reached": _("Got this far"),
}
"""What a list is of."""


@dataclass(frozen=True, slots=True)
class Which:
    """A number that was shown: of what (a key of `WHAT`), and what narrows it; `day` is the day it was shown on."""

    what: str
    day: date
    stage: int | None = None
    closing: tuple[date, date] | None = None
    span: TimeSpan | None = None
    reason: int | None = None
    position: int | None = None

    def as_args(self) -> dict[str, Any]:
        """As a button keeps it."""
        found: dict[str, Any] = {"what": self.what, "day": self.day.isoformat()}
        found |= {name: value for name in ("stage", "reason", "position") if (value := getattr(self, name)) is not None}
        if self.closing:
            found["closing"] = [day.isoformat() for day in self.closing]
        if self.span:
            found["span"] = [self.span.since.isoformat(), self.span.until.isoformat()]
        return found


def which_from(_turn: Turn, raw: Mapping[str, Any]) -> Which:
    """What `as_args` wrote."""
    if raw["what"] not in WHAT:
        raise ValueError("no list of that")
    found = Which(
        raw["what"],
        date.fromisoformat(raw["day"]),
        raw.get("stage"),
        None,
        None,
        raw.get("reason"),
        raw.get("position"),
    )
    if "closing" in raw:
        first, last = (date.fromisoformat(day) for day in raw["closing"])
        found = replace(found, closing=(first, last))
    if "span" in raw:
        since, until = (datetime.fromisoformat(at) for at in raw["span"])
        found = replace(found, span=TimeSpan(since, until))
    return found


WhichArg = Annotated[Which, which_from]


def selection(turn: Turn, asked: AskedArg, which: Which) -> Selection:
    """The opportunities of a number, as far as this person may ask about them."""
    of = view(turn, asked, stage=which.stage, closing=which.closing)
    if which.what == "open":
        return Selection("ahead", of, day=which.day)
    if which.what == "past":
        return Selection("past", of, day=which.day)
    if which.what == "still":
        return still(turn, of, every_stage(turn))
    if which.what == "reached":
        return Selection("reached", of, span=which.span, position=which.position)
    if which.what in {WON, LOST}:
        return Selection("closed", of, span=which.span, state=which.what, reason=which.reason)
    return Selection("changed", of, span=which.span, change=which.what)  # type: ignore[arg-type]  # a key of WHAT


def every_stage(turn: Turn) -> list[Any]:
    """The stages of all pipelines."""
    return [stage for pipeline in turn.work.pipelines.all() for stage in turn.work.pipelines.stages(pipeline.id)]


def choice(turn: Turn, label: Words, count: int, asked: AskedArg, which: Which) -> Choice:
    """The button below a number that shows what is behind it."""
    text = f"{clip(turn.voice.say(label), 40)}: {count}"
    return Choice(text, Action("sales_which", {"asked": asked.as_args(), "which": which.as_args()}))


def page(turn: Turn, asked: AskedArg, which: WhichArg, at: int = 0) -> Reply:
    """One screen of the opportunities behind a number, the most valuable first."""
    of = selection(turn, asked, which)
    totals = turn.work.sales.total(of)
    found = turn.work.sales.listed(of, limit=PAGE + 1, offset=at)
    shown = Pager.of(found, PAGE, next=at + PAGE)
    title = heading(turn, _what(turn, which), replace(asked, period=_period(turn, which)))
    if not shown.items:
        return Reply((Heading(title), Paragraph(_("There is none."))))
    count = counted(turn, sum(n for _currency, n, _amount in totals), Sums((c, a) for c, _n, a in totals))
    entries = [_entry(turn, one) for one in shown.items]
    each = tuple(
        Choice(clip(turn.voice.say(_title(one)), 60), Action("opportunity", {"opportunity": one.id}))
        for one in shown.items
    )
    more = shown.more(Action("sales_which", {"asked": asked.as_args(), "which": which.as_args()}))
    return Reply((Heading(title), Paragraph(count), Entries(entries)), (*each, *more))


def _period(turn: Turn, which: Which) -> Moment | None:
    """The days that a list is of."""
    if which.span is None:
        return Moment(which.closing[0], Grain.DAY, which.closing[1]) if which.closing else None
    first, after = (at.astimezone(zone(turn)) for at in (which.span.since, which.span.until))
    return Moment(first.date(), Grain.DAY, (after - timedelta(microseconds=1)).date())


def _what(turn: Turn, which: Which) -> Words:
    what = WHAT[which.what]
    stage = turn.work.pipelines.stage(which.stage) if which.stage is not None else None
    return clip(stage.name, 60) if stage and which.what == "open" else what


def _title(one: OpportunityRecord) -> Words:
    title = f"{clip(one.customer, 40)} · {clip(one.title, 40)}"
    if one.amount is None:
        return title
    return _("{title} · {amount}", title=title, amount=Price(one.amount, one.currency))


def _entry(turn: Turn, one: OpportunityRecord) -> tuple[Words, Words]:
    owner = one.owner.split()[0]
    if one.state == OPEN:
        where: Words = _(
            "{stage} ({percent} %) · {owner}", stage=clip(one.stage, 40), percent=one.probability, owner=owner
        )
        if one.expected_close:
            where = _("{where} · closes {day}", where=where, day=ShortDay(one.expected_close))
        return _title(one), where
    day = ShortDay(turn.local(one.closed_at).date()) if one.closed_at else "–"
    if one.state == WON:
        return _title(one), _("Won {day} · {owner}", day=day, owner=owner)
    reason = clip(one.lost_reason or "–", 60)
    return _title(one), _("Lost {day}: {reason} · {owner}", day=day, reason=reason, owner=owner)
