"""The catalogue: a list to look at."""

from handlers.kit.format.texts import Price, Words, _
from handlers.kit.messages.action import Action
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from storage.purchases.records import ProductRecord

PAGE = 10


def catalogue(turn: Turn, at: int = 0) -> Reply:
    """A page of what is sold."""
    found = turn.work.products.all(limit=PAGE + 1, offset=at)
    if not found:
        return Reply.of(_("There are no products yet. Send me the price list as CSV or Excel, or tell me of an order."))
    page = Pager.of(found, PAGE, next=at + PAGE)
    items = [(one.name, turn.voice.say(_about(turn, one))) for one in page.items]
    return Reply((Heading(_("Products")), Entries(items)), page.more(Action("products")))


def in_words(turn: Turn, words: str) -> Reply:
    """`/productos`; with words, the product of that name."""
    if not words.strip():
        return catalogue(turn)
    found = turn.work.products.called(words)
    if found is None:
        return Reply((Paragraph(_("No product is called “{name}”.", name=words.strip())),)) + catalogue(turn)
    return Reply((Heading(found.name), Paragraph(_about(turn, found) or _("No price is known."))))


def _about(turn: Turn, one: ProductRecord) -> Words:
    price = turn.voice.say(Price(one.price, one.currency)) if one.price is not None and one.currency else None
    return " · ".join(part for part in (one.code, one.family, price, one.unit) if part)
