"""The pipeline: what is open by stage, what it is worth, what changed, what lies still; each number with its list."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from handlers.kit.chart_jobs import Drawings, have_drawn
from handlers.kit.charts import Bar, Chart, Row
from handlers.kit.format.texts import DateSpan, On, Price, Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Column, Heading, Paragraph, Table
from handlers.kit.messages.reply import Reply
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.pipelines import pipelines
from handlers.kit.registry.registry import Capability, Command, Job
from handlers.kit.turn import Sorry, Turn
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.meaning import Grain, Moment
from handlers.language.questions.phrases import says
from handlers.language.text.any_of import any_of
from handlers.pipeline import funnel, listing
from handlers.pipeline.exporting import JOB, ask_for_file, export_asked, export_said, write_file, written
from handlers.pipeline.listing import Which, choice, every_stage
from handlers.pipeline.pipeline_figures import PipelineFigures
from handlers.pipeline.sales_scope import AskedArg, SalesScope, days, heading, read, span, titled, today, view
from handlers.pipeline.targets import progress_of
from handlers.pipeline.wording import Sums, about, counted, explain, how
from storage.crm.opportunities.records import LOST, WON, StageRecord
from storage.crm.sales.records import Selection, StageStanding
from storage.names.folding import fold
from storage.people.records import Person

MOST_REPS = 20
SINCE = re.compile(rf"\b{any_of('since_then')}\b")
FUNNEL = re.compile(rf"\b{any_of('funnel')}\b")
CHANGES: tuple[tuple[str, Words], ...] = (
    ("created", _("Added")),
    ("stage", _("Moved")),
    (WON, _("Closed won")),
    (LOST, _("Closed lost")),
    ("close_date", _("Postponed")),
    ("reopened", _("Reopened")),
)


# ------------------------------------------------------------------ asked for
def _command(turn: Turn, words: str) -> Reply:
    """“/pipeline”, "/pipeline Ana", "/pipeline enero"."""
    return _answer(turn, words, *read(turn, "show_pipeline", words, lies="nearer"))


def _stalled(turn: Turn, _words: str) -> Reply:
    """“Qué está parado”: mine, or a manager's everybody's."""
    asked, _slots = read(turn, "show_pipeline", "")
    return listing.page(turn, asked, Which("still", today(turn)))


def _changes(turn: Turn, words: str) -> Reply:
    """“Qué se ha movido esta semana”, "what slipped since Monday": what became of opportunities, and nothing else."""
    asked, _slots = read(turn, "show_pipeline", words, sentence=True, lies="behind")
    here = today(turn)
    if asked.period and SINCE.search(fold(words)):
        asked = replace(asked, period=Moment(days(asked.period)[0], Grain.DAY, end=here))
    figures = PipelineFigures(turn, asked, here)
    changed = _changed(figures) or _("Nothing changed in that time.")
    whole = (Choice(_("The whole pipeline"), Action("pipeline", {"asked": replace(asked, period=None).as_args()})),)
    lists = _lists_of_changes(figures)
    return Reply((Heading(heading(turn, _("Pipeline"), asked)), Paragraph(changed)), (*lists, *whole, how("changes")))


def _sentence(turn: Turn, text: str) -> Reply:
    """“¿Cómo va el pipeline de Ana?”, "qué hay en negociación", "lost deals this month"."""
    return _answer(turn, text, *read(turn, "show_pipeline", text, sentence=True, lies="nearer"))


def _answer(turn: Turn, words: str, asked: SalesScope, slots: Mapping[str, Any]) -> Reply:
    stage = slots.get("stage")
    if stage in {WON, LOST}:
        return _closed(turn, asked, str(stage))
    if says(words, "state stalled"):
        return listing.page(turn, asked, Which("still", today(turn)))
    found = _meant_stage(turn, str(stage), words) if stage is not None else None
    if slots.get("by") == "staff" and turn.person.role in MANAGERS:
        return _by_rep(turn, asked, found)
    if found is not None:
        return listing.page(turn, asked, Which("open", today(turn), stage=found.id))
    if FUNNEL.search(fold(words)):
        return funnel.screen(turn, asked)
    if named := _named_stage(turn, words):
        return listing.page(turn, asked, Which("open", today(turn), stage=named.id))
    return _screen(PipelineFigures(turn, asked, today(turn)))


def _closed(turn: Turn, asked: SalesScope, state: str) -> Reply:
    here = today(turn)
    first, last = days(asked.period) if asked.period else (here.replace(day=1), here)
    return listing.page(turn, asked, Which(state, here, span=span(turn, first, last)))


def _meant_stage(turn: Turn, meant: str, words: str) -> StageRecord:
    """The stage that is meant, called as such stages usually are or by its own name."""
    pipelines(turn)
    usual = {fold(word) for word in phrasebook().words(f"stage.{meant}")}
    stages = every_stage(turn)
    found = next((stage for stage in stages if fold(stage.name) in usual or f"en {fold(stage.name)}" in usual), None)
    found = found or _named_stage(turn, words)
    if found is None:
        names = ", ".join(stage.name for stage in stages)
        raise Sorry(_("There is no such stage. There are: {stages}.", stages=names))
    return found


def _named_stage(turn: Turn, words: str) -> StageRecord | None:
    said = f" {fold(words)} "
    return next((stage for stage in every_stage(turn) if f" {fold(stage.name)} " in said), None) if words else None


def _by_rep(turn: Turn, asked: SalesScope, stage: StageRecord | None = None) -> Reply:
    """What each has open, of one stage where one is meant, close dates that are over left out; each pipeline a tap away."""
    here = today(turn)
    figures = PipelineFigures(turn, asked, here)
    of = view(turn, asked, closing=figures.closing, **({"stage": stage.id} if stage else {}))
    rows = turn.work.sales.by_owner(Selection("ahead", of, day=here))
    called = _("{stage} by rep", stage=stage.name) if stage else _("Pipeline by rep")
    title, narrowed = Heading(heading(turn, called, asked)), _narrowed(figures, empty=not rows)
    if not rows:
        return Reply((title, *(narrowed or (Paragraph(_("No open opportunities.")),))), _whole(figures))
    names = {staff: turn.work.people.get(staff).name for staff, _currency, _count, _amount in rows}
    ordered = sorted(rows, key=lambda row: (row[1], -row[3]))[:MOST_REPS]
    cells = [
        (clip(names[staff], 30), str(count), turn.voice.say(Price(amount, currency)))
        for staff, currency, count, amount in ordered
    ]
    each = tuple(
        Choice(clip(names[staff], 40), Action("pipeline", {"asked": replace(asked, staff=staff).as_args()}))
        for staff in dict.fromkeys(row[0] for row in ordered)
    )
    columns = (Column(_("Rep")), Column(_("No."), "right"), Column(_("Amount"), "right"))
    return Reply((title, *narrowed, Table(columns, cells)), (*each, *_whole(figures), how("amount", "past")))


def _show(turn: Turn, asked: AskedArg) -> Reply:
    """The pipeline again."""
    return _screen(PipelineFigures(turn, asked, today(turn)))


def _week(turn: Turn, _person: Person) -> Reply:
    """The pipeline and what changed, in the week's digest."""
    asked, _slots = read(turn, "show_pipeline", "")
    return _screen(PipelineFigures(turn, asked, today(turn)))


