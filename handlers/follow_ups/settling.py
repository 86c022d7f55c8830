"""What becomes of a follow-up: done, moved to another moment, given to a colleague."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from handlers.follow_ups.reminding import tell
from handlers.kit.audit import undo_choice
from handlers.kit.calendar.due_dates import DueMoment, when
from handlers.kit.follow_ups.follow_up import (
    FOLLOW_UP,
    DueTime,
    MyFollowUp,
    OpenFollowUp,
    ask_when,
    finish,
    meant_in_sentence,
    mine,
)
from handlers.kit.follow_ups.sought import is_settled_by
from handlers.kit.format.dates import moved_note, when_due
from handlers.kit.format.texts import _, clip
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Form, Said, Slot, Unclear
from handlers.kit.forms.moment_slots import read_whole_moment, soon
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import Colleague, to_choose
from handlers.kit.registry.sayings import read_saying, sayings
from handlers.kit.told_in_log import added_to, logged_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Understanding
from handlers.language.slots.appointments import is_engagement
from handlers.language.slots.outcomes import OUTCOMES, is_done, shares_a_word
from handlers.language.slots.remarks import takes_its_place
from handlers.language.text.any_of import any_of
from storage.crm.records import CustomerRecord, FollowUpRecord, InteractionRecord
from storage.names.folding import fold
from storage.people.records import Person

_NOBODY = re.compile(rf"\b{any_of('nobody_met')}(?!\w)")
"""Where nobody was reached nothing is settled."""
SOON_ENOUGH = timedelta(days=7)
"""A log is offered to close what was due by then; what is due later is another matter."""
MOST_OFFERED = 3
NOTE = "note"


# ------------------------------------------------------------------ done
WHICH = Slot("follow_up", OpenFollowUp(), _("Follow-up"), _("Which one?"), default=meant_in_sentence)


def _finish(turn: Turn, said: Said) -> Reply:
    return Reply.of(finish(turn, said[WHICH]), choices=undo_choice(turn), replaces=True)


def done(turn: Turn, words: str) -> Reply:
    """“/hecho Marta”: which one, where it is not plain."""
    return start(turn, FINISH, _heard(turn, "finish_reminder", words), text=words)


def finish_it(turn: Turn, follow_up: MyFollowUp) -> Reply:
    """A button: it is done."""
    return Reply.of(finish(turn, follow_up), choices=undo_choice(turn), replaces=follow_up.is_open)


def _heard(turn: Turn, intent: str, words: str) -> Understanding | None:
    """What a command's words say; of words that name nothing known, that they are what it is about."""
    if not words:
        return None
    heard = turn.read_as(intent, words)
    known = {"customer", "contact", "what"} & set(heard.slots)
    return heard if known else Understanding(heard.language, intent, {**heard.slots, "what": words})


# ------------------------------------------------------------------ moved
NEW_TIME = Slot("due", DueTime(deadlines=False), _("When"), _("When?"), _("Thursday at 10"), default=ask_when)


def _move(turn: Turn, said: Said) -> Reply:
    """To another moment; a day alone keeps the hour that was asked for, an hour alone the day."""
    follow_up, later = said[WHICH], said[NEW_TIME]
    hour_alone = said.heard is not None and said.heard.hour_alone and later.due.grain == "minute"
    day, hour = (follow_up.due, later.due) if hour_alone else (later.due, follow_up.due)
    at = datetime.combine(day.local.date(), hour.local.time())
    keeps = hour_alone or (follow_up.due.grain == "minute" and later.due.grain == "day")
    if keeps and at > turn.clock_of(turn.person).now:
        later = DueMoment(replace(later.due, local=at, grain="minute"), later.asked)
    return _moved(turn, follow_up, later)


def _moved(turn: Turn, follow_up: FollowUpRecord, later: DueMoment) -> Reply:
    turn.work.follow_ups.move(follow_up.id, later.due)
    turn.conversation.made(Target(FOLLOW_UP, follow_up.id), turn.incoming.sent_at)
    said = _("Snoozed: {what} · {when}", what=clip(follow_up.what, 200), when=when_due(later.due))
    note = moved_note(later)
    return Reply.of(
        said,
        *((note,) if note else ()),
        replaces=True,
        choices=(Choice(_("Done"), Action("finish", {"follow_up": follow_up.id})), *undo_choice(turn)),
    )


def snooze(turn: Turn, words: str) -> Reply:
    """Which one, and until when."""
    return start(turn, MOVE, _heard(turn, "move_reminder", words), text=words)


def snooze_it(turn: Turn, follow_up: MyFollowUp, until: Literal["hour", "day", "week"] | None = None) -> Reply:
    """For an hour, a day, a week, or until a moment that is asked for."""
    if until is None:
        return start(turn, MOVE, None, values={WHICH.name: follow_up.id})
    later = when(soon(turn, until), turn.clock_of(turn.person))
    if follow_up.owner_id == turn.person.id:  # who is away and asks for it is told
        later = replace(later, due=replace(later.due, even_away=True))
    return _moved(turn, follow_up, later)


def replied(turn: Turn, target: Target, text: str) -> Reply | None:
    """A reply to a reminder: a moment moves it, "done" finishes it; anything else is another matter."""
    moment = read_whole_moment(turn, text)
    if moment is not None:
        try:
            later = NEW_TIME.type.take(turn, moment, Said({}, text=text))
        except Unclear as unclear:
            raise Sorry(unclear.words[0]) from None
        return _moved(turn, mine(turn, target), later) if later else None
    if turn.understand(text).intent == FINISH.intent:
        return finish_it(turn, mine(turn, target))
    return None


