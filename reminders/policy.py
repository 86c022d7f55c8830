"""When a person may be told something that they did not ask for at that hour, and who is told in their stead.

Working time, quiet hours, closing days, public holidays, absences, what they muted and a cap a day decide it. What was asked for at an hour
is told at that hour; what must wait is queued again for when it may be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.kit.calendar.working_time import DaysOff
from reminders.rule import Look, Nudge
from storage.people.records import AbsenceRecord, Person

MOST_A_DAY = 20
"""Messages a person gets unasked in a day. Whoever has more than this to do reads a list, not a chat; the rest stands in it."""
MORNING = timedelta(hours=3)
"""For so long after work begins what is gathered may be told."""
AT_LEAST = timedelta(minutes=1)
"""What waits does so for this long: the hour that clocks have twice is over only the second time."""


@dataclass(frozen=True, slots=True)
class Tell:
    """This person may be told now; `for_` is the absence because of which it is they. `last` says that no more may be told today."""

    person: Person
    for_: AbsenceRecord | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """Nobody may be told before this instant."""

    until: datetime


class Policy:
    """Decides for one look at the store."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._mutes: dict[int, Mapping[str, datetime]] = {}

    def decide(self, nudge: Nudge, kind: str = "", *, gathered: bool = False) -> Tell | Wait:
        """Whom to tell now, or until when to wait. What is told is to be `counted`.

        A `kind` that its person muted waits until that is over; what is `gathered` is told in the morning only.
        """
        owner = self._look.work.people.get(nudge.to)
        person, absence = (owner, None) if nudge.even_away else self._present(owner)
        if person is None:
            return self._wait(owner, self._tomorrow(owner))
        if nudge.asked:
            return Tell(person, absence)
        local = self._local(person)
        opens = self._look.calendars.telling_time_of(person).open_from(local)
        if opens > local:
            return self._wait(person, opens)
        if until := self._muted(person).get(kind):
            return Wait(max(until, self._look.now + AT_LEAST))
        working = self._look.calendars.working_time_of(person)
        if gathered and local > working.opening(local.date()) + MORNING:
            return self._wait(person, self._tomorrow(person))
        told = self._look.work.nudges.told(person.id, local.date())
        if told >= MOST_A_DAY:
            return self._wait(person, self._tomorrow(person))
        return Tell(person, absence, last=told == MOST_A_DAY - 1)

    def tomorrow(self, person: Person) -> datetime:
        """When this person may be told from tomorrow on, as an instant."""
        return self._wait(person, self._tomorrow(person)).until

    def _muted(self, person: Person) -> Mapping[str, datetime]:
        if person.id not in self._mutes:
            self._mutes[person.id] = self._look.work.nudge_mutes.of(person.id)
        return self._mutes[person.id]

    def counted(self, person: Person, *, asked: bool = False) -> None:
        """Something was told to this person; what they asked for counts towards nothing."""
        if not asked:
            self._look.work.nudges.tell(person.id, self._local(person).date())

    def _present(self, owner: Person) -> tuple[Person | None, AbsenceRecord | None]:
        """Who does somebody's work today, and the absence because of which it is not they; nobody, where nobody covers."""
        person, first, seen = owner, None, set[int]()
        while absence := self._look.calendars.absence_of(person):
            first = first or absence
            seen.add(person.id)
            if absence.cover_id is None or absence.cover_id in seen:
                return None, first
            person = self._look.work.people.get(absence.cover_id)
        return person, first

    def _tomorrow(self, person: Person) -> datetime:
        """When this person may be told from tomorrow on. Days off are looked at again then: absences end, and are cancelled."""
        telling = replace(self._look.calendars.telling_time_of(person), off=DaysOff())
        return telling.open_from(datetime.combine(self._local(person).date() + timedelta(days=1), time.min))

    def _local(self, person: Person) -> datetime:
        return self._look.now.astimezone(ZoneInfo(person.zone)).replace(tzinfo=None)

    def _wait(self, person: Person, local: datetime) -> Wait:
        return Wait(max(local.replace(tzinfo=ZoneInfo(person.zone)), self._look.now + AT_LEAST))
