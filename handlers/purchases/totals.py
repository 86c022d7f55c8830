"""“How much is that in total?”, of what was told last: so many at so much each."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from handlers.kit.format.texts import Price, _
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.language.slots.priced import priced

TOLD_WITHIN = timedelta(hours=1)
"""Within this time "that" is what was told last."""


def _told(turn: Turn) -> Sequence[tuple[Decimal, Decimal]]:
    talk = turn.conversation
    lately = talk.last is not None and talk.last_at is not None and turn.incoming.sent_at - talk.last_at <= TOLD_WITHIN
    record = (
        turn.work.interactions.get(talk.last.id) if lately and talk.last and talk.last.kind == "interaction" else None
    )
    return priced(record.summary, turn.said_at, turn.locale) if record else ()


def _in_all(turn: Turn, _words: str) -> Reply:
    """Each count times its price, and what it comes to."""
    lines, currency = _told(turn), turn.company.currency
    if not lines:
        raise Sorry(_("What you told me last names no quantity with its price, so I can't add it up."))
    each = [
        _(
            "{count} × {price} = {total}",
            count=f"{count.normalize():f}",
            price=Price(price, currency),
            total=Price(count * price, currency),
        )
        for count, price in lines
    ]
    total = Price(sum((count * price for count, price in lines), Decimal(0)), currency)
    more = (Paragraph(_("In all: {total}", total=total)),) if len(lines) > 1 else ()
    return Reply((*map(Paragraph, each), *more))


def _always(_turn: Turn, _places: Mapping[str, str]) -> bool:
    """It is asked in no other sense, whatever waits for an answer."""
    return True


CAPABILITY = Capability(
    "totals",
    about=_("What something comes to"),
    commands=(Command({"": "in_all"}, _in_all, hidden=True, sayings="in_all", fits=_always),),
    order=23,
)
