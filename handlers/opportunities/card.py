"""How an opportunity is shown: its card, its line in a list, and what somebody did to it."""

from datetime import date
from decimal import Decimal

from handlers.kit.format.dates import when_due
from handlers.kit.format.texts import On, Price, ShortDay, Words, _, clip
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Block, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.opportunities.lookup import OPPORTUNITY
from storage.crm.opportunities.records import LOST, WON, OpportunityEvent, OpportunityRecord

STEPS_SHOWN = 2


def card(turn: Turn, record: OpportunityRecord, *notice: Words, undo: tuple[Choice, ...] = ()) -> Reply:
    """All that is known of one, with what can be done with it; `notice` is what was done just now, `undo` takes that back."""
    blocks: tuple[Block, ...] = (
        *(Paragraph(words) for words in notice),
        Heading(_("{title} · {customer}", title=clip(record.title, 100), customer=record.customer)),
        Facts(_facts(turn, record)),
    )
    target = Target(OPPORTUNITY, record.id)
    return Reply(blocks, (*undo, *choices(turn, record)), about=target) + turn.contributions("opportunity", record)


def _facts(turn: Turn, record: OpportunityRecord) -> list[tuple[Words, Words]]:
    facts: list[tuple[Words, Words | None]] = [
        (_("Amount"), amount_of(record.amount, record.currency)),
        (_("Stage"), _stage(record)),
    ]
    if record.is_open:
        facts.append((_("Expected close"), close_of(turn, record)))
    elif record.closed_at:
        facts.append((_("Closed on"), On(turn.local(record.closed_at).date())))
    facts += [(_("Why"), record.lost_reason), (_("With"), record.contact), (_("Source"), record.source)]
    facts.append((_("Owner"), record.owner))
    for step in turn.work.follow_ups.open_about(record.id, limit=STEPS_SHOWN):
        facts.append((_("Next step"), _("{what} · {when}", what=clip(step.what, 120), when=when_due(step.due))))
    return [(label, value) for label, value in facts if value]


def _stage(record: OpportunityRecord) -> Words:
    if record.state == WON:
        return _("Won")
    if record.state == LOST:
        return _("Lost, in {stage}", stage=record.stage)
    return _("{stage} ({probability} %)", stage=record.stage, probability=record.probability)


def choices(turn: Turn, record: OpportunityRecord) -> tuple[Choice, ...]:
    """What can be done with one: another stage, the end, and what else may change. Each remembers what was seen of it."""
    this = {"opportunity": [record.id, record.version]}
    if not record.is_open:
        return (
            Choice(_("Reopen"), Action("reopen_opportunity", this)),
            Choice(_("Hand over"), Action("give_opportunity", this)),
        )
    move = Action("move_opportunity", this)
    others = [stage for stage in turn.work.pipelines.stages(record.pipeline_id) if stage.id != record.stage_id]
    return (
        *(Choice(_("→ {stage}", stage=clip(stage.name, 30)), move.with_args(stage=stage.id)) for stage in others),
        Choice(_("Won"), Action("win_opportunity", this)),
        Choice(_("Lost"), Action("lose_opportunity", this)),
        Choice(_("Next step"), Action("next_step_of", this)),
        Choice(_("Amount"), Action("change_amount", this)),
        Choice(_("Close date"), Action("change_close", this)),
        Choice(_("Hand over"), Action("give_opportunity", this)),
    )


def show(label: Words, record: OpportunityRecord) -> Choice:
    """The button that shows a card."""
    return Choice(label, Action("opportunity", {"opportunity": record.id}))


def line(turn: Turn, record: OpportunityRecord, *, customer: bool = True, owner: bool = False) -> tuple[Words, Words]:
    """One in a list: what and whose, then how much, where it stands, and until when."""
    head: Words = clip(record.title, 60)
    if customer:
        head = _("{title} · {customer}", title=clip(record.title, 60), customer=clip(record.customer, 50))
    parts: list[Words] = [amount_of(record.amount, record.currency), _stage(record)]
    if record.is_open and record.expected_close:
        parts.append(close_of(turn, record, short=True))
    if not record.is_open and record.closed_at:
        parts.append(ShortDay(turn.local(record.closed_at).date()))
    if owner:
        parts.append(record.owner.split()[0])
    return head, " · ".join(turn.voice.say(part) for part in parts)


def amount_of(amount: Decimal | None, currency: str | None) -> Words:
    """An amount, or that there is none: no amount is not 0."""
    return _("no amount") if amount is None or currency is None else Price(amount, currency)


def close_of(turn: Turn, record: OpportunityRecord, *, short: bool = False) -> Words:
    """When it is expected to close, and that this is over where it is."""
    day = record.expected_close
    if day is None:
        return _("not known")
    shown: Words = ShortDay(day) if short else On(day)
    return _("{day} (passed)", day=shown) if is_over(turn, day) else shown


def is_over(turn: Turn, day: date) -> bool:
    """Whether a close date is over on the person's own clock."""
    return day < turn.said_at.date()


# ------------------------------------------------------------------ what somebody did
def event(one: OpportunityEvent) -> Words:
    """What became of an opportunity, in a sentence."""
    who = one.by.split()[0] if one.by else _("the system")
    match one.kind:
        case "stage":
            return _("{who}: {old} → {new}", who=who, old=one.old_stage or "", new=one.new_stage or "")
        case "amount":
            old, new = amount_of(one.old_amount, one.old_currency), amount_of(one.new_amount, one.new_currency)
            return _("{who}: {old} → {new}", who=who, old=old, new=new)
        case "close_date":
            return _("{who}: close {old} → {new}", who=who, old=_day(one.old_close), new=_day(one.new_close))
        case "owner":
            return _("{who}: {old} → {new}", who=who, old=one.old_owner or "", new=one.new_owner or "")
        case "won":
            return _("{who}: won, {amount}", who=who, amount=amount_of(one.new_amount, one.new_currency))
        case "lost":
            return _("{who}: lost, {reason}", who=who, reason=one.lost_reason or "")
        case "reopened":
            return _("{who}: reopened", who=who)
        case _:
            return _("{who}: new, {amount}", who=who, amount=amount_of(one.new_amount, one.new_currency))


def _day(day: date | None) -> Words:
    return ShortDay(day) if day else _("not known")
