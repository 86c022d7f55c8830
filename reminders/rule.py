"""What a rule is: it finds what is due, says it in its domain's words, and remembers that it was said."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from types import ModuleType
from typing import Any, Generic, TypeVar

from handlers.kit.calendar.calendars import Calendars
from handlers.kit.format.texts import Words
from handlers.kit.messages.action import Choice
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Company
from storage.work import Work

T = TypeVar("T")

Standing = Callable[[Work, str | None], bool]


@dataclass(frozen=True, slots=True)
class Look:
    """What a rule gets to see: the store, the business time, the company, and who works when."""

    work: Work
    now: datetime
    company: Company
    calendars: Calendars
    stands: Standing = lambda _work, _about: True
    """Whether what was said about something is still true: see `standing`."""


Looking = Callable[[], AbstractContextManager[Look]]
"""Opens a transaction to look at the store in, as often as it takes."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """Something to say unasked. `key` makes it unique for all time; `to` is the colleague's id whose matter it is.

    What was `asked` for at this very hour is told whatever the hour, and counts towards no cap; what is `even_away` is told to
    the colleague themselves though they are away. A gathered one has a `line` for the list that it stands in, head and body, and a
    button that `opens` it.
    """

    key: str
    to: int
    reply: Reply
    asked: bool = False
    even_away: bool = False
    line: tuple[Words, Words] = ("", "")
    opens: Choice | None = None


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """One reason to speak up unasked.

    `due` finds what is due now, a bounded number by an index; what is left comes with the next tick. `nudge` says what is to
    be said of one item, None for nothing. `told` and `later` see to it that the item is not found again: any more, or
    before a time, because its person may not be told now, cannot be reached, or because the item raised. Each item is a
    savepoint of its own, so that one that raises undoes nobody else's. No transaction in which something is done is shared with another
    rule, and a tick may take several for one rule: `due` is asked again in each. Before that all rules are asked in one that
    only reads, whether they have anything: a rule that would write there has, and so has one that raises.

    A message may have to wait for its platform. `holds` says whether what it says about one of the things that are called `about`
    is still true then, by that thing's number.

    What may wait is `gathered`: one list a morning has all of it, told where it is one thing as that thing. One that `climbs` and is
    not answered twice goes up to the manager, once.
    """

    due: Callable[[Look], Iterable[T]]
    nudge: Callable[[Look, T], Nudge | None]
    told: Callable[[Look, T], None]
    later: Callable[[Look, T, datetime], None]
    name: str = ""
    about: str = ""
    holds: Callable[[Work, int], bool] | None = None
    gathered: bool = False
    climbs: bool = False


def standing(rules: Iterable[Rule[Any]]) -> Standing:
    """Tells whether what was said about something ("follow_up:7") is still true; true where no rule has anything to say to that."""
    asked = {rule.about: rule.holds for rule in rules if rule.holds is not None}

    def stands(work: Work, about: str | None) -> bool:
        kind, _colon, number = (about or "").partition(":")
        holds = asked.get(kind)
        return holds is None or not number.isdecimal() or holds(work, int(number))

    return stands


def discover(package: ModuleType) -> tuple[Rule[Any], ...]:
    """The `RULE` of every module of a package, by name: adding one is adding its file."""
    modules = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    rules = ((name, importlib.import_module(f"{package.__name__}.{name}")) for name in modules)
    return tuple(replace(module.RULE, name=name) for name, module in rules if hasattr(module, "RULE"))
