"""Which customers a figure of a promotion is made of: who is still to be told, who answered, whom it never reached, and why."""

from handlers.kit.format.texts import On, Words, _, clip, quoted
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.promotions.lookup import PROMOTION, APromotion
from handlers.promotions.wording import LEFT_OUT, NEVER_ARRIVED
from storage.promotions.outcomes import CustomerOutcome, Outcomes
from storage.promotions.recipients import ANSWERED, FAILED, NOT_SENT, REFUSED, SENT, TO_SEND, ToldCustomers
from storage.promotions.records import PromotionRecord

SHOWN = 8
STATES: dict[str, Words] = {
    TO_SEND: _("Still to tell"),
    SENT: _("Silent"),
    ANSWERED: _("Said yes"),
    REFUSED: _("Said no"),
    FAILED: _("Failed"),
    NOT_SENT: _("Not told"),
}


def which(turn: Turn, promotion: APromotion, state: str = "", at: int = 0) -> Reply:
    """The customers in one state; without one, how many are in each."""
    back = Choice(clip(promotion.name, 60), Action(PROMOTION, {PROMOTION: promotion.id}))
    this = {PROMOTION: promotion.id}
    if state not in STATES:
        counts = turn.work.topic(ToldCustomers).counts(promotion.id)
        if not counts:
            return Reply.of(_("No data yet: it was not launched."), choices=(back,))
        choices = tuple(
            Choice(
                _("{state}: {count}", state=words, count=counts[name]),
                Action("promotion_which", {**this, "state": name}),
            )
            for name, words in STATES.items()
            if counts.get(name)
        )
        return Reply.of(_("Which customers of {name}?", name=promotion.name), choices=(*choices, back))
    found = turn.work.topic(Outcomes).customers(promotion.id, state, limit=SHOWN + 1, skip=max(0, at))
    title = Heading(_("{name}: {state}", name=promotion.name, state=STATES[state]))
    if not found:
        return Reply((title, Paragraph(_("Nobody."))), (back,))
    entries = [(one.customer, _detail(turn, one, state)) for one in found[:SHOWN]]
    opens = tuple(
        Choice(clip(one.customer, 60), Action("card", {"customer": one.customer_id})) for one in found[:SHOWN]
    )
    more = Choice(_("More"), Action("promotion_which", {**this, "state": state, "at": at + SHOWN}))
    return Reply((title, Entries(entries)), (*opens, *((more,) if len(found) > SHOWN else ()), back))


def silent(turn: Turn, promotion: PromotionRecord) -> Reply:
    """“¿Quién no ha contestado a la promo otoño?”"""
    return which(turn, promotion, SENT)


def willing(turn: Turn, promotion: PromotionRecord) -> Reply:
    """“¿Quién ha dicho que sí a la promo otoño?”"""
    return which(turn, promotion, ANSWERED)


def _detail(turn: Turn, one: CustomerOutcome, state: str) -> Words:
    if state in {NOT_SENT, TO_SEND, FAILED}:
        words = {**LEFT_OUT, **NEVER_ARRIVED}
        return words.get(one.why or "", one.why or "–")
    if one.words:
        return quoted(clip(one.words, 120))
    return On(turn.local(one.at).date()) if one.at else "–"
