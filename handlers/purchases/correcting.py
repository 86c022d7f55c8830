"""A purchase that was kept from something told follows its correction: "perdón, eran 45 cajas, no 40"."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from handlers.kit.format.texts import Words, _
from handlers.kit.forms.form import Said, Unclear
from handlers.kit.forms.order_lines import OrderedLine, OrderLines
from handlers.kit.forms.orders_told import priced_order
from handlers.kit.messages.action import Target
from handlers.kit.messages.blocks import Facts
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.amendment import Amendment
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Turn
from handlers.purchases.ordering import PURCHASE
from storage.crm.records import InteractionRecord
from storage.names.folding import fold
from storage.purchases.records import PurchaseLine, PurchaseRecord

INTERACTION = "interaction"
LOOKED_BACK = timedelta(days=1)
MOST_LOOKED_AT = 20
SURE = 0.95
"""So sure the correction has to be of the record: what it replaces stands there."""


def amendment(turn: Turn, target: Target, text: str) -> Amendment | None:
    """The correction of a purchase is one of what it was told with: that is put right, and the purchase follows."""
    bought = turn.work.purchases.get(target.id) if target.kind == PURCHASE else None
    amends = registry_of(turn).amends(INTERACTION)
    if bought is None or amends is None:
        return None
    told = turn.work.interactions.of_author(turn.person.id, turn.said_at - LOOKED_BACK, limit=MOST_LOOKED_AT)
    for record in told:
        if record.customer_id == bought.customer_id and priced_order(turn, record.summary):
            found = amends(turn, Target(INTERACTION, record.id), text)
            if found is not None and found.score >= SURE:
                return found
    return None


def follow(turn: Turn, corrected: tuple[InteractionRecord, InteractionRecord]) -> Reply | None:
    """What was kept as purchases of a record, before and after its correction, as its note says it now."""
    before, after = corrected
    if before.summary == after.summary or before.customer_id != after.customer_id:
        return None
    old, new = (_lines(turn, one.summary) for one in (before, after))
    bought = turn.work.purchases.of_customer(
        before.customer_id, since=before.day, until=before.day, limit=MOST_LOOKED_AT
    )
    changed = list(_changed(old, new, bought)) if len(old) == len(new) else []
    if not changed:
        return None
    lines: list[tuple[Words, Words]] = []
    for kept, was, now in changed:
        turn.work.purchases.archive(kept.id)
        line = PurchaseLine(kept.product_id, now.quantity, now.amount, now.currency, now.unit, now.unit_price)
        turn.work.purchases.add(kept.customer_id, kept.day, [line], source=turn.incoming.source)
        lines.append((_("Purchase"), _("{before} → {after}", before=was.words(), after=now.words())))
    return Reply((Facts(lines),))


def _lines(turn: Turn, note: str) -> Sequence[OrderedLine]:
    """What a note orders; nothing where it leaves a doubt."""
    told = priced_order(turn, note)
    try:
        return OrderLines().read(turn, told, Said({})) if told else ()
    except Unclear:
        return ()


def _changed(
    old: Sequence[OrderedLine], new: Sequence[OrderedLine], bought: Sequence[PurchaseRecord]
) -> Iterator[tuple[PurchaseRecord, OrderedLine, OrderedLine]]:
    """The lines that are others now, each with the purchase that was kept of it."""
    for was, now in zip(old, new, strict=True):
        if (was.quantity, was.amount) == (now.quantity, now.amount):
            continue
        kept = next(
            (
                p
                for p in bought
                if (p.quantity, p.amount) == (was.quantity, was.amount) and fold(p.product) == fold(was.product)
            ),
            None,
        )
        if kept is not None:
            yield kept, was, now
