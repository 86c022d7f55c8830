"""A person's own settings: language, time zone, working hours, quiet hours, and on which platform they are told."""

from collections.abc import Mapping
from datetime import time
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from handlers.kit.audit import undo_choice
from handlers.kit.calendar.week import DAY, WORKDAYS, Week
from handlers.kit.format.hours import WeekHours, shown_quiet
from handlers.kit.format.labels import LANGUAGE_NAMES
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.slot_types import OneOf
from handlers.kit.messages.action import Action, Choice, answer
from handlers.kit.messages.blocks import Facts, Heading
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.hours import read_hours
from handlers.language.meaning import SlotValue
from handlers.people.absence_cards import line
from handlers.people.day_slots import shown
from storage.names.folding import fold
from storage.people.people import ContactWays
from storage.people.records import Hours

COMPANYS = "-"
"""What is typed, and pressed, for the company's hours instead of one's own."""
NEVER = Hours(time(0), time(0))
MOST_ZONES = 6


class TimeZone(SlotType[str]):
    """A time zone, by its own name or its city's."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The zone of a city: "Bogotá", "mexico city", "America/Lima"."""
        wanted = fold(text).replace(" ", "_")
        cities = _cities(turn.person.language)
        found = sorted({zone for city, zones in cities.items() if city == wanted for zone in zones}) or sorted(
            {zone for city, zones in cities.items() if wanted and city.startswith(wanted) for zone in zones}
        )
        if len(found) == 1:
            return found[0]
        if found:
            raise Unclear(_("Which one?"), choices=[Choice(zone, answer(zone)) for zone in found[:MOST_ZONES]])
        raise Unclear(_("I don't know that place. Type a bigger city nearby."))

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The zone in a sentence."""
        return self.read(turn, str(heard), said)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """Those of the company's country."""
        zones = [
            zone
            for zone, country in get_global("zone_territories").items()
            if country == turn.company.country and zone in available_timezones()
        ]
        first = dict.fromkeys([turn.company.zone, *sorted(zones)])
        return tuple(Choice(shown_zone(zone, turn.person.language), answer(zone)) for zone in list(first)[:MOST_ZONES])


@cache
def _cities(language: str) -> dict[str, tuple[str, ...]]:
    """The zones by their folded names, their last part, and their city in a language."""
    found: dict[str, set[str]] = {}
    for zone in available_timezones():
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix/", "right/")):
            for name in (zone, zone.rpartition("/")[2], shown_zone(zone, language)):
                found.setdefault(fold(name).replace(" ", "_"), set()).add(zone)
    return {name: tuple(zones) for name, zones in found.items()}


@cache
def shown_zone(zone: str, language: str) -> str:
    """A zone by its city, in a language."""
    return str(get_timezone_location(zone, locale=Locale(language), return_city=True))


class WorkingHours(SlotType[str]):
    """The hours of a week, kept as `Week` writes them; "-" for the company's."""

    def __init__(self, *offered: str) -> None:
        self._offered = offered

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The hours of "9-18", "de lunes a jueves de 9 a 14 y de 16 a 19, viernes de 8 a 15", "Mon-Fri 9am to 6pm"."""
        if text.strip() == COMPANYS:
            return COMPANYS
        try:
            return str(Week.parse(text))
        except ValueError:
            week = read_week(text)
        if week is None:
            raise Unclear(_("I could not read hours in that."))
        return str(week)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The hours in a sentence."""
        return self.read(turn, str(heard), said)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """Usual ones, and the company's."""
        usual = tuple(Choice(WeekHours(Week.parse(hours)), answer(hours)) for hours in self._offered)
        return (*usual, Choice(_("The company's"), answer(COMPANYS)))


class QuietHours(SlotType[str]):
    """A stretch of every day, which may go over midnight; "-" for the company's."""

    def __init__(self, *offered: str) -> None:
        self._offered = offered

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The hours of "20-8", "de 9 de la noche a 8", "10pm to 7am"."""
        if text.strip() == COMPANYS:
            return COMPANYS
        if text.strip() == str(NEVER):
            return str(NEVER)
        found = read_stretch(text)
        if found is None:
            raise Unclear(_("I could not read hours in that."))
        return str(found)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The hours in a sentence."""
        return self.read(turn, str(heard), said)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """Usual ones, none at all, and the company's."""
        return (
            *(Choice(shown_quiet(Hours.parse(hours)), answer(hours)) for hours in self._offered),
            Choice(_("Never"), answer(str(NEVER))),
            Choice(_("The company's"), answer(COMPANYS)),
        )


