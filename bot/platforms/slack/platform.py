"""Slack: events, commands, buttons and dialogs in, Block Kit out, over Socket Mode or HTTP."""

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock, SystemClock
from bot.platforms.attachments import Attached, attached_to
from bot.platforms.base import (
    EventSink,
    Pace,
    PlatformRoute,
    Rates,
    UnreadableError,
)
from bot.platforms.multipart import Parts
from bot.platforms.outcomes import NotSent, Privately, Refused, Scope, SendError
from bot.platforms.retrying import CredentialError, persistently
from bot.platforms.slack import blocks, parsing
from bot.platforms.slack.intake import SlackIntake
from bot.platforms.slack.parsing import NAME, OURS
from bot.platforms.slack.text import Knows, as_typed_here
from bot.platforms.slack.web_api import SlackApi, SlackApiError
from handlers.kit.messages.incoming import Incoming
from handlers.kit.messages.reply import Spoken
from storage.messaging.files import FileRecord
from storage.messaging.inbox import RawEvent
from storage.messaging.outbox import Outgoing

log = structlog.get_logger()

RATES = Rates(chat=Pace(2, 1.05), group=Pace(2, 1.05))
"""One message a second in a channel, short bursts pass (docs.slack.dev/apis/web-api/rate-limits); in all, "several hundred per minute"
and a 429."""

PING_SECONDS = 5.0
OPENS_WITHIN = 2.5
"""Seconds: a trigger is good for three."""
MOST_CHATS = 10_000
"""Private chats remembered; whoever's is forgotten costs a call."""

SCOPES = frozenset(
    {"app_mentions:read", "chat:write", "commands", "files:read", "files:write", "im:history", "im:write"}
)
"""What the bot's token has to be allowed (docs/slack-manifest.yaml)."""

NOT_NEEDED = ("token", "response_url", "response_urls", "authorizations")
"""What Slack sends that is of no use here, or would be to somebody else, is not written down."""

MOST_ALTERNATIVE = 1_000
"""Characters of a picture's alternative text."""
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel"})
ALREADY_OPEN = "exchanged_trigger_id"
TS = re.compile(r"\d+\.\d+")


