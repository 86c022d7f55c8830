"""The launch: what it will do is shown first, then it begins; paused, resumed and stopped at once."""

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Percent, Price, Words, _, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.promotions.audience import SHARES, fates, possible_shares, usual, what_it_could_show
from handlers.promotions.card import card, channel
from handlers.promotions.holding import hold, release
from handlers.promotions.lookup import PROMOTION, APromotion, only_makers, there
from handlers.promotions.reporting import first_report
from handlers.promotions.wording import LEFT_OUT
from storage.promotions.audience import TELLS, Audience
from storage.promotions.briefings import Briefings
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import HALTED, TO_SEND, ToldCustomers
from storage.promotions.records import BRIEFING, DRAFT, PAUSED, RUNNING, STOPPED, PromotionRecord

NAMES_SHOWN = 6


def look(turn: Turn, promotion: APromotion) -> Reply:
    """What the launch would do, and who has not read it yet; nothing happens before a button is pressed."""
    only_makers(turn)
    _refuse_if_not(turn, promotion)
    found = fates(turn, promotion)
    told = found.get(TELLS, 0)
    facts: list[tuple[Words, Words]] = [
        (_("Customers"), str(sum(found.values()))),
        (_("Can be told by {channel}", channel=channel(promotion)), str(told)),
    ]
    facts += [(LEFT_OUT.get(why, why), str(number)) for why, number in sorted(found.items()) if why != TELLS]
    blocks = [Heading(_("Launch {name}?", name=promotion.name)), Facts(facts)]
    if unread := _on_duty_unread(turn, promotion):
        names = ", ".join(unread[:NAMES_SHOWN])
        words = ngettext(
            "Careful: {count} colleague on duty has not read it ({names}).",
            "Careful: {count} colleagues on duty have not read it ({names}).",
            len(unread),
            names=names,
        )
        blocks.append(Paragraph(words))
    if not told:
        blocks.append(Paragraph(_("There is nobody to tell, so there is nothing to launch.")))
        return Reply(tuple(blocks), (_back(promotion),))
    worst = turn.work.topic(Audience).worst(promotion.content.audience, turn.zone, promotion.content.channel)
    if worst:
        blocks.append(Paragraph(_savings(promotion, len(worst), told)))
    launch = [Choice(_("Launch to all {count}", count=told), _go(promotion, 0, cut=False))]
    launch += [
        Choice(_("Hold back {share}", share=Percent(share / 100)), _go(promotion, share, cut=False))
        for share in possible_shares(told)
    ]
    if worst:
        launch.append(Choice(_("Without those who buy least"), _go(promotion, 0, cut=True)))
    return Reply(tuple(blocks), (*launch, _back(promotion))) + what_it_could_show(
        told, usual(turn, promotion, sum(found.values()))
    )


def launch(turn: Turn, promotion: APromotion, version: int, held: int, cut: bool) -> Reply:
    """It begins: everybody of the audience is kept with what becomes of them. Pressed twice, it begins once."""
    only_makers(turn)
    turn.work.topic(Promotions).lock(promotion.id)
    promotion = there(turn, promotion.id)
    if promotion.launched_at is not None:
        return card(turn, promotion, _("It was launched already."))
    _refuse_if_not(turn, promotion)
    if promotion.version != version or held not in {0, *SHARES}:
        raise Sorry(_("It was changed since you looked. Look at the launch again."))
    audience = turn.work.topic(Audience)
    says = promotion.content
    members = audience.members(says.audience, turn.zone, says.channel, without_worst=cut)
    counts = turn.work.topic(ToldCustomers).assign(promotion.id, members, held_back=held, channel=says.channel)
    turn.work.topic(Promotions).change(promotion.id, state=RUNNING, launched_at=turn.now, held_back=held)
    first_report(turn.work, turn.company, there(turn, promotion.id))
    told = counts.get(TO_SEND, 0)
    if says.channel == "telegram":
        words = ngettext(
            "Launched: {count} customer is told, the most valuable first, each at their hour.",
            "Launched: {count} customers are told, the most valuable first, each at their hour.",
            told,
        )
    else:
        words = ngettext(
            "Launched: {count} customer is on the call lists.",
            "Launched: {count} customers are on the call lists.",
            told,
        )
    return card(turn, there(turn, promotion.id), words)


