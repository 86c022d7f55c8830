"""One tick: every rule is asked what is due, and what it says goes to the outbox. Each rule has a transaction of its own."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import structlog

from handlers.kit.calendar.calendars import Calendars
from handlers.kit.conversation import Conversation
from handlers.kit.failures import described, new_reference
from handlers.kit.format.texts import On, _, voice
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Company
from reminders import rules as all_rules
from reminders.policy import Policy, Tell, Wait
from reminders.rule import Look, Nudge, Rule, discover, standing
from storage.messaging.outbox import Outgoing
from storage.work import Store, Work

log = structlog.get_logger()

TRY_AGAIN = timedelta(hours=1)
"""After this an item comes up again whose person cannot be reached, or that raised."""
LEAVE_ALONE = timedelta(minutes=1)
"""For so long a rule that raised as a whole is not asked again: it would fill the log at each tick."""

T = TypeVar("T")


def every_rule() -> tuple[Rule[Any], ...]:
    """The rules of the product."""
    return discover(all_rules)


def tick(store: Store, company: Company, now: datetime, rules: Sequence[Rule[Any]]) -> list[Outgoing]:
    """Says what is due at the business time `now`; returns the messages. Any number of processes may tick at once.

    A rule that raises is written down where `cartera doctor` finds it, and stops no other one.
    """
    said: list[Outgoing] = []
    stands = standing(rules)
    with store.look(now) as work:
        left_alone = {f.rule for f in work.nudges.failures() if f.not_before and f.not_before > work.machine_now}
    for rule in rules:
        if rule.name in left_alone:
            continue
        try:
            with store.work(now) as work:
                _ask(rule, Look(work, now, company, Calendars(work, company), stands))
            said += work.outbox.added
        except Exception as error:  # noqa: BLE001 - whatever a rule does, the others speak
            _failed(store, rule, error)
    return said


def tidy(work: Work) -> None:
    """Once a day: what people wrote is forgotten where it is not needed any more."""
    work.inbox.blank_old()
    work.outbox.blank_old()
    work.conversations.forget_old()
    work.jobs.forget_old()
    work.files.forget_old()
    work.nudges.forget_old()


# ------------------------------------------------------------------ one rule
def _ask(rule: Rule[T], look: Look) -> None:
    policy = Policy(look)
    for item in list(rule.due(look)):
        try:
            with look.work.part():
                _say(rule, look, policy, item)
        except Exception as error:  # noqa: BLE001 - the rule's other items are told
            _postpone(rule, look, item, error)


def _say(rule: Rule[T], look: Look, policy: Policy, item: T) -> None:
    """Says what is to be said of one item, to whom and when that may be."""
    nudge = rule.nudge(look, item)
    if nudge is None:
        rule.told(look, item)
        return
    decided = policy.decide(nudge)
    if isinstance(decided, Wait):
        rule.later(look, item, decided.until)
        return
    address = look.work.people.address(decided.person.id)
    if address is None:
        rule.later(look, item, look.now + TRY_AGAIN)
        return
    person, reply = decided.person, _addressed(nudge, decided)
    speaks = voice(person.language, look.company.country, look.now.astimezone(ZoneInfo(person.zone)).date())
    payload = reply.payload(speaks)
    about = str(reply.about) if reply.about else None
    if look.work.outbox.add(address, payload, kind="nudge", key=nudge.key, staff_id=person.id, about=about):
        Conversation.offer(look.work, person.id, address, payload)
        policy.counted(nudge, person)
    rule.told(look, item)


def _addressed(nudge: Nudge, decided: Tell) -> Reply:
    """What is said, with why it is said to this person, and that it is all for today."""
    reply = nudge.reply
    if away := decided.for_:
        reply = reply + Reply.of(
            _("For {name}, who is away until {day}: you cover.", name=away.staff, day=On(away.last))
        )
    if decided.last:
        reply = reply + Reply.of(_("That's all for today. The rest is in /today."))
    return reply


def _postpone(rule: Rule[T], look: Look, item: T, error: Exception) -> None:
    """An item that raised comes up again in a while; one that cannot even be put off has its rule left alone for a moment."""
    pause = None
    try:
        with look.work.part():
            rule.later(look, item, look.now + TRY_AGAIN)
    except Exception:  # noqa: BLE001 - what is written down is the first error
        pause = LEAVE_ALONE
    _written_down(look.work, rule, error, pause)


def _failed(store: Store, rule: Rule[Any], error: Exception) -> None:
    """A rule that raised as a whole: nothing of it is kept, and it is asked again in a moment."""
    try:
        with store.work() as work:
            _written_down(work, rule, error, LEAVE_ALONE)
    except Exception as trouble:  # noqa: BLE001 - the store is out: the next tick finds what this one missed
        log.error("rule_failed", rule=rule.name, error=described(error), not_written_down=type(trouble).__name__)


def _written_down(work: Work, rule: Rule[Any], error: Exception, pause: timedelta | None) -> None:
    reference, problem = new_reference(), described(error)
    work.nudges.failed(rule.name, reference, problem, pause=pause)
    log.error("rule_failed", rule=rule.name, reference=reference, error=problem)
