"""What slow work has at hand: it runs in a process of its own, outside any turn, beside a bot that goes on working."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from handlers.kit.charts import Chart
from handlers.kit.documents import Document
from handlers.kit.format.texts import Words
from handlers.kit.turn import Company
from storage.people.records import Person
from storage.vault import Vault
from storage.work import Store

NOWHERE = Vault(Path("nowhere"))
"""The kept files, for work that has none."""


def cannot_draw(_chart: Chart) -> bytes:
    """In a process that has nothing to draw with."""
    raise NotImplementedError("only a light job draws")


def cannot_write(_document: Document) -> bytes:
    """In a process that has nothing to write documents with."""
    raise NotImplementedError("only the process of the jobs writes documents")


class ModelOutError(Exception):
    """No language model answers."""


def no_model(_instructions: str, _words: str) -> str:
    """Where no language model is set."""
    raise ModelOutError("no model is set")


@dataclass(frozen=True, slots=True)
class JobContext:
    """The store, the company, who asked, what draws a chart as PNG and a document as PDF, the kept files, and two ways to be a good neighbour.

    `tell(what, done, of)` says how far it is: call it as often as you like. `rest()` belongs after each short
    transaction of many: it waits as long as that took, so that whoever waits for SQLite's only writer comes first.
    """

    store: Store
    company: Company
    person: Person | None
    tell: Callable[[Words, int, int], None]
    rest: Callable[[], None]
    draw: Callable[[Chart], bytes] = cannot_draw
    write: Callable[[Document], bytes] = cannot_write
    vault: Vault = NOWHERE
    ask_model: Callable[[str, str], str] = no_model
    """What a language model says under instructions to some words; raises ModelOutError where it says nothing in time."""

    @property
    def language(self) -> str:
        """The language of whoever asked."""
        return self.person.language if self.person else self.company.language
