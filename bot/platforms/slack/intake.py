"""What comes in from Slack, over HTTP or Socket Mode, is committed to the inbox before it is acknowledged.

Of Bolt its app is used as the switchboard of both transports, with one middleware of ours before all of its own but the
answer to `ssl_check`, and its Socket Mode handler. What Bolt does by default is not: it acknowledges first and works then,
runs an event as often as it comes, asks Slack who it is before it looks at an event, and reads a body before it checks who
sent it (a command with the word "payload" in it reads as nothing at all).
"""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.platforms.base import EventSink, PlatformRoute, UnreadableError
from handlers.kit.web import TEXT, WebRequest, WebResponse
from storage.messaging.inbox import RawEvent

log = structlog.get_logger()

PATH = "/slack/events"
OVER_HTTP = "over_http"
"""In the context of a request: it has somebody who reads the status of its answer."""
ANSWERS_WITHIN = 2.5
"""Seconds for a filled-in dialog: after three Slack tells the person that it did not work."""

Event = Callable[[Mapping[str, Any]], Awaitable[RawEvent | None]]
"""An event of the inbox, from what Slack sent; None for what concerns nobody."""


class SlackIntake:
    """Takes in what Slack sends. `event` makes an event of it, `inbox` keeps it; `shows` writes an answer as Slack's people type."""

    def __init__(self, token: str, signing_secret: str | None, event: Event, shows: Callable[[str], str] = str) -> None:
        self._event, self._shows = event, shows
        self._verifier = SignatureVerifier(signing_secret) if signing_secret else None
        self.inbox: EventSink
        self.app = AsyncApp(
            name="cartera",
            logger=quiet_logger(),
            token=token,
            before_authorize=_BeforeBolt(self._take_in),
            process_before_response=True,
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )

    def deliver_to(self, inbox: EventSink) -> None:
        """Before anything comes in: where it goes."""
        self.inbox = inbox

    def route(self, inbox: EventSink) -> PlatformRoute:
        """Where Slack's events, commands and interactions come over HTTP."""
        self.deliver_to(inbox)
        return PlatformRoute("POST", PATH, self.respond)

    async def respond(self, request: WebRequest) -> WebResponse:
        """The answer to an HTTP request: 401 where Slack did not sign it, 400 where it is nothing of Slack's."""
        if not self._is_signed(request.body, request.headers):
            return WebResponse(status=401)
        try:
            bolt_request = AsyncBoltRequest(
                mode="socket_mode",
                body=parsed(request.body, request.headers.get("content-type", "")),
                context={OVER_HTTP: True},
            )
        except Exception:  # noqa: BLE001 - Bolt looks into odd shapes carelessly, and whatever it raises, nobody sent this
            return WebResponse(status=400)
        answer = await self.app.async_dispatch(bolt_request)
        headers = dict(answer.first_headers())
        return WebResponse(answer.body, answer.status, headers.pop("content-type", TEXT), headers)

    def _is_signed(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether Slack sent this within the last five minutes. The library raises on what is no number, no ASCII, no UTF-8."""
        signature, moment = headers.get("x-slack-signature", ""), headers.get("x-slack-request-timestamp", "")
        if (
            self._verifier is None
            or not signature.isascii()
            or not (moment.isascii() and moment.isdigit() and len(moment) <= 12)
        ):
            return False
        try:
            return self._verifier.is_valid(body, moment, signature)
        except UnicodeDecodeError:
            return False

    async def _take_in(self, body: dict[str, Any]) -> BoltResponse:
        """The one middleware: commits, then answers."""
        if body.get("type") == "url_verification":
            return BoltResponse(status=200, body={"challenge": str(body.get("challenge", ""))})
        try:
            event = await self._read(body)
            if event is None:
                return BoltResponse(status=200)
            if body.get("type") == "view_submission":
                return await self._filled_in(event, _fields_of(body))
            await self.inbox.take([event])
        except (UnreadableError, RecursionError):
            return BoltResponse(status=400)
        except Exception as error:  # noqa: BLE001 - not taken in: Slack keeps it and sends it again
            log.error("event_not_taken", platform="slack", error=type(error).__name__)
            return BoltResponse(status=503)
        return BoltResponse(status=200)

    async def _read(self, body: dict[str, Any]) -> RawEvent | None:
        """The event; UnreadableError for what is signed and yet no shape that Slack sends: sending it again would not mend it."""
        try:
            return await self._event(body)
        except (TypeError, AttributeError, LookupError) as error:
            raise UnreadableError(type(error).__name__) from None

    async def _filled_in(self, event: RawEvent, slots: Sequence[str]) -> BoltResponse:
        """What is wrong in a dialog is shown in it, at its field or at the first; else it closes, and the chat has the rest."""
        answered = await self.inbox.take_and_answer(event, ANSWERS_WITHIN)
        if answered is None or not answered.errors:
            return BoltResponse(status=200)
        if not slots:  # a dialog of ours has fields; what this is cannot show anything
            return BoltResponse(status=200)
        errors = {
            slot if slot in slots else slots[0]: self._shows(problem) for slot, problem in answered.errors.items()
        }
        return BoltResponse(status=200, body={"response_action": "errors", "errors": errors})


def _fields_of(body: Mapping[str, Any]) -> list[str]:
    """The fields of a dialog, by their slots' names. Raises UnreadableError where it is no dialog of Slack's."""
    try:
        return [str(block["block_id"]) for block in body["view"]["blocks"] if block["type"] == "input"]
    except (TypeError, LookupError) as error:
        raise UnreadableError(type(error).__name__) from None


class _BeforeBolt(AsyncMiddleware):
    """Bolt's way to run something before it asks who the bot is. A plain function would have its arguments looked for in the body."""

    def __init__(self, take_in: Callable[[dict[str, Any]], Awaitable[BoltResponse]]) -> None:
        self._take_in = take_in

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        """Never goes on to what comes next. What nobody can read is told so over HTTP; on a socket that would only bring it again."""
        answer = await self._take_in(req.body)
        return (
            answer
            if answer.status != HTTPStatus.BAD_REQUEST or req.context.get(OVER_HTTP)
            else BoltResponse(status=200)
        )


def parsed(body: bytes, content_type: str) -> dict[str, Any]:
    """What a request says: JSON, a command's form, or a form whose payload is JSON. Raises where it is none of these."""
    text = body.decode()
    if not content_type.startswith("application/json"):
        form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=100))
        if "payload" not in form:
            return form
        text = form["payload"]
    said = json.loads(text)
    if not isinstance(said, dict):
        raise ValueError("not an object")  # noqa: TRY004 - told like what is no JSON at all
    return said


def quiet_logger() -> logging.Logger:
    """For Bolt and slack-sdk, which log what came in, and where from: only that and where they had something to say."""
    logger = logging.getLogger("cartera.slack")
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    logger.handlers = [_Discreet()]
    return logger


class _Discreet(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        """No text of theirs: it may hold anything."""
        log.warning("slack_library", at=f"{record.module}:{record.lineno}", level=record.levelname.lower())
