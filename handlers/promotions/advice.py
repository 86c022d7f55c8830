"""For one customer: offer it, or do not, and why; with the one argument that fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers.kit.format.texts import On, Words, _, clip
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.questions.wording import parts
from handlers.kit.turn import Sorry, Turn
from handlers.promotions.lookup import PROMOTION
from handlers.promotions.wording import state
from storage.crm.complaints.conditions import open_complaint
from storage.crm.records import CustomerRecord
from storage.names.keys import name_words
from storage.promotions.audience import Audience
from storage.promotions.buyers import Buyers
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import ANSWERED, REFUSED, ToldCustomers
from storage.promotions.records import PromotionRecord
from storage.questions.question import Question

BOUGHT_LATELY = timedelta(days=14)
"""Who bought it within this time needs no more of it."""
COMPLAINED_LATELY = timedelta(days=7)
"""Who complained within this time is left in peace, though it is settled."""
LOOKED_AT = 5
"""Latest contacts in whose words it is looked which argument fits."""
MOST = 2
"""Promotions in a brief, and after a log."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Whether to offer a promotion to a customer; `why` not, and which argument fits."""

    promotion: PromotionRecord
    offer: bool
    why: tuple[Words, ...]
    argument: str


def advise(turn: Turn, promotion: PromotionRecord, customer: CustomerRecord) -> Advice:
    """All reasons that there are against it; where there is none, it is offered."""
    why = (*_not_now(turn, promotion), *_not_to_them(turn, promotion, customer))
    return Advice(promotion, not why, why, _argument(turn, promotion, customer))


def _not_now(turn: Turn, promotion: PromotionRecord) -> tuple[Words, ...]:
    today = turn.local(turn.now).date()
    if promotion.is_open(today):
        return ()
    return (_("it is not offered now: {state}", state=state(promotion, today)),)


def _not_to_them(turn: Turn, promotion: PromotionRecord, customer: CustomerRecord) -> tuple[Words, ...]:
    found: list[Words] = []
    says = promotion.content
    told = turn.work.topic(ToldCustomers).one(promotion.id, customer.id)
    if told is None:
        for one in turn.work.topic(Audience).failing(says.audience, turn.zone, customer.id):
            period = says.audience.period if one.field.value == "met" else None
            asked = parts(Question(says.audience.about, (one,), period=period))
            words = " · ".join(turn.voice.say(part.words) for part in asked[1:])
            found.append(_("they are not among those it is for: {what}", what=words))
    elif told.held:
        found.append(_("they are held back, to compare with"))
    if told and told.state == ANSWERED:
        found.append(_("they have answered already that they want it"))
    if told and told.state == REFUSED:
        found.append(_("they have said no to it"))
    if complained := _complained(turn, customer):
        found.append(complained)
    bought = turn.work.topic(Buyers).last_bought(customer.id, says.product_names)
    if bought and turn.local(turn.now).date() - bought <= BOUGHT_LATELY:
        found.append(_("they bought it on {day}", day=On(bought)))
    if often := _too_often(turn, customer):
        found.append(often)
    accounts = turn.work.customer_accounts.of_customer(customer.id)
    if accounts and all(account.stopped_at for account in accounts):
        found.append(_("they asked to hear nothing more from us"))
    return tuple(found)


def _complained(turn: Turn, customer: CustomerRecord) -> Words | None:
    """Whether a complaint of theirs is open, or is a few days old, though it is settled."""
    if (number := open_complaint(turn.work, customer.id)) is not None:
        return _("complaint {number} of theirs is open", number=number)
    latest = turn.work.complaints.of_customer(customer.id, limit=1, closed=True)
    if not latest or turn.now - latest[0].opened_at > COMPLAINED_LATELY:
        return None
    return _("they complained on {day}", day=On(turn.local(latest[0].opened_at).date()))


def _too_often(turn: Turn, customer: CustomerRecord) -> Words | None:
    """Whether they asked to hear from us less often than that, by what was done before today."""
    days = int(turn.work.contact_preferences.of(customer.id).value("gap") or 0)
    today = turn.local(turn.now).date()
    if not days:
        return None
    before = [one.day for one in turn.work.interactions.timeline(customer.id, limit=LOOKED_AT).items if one.day < today]
    if not before or today - before[0] >= timedelta(days=days):
        return None
    return _("they want to hear from us every {days} days at most, and did on {day}", days=days, day=On(before[0]))


