"""The launch: what it will do is shown first, then it begins; paused, resumed and stopped at once."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Percent, Price, Words, _, ngettext
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.promotions.audience import SHARES, fates, possible_shares, usual, what_it_could_show
from handlers.promotions.card import card, channel
from handlers.promotions.holding import hold, release
from handlers.promotions.lookup import PROMOTION, APromotion, only_makers, there
from handlers.promotions.reporting import first_report
from handlers.promotions.wording import LEFT_OUT
from storage.promotions.audience import TELLS, WORST, Audience
from storage.promotions.briefings import Briefings
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import HALTED, HELD, TO_SEND, ToldCustomers
from storage.promotions.records import BRIEFING, DRAFT, PAUSED, RUNNING, STOPPED, PromotionRecord

NAMES_SHOWN = 6


def look(turn: Turn, promotion: APromotion, cut: bool = False) -> Reply:
    """What the launch would do, and who has not read it yet; nothing happens before a button is pressed.

    With `cut` it is what it would do without those who buy least.
    """
    only_makers(turn)
    if why := _why_not(turn, promotion):
        return card(turn, promotion, why)
    found = fates(turn, promotion)
    worst = turn.work.topic(Audience).worst(promotion.content.audience, turn.zone, promotion.content.channel)
    reached = found.get(TELLS, 0)
    told = reached - len(worst) if cut else reached
    left_out = {**found, WORST: len(worst)} if cut and worst else found
    facts: list[tuple[Words, Words]] = [
        (_("Customers"), str(sum(found.values()))),
        (_("Can be told by {channel}", channel=channel(promotion)), str(told)),
    ]
    facts += [(LEFT_OUT.get(why, why), str(number)) for why, number in sorted(left_out.items()) if why != TELLS]
    blocks = [Heading(_("Launch {name}?", name=promotion.name)), Facts(facts)]
    if unread := _on_duty_unread(turn, promotion):
        words = ngettext(
            "Careful: {count} colleague on duty has not read it ({names}).",
            "Careful: {count} colleagues on duty have not read it ({names}).",
            len(unread),
            names=_names(unread),
        )
        blocks.append(Paragraph(words))
    if not told:
        blocks.append(Paragraph(_("There is nobody to tell, so there is nothing to launch.")))
        return Reply(tuple(blocks), (_back(promotion),))
    if worst:
        blocks.append(Paragraph(_savings(turn, promotion, worst, reached, cut=cut)))
    launch = [Choice(_("Launch to all {count}", count=told), _go(promotion, 0, cut=cut))]
    if worst:
        label = _("With those who buy least") if cut else _("Without those who buy least")
        launch.append(Choice(label, Action("launch_promotion", {PROMOTION: promotion.id, "cut": not cut})))
    launch += [
        Choice(_("Hold back {share}", share=Percent(share / 100)), _go(promotion, share, cut=cut))
        for share in possible_shares(told)
    ]
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
    if why := _why_not(turn, promotion):
        return card(turn, promotion, why)
    if promotion.version != version or held not in {0, *SHARES}:
        raise Sorry(_("It was changed since you looked. Look at the launch again."))
    audience = turn.work.topic(Audience)
    says = promotion.content
    members = audience.members(says.audience, turn.zone, says.channel, without_worst=cut)
    counts = turn.work.topic(ToldCustomers).assign(promotion.id, members, held_back=held, channel=says.channel)
    turn.work.topic(Promotions).change(promotion.id, state=RUNNING, launched_at=turn.now, held_back=held)
    first_report(turn.work, turn.company, there(turn, promotion.id))
    told, left_out = counts.get(TO_SEND, 0), counts.get(WORST, 0)
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
    launched = there(turn, promotion.id)
    whose = _whose_lists(turn, launched)
    saved = _saved(launched, left_out, told + counts.get(HELD, 0) + left_out) if left_out else None
    if saved is None:
        return card(turn, launched, words, *whose)
    correct = Choice(
        _("Correct the cost"), Action("fix", {"target": str(Target(PROMOTION, launched.id)), "slot": "cost"})
    )
    cheaper = _(
        "Without those who buy least it should cost {saved} less: what it brings is reckoned with {cost}.",
        saved=saved,
        cost=Price(says.cost or Decimal(0), saved.currency),
    )
    return card(turn, launched, words, *whose, cheaper, undo=(correct,))


def _whose_lists(turn: Turn, promotion: PromotionRecord) -> tuple[Words, ...]:
    """Who has how many to tell; those of customers that are nobody's stand on the managers' list alone."""
    if promotion.content.channel == "telegram":
        return ()
    pending = turn.work.topic(ToldCustomers).pending(promotion.id)
    lists = ", ".join(f"{name.split()[0]} {count}" for name, count in pending.items() if name)
    words: list[Words] = [_("On whose list: {who}", who=lists)] if lists else []
    if alone := pending.get(""):
        words.append(
            ngettext(
                "{count} is nobody's customer: only managers and marketing find it in the list of the promotion.",
                "{count} are nobody's customers: only managers and marketing find them in the list of the promotion.",
                alone,
            )
        )
    return tuple(words)


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


def _why_not(turn: Turn, promotion: PromotionRecord) -> Words | None:
    """Why one cannot be launched: before the team has it, after its end, or twice; None where it can."""
    if promotion.launched_at is not None:
        return _("It was launched already.")
    if promotion.has_ended(turn.local(turn.now).date()):
        return _("That promotion has ended. Change its dates first.")
    if promotion.state == DRAFT:
        return _("The team comes first: brief it, then launch.")
    return _("It was stopped.") if promotion.state != BRIEFING else None


def _on_duty_unread(turn: Turn, promotion: PromotionRecord) -> list[str]:
    """Who is here today and has not said that they know it."""
    every = [one for one in turn.work.topic(Briefings).of(promotion.id) if one.known_at is None]
    people = {person.id: person for person in turn.work.people.everyone()}
    return [
        one.staff.split()[0]
        for one in every
        if one.staff_id in people and turn.calendars.absence_of(people[one.staff_id]) is None
    ]


def _savings(turn: Turn, promotion: PromotionRecord, worst: Collection[int], reached: int, *, cut: bool) -> Words:
    """Who buys least, and what it saves not to tell them; what each costs is the cost over all who would be told."""
    known = (turn.work.customers.get(id_) for id_ in sorted(worst)[: NAMES_SHOWN + 1])
    names = _names([one.name for one in known if one], len(worst))
    saved = _saved(promotion, len(worst), reached)
    if saved is None:
        return ngettext(
            "{count} of them bought least of all in the last year: {names}.",
            "{count} of them bought least of all in the last year: {names}.",
            len(worst),
            names=names,
        )
    if cut:
        return ngettext(
            "{count} who bought least of all in the last year is left out: {names}. That saves {saved} of the cost.",
            "{count} who bought least of all in the last year are left out: {names}. That saves {saved} of the cost.",
            len(worst),
            names=names,
            saved=saved,
        )
    return ngettext(
        "{count} of them bought least of all in the last year: {names}. Without it, {saved} less is spent.",
        "{count} of them bought least of all in the last year: {names}. Without them, {saved} less is spent.",
        len(worst),
        names=names,
        saved=saved,
    )


def _saved(promotion: PromotionRecord, left_out: int, reached: int) -> Price | None:
    """What of its cost falls on those who are left out; None where nobody said what it costs."""
    says = promotion.content
    if says.cost is None or not says.cost_currency:
        return None
    return Price((says.cost * left_out / reached).quantize(Decimal("0.01")), says.cost_currency)


def _names(names: Sequence[str], count: int | None = None) -> str:
    more = (len(names) if count is None else count) - NAMES_SHOWN
    return ", ".join(names[:NAMES_SHOWN]) + (f" +{more}" if more > 0 else "")


def _go(promotion: PromotionRecord, held: int, *, cut: bool) -> Action:
    args = {PROMOTION: promotion.id, "version": promotion.version, "held": held, "cut": cut}
    return Action("launch_promotion_now", args)


def _back(promotion: PromotionRecord) -> Choice:
    return Choice(_("Not yet"), Action(PROMOTION, {PROMOTION: promotion.id}))