# ------------------------------------------------------------------ the screen
def _screen(figures: PipelineFigures) -> Reply:
    turn, asked = figures.turn, figures.asked
    title = heading(turn, _("Pipeline"), asked)
    blocks: list[Block] = [Heading(title)]
    blocks += (narrowed := _narrowed(figures, empty=not figures.standing))
    if figures.standing:
        blocks += [_table(figures), *_totals(figures)]
    elif not narrowed:
        blocks.append(Paragraph(_("No open opportunities.")))
    if changed := _changed(figures):
        blocks.append(Paragraph(changed))
    blocks += [Paragraph(line) for line in progress_of(turn, asked)]
    lists, whole = _lists(figures), _whole(figures)
    ways = (*lists, *whole) if figures.standing else (*whole, *lists)
    return Reply(tuple(blocks), (*ways, *_tools(figures)))


def _narrowed(figures: PipelineFigures, *, empty: bool) -> tuple[Paragraph, ...]:
    """What a period leaves out: it goes by when each is expected to close, and says so; nothing where none is asked for."""
    if figures.asked.period is None:
        return ()
    period = DateSpan(figures.asked.period)
    if empty:
        none = _("Nothing open is expected to close then ({period}). Open in all: {total}.",
                 period=period, total=figures.whole)  # fmt: skip
        return (Paragraph(none),)
    only = _("Only what is expected to close then ({period}). Open in all: {total}.",
             period=period, total=figures.whole)  # fmt: skip
    return (Paragraph(only),)


