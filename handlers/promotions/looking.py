"""Looking up promotions: all of them, or one by its name."""

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import _, clip
from handlers.kit.forms import filling
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Name, NameKind
from handlers.promotions.advice import all_for, one
from handlers.promotions.card import card, every, listed
from handlers.promotions.making import NEW
from handlers.promotions.which import APromotion, named, only_makers, to_open
from storage.crm.records import CustomerRecord
from storage.promotions.promotions import Promotions

_MAKES = frozenset({"nueva", "new", "nuevo"})


def list_(turn: Turn, words: str = "") -> Reply:
    """All that there are; of a customer who is named, what to offer them and what not."""
    named_there = turn.read_as("list_promotions", words).slots.get("customer") if words.strip() else None
    known = named_there.known if isinstance(named_there, Name) else None
    customer = turn.work.customers.get(known.id) if known else None
    return all_for(turn, customer) if customer else listed(turn, every(turn))


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
    if words.strip().casefold() in _MAKES:
        only_makers(turn)
        return filling.start(turn, NEW, None, guided=True)
    found, rest = named(turn, words)
    found = [one for one in found if one.id in {seen.id for seen in every(turn)}]
    if len(found) == 1:
        customer = _customer(turn, rest)
        return one(turn, found[0], customer) if customer else card(turn, found[0])
    if found:
        return Reply.of(_("Which promotion?"), choices=to_open(found))
    return Reply.of(_("I know no promotion “{name}”.", name=clip(words, 60))) + list_(turn)


def _customer(turn: Turn, text: str) -> CustomerRecord | None:
    """For whom the promotion is asked about, where somebody is named beside it."""
    if not text.strip():
        return None
    if owner := turn.anothers(text):
        raise Sorry(_("{name} exists, owned by {owner}. I can't tell you more.", name=clip(text, 60), owner=owner))
    known = turn.match(text, {NameKind.CUSTOMER}).known
    return turn.work.customers.get(known.id) if known else None


def discard(turn: Turn, promotion: APromotion) -> Reply:
    """One that was never launched comes to nothing."""
    only_makers(turn)
    if promotion.launched_at is not None:
        return card(turn, promotion, _("It was launched: it can be stopped, not discarded."))
    turn.work.topic(Promotions).put_away(promotion.id)
    return Reply.of(_("Discarded: {name}.", name=promotion.name), choices=undo_choice(turn))
