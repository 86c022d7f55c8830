"""My follow-ups in any calendar, by a secret address that can be renewed."""

from handlers.kit.format.texts import _
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.kit.web import Route, RouteContext, WebRequest, WebResponse

CALENDAR = "text/calendar; charset=utf-8"
NOT_CACHED = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def _link(turn: Turn, _words: str = "") -> Reply:
    """A new address; the one before reads nothing any more."""
    if not turn.company.public_url:
        raise Sorry(_("Nobody reaches this server from outside. Whoever runs it can say where it is: PUBLIC_URL."))
    if not turn.incoming.private:
        raise Sorry(_("That is between you and me: write it to me in private."))
    code = turn.work.calendar_feeds.make(turn.person.id)
    how = _(
        "Add this address to your calendar as a subscription. It shows what you have to do: give it to nobody. A new one makes this one useless."
    )
    choices = (
        Choice(_("A new address"), Action("calendar_renew")),
        Choice(_("Close it"), Action("calendar_close")),
    )
    address = f"{turn.company.public_url.rstrip('/')}/calendar/{code}.ics"
    return Reply((Heading(_("Your calendar")), Paragraph(address), Paragraph(how)), choices, secret=True)


def _renew(turn: Turn) -> Reply:
    return _link(turn)


def _close(turn: Turn) -> Reply:
    turn.work.calendar_feeds.close(turn.person.id)
    return Reply.of(_("Your calendar's address reads nothing any more."))


def _read(context: RouteContext, request: WebRequest) -> WebResponse:
    """The calendar behind an address; an address that is none looks like any other."""
    from handlers.calendar_feed.feed import calendar  # noqa: PLC0415 - only whoever reads one pays for loading it

    code = request.path["file"].removesuffix(".ics")
    staff_id = context.work.calendar_feeds.whose(code)
    person = context.work.people.works_here(staff_id) if staff_id else None
    if person is None:
        return WebResponse("Not found.", 404)
    open_ = context.work.follow_ups.open_of(person.id)
    host = context.company.public_url.partition("://")[2].partition("/")[0] or "cartera"
    name = f"{context.company.bot_name} · {person.name}"
    return WebResponse(calendar(name, open_, host=host, now=context.now), 200, CALENDAR, NOT_CACHED)


CAPABILITY = Capability(
    "calendar_feed",
    about=_("My follow-ups in my own calendar"),
    commands=(
        Command(
            {"es": "calendario", "en": "calendar"},
            _link,
            _("The address of my calendar, to subscribe to"),
            phrases={
                "es": ("mi calendario", "enlace del calendario", "dirección del calendario"),
                "en": ("my calendar", "calendar link", "calendar feed"),
            },
        ),
    ),
    actions={"calendar_renew": _renew, "calendar_close": _close},
    routes=(Route("GET", "/calendar/{file}", _read),),
    order=61,
)
