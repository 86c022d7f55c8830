"""Putting right what was just done to an opportunity, in a few words: "perdón, 2.430", "no, for the end of January"."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

from handlers.kit.format.texts import On, Price, _
from handlers.kit.forms.form import Said, Unclear
from handlers.kit.forms.moment_slots import read_whole_moment
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.amendment import Amendment
from handlers.kit.turn import Turn
from handlers.language.entities.amounts import find_amounts, read_amount
from handlers.language.entities.moments.moments import find_moments
from handlers.language.meaning import Amount
from handlers.language.slots.adjustments import adjustment
from handlers.language.slots.corrections import Correction, corrections
from handlers.language.text.free_text import phrase_at
from handlers.language.tokens import unmarked
from handlers.opportunities.card import amount_of, close_of
from handlers.opportunities.changing import AMOUNT, CLOSE, WHICH, done
from handlers.opportunities.lookup import OPPORTUNITY
from storage.crm.opportunities.records import OpportunityRecord


def amendment(turn: Turn, target: Target, text: str) -> Amendment | None:
    """The correction of an opportunity that a message is: another amount, or, while it is open, another day; None where it is none."""
    record = turn.work.opportunities.get(target.id) if target.kind == OPPORTUNITY else None
    if record is None or record.archived_at or record.owner_id != turn.person.id:
        return None
    found = (_amount(turn, record, fix) or _close(turn, record, fix) for fix in corrections(text))
    return next((one for one in found if one), None) or _adjusted(turn, record, text)


def _amount(turn: Turn, record: OpportunityRecord, fix: Correction) -> Amendment | None:
    """Another amount, and nothing else, in place of the one there is."""
    wrong = _amount_alone(turn, record, fix.wrong) if fix.wrong else None
    amount = _amount_alone(turn, record, fix.right)
    if fix.about and not record.is_open:
        return None  # "lo de Bar Sol ahora son 900": of what is won that is news, and no slip of the tongue
    if amount is None or record.amount is None or (fix.wrong and (wrong is None or wrong.value != record.amount)):
        return None
    return _amendment("it names another amount", partial(_put, turn, record, amount))


def _put(turn: Turn, record: OpportunityRecord, amount: Amount) -> Reply:
    if (amount.value, amount.currency) == (record.amount, record.currency):
        return Reply.of(_("It already says that: nothing was changed."))
    turn.work.opportunities.change_amount(record, amount.value, amount.currency)
    old, new = amount_of(record.amount, record.currency), Price(amount.value, amount.currency)
    return done(turn, record, _("Amount: {old} → {new}", old=old, new=new))


def _adjusted(turn: Turn, record: OpportunityRecord, text: str) -> Amendment | None:
    """What comes off the amount there is, or on top; a total that is said with it and does not agree is asked about."""
    change = adjustment(text, turn.locale, record.currency) if record.amount is not None else None
    if change is None or record.amount is None or any(find_moments(text, turn.said_at, "future", turn.locale)):
        return None
    worked_out = change.of(record.amount)
    if worked_out <= 0:
        return None
    if change.total is None or change.total == worked_out:
        return _amendment("it changes the amount", partial(_put, turn, record, Amount(worked_out, record.currency)))
    return _amendment("it changes the amount", partial(_which_total, record, worked_out, change.total))


def _which_total(record: OpportunityRecord, worked_out: Decimal, total: Decimal) -> Reply:
    prices = [Price(value, record.currency) for value in (worked_out, total)]
    amounts = [AMOUNT.type.dump(Amount(value, record.currency)) for value in (worked_out, total)]
    which = {WHICH.name: [record.id, record.version]}
    return Reply.of(
        _(
            "From {old} that makes {one}, not {other}. Which is it?",
            old=amount_of(record.amount, record.currency),
            one=prices[0],
            other=prices[1],
        ),
        choices=[
            Choice(price, Action("change_amount", {**which, AMOUNT.name: amount}))
            for price, amount in zip(prices, amounts, strict=True)
        ],
    )


def _amount_alone(turn: Turn, record: OpportunityRecord, text: str) -> Amount | None:
    """The amount that a text is, with its currency or, where it is a mere number, with the one there was; what it includes may follow."""
    text = _without_remark(text)
    if not any(letter.isalpha() for letter in text):
        alone = text.strip(), f"{text.strip()} {record.currency}"  # a small number is no amount without its currency
        return next((read for said in alone if (read := read_amount(said, turn.locale, record.currency))), None)
    found = find_amounts(text, turn.locale, record.currency)
    return found[0].amount if len(found) == 1 and found[0].end - found[0].start >= len(text.strip()) else None


def _without_remark(text: str) -> str:
    """An amount without what is said of it behind: "3,450 inc the install", "1.300 más IVA"."""
    reading = unmarked(text)
    keys = [token.key for token in reading.tokens]
    at = next((at for at in range(1, len(keys)) if phrase_at("sum_remarks", keys, at)), None)
    return text[: reading.tokens[at].start].rstrip(" ,;(") if at else text


def _close(turn: Turn, record: OpportunityRecord, fix: Correction) -> Amendment | None:
    """Another day for one that is open and has one: in place of that very day, or said by itself."""
    day = None if fix.was or fix.about else _day(turn, fix.right)
    if not record.is_open or record.expected_close is None or day is None:
        return None
    if fix.wrong and _day(turn, fix.wrong) != record.expected_close:
        return None

    def apply() -> Reply:
        turn.work.opportunities.change_close(record, day)
        return done(turn, record, _("Expected close: {old} → {new}", old=close_of(turn, record), new=On(day)))

    return _amendment("it names another day", apply)


def _day(turn: Turn, text: str) -> date | None:
    """The day to come that a text is, and nothing else."""
    if read_whole_moment(turn, text) is None:
        return None
    try:
        return CLOSE.type.read(turn, text, Said({}))
    except Unclear:
        return None


def _amendment(reason: str, apply: Callable[[], Reply]) -> Amendment:
    return Amendment(0.95, reason, _("a correction of that opportunity"), apply)
