"""The panel as a page: the views that capabilities declare, drawn in columns. There are no scripts in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from bot.platforms.plain_text import cells
from bot.view.html import Element, document, el
from handlers.kit.format.texts import On, Voice, _
from handlers.kit.messages.incoming import Incoming
from handlers.kit.registry.registry import Registry
from handlers.kit.turn import Company, Turn
from handlers.kit.views import PanelColumn, PanelView
from storage.people.records import Person
from storage.work import Work

HERE = "view"
"""The platform of a turn that only looks."""
LONGEST_FIELD = 200


@dataclass(frozen=True, slots=True)
class Panel:
    """What is needed to draw it for anybody. `base` is the page's own path and `fixed` the part of its query that stays."""

    registry: Registry
    company: Company
    base: str
    stylesheet: str
    fixed: tuple[tuple[str, str], ...] = ()

    def page(self, work: Work, person: Person, now: datetime, name: str, field: str) -> str:
        """One view as a whole document; the first there is where there is none of this name."""
        turn = self._turn(work, person, now)
        views = self.registry.views(person.role)
        view = next((one for one in views if one.name == name), views[0])
        say = turn.voice.say
        field = field[:LONGEST_FIELD].strip()
        columns = [_column(turn.voice, column) for column in view.show(turn, field)]
        return document(
            person.language,
            f"{say(view.title)} · {self.company.name}",
            self.stylesheet,
            (
                el("a", say(_("Skip to the content")), class_="skip", href="#content"),
                el(
                    "header",
                    el("h1", self.company.name),
                    el("p", say(_("{name} · {when}", name=person.name, when=On(turn.local(now))))),
                    el("nav", self._links(turn.voice, views, view), aria_label=say(_("Views"))),
                ),
                el(
                    "main",
                    el("h2", say(view.title)),
                    *self._field(turn.voice, view, field),
                    el("div", *columns, class_=f"columns {view.name}"),
                    id="content",
                    tabindex="-1",
                ),
                el("footer", el("p", say(_("To change something, tell the bot.")))),
            ),
        )

    def _turn(self, work: Work, person: Person, now: datetime) -> Turn:
        work.person = person
        work.sees_owners = work.people.owners_seen(person, self.company.visibility)
        looking = Incoming(HERE, HERE, HERE, HERE, "", now, kind="home")
        return Turn(work, person, looking, now, self.company, self.registry)

    def _links(self, voice: Voice, views: Sequence[PanelView], current: PanelView) -> Element:
        links = [
            el("li", el("a", voice.say(one.title), href=self._address(one.name), **_current(one is current)))
            for one in views
        ]
        return el("ul", *links)

    def _address(self, name: str) -> str:
        return f"{self.base}?{urlencode([*self.fixed, ('show', name)])}"

    def _field(self, voice: Voice, view: PanelView, field: str) -> Sequence[Element]:
        """A form that asks for what the view wants to know."""
        if not view.asks:
            return ()
        kept = [
            el("input", type="hidden", name=name, value=value) for name, value in (*self.fixed, ("show", view.name))
        ]
        asked = el("label", voice.say(view.asks), " ", el("input", name="for", type="search", value=field))
        return (el("form", *kept, asked, el("button", voice.say(_("Show"))), action=self.base, method="get"),)


@cache
def stylesheet() -> str:
    """How the panel looks."""
    return files("bot.view").joinpath("panel.css").read_text(encoding="utf-8")


def message(language: str, stylesheet: str, title: str, *more: Element) -> str:
    """A page that says one thing."""
    return document(language, title, stylesheet, (el("main", el("h1", title), *more),))


def _current(is_current: bool) -> dict[str, str]:
    return {"aria_current": "page"} if is_current else {}


def _column(voice: Voice, column: PanelColumn) -> Element:
    bar = () if column.share is None else (el("meter", value=f"{column.share:.3f}", aria_label=voice.say(column.note)),)
    note = (el("p", voice.say(column.note), class_="note"),) if column.note else ()
    drawn = [_block(block.kind, block.as_json(voice)) for block in column.blocks]
    return el("section", el("h3", voice.say(column.title)), *note, *bar, *drawn)


def _block(kind: str, content: Any) -> Element:  # noqa: ANN401 - JSON, as the outbox keeps it
    match kind:
        case "facts":
            return el("dl", *(el("div", el("dt", name), el("dd", value)) for name, value in content))
        case "entries":
            return el("ul", *(el("li", el("b", head), *((el("p", body),) if body else ())) for head, body in content))
        case "table":
            titles, *rows = cells(content)
            head = el("tr", *(el("th", title, scope="col") for title in titles))
            body = (el("tr", *(el("td", cell) for cell in row)) for row in rows)
            return el("table", el("thead", head), el("tbody", *body))
        case "picture" | "progress":
            return el("p", content.get("alternative") or content["text"])
        case _:
            return el("p", content)
