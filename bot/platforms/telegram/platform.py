"""Telegram: raw updates in, HTML and inline keyboards out."""

import asyncio
import hmac
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.clock import Clock, SystemClock
from bot.platforms.attachments import Attached, attached_to
from bot.platforms.base import (
    EventSink,
    Pace,
    PlatformRoute,
    Rates,
)
from bot.platforms.http_errors import GATEWAY_TIMEOUT, PROXY_SAYS_NOT_SENT
from bot.platforms.multipart import Part, Parts
from bot.platforms.outcomes import Failure, Moved, NotSent, Refused, Scope, SendError, Unknown, Unreachable
from bot.platforms.retrying import CredentialError, UnansweredError
from bot.platforms.telegram.album import Album
from bot.platforms.telegram.commands import CommandMenus
from bot.platforms.telegram.groups import Knows, is_for_the_bot
from bot.platforms.telegram.introduction import ALLOWED, REFUSED, Introduction, seconds_of
from bot.platforms.telegram.parsing import NAME, chat_of, incoming_of
from bot.platforms.telegram.polling import poll_into
from bot.platforms.telegram.text import MOST_CAPTION, fits, html, keyboard
from bot.platforms.telegram.transport import READ_SECONDS, AiohttpRequest, NotConnected, ServerFailed
from bot.platforms.telegram.webhook import webhook_route
from handlers.kit.messages.incoming import Incoming
from handlers.kit.messages.picture import Picture
from handlers.kit.messages.reply import Spoken
from storage.messaging.inbox import RawEvent
from storage.messaging.outbox import Outgoing

log = structlog.get_logger()

POLL_SECONDS = 25
DOWNLOAD_SECONDS = 60
RATES = Rates(chat=Pace(3, 1.05), group=Pace(3, 3.6), in_any_second=28)
"""Telegram's limits (core.telegram.org/bots/faq: 1 a second in a chat where "short bursts" pass, 20 a minute in a group, 30 a second
in all), with a little left for the clocks' drift: 3 + 60 / 3.6 are fewer than 20. The burst is what is seen, not promised: a
chat that answers 429 loses it for a while."""

