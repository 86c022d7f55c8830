"""What a correction of the last log is about, in a few words: "no, perdón, era ayer". What it does then is in `corrected`."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rapidfuzz import fuzz

from handlers.kit.audit import MOST_LOOKED_AT
from handlers.kit.follow_ups.next_steps import naming
from handlers.kit.format.texts import _
from handlers.kit.forms.form import Said, Slot, Unclear
from handlers.kit.forms.moment_slots import FollowUp, PlannedFollowUp, read_whole_moment
from handlers.kit.forms.subjects import somebody_meant
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.amendment import Amendment
from handlers.kit.turn import Turn
from handlers.language.entities.amounts import find_amounts
from handlers.language.entities.moments.moments import find_moments, read_moment
from handlers.language.entities.names.answers import may_be_called
from handlers.language.meaning import Amount, Grain, Moment, Name, NameKind, Understanding
from handlers.language.slots.corrections import Correction, behind_it_was, correct, corrections
from handlers.language.slots.pointing import telling_words
from handlers.language.slots.remarks import is_little, without_beginning, without_ending
from handlers.language.slots.replacing import Place, corrected, known_words, names_value, places, put
from handlers.visits.card import INTERACTION
from handlers.visits.corrected import (
    ask_for,
    ask_what,
    change_detail,
    give_to,
    give_to_somebody,
    is_to_come,
    met_another,
    put_right,
    reread,
    step_at,
    take_named,
    which_day,
    which_moment,
    which_place,
)
from handlers.visits.saving import SAME_WORDS
from handlers.visits.slots import AMOUNT, CONTACT, CUSTOMER, KIND, NEXT_STEP, SUMMARY, WHEN
from storage.crm.records import FollowUpRecord, InteractionRecord
from storage.names.folding import fold

REPLACED: tuple[Slot[Any], ...] = (CUSTOMER, WHEN, CONTACT, KIND, AMOUNT)
SURE = 0.96
"""How sure a correction is that says which record it is of."""
_WHOSE = {NameKind.CUSTOMER, NameKind.CONTACT}
MOST_OF_A_SUM = 4
"""Words of a message that is a sum of money: "unos 450 euros", "1.500 pesos mexicanos"."""
SHORT = 5
"""Words of a correction that nothing was found in, and that is surely no note."""


def amendment(turn: Turn, target: Target, text: str) -> Amendment | None:
    """The correction of the last log that a message is; None where it is none, or fits nothing of that log.

    What is said to be wrong has to be there: "Esteban Roble no paga" corrects no visit in which nothing of the kind was said.
    """
    fixes = corrections(text) if target.kind == INTERACTION else ()
    sum_alone = not fixes and target.kind == INTERACTION and _is_a_sum(turn, text)
    record = turn.work.interactions.get(target.id) if fixes or sum_alone else None
    if record is None or record.archived_at or record.author_id != turn.person.id:
        return None
    if sum_alone and record.amount is None:
        return None  # it is added, and what it may be worth is offered
    if sum_alone:
        return _amendment(0.94, "it is a sum and nothing else", lambda: change_detail(turn, target, AMOUNT, text))
    for fix in fixes:
        if found := _fitting(turn, target, record, fix, text):
            return found
    return None


def _is_a_sum(turn: Turn, text: str) -> bool:
    """Whether a message is a sum of money and nothing else, "450e": of what was just told."""
    if len(text.split()) > MOST_OF_A_SUM or not any(letter.isdigit() for letter in text) or text.strip().endswith("?"):
        return False
    found = find_amounts(text, turn.locale, turn.company.currency)
    return len(found) == 1 and not telling_words(text[: found[0].start] + text[found[0].end :])


def _fitting(turn: Turn, target: Target, record: InteractionRecord, fix: Correction, text: str) -> Amendment | None:
    named = set(fold(fix.about).split()) & known_words(record.customer, record.names_met, record.called)
    granted = fix.was and fix.loose  # "eso era Bar Sol, pero fue el sábado", "it was fine but it was tuesday"
    if fix.about and not named and not (granted and not turn.match(fix.about, _WHOSE).candidates):
        return None
    if fix.loose and read_whole_moment(turn, fix.right) is None:
        return None
    if _is_of_its_step(turn, record, fix):
        return None  # "call Lynne, not Gary": whom was met is another matter
    if not fix.right:
        last = _is_the_last_deed(turn, target)  # "no wait" is about what was done since
        return (
            _amendment(0.95, "it takes something back", lambda: ask_what(turn, target)) if fix.plain and last else None
        )
    found = _of_a_name(turn, target, record, fix) or _of_words(turn, target, record, fix, text)
    return replace(found, score=max(found.score, SURE)) if found and granted and named else found


def _is_of_its_step(turn: Turn, record: InteractionRecord, fix: Correction) -> bool:
    """Whether a correction says of what comes next with whom it is: it names what is to be done, and whom it is done with."""
    step = turn.work.follow_ups.of_interaction(record.id) if fix.wrong else None
    if step is None or not step.is_open:
        return False
    person = known_words(record.names_met)
    own = known_words(step.what) - person
    return set(telling_words(fix.wrong)) <= person and bool(own & known_words(fix.right))


def _of_a_name(turn: Turn, target: Target, record: InteractionRecord, fix: Correction) -> Amendment | None:
    """A detail that is named, or another customer or person in place of whom it is of."""
    if fix.detail:
        slot = next(slot for slot in REPLACED if slot.name == fix.detail)
        return _amendment(0.97, f"it names the {slot.name}", lambda: change_detail(turn, target, slot, fix.right))
    its = bool(fix.wrong) and _is_of(fix.wrong, record.customer) and len(telling_words(fix.right)) > 1
    if its and (meant := somebody_meant(turn, fix.right)) and meant.customer.id != record.customer_id:
        return _amendment(0.97, "it names somebody elsewhere", lambda: give_to_somebody(turn, target, record, meant))
    if name := _in_place_of_its_customer(turn, record, fix):
        return _amendment(0.97, "it names another customer", lambda: give_to(turn, target, record, fix, name))
    new = _new_customer(turn, fix)
    if new is not None and (_is_of(fix.wrong, record.customer) or (fix.led and not fix.wrong)):
        return _amendment(0.97, "it names a new customer", lambda: ask_for(turn, target, CUSTOMER, new))
    wrong = next((one for one in record.met if fix.wrong and _is_of(fix.wrong, one.name)), None)
    if wrong is not None and may_be_called(fix.right):
        return _amendment(0.97, "it names another person", lambda: met_another(turn, target, record, fix, wrong))
    return None


def _of_words(turn: Turn, target: Target, record: InteractionRecord, fix: Correction, text: str) -> Amendment | None:
    """What stands in the note or in the next step, or a detail that the words name."""
    if fix.rather:
        fix = replace(fix, right=without_ending("same_hour", fix.right))
    if replaced := _in_note(turn, target, record, fix) or _in_step(turn, target, record, fix):
        return replaced
    if fix.wrong and not _is_there(turn, record, fix.wrong):
        return None
    return _other_moment(turn, target, fix) or _replaced(turn, target, record, fix, text)


def _in_note(turn: Turn, target: Target, record: InteractionRecord, fix: Correction) -> Amendment | None:
    """What is right, put where it stands in the note; where that may be one of several places, it is asked which."""
    now, locale = turn.said_at, turn.locale
    said: tuple[str, ...] = (fix.value, fix.right)
    if fix.wrong:  # "change the delivery to Thursday": what is said first is not wrong, it is whose day it is
        said = _of_the_same(turn, fix) if names_value(fix.wrong, now, locale) else (f"{fix.wrong} {fix.right}",)
    names = known_words(record.customer, record.names_met, record.called)
    tried = (places(record.summary, words, now, locale, names) for words in said)
    found = next((one for one in tried if one), ())
    if fix.wrong and names_value(fix.wrong, now, locale):
        found = [[place for place in one if _is_wrong(record.summary, place, fix)] for one in found]
        found = found if all(found) else ()
    if not fix.was and is_to_come(turn, fix.right):
        found = [[place for place in one if not _is_its_day(turn, record, place)] for one in found]
        if not all(found):
            return None  # what is to come is no other day of what has been
    if any(len(one) > 1 for one in found):
        return _amendment(0.95, "it may stand in several places", lambda: which_place(target, record.summary, found))
    summary = put(record.summary, [one[0] for one in found]) if found else correct(record.summary, fix)
    if summary is None:
        return None
    return _amendment(
        0.96, "what it replaces stands in the note", lambda: put_right(turn, target, reread(turn, record, summary, fix))
    )


def _of_the_same(turn: Turn, fix: Correction) -> tuple[str, ...]:
    """What is right with what it is of, where only what is wrong says that: "20 mats" of "not 12 mats, 20"."""
    said = [word for word in telling_words(fix.wrong) if not names_value(word, turn.said_at, turn.locale)]
    things = [word for word in said if word not in fold(fix.right)]
    return (" ".join([fix.right, *things]),) if things else ()


def _is_wrong(summary: str, place: Place, fix: Correction) -> bool:
    """Whether what stands at a place is what is said to be wrong."""
    number = "".join(letter for letter in fix.wrong if letter.isdigit())
    stands = summary[place.start : place.end]
    own = "".join(letter for letter in stands if letter.isdigit())
    return own == number if number and own else fold(stands) in fold(fix.wrong) or fold(fix.wrong) in fold(stands)


def _is_its_day(turn: Turn, record: InteractionRecord, place: Place) -> bool:
    """Whether the words at a place are the day on which it was."""
    moment = read_moment(record.summary[place.start : place.end], turn.said_at, "past", turn.locale)
    return isinstance(moment, Moment) and _day_of(moment) == record.day


def _in_step(turn: Turn, target: Target, record: InteractionRecord, fix: Correction) -> Amendment | None:
    """What is right, put in place of what is wrong in the words of what comes next, where the note does not have it."""
    step = turn.work.follow_ups.of_interaction(record.id) if fix.wrong else None
    what = corrected(step.what, fix, turn.said_at, turn.locale) if step and step.is_open else None
    if step is None or what is None:
        return None
    planned = {NEXT_STEP.name: NEXT_STEP.type.dump(PlannedFollowUp(what, step.due))}
    return _amendment(0.96, "what it replaces is to be done next", lambda: put_right(turn, target, planned))


def _in_place_of_its_customer(turn: Turn, record: InteractionRecord, fix: Correction) -> str | None:
    """The customer whose it is, where the one that it was logged for is said to be wrong: "that's Bright, not Harbor"."""
    if not _is_of(fix.wrong, record.customer):
        return None
    behind = replace(fix, right=behind_it_was(fix.right), plain=True)  # "that lunch was Bright, not Harbor"
    return _customer_named(turn, fix) or (_customer_named(turn, behind) if behind.right != fix.right else None)


def _new_customer(turn: Turn, fix: Correction) -> str | None:
    """The name of somebody new that a correction introduces: "no, it's a new customer, Flex Factory"."""
    words = without_beginning("introduces_new_customer", fix.right)
    return words.strip(" ,.:") or None if words != fix.right and may_be_called(words.strip(" ,.:")) else None


def _is_of(words: str, name: str) -> bool:
    """Whether words are some of a name's."""
    said = telling_words(words)  # "con Owen", "the driving school one"
    return bool(said) and set(said) <= known_words(name)


