"""How what people do reaches the application, and what they see of it, by platform."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from bot.app import App
from bot.clock import Clock
from bot.platforms.base import DialogResult, Platform, Rates
from bot.platforms.telegram.platform import TelegramPlatform
from handlers.kit.messages.incoming import Attachment, SharedContact, SharedPlace
from storage.messaging.inbox import RawEvent
from tests.fakes.telegram import TOKEN, FakeTelegram, Message, User
from tests.fakes.telegram.people import SMALLEST_PNG
from tests.office.local import LocalPlatform, Seen


class Door(Protocol):
    """One platform, from the people's side. `media` are what can be sent there without words."""

    name: str
    media: tuple[str, ...]

    async def open(self) -> None:
        """Before anything."""
        ...

    def platform(self, clock: Clock) -> Platform:
        """The adapter for a newly built application."""
        ...

    async def enter(self, name: str, language: str) -> str:
        """A new person's account on the platform."""
        ...

    def serves(self, app: App) -> None:
        """From now on this application answers, where the platform sends requests."""
        ...

    async def do(self, app: App, account: str, what: str, *args: Any, at: datetime, **more: Any) -> None:
        """Does something with a phone, and waits for what it causes."""
        ...

    async def look(self) -> None:
        """Whatever the bot has sent is on the screens."""
        ...

    def texts(self, account: str) -> list[str]:
        """What the person's screen shows."""
        ...

    def labels(self, account: str) -> list[str]:
        """The buttons of the latest message that has any."""
        ...

    def received(self, account: str) -> list[tuple[str, bytes]]:
        """The files that the bot sent: their names and contents."""
        ...

    async def close(self) -> None:
        """At the end."""
        ...


SAMPLES = {"photo": SMALLEST_PNG, "voice": b"OggS"}
"""What people send that have no file at hand."""