def _whole(figures: PipelineFigures) -> tuple[Choice, ...]:
    """The way from a period to all that is open."""
    if figures.asked.period is None:
        return ()
    return (
        Choice(_("The whole pipeline"), Action("pipeline", {"asked": replace(figures.asked, period=None).as_args()})),
    )


def _table(figures: PipelineFigures) -> Table:
    """A line a stage and currency; what is past its close date stands below, in no stage's sum."""
    turn = figures.turn
    rows: list[tuple[Words, ...]] = []
    for stage, standing in figures.shown:
        rows += [
            (clip(stage.name, 30), str(row.count), _worth(row, row.amount), _worth(row, row.weighted))
            for row in standing
        ] or [(clip(stage.name, 30), "0", "–", "–")]
    for currency in sorted({row.currency for row in figures.past}):
        past = [row for row in figures.past if row.currency == currency]
        amount = sum((row.amount for row in past), Decimal(0))
        rows.append((_("Past close date"), str(sum(row.count for row in past)), Price(amount, currency), "–"))
    columns = (
        Column(_("Stage")),
        Column(_("No."), "right"),
        Column(_("Amount"), "right"),
        Column(_("Weighted"), "right"),
    )
    return Table(columns, [tuple(turn.voice.say(cell) for cell in row) for row in rows])


def _worth(row: StageStanding, value: Decimal) -> Words:
    """A sum of what has an amount; where nothing of it has one, that is no 0."""
    return "–" if row.unvalued == row.count else Price(value, row.currency)


def _totals(figures: PipelineFigures) -> list[Block]:
    turn = figures.turn
    amounts = Sums((row.currency, row.amount) for row in figures.ahead)
    total = counted(turn, sum(row.count for row in figures.ahead), amounts)
    lines: list[Words] = [_("Open: {total}", total=total)]
    lines += [
        _("Weighted: {value}", value=about(turn, value, currency)) for currency, value in figures.weighted.items()
    ]
    if unvalued := sum(row.unvalued for row in figures.ahead):
        lines.append(ngettext("{count} of them has no amount.", "{count} of them have no amount.", unvalued))
    quiet, worth = figures.quiet
    if quiet:
        lines.append(_("Stalled: {total}", total=counted(turn, quiet, worth)))
    return [Paragraph("\n".join(turn.voice.say(line) for line in lines))]


def _changed(figures: PipelineFigures) -> Words | None:
    """What became of opportunities since last week, in a line; None where nothing did."""
    turn = figures.turn
    parts = []
    for kind, label in CHANGES:
        rows = [row for row in figures.changes if row.kind == kind]
        if count := sum(row.count for row in rows):
            total = counted(turn, count, Sums((row.currency, row.amount) for row in rows))
            parts.append(f"{turn.voice.say(label).lower()} {total}")
    since, changes = On(figures.since), "; ".join(parts)
    if figures.asked.period:
        period = DateSpan(figures.asked.period)
        return _("What happened in that time ({period}): {changes}.", period=period, changes=changes) if parts else None
    if not parts:
        return _("Since {day}: nothing changed.", day=since) if figures.standing else None
    return _("Since {day}: {changes}.", day=since, changes=changes)


def _lists(figures: PipelineFigures) -> tuple[Choice, ...]:
    """Which? For each number that is not 0."""
    turn, asked, day, closing = figures.turn, figures.asked, figures.day, figures.closing
    found = [
        choice(
            turn, stage.name, sum(row.count for row in rows), asked, Which("open", day, stage=stage.id, closing=closing)
        )
        for stage, rows in figures.shown
        if rows
    ]
    if past := sum(row.count for row in figures.past):
        found.append(choice(turn, _("Past close date"), past, asked, Which("past", day, closing=closing)))
    if figures.standing and figures.quiet[0]:
        found.append(choice(turn, _("Stalled"), figures.quiet[0], asked, Which("still", day, closing=closing)))
    return (*found, *_lists_of_changes(figures))


def _lists_of_changes(figures: PipelineFigures) -> tuple[Choice, ...]:
    counts = ((kind, label, sum(row.count for row in figures.changes if row.kind == kind)) for kind, label in CHANGES)
    return tuple(
        choice(figures.turn, label, count, figures.asked, Which(kind, figures.day, span=figures.lately))
        for kind, label, count in counts
        if count
    )


