"""The page and what belongs to it, over HTTP. Every address has the door's token in its path, and nothing comes from elsewhere."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import quote

from bot.platforms.base import EventSink, PlatformRoute
from bot.platforms.web.access import HEADERS, INSIDE, Door, not_found, page
from bot.platforms.web.controls import Controls
from bot.platforms.web.parsing import NAME
from bot.platforms.web.uploads import Uploads
from bot.view.page import stylesheet
from handlers.kit.web import HTML, WebRequest, WebResponse

ROOT = "/demo/{token}/"
CSS, SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
PANEL_CSS = "panel.css"
ASSETS: Mapping[str, str] = {
    "page.css": CSS,
    "page.js": SCRIPT,
    "draw.js": SCRIPT,
    "link.js": SCRIPT,
    "look.js": SCRIPT,
    "phone.js": SCRIPT,
}
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser may show as a picture; everything else is saved as a file."""


def path(of: str = "") -> str:
    """A path behind the door."""
    return ROOT + of


def address(base: str, token: str) -> str:
    """The address that opens the page."""
    return base + ROOT.format(token=token)


@dataclass(frozen=True, slots=True)
class Shell:
    """The page as it is whatever there is to be said: it can be looked at while the company is still being made."""

    door: Door
    language: str
    texts: Mapping[str, str]

    def routes(self) -> Sequence[PlatformRoute]:
        """All of it."""
        return (
            PlatformRoute("GET", path(), self._page),
            PlatformRoute("GET", path("static/{name}"), self._asset),
            PlatformRoute("GET", path(PANEL_CSS), self._panel_css),
        )

    async def _page(self, request: WebRequest) -> WebResponse:
        if not self.door.opens(request):
            return not_found()
        texts = {name: escape(text) for name, text in self.texts.items()}
        return page(Template(_static("page.html")).substitute(texts, lang=self.language))

    async def _asset(self, request: WebRequest) -> WebResponse:
        kind = ASSETS.get(request.path["name"])
        if kind is None or not self.door.opens(request):
            return not_found()
        return WebResponse(_static(request.path["name"]), 200, kind, HEADERS)

    async def _panel_css(self, request: WebRequest) -> WebResponse:
        return WebResponse(stylesheet(), 200, CSS, HEADERS) if self.door.opens(request) else not_found()


@dataclass(frozen=True, slots=True)
class Pages:
    """What is answered behind the door out of what the company has."""

    door: Door
    inbox: EventSink
    uploads: Uploads
    controls: Controls

    def routes(self) -> Sequence[PlatformRoute]:
        """All of it."""
        return (
            PlatformRoute("GET", path("view"), self._view),
            PlatformRoute("GET", path("files/{chat}/{file}"), self._file),
            PlatformRoute("POST", path("files"), self._upload),
        )

    async def _view(self, request: WebRequest) -> WebResponse:
        """What there is to look at, in a frame of the page."""
        wanted = (request.query.get(name, "") for name in ("chat", "show", "for"))
        found = await self.controls.view(*wanted) if self.door.opens(request) else None
        return WebResponse(found, 200, HTML, INSIDE) if found else not_found()

    async def _file(self, request: WebRequest) -> WebResponse:
        """A picture to look at, or a file to save: never a page that the browser would run."""
        number, found = request.path["file"], None
        if self.door.opens(request) and number.isascii() and number.isdecimal():
            found = await self.inbox.file_in(NAME, request.path["chat"], int(number))
        if found is None:
            return not_found()
        if found.mime in SHOWN:
            return WebResponse(found.content, 200, found.mime, HEADERS)
        saved = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"}
        return WebResponse(found.content, 200, "application/octet-stream", {**HEADERS, **saved})

    async def _upload(self, request: WebRequest) -> WebResponse:
        if not self.door.opens_to_a_page(request):
            return not_found()
        return WebResponse.of_json({"file": await asyncio.to_thread(self.uploads.keep, request.body)})


@cache
def _static(name: str) -> str:
    return files("bot.platforms.web").joinpath("static", name).read_text(encoding="utf-8")
