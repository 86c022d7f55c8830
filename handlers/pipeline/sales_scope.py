"""Whose sales somebody asks about, and of when: read from a sentence, kept with every button, and checked each time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from handlers.kit.format.texts import DateSpan, Words, _, clip
from handlers.kit.forms.stored_values import moment_from_json
from handlers.kit.people.colleagues import colleague_named
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.calendar import last_date
from handlers.language.entities.moments.moments import find_moments, read_moment
from handlers.language.json_format import moment_as_json
from handlers.language.meaning import Grain, Moment, Name
from handlers.language.text.any_of import any_of, meanings_of
from storage.crm.sales.records import TimeSpan, View
from storage.names.folding import fold
from storage.people.records import Person

MINE = re.compile(rf"\b{any_of('mine')}\b")
"""Words of one's own, folded: a manager who says them asks about themselves."""
THE = re.compile(rf"\b(?:{'|'.join(map(re.escape, meanings_of('this_period')))})$")
SOMEBODYS = re.compile(
    rf"\b{any_of('somebodys')} (?P<of>[^\W\d_a-zà-ÿ][\w'’-]+)|\b(?P<possessive>[^\W\d_a-zà-ÿ]\w+)['’]s\b"
)
"""Somebody's, by a name with a capital letter."""
OF_ALL = re.compile(rf"\b{any_of('everybody')}\b")
TEAM = re.compile(rf"\b{any_of('team')}\b")


Lies = Literal["ahead", "behind", "nearer"]
"""Where a period lies that is named without its year."""


@dataclass(frozen=True, slots=True)
class SalesScope:
    """Whose sales, and of when. Without `staff` and `team`: a manager's are everybody's, a rep's their own."""

    staff: int | None = None
    team: str | None = None
    period: Moment | None = None

    def as_args(self) -> dict[str, Any]:
        """As a button keeps it."""
        return {
            key: value
            for key, value in (
                ("staff", self.staff),
                ("team", self.team),
                ("period", moment_as_json(self.period)),
            )
            if value is not None
        }


def asked_from(_turn: Turn, raw: Mapping[str, Any]) -> SalesScope:
    """What `as_args` wrote."""
    if not isinstance(raw, Mapping) or not set(raw) <= {"staff", "team", "period"}:
        raise ValueError("nothing that is asked")
    period = moment_from_json(raw["period"]) if "period" in raw else None
    return SalesScope(raw.get("staff"), raw.get("team"), period)


AskedArg = Annotated[SalesScope, asked_from]


# ------------------------------------------------------------------ from a sentence
def read(
    turn: Turn, intent: str, words: str, *, sentence: bool = False, lies: Lies = "ahead"
) -> tuple[SalesScope, Mapping[str, Any]]:
    """What the words after a command, or a whole sentence, ask for; and the other slots that were heard.

    `lies` says which October is meant where no year is said: the one to come, the one that was, or whichever is nearer.
    Raises Sorry for a colleague whom nobody knows, for what this person may not see, and for words after a command of
    which nothing was understood: an answer about somebody else would look like one to the question.
    """
    slots = dict(turn.read_as(intent, words).slots) if words else {}
    period = slots.pop("period", None)
    if not isinstance(period, Moment):
        period = _this(turn, words) or (None if sentence else _spoken(turn, words, "future"))
    asked = SalesScope(
        _staff(turn, slots.pop("staff", None), words),
        _team(turn, words),
        _lying(turn, words, period, lies) if period else None,
    )
    stranger = SOMEBODYS.search(words)
    if asked.staff is None and asked.team is None and stranger and not slots and not _names_time(turn, stranger[0]):
        raise Sorry(_("There's no colleague called “{name}”.", name=clip(stranger["of"] or stranger["possessive"], 60)))
    if words and not sentence and asked == SalesScope() and not slots and not OF_ALL.search(fold(words)):
        raise Sorry(_("I don't know what “{words}” is. Name a colleague, a team, or a month.", words=clip(words, 60)))
    view(turn, asked)
    return asked, slots


def _names_time(turn: Turn, words: str) -> bool:
    return any(True for _found in find_moments(words, turn.said_at, "future", turn.locale))


def _staff(turn: Turn, heard: object, words: str) -> int | None:
    if isinstance(heard, Name):
        if heard.known:
            return heard.known.id
        return colleague_named(turn, heard.text).id
    named = " ".join(word for word in words.split() if word[:1].isalpha())
    mine = MINE.search(fold(words))
    if named and not mine and (one := _called(turn, named)):
        return one.id
    return turn.person.id if mine else None


def _this(turn: Turn, words: str) -> Moment | None:
    """The month, quarter or year that we are in: "cómo pinta el mes"."""
    named = THE.search(fold(words))
    found = read_moment(meanings_of("this_period")[named[0]], turn.said_at, "future", turn.locale) if named else None
    return found if isinstance(found, Moment) else None


