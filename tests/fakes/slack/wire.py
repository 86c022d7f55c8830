"""Requests in, responses out: every way in which a call's parameters may come, and the Web API's envelope."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from .errors import Refused

MAX_UPLOAD = 64 * 1024 * 1024
_DOWN = (
    b"<!DOCTYPE html><html><head><title>Slack is down</title></head><body>Something is wrong on our side.</body></html>"
)


@dataclass(slots=True)
class Params:
    """A call's parameters, however they came: query string, form, multipart or JSON."""

    values: dict[str, Any] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Returns the parameter as text; the default when it was not given."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Returns whether the parameter is true: true or 1."""
        return str(self.values.get(name)).lower() in ("true", "1")

    def integer(self, name: str, refusal: str = "invalid_arguments") -> int:
        """Returns the number or refuses the call."""
        try:
            return int(self.text(name))
        except ValueError:
            raise Refused(refusal) from None

    def data(self, name: str, refusal: str) -> Any:
        """Returns a parameter that is JSON, in a form as text; None when it was not given, bad JSON is refused."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                return json.loads(value)
            except ValueError:
                raise Refused(refusal) from None
        return value

    def needed(self, name: str, refusal: str) -> str:
        """Returns the parameter as text, or refuses a call without it."""
        value = self.text(name)
        if not value:
            raise Refused(refusal)
        return value


async def read_params(request: web.BaseRequest, query: str) -> Params:
    """Returns the call's parameters from the query string and the body (form, multipart or JSON)."""
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if request.method == "GET" or not request.body_exists:
        return Params(values)
    content_type = request.headers.get("Content-Type", "")
    if content_type.startswith("multipart/form-data"):
        values.update({name: value for name, value in (await request.post()).items() if isinstance(value, str)})
        return Params(values)
    body = await request.read()
    if content_type.startswith("application/json"):
        values.update(json_object(body))
    elif content_type.startswith("application/x-www-form-urlencoded"):
        values.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    elif body:
        raise Refused("invalid_post_type")
    return Params(values)


def json_object(body: bytes) -> dict[str, Any]:
    """Returns a body's JSON object; anything else is refused."""
    if not body:
        return {}
    try:
        given = json.loads(body)
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(given, dict):
        raise Refused("json_not_object")
    return given


def dumps(value: object) -> bytes:
    """Returns the value as JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def answered(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Returns a response that is JSON."""
    return web.Response(
        status=status, body=dumps(body), content_type="application/json", charset="utf-8", headers=headers
    )


def ok(result: dict[str, Any]) -> web.Response:
    """Returns the answer of a call that went well."""
    return answered({"ok": True, **result})


def failed(refusal: Refused) -> web.Response:
    """Returns the answer of a call that was refused; a 502 or 503 comes as the page of the server in front."""
    if refusal.status in (502, 503):
        return web.Response(status=refusal.status, body=_DOWN, content_type="text/html")
    more = dict(refusal.more)
    after = more.pop("retry_after", None)
    headers = {"Retry-After": str(after)} if after is not None else None
    return answered({"ok": False, "error": refusal.error, **more}, refusal.status, headers)


def cut(request: web.BaseRequest) -> web.StreamResponse:
    """Break the connection without an answer; what is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
