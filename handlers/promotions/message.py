"""What a customer reads of a promotion: in the company's language, by name, with one thing to do."""

from handlers.kit.format.texts import On, Price, Words, _, clip
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.prospects import PROSPECT, is_prospect
from handlers.kit.turn import Turn
from handlers.promotions.lookup import PROMOTION, APromotion, only_makers
from storage.promotions.records import PromotionContent
from storage.questions.answers import Answers
from storage.questions.question import Field, Filter

PREVIEWED = 3


def text_to(says: PromotionContent, name: str, *, prospect: bool) -> tuple[Words, ...]:
    """The paragraphs for one customer: a greeting, the text that fits them, until when, and what to do."""
    own = (says.to_prospects if prospect else says.to_customers) or says.to_customers
    offer: Words = own or says.offer
    if own is None and says.price is not None and says.currency:
        offer = _("{offer}: {price}", offer=says.offer, price=Price(says.price, says.currency))
    return (
        _("{name}, good day:", name=name),
        offer,
        _("Until {day}.", day=On(says.last)),
        says.call_to_action,
    )


def preview(turn: Turn, promotion: APromotion) -> Reply:
    """What three real customers would read, word by word; who never bought from us among them, where there is one."""
    only_makers(turn)
    answers, audience = turn.work.topic(Answers), promotion.content.audience
    prospects = answers.rows(audience.with_filter(Filter(Field.STATUS, PROSPECT)), turn.zone, limit=1)
    others = [
        row for row in answers.rows(audience, turn.zone, limit=PREVIEWED) if row.id not in {one.id for one in prospects}
    ]
    rows = [*others[: PREVIEWED - len(prospects)], *prospects]
    back = Choice(clip(promotion.name, 60), Action(PROMOTION, {PROMOTION: promotion.id}))
    if not rows:
        return Reply.of(_("Nobody would read it: the audience is empty."), choices=(back,))
    reply = Reply((Heading(_("{name}: what they read", name=promotion.name)),), (back,))
    for row in rows:
        customer = turn.work.customers.get(row.id)
        if customer is None:
            continue
        words = text_to(promotion.content, customer.name, prospect=is_prospect(turn.work, customer))
        said = "\n".join(turn.voice.say(one) for one in words)
        reply = reply + Reply((Paragraph(said),))
    return reply
