"""Each night how customers stand is reckoned anew, in a job; nobody hears of that."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.standings.computing import JOB
from reminders.rule import Look, Nudge, Rule
from storage.people.records import Person


def _due(look: Look) -> Iterable[Person]:
    """Whoever's chat the job comes back to, quietly: an admin's, or anybody's."""
    asked, today = look.work.standings.asked_for(), look.now.astimezone(ZoneInfo(look.company.zone)).date()
    if asked is not None and asked >= today:
        return
    if not look.work.standings.any_purchases():
        return
    people = sorted(look.work.people.everyone(), key=lambda person: (person.role != "admin", person.id))
    yield from [person for person in people if look.work.people.address(person.id)][:1]


def _nudge(look: Look, person: Person) -> Nudge | None:
    address = look.work.people.address(person.id)
    today = look.now.astimezone(ZoneInfo(look.company.zone)).date()
    look.work.standings.ask(today)
    if address is not None and (account := look.work.people.account_at(person.id, address)):
        payload = {"day": today.isoformat(), "quietly": True}
        look.work.jobs.add(JOB, payload, platform=address.platform, chat=address.chat, account=account)
    return None


def _told(_look: Look, _person: Person) -> None:
    """The day it was asked for is kept already."""


def _later(look: Look, _person: Person, _at: datetime) -> None:
    look.work.standings.ask(look.now.astimezone(ZoneInfo(look.company.zone)).date())


RULE = Rule(_due, _nudge, _told, _later)
