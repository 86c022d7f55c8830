"""What a customer says to a promotion, on their own phone: they want it, or do not, or write something."""

from handlers.kit.format.texts import _
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.customer_turn import CustomerService, CustomerTurn
from handlers.kit.registry.sayings import read_saying, sayings
from handlers.promotions.lookup import PROMOTION
from handlers.promotions.message import text_to
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import SENT, ToldCustomers
from storage.promotions.records import PromotionRecord

WANTS = _("Yes, I'm interested")
"""What a customer says with a tap: it stands in the lead as they read it."""
ANSWERS_FOR_DAYS = 14
"""So long after a promotion what a customer writes of their own is an answer to it."""


def offered(promotion: PromotionRecord, name: str, *, prospect: bool) -> Reply:
    """What a customer gets: the text that fits them, and what they can answer with a tap."""
    words = text_to(promotion.content, name, prospect=prospect)
    this = {PROMOTION: promotion.id}
    choices = (
        Choice(WANTS, Action("want_promotion", this)),
        Choice(_("No, thank you"), Action("decline_promotion", this)),
    )
    return Reply.of(*words, choices=choices)


def want(turn: CustomerTurn, promotion: int) -> Reply:
    """A tap: they want it. Somebody gets in touch; a second tap changes nothing."""
    return _said(turn, promotion, yes=True)


def decline(turn: CustomerTurn, promotion: int) -> Reply:
    """A tap: they do not."""
    return _said(turn, promotion, yes=False)


def heard(turn: CustomerTurn, text: str) -> Reply | None:
    """What they write after a promotion, and to nothing else, is an answer to it: word by word in the lead, unless it only declines."""
    told = turn.work.topic(ToldCustomers).latest(turn.account.customer_id)
    if told is None or told.state != SENT or told.sent_at is None:
        return None
    if (turn.now - told.sent_at).days >= ANSWERS_FOR_DAYS:
        return None
    wants = read_saying(text, sayings("offer_declined")) is None
    turn.work.topic(ToldCustomers).answered(told.id, yes=wants, words=text)
    return _thanks(turn) if wants else _declined()


def _said(turn: CustomerTurn, promotion_id: int, *, yes: bool) -> Reply:
    told = turn.work.topic(ToldCustomers).one(promotion_id, turn.account.customer_id)
    promotion = turn.work.topic(Promotions).get(promotion_id)
    if told is None or promotion is None or told.sent_at is None:
        return Reply.of(_("That offer is not for you any more. Write to us what you need."))
    if told.answered_at is not None and (yes == (told.state == "answered") or told.lead_id is not None):
        return Reply.of(_("We have your answer already. Thank you."))
    if yes and promotion.has_ended(turn.now.astimezone(turn.zone).date()):
        return Reply.of(_("That offer has ended. Write to us what you need, and we will see."))
    turn.work.topic(ToldCustomers).answered(told.id, yes=yes, words=turn.voice.say(WANTS) if yes else None)
    return _thanks(turn) if yes else _declined()


def _declined() -> Reply:
    return Reply.of(_("Thank you for telling us. We won't insist."))


def _thanks(turn: CustomerTurn) -> Reply:
    return Reply.of(_("Thank you. Somebody of {company} will get in touch with you.", company=turn.company.name))


SERVICE = CustomerService(actions={"want_promotion": want, "decline_promotion": decline}, hears=heard)