def _tools(figures: PipelineFigures) -> tuple[Choice, ...]:
    args = {"asked": figures.asked.as_args()}
    explained = how("amount", "weighted", "spread", "past", "still", "changes", "target")
    if not figures.standing:
        return (explained,)
    return (
        Choice(_("As a picture"), Action("pipeline_picture", args)),
        Choice(_("Funnel"), Action("sales_funnel", args)),
        Choice(_("CSV"), Action("sales_file", {**args, "format": "csv"})),
        Choice(_("Excel"), Action("sales_file", {**args, "format": "xlsx"})),
        explained,
    )


# ------------------------------------------------------------------ the picture
def _picture(turn: Turn, asked: AskedArg, dark: bool = False) -> Reply:
    """Has the pipeline drawn, a picture a currency."""
    figures = PipelineFigures(turn, asked, today(turn))
    currencies = sorted({row.currency for row in figures.ahead}) or [turn.company.currency]
    charts = [_chart(figures, currency, dark=dark) for currency in currencies]
    have_drawn(turn, turn.voice.say(_("pipeline")), charts, Action("pipeline_picture", {"asked": asked.as_args()}))
    return Reply.of(_("I'm drawing it…"))


def _week_charts(turn: Turn, drawings: Drawings) -> Reply | None:
    """The pipeline as it stands, a picture a currency, in the week's digest."""
    figures = PipelineFigures(turn, read(turn, "show_pipeline", "")[0], today(turn))
    drawings.charts += [
        _chart(figures, currency, dark=False) for currency in sorted({row.currency for row in figures.ahead})
    ]
    return None


def _chart(figures: PipelineFigures, currency: str, *, dark: bool) -> Chart:
    turn = figures.turn
    say = turn.voice.say
    rows = []
    for stage, standing in figures.shown:
        of = [row for row in standing if row.currency == currency]
        amount = sum((row.amount for row in of), Decimal(0))
        weighted = sum((row.weighted for row in of), Decimal(0))
        value = counted(turn, sum(row.count for row in of), Sums([(currency, amount)]))
        rows.append(Row(stage.name, value, (Bar(float(amount), "soft"), Bar(float(weighted), "main"))))
    mine = [row for row in figures.ahead if row.currency == currency]
    total = counted(turn, sum(row.count for row in mine), Sums((currency, row.amount) for row in mine))
    likely = figures.weighted.get(currency)
    notes = [say(_("Weighted: {value}", value=about(turn, likely, currency)))] if likely else []
    past = [row for row in figures.past if row.currency == currency]
    if past:
        late = counted(turn, sum(row.count for row in past), Sums((currency, row.amount) for row in past))
        notes.append(say(_("Past close date, not included: {total}", total=late)))
    return Chart(
        "bars",
        *titled(turn, _("Pipeline"), figures.asked, _("{day} · open: {total}", day=On(figures.day), total=total)),
        tuple(rows) if mine else (),
        say(_("No open opportunities.")),
        legend=(("soft", say(_("Amount"))), ("main", say(_("Weighted")))),
        notes=tuple(notes),
        dark=dark,
    )


CAPABILITY = Capability(
    "pipeline",
    about=_("How sales are going: the pipeline by stage, and what changed"),
    commands=(
        Command(
            {"es": "pipeline", "en": "pipeline"},
            _command,
            _("How the pipeline is going; of one colleague: /pipeline Ana"),
        ),
        Command({"": "stalled_asked"}, _stalled, hidden=True, sayings="stalled_asked"),
        Command({"": "export_opportunities"}, export_said, hidden=True, sayings="opportunities_as_file"),
        Command({"": "changes_asked"}, _changes, hidden=True, sayings="changes_asked"),
    ),
    intents={"show_pipeline": _sentence},
    actions={
        "pipeline": _show,
        "pipeline_picture": _picture,
        "sales_which": listing.page,
        "sales_how": explain,
        "sales_file": ask_for_file,
    },
    jobs={JOB: Job(write_file, written)},
    contributes={"export": export_asked, "week": _week, "week_charts": _week_charts},
    examples={"es": ("¿cómo va el pipeline?",), "en": ("how's the pipeline?",)},
    order=40,
)