def _argument(turn: Turn, promotion: PromotionRecord, customer: CustomerRecord) -> str:
    """The argument that has most words in common with what was noted of the customer lately; the first, where none has."""
    lines = promotion.content.arguments.splitlines()
    notes = turn.work.interactions.timeline(customer.id, limit=LOOKED_AT).items
    known = set(name_words(" ".join([customer.sector or "", *(note.summary for note in notes)])))
    return max(lines, key=lambda line: len({w for w in name_words(line) if len(w) > 3} & known))


# ------------------------------------------------------------------ where it is said
def one(turn: Turn, promotion: PromotionRecord, customer: CustomerRecord) -> Reply:
    """“/promo otoño Bar Sol”: yes or no, and why."""
    advice = advise(turn, promotion, customer)
    back = Choice(clip(promotion.name, 60), Action(PROMOTION, {PROMOTION: promotion.id}))
    card = Choice(clip(customer.name, 60), Action("card", {"customer": customer.id}))
    if not advice.offer:
        title = _("Do not offer {promotion} to {customer}", promotion=promotion.name, customer=customer.name)
        why = "\n".join(f"• {turn.voice.say(words)}" for words in advice.why)
        return Reply((Heading(title), Paragraph(why), *_heard_before(turn, promotion, customer)), (back, card))
    title = _("Offer {promotion} to {customer}", promotion=promotion.name, customer=customer.name)
    return Reply(
        (
            Heading(title),
            Paragraph(promotion.content.offer),
            Paragraph(_("Say: {argument}", argument=advice.argument)),
            Paragraph(promotion.content.call_to_action),
            *_heard_before(turn, promotion, customer),
        ),
        (back, card),
    )


def _heard_before(turn: Turn, promotion: PromotionRecord, customer: CustomerRecord) -> tuple[Paragraph, ...]:
    """What they were told, where the promotion says something else now."""
    told = turn.work.topic(ToldCustomers).one(promotion.id, customer.id)
    if told is None or told.version is None or told.sent_at is None or told.version == promotion.version:
        return ()
    says = turn.work.topic(Promotions).version(promotion.id, told.version)
    if says is None or says.reads_like(promotion.content):
        return ()
    day = turn.local(told.sent_at).date()
    words = _("They were told on {day}, when it still said: {offer}", day=On(day), offer=clip(says.offer, 200))
    return (Paragraph(words),)


def all_for(turn: Turn, customer: CustomerRecord) -> Reply:
    """“¿qué promos hay para Bar Sol?”: what to offer them, and what not. Raises Sorry where none runs."""
    found = [advise(turn, promotion, customer) for promotion in _running(turn)]
    if not found:
        raise Sorry(_("No promotion runs at the moment."))
    lines = [_line(turn, advice) for advice in found]
    opens = tuple(
        Choice(clip(one.promotion.name, 60), Action(PROMOTION, {PROMOTION: one.promotion.id}))
        for one in found
        if one.offer
    )
    heading = Heading(_("Promotions for {customer}", customer=customer.name))
    return Reply((heading, *(Paragraph(line) for line in lines)), opens)


def in_brief(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """Before a visit: what to offer with which argument, and what not to."""
    found = [advise(turn, promotion, customer) for promotion in _running(turn)]
    shown = sorted(found, key=lambda one: not one.offer)[:MOST]
    return Reply(tuple(Paragraph(_line(turn, one)) for one in shown)) if shown else None


def after_log(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """After a log: what to offer the next time, unless this one was about it."""
    running = _running(turn)
    if not running:
        return None
    last = turn.conversation.last
    logged = turn.work.interactions.get(last.id) if last and last.kind == "interaction" else None
    named = (logged.promotion or "").casefold() if logged else ""
    found = [advise(turn, one, customer) for one in running if one.name.casefold() != named]
    offers = [one for one in found if one.offer][:1]
    return Reply(tuple(Paragraph(_line(turn, one)) for one in offers)) if offers else None


def _line(turn: Turn, advice: Advice) -> Words:
    if advice.offer:
        return _(
            "Offer {promotion} ({offer}): {argument}",
            promotion=advice.promotion.name,
            offer=clip(advice.promotion.content.offer, 80),
            argument=advice.argument,
        )
    why = "; ".join(turn.voice.say(words) for words in advice.why)
    return _("Not {promotion}: {why}", promotion=advice.promotion.name, why=clip(why, 200))


def _running(turn: Turn) -> Sequence[PromotionRecord]:
    return turn.work.topic(Promotions).open(turn.local(turn.now).date())
