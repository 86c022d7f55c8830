"""What may wait is gathered: one list a morning for each person, with a button for each thing in it.

First all that is due is looked at, then each person's list is told, for a stretch at a time; each thing is a savepoint. What was
told twice and never answered goes up to the manager, once.
"""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.kit.format.texts import _, ngettext
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.people.managers import managers_of
from reminders.policy import Policy, Tell, Wait
from reminders.rule import Look, Looking, Nudge, Rule
from reminders.sending import LEAVE_ALONE, TRY_AGAIN, addressed, postpone, send, written_down
from reminders.stretch import Stretch
from storage.messaging.outbox import Outgoing

SHOWN = 6
"""Things in a morning's list; what is left comes with the next one."""
UNANSWERED = 2
REMEMBERED = timedelta(days=60)
LEFT_ALONE = timedelta(days=30)
"""For so long nothing is said of what went up to a manager."""


@dataclass(frozen=True, slots=True)
class _Thing:
    """One thing that may be told, by which rule, and whether it went up."""

    rule: Rule[Any]
    item: Any
    nudge: Nudge
    decided: Tell
    up: bool


def gather(rules: Sequence[Rule[Any]], looking: Looking) -> Iterator[list[Outgoing]]:
    """Tells everybody's list of what is due; what each transaction said."""
    found = defaultdict[int, list[_Thing]](list)
    for rule in rules:
        yield from _find(rule, looking, found)
    lists = list(found.values())
    while lists:
        stretch = Stretch()
        with looking() as look:
            policy = Policy(look)
            while lists and not stretch.is_over:
                _tell(look, policy, lists.pop(0))
        yield look.work.outbox.added


def _find(rule: Rule[Any], looking: Looking, found: Mapping[int, list[_Thing]]) -> Iterator[list[Outgoing]]:
    """What is due by one rule and may be told, for each person."""
    items: deque[Any] | None = None
    while items is None or items:
        stretch = Stretch()
        with looking() as look:
            policy = Policy(look)
            if items is None:
                try:
                    with look.work.part():
                        items = deque(rule.due(look))
                except Exception as error:  # noqa: BLE001 - whatever a rule does, the others speak
                    items = deque()
                    written_down(look.work, rule, error, LEAVE_ALONE)
            while items and not stretch.is_over:
                item = items.popleft()
                try:
                    with look.work.part():
                        if thing := _thing(rule, look, policy, item):
                            found[thing.decided.person.id].append(thing)
                except Exception as error:  # noqa: BLE001 - the rule's other items are told
                    postpone(rule, look, item, error)
        yield look.work.outbox.added


def _thing(rule: Rule[Any], look: Look, policy: Policy, item: Any) -> _Thing | None:  # noqa: ANN401
    nudge = rule.nudge(look, item)
    if nudge is None:
        rule.told(look, item)
        return None
    up = False
    if rule.climbs and nudge.reply.about:
        times, was_up = look.work.told_nudges.unanswered(rule.name, str(nudge.reply.about), look.now - REMEMBERED)
        if was_up:
            rule.later(look, item, look.now + LEFT_ALONE)
            return None
        if times >= UNANSWERED and (climbed := _to_manager(look, nudge)):
            nudge, up = climbed, True
    decided = policy.decide(nudge, rule.name, gathered=True)
    if isinstance(decided, Wait):
        rule.later(look, item, decided.until)
        return None
    return _Thing(rule, item, nudge, decided, up)


def _to_manager(look: Look, nudge: Nudge) -> Nudge | None:
    """The same for the manager, with who did not answer."""
    owner = look.work.people.get(nudge.to)
    manager = next(iter(managers_of(look.work, owner)), None)
    if manager is None:
        return None
    why = Reply.of(_("{name} did not answer this twice.", name=owner.name))
    return replace(nudge, to=manager.id, key=f"{nudge.key}:up", reply=nudge.reply + why)


def _tell(look: Look, policy: Policy, things: Sequence[_Thing]) -> None:
    """One message to one person: the thing itself, or a list of them."""
    person, shown = things[0].decided.person, things[:SHOWN]
    key = f"morning:{person.id}:{look.now.astimezone(ZoneInfo(person.zone)):%Y-%m-%d}"
    said = send(look, policy, "", person, _said(shown), key)
    if not said:
        again = look.now + TRY_AGAIN if said is None else policy.tomorrow(person)
        for thing in things:
            thing.rule.later(look, thing.item, again)
        return
    for thing in shown:
        about = str(thing.nudge.reply.about) if thing.nudge.reply.about else None
        buttons = [[one.action.name, dict(one.action.args)] for one in thing.nudge.reply.choices]
        look.work.told_nudges.tell(person.id, thing.rule.name, about, buttons, up=thing.up)
        thing.rule.told(look, thing.item)
    for thing in things[SHOWN:]:
        thing.rule.later(look, thing.item, policy.tomorrow(person))


def _said(things: Sequence[_Thing]) -> Reply:
    if len(things) == 1:
        return addressed(things[0].nudge, things[0].decided)
    heading = ngettext("{count} thing that can wait", "{count} things that can wait", len(things))
    entries = [
        (_("{number}. {what}", number=number, what=thing.nudge.line[0]), thing.nudge.line[1])
        for number, thing in enumerate(things, 1)
    ]
    choices = tuple(
        replace(opens, label=_("{number}. {what}", number=number, what=opens.label))
        for number, thing in enumerate(things, 1)
        if (opens := thing.nudge.opens)
    )
    last = (Paragraph(_("That's all for today. The rest is in /today.")),) if things[-1].decided.last else ()
    return Reply((Heading(heading), Entries(entries), *last), choices)
