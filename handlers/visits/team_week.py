"""The team's week: what each colleague has logged in the last seven days, side by side."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from handlers.kit.chart_jobs import Drawings
from handlers.kit.charts import Bar, Chart, Row, Tone
from handlers.kit.format.labels import KINDS
from handlers.kit.format.lists import happened
from handlers.kit.format.texts import Words, _
from handlers.kit.messages.blocks import Entries
from handlers.kit.messages.reply import Reply
from handlers.kit.people.permissions import manages
from handlers.kit.turn import Turn
from handlers.kit.views import PanelColumn, shares
from storage.crm.records import InteractionRecord
from storage.people.records import Person

WEEK = timedelta(days=7)
COUNTED = 200
"""Of a colleague's week; nobody logs more."""
SHOWN = 12
MOST_BARS = 15


def team_week(turn: Turn, _field: str) -> list[PanelColumn]:
    """A column a colleague, for whoever has logged something: of the reader's team, and of those whom they manage."""
    weeks = [(person, week) for person in _team(turn) if (week := _week(turn, person))]
    bars = shares([len(week) for _person, week in weeks])
    columns = [
        PanelColumn(person.name, (Entries([_line(one) for one in week[:SHOWN]]),), _counted(turn, week), bar)
        for (person, week), bar in zip(weeks, bars, strict=True)
    ]
    return columns or [PanelColumn(_("Nobody has logged anything this week."))]


def in_digest(turn: Turn, _person: Person) -> Reply | None:
    """What each has logged, in the week's digest: a line a colleague."""
    weeks = [(person, week) for person in _team(turn) if (week := _week(turn, person))]
    if not weeks:
        return Reply.of(_("Nobody has logged anything this week."))
    return Reply((Entries([(person.name, _counted(turn, week)) for person, week in weeks]),))


def in_pictures(turn: Turn, drawings: Drawings) -> Reply | None:
    """The same as bars, a colleague a line: visits in front of all that was logged."""
    weeks = [(person, week) for person in _team(turn) if (week := _week(turn, person))]
    if not weeks:
        return None
    say = turn.voice.say
    rows = tuple(
        Row(
            person.name,
            say(_counted(turn, week)),
            (Bar(len(week), "soft"), Bar(sum(one.kind == "visit" for one in week))),
        )
        for person, week in sorted(weeks, key=lambda pair: -len(pair[1]))[:MOST_BARS]
    )
    legend: tuple[tuple[Tone, str], ...] = (("soft", say(_("All contacts"))), ("main", say(_("Visits"))))
    drawings.charts.append(Chart("bars", say(_("Contacts of the week")), "", rows, "", legend=legend))
    return None


def _team(turn: Turn) -> Sequence[Person]:
    team = turn.work.people.team_of(turn.person)
    return [person for person in turn.work.people.everyone() if person.id in team or manages(turn, person)]


def _week(turn: Turn, person: Person) -> list[InteractionRecord]:
    since = datetime.combine(turn.said_at.date() - WEEK, time.min, turn.zone)
    return turn.work.interactions.of_author(person.id, since, limit=COUNTED)


def _counted(turn: Turn, week: Sequence[InteractionRecord]) -> Words:
    """“visit: 3 · call: 2”."""
    kinds = Counter(one.kind for one in week)
    return " · ".join(f"{turn.voice.say(KINDS[kind])}: {kinds[kind]}" for kind in KINDS if kinds[kind])


def _line(one: InteractionRecord) -> tuple[Words, Words]:
    head, body = happened(one, longest=90)
    return _("{customer} · {what}", customer=one.customer, what=head), body
