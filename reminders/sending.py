"""Saying a nudge: to the outbox, counted, and kept with what its buttons do; and what becomes of a rule that raises."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import structlog

from handlers.kit.conversation import Conversation
from handlers.kit.error_reports import described, new_reference
from handlers.kit.format.texts import On, _, voice
from handlers.kit.messages.reply import Reply
from reminders.policy import Policy, Tell
from reminders.rule import Look, Nudge, Rule
from storage.people.records import Person
from storage.work import Work

log = structlog.get_logger()

TRY_AGAIN = timedelta(hours=1)
"""After this an item comes up again whose person cannot be reached, or that raised."""
LEAVE_ALONE = timedelta(minutes=1)
"""For so long a rule that raised as a whole is not asked again: it would fill the log at each tick."""

T = TypeVar("T")


def send(
    look: Look, policy: Policy, kind: str, person: Person, reply: Reply, key: str, *, asked: bool = False
) -> bool | None:
    """Says it to this person, once for its key: False where it was said before, None where they cannot be reached."""
    address = look.work.people.address(person.id)
    if address is None:
        return None
    speaks = voice(person.language, look.company.country, look.now.astimezone(ZoneInfo(person.zone)).date())
    payload = reply.payload(speaks)
    about = str(reply.about) if reply.about else None
    if not look.work.outbox.add(address, payload, kind="nudge", key=key, staff_id=person.id, about=about):
        return False
    Conversation.offer(look.work, person.id, address, payload)
    policy.counted(person, asked=asked)
    if kind:
        look.work.told_nudges.tell(person.id, kind, about, actions_of(payload))
    return True


def actions_of(payload: Mapping[str, Any]) -> list[list[Any]]:
    """What the buttons of a message do, each with its arguments."""
    return [[choice["action"], choice["args"]] for choice in payload["choices"]]


def addressed(nudge: Nudge, decided: Tell) -> Reply:
    """What is said, with why it is said to this person, and that it is all for today."""
    reply = nudge.reply
    if away := decided.for_:
        reply = reply + Reply.of(
            _("For {name}, who is away until {day}: you cover.", name=away.staff, day=On(away.last))
        )
    if decided.last:
        reply = reply + Reply.of(_("That's all for today. The rest is in /today."))
    return reply


def postpone(rule: Rule[T], look: Look, item: T, error: Exception) -> None:
    """An item that raised comes up again in a while; one that cannot even be put off has its rule left alone for a moment."""
    pause = None
    try:
        with look.work.part():
            rule.later(look, item, look.now + TRY_AGAIN)
    except Exception:  # noqa: BLE001 - what is written down is the first error
        pause = LEAVE_ALONE
    written_down(look.work, rule, error, pause)


def written_down(work: Work, rule: Rule[Any], error: Exception, pause: timedelta | None) -> None:
    """Keeps the error where `cartera doctor` finds it; for a `pause` the rule is left alone."""
    reference, problem = new_reference(), described(error)
    work.nudges.failed(rule.name, reference, problem, pause=pause)
    log.error("rule_failed", rule=rule.name, reference=reference, error=problem)
