"""A purchase that was kept from something told follows its correction: "perdón, eran 45 cajas, no 40"."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Said, Unclear
from handlers.kit.forms.order_lines import OrderedLine, OrderLines
from handlers.kit.forms.orders_told import priced_order
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Facts, Heading
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.amendment import Amendment
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Turn
from handlers.language.slots.corrections import corrections
from handlers.language.slots.replacing import corrected
from handlers.purchases.ordering import ORDER, PURCHASE, as_ordered
from storage.crm.records import InteractionRecord
from storage.names.folding import fold
from storage.purchases.records import PurchaseLine, PurchaseRecord

INTERACTION = "interaction"
LOOKED_BACK = timedelta(days=1)
MOST_LOOKED_AT = 20
SURE = 0.95
"""So sure the correction has to be of the record: what it replaces stands there."""


def amendment(turn: Turn, target: Target, text: str) -> Amendment | None:
    """The correction of a purchase is one of what it was told with: that is put right, and the purchase follows.

    What was told as an order and nothing else is put right itself: "eran 8, no 10".
    """
    bought = turn.work.purchases.get(target.id) if target.kind == PURCHASE else None
    amends = registry_of(turn).amends(INTERACTION)
    if bought is None or amends is None:
        return None
    return _of_its_note(turn, bought, text, amends) or _of_itself(turn, bought, text) or _more(turn, bought, text)


def _of_its_note(
    turn: Turn, bought: PurchaseRecord, text: str, amends: Callable[[Turn, Target, str], Amendment | None]
) -> Amendment | None:
    told = turn.work.interactions.of_author(turn.person.id, turn.said_at - LOOKED_BACK, limit=MOST_LOOKED_AT)
    for record in told:
        if record.customer_id == bought.customer_id and priced_order(turn, record.summary):
            found = amends(turn, Target(INTERACTION, record.id), text)
            if found is not None and found.score >= SURE:
                return found
    return None


def _of_itself(turn: Turn, bought: PurchaseRecord, text: str) -> Amendment | None:
    """What a correction changes of the lines of an order, where its words stand in them."""
    order = turn.work.purchases.of_order(bought.id)
    old = [as_ordered(one) for one in order]
    lines = OrderLines()
    for fix in corrections(text):
        told = lines.told(turn, [_positive(one) for one in old])
        put = corrected(told, fix, turn.said_at, turn.locale)
        new = _lines(turn, put) if put else ()
        changed = [(kept, was, now) for kept, was, now in zip(order, old, new, strict=False) if _differs(was, now)]
        if len(new) == len(old) and changed:
            as_words = _("a correction of the purchase of {customer}", customer=bought.customer)
            reason = "it corrects what was ordered"
            return Amendment(SURE, reason, as_words, lambda: _put_right(turn, changed))  # noqa: B023 - returned at once
    return None


def _more(turn: Turn, bought: PurchaseRecord, text: str) -> Amendment | None:
    """What is ordered besides: "y 2 de cava a 5"; shown, and kept when it is confirmed."""
    last = as_ordered(turn.work.purchases.of_order(bought.id)[-1])
    lines = OrderLines().extended(turn, [last], text, Said({}))
    if lines is None or bought.quantity < 0:
        return None
    values = {"customer": bought.customer_id, "lines": OrderLines().dump(lines[1:])}
    as_words = _("more of the purchase of {customer}", customer=bought.customer)
    return Amendment(SURE, "it adds to what was ordered", as_words, lambda: start(turn, ORDER, None, values=values))


def _positive(one: OrderedLine) -> OrderedLine:
    """A line as it was told: what came back is told as so many."""
    return replace(one, quantity=abs(one.quantity), amount=abs(one.amount))


def _differs(was: OrderedLine, now: OrderedLine) -> bool:
    return (abs(was.quantity), abs(was.amount), fold(was.product)) != (now.quantity, now.amount, fold(now.product))


def _put_right(turn: Turn, changed: Sequence[tuple[PurchaseRecord, OrderedLine, OrderedLine]]) -> Reply:
    """The lines as they are now, each from what to what."""
    facts: list[tuple[Words, Words]] = []
    for kept, was, now in changed:
        sign = -1 if kept.quantity < 0 else 1
        product = now.product_id or turn.work.products.add(now.product)
        line = PurchaseLine(product, sign * now.quantity, sign * now.amount, now.currency, now.unit, now.unit_price)
        turn.work.purchases.change(kept.id, line)
        facts.append((_("Purchase"), _("{before} → {after}", before=_positive(was).words(), after=now.words())))
    customer = changed[0][0]
    turn.conversation.made(Target(PURCHASE, customer.id), turn.incoming.sent_at)
    card = Choice(_("Card"), Action("card", {"customer": customer.customer_id}))
    heading = Heading(_("Corrected: purchase of {customer}", customer=customer.customer))
    return Reply((heading, Facts(facts)), (*undo_choice(turn), card), about=Target(PURCHASE, customer.id))


def follow(turn: Turn, records: tuple[InteractionRecord, InteractionRecord]) -> Reply | None:
    """What was kept as purchases of a record, before and after its correction, as its note says it now."""
    before, after = records
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
        line = PurchaseLine(kept.product_id, now.quantity, now.amount, now.currency, now.unit, now.unit_price)
        turn.work.purchases.change(kept.id, line)
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