class SlackPlatform:
    """One app in one workspace. `knows` tells commands from other words.

    With an `app_token` it holds a socket; with a `signing_secret` requests come over HTTP, through `intake`.
    """

    name = NAME
    ephemeral = True
    home_pages = True

    def __init__(
        self,
        token: str,
        api_url: str,
        knows: Knows,
        *,
        app_token: str | None = None,
        signing_secret: str | None = None,
        rates: Rates = RATES,
        clock: Clock | None = None,
        ping_seconds: float = PING_SECONDS,
    ) -> None:
        self.rates = rates
        self._api = SlackApi(token, api_url)
        self._app_token, self._ping_seconds = app_token, ping_seconds
        self._over_http = signing_secret is not None
        self._knows = knows
        self._clock = clock or SystemClock()
        self._parts = Parts()
        self._private: dict[str, str] = {}
        self._opened: set[str] = set()
        self.bot_user = ""
        self.intake = SlackIntake(token, signing_secret, self.event, lambda text: str(as_typed_here(text, knows)))

    async def start(self) -> None:
        """Learns whose messages are the bot's own, and tries the tokens, however long Slack is out."""
        me = await self._persistently("auth.test", "SLACK_BOT_TOKEN")
        if self._app_token:
            await self._persistently("apps.connections.open", "SLACK_APP_TOKEN", self._app_token)
        self.bot_user = str(me.get("user_id", ""))
        log.info("connected", platform=NAME, bot=f"@{me.get('user', '')}", workspace=me.get("team", ""))

    async def receive(self, inbox: EventSink) -> None:
        """Holds a socket, where there is an app token. Requests over HTTP come through `routes` by themselves."""
        self.intake.deliver_to(inbox)
        if not self._app_token:
            await asyncio.Event().wait()
        asks = AsyncWebClient(base_url=self._api.root, logger=self.intake.app.logger)
        handler = AsyncSocketModeHandler(
            self.intake.app, self._app_token, web_client=asks, ping_interval=self._ping_seconds
        )
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]  # it has no annotations
            await asyncio.Event().wait()
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]  # it has none either
            client = handler.client
            ended = (client.message_processor, client.current_session_monitor, client.message_receiver)
            await asyncio.gather(*(task for task in ended if task), return_exceptions=True)

    def routes(self, inbox: EventSink) -> Sequence[PlatformRoute]:
        """Where Slack's requests come, where they are signed."""
        return (self.intake.route(inbox),) if self._over_http else ()

    async def event(self, body: Mapping[str, Any]) -> RawEvent | None:
        """What came in as an event of the inbox; None for what concerns nobody.

        Raises UnreadableError where it is no shape of Slack's, SendError where Slack has to be asked and cannot.
        """
        seen = self._preview(body)
        if seen is None:
            return None
        ours: dict[str, str] = {}
        if seen.word and await self.intake.inbox.dialog(NAME, seen.account, seen.word):
            ours["opens"] = seen.word
        if seen.needs_chat or ours:
            try:
                ours["chat"] = await self.private_chat(seen.account)
            except SendError as error:
                if error.is_passing:
                    raise
                # Nobody of that name: to send it again would change nothing.
                raise UnreadableError(str(error)) from None
        raw = {name: value for name, value in body.items() if name not in NOT_NEEDED} | ({OURS: ours} if ours else {})
        return RawEvent(
            NAME,
            seen.team,
            seen.key,
            ours.get("chat", seen.chat),
            json.dumps(raw, separators=(",", ":")),
            waits="opens" in ours,
        )

    def _preview(self, body: Mapping[str, Any]) -> parsing.EventPreview | None:
        """What is seen of it; what no turn could read is refused here, and not looked for in the store or at Slack."""
        if not self.bot_user:
            # Whose messages are the bot's own is not known: Slack sends this again.
            raise SendError(NotSent("the bot does not know its own name yet", Scope.PLATFORM))
        try:
            seen = parsing.preview(body, self.bot_user, self._knows)
        except Exception as error:  # noqa: BLE001 - a shape that Slack never sends raises whatever it happens to
            raise UnreadableError(type(error).__name__) from None
        if seen is None:
            return None
        if not all(isinstance(name, str) for name in (seen.team, seen.key, seen.account, seen.chat)):
            raise UnreadableError("an id is no text")
        if (seen.word or seen.needs_chat) and not parsing.is_id(seen.account):
            raise UnreadableError("an id is no id")
        if body.get("type") == "view_submission":
            self.parse(dict(body))  # somebody waits for what is wrong with it
        return seen

    def parse(self, raw: dict[str, Any]) -> Incoming | None:
        """What the person did."""
        try:
            return parsing.parse(raw, self.bot_user, self._knows, self._clock.now())
        except UnreadableError:
            raise
        except Exception as error:  # noqa: BLE001 - a shape that Slack never sends raises whatever it happens to
            raise UnreadableError(type(error).__name__) from None

    async def acknowledge(self, raw: dict[str, Any]) -> None:
        """Opens the dialog that was asked for; where that fails, the same form begins in the chat."""
        ours, trigger = raw[OURS], str(raw.get("trigger_id"))
        if trigger in self._opened:
            return  # the event came twice, and the dialog is open
        try:
            dialog = await self.intake.inbox.dialog(NAME, parsing.account_of(raw), ours["opens"])
            if dialog is None:
                return
            view = blocks.modal(dialog, ours["chat"])
            await self._api.call("views.open", {"trigger_id": trigger, "view": view}, seconds=OPENS_WITHIN)
            self._remember_open(trigger)
        except (SendError, SlackApiError) as error:
            if str(error) != ALREADY_OPEN:
                await self._in_the_chat(raw)

    async def send(self, message: Outgoing, edits: str | None) -> str | None:
        """Sends or edits; every way it can end is one of SendError's."""
        try:
            return await self._send(message, edits)
        except SlackApiError as refusal:
            if refusal.fatal:
                log.error("slack_token_refused", error=refusal.error)
            if (
                refusal.error == "missing_scope" and message.files
            ):  # a file's own scope: no reason for all others to wait
                raise SendError(Refused(refusal.error)) from None
            raise refusal.as_send_error() from None

    async def fetch(self, reference: str, most: int) -> bytes:
        """Downloads a file that somebody shared. The token goes to Slack only: a file that Slack merely links to is refused."""
        try:
            file = (await self._api.ask("files.info", {"file": reference})).get("file") or {}
            address = str(file.get("url_private_download") or file.get("url_private") or "")
            if file.get("is_external") or not self._is_slacks(address):
                raise SendError(Refused("the file is not kept by Slack"))
            if (file.get("size") or 0) > most:
                raise SendError(Refused("the file is too big"))
            content, kind = await self._api.download(address, most)
        except SlackApiError as refusal:
            raise refusal.as_send_error() from None
        if kind == "text/html" and file.get("mimetype") != kind:  # a page to sign in, with status 200
            raise SendError(Refused("the token may not read files"))
        return content

    async def close(self) -> None:
        """Closes the connections."""
        await self._api.close()

    def join_link(self, code: str) -> str | None:
        """Slack has no links that say something to an app: people type /cartera link CODE."""
        del code
        return None

    def is_group(self, chat: str) -> bool:
        """Private chats begin with D."""
        return not chat.startswith("D")

    async def private_chat(self, account: str) -> str:
        """The private chat with somebody, opened where it was not. Raises SendError."""
        if account not in self._private:
            try:
                opened = await self._api.call("conversations.open", {"users": account})
            except SlackApiError as refusal:
                raise refusal.as_send_error() from None
            while len(self._private) >= MOST_CHATS:
                self._private.pop(next(iter(self._private)))
            self._private[account] = str((opened.get("channel") or {}).get("id"))
        return self._private[account]

    # ------------------------------------------------------------------ sending
    async def _send(self, message: Outgoing, edits: str | None) -> str | None:
        payload = message.payload | {"blocks": as_typed_here(message.payload["blocks"], self._knows)}
        account = payload.get("only_for")
        if message.kind == "home":
            await self._api.call(
                "views.publish", {"user_id": account, "view": blocks.home(payload, message.token, message.chat)}
            )
            return None
        attached = attached_to(message)
        text, shown = blocks.message(Spoken.of(payload), message.token, message.files)
        said = {"text": text, "blocks": shown}
        if account and self.is_group(message.chat):
            if attached:  # a file is never one person's alone
                raise SendError(Privately(await self.private_chat(account)))
            await self._send_ephemeral(message, account, said)
            return None
        if attached:
            parts = [partial(self._share, message, attached), partial(self._post, message.chat, message.reply_to, said)]
            return (await self._parts.send(message.id, parts))[-1]
        if edits and (changed := await self._change(message.chat, edits, said)):
            return changed
        return await self._post(message.chat, message.reply_to, said)

    async def _post(self, chat: str, thread: str | None, said: Mapping[str, Any]) -> str:
        """Posts a message. No previews: Slack would fetch links that nobody clicked."""
        arguments = {"channel": chat, **_in_thread(thread), **said, "unfurl_links": False, "unfurl_media": False}
        return str((await self._api.call("chat.postMessage", arguments)).get("ts"))

    async def _change(self, chat: str, edits: str, said: Mapping[str, Any]) -> str | None:
        """Changes a message; None where it is not there any more."""
        try:
            await self._api.call("chat.update", {"channel": chat, "ts": edits, **said})
        except SlackApiError as refusal:
            if refusal.error in GONE:
                return None
            raise
        return edits

    async def _send_ephemeral(self, message: Outgoing, account: str, said: Mapping[str, Any]) -> None:
        """Shows a message in a channel to one person. It has no name to change it by; where the bot is not in there, it cannot."""
        try:
            await self._api.call(
                "chat.postEphemeral", {"channel": message.chat, "user": account, **_in_thread(message.reply_to), **said}
            )
        except SlackApiError as refusal:
            if refusal.error not in NOT_THERE:
                raise
            raise SendError(Privately(await self.private_chat(account))) from None

    async def _share(self, message: Outgoing, attached: Attached) -> str:
        """Pictures and files, in one message before that which is said: buttons cannot stand below them."""
        files = [await self._upload(picture.file, picture.alternative) for picture in attached.pictures]
        files += [await self._upload(file) for file in attached.files]
        shared = {"files": files, "channel_id": message.chat, **_in_thread(message.reply_to)}
        await self._api.call("files.completeUploadExternal", shared)
        return ""

    async def _upload(self, file: FileRecord, alternative: str = "") -> dict[str, str]:
        """A file on Slack's side, not shared yet; `alternative` is what a screen reader says of a picture."""
        wanted = {"filename": file.name, "length": str(len(file.content))}
        wanted |= {"alt_txt": alternative[:MOST_ALTERNATIVE]} if alternative else {}
        asked = await self._api.ask("files.getUploadURLExternal", wanted)
        await self._api.upload(str(asked.get("upload_url")), file.content)
        return {"id": str(asked.get("file_id")), "title": file.name}

    # ------------------------------------------------------------------ the rest
    async def _in_the_chat(self, raw: Mapping[str, Any]) -> None:
        """The dialog did not open: the same words are taken in once more, without one."""
        key = f"{parsing.key_of(raw)}:chat"
        again = {name: value for name, value in raw.items() if name != OURS} | {OURS: {"chat": raw[OURS]["chat"]}}
        with suppress(Exception):  # the store is out: they see that nothing opened
            await self.intake.inbox.take(
                [RawEvent(NAME, parsing.team_of(raw), key, raw[OURS]["chat"], json.dumps(again))]
            )

    def _remember_open(self, trigger: str) -> None:
        if len(self._opened) >= MOST_CHATS:
            self._opened.clear()
        self._opened.add(trigger)

    def _is_slacks(self, address: str) -> bool:
        """Whether the token may be shown there: Slack itself, or the server that stands in for it."""
        parts, ours = urlsplit(address), urlsplit(self._api.root)
        host = parts.hostname or ""
        return (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc) or (
            parts.scheme == "https" and host.endswith(".slack.com")
        )

    async def _persistently(self, method: str, setting: str, token: str = "") -> dict[str, Any]:
        """Calls until Slack answers; CredentialError names the setting whose token it refuses."""

        def at_least(error: Exception) -> float:
            if isinstance(error, SlackApiError):
                if error.fatal:
                    raise CredentialError(_refused(setting, error.error)) from None
                return error.retry_after
            if isinstance(error, SendError):
                return 0.0
            raise error

        return await persistently(lambda: self._api.ask(method, token=token), at_least, platform=NAME, doing=method)


def _refused(setting: str, error: str) -> str:
    where = (
        "under OAuth & Permissions, after the app was installed"
        if setting == "SLACK_BOT_TOKEN"
        else "under Basic Information, with connections:write"
    )
    return f"Slack refuses the token in {setting} ({error}): copy it again from api.slack.com/apps, {where}."


def _in_thread(thread: str | None) -> dict[str, str]:
    """Where a message goes, besides its channel: only a message's ts names a thread, and what was pressed or commanded has none."""
    return {"thread_ts": thread} if thread and TS.fullmatch(thread) else {}
