"""Putting right what was just done to an opportunity, in a few words: "perdón, 2.430", "no, for the end of January"."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from handlers.kit.format.texts import On, Price, _
from handlers.kit.forms.form import Said, Unclear
from handlers.kit.forms.moment_slots import read_whole_moment
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.amendment import Amendment
from handlers.kit.turn import Turn
from handlers.language.entities.amounts import find_amounts
from handlers.language.meaning import Amount
from handlers.language.slots.corrections import Correction, corrections
from handlers.opportunities.card import amount_of, close_of
from handlers.opportunities.changing import AMOUNT, CLOSE, done
from handlers.opportunities.lookup import OPPORTUNITY
from storage.crm.opportunities.records import OpportunityRecord


def amendment(turn: Turn, target: Target, text: str) -> Amendment | None:
    """The correction of an opportunity that a message is: another amount, or, while it is open, another day; None where it is none."""
    fixes = corrections(text) if target.kind == OPPORTUNITY else ()
    record = turn.work.opportunities.get(target.id) if fixes else None
    if record is None or record.archived_at or record.owner_id != turn.person.id:
        return None
    return next((found for fix in fixes if (found := _amount(turn, record, fix) or _close(turn, record, fix))), None)


def _amount(turn: Turn, record: OpportunityRecord, fix: Correction) -> Amendment | None:
    """Another amount, and nothing else, in place of the one there is."""
    wrong = _amount_alone(turn, record, fix.wrong) if fix.wrong else None
    amount = _amount_alone(turn, record, fix.right)
    if amount is None or record.amount is None or (fix.wrong and (wrong is None or wrong.value != record.amount)):
        return None

    def apply() -> Reply:
        turn.work.opportunities.change_amount(record, amount.value, amount.currency)
        old, new = amount_of(record.amount, record.currency), Price(amount.value, amount.currency)
        return done(turn, record, _("Amount: {old} → {new}", old=old, new=new))

    return _amendment("it names another amount", apply)


def _amount_alone(turn: Turn, record: OpportunityRecord, text: str) -> Amount | None:
    """The amount that a text is, with its currency or, where it is a mere number, with the one there was."""
    if not any(letter.isalpha() for letter in text):
        try:
            read = AMOUNT.type.read(turn, text, Said({}))
        except Unclear:
            return None
        named = find_amounts(text, turn.locale, turn.company.currency)
        return read if named else replace(read, currency=record.currency)
    found = find_amounts(text, turn.locale, record.currency)
    return found[0].amount if len(found) == 1 and found[0].end - found[0].start >= len(text.strip()) else None


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
