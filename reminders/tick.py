"""One tick: every rule is asked what is due, and what it says goes to the outbox. No rule shares a transaction with another.

Most of the time nothing is due, so all rules are asked that first, in one transaction that only reads; only those that have something
to do get one of their own to do it in.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

import structlog

from handlers.kit.calendar.calendars import Calendars
from handlers.kit.error_reports import described
from handlers.kit.turn import Company
from reminders import rules as all_rules
from reminders.morning_list import gather
from reminders.policy import Policy, Wait
from reminders.rule import Look, Looking, Rule, discover, standing
from reminders.sending import LEAVE_ALONE, TRY_AGAIN, addressed, postpone, send, written_down
from reminders.stretch import Stretch
from storage.messaging.outbox import Outgoing
from storage.work import Store, Work

log = structlog.get_logger()

T = TypeVar("T")


def every_rule() -> tuple[Rule[Any], ...]:
    """The rules of the product."""
    return discover(all_rules)


def tick(store: Store, company: Company, now: datetime, rules: Sequence[Rule[Any]]) -> list[Outgoing]:
    """Says what is due at the business time `now`; returns the messages. Any number of processes may tick at once.

    A rule that raises is written down where `cartera doctor` finds it, and stops no other one.
    """
    return [message for said in steps(store, company, now, rules) for message in said]


def steps(store: Store, company: Company, now: datetime, rules: Sequence[Rule[Any]]) -> Iterator[list[Outgoing]]:
    """The same, a transaction a step, each with what it said: between two of them others may write."""
    stands = standing(rules)
    with store.look(now, strictly=True) as work:
        left_alone = {f.rule for f in work.nudges.failures() if f.not_before and f.not_before > work.machine_now}
        seen = Look(work, now, company, Calendars(work, company), stands)
        asked = [rule for rule in rules if rule.name not in left_alone and _has_something(rule, seen)]

    @contextmanager
    def look() -> Iterator[Look]:
        with store.work(now) as work:
            yield Look(work, now, company, Calendars(work, company), stands)

    for rule in asked:
        if rule.gathered:
            continue
        try:
            yield from _ask(rule, look)
        except Exception as error:  # noqa: BLE001 - whatever a rule does, the others speak
            _failed(store, rule, error)
    if gentle := [rule for rule in asked if rule.gathered]:
        yield from gather(gentle, look)


def tidy(work: Work) -> None:
    """Once a day: what people wrote is forgotten where it is not needed any more."""
    work.inbox.blank_old()
    work.outbox.blank_old()
    work.conversations.forget_old()
    work.jobs.forget_old()
    work.files.forget_old()
    work.nudges.forget_old()
    work.told_nudges.settle_in_words()
    work.told_nudges.forget_old()


# ------------------------------------------------------------------ one rule
def _has_something(rule: Rule[Any], look: Look) -> bool:
    """Whether a rule has anything to do. One that would write has, and so has one that raises: it is asked again where that counts."""
    try:
        return next(iter(rule.due(look)), None) is not None
    except Exception:  # noqa: BLE001 - it raises again in a transaction of its own, and is written down there
        return True


def _ask(rule: Rule[T], looking: Looking) -> Iterator[list[Outgoing]]:
    """All that is due now, for a stretch at a time; what is left is asked for anew, since meanwhile it may have been settled."""
    left: int | None = None
    while left != 0:
        stretch = Stretch()
        with looking() as look:
            policy = Policy(look)
            items = list(rule.due(look))[:left]
            left = len(items)
            for item in items:
                try:
                    with look.work.part():
                        _say(rule, look, policy, item)
                except Exception as error:  # noqa: BLE001 - the rule's other items are told
                    postpone(rule, look, item, error)
                left -= 1
                if stretch.is_over:
                    break
        yield look.work.outbox.added


def _say(rule: Rule[T], look: Look, policy: Policy, item: T) -> None:
    """Says what is to be said of one item, to whom and when that may be."""
    nudge = rule.nudge(look, item)
    if nudge is None:
        rule.told(look, item)
        return
    decided = policy.decide(nudge, rule.name)
    if isinstance(decided, Wait):
        rule.later(look, item, decided.until)
        return
    said = send(look, policy, rule.name, decided.person, addressed(nudge, decided), nudge.key, asked=nudge.asked)
    if said is None:
        rule.later(look, item, look.now + TRY_AGAIN)
        return
    rule.told(look, item)


def _failed(store: Store, rule: Rule[Any], error: Exception) -> None:
    """A rule that raised as a whole: nothing of it is kept, and it is asked again in a moment."""
    try:
        with store.work() as work:
            written_down(work, rule, error, LEAVE_ALONE)
    except Exception as trouble:  # noqa: BLE001 - the store is out: the next tick finds what this one missed
        log.error("rule_failed", rule=rule.name, error=described(error), not_written_down=type(trouble).__name__)
