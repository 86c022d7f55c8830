"""The held-out dialogues: a conversation each, without platform or network, and a look at what is stored afterwards."""

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from handlers.kit.conversation import Conversation
from handlers.kit.dialog.engine import answer
from handlers.kit.format.texts import Voice
from handlers.kit.messages.incoming import Incoming
from handlers.kit.messages.reply import Spoken
from handlers.kit.registry.registry import Registry, discover
from handlers.kit.turn import Company, Sorry, Turn
from handlers.language.entities.names.lexicon import ordinary_words
from storage.people.records import Person
from storage.session.schema import migrate
from storage.work import Store, Work
from tests.language.heldout.corpus import CURRENCIES, LOCALES, NOW, ZONES, Score, known, lines

CUSTOMERS_OF_CONTACTS = 4
"""The first so many contacts work at the first so many customers, one at each."""
LAST, NOTES = "=", "notes"


@cache
def _registry() -> Registry:
    return discover()


def _company(language: str) -> Company:
    return Company("Casos", LOCALES[language], ZONES[language], LOCALES[language][3:], CURRENCIES[language])


def make(path: Path, language: str) -> None:
    """A store with the names that exist for every line."""
    store = Store.open(f"sqlite:///{path}")
    migrate(store.engine)
    names = known(language)
    with store.work(NOW.replace(tzinfo=ZoneInfo(ZONES[language])).astimezone(UTC)) as work:
        for name in names["staff"]:
            work.people.add(name, "rep", language, ZONES[language])
        work.person = work.people.everyone()[0]
        customers = [work.customers.add(name) for name in names["customers"]]
        for customer, contact in zip(customers[:CUSTOMERS_OF_CONTACTS], names["contacts"], strict=True):
            work.customers.add_contact(customer.id, contact)
    store.close()


@dataclass
class Chat:
    """One person's conversation with a store of its own. A message a minute, but for a burst of them."""

    store: Store
    language: str
    at: datetime
    state: dict[str, Any] = field(default_factory=dict)
    said: int = 0

    def says(self, text: str) -> str:
        """Says something, and returns the answer with its buttons."""
        self.said += 1
        self.at += timedelta(seconds=20)
        try:
            return self._turn(text)
        except Sorry as sorry:
            return self._voice().say(sorry.words)

    def _turn(self, text: str) -> str:
        with self.store.work(self.at, turn=f"in-{self.said}") as work:
            turn = self._of(work, text)
            reply = answer(turn)
            self.state = turn.conversation.as_json()
            spoken = Spoken.of(reply.payload(turn.voice))
        shown = [str(content) for _kind, content in spoken.blocks]
        return "\n".join([*shown, *(f"[{choice['label']}]" for choice in spoken.choices)])

    def _voice(self) -> Voice:
        with self.store.work(self.at) as work:
            return self._of(work, "").voice

    def _of(self, work: Work, text: str) -> Turn:
        work.person = person = self._me(work.people.everyone())
        incoming = Incoming("local", "", "1", "1", str(self.said), self.at, text=text)
        talk = Conversation.from_json(dict(self.state), self.at)
        return Turn(work, person, incoming, self.at, _company(self.language), _registry(), talk)

    def _me(self, everyone: Sequence[Person]) -> Person:
        return next(person for person in everyone if person.name == known(self.language)["staff"][0])

    def stored(self, whose: str) -> str:
        """What is stored of a customer, as the history and the card of each record would show it, or of the loose notes."""
        with self.store.work(self.at) as work:
            work.person = self._me(work.people.everyone())
            customer = work.customers.exactly(whose)
            records = work.interactions.timeline(customer.id, limit=20).items if customer else ()
            notes = "\n".join(record.summary for record in records)
        after = replace(self, state={}, at=self.at + timedelta(hours=1))
        words = {"es": ("/notas", "/historial {}"), "en": ("/notes", "/history {}")}[self.language]
        return f"{notes}\n{after.says(words[0] if whose == NOTES else words[1].format(whose))}"


def score(language: str) -> Score:
    """How many dialogues end with what was said where it belongs, and nothing where it does not."""
    right, count, misses = 0, 0, []
    with TemporaryDirectory(prefix="heldout-") as folder:
        template, path = Path(folder) / "template.db", Path(folder) / "chat.db"
        make(template, language)
        for script, wanted in lines("acts", language, ">>"):
            count += 1
            shutil.copy(template, path)
            store = Store.open(f"sqlite:///{path}", everyday=ordinary_words())
            chat = Chat(store, language, NOW.replace(tzinfo=ZoneInfo(ZONES[language])).astimezone(UTC))
            last = [chat.says(message.strip().replace("\\n", "\n")) for message in script.split(" || ")][-1]
            faults = list(_faults(chat, last, wanted))
            store.close()
            right += not faults
            misses += [f"{script} >> {'; '.join(faults)}\n{last}"] if faults else []
    return Score(right, count, tuple(misses))


def _faults(chat: Chat, last: str, wanted: str) -> Iterator[str]:
    asks = wanted.endswith(" ?")
    for check in wanted.removesuffix(" ?").split(" // "):
        whose, _colon, parts = check.partition(": ")
        got = _plain(last if whose == LAST else chat.stored(whose))
        for part in parts.split("; "):
            if part.startswith("!"):
                if _plain(part[1:]) in got:
                    yield f"{whose} has «{part[1:]}»"
            elif _plain(part) not in got and not (asks and "?" in last):
                yield f"{whose} lacks «{part}»"


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.casefold())
