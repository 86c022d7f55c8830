"""Digests come at their time, as turns of whoever wants them; on days off they wait for the next."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.kit.digests import JOB, first_time
from reminders.rule import Look, Nudge, Rule
from storage.nudges.digests import DigestRecord

AT_A_TIME = 50


def _due(look: Look) -> Iterable[DigestRecord]:
    return look.work.digests.due(look.now, limit=AT_A_TIME)


def _nudge(look: Look, digest: DigestRecord) -> Nudge | None:
    """Nothing is said here: it is asked for, and said by a turn."""
    person = look.work.people.works_here(digest.staff_id)
    if person is not None and look.calendars.absence_of(person) is None:
        payload = {"kind": digest.kind, "digest": digest.id}
        look.work.jobs.add(JOB, payload, platform=digest.platform, chat=digest.chat, account=digest.account)
    return None


def _told(look: Look, digest: DigestRecord) -> None:
    person = look.work.people.get(digest.staff_id)
    at = first_time(digest.kind, look.calendars.working_time_of(person), ZoneInfo(person.zone), look.now)
    look.work.digests.comes(digest.id, at)


def _later(look: Look, digest: DigestRecord, at: datetime) -> None:
    look.work.digests.comes(digest.id, at)


RULE = Rule(_due, _nudge, _told, _later)