def pause(turn: Turn, promotion: APromotion) -> Reply:
    """Nobody is told for the time being: what waits to be sent is held."""
    reply = _becomes(turn, promotion, RUNNING, PAUSED, _("Paused: nobody is told until it is resumed."))
    if there(turn, promotion.id).state == PAUSED:
        hold(turn.work, promotion.id)
    return reply


def resume(turn: Turn, promotion: APromotion) -> Reply:
    """It goes on where it was, with what was held first."""
    reply = _becomes(turn, promotion, PAUSED, RUNNING, _("It goes on."))
    release(turn.work)
    return reply


def stop(turn: Turn, promotion: APromotion) -> Reply:
    """Whoever was not told is not told any more; what waits to be sent is taken back."""
    only_makers(turn)
    turn.work.topic(Promotions).lock(promotion.id)
    promotion = there(turn, promotion.id)
    if promotion.state not in {RUNNING, PAUSED}:
        return card(turn, promotion, _IS_ALREADY[promotion.state])
    turn.work.topic(Promotions).change(promotion.id, state=STOPPED)
    customers = turn.work.topic(ToldCustomers)
    left = customers.close(promotion.id, HALTED) + turn.work.outbox.withdraw_these(customers.messages(promotion.id))
    words: Words = _("Stopped. Everybody had been told.")
    if left:
        words = ngettext(
            "Stopped. {count} customer is not told any more.", "Stopped. {count} customers are not told any more.", left
        )
    return card(turn, there(turn, promotion.id), words)


_IS_ALREADY: dict[str, Words] = {
    DRAFT: _("It was not launched yet."),
    BRIEFING: _("It was not launched yet."),
    RUNNING: _("It runs already."),
    PAUSED: _("It is paused already."),
    STOPPED: _("It was stopped: it cannot go on. Make another one."),
}
"""Why it cannot become what was asked for, by its state."""


def _becomes(turn: Turn, promotion: PromotionRecord, before: str, after: str, words: Words) -> Reply:
    only_makers(turn)
    turn.work.topic(Promotions).lock(promotion.id)
    promotion = there(turn, promotion.id)
    if promotion.has_ended(turn.local(turn.now).date()):
        return card(turn, promotion, _("It has ended."))
    if promotion.state != before:
        return card(turn, promotion, _IS_ALREADY[promotion.state])
    turn.work.topic(Promotions).change(promotion.id, state=after)
    return card(turn, there(turn, promotion.id), words, undo=undo_choice(turn))


def _refuse_if_not(turn: Turn, promotion: PromotionRecord) -> None:
    """Raises Sorry for one that cannot be launched: before the team has it, after its end, or twice."""
    if promotion.launched_at is not None:
        raise Sorry(_("It was launched already."))
    if promotion.has_ended(turn.local(turn.now).date()):
        raise Sorry(_("That promotion has ended. Change its dates first."))
    if promotion.state == DRAFT:
        raise Sorry(_("The team comes first: brief it, then launch."))
    if promotion.state != BRIEFING:
        raise Sorry(_("It was stopped."))


def _on_duty_unread(turn: Turn, promotion: PromotionRecord) -> list[str]:
    """Who is here today and has not said that they know it."""
    every = [one for one in turn.work.topic(Briefings).of(promotion.id) if one.known_at is None]
    people = {person.id: person for person in turn.work.people.everyone()}
    return [
        one.staff.split()[0]
        for one in every
        if one.staff_id in people and turn.calendars.absence_of(people[one.staff_id]) is None
    ]


def _savings(promotion: PromotionRecord, worst: int, told: int) -> Words:
    says = promotion.content
    if says.cost is None or not says.cost_currency:
        return ngettext(
            "{count} of them bought least of all in the last year.",
            "{count} of them bought least of all in the last year.",
            worst,
        )
    return ngettext(
        "{count} of them bought least of all in the last year. Without it, {saved} less is spent.",
        "{count} of them bought least of all in the last year. Without them, {saved} less is spent.",
        worst,
        saved=Price((says.cost * worst / told).quantize(says.cost), says.cost_currency),
    )


def _go(promotion: PromotionRecord, held: int, *, cut: bool) -> Action:
    args = {PROMOTION: promotion.id, "version": promotion.version, "held": held, "cut": cut}
    return Action("launch_promotion_now", args)


def _back(promotion: PromotionRecord) -> Choice:
    return Choice(_("Not yet"), Action(PROMOTION, {PROMOTION: promotion.id}))