def _is_there(turn: Turn, record: InteractionRecord, wrong: str) -> bool:
    """Whether what is said to be wrong is something that the record holds."""
    names = fold(" ".join([record.customer, record.names_met, record.called or ""])).split()
    if all(word in names for word in fold(wrong).split()):
        return True
    heard = turn.read_as("log_interaction", wrong).slots
    when, amount = heard.get("when"), heard.get("amount")
    if isinstance(when, Moment):
        return _day_of(when) == record.day
    if isinstance(amount, Amount):
        return amount.value == record.amount
    return heard.get("kind") == record.kind


def _replaced(turn: Turn, target: Target, record: InteractionRecord, fix: Correction, text: str) -> Amendment | None:
    """What the correction names, in place of what was; what is unclear, or moves the record to somebody else, is asked about."""
    heard = turn.read_as("log_interaction", fix.right)
    mere = record.amount is None and not _names_money(fix.right)  # "actually 2.30": of no amount there is
    found = [
        slot for slot in REPLACED if slot.name in heard.slots and not (slot is AMOUNT and (fix.right.isdigit() or mere))
    ]
    if found == [KIND] and len(fix.right.split()) > SHORT:
        found = []  # a word of a whole sentence says nothing of what kind it was
    if not fix.was and not fix.detail and {WHEN, KIND} & set(found) and "next_step" in heard.slots:
        return None  # "scratch that, I'll take it round on Tuesday" is to come
    if not found and (name := _customer_named(turn, fix)):
        return _amendment(0.94, "it names another customer", lambda: ask_for(turn, target, CUSTOMER, name))
    told = turn.understand(text).slots
    if not fix.plain and (fix.rather or SUMMARY.name in heard.slots or {"customer", "kind"} <= set(told)):
        return None  # "popped into Café Luna, Irene not in" is a telling of its own
    if not found:
        short = len(fix.right.split()) <= SHORT
        return _amendment(0.6, "it corrects something", lambda: ask_what(turn, target)) if fix.plain and short else None
    if not fix.plain and not fix.was and SUMMARY.name in heard.slots:
        return None
    if _is_as_it_was(record, heard, found) and _tells_more(
        record, fix, heard
    ):  # no "nothing was changed" for what was not read
        short = len(fix.right.split()) <= SHORT
        return _amendment(0.6, "it corrects something else", lambda: ask_what(turn, target)) if short else None
    if found == [WHEN] and not fix.was and (day := _day_in_note(turn, record)):
        return _amendment(0.94, "it names another day", lambda: which_day(target, day, fix.right))
    return _amendment(0.94, "it names what is right", lambda: take_named(turn, target, record, fix, heard, found))


