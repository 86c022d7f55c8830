"""What slow work has at hand: it runs in a process of its own, outside any turn, beside a bot that goes on working."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.kit.charts import Chart
from handlers.kit.format.texts import Words
from handlers.kit.turn import Company
from storage.people.records import Person
from storage.work import Store


def cannot_draw(_chart: Chart) -> bytes:
    """In a process that has nothing to draw with."""
    raise NotImplementedError("only the process of the jobs draws")


@dataclass(frozen=True, slots=True)
class JobContext:
    """The store, the company, who asked, what draws a chart as PNG, and two ways to be a good neighbour.

    `tell(what, done, of)` says how far it is: call it as often as you like. `rest()` belongs after each short
    transaction of many: it waits as long as that took, so that whoever waits for SQLite's only writer comes first.
    """

    store: Store
    company: Company
    person: Person | None
    tell: Callable[[Words, int, int], None]
    rest: Callable[[], None]
    draw: Callable[[Chart], bytes] = cannot_draw

    @property
    def language(self) -> str:
        """The language of whoever asked."""
        return self.person.language if self.person else self.company.language
