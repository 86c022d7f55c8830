"""Moments as a form asks for them: when it was, and what comes next and when."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from handlers.kit.calendar.due_dates import DueMoment, OverError, when, when_as_json, when_from_json
from handlers.kit.format.dates import when_due
from handlers.kit.format.texts import DateSpan, On, Words, _, clip
from handlers.kit.forms.form import FieldKind, Said, SlotType, Unclear
from handlers.kit.forms.slot_types import tidy
from handlers.kit.forms.stored_values import moment_from_json
from handlers.kit.messages.action import YES, Choice, answer
from handlers.kit.turn import Turn
from handlers.language.entities.moments.moments import find_moments, impossible_dates, read_moment
from handlers.language.json_format import moment_as_json
from handlers.language.meaning import Grain, Moment, NextStep, Recurrence, SlotValue, Tense
from storage.crm.records import Due
from storage.people.records import Person

PART_OF_DAY = timedelta(hours=4)
"""So long before the hour that it stands for, a part of the day may have begun."""
JUST_PASSED = timedelta(days=90)
"""A day without its year that passed so lately may be meant; what is longer ago is next year's."""
NIGHT_ENDS = time(5)
"""Who is up before this hour calls the day before today: at half past one "this morning" has been."""


class Past(SlotType[Moment]):
    """When something took place: not after the message was sent."""

    field: FieldKind = "date"

    def read(self, turn: Turn, text: str, said: Said) -> Moment:
        """The moment of an answer."""
        moment = read_moment(text, turn.said_at, "past", turn.locale)
        if moment is None:
            refuse_impossible(turn, text)
        if not isinstance(moment, Moment):
            raise Unclear(_("I could not read a date in that. When was it?"))
        return self._told(turn, moment, text)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> Moment:
        """The moment of a sentence."""
        if not isinstance(heard, Moment):
            raise Unclear(_("When was it?"))
        return self._told(turn, heard, said.text)

    @staticmethod
    def _told(turn: Turn, moment: Moment, text: str) -> Moment:
        """The moment, where it was; the part of today that has begun ("this morning", at nine) is told as today.

        At night "this morning" is the one of the day before.
        """
        now = turn.said_at.replace(tzinfo=None)
        start = moment.start if isinstance(moment.start, datetime) else datetime.combine(moment.start, time.min)
        if start <= now:
            return moment
        vague = any(f.vague and f.moment == moment for f in find_moments(text, turn.said_at, "past", turn.locale))
        if vague and start.date() == now.date():
            if now.time() < NIGHT_ENDS:
                return Moment(start - timedelta(days=1), moment.grain)
            if start - now <= PART_OF_DAY:
                return Moment(start.date(), Grain.DAY)
        raise Unclear(_("{when} is still to come. When was it?", when=DateSpan(moment)))

    def dump(self, value: Moment) -> Any:  # noqa: ANN401
        """As the JSON of a moment."""
        return moment_as_json(value)

    def load(self, turn: Turn, raw: Any) -> Moment:  # noqa: ANN401
        """From the JSON of a moment."""
        return moment_from_json(raw)

    def show(self, value: Moment) -> Words:
        """The absolute date."""
        return DateSpan(value)


class HistoryPeriod(Past):
    """A stretch of time to look at."""

    field: FieldKind = "line"

    def read(self, turn: Turn, text: str, said: Said) -> Moment:
        """The period of an answer."""
        moment = read_moment(text, turn.said_at, "past", turn.locale)
        if not isinstance(moment, Moment):
            raise Unclear(_("I could not read a period in that."))
        return moment

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> Moment:
        """The period of a sentence."""
        if not isinstance(heard, Moment):
            raise Unclear(_("Which period?"))
        return heard


@dataclass(frozen=True, slots=True)
class PlannedFollowUp:
    """A next step, and when it is due; `asked` is the time that was said, where that could not be kept.

    `about` are the words before it that it points at; they are told once it has its name.
    """

    what: str
    due: Due
    asked: datetime | None = None
    about: str = ""

    @property
    def when(self) -> DueMoment:
        """When it is due, and why then."""
        return DueMoment(self.due, self.asked)


