"""Making a promotion, in a form, and changing what it says: a version of its own each time."""

from collections.abc import Mapping
from typing import Any

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Price, Words, _, clip
from handlers.kit.forms.filling import reopen
from handlers.kit.forms.form import Confirmation, Form, Said, Slot
from handlers.kit.forms.slot_types import MoneyAmount, OneOf
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import Colleague
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.moments import read_moment
from handlers.language.meaning import Amount, Moment
from handlers.language.text.any_of import words_of
from handlers.promotions.card import card
from handlers.promotions.lookup import PROMOTION, named, only_makers, there
from handlers.promotions.reporting import end_moved
from handlers.promotions.slots import (
    LONGEST_MESSAGE,
    AudienceSlot,
    Bounded,
    PerCent,
    ProductNames,
    PromotionDay,
    PromotionName,
)
from handlers.promotions.wording import CHANNELS
from storage.names.folding import fold
from storage.promotions.briefings import Briefings
from storage.promotions.buyers import Buyers
from storage.promotions.promotions import Promotions
from storage.promotions.records import DRAFT, PromotionContent

NAME = Slot("name", PromotionName(), _("Name"), _("What is the promotion called?"), _("Autumn"), default=only_makers, needed=True)  # fmt: skip
OFFER = Slot("offer", Bounded(200), _("Offer"), _("What is offered?"), _("3 boxes for the price of 2"))
PRODUCTS = Slot("products", ProductNames(), _("Products"), _("For which product, or products?"), _("white wine, red wine"))  # fmt: skip
PRICE = Slot("price", MoneyAmount("49.90"), _("Price"), _("At which price?"), optional=True, guided=True)
FIRST = Slot("first", PromotionDay(last=False), _("From"), _("From which day on?"), _("tomorrow"))
LAST = Slot("last", PromotionDay(last=True), _("Until"), _("Until which day?"), _("end of month"))
AUDIENCE = Slot(
    "audience",
    AudienceSlot(),
    _("For whom"),
    _("Which customers is it for? Say it as you would ask for them."),
    _("bars not visited in 60 days"),
)
CHANNEL = Slot("channel", OneOf(CHANNELS), _("Told through"), _("How are they told?"))
CALL = Slot("call", Bounded(160), _("Call to action"), _("What shall they do? One thing."), _("Answer yes and we call you"))  # fmt: skip
ARGUMENTS = Slot(
    "arguments",
    Bounded(500, lines=True),
    _("Arguments"),
    _("Which arguments? Separate them with semicolons."),
    _("cheaper per glass; delivered the next day"),
)
OBJECTIONS = Slot(
    "objections",
    Bounded(400, lines=True, asks=True),
    _("Objections"),
    _("What will they object, and what do we answer?"),
    _("too much stock? we deliver in two parts"),
    optional=True,
    guided=True,
)
COST = Slot("cost", MoneyAmount("300"), _("Cost"), _("What does the promotion cost in all?"), optional=True, guided=True)  # fmt: skip
MARGIN = Slot("margin", PerCent(), _("Margin"), _("How much of a sale is left to us, in per cent?"), optional=True, guided=True)  # fmt: skip
OWNER = Slot("owner", Colleague(), _("Day after"), _("Who acts on what comes of it, from the day after on?"), "Ana")
TO_CUSTOMERS = Slot(
    "to_customers",
    Bounded(LONGEST_MESSAGE),
    _("Text to customers"),
    _("What do customers read? I put the greeting before it, and what they shall do behind it."),
    optional=True,
    guided=True,
)
TO_PROSPECTS = Slot(
    "to_prospects",
    Bounded(LONGEST_MESSAGE),
    _("Text to prospects"),
    _("And those who never bought from us?"),
    optional=True,
    guided=True,
)


def _save(turn: Turn, said: Said) -> Reply:
    """Keeps a draft; a change is a version of its own, which those who know the promotion read again."""
    only_makers(turn)
    promotions, says = turn.work.topic(Promotions), _content(said)
    if said.target is None:
        id_ = promotions.add(said[NAME], says, owner_id=said[OWNER].id)
        words: list[Words] = [_("Saved as a draft. Nobody was told of it yet."), *_not_sold(turn, says)]
        return card(turn, there(turn, id_), *words, undo=undo_choice(turn))
    promotions.lock(said.target.id)
    before = there(turn, said.target.id)
    settled = (said[NAME], says.audience, says.channel)
    if before.launched_at is not None and settled != (before.name, before.content.audience, before.content.channel):
        raise Sorry(
            _(
                "It was launched: what it is called, whom it is for and how they are told stays. Stop it, and make another."
            )
        )
    promotions.change(before.id, name=said[NAME], owner_id=said[OWNER].id)
    changed: list[Words] = [_("Corrected.")]
    if says != before.content:
        version = promotions.revise(before, says)
        end_moved(turn.work, turn.company, there(turn, before.id))
        changed = [_("Changed: that is version {version}.", version=version)]
        changed += _not_sold(turn, says) if says.products != before.content.products else ()
        is_read_again = before.state != DRAFT and not says.reads_like(before.content)
        if is_read_again and turn.work.topic(Briefings).again(before.id, turn.now):
            changed.append(_("Who knew it reads it again."))
    return card(turn, there(turn, before.id), *changed, undo=undo_choice(turn))