def _is_as_it_was(record: InteractionRecord, heard: Understanding, found: Sequence[Slot[Any]]) -> bool:
    """Whether all that was found in a correction is what the record says already."""
    return all(_is_recorded(record, slot, heard.slots[slot.name]) for slot in found)


def _is_recorded(record: InteractionRecord, slot: Slot[Any], value: object) -> bool:
    if isinstance(value, Name):
        own = {CUSTOMER.name: [record.customer_id], CONTACT.name: [one.id for one in record.met]}[slot.name]
        return value.known is not None and own == [value.known.id]
    if isinstance(value, Moment):
        return _day_of(value) == record.day
    if isinstance(value, Amount):
        return value.value == record.amount
    return slot is KIND and value == record.kind


def _day_of(moment: Moment) -> date:
    return moment.start.date() if isinstance(moment.start, datetime) else moment.start


def _tells_more(record: InteractionRecord, fix: Correction, heard: Understanding) -> bool:
    """Whether a correction has words that are neither in its slots nor in the record."""
    own = known_words(record.summary, record.customer, record.names_met, record.called)
    left = fix.right
    for span in sorted(heard.spans, key=lambda span: -span.start):
        if span.slot != SUMMARY.name:
            left = left[: span.start] + " " + left[span.end :]
    return any(word not in own and not is_little(word) for word in fold(left).split())


