"""What becomes of an opportunity: another stage, amount, day or owner, its end, and open again."""

from collections.abc import Callable
from typing import Any

from handlers.kit.audit import undo_choice
from handlers.kit.format.dates import moved_note
from handlers.kit.format.texts import On, Price, Words, _, clip, ngettext
from handlers.kit.forms.form import Confirmation, Form, Said, Slot
from handlers.kit.forms.moment_slots import FollowUp
from handlers.kit.forms.slot_types import MoneyAmount
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import Colleague
from handlers.kit.turn import Turn
from handlers.opportunities.card import amount_of, card, close_of, event, show
from handlers.opportunities.lookup import OPPORTUNITY, Deal, WhichDeal, confirmed, found
from handlers.opportunities.references import CustomerOfDeal
from handlers.opportunities.slots import CloseDay, LostReason, StageName
from storage.crm.opportunities.records import OpportunityRecord
from storage.crm.records import CustomerRecord


# ------------------------------------------------------------------ which one
def customer_of(turn: Turn, said: Said) -> CustomerRecord | None:
    """Whose the opportunity is that a button is about."""
    deal = said.by_name("opportunity")
    return turn.work.customers.get(deal.record.customer_id) if isinstance(deal, Deal) else None


def _customer(*, closed: bool = False) -> Slot[CustomerRecord]:
    type_ = CustomerOfDeal(closed=closed)
    return Slot("customer", type_, _("Customer"), _("Which customer?"), default=customer_of, needed=True)


CUSTOMER = _customer()
_ANY = WhichDeal(closed=True)
_OPEN = WhichDeal()
WHICH = Slot("opportunity", _OPEN, _("Opportunity"), _("Which opportunity?"), default=_OPEN.heard)
CLOSED = Slot("opportunity", _ANY, _("Opportunity"), _("Which opportunity?"), default=_ANY.heard)
STAGE = Slot("stage", StageName(), _("Stage"), _("To which stage?"))
REASON = Slot("reason", LostReason(), _("Why"), _("Why was it lost?"))
TO = Slot("staff", Colleague(), _("To"), _("To whom?"))
AMOUNT = Slot("amount", MoneyAmount("3000"), _("Amount"), _("How much is it about?"))
CLOSE = Slot("close", CloseDay(), _("Expected close"), _("When do you expect it to close?"), _("end of month"))
NEXT_STEP = Slot(
    "next_step", FollowUp(), _("Next step"), _("What comes next, and when?"), _("call Laura on Tuesday at 10")
)


def _confirm(turn: Turn, said: Said) -> Confirmation | None:
    return confirmed(turn, said[WHICH])


# ------------------------------------------------------------------ two at once
def meanwhile(turn: Turn, deal: Deal) -> Reply | None:
    """What others changed of an opportunity since it was seen, with its card as it is now; None where nobody did.

    From here on nobody else changes it until this turn is done.
    """
    if turn.work.opportunities.lock(deal.record.id) == deal.seen:
        return None
    others = [
        one for one in turn.work.opportunities.events(deal.record.id, after=deal.seen) if one.by_id != turn.person.id
    ]
    if not others:
        return None
    told = [event(one) for one in others]
    return card(turn, found(turn, deal.record.id), _("Meanwhile this happened, so I changed nothing:"), *told)


def changes(
    change: Callable[[Turn, Said, OpportunityRecord], Reply], *, closed_too: bool
) -> Callable[[Turn, Said], Reply]:
    """A form's `save` that changes an opportunity, unless somebody else did since it was seen."""

    def save(turn: Turn, said: Said) -> Reply:
        deal = said[WHICH]
        if changed := meanwhile(turn, deal):
            return changed
        record = found(turn, deal.record.id)
        if not record.is_open and not closed_too:
            return card(turn, record, _("It's already closed. Reopen it first."))
        return change(turn, said, record)

    return save


def done(turn: Turn, before: OpportunityRecord, words: Words, *more: Words) -> Reply:
    """What was done, with the card as it is now and Undo; an owner who did not do it hears of it."""
    now = found(turn, before.id)
    turn.conversation.made(Target(OPPORTUNITY, now.id), turn.incoming.sent_at)
    if before.owner_id != turn.person.id:
        told = _(
            "{name} · {title}, {customer}", name=turn.person.name, title=clip(now.title, 60), customer=now.customer
        )
        turn.tell(
            before.owner_id, Reply.of(told, words, choices=(show(_("Card"), now),), about=Target(OPPORTUNITY, now.id))
        )
    return card(turn, now, words, *more, undo=undo_choice(turn))


# ------------------------------------------------------------------ stages
def _move(turn: Turn, said: Said, record: OpportunityRecord) -> Reply:
    stage = said[STAGE]
    if stage.id == record.stage_id:
        latest = [one for one in turn.work.opportunities.events(record.id) if one.kind == "stage"]
        by = (event(latest[-1]),) if latest else ()
        return card(turn, record, _("It's already in {stage}.", stage=stage.name), *by)
    turn.work.opportunities.move(record, stage.id)
    return done(turn, record, _("Moved: {old} → {new}", old=record.stage, new=stage.name))


