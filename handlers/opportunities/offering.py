"""After a log that tells of a deal: a tap keeps it as an opportunity, changes the one that is open, or says that it is won.

Nothing is written of what is only told: the note is kept, and what it may mean is offered.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers.kit.format.texts import On, Price, Words, _, clip
from handlers.kit.forms.orders_told import order_told, priced_order
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.pipelines import pipelines
from handlers.kit.turn import Turn
from handlers.language.meaning import Amount
from handlers.opportunities.card import amount_of, close_of, show
from handlers.opportunities.creating import AMOUNT, CLOSE, CUSTOMER, FOR, SOLD, SOMETHING_NEW, WHAT, WON
from handlers.opportunities.lookup import best, label
from handlers.opportunities.slots import kind_of_stage
from handlers.opportunities.titles import DealTold, deal_told
from storage.crm.opportunities.records import WON as WON_STATE
from storage.crm.opportunities.records import OpportunityRecord, StageRecord
from storage.crm.records import CustomerRecord, InteractionRecord

LATEST = 5
"""Closed opportunities of a customer among which the one that is spoken of is looked for."""


def after_log(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """What the last log of a customer tells of a deal there."""
    logged = _logged(turn, customer)
    return _offered(turn, customer.id, logged.summary) if logged else None


def after_addition(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """What is told of a deal in what was added to that log last: its last line."""
    logged = _logged(turn, customer)
    if logged is None:
        return None
    before, _newline, added = logged.summary.rpartition("\n")
    return _offered(turn, customer.id, added, before)


def _logged(turn: Turn, customer: CustomerRecord) -> InteractionRecord | None:
    last = turn.conversation.last
    logged = turn.work.interactions.get(last.id) if last and last.kind == "interaction" else None
    return logged if logged and logged.customer_id == customer.id else None


def _offered(turn: Turn, customer_id: int, text: str, before: str = "") -> Reply | None:
    """What a text tells of a deal; what it is about may have been said `before`: "wants a new lift", then "about 4 grand"."""
    told = deal_told(turn, text)
    if before and told.title is None and told.amount:
        told = replace(told, title=deal_told(turn, before).title)
    every = turn.work.opportunities.of_customer(customer_id, state=None)
    open_ = [one for one in every if one.is_open]
    if told.won:
        return _won(turn, customer_id, told, text, every)
    if told.lost:
        return _lost(open_, told, text)
    if told.amount is None and told.perhaps and len(best(open_, text, sure=True)) == 1:
        told = replace(told, amount=told.perhaps)
    if told.amount is None and told.close is None and told.stage is None:
        return None
    if one := _spoken_of(open_, told, text):
        return _changes(turn, one, told)
    if told.known and not open_ and (closed := _latest_won(every, told, text)):
        return _is_won(closed, told)
    return _new(turn, customer_id, told, text, open_)


# ------------------------------------------------------------------ a new one
def _new(turn: Turn, customer_id: int, told: DealTold, text: str, known: Sequence[OpportunityRecord]) -> Reply | None:
    title, amount = told.title, told.amount
    if title is None or amount is None or _is_known(known, title, amount) or priced_order(turn, text):
        return None
    pipelines(turn)
    values = {CUSTOMER.name: customer_id, WHAT.name: title, AMOUNT.name: AMOUNT.type.dump(amount)}
    if told.close:
        values[CLOSE.name] = CLOSE.type.dump(told.close)
    words = _("Opportunity: {title} · {amount}", title=clip(title, 30), amount=Price(amount.value, amount.currency))
    return Reply((), (Choice(words, Action("keep_opportunity", values)),))


def _is_known(known: Sequence[OpportunityRecord], title: str, amount: Amount) -> bool:
    return any(
        (one.amount, one.currency) == (amount.value, amount.currency) or one.title.casefold() == title.casefold()
        for one in known
    )


# ------------------------------------------------------------------ the one there is
def _spoken_of(open_: Sequence[OpportunityRecord], told: DealTold, text: str) -> OpportunityRecord | None:
    """The open one that a text is about: whose words it says, or the only one where it names no other thing."""
    said = best(open_, told.title or text, sure=True)
    if len(said) == 1:
        return said[0]
    return open_[0] if len(open_) == 1 and (told.title is None or told.known) else None


def _changes(turn: Turn, one: OpportunityRecord, told: DealTold) -> Reply | None:
    """What would be another amount, or another day, of one."""
    this = {WON.name: [one.id, one.version]}
    choices: list[Choice] = []
    amount = _in_its_currency(told, one)
    if amount and (amount.value, amount.currency) != (one.amount, one.currency):
        new = Price(amount.value, amount.currency)
        words = _("Amount: {old} → {new}", old=amount_of(one.amount, one.currency), new=new)
        choices.append(Choice(words, Action("change_amount", {**this, AMOUNT.name: AMOUNT.type.dump(amount)})))
    if told.close and told.close != one.expected_close:
        words = _("Expected close: {old} → {new}", old=close_of(turn, one), new=On(told.close))
        choices.append(Choice(words, Action("change_close", {**this, CLOSE.name: CLOSE.type.dump(told.close)})))
    if stage := _further(turn, one, told):
        words = _("→ {stage}", stage=clip(stage.name, 30))
        choices.append(Choice(words, Action("move_opportunity", {**this, "stage": stage.id})))
    return Reply((), tuple(choices)) if choices else None


def _further(turn: Turn, one: OpportunityRecord, told: DealTold) -> StageRecord | None:
    """The stage that is told, where it is behind the one that it is in."""
    if told.stage is None:
        return None
    stages = turn.work.pipelines.stages(one.pipeline_id)
    now = next((at for at, stage in enumerate(stages) if stage.id == one.stage_id), len(stages))
    return next((stage for stage in stages[now + 1 :] if kind_of_stage(turn, stage.name) == told.stage), None)


def _in_its_currency(told: DealTold, one: OpportunityRecord) -> Amount | None:
    """The amount that is told; a bare number is of the currency that the opportunity is in."""
    if told.amount and told.bare and one.amount is not None:
        return Amount(told.amount.value, one.currency)
    return told.amount


def _latest_won(every: Sequence[OpportunityRecord], told: DealTold, text: str) -> OpportunityRecord | None:
    won = sorted((one for one in every if one.state == WON_STATE and one.closed_at), key=_closed_at, reverse=True)
    said = best(won[:LATEST], told.title or text, sure=True) if told.title else won[:1]
    return said[0] if said else None


def _closed_at(one: OpportunityRecord) -> Any:  # noqa: ANN401 - a datetime, of one that is closed
    return one.closed_at


def _is_won(one: OpportunityRecord, told: DealTold) -> Reply | None:
    """That the one that is spoken of is won already, for another amount."""
    amount = _in_its_currency(told, one)
    if amount is None or (amount.value, amount.currency) == (one.amount, one.currency):
        return None
    words = _(
        "“{title}” is already won, for {amount}: I left it as it was.",
        title=clip(one.title, 80),
        amount=amount_of(one.amount, one.currency),
    )
    reopen = Choice(_("Reopen"), Action("reopen_opportunity", {WON.name: [one.id, one.version]}))
    return Reply.of(words, choices=(show(_("Opportunity"), one), reopen))


# ------------------------------------------------------------------ lost and won
def _lost(open_: Sequence[OpportunityRecord], told: DealTold, text: str) -> Reply | None:
    """That the one that is open is lost; why is asked, or said with it."""
    one = _spoken_of(open_, told, text)
    if one is None:
        return None
    lost = Action("lose_opportunity", {WON.name: [one.id, one.version]})
    return Reply((), (Choice(_("Lost: {what}", what=label(one)), lost),))


def _won(turn: Turn, customer_id: int, told: DealTold, text: str, every: Sequence[OpportunityRecord]) -> Reply | None:
    open_ = [one for one in every if one.is_open]
    meant = best(open_, told.title or text, sure=True)
    one = meant[0] if len(meant) == 1 else (open_[0] if len(open_) == 1 else None)
    amount = _in_its_currency(told, one) if one else told.amount
    values: dict[str, Any] = {FOR.name: FOR.type.dump(amount)} if amount else {}
    bought = order_told(turn, text)
    if one:
        sold: Words = label(one) if amount is None else _titled(one.title, amount)
        return _win(sold, {WON.name: [one.id, one.version], **values}, bought=bool(bought))
    if open_:
        return _win(_titled(told.title, amount), {CUSTOMER.name: customer_id, **values})
    if (amount is None and told.title is None) or (amount and _is_won_already(turn, every, amount)):
        return None
    if bought:
        return None  # what was bought is a purchase, and was no opportunity before
    pipelines(turn)
    what = {SOLD.name: told.title} if told.title else {}
    return _win(_titled(told.title, amount), {CUSTOMER.name: customer_id, WON.name: SOMETHING_NEW, **what, **values})


def _titled(title: str | None, amount: Amount | None) -> Words:
    price = Price(amount.value, amount.currency) if amount else None
    if title and price:
        return _("{title} · {amount}", title=clip(title, 30), amount=price)
    return clip(title, 30) if title else price or ""


def _win(what: Words, values: dict[str, Any], *, bought: bool = False) -> Reply:
    """A tap wins it; where the goods are offered as a purchase as well, it is said what each of the two does."""
    words = _("Won: {what}", what=what) if what else _("Won")
    both = _("“Won” closes the opportunity; “Keep as a purchase” counts what they bought. You can do both.")
    return Reply((Paragraph(both),) if bought else (), (Choice(words, Action("win_opportunity", values)),))


def _is_won_already(turn: Turn, every: Sequence[OpportunityRecord], amount: Amount) -> bool:
    """Whether it was won today for that amount."""
    today = turn.said_at.date()
    return any(
        one.state == WON_STATE
        and one.closed_at is not None
        and turn.local(one.closed_at).date() == today
        and (one.amount, one.currency) == (amount.value, amount.currency)
        for one in every
    )