class LocalDoor:
    """Straight into the inbox; with `twice`, every event comes again."""

    media: tuple[str, ...] = ("photo", "voice", "location")

    def __init__(self, *, twice: bool, name: str = "local", rich: bool = False) -> None:
        self.name = name
        self.local = LocalPlatform(name, rich=rich)
        self._twice = twice
        self._last: dict[str, str] = {}
        self._people = 0

    async def open(self) -> None:
        """Nothing to start."""

    def platform(self, clock: Clock) -> Platform:
        """The screens outlive the application."""
        del clock
        return self.local

    def serves(self, app: App) -> None:
        """It is handed its events."""

    async def enter(self, name: str, language: str) -> str:
        """Accounts are numbers, as everywhere."""
        del name, language
        self._people += 1
        return str(1000 + self._people)

    async def do(self, app: App, account: str, what: str, *args: Any, at: datetime, **more: Any) -> None:
        """One event, once or twice."""
        event = getattr(self, f"_{what}")(account, *args, sent_at=at, **more)
        for _time in range(1 + self._twice):
            await app.inbox.take([event])
            await app.settle()

    async def look(self) -> None:
        """It is: nothing lies between."""

    async def fill_in(
        self, app: App, account: str, form: str, fields: Mapping[str, str], *, at: datetime, wait: float
    ) -> DialogResult | None:
        """Sends a dialog, and waits so many seconds for what becomes of it; then for whatever else it causes."""
        event = self.local.event(account, kind="submit", text=form, fields=dict(fields), sent_at=at)
        answers = []
        for _time in range(1 + self._twice):
            waiting = asyncio.create_task(app.inbox.take_and_answer(event, wait))
            if wait:
                while not waiting.done():
                    await app.settle()
            answers.append(await waiting)
            await app.settle()
        assert wait == 0 or all(answer == answers[0] for answer in answers), (
            "the same dialog again is answered the same"
        )
        return answers[0]

    def seen_in(self, chat: str, account: str) -> list[Seen]:
        """What a person sees of a shared chat."""
        return [seen for seen in self.local.screens[chat] if seen.only_for in {None, account}]

    def home(self, account: str) -> Seen:
        """The person's home page as it was shown last."""
        return self.local.homes_of[account]

    def texts(self, account: str) -> list[str]:
        """As the terminal renders them."""
        return [seen.text for seen in self.local.screens[account]]

    def labels(self, account: str) -> list[str]:
        """Of the latest message that has any."""
        return next((seen.labels for seen in reversed(self.local.screens[account]) if seen.labels), [])

    def received(self, account: str) -> list[tuple[str, bytes]]:
        """As they were sent."""
        return self.local.received[account]

    async def close(self) -> None:
        """Nothing to end."""

    def _says(self, account: str, text: str, *, sent_at: datetime, **more: Any) -> RawEvent:
        message = self._last[account] = self.local.next_message()
        return self.local.event(account, message=message, text=text, sent_at=sent_at, **more)

    def _says_in(self, account: str, chat: str, text: str, *, sent_at: datetime, **more: Any) -> RawEvent:
        return self.local.event(chat, account=account, text=text, private=False, sent_at=sent_at, **more)

    def _presses_in(self, account: str, chat: str, label: str, *, sent_at: datetime, **more: Any) -> RawEvent:
        seen = next(seen for seen in reversed(self.seen_in(chat, account)) if label in seen.labels)
        return self.local.event(
            chat,
            account=account,
            message=seen.id,
            kind="press",
            token=seen.token,
            private=False,
            choice=seen.labels.index(label),
            sent_at=sent_at,
            **more,
        )

    def _opens_home(self, account: str, *, sent_at: datetime) -> RawEvent:
        return self.local.event(account, kind="home", sent_at=sent_at)

    def _presses_at_home(self, account: str, label: str, *, sent_at: datetime) -> RawEvent:
        seen = self.home(account)
        return self.local.event(
            account, kind="press", token=seen.token, choice=seen.labels.index(label), sent_at=sent_at
        )

    def _deletes(self, account: str, *, sent_at: datetime) -> RawEvent:
        return self.local.event(account, message=self._last[account], kind="deleted", sent_at=sent_at)

    def _edits(self, account: str, text: str, *, sent_at: datetime) -> RawEvent:
        return self.local.event(account, message=self._last[account], text=text, kind="edit", sent_at=sent_at)

    def _forwards(self, account: str, text: str, from_name: str, *, sent_at: datetime) -> RawEvent:
        return self._says(account, text, forwarded_from=from_name, sent_at=sent_at)

    def _replies(self, account: str, fragment: str, text: str, *, sent_at: datetime) -> RawEvent:
        seen = next(seen for seen in reversed(self.local.screens[account]) if fragment in seen.text)
        return self._says(account, text, replies_to=seen.id, sent_at=sent_at)

    def _sends(self, account: str, media: str, *, sent_at: datetime) -> RawEvent:
        if media == "location":
            place = SharedPlace(40.4168, -3.7038)
            return self.local.event(account, kind="other", media=media, place=place, sent_at=sent_at)
        return self._sends_file(account, "", SAMPLES[media], media=media, sent_at=sent_at)

    def _sends_file(
        self, account: str, name: str, content: bytes, *, sent_at: datetime, media: str = "document", words: str = ""
    ) -> RawEvent:
        self.local.files.append(content)
        file = Attachment(name, len(content), str(len(self.local.files) - 1), media=media)
        kind = "text" if words else "other"
        return self.local.event(account, kind=kind, text=words, media=media, attachments=(file,), sent_at=sent_at)

    def _shows(self, account: str, media: str, words: str, *, sent_at: datetime) -> RawEvent:
        return self._sends_file(account, "", SAMPLES[media], sent_at=sent_at, media=media, words=words)

    def _passes_on(self, account: str, name: str, phone: str, *, sent_at: datetime) -> RawEvent:
        contact = SharedContact(name, phone)
        return self.local.event(account, kind="other", media="contact", contact=contact, sent_at=sent_at)

    def _presses(self, account: str, label: str, *, sent_at: datetime) -> RawEvent:
        for seen in reversed(self.local.screens[account]):
            if label in seen.labels:
                return self.local.event(
                    account,
                    message=seen.id,
                    kind="press",
                    token=seen.token,
                    choice=seen.labels.index(label),
                    sent_at=sent_at,
                )
        raise AssertionError(f"there is no button «{label}», only {self.labels(account)}")