def _spoken(turn: Turn, words: str, tense: Literal["past", "future"]) -> Moment | None:
    """The days that are named, also right behind a name, where no sentence would have them: "Ana diciembre"."""
    found = (one.moment for one in find_moments(words, turn.said_at, tense, turn.locale))
    named = next((one for one in found if isinstance(one, Moment)), None)
    behind = words.partition(" ")[2]
    return named or (_spoken(turn, behind, tense) if behind else None)


def _lying(turn: Turn, words: str, period: Moment, lies: Lies) -> Moment:
    """The period, or the same one of the past, where the words leave that open."""
    ahead = days(period)[0] - today(turn)
    before = _spoken(turn, words, "past") if ahead.days > 0 and lies != "ahead" else None
    if before is None or before.grain is not period.grain:
        return period
    ago = today(turn) - days(before)[1]
    return before if ago.days >= 0 and (lies == "behind" or ago < ahead) else period


def _called(turn: Turn, words: str) -> Person | None:
    """The colleague whose first name is all that is said: too short, or too common a word, for the index of names."""
    said = fold(words)
    found = [person for person in turn.work.people.everyone() if fold(person.name).split()[0] == said]
    return found[0] if len(found) == 1 else None


def _team(turn: Turn, words: str) -> str | None:
    """The team that is named; "the team" is one's own, where one has one."""
    said = f" {fold(words)} "
    named = next((team for team in turn.work.people.teams() if f" {fold(team)} " in said), None)
    return named or (turn.person.team if TEAM.search(said) else None)


# ------------------------------------------------------------------ who may see it
def view(turn: Turn, asked: SalesScope, **more: Any) -> View:  # noqa: ANN401 - further fields of a view
    """The opportunities that are asked about. Raises Sorry for those that this person may not ask about."""
    me = turn.person
    if me.role not in MANAGERS:
        if asked.team is not None or asked.staff not in {None, me.id}:
            raise Sorry(_("You can ask about your own sales. Your manager sees everybody's."))
        return View(owners=(me.id,), **more)
    if asked.staff is not None:
        _seen(turn, {asked.staff})
        return View(owners=(asked.staff,), **more)
    if asked.team is not None:
        team = {person.id for person in turn.work.people.everyone() if person.team == asked.team}
        _seen(turn, team)
        return View(owners=tuple(sorted(team)), **more)
    return View(**more)


def _seen(turn: Turn, staff: set[int]) -> None:
    """A manager who sees their team's customers only asks about nobody else."""
    sees = turn.work.sees_owners
    if sees is not None and not staff <= {*sees, turn.person.id}:
        raise Sorry(_("They are not in your team."))


def whose(turn: Turn, asked: SalesScope) -> Words:
    """Whose it is, for a heading."""
    if asked.staff is not None or turn.person.role not in MANAGERS:
        return turn.work.people.get(asked.staff or turn.person.id).name
    if asked.team is not None:
        return _("team {team}", team=clip(asked.team, 40))
    return _("everybody") if turn.work.sees_owners is None else _("your team")


def heading(turn: Turn, title: Words, asked: SalesScope) -> Words:
    """What it is, whose, and of when."""
    if asked.period is None:
        return _("{title} · {whose}", title=title, whose=whose(turn, asked))
    return _("{title} · {whose} · {period}", title=title, whose=whose(turn, asked), period=DateSpan(asked.period))


def titled(turn: Turn, title: Words, asked: SalesScope, *below: Words) -> tuple[str, str]:
    """The title of a picture, which is large, and what stands small below it: of when, and what else there is to say."""
    say = turn.voice.say
    when = (DateSpan(asked.period),) if asked.period else ()
    return say(heading(turn, title, replace(asked, period=None))), " · ".join(map(say, (*when, *below)))


# ------------------------------------------------------------------ days and instants
def today(turn: Turn) -> date:
    """The company's today: figures are everybody's, so they go by one clock."""
    return turn.now.astimezone(zone(turn)).date()


def zone(turn: Turn) -> ZoneInfo:
    """The company's time zone."""
    return ZoneInfo(turn.company.zone)


def days(period: Moment) -> tuple[date, date]:
    """The first and the last day of a period."""
    first = period.start.date() if isinstance(period.start, datetime) else period.start
    return first, last_date(period)


def span(turn: Turn, first: date, last: date) -> TimeSpan:
    """From the midnight that a day begins with to the one that another ends with, on the company's clock."""
    return TimeSpan(_midnight(turn, first), _midnight(turn, last + timedelta(days=1)))


def of_period(turn: Turn, asked: SalesScope, *, lately: timedelta) -> tuple[SalesScope, TimeSpan]:
    """The period that was asked for, and its instants; the last days up to today where none was."""
    if asked.period is None:
        here = today(turn)
        asked = replace(asked, period=Moment(here - lately + timedelta(days=1), Grain.DAY, here))
    assert asked.period  # noqa: S101 - given a line above
    return asked, span(turn, *days(asked.period))


def _midnight(turn: Turn, day: date) -> datetime:
    return datetime.combine(day, time.min, zone(turn)).astimezone(UTC)
