"""Routes of the web server as data: what a capability answers over HTTP, without a web framework.

A capability declares `Route("POST", "/leads", take_lead)`; `bot/web` mounts it. The function gets plain values, runs in one
transaction like a turn, and returns a plain value: what it wrote and what it wants sent are committed before it is answered.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl

from handlers.kit.messages.reply import Reply
from handlers.kit.notifying import notify

if TYPE_CHECKING:
    from handlers.kit.turn import Company
    from storage.work import Work

Method = Literal["GET", "POST", "PUT", "DELETE"]

TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
JSON = "application/json"
MOST_FIELDS = 100


class BadRequestError(Exception):
    """Whoever asked made a mistake: it is answered with 400 and these words, and nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class WebRequest:
    """A request. `path` holds what stands for the {names} in the route's path; names of `headers` are in lower case.

    `client` is the address that it comes from, as far as the server knows it.
    """

    method: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    client: str = ""

    def json(self) -> dict[str, Any]:
        """The body as a JSON object. Raises BadRequestError where it is none."""
        try:
            said = json.loads(self.body)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise BadRequestError("The body must be a JSON object.")
        return said

    def form(self) -> dict[str, str]:
        """The body as a form that a browser sent, `MOST_FIELDS` fields at the most. Raises BadRequestError."""
        try:
            return dict(parse_qsl(self.body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
        except ValueError:
            raise BadRequestError("The body must be a form.") from None


@dataclass(frozen=True, slots=True)
class WebResponse:
    """What is answered."""

    body: str | bytes = ""
    status: int = 200
    media_type: str = TEXT
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_json(cls, said: object, status: int = 200) -> "WebResponse":
        """A value as JSON."""
        return cls(json.dumps(said, ensure_ascii=False), status, JSON)


@dataclass(frozen=True, slots=True)
class RouteContext:
    """What a route's function sees besides the request: the store in its transaction, the business clock's time, the company.

    Nobody is signed in: `work.person` is None, and the function decides by what the request carries whom it believes.
    """

    work: "Work"
    now: datetime
    company: "Company"

    def tell(self, staff_id: int, reply: Reply) -> bool:
        """Says something to a colleague unasked, in their own chat and language; False where they cannot be reached."""
        return notify(self.work, staff_id, reply, now=self.now, country=self.company.country)


Respond = Callable[[RouteContext, WebRequest], WebResponse]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path ("/surveys/{token}"), and what answers there.

    `respond` may raise BadRequestError (400) or Sorry (422, its words in the company's language); anything else is
    answered with 500 and a reference, 503 where it may pass. Each time, the transaction is rolled back. `documented` is its
    OpenAPI operation, for what others may call: all of them stand in /openapi.json.
    """

    method: Method
    path: str
    respond: Respond
    documented: Mapping[str, Any] | None = None


def openapi(routes: Iterable[Route]) -> dict[str, Any]:
    """What of these routes is documented, as an OpenAPI document."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        if route.documented is not None:
            paths.setdefault(route.path, {})[route.method.lower()] = dict(route.documented)
    key = {"type": "http", "scheme": "bearer"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Cartera", "version": "1"},
        "paths": paths,
        "components": {"securitySchemes": {"key": key}},
    }