BACKOFF = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between attempts when Telegram cannot be reached."""

TOO_MANY_REQUESTS = 429
NOT_MODIFIED = "not modified"
NO_TEXT = "there is no text in the message to edit"

Rows = Sequence[Sequence[tuple[str, str]]]
"""Buttons as they stand: label and callback data."""


class TelegramPlatform:
    """One bot. `secret` is set where updates come by webhook, at `webhook_url`; `knows` tells its commands from other bots'."""

    name = NAME
    ephemeral = False
    home_pages = False

    def __init__(
        self,
        token: str,
        api_url: str,
        commands: CommandMenus,
        *,
        webhook_url: str | None = None,
        secret: str | None = None,
        rates: Rates = RATES,
        clock: Clock | None = None,
        knows: Knows = lambda _word: True,
    ) -> None:
        os.environ.setdefault("PTB_TIMEDELTA", "true")  # else every 429 warns of a change to come in the library
        root = api_url.rstrip("/")
        self.rates = rates
        self._clock = clock or SystemClock()
        self._http = AiohttpRequest()
        self._polls = AiohttpRequest(connections=2)
        self._bot = Bot(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=self._http,
            get_updates_request=self._polls,
        )
        self._knows = knows
        self._parts = Parts()
        self._webhook_url = webhook_url
        # Without one of our own, one that only who has the token knows, the same in every process of the bot.
        self.secret = secret or hmac.new(token.encode(), b"webhook", "sha256").hexdigest()
        self._introduction = Introduction(self._bot, commands, webhook_url, self.secret)
        self.username = ""

    @property
    def bot_id(self) -> str:
        """The bot's own number, part of every event's key."""
        return self._bot.token.partition(":")[0]

    async def start(self) -> None:
        """Learns who the bot is, however long Telegram is out; sets or removes the webhook, and registers the commands."""
        self.username = await self._introduction.username()
        log.info("connected", platform=NAME, bot=f"@{self.username}")
        await self._introduction.make()

    async def about_me(self) -> str:
        """The bot's user name."""
        return (await self._bot.get_me()).username or ""

    async def receive(self, inbox: EventSink) -> None:
        """Long polling: a batch is committed before the next call confirms it. A webhook has no loop of its own."""
        if self._webhook_url:
            await asyncio.Event().wait()
        await poll_into(inbox, self._poll, self.events)

    def routes(self, inbox: EventSink) -> Sequence[PlatformRoute]:
        """The webhook, where there is one."""
        return (webhook_route(self.secret, self.events, inbox),) if self._webhook_url else ()

    def events(self, updates: Sequence[dict[str, Any]]) -> list[RawEvent]:
        """Raw updates as events of the inbox. Raises SendError while the bot does not know its own name."""
        if not self.username:
            raise SendError(NotSent("the bot does not know its own name yet", Scope.PLATFORM))
        return [
            RawEvent(
                NAME,
                self.bot_id,
                str(update.get("update_id"))[:80],
                chat_of(update),
                json.dumps(update, separators=(",", ":")),
                waits="callback_query" in update,
            )
            for update in updates
            if is_for_the_bot(update, self.bot_id, self.username, self._knows)
        ]

    def parse(self, raw: dict[str, Any]) -> Incoming | None:
        """What the person did."""
        return incoming_of(raw, self.bot_id, self._clock.now(), self.username)

    async def acknowledge(self, raw: dict[str, Any]) -> None:
        """Stops a pressed button's spinner."""
        press = raw.get("callback_query")
        if isinstance(press, dict) and isinstance(press.get("id"), str):
            with suppress(TelegramError):
                await self._bot.answer_callback_query(press["id"])

    async def send(self, message: Outgoing, edits: str | None) -> str | None:
        """Sends or edits; every way it can end is one of SendError's."""
        spoken = Spoken.of(message.payload)
        rows = keyboard(message.token, spoken.choices)
        try:
            if attached := attached_to(message):
                return (await self._parts.send(message.id, self._with(attached, message, spoken, rows)))[-1]
            if edits:
                return await self._edit(message, edits, spoken, _markup(rows))
            return await self._send_text(message, html(spoken), rows)
        except TelegramError as error:
            raise SendError(_outcome(error)) from None

    async def fetch(self, reference: str, most: int) -> bytes:
        """Downloads a file. Its address holds the token: it is never logged, and no error carries it."""
        try:
            file = await self._bot.get_file(reference)
            address = file.file_path or ""
            if (file.file_size or 0) > most or not address.startswith("http"):
                raise SendError(Refused("the file cannot be had"))
            status, content = await self._http.call("GET", address, read_seconds=DOWNLOAD_SECONDS)
        except TelegramError as error:
            raise SendError(_outcome(error)) from None
        if status != 200:
            problem = f"HTTP {status}"
            raise SendError(NotSent(problem, Scope.MESSAGE) if status >= 500 else Refused(problem))
        if len(content) > most:
            raise SendError(Refused("the file is too big"))
        return content

    async def close(self) -> None:
        """Closes the connections."""
        await self._introduction.close()
        await self._http.shutdown()
        await self._polls.shutdown()

    def join_link(self, code: str) -> str | None:
        """A t.me link; none before the bot's name is known."""
        return join_link(self.username, code) if self.username else None

    def is_group(self, chat: str) -> bool:
        """Groups have negative ids."""
        return chat.startswith("-")

    async def _send_text(self, message: Outgoing, text: str, rows: Rows) -> str:
        """Nearly all that is sent. Not Bot.send_message: building its objects, and the message that comes back, doubles what a send costs."""
        query: dict[str, Any] = {"chat_id": message.chat, "text": text, "parse_mode": "HTML"}
        if rows:
            query["reply_markup"] = {
                "inline_keyboard": [[{"text": label, "callback_data": data} for label, data in row] for row in rows]
            }
        if message.reply_to:
            query["reply_parameters"] = {"message_id": int(message.reply_to), "allow_sending_without_reply": True}
        sent = await self._ask(self._http, "sendMessage", query, READ_SECONDS)
        try:
            return str(sent["message_id"])
        except (TypeError, KeyError):
            raise NetworkError("no message came back") from None

    def _with(self, attached: Attached, message: Outgoing, spoken: Spoken, rows: Rows) -> list[Part]:
        """The parts of a message with pictures and files: one, where all that is said has room under the only one of them."""
        album = Album(self._bot, message.chat, message.reply_to)
        if len(attached.pictures) + len(attached.files) == 1 and fits(spoken, MOST_CAPTION):
            caption = html(spoken, MOST_CAPTION) if spoken.blocks else ""
            return [partial(album.only, attached, caption, _markup(rows))]
        # What is to be seen in a picture stands below it already.
        rest = [
            (kind, content)
            for kind, content in spoken.blocks
            if kind != Picture.kind or content["file"] not in message.files
        ]
        parts = [*album.pictures(attached.pictures), *album.files(attached.files)]
        if rest or rows:
            parts.append(partial(self._send_text, message, html(Spoken(rest)), rows))
        return parts

    async def _edit(self, message: Outgoing, edits: str, spoken: Spoken, markup: InlineKeyboardMarkup | None) -> str:
        """Changes a message; one that is a picture or a file has its text below that, and less room for it."""
        where: dict[str, Any] = {"chat_id": message.chat, "message_id": int(edits), "parse_mode": ParseMode.HTML}
        try:
            try:
                await self._bot.edit_message_text(html(spoken), **where, reply_markup=markup)
            except BadRequest as error:
                if NO_TEXT not in error.message.lower():
                    raise
                await self._bot.edit_message_caption(caption=html(spoken, MOST_CAPTION), **where, reply_markup=markup)
        except BadRequest as error:
            if NOT_MODIFIED not in error.message.lower():
                raise
        return edits

    async def _poll(self, offset: int) -> list[dict[str, Any]]:
        # Not Bot.get_updates: that decodes the whole batch, and one update it cannot read would come back for ever.
        query = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": ALLOWED}
        updates = await self._ask(self._polls, "getUpdates", query, POLL_SECONDS + 10)
        return [update for update in updates if isinstance(update, dict)] if isinstance(updates, list) else []

    async def _ask(self, http: AiohttpRequest, method: str, query: dict[str, Any], read_seconds: float) -> Any:  # noqa: ANN401 - JSON
        """One call of the Bot API, raw; returns its result. Raises what the library would."""
        status, body = await http.call("POST", f"{self._bot.base_url}/{method}", json=query, read_seconds=read_seconds)
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict) or not answer.get("ok"):
            raise _error_of(status, answer if isinstance(answer, dict) else {})
        return answer.get("result")


