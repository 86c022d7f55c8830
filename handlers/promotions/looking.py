"""Looking up promotions: all of them, or one by its name."""

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import _, clip
from handlers.kit.forms import filling
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.promotions.card import card, every, listed
from handlers.promotions.making import NEW
from handlers.promotions.which import APromotion, named, only_makers, to_open
from storage.promotions.promotions import Promotions
from storage.promotions.records import BRIEFING, DRAFT

_MAKES = frozenset({"nueva", "new", "nuevo"})


def list_(turn: Turn, _words: str = "") -> Reply:
    """All that there are."""
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
    if words.strip().casefold() in _MAKES:
        only_makers(turn)
        return filling.start(turn, NEW, None, guided=True)
    found, _rest = named(turn, words)
    found = [one for one in found if one.id in {seen.id for seen in every(turn)}]
    if len(found) == 1:
        return card(turn, found[0])
    if found:
        return Reply.of(_("Which promotion?"), choices=to_open(found))
    return Reply.of(_("I know no promotion “{name}”.", name=clip(words, 60))) + list_(turn)


def discard(turn: Turn, promotion: APromotion) -> Reply:
    """One that was never launched comes to nothing."""
    only_makers(turn)
    if promotion.state not in {DRAFT, BRIEFING}:
        return card(turn, promotion, _("It was launched: it can be stopped, not discarded."))
    turn.work.topic(Promotions).put_away(promotion.id)
    return Reply.of(_("Discarded: {name}.", name=promotion.name), choices=undo_choice(turn))