def read_week(text: str) -> Week | None:
    """The week that a text tells, Monday to Friday where it names no days; None where it tells none that makes sense."""
    told = read_hours(text) or []
    try:
        return Week.of(
            (weekday, stretch)
            for hours in told
            for weekday in hours.weekdays or WORKDAYS
            for stretch in hours.stretches
        )
    except ValueError:
        return None


def read_stretch(text: str) -> Hours | None:
    """The one stretch of every day that a text tells."""
    told = read_hours(text, of_work=False)
    if told is None or len(told) > 1 or told[0].weekdays or len(told[0].stretches) > 1:
        return None
    start, end = (time(*divmod(minute % DAY, 60)) for minute in told[0].stretches[0])
    return Hours(start, end)


def _is_week(_turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether hours of a working week are told, and nothing else."""
    return read_week(places["working"]) is not None


def _is_stretch(_turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether one stretch of the day is told, and nothing else."""
    return read_stretch(places["quiet"]) is not None


LANGUAGE = Slot("language", OneOf(LANGUAGE_NAMES), _("Language"), _("In which language shall I speak to you?"))
ZONE = Slot("zone", TimeZone(), _("Time zone"), _("Where are you? Choose, or type a nearby city."), "Bogotá")
WORKING = Slot(
    "working",
    WorkingHours("08:00-17:00", "09:00-18:00", "09:00-14:00,16:00-19:00"),
    _("Working hours"),
    _("When do you work?"),
    _("Monday to Thursday 9 to 14 and 16 to 19, Friday 8 to 15"),
)
QUIET = Slot(
    "quiet",
    QuietHours("20:00-08:00", "21:00-08:00", "22:00-07:00"),
    _("Quiet hours"),
    _("When shall I tell you nothing unasked? What you ask for at an hour comes at its hour."),
    "20-8",
)


class OnWhich(SlotType[str]):
    """One of the platforms that the person is on; "-" for wherever they wrote last."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The platform of this name."""
        wanted = fold(text)
        for choice in self.offered(turn, said):
            platform = str(choice.action.args["value"])
            if wanted in {platform, fold(turn.voice.say(choice.label))}:
                return platform
        raise Unclear(_("Choose one, please."), choices=self.offered(turn, said))

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """Those where the person can be reached."""
        return (
            *(Choice(name.capitalize(), answer(name)) for name in _platforms(turn)),
            Choice(WHERE_I_WRITE, answer(COMPANYS)),
        )


WHERE_I_WRITE = _("Where I wrote last")
ALERTS = Slot("alerts_on", OnWhich(), _("Alerts"), _("Where shall I tell you what you did not ask for?"))


def _platforms(turn: Turn) -> list[str]:
    """Where the person can be reached."""
    return list(
        dict.fromkeys(one.platform for one in turn.work.people.reachability().get(turn.person.id, ()) if one.reachable)
    )


def _others(turn: Turn) -> list[ContactWays]:
    """The person's accounts, but for the one that they write with."""
    mine = turn.work.people.reachability().get(turn.person.id, ())
    return [one for one in mine if one.platform != turn.incoming.platform]


def _unlink(turn: Turn, _words: str) -> Reply:
    return _ask_which(turn)


def _unlink_it(turn: Turn, account: int | None = None) -> Reply:
    """Lets go of one of the person's accounts; which one is asked where it is not told."""
    if account is None:
        return _ask_which(turn)
    found = next((one for one in _others(turn) if one.id == account), None)
    if found is None:
        raise Sorry(_("That no longer exists."))
    turn.work.people.unlink(found.id)
    return Reply.of(
        _("Done: your {platform} account is unlinked.", platform=found.platform.capitalize()),
        choices=undo_choice(turn),
    )


def _ask_which(turn: Turn) -> Reply:
    others = _others(turn)
    if not others:
        raise Sorry(_("You're only linked here. /link shows how to link another app."))
    choices = [Choice(one.platform.capitalize(), Action("unlink", {"account": one.id})) for one in others]
    return Reply.of(_("Which account shall I unlink?"), choices=choices)


def _show(turn: Turn, _words: str) -> Reply:
    """The settings, each with its button."""
    return _settings(turn, Heading(_("Your settings")))


def _settings(turn: Turn, heading: Heading) -> Reply:
    person, company = turn.person, turn.company
    facts: list[tuple[Words, Words]] = [
        (LANGUAGE.label, LANGUAGE_NAMES[person.language]),
        (ZONE.label, f"{clip(shown_zone(person.zone, person.language), 40)} ({turn.local(turn.now):%H:%M})"),
        (WORKING.label, WeekHours(company.week_of(person))),
        (QUIET.label, shown_quiet(company.quiet_hours_of(person))),
    ]
    choices = [
        Choice(LANGUAGE.label, Action("set_language")),
        Choice(ZONE.label, Action("set_zone")),
        Choice(WORKING.label, Action("set_working")),
        Choice(QUIET.label, Action("set_quiet")),
        Choice(_("Time off"), Action("absences")),
        Choice(_("Closing days"), Action("closing_days")),
    ]
    today = turn.said_at.date()
    if away := turn.work.absences.of(person.id, today):
        facts.append((_("Time off"), line(away[0])))
    if closed := turn.work.absences.closing_days(today):
        facts.append((_("Closed"), shown((closed[0].first, closed[0].last))))
    if len(platforms := _platforms(turn)) > 1:
        facts += [
            (_("You are on"), ", ".join(name.capitalize() for name in platforms)),
            (ALERTS.label, person.alerts_on.capitalize() if person.alerts_on else WHERE_I_WRITE),
        ]
        choices += [Choice(ALERTS.label, Action("set_alerts")), Choice(_("Unlink…"), Action("unlink"))]
    return Reply((heading, Facts(facts)), (*choices, *undo_choice(turn)))


def _setting(name: str, slot: Slot[str]) -> Form:
    """A form of one slot that sets one setting."""

    def save(turn: Turn, said: Said) -> Reply:
        value = None if said[slot] == COMPANYS else said[slot]
        if not turn.work.people.change(turn.person.id, **{slot.name: value}):
            return Reply.of(_("It's already like that."))
        turn.becomes(turn.work.people.get(turn.person.id))
        return _settings(turn, Heading(_("Changed.")))

    return Form(name, (slot,), save=save)


SETTINGS = {
    form.name: form
    for form in (
        _setting("set_language", LANGUAGE),
        _setting("set_zone", ZONE),
        _setting("set_working", WORKING),
        _setting("set_quiet", QUIET),
        _setting("set_alerts", ALERTS),
    )
}

CAPABILITY = Capability(
    "settings",
    about=_("Your language, time zone and hours"),
    commands=(
        Command(
            {"es": "ajustes", "en": "settings"},
            _show,
            _("Your language, time zone and hours"),
            phrases={"es": ("ajustes", "mis ajustes", "configuración"), "en": ("settings", "my settings")},
        ),
        Command({"es": "idioma", "en": "language"}, SETTINGS["set_language"], hidden=True),
        Command({"es": "zona", "en": "zone"}, SETTINGS["set_zone"], hidden=True),
        Command({"es": "horario", "en": "hours"}, SETTINGS["set_working"], hidden=True),
        Command(
            {"": "working_hours_told"},
            SETTINGS["set_working"],
            hidden=True,
            sayings="working_hours_told",
            fits=_is_week,
        ),
        Command(
            {"": "quiet_hours_told"}, SETTINGS["set_quiet"], hidden=True, sayings="quiet_hours_told", fits=_is_stretch
        ),
        Command({"es": "horas_de_silencio", "en": "quiet"}, SETTINGS["set_quiet"], hidden=True),
        Command({"es": "avisos", "en": "alerts"}, SETTINGS["set_alerts"], hidden=True),
        Command({"es": "desvincular", "en": "unlink"}, _unlink, hidden=True),
    ),
    actions={**SETTINGS, "unlink": _unlink_it},
    order=730,
)
