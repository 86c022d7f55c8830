"""Prospects: customers on the list who never bought anything."""

from handlers.kit.format.texts import Words, _, clip
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn

PAGE = 8
BUTTONS = 4


def never_bought(turn: Turn, _words: str = "") -> Reply:
    """The first of them."""
    return never_bought_from(turn)


def never_bought_from(turn: Turn, at: int = 0) -> Reply:
    """A page of them, the newest first."""
    found = turn.work.standings.never_bought(limit=PAGE + 1, offset=at)
    heading = Heading(_("Prospects: never bought anything"))
    if not found:
        return Reply((heading, Paragraph(_("Nobody is in it now."))))
    page = Pager.of(found, PAGE, next=at + PAGE)
    items: list[tuple[Words, Words]] = [
        (clip(one.name, 60), " · ".join(filter(None, (one.sector, one.owner))) or _("no owner yet"))
        for one in page.items
    ]
    plans = tuple(
        Choice(_("Plan a visit: {customer}", customer=clip(one.name, 40)), Action("plan_visit", {"customer": one.id}))
        for one in page.items[:BUTTONS]
    )
    return Reply((heading, Entries(items)), (*plans, *page.more(Action("never_bought"))))
