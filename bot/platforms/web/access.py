"""Who may come in: the page and its WebSocket are for whoever was given the address, from a browser on this machine."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from handlers.kit.web import HTML, WebRequest, WebResponse

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
"""What the browser may call this machine: another name in the Host header is somebody else's, made to point here."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # the address has the token in it
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Door:
    """Opens to whoever knows the `token`, which stands in the path of every address."""

    token: str

    def opens(self, request: WebRequest) -> bool:
        """Whether a request may be answered: its token is right, and it was sent to this machine under its own name."""
        given = request.path.get("token", "")
        return hmac.compare_digest(given.encode(), self.token.encode()) and _host(request) in LOCAL

    def opens_to_a_page(self, request: WebRequest) -> bool:
        """The same for what changes something: the page that asks is ours, and the browser says so."""
        origin = urlsplit(request.headers.get("origin", ""))
        return self.opens(request) and origin.scheme == "http" and origin.netloc == request.headers["host"]


INSIDE: Mapping[str, str] = {
    **HEADERS,
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'self'"
    ),
}
"""Of a page that stands in ours, and that has no scripts."""


def not_found() -> WebResponse:
    """What everybody else is told."""
    return WebResponse("There is nothing here.", 404, headers=HEADERS)


def page(body: str) -> WebResponse:
    """A page of ours."""
    return WebResponse(body, 200, HTML, HEADERS)


def _host(request: WebRequest) -> str | None:
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        return None