# ------------------------------------------------------------------ somebody else's
def _whom(turn: Turn, said: Said) -> Person | None:
    """Asks for a colleague, with everybody else to choose from."""
    others = [person for person in turn.work.people.everyone() if person.id != said[WHICH].owner_id]
    if not others:
        raise Sorry(_("You have no colleagues here yet."))
    raise Unclear(_("To whom?"), choices=to_choose(others))


WHOM = Slot("staff", Colleague(), _("For"), _("To whom?"), default=_whom)


def _give(turn: Turn, said: Said) -> Reply:
    follow_up, owner = said[WHICH], said[WHOM]
    what = clip(follow_up.what, 200)
    if follow_up.owner_id == owner.id:
        return Reply.of(_("That's already {owner}'s: {what}", owner=owner.name, what=what))
    turn.work.follow_ups.give(follow_up.id, owner.id)
    if owner.id != turn.person.id:
        tell(turn, owner, follow_up.id)
    return Reply.of(
        _("Now {owner}'s to do: {what} · {when}", owner=owner.name, what=what, when=when_due(follow_up.due)),
        choices=undo_choice(turn),
        replaces=True,
    )


def reassign_it(turn: Turn, follow_up: MyFollowUp) -> Reply:
    """A button: to whom?"""
    return start(turn, REASSIGN, None, values={WHICH.name: follow_up.id})


def reassign(turn: Turn, words: str) -> Reply:
    """“/reasignar llamar a Marta a Luis”: which one, and to whom."""
    if answers := read_saying(words, sayings("reassign_takes")):
        return start(turn, REASSIGN, None, answers=answers)
    return start(turn, REASSIGN, turn.read_as("set_reminder", words) if words else None, text=words)


FINISH = Form("finish", (WHICH,), save=_finish, intent="finish_reminder")
MOVE = Form("move", (WHICH, NEW_TIME), save=_move, intent="move_reminder")
REASSIGN = Form("reassign", (WHICH, WHOM), save=_give)


# ------------------------------------------------------------------ after a log
def _offer_to_call_off(open_: Sequence[FollowUpRecord]) -> Reply:
    """What may not be to be done any more, for something else takes its place; a tap calls it off."""
    choices = tuple(
        Choice(
            _("Not any more: {what}", what=clip(p.what, 40)),
            Action("rearrange", {"follow_up": p.id, "to": "", "cancels": True}),
        )
        for p in open_
    )
    return Reply((), choices)


def offer_to_close(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """After a log: the person's own open follow-ups that it may have settled: the same kind of thing, or the same words, or it says so."""
    logged = logged_of(turn, customer)
    return _offered(turn, logged, turn.told) if logged else None


def offer_to_close_by_addition(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """The same after what was added to a log, where that tells of something done: what was promised with the log itself may be."""
    logged = logged_of(turn, customer)
    if logged is None:
        return None
    words = added_to(logged)
    heard = turn.read_as("log_interaction", words).slots
    if "next_step" in heard or not (is_done(words) or "settled" in turn.read_as(OUTCOMES, words).slots):
        return None
    return _offered(turn, replace(logged, kind=str(heard.get("kind", NOTE)), summary=words), words, of=logged)


def _offered(turn: Turn, logged: InteractionRecord, told: str, *, of: InteractionRecord | None = None) -> Reply | None:
    """What a log, or what was added to `of`, may have settled."""
    if _NOBODY.search(fold(logged.summary)):
        return None
    horizon = turn.now + SOON_ENOUGH
    over = "settled" in turn.read_as(OUTCOMES, logged.summary).slots

    def fits(follow_up: FollowUpRecord) -> bool:
        met = {one.id for one in logged.met}
        same_person = follow_up.contact_id is None or not met or follow_up.contact_id in met
        earlier = of is not None or follow_up.interaction_id is None or follow_up.interaction_id != logged.id
        own = follow_up.owner_id == turn.person.id and follow_up.due_at <= horizon
        settled = takes_its_place(told) or (over and not is_engagement(follow_up.what))
        return own and earlier and same_person and (settled or settles(follow_up))

    def settles(follow_up: FollowUpRecord) -> bool:
        came = turn.work.interactions.get(follow_up.interaction_id) if follow_up.interaction_id else None
        about = came.summary.removesuffix(logged.summary) if came else ""
        return is_settled_by(follow_up, logged, turn.said_at.date(), told, about=about)

    found = turn.work.follow_ups.open_for(logged.customer_id, limit=20)
    open_ = [follow_up for follow_up in found if fits(follow_up)][:MOST_OFFERED]
    if not open_:
        return None
    if takes_its_place(told):
        return _offer_to_call_off(open_)
    offered = tuple(
        Choice(_("Done: {what}", what=clip(p.what, 40)), Action("finish", {"follow_up": p.id}), yes=True) for p in open_
    )
    listed = "; ".join(turn.voice.say(_("{what} · {when}", what=clip(p.what, 80), when=when_due(p.due))) for p in open_)
    return Reply.of(_("Does this close the follow-up? {list}", list=listed), choices=offered)


def open_matters(turn: Turn, text: str) -> Iterator[int]:
    """The customers of the person's open follow-ups that a text names by a word of theirs."""
    for follow_up in turn.work.follow_ups.open_of(turn.person.id):
        if follow_up.customer_id and shares_a_word(text, f"{follow_up.what} {follow_up.customer}"):
            yield follow_up.customer_id