def _not_sold(turn: Turn, says: PromotionContent) -> tuple[Words, ...]:
    """That nobody bought its products yet: what it brings will show in purchases only once somebody has."""
    if turn.work.topic(Buyers).anybody(says.product_names):
        return ()
    products = clip(", ".join(says.product_names), 100)
    return (_("I know no purchase of {products}: check the name, or I can't say who bought it.", products=products),)


def _content(said: Said) -> PromotionContent:
    price, cost = said.get(PRICE), said.get(COST)
    return PromotionContent(
        products=said[PRODUCTS],
        offer=said[OFFER],
        first=said[FIRST],
        last=said[LAST],
        audience=said[AUDIENCE],
        channel=said[CHANNEL],
        call_to_action=said[CALL],
        arguments=said[ARGUMENTS],
        price=price.value if price else None,
        currency=price.currency if price else None,
        objections=said.get(OBJECTIONS),
        cost=cost.value if cost else None,
        cost_currency=cost.currency if cost else None,
        to_customers=said.get(TO_CUSTOMERS),
        to_prospects=said.get(TO_PROSPECTS),
        margin=said.get(MARGIN),
    )


def _load(turn: Turn, target: Target) -> dict[str, Any]:
    """What a promotion says, for the form that changes it."""
    only_makers(turn)
    promotion = there(turn, target.id)
    says = promotion.content
    price = Amount(says.price, says.currency) if says.price is not None and says.currency else None
    cost = Amount(says.cost, says.cost_currency) if says.cost is not None and says.cost_currency else None
    values: dict[str, Any] = {
        NAME.name: promotion.name,
        OFFER.name: says.offer,
        PRODUCTS.name: says.products,
        PRICE.name: PRICE.type.dump(price) if price else None,
        FIRST.name: says.first.isoformat(),
        LAST.name: says.last.isoformat(),
        AUDIENCE.name: says.audience.as_json(),
        CHANNEL.name: says.channel,
        CALL.name: says.call_to_action,
        ARGUMENTS.name: says.arguments,
        OBJECTIONS.name: says.objections,
        COST.name: COST.type.dump(cost) if cost else None,
        MARGIN.name: says.margin,
        OWNER.name: promotion.owner_id,
        TO_CUSTOMERS.name: says.to_customers,
        TO_PROSPECTS.name: says.to_prospects,
    }
    return {name: value for name, value in values.items() if value is not None}


def asks_to_change(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a part of one promotion is to be changed, "el precio de la promo otoño", or the promotion."""
    said = places["change"]
    is_one = len(named(turn, said)[0]) == 1
    return is_one and (_part(turn, said) is not None or bool(words_of("promotion").intersection(fold(said).split())))


def change(turn: Turn, words: str) -> Reply:
    """Asks for what a part of a promotion shall say; where no part is named, which one."""
    only_makers(turn)
    found = named(turn, words)[0]
    if len(found) != 1:
        raise Sorry(_("Which promotion?") if found else _("I know no promotion “{name}”.", name=clip(words, 60)))
    promotion = found[0]
    slot, target = _part(turn, words), Target(PROMOTION, promotion.id)
    if slot is not None:
        return reopen(turn, NEW, target, slot)
    fix = Action("fix", {"target": str(target)})
    choices = tuple(Choice(one.label, fix.with_args(slot=one.name)) for one in NEW.slots if one.fixable)
    return Reply.of(_("What shall I correct?"), choices=choices)


def _part(turn: Turn, words: str) -> Slot[Any] | None:
    """The part of a promotion that words name as it is labelled; the name of the promotion itself is none."""
    said = f" {fold(words)} "
    return next((one for one in NEW.slots if one.fixable and f" {fold(turn.voice.say(one.label))} " in said), None)


def _enrich(turn: Turn, said: Said, slot: Slot[Any], text: str) -> None:
    """From the first to the last day may be said in one answer: "del 1 al 15 de diciembre"."""
    if slot is not FIRST or LAST in said:
        return
    moment = read_moment(text, turn.said_at, "future", turn.locale)
    if isinstance(moment, Moment) and moment.end is not None:
        said.put(LAST, LAST.type.read(turn, text, said))


def _check(turn: Turn, said: Said) -> Confirmation | None:
    """A price in another currency than the company's is asked about once."""
    price = said.get(PRICE)
    if price is None or price.currency == turn.company.currency:
        return None
    words = _(
        "The price is in another currency than ours: {price}. Is it meant so?", price=Price(price.value, price.currency)
    )
    return Confirmation("currency", (words,))


NEW = Form(
    "promotion",
    (NAME, OFFER, PRODUCTS, PRICE, FIRST, LAST, AUDIENCE, CHANNEL, CALL, ARGUMENTS, OBJECTIONS, COST, MARGIN, OWNER, TO_CUSTOMERS, TO_PROSPECTS),
    save=_save,
    makes=PROMOTION,
    check=_check,
    load=_load,
    enrich=_enrich,
    title=_("New promotion"),
)  # fmt: skip
