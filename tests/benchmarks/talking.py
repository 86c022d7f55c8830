"""Turns in this process, without a platform: from the event to the commit."""

import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import uuid4

from bot.clock import SystemClock
from bot.intake.turns import TurnResult, Turns
from handlers.kit.registry.registry import discover
from handlers.kit.turn import Company as Office
from handlers.language.entities.names.lexicon import ordinary_words
from storage.work import Store
from tests.benchmarks.stores import ZONE
from tests.office.local import LocalPlatform

OFFICE = Office("Cartera", "es_ES", ZONE, "ES", "EUR")


@dataclass
class Talk:
    """People of one store who say something. Several may talk in the same store, one after the other."""

    store: Store
    _local: LocalPlatform = field(default_factory=LocalPlatform)
    _talk: str = field(default_factory=lambda: uuid4().hex)

    def __post_init__(self) -> None:
        self._turns = Turns(self.store, discover(), {self._local.name: self._local}, OFFICE, SystemClock())

    @classmethod
    def at(cls, url: str) -> "Talk":
        """In the store at this address."""
        return cls(Store.open(url, everyday=ordinary_words()))

    def says(self, account: str, text: str) -> tuple[TurnResult, float]:
        """What came of it, and the milliseconds that taking it in and its turn took."""
        event = self._local.event(account, text=text, sent_at=datetime.now(UTC))
        event = replace(event, event_id=f"{self._talk}:{event.event_id}")
        begun = time.perf_counter()
        with self.store.work() as work:
            work.inbox.take([event])
        taken = self._turns.next()
        spent = (time.perf_counter() - begun) * 1000
        assert taken, "no turn was taken"
        return taken, spent