class TelegramDoor:
    """Through the real adapter and a strict Telegram on localhost."""

    name = "telegram"
    media: tuple[str, ...] = ("photo", "voice", "location")

    def __init__(self, *, twice: bool) -> None:
        self._twice = twice
        self._users: dict[str, User] = {}
        self._last: dict[str, Message] = {}
        self.fake: FakeTelegram

    async def open(self) -> None:
        """Starts Telegram."""
        self.fake = await FakeTelegram.start(rates=False, twice=self._twice)

    def platform(self, clock: Clock) -> Platform:
        """The real adapter; the pacer is lifted together with the fake's rates."""
        return TelegramPlatform(TOKEN, self.fake.url, {}, rates=Rates(), clock=clock)

    def serves(self, app: App) -> None:
        """It polls."""

    async def enter(self, name: str, language: str) -> str:
        """A Telegram user."""
        user = self.fake.user(name, language_code=language)
        self._users[str(user.id)] = user
        return str(user.id)

    async def do(self, app: App, account: str, what: str, *args: Any, at: datetime, **more: Any) -> None:
        """The user does it; the adapter polls it in."""
        await getattr(self, f"_{what}")(self._users[account], *args, at, **more)
        await self.fake.until(lambda: not self.fake.pending())
        await app.settle()

    async def look(self) -> None:
        """What Telegram has taken is on the screens."""

    def texts(self, account: str) -> list[str]:
        """As Telegram shows them."""
        return [message.text for message in self._users[account].inbox]

    def labels(self, account: str) -> list[str]:
        """Of the latest message that has any."""
        return next((message.labels for message in reversed(self._users[account].inbox) if message.labels), [])

    def received(self, account: str) -> list[tuple[str, bytes]]:
        """As Telegram keeps them."""
        files = [
            message.raw["document"]["file_id"] for message in self._users[account].inbox if "document" in message.raw
        ]
        stored = self.fake.world.files.by_id
        return [(stored[file].name, stored[file].content) for file in files]

    async def close(self) -> None:
        """Ends Telegram, which was asked nothing odd."""
        await self.fake.stop()
        assert not self.fake.mistakes, self.fake.mistakes

    async def _says(self, user: User, text: str, at: datetime) -> None:
        if text.startswith("/start"):
            await user.start(text.partition(" ")[2])
        else:
            self._last[str(user.id)] = await user.says(text, at=at)

    async def _edits(self, user: User, text: str, at: datetime) -> None:
        del at
        await user.edits(self._last[str(user.id)], text)

    async def _forwards(self, user: User, text: str, from_name: str, at: datetime) -> None:
        del at
        await user.forwards(text, from_name)

    async def _replies(self, user: User, fragment: str, text: str, at: datetime) -> None:
        message = next(m for m in reversed(user.inbox) if fragment in m.text)
        await user.says(text, at=at, reply_to=message)

    async def _sends(self, user: User, media: str, at: datetime) -> None:
        if media == "photo":
            await user.sends_photo(at=at)
        elif media == "voice":
            await user.sends_voice(at=at)
        else:
            await user.sends_location(at=at)

    async def _sends_file(self, user: User, name: str, content: bytes, at: datetime) -> None:
        await user.sends_document(name, content, at=at)

    async def _shows(self, user: User, media: str, words: str, at: datetime) -> None:
        del media
        await user.sends_photo(words, at=at)

    async def _passes_on(self, user: User, name: str, phone: str, at: datetime) -> None:
        await user.sends_contact(name, phone, at=at)

    async def _presses(self, user: User, label: str, at: datetime) -> None:
        del at
        message = next((m for m in reversed(user.inbox) if label in m.labels), None)
        assert message, f"there is no button «{label}»"
        await user.presses(message, label)