def _names_money(words: str) -> bool:
    """Whether words name a currency beside a number."""
    return any(letter.isalpha() or unicodedata.category(letter) == "Sc" for letter in words)


def _day_in_note(turn: Turn, record: InteractionRecord) -> str | None:
    """The words of the last moment that the note names: a correction may be of that one as well as of the record's date."""
    found = find_moments(record.summary, turn.said_at, "future", turn.locale)
    return record.summary[found[-1].start : found[-1].end].strip() if found else None


def _amendment(score: float, reason: str, apply: Callable[[], Reply]) -> Amendment:
    return Amendment(score, reason, _("a correction of what you just told me"), apply)


def _is_the_last_deed(turn: Turn, target: Target) -> bool:
    """Whether nothing was done after what a correction could be about."""
    last = turn.work.changes.last_turn(turn.person.id)
    return (
        any(
            (change.entity, change.id) == ("interactions", target.id)
            for change in turn.work.changes.changes_of(last, limit=MOST_LOOKED_AT)
        )
        if last
        else False
    )


def _other_moment(turn: Turn, target: Target, fix: Correction) -> Amendment | None:
    """Another moment for what comes next, "no, mejor el jueves"; where it may be of what has been too, that is asked."""
    step = turn.work.follow_ups.of_interaction(target.id)
    if step is None and fix.rather and (moment := read_whole_moment(turn, fix.right)) is not None:
        return _amendment(0.94, "it names another day", lambda: which_moment(target, fix.right))
    if step is None or not step.is_open:
        return None
    if fix.was:
        return _of_either(turn, target, fix, step)
    if again := _same_step(turn, target, fix, step):
        return _amendment(
            0.94,
            "it says the next step again",
            lambda: put_right(turn, target, {NEXT_STEP.name: NEXT_STEP.type.dump(again)}),
        )
    words = next((said for said in (fix.right, fix.value) if read_whole_moment(turn, said)), "")  # "in three weeks"
    moment = read_whole_moment(turn, words) if words else None
    if moment is None:
        return None
    to_come = read_moment(words, turn.said_at, "past", turn.locale) == moment
    record = turn.work.interactions.get(target.id)
    with_hour = isinstance(moment, Moment) and moment.grain is Grain.MINUTE and step.grain == Grain.MINUTE.value
    if (
        fix.rather or to_come or (with_hour and record and record.grain != Grain.MINUTE.value)
    ):  # only that one has an hour
        return _amendment(0.94, "it moves the next step", lambda: step_at(turn, target, step, words))
    return _amendment(0.94, "it names another day", lambda: which_moment(target, words))


