"""The panel over HTTP, where WEB_VIEW is on: a link is used up with a button, and becomes a session in a cookie.

A link alone uses up nothing: chats look at the links in them to show what is behind.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TypeVar

from bot.clock import Clock
from bot.intake.executor import StoreExecutor, Urgency
from bot.platforms.base import PlatformRoute
from bot.settings import PANEL
from bot.view.html import el
from bot.view.page import Panel, message, stylesheet
from handlers.kit.format.texts import Voice, Words, _, voice
from handlers.kit.registry.registry import Registry
from handlers.kit.turn import Company
from handlers.kit.web import HTML, WebRequest, WebResponse
from storage.people.panel_links import TO_LOOK
from storage.work import Store, Work

COOKIE = "cartera_panel"
STYLESHEET = f"{PANEL}/static/panel.css"
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PanelRoutes:
    """What is answered under /panel."""

    store: Store
    executor: StoreExecutor
    registry: Registry
    company: Company
    clock: Clock

    def routes(self) -> Sequence[PlatformRoute]:
        """All of it; nothing where the panel is off."""
        if not self.company.panel_url:
            return ()
        return (
            PlatformRoute("GET", PANEL, self._look),
            PlatformRoute("GET", f"{PANEL}/static/panel.css", _stylesheet),
            PlatformRoute("GET", f"{PANEL}/{{code}}", self._ask),
            PlatformRoute("POST", f"{PANEL}/{{code}}", self._open),
        )

    async def _look(self, request: WebRequest) -> WebResponse:
        """The panel, for whoever has a session."""

        def drawn(work: Work) -> str | None:
            staff_id = work.panel_links.whose(_session(request))
            if staff_id is None:
                return None
            panel = Panel(self.registry, self.company, PANEL, STYLESHEET)
            shown, field = request.query.get("show", ""), request.query.get("for", "")
            return panel.page(work, work.people.get(staff_id), self.clock.now(), shown, field)

        page = await self._in_work(drawn)
        if page is None:
            return self._says(_("This page is not open any more."), _("Ask the bot for a new link: /panel"), status=401)
        return WebResponse(page, 200, HTML, HEADERS)

    async def _ask(self, request: WebRequest) -> WebResponse:
        """A button that uses the link up."""
        code = request.path["code"]
        if not await self._in_work(lambda work: work.panel_links.waits(code)):
            return self._used_up()
        speaks = self._voice()
        button = el("form", el("button", speaks.say(_("Open the panel"))), method="post", action=f"{PANEL}/{code}")
        return WebResponse(message(self.company.language, STYLESHEET, self.company.name, button), 200, HTML, HEADERS)

    async def _open(self, request: WebRequest) -> WebResponse:
        """Uses the link up, and lets in."""
        session = await self._in_work(lambda work: work.panel_links.open(request.path["code"]))
        if session is None:
            return self._used_up()
        secure = "; Secure" if self.company.panel_url.startswith("https:") else ""
        seconds = int(TO_LOOK.total_seconds())
        cookie = f"{COOKIE}={session}; Path={PANEL}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
        return WebResponse("", 303, headers={**HEADERS, "Location": PANEL, "Set-Cookie": cookie})

    def _used_up(self) -> WebResponse:
        return self._says(
            _("This link does not work any more."),
            _("It is single use and expires in 10 minutes. Ask the bot for a new one: /panel"),
            status=404,
        )

    def _says(self, title: Words, words: Words, *, status: int) -> WebResponse:
        speaks = self._voice()
        page = message(self.company.language, STYLESHEET, speaks.say(title), el("p", speaks.say(words)))
        return WebResponse(page, status, HTML, HEADERS)

    def _voice(self) -> Voice:
        return voice(self.company.language, self.company.country, self.clock.now().date())

    async def _in_work(self, function: Callable[[Work], T]) -> T:
        return await self.executor.run(self._run, function, urgency=Urgency.TURN)

    def _run(self, function: Callable[[Work], T]) -> T:
        with self.store.work(self.clock.now()) as work:
            return function(work)


async def _stylesheet(request: WebRequest) -> WebResponse:
    del request
    return WebResponse(stylesheet(), 200, "text/css; charset=utf-8", HEADERS)


def _session(request: WebRequest) -> str:
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