# ------------------------------------------------------------------ how much, until when
def _change_amount(turn: Turn, said: Said, record: OpportunityRecord) -> Reply:
    amount = said[AMOUNT]
    if (amount.value, amount.currency) == (record.amount, record.currency):
        return card(turn, record, _("It's already like that."))
    turn.work.opportunities.change_amount(record, amount.value, amount.currency)
    old, new = amount_of(record.amount, record.currency), Price(amount.value, amount.currency)
    return done(turn, record, _("Amount: {old} → {new}", old=old, new=new))


def _change_close(turn: Turn, said: Said, record: OpportunityRecord) -> Reply:
    if said[CLOSE] == record.expected_close:
        return card(turn, record, _("It's already like that."))
    turn.work.opportunities.change_close(record, said[CLOSE])
    return done(turn, record, _("Expected close: {old} → {new}", old=close_of(turn, record), new=On(said[CLOSE])))


def _next_step(turn: Turn, said: Said, record: OpportunityRecord) -> Reply:
    step = said[NEXT_STEP]
    turn.work.follow_ups.add(
        step.what,
        step.due,
        owner_id=turn.person.id,
        customer_id=record.customer_id,
        contact_id=record.contact_id,
        opportunity_id=record.id,
    )
    note = moved_note(step.when)
    return card(turn, record, _("I'll remind you."), *((note,) if note else ()), undo=undo_choice(turn))


# ------------------------------------------------------------------ the end, and open again
def _lose(turn: Turn, said: Said, record: OpportunityRecord) -> Reply:
    why = said[REASON]
    reason_id = why.known or turn.work.pipelines.add_reason(why.name)
    turn.work.opportunities.lose(record, reason_id, why.note)
    return done(turn, record, _("Lost: {title}. Why: {reason}", title=clip(record.title, 100), reason=why.name))


def _reopen(turn: Turn, said: Said, record: OpportunityRecord) -> Reply:
    if record.is_open:
        return card(turn, record, _("It's already open."))
    turn.work.opportunities.reopen(record)
    day = On(turn.local(record.closed_at).date()) if record.closed_at else ""
    kept = (
        _("It was won on {day}: that stays in its history. Amount, stage and follow-ups are kept.", day=day)
        if record.state == "won"
        else _("It was lost on {day}: that stays in its history. Amount, stage and follow-ups are kept.", day=day)
    )
    return done(turn, record, _("Reopened: {title}", title=clip(record.title, 100)), kept)


def _give(turn: Turn, said: Said, record: OpportunityRecord) -> Reply:
    """It is somebody else's from now on. What is open takes its next steps along; what is closed stays closed, with all it has."""
    to = said[TO]
    if to.id == record.owner_id:
        return card(turn, record, _("That's already {owner}'s: {what}", owner=to.name, what=clip(record.title, 80)))
    steps = [step for step in turn.work.follow_ups.open_about(record.id) if step.owner_id == record.owner_id]
    turn.work.opportunities.give(record, to.id)
    more: list[Words] = []
    if not record.is_open:
        more.append(_("It stays closed, and keeps its follow-ups."))
    elif steps:
        turn.work.follow_ups.give_all(record.id, record.owner_id, to.id)
        more.append(ngettext("{count} open follow-up goes along.", "{count} open follow-ups go along.", len(steps)))
    if to.id != turn.person.id:
        words = _(
            "{name} has passed this to you: {what}",
            name=turn.person.first_name,
            what=f"{clip(record.title, 80)} · {record.customer}",
        )
        turn.tell(to.id, Reply.of(words, choices=(show(_("Card"), record),), about=Target(OPPORTUNITY, record.id)))
    return done(turn, record, _("{owner} owns it now.", owner=to.name), *more)


def _form(
    name: str,
    *slots: Slot[Any],
    save: Callable[[Turn, Said, OpportunityRecord], Reply],
    intent: str | None = None,
    title: Words = "",
    closed_too: bool = False,
    left: Words = "",
    customer: Slot[CustomerRecord] = CUSTOMER,
) -> Form:
    return Form(
        name,
        (customer, *slots),
        save=changes(save, closed_too=closed_too),
        check=_confirm,
        intent=intent,
        title=title,
        left=left,
    )


MOVE = _form("move_opportunity", WHICH, STAGE, save=_move, intent="move_opportunity", title=_("Move an opportunity"))
LOSE = _form(
    "lose_opportunity",
    WHICH,
    REASON,
    save=_lose,
    intent="lose_opportunity",
    title=_("Opportunity lost"),
    left=_("All right, it stays as it is."),
)
CHANGE_AMOUNT = _form("opportunity_amount", WHICH, AMOUNT, save=_change_amount)
CHANGE_CLOSE = _form("opportunity_close", WHICH, CLOSE, save=_change_close)
ADD_STEP = _form("opportunity_step", WHICH, NEXT_STEP, save=_next_step)
GIVE = _form("give_opportunity", WHICH, TO, save=_give, closed_too=True)
REOPEN = _form(
    "reopen_opportunity",
    CLOSED,
    save=_reopen,
    title=_("Reopen an opportunity"),
    closed_too=True,
    customer=_customer(closed=True),
)