def _of_either(turn: Turn, target: Target, fix: Correction, step: FollowUpRecord) -> Amendment | None:
    """“It was Wednesday at 10”, of a visit of no hour whose next step is at that one: which of the two is asked."""
    moment, record = read_whole_moment(turn, fix.right), turn.work.interactions.get(target.id)
    if not isinstance(moment, Moment) or not isinstance(moment.start, datetime) or record is None:
        return None
    same = step.grain == Grain.MINUTE.value and step.due_local.time() == moment.start.time()
    if not same or record.grain == Grain.MINUTE.value:
        return None
    return _amendment(0.94, "it may be about what comes next", lambda: which_moment(target, fix.right))


def _same_step(turn: Turn, target: Target, fix: Correction, step: FollowUpRecord) -> PlannedFollowUp | None:
    """The next step said again with another moment: "no, volver el jueves"."""
    try:
        again = FollowUp().read(turn, fix.right, Said({}))
    except Unclear:
        return None
    record = turn.work.interactions.get(target.id)
    whats = {
        again.what,
        naming(again.what, record.first_met.name if record and record.first_met else None),
    }  # "ring him" is called "ring Dave"
    alike = any(fuzz.token_set_ratio(fold(what), fold(step.what)) >= SAME_WORDS for what in whats)
    same = alike and again.what != turn.voice.say(_("get in touch"))
    return again if same else None


def _customer_named(turn: Turn, fix: Correction) -> str | None:
    """The correction, where its words are a customer's name, or part of one that is only said to put something right."""
    name = turn.understand(fix.right).slots.get("customer")
    alone = isinstance(name, Name) and turn.understand(fix.right).intent == "show_customer"
    part = (
        fix.plain
        and bool(fix.right)
        and len(fix.right.split()) <= SHORT
        and turn.match(fix.right, {NameKind.CUSTOMER}).candidates
    )
    return fix.right if alone or part else None
