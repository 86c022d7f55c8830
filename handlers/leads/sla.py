"""How fast we answer: over all, by source and by rep; and what becomes of each source's leads."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from handlers.kit.format.durations import BusinessDuration
from handlers.kit.format.shares import share
from handlers.kit.format.texts import Words, _
from handlers.kit.messages.blocks import Column, Facts, Heading, Paragraph, Table
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.leads.response_figures import ResponseFigures
from storage.crm.leads.records import LeadWait
from storage.people.records import Person

DAYS = 30


def show(turn: Turn, _words: str) -> Reply:
    """The last thirty days."""
    since = turn.now - timedelta(days=DAYS)
    waits = turn.work.lead_waits.since(since)
    if not waits:
        return Reply.of(_("No enquiries in the last {days} days.", days=DAYS))
    all_ = ResponseFigures.of(waits, turn.now)
    facts = [
        (_("Enquiries"), str(all_.enquiries)),
        (_("Unanswered"), str(all_.unanswered)),
        (_("Median"), _median(all_)),
        (_("On time"), share(all_.on_time)),
        (_("Longest"), _("no data") if all_.worst is None else BusinessDuration(all_.worst)),
    ]
    how = _(
        "In business hours, from the enquiry to the first contact by a person. The median is over all: whoever was not answered counts as endless. Promised: {time}.",
        time=BusinessDuration(turn.company.lead_response.target * 60),
    )
    blocks = (
        Heading(_("First response · last {days} days", days=DAYS)),
        Facts(facts),
        _table(turn, _("Source"), waits, lambda wait: wait.source or _("no source")),
        _table(turn, _("Rep"), waits, lambda wait: wait.owner or _("nobody")),
        _sources(turn),
        Paragraph(how),
    )
    return Reply(blocks)


def week(turn: Turn, _person: Person) -> Reply | None:
    """The last seven days, in the week's digest."""
    waits = turn.work.lead_waits.since(turn.now - timedelta(days=7))
    if not waits:
        return None
    figures = ResponseFigures.of(waits, turn.now)
    said = _(
        "Leads: {count}; unanswered: {unanswered}; on time: {share}.",
        count=figures.enquiries,
        unanswered=figures.unanswered,
        share=share(figures.on_time),
    )
    return Reply((Paragraph(said),))


def _median(figures: ResponseFigures) -> Words:
    return _("not reached") if figures.median is None else BusinessDuration(figures.median)


def _table(turn: Turn, label: Words, waits: Iterable[LeadWait], by: Callable[[LeadWait], Words]) -> Table:
    grouped: Mapping[str, list[LeadWait]] = defaultdict(list)
    for wait in waits:
        grouped[turn.voice.say(by(wait))].append(wait)
    columns = (
        Column(label),
        Column(_("Enquiries"), "right"),
        Column(_("Unanswered"), "right"),
        Column(_("Median"), "right"),
        Column(_("On time"), "right"),
    )
    rows = []
    for name, some in sorted(grouped.items(), key=lambda group: (-len(group[1]), group[0])):
        figures = ResponseFigures.of(some, turn.now)
        on_time = f"{figures.on_time.part}/{figures.on_time.whole}"
        rows.append((name, str(figures.enquiries), str(figures.unanswered), _median(figures), on_time))
    return Table(columns, rows)


def _sources(turn: Turn) -> Table:
    columns = (
        Column(_("Source")),
        Column(_("Leads"), "right"),
        Column(_("Leads qualified"), "right"),
        Column(_("Leads refused"), "right"),
    )
    found = turn.work.leads.by_source(turn.now - timedelta(days=DAYS))
    rows = [(one.source or _("no source"), str(one.leads), str(one.qualified), str(one.refused)) for one in found]
    return Table(columns, rows)