class FollowUp(SlotType[PlannedFollowUp]):
    """What comes next, with its date. Without one it asks for it."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> PlannedFollowUp:
        """What and when; an answer that is only a date belongs to what was said before."""
        if offer := offered_year(turn, text):
            return self.load(turn, offer)
        if not any(c.isalnum() for c in text) or text.strip().isdigit():
            raise Unclear
        refuse_impossible(turn, text)
        found = [(f.moment, f.start, f.end) for f in find_moments(text, turn.said_at, "future", turn.locale)]
        dated = [(moment, start, end) for moment, start, end in found if isinstance(moment, Moment)]
        if not dated and _only_names(turn, text):
            raise Unclear(_("What is to be done with {name}, and when?", name=clip(text.strip(), 60)))
        if not dated:
            raise self._when(text.strip())
        moment, start, end = dated[0]
        what = tidy(text[:start] + " " + text[end:])
        offered = turn.conversation.form.offer if turn.conversation.form else None
        if not what and isinstance(offered, dict):
            what = str(offered.get("what", ""))
        return self._follow_up(turn, what or turn.voice.say(_("get in touch")), moment, text)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> PlannedFollowUp | None:
        """What the sentence promised, where it said for when; without a day it is a part of the note."""
        if not isinstance(heard, NextStep) or not isinstance(heard.due, Moment):
            return None
        return replace(self._follow_up(turn, heard.what, heard.due, said.text), about=heard.about)

    def _follow_up(self, turn: Turn, what: str, moment: Moment, text: str) -> PlannedFollowUp:
        """Raises Unclear for a time that is over."""
        try:
            value = when(moment, turn.clock_of(turn.person), deadline=is_deadline(turn, text, moment))
        except OverError as over:
            raise Unclear(
                _(
                    "{when} has already passed. When shall I remind you: “{what}”?",
                    when=when_due(over.due),
                    what=clip(what, 80),
                ),
                choices=self._soon(what),
                offer={"what": what},
            ) from None
        unsure = passed_lately(turn, moment, value, text, what=what) or away_then(turn, turn.person, value, what=what)
        if unsure:
            raise unsure
        return PlannedFollowUp(what, value.due, value.asked)

    def _when(self, what: str) -> Unclear:
        return Unclear(
            _("When shall I remind you: “{what}”?", what=clip(what, 80)),
            choices=self._soon(what),
            offer={"what": what},
        )

    @staticmethod
    def _soon(what: str) -> tuple[Choice, ...]:
        return (
            Choice(_("Tomorrow"), answer({"what": what, "soon": "day"})),
            Choice(_("In a week"), answer({"what": what, "soon": "seven days"})),
        )

    def chosen(self, turn: Turn, value: Any, said: Said) -> PlannedFollowUp:  # noqa: ANN401
        """What was asked about, at one of the usual moments or on a day."""
        if not isinstance(value, dict):
            return self.read(turn, str(value), said)
        day = value.get("day")
        moment = Moment(date.fromisoformat(day), Grain.DAY) if day else soon(turn, value["soon"])
        return self._follow_up(turn, value["what"], moment, "")

    def dump(self, value: PlannedFollowUp) -> Any:  # noqa: ANN401
        """What and when."""
        about = {"about": value.about} if value.about else {}
        return {"what": value.what} | about | when_as_json(value.when)

    def load(self, turn: Turn, raw: Any) -> PlannedFollowUp:  # noqa: ANN401
        """From what `dump` kept; a promise that was offered has no date yet."""
        if "local" not in raw:
            raise self._when(raw["what"])
        value = when_from_json(raw)
        return PlannedFollowUp(raw["what"], value.due, value.asked, raw.get("about", ""))

    def again(self, turn: Turn, raw: Any, said: Said) -> PlannedFollowUp:  # noqa: ANN401
        """The same question once more."""
        value = self.load(turn, raw)
        when_ = offered_again(turn, value.when, turn.person, what=value.what)
        return replace(value, due=when_.due, asked=when_.asked)

    def show(self, value: PlannedFollowUp) -> Words:
        """What, and the absolute time."""
        return _("{what} · {when}", what=clip(value.what, 200), when=when_due(value.due))


SOON: tuple[tuple[str, Words], ...] = (("hour", _("In 1 hour")), ("day", _("Tomorrow")), ("week", _("Next week")))
"""The moments that are chosen most often, as `soon` knows them, and what they are called."""


def soon(turn: Turn, key: str) -> Moment:
    """One of the usual moments, from now: in an hour, tomorrow, in seven days, next week. Raises Unclear for any other."""
    now = turn.clock_of(turn.person).now
    today = now.date()
    match key:
        case "hour":
            return Moment(now.replace(second=0, microsecond=0) + timedelta(hours=1), Grain.MINUTE)
        case "day":
            return Moment(today + timedelta(days=1), Grain.DAY)
        case "seven days":
            return Moment(today + timedelta(days=7), Grain.DAY)
        case "week":
            return Moment(today + timedelta(days=7 - today.weekday()), Grain.WEEK)
        case _:
            raise Unclear(_("I could not read a date in that. When?"))


def away_then(turn: Turn, owner: Person, value: DueMoment, *, what: str = "") -> Unclear | None:
    """The question whether somebody is to be told at an hour at which they are away; None where they are not.

    A yes means that hour all the same. Days alone are moved, or told to who covers, and are no question.
    """
    due = value.due
    if due.grain != "minute" or due.repeats:
        return None
    absence = turn.work.absences.on(owner.id, due.local.date())
    if absence is None:
        return None
    words = _("You are away then, until {day}.", day=On(absence.last))
    if owner.id != turn.person.id:
        words = _("{name} is away then, until {day}.", name=owner.first_name, day=On(absence.last))
    back, named = turn.calendars.day_back(owner, absence.last), {"what": what} if what else {}
    choices = (
        Choice(_("At that time anyway"), YES),
        Choice(On(back), answer(named | {"day": back.isoformat()})),
    )
    offer = named | when_as_json(DueMoment(replace(due, even_away=True)))
    return Unclear(words, _("When, then?"), choices=choices, offer=offer)


def passed_lately(
    turn: Turn, moment: Moment | Recurrence, value: DueMoment, text: str, *, what: str = ""
) -> Unclear | None:
    """The question whether next year is meant, where a text names a day without its year that has just passed; else None.

    "El 3 de noviembre", said on the 20th, may be a slip as well; a yes means next year's.
    """
    if isinstance(moment, Recurrence) or moment.grain not in {Grain.DAY, Grain.MINUTE}:
        return None
    said = find_moments(text, turn.said_at, "past", turn.locale)
    if any(isinstance(f.moment, Moment) and f.moment.grain is Grain.YEAR for f in said):
        return None
    a_year_before = {
        f.moment.start for f in said if isinstance(f.moment, Moment) and _a_year_between(f.moment.start, moment.start)
    }
    before = next(iter(a_year_before), None)
    if before is None or (turn.said_at.date() - _day_of(before)) > JUST_PASSED:
        return None
    return _is_next_year_meant(value, what)


def _is_next_year_meant(value: DueMoment, what: str) -> Unclear:
    named, due = {"what": what} if what else {}, value.due
    then: date = due.local if due.grain == "minute" else due.local.date()
    return Unclear(
        _("{when} has already passed.", when=On(then.replace(year=then.year - 1))),
        _("Do you mean next year?"),
        choices=(
            Choice(On(then), YES),
            *(Choice(label, answer(named | {"soon": key})) for key, label in SOON),
        ),
        offer=named | when_as_json(value),
    )


def offered_again(turn: Turn, value: DueMoment, owner: Person, *, what: str = "") -> DueMoment:
    """A time that was offered, and that nobody agreed to yet. Raises Unclear with the same question, unless nothing is in its way any more."""
    if not value.due.even_away:
        raise _is_next_year_meant(value, what)
    plain = replace(value, due=replace(value.due, even_away=False))
    if away := away_then(turn, owner, plain, what=what):
        raise away
    return plain


def offered_year(turn: Turn, text: str) -> Any:  # noqa: ANN401 - JSON
    """What was offered for a year, where an answer says that year and nothing else: "el año que viene"."""
    state, year = turn.conversation.form, read_whole_moment(turn, text)
    offer = state.offer if state else None
    if not isinstance(offer, dict) or "local" not in offer or year is None or year.grain is not Grain.YEAR:
        return None
    return offer if str(offer["local"]).startswith(f"{year.start.year}-") else None


def _a_year_between(before: date, then: date) -> bool:
    day, later = _day_of(before), _day_of(then)
    return (day.month, day.day) == (later.month, later.day) and day.year + 1 == later.year


def _day_of(start: date) -> date:
    return start.date() if isinstance(start, datetime) else start


def is_deadline(turn: Turn, text: str, moment: Moment | Recurrence) -> bool:
    """Whether a text gives this moment as the latest one that will do ("antes del viernes", "by Friday")."""
    return any(f.deadline and f.moment == moment for f in find_moments(text, turn.said_at, "future", turn.locale))


def _only_names(turn: Turn, text: str) -> bool:
    """Whether an answer is somebody's name and nothing else: nothing that could be done."""
    return set(turn.read_as("log_interaction", text).slots) in ({"contact"}, {"customer"})


def read_whole(turn: Turn, text: str, tense: Tense = "future") -> Moment | Recurrence | None:
    """The moment that a text is, once or again and again, where it is nothing else."""
    found = find_moments(text, turn.said_at, tense, turn.locale)
    return next((f.moment for f in found if not tidy(text[: f.start] + text[f.end :])), None)


def read_whole_moment(turn: Turn, text: str, tense: Tense = "future") -> Moment | None:
    """The moment that a text is, where it is nothing else, and once."""
    moment = read_whole(turn, text, tense)
    return moment if isinstance(moment, Moment) else None


def is_no_day(turn: Turn, text: str) -> bool:
    """Whether a text is a date that no calendar has, and nothing else."""
    return any(not tidy(text[:start] + text[end:]) for start, end in impossible_dates(text, turn.locale))


def refuse_impossible(turn: Turn, text: str) -> None:
    """Raises Unclear where the text has a date that no calendar has."""
    if spots := impossible_dates(text, turn.locale):
        start, end = spots[0]
        raise Unclear(
            _("“{date}” doesn't exist. Which day do you mean?", date=text[start:end].strip()), nonexistent=True
        )
