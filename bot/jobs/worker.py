"""Where slow work runs: a process of its own, with the store at hand and manners towards whoever else needs it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

from bot.jobs.model import ModelSettings, ask_model
from handlers.kit.charts import Chart
from handlers.kit.documents import Document
from handlers.kit.format.texts import Words, voice
from handlers.kit.jobs import JobContext, cannot_draw
from handlers.kit.messages.progress import Progress
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Company
from storage.messaging.records import Address
from storage.vault import Vault
from storage.work import Store

JobFunction = Callable[[JobContext, dict[str, Any]], dict[str, Any]]

FIRST_AFTER, AGAIN_AFTER = 3.0, 4.0
"""Seconds until somebody who waits is told how far it is, and then again: the same message, changed."""
SHARE_OF_REST, SHARE_BESIDE_OTHERS = 0.5, 0.1
"""Of the time it worked, on a store with one writer, and on one where others write meanwhile anyway."""
LONGEST_REST = 0.5


@dataclass(frozen=True, slots=True)
class JobRequest:
    """For whom something is done: the store, the company, and the chat that it comes back to.

    `quietly`: several people read that chat, and how far it is concerns one of them.
    """

    store_url: str
    company: Company
    vault: Vault
    job: int
    platform: str
    chat: str
    account: str
    quietly: bool = False
    model: ModelSettings | None = None


def run_job(function: JobFunction, request: JobRequest, payload: dict[str, Any]) -> dict[str, Any]:
    """Does a job in the process of the jobs; returns its result."""
    return do_job(function, request, payload, _store(request.store_url))


def do_job(
    function: JobFunction,
    request: JobRequest,
    payload: dict[str, Any],
    store: Store,
    draw: Callable[[Chart], bytes] = cannot_draw,
) -> dict[str, Any]:
    """Does a job on a store that is open; returns its result."""
    with store.look() as work:
        person = work.people.by_account(request.platform, request.account)
    return function(
        JobContext(
            store,
            request.company,
            person,
            _Progress(store, request, person.language if person else ""),
            Rest.after(store),
            draw,
            _written,
            request.vault,
            partial(ask_model, request.model),
        ),
        payload,
    )


def _written(document: Document) -> bytes:
    from bot.jobs.documents.writing import pdf  # noqa: PLC0415 - for whoever writes documents

    return pdf(document)


@cache
def _store(url: str) -> Store:
    """One store a process: it does one job after the other."""
    return Store.open(url, pool=1)


@dataclass
class Rest:
    """Waits for a share of the time that has passed since it last did."""

    share: float
    _since: float = field(default_factory=time.monotonic)

    @classmethod
    def after(cls, store: Store) -> "Rest":
        """The rest that work on this store owes to others."""
        return cls(SHARE_OF_REST if store.single_writer else SHARE_BESIDE_OTHERS)

    def __call__(self) -> None:
        """Rests."""
        time.sleep(min((time.monotonic() - self._since) * self.share, LONGEST_REST))
        self._since = time.monotonic()


@dataclass
class _Progress:
    """Tells the chat how far a job is, in one message that changes; and that the job is still alive."""

    store: Store
    request: JobRequest
    language: str
    _next: float = field(default_factory=lambda: time.monotonic() + FIRST_AFTER)
    _message: int | None = None

    def __call__(self, what: Words, done: int, of: int) -> None:
        """Tells it, unless it was told a moment ago."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + AGAIN_AFTER
        company, request = self.request.company, self.request
        if request.quietly:
            with self.store.work() as work:
                work.jobs.renew(request.job)
            return
        speaks = voice(self.language or company.language, company.country, datetime.now(UTC).date())
        payload = Reply((Progress(what, done, of),)).payload(speaks)
        with self.store.work() as work:
            sent = work.outbox.add(
                Address(request.platform, request.chat), payload, kind="progress", edits=self._message
            )
            work.jobs.renew(request.job)
        self._message = self._message or (sent.id if sent else None)