def _markup(rows: Rows) -> InlineKeyboardMarkup | None:
    return (
        InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows])
        if rows
        else None
    )


# ------------------------------------------------------------------ how a send ended
def _outcome(error: TelegramError) -> Failure:
    """Telegram's error as what it means for the message."""
    match error:
        case RetryAfter():
            return NotSent("429", Scope.CHAT, seconds_of(error))
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return Unreachable(error.message)
        case BadRequest() if "chat not found" in error.message.lower():
            return Unreachable(error.message)
        case BadRequest():
            return Refused(error.message)
        case InvalidToken():
            return NotSent("Telegram refuses the token", Scope.PLATFORM)
        case NotConnected():
            return NotSent(f"no connection ({error.message})", Scope.PLATFORM)
        case ServerFailed() if error.status in PROXY_SAYS_NOT_SENT:
            return NotSent(f"HTTP {error.status}", Scope.PLATFORM)
        case ServerFailed() if error.status >= 500 and error.status != GATEWAY_TIMEOUT:
            return NotSent(f"HTTP {error.status}", Scope.MESSAGE)
        case _:
            return Unknown(type(error).__name__)


def _error_of(status: int, answer: dict[str, Any]) -> TelegramError:
    """What is wrong, as the library tells it (core.telegram.org/bots/api#responseparameters)."""
    text = str(answer.get("description", "nothing said"))
    parameters = answer.get("parameters")
    parameters = parameters if isinstance(parameters, dict) else {}
    if status == TOO_MANY_REQUESTS:
        return RetryAfter(int(parameters.get("retry_after") or 1))
    if chat := parameters.get("migrate_to_chat_id"):
        return ChatMigrated(int(chat))
    refusals: dict[int, type[TelegramError]] = {
        400: BadRequest,
        401: InvalidToken,
        403: Forbidden,
        404: InvalidToken,
        409: Conflict,
    }
    if status >= 500:
        return ServerFailed(status)
    return refusals[status](text) if status in refusals else NetworkError(f"{text} ({status})")


def join_link(username: str, code: str) -> str:
    """The link that opens a bot's chat and starts it with a code."""
    return f"https://t.me/{username}?start={code}"


async def bot_name(token: str, api_url: str) -> str:
    """The bot's user name, for its t.me links. Raises CredentialError, and UnansweredError where Telegram does not answer."""
    telegram = TelegramPlatform(token, api_url, {})
    try:
        return await telegram.about_me()
    except InvalidToken:
        raise CredentialError(REFUSED) from None
    except TelegramError:
        raise UnansweredError(
            "Telegram does not answer, so there is no link now. The code serves all the same."
        ) from None
    finally:
        await telegram.close()
