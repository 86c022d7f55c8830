"""Who works when: each person's own hours or the company's, with public holidays, closing days and absences."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from handlers.kit.calendar.business_time import BusinessTime
from handlers.kit.calendar.week import Week
from handlers.kit.calendar.working_time import DaysOff, WorkingTime
from storage.people.records import AbsenceRecord, Hours, Person
from storage.work import Work

LOOKED_BACK = timedelta(days=31)
"""Days off that are over for so long decide nothing about what is due."""


class Employer(Protocol):
    """What the company says of hours and holidays; a person's own count for more."""

    @property
    def country(self) -> str:
        """Its country (ISO 3166)."""

    @property
    def subdivision(self) -> str:
        """The part of it whose holidays count too."""

    def week_of(self, person: Person) -> Week:
        """The hours of a person's week."""

    def quiet_hours_of(self, person: Person) -> Hours:
        """When a person is told nothing unasked."""


class Calendars:
    """What decides when people work, read once in a unit of work."""

    def __init__(self, work: Work, company: Employer) -> None:
        self._work = work
        self._company = company
        self._read: dict[int, WorkingTime] = {}

    def working_time_of(self, person: Person) -> WorkingTime:
        """When somebody does this person's work, on the person's own clock: they themselves, or who covers for them."""
        if person.id not in self._read:
            off = DaysOff.of(self._work.absences.days_off(person.id, self.today_of(person) - LOOKED_BACK))
            self._read[person.id] = WorkingTime(
                self._company.week_of(person), self._company.country, self._company.subdivision, off
            )
        return self._read[person.id]

    def telling_time_of(self, person: Person) -> WorkingTime:
        """When this person may be told what they did not ask for at an hour: within working time, but for quiet hours."""
        working = self.working_time_of(person)
        return replace(working, week=working.week.without(self._company.quiet_hours_of(person)))

    def business_time_of(self, person: Person) -> BusinessTime:
        """The business time of this person's work."""
        return BusinessTime(self.working_time_of(person), ZoneInfo(person.zone))

    def absence_of(self, person: Person) -> AbsenceRecord | None:
        """The absence that this person has today."""
        return self._work.absences.on(person.id, self.today_of(person))

    def day_back(self, person: Person, last: date) -> date:
        """The first day on which this person works after an absence that ends with `last`."""
        return self.working_time_of(person).day_from(last + timedelta(days=1))

    def today_of(self, person: Person) -> date:
        """The day on this person's own clock, by the business clock."""
        return self._work.now.astimezone(ZoneInfo(person.zone)).date()
