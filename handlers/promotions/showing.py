"""Looking up promotions: all of them, or one by its name."""

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import _, clip
from handlers.kit.forms import filling
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.name_slots import KnownCustomer
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.meaning import Name
from handlers.language.text.any_of import words_of
from handlers.promotions.advice import all_for, one
from handlers.promotions.card import card, every, listed
from handlers.promotions.editing import NEW
from handlers.promotions.lookup import APromotion, WhichPromotion, named, only_makers, to_open
from storage.promotions.promotions import Promotions
from storage.promotions.records import PromotionRecord


def _for(turn: Turn, said: Said) -> Reply:
    """For one customer: a promotion, or all that run."""
    promotion = said.get(WHICH)
    return one(turn, promotion, said[CUSTOMER]) if promotion else all_for(turn, said[CUSTOMER])


WHICH = Slot("promotion", WhichPromotion(), _("Promotion"), _("Which promotion?"), _("Autumn"), optional=True)
CUSTOMER = Slot("customer", KnownCustomer(), _("Customer"), _("Which customer?"))
FOR = Form("promotion_for", (WHICH, CUSTOMER), save=_for)


def list_(turn: Turn, words: str = "") -> Reply:
    """All that there are; of a customer who is named, what to offer them and what not; one of them, where that is named too."""
    if words.strip() and len(named(turn, words)[0]) == 1:
        return said(turn, words)
    customer = turn.read_as("list_promotions", words).slots.get("customer") if words.strip() else None
    if isinstance(customer, Name):
        return filling.start(turn, FOR, None, answers={CUSTOMER.name: customer.text})
    return listed(turn, every(turn))


def page(turn: Turn, at: int = 0) -> Reply:
    """A further screen of them."""
    return listed(turn, every(turn), at)


def show(turn: Turn, promotion: APromotion) -> Reply:
    """One, from a button."""
    return card(turn, promotion)


def look_up(turn: Turn, words: str) -> Reply:
    """“/promo otoño”, “de qué va la promo de otoño”; “/promo nueva” makes one."""
    if not words.strip():
        return list_(turn)
    if words.strip().casefold() in words_of("new"):
        only_makers(turn)
        return filling.start(turn, NEW, None, guided=True)
    found, rest = named(turn, words)
    found = [one for one in found if one.id in {seen.id for seen in every(turn)}]
    if len(found) == 1:
        if rest.strip():
            return filling.start(turn, FOR, None, values={WHICH.name: found[0].id}, answers={CUSTOMER.name: rest})
        return card(turn, found[0])
    return _among(turn, words, found)


def said(turn: Turn, text: str) -> Reply:
    """“de qué va la promo de otoño”, “can I offer Autumn to Bell Inn”."""
    found, _rest = named(turn, text)
    found = [one for one in found if one.id in {seen.id for seen in every(turn)}]
    customer = turn.read_as("brief_promotion", text).slots.get("customer")
    if len(found) == 1 and isinstance(customer, Name):
        answers = {CUSTOMER.name: customer.text}
        return filling.start(turn, FOR, None, values={WHICH.name: found[0].id}, answers=answers)
    return card(turn, found[0]) if len(found) == 1 else _among(turn, text, found)


def _among(turn: Turn, words: str, found: list[PromotionRecord]) -> Reply:
    """Where no single one is meant: which of several, or which there are."""
    if found:
        return Reply.of(_("Which promotion?"), choices=to_open(found))
    return Reply.of(_("I know no promotion “{name}”.", name=clip(words, 60))) + list_(turn)


def discard(turn: Turn, promotion: APromotion) -> Reply:
    """One that was never launched comes to nothing."""
    only_makers(turn)
    if promotion.launched_at is not None:
        return card(turn, promotion, _("It was launched: it can be stopped, not discarded."))
    turn.work.topic(Promotions).put_away(promotion.id)
    return Reply.of(_("Discarded: {name}.", name=promotion.name), choices=undo_choice(turn))
