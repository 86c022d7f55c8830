"""Second thoughts about a reminder that was just set: "no, mejor el martes", "a las 5", "los martes", "no, a Bar Luna"."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from handlers.kit.calendar.due_dates import DueMoment, OverError, TooOftenError, when
from handlers.kit.follow_ups.follow_up import FOLLOW_UP
from handlers.kit.format.texts import _
from handlers.kit.forms.moment_slots import passed_lately, read_whole
from handlers.kit.messages.action import Target
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.moments import find_moments, read_moment
from handlers.language.meaning import Grain, Moment, Name, NameKind, Recurrence
from handlers.language.slots.corrections import Correction, correct, corrections
from handlers.language.slots.pointing import telling_words
from handlers.language.slots.rearranging import is_one_of_them
from handlers.language.slots.remarks import begins_a_deed, behind, without_ending
from handlers.language.slots.replacing import is_hour, known_words, replaced
from handlers.language.text.any_of import any_of
from storage.crm.records import FollowUpRecord
from storage.names.folding import fold

INTERACTION = "interaction"
FIRST_HOUR, LAST_HOUR, HALF_A_DAY = 8, 23, 12
"""A number alone is an hour: from the first one on as it is, below it in the afternoon."""

_CLOCK = re.compile(r"(?P<hour>\d{1,2})[.:](?P<minute>[0-5]\d)")
"""An hour as it is typed: "actually 2.30", of what is due at an hour."""
_AND = re.compile(rf"\s*(?:,\s*|\s){any_of('then')}\s+", re.IGNORECASE)
_FOR_WHOM = re.compile(rf"{any_of('with_whom_it_is')}\s+", re.IGNORECASE)
_FOR = re.compile(rf"^{any_of('for_moment')}\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FollowUpAmendment:
    """What is to be different about a reminder; None where it stays."""

    what: str | None = None
    due: DueMoment | None = None
    customer_id: int | None = None
    owner_id: int | None = None
    contact_id: int | None = None

    def changes_nothing_of(self, follow_up: FollowUpRecord) -> bool:
        """Whether a reminder is so already; what was called off is not."""
        said = (self.what, self.customer_id, self.owner_id, self.contact_id)
        is_so = (follow_up.what, follow_up.customer_id, follow_up.owner_id, follow_up.contact_id)
        same = all(new in {None, old} for new, old in zip(said, is_so, strict=True))
        due, was = self.due.due if self.due else follow_up.due, follow_up.due
        as_due = (due.local, due.grain, due.repeats) == (was.local, was.grain, was.repeats)
        return follow_up.is_open and same and as_due


def amended(turn: Turn, follow_up: FollowUpRecord, text: str) -> FollowUpAmendment | None:
    """What a message changes about a reminder; None where it is about something else. Raises Sorry for a time that is over."""
    fixes = corrections(text)
    if fixes and not any(fix.wrong for fix in fixes) and (due := _rather(turn, follow_up, text)):
        return FollowUpAmendment(due=due)
    for fix in (*fixes, None):
        if found := _changed(turn, follow_up, text, fix):
            return found
    return _put_off(turn, follow_up, text) or _and_besides(turn, follow_up, text)


def _and_besides(turn: Turn, follow_up: FollowUpRecord, text: str) -> FollowUpAmendment | None:
    """Another time, and what is to be done then as well: "make it 11 and bring beth in"."""
    words = behind("rescheduled", text)
    joint = _AND.search(words) if words else None
    due = due_of(turn, follow_up, words[: joint.start()]) if words and joint else None
    if due is None or not words or not joint or not begins_a_deed(words[joint.end() :]):
        return None
    return FollowUpAmendment(what=f"{follow_up.what}, {words[joint.end() :].strip(' .')}", due=due)


def _rather(turn: Turn, follow_up: FollowUpRecord, text: str) -> DueMoment | None:
    """Of two moments the one that it is not due at: "no, perdona, el miércoles no, el jueves"."""
    found = find_moments(text, turn.said_at, "future", turn.locale)
    if len(found) != 2:
        return None
    said = [due_of(turn, follow_up, text[one.start : one.end]) for one in found]
    new = [due for due in said if due and due.due.local != follow_up.due.local]
    return new[0] if len(new) == 1 and None not in said else None


def _put_off(turn: Turn, follow_up: FollowUpRecord, text: str) -> FollowUpAmendment | None:
    """Another time behind a reason: "no espera, a las 5 tengo dentista, ponla a las 6 y media"; None where the end says none."""
    before, pause, end = text.rpartition(",")
    words = behind("rescheduled", end.strip()) if pause and before else ""
    due = due_of(turn, follow_up, words) if words else None
    return FollowUpAmendment(due=due) if due else None


def _changed(turn: Turn, follow_up: FollowUpRecord, text: str, fix: Correction | None) -> FollowUpAmendment | None:
    if fix.was if fix else not _is_newest(turn, follow_up):
        return None
    words = fix.right if fix else behind("rescheduled", text) or text
    due = due_of(turn, follow_up, words) or (due_of(turn, follow_up, fix.value) if fix and fix.led else None)
    if fix is None and words == text and (_is_period(turn, text) or is_one_of_them(text)):
        return None  # "next week" alone may as well ask for it, and "the wednesday one" says which
    if fix and fix.wrong and not _is_due(turn, follow_up, fix.wrong) and not _calls_it(follow_up, fix.wrong):
        due = None
    if due is not None and (fix is not None or turn.understand(text).intent in {"unknown", "move_reminder"}):
        return FollowUpAmendment(what=_in_place(turn, follow_up, words), due=due)
    if fix is not None and (fix.wrong or fix.about) and (whom := _with_another(turn, follow_up, fix)):
        return whom
    if fix is None or (fix.wrong and not _is_there(turn, follow_up, fix.wrong)):
        return None  # "mañana no trabajo" corrects no reminder that says nothing of work
    if (what := correct(follow_up.what, fix) or _in_place(turn, follow_up, fix.value)) is not None:
        return FollowUpAmendment(what=what)
    heard = turn.understand(fix.right)
    name = heard.slots.get("customer")
    if isinstance(name, Name) and name.known and heard.intent == "show_customer":
        return FollowUpAmendment(customer_id=name.known.id)
    staff = turn.match(_FOR.sub("", fix.right), {NameKind.STAFF}).known
    return (
        FollowUpAmendment(owner_id=staff.id)
        if staff and fold(staff.name).startswith(fold(_FOR.sub("", fix.right)))
        else None
    )


def _calls_it(follow_up: FollowUpRecord, words: str) -> bool:
    """Whether words that stand before another moment only say which one: "swap **Josh** to 2pm"."""
    said = set(telling_words(words))
    return bool(said) and said <= known_words(follow_up.what, follow_up.customer)


def _with_another(turn: Turn, follow_up: FollowUpRecord, fix: Correction) -> FollowUpAmendment | None:
    """Somebody else there in place of whom it is with: "call Lynne, not Gary" of "call Gary Stott"."""
    before = turn.work.customers.contact(follow_up.contact_id) if follow_up.contact_id else None
    if before is None:
        return None
    if fix.wrong and not set(telling_words(fix.wrong)) <= known_words(before.name):
        return None
    if not fix.wrong and not (_is_there(turn, follow_up, fix.about) and _FOR_WHOM.match(fix.right)):
        return None
    name = turn.read_as("log_interaction", fix.right).slots.get("contact")
    now = name.known if isinstance(name, Name) else None
    if now is None or now.customer_id != follow_up.customer_id:
        return None
    was = next((words for words in (before.name, fix.wrong) if fold(words) in fold(follow_up.what)), "")
    what = correct(follow_up.what, Correction(now.name, was)) if was else None
    return FollowUpAmendment(what=what, contact_id=now.id)


def _is_newest(turn: Turn, follow_up: FollowUpRecord) -> bool:
    """Whether nothing was made since it was set, or told with what was told last."""
    last = turn.conversation.newest()[0].target
    return last == Target(FOLLOW_UP, follow_up.id) or last == Target(INTERACTION, follow_up.interaction_id or 0)


def _is_period(turn: Turn, text: str) -> bool:
    """Whether a text is a week or more, and nothing else."""
    moment = read_whole(turn, text)
    return isinstance(moment, Moment) and moment.grain not in {Grain.MINUTE, Grain.DAY}


def _in_place(turn: Turn, follow_up: FollowUpRecord, words: str) -> str | None:
    """What is to be done, with what is said anew where it stands: no reminder says "a las 10" at eleven."""
    return replaced(follow_up.what, words, turn.said_at, turn.locale)


def _is_there(turn: Turn, follow_up: FollowUpRecord, wrong: str) -> bool:
    """Whether what is said to be wrong is said of it: in its words, by a name that it has, or when it is due."""
    own = set(fold(f"{follow_up.what} {follow_up.customer or ''} {follow_up.owner}").split())
    return set(fold(wrong).split()) <= own or _is_due(turn, follow_up, wrong)


def _is_due(turn: Turn, follow_up: FollowUpRecord, words: str) -> bool:
    """Whether the words are when it is due, as far as they go: "a las 10", "el martes"; "mañana, no trabajo" says nothing of the kind."""
    try:
        said = due_of(turn, follow_up, words)
    except Sorry:
        return True  # a moment that is over by now
    if said is None:
        return False
    due, other = follow_up.due.local, said.due.local
    same_day, same_hour = other.weekday() == due.weekday(), other.time() == due.time()
    if _is_hour(turn, words) or _CLOCK.fullmatch(words):
        return same_hour
    return same_day and (same_hour or said.due.grain != "minute")


def _is_hour(turn: Turn, words: str) -> bool:
    """Whether the words may be an hour alone: no day of their own."""
    return words.isdecimal() or is_hour(words, turn.local(turn.said_at), turn.locale)


def _in_its_week(turn: Turn, follow_up: FollowUpRecord, words: str, moment: Moment | Recurrence) -> Moment | Recurrence:
    """A bare day of the week is of the week in which it was due: "moved to the Thursday", of what was on Wednesday week."""
    due = follow_up.due.local.date()
    monday = datetime.combine(due - timedelta(days=due.weekday()), time(), turn.said_at.tzinfo)
    there = read_moment(words, monday, "future", turn.locale) if monday > turn.said_at else None
    if not isinstance(moment, Moment) or not isinstance(there, Moment):
        return moment
    now, then = (m.start.date() if isinstance(m.start, datetime) else m.start for m in (moment, there))
    return there if now < monday.date() and now.weekday() == then.weekday() and then != due else moment


def due_of(turn: Turn, follow_up: FollowUpRecord, words: str) -> DueMoment | None:
    """The moment that the words are and nothing else: an hour alone is of the same day, a day alone keeps the hour.

    Raises Sorry for one that is over.
    """
    words = without_ending("same_hour", words)
    before, hour = follow_up.due.local, follow_up.due.local.time() if follow_up.due.grain == "minute" else None
    moment = read_whole(turn, words)
    that_day = read_whole(turn, f"{before.date().isoformat()} {words}") if _is_hour(turn, words) else None
    if isinstance(that_day, Moment) and that_day.grain is Grain.MINUTE:
        moment = that_day
    elif hour and (clock := _CLOCK.fullmatch(words)) and int(clock["hour"]) <= LAST_HOUR:
        said = int(clock["hour"]) + HALF_A_DAY * (int(clock["hour"]) < FIRST_HOUR)
        moment = Moment(datetime.combine(before.date(), time(said, int(clock["minute"]))), Grain.MINUTE)
    elif words.isdecimal() and len(words) <= len("23") and int(words) <= LAST_HOUR and hour:
        said = int(words) if int(words) >= FIRST_HOUR else int(words) + HALF_A_DAY  # "make it 5": within working hours
        moment = Moment(datetime.combine(before.date(), time(said)), Grain.MINUTE)
    if moment is None:
        return None
    moment = _in_its_week(turn, follow_up, words, moment)
    if isinstance(moment, Recurrence):
        moment = replace(moment, time=moment.time or hour)
    elif moment.grain is Grain.DAY and hour and not isinstance(moment.start, datetime):
        moment = Moment(datetime.combine(moment.start, hour), Grain.MINUTE)
    try:
        found = when(moment, turn.clock_of(turn.person))
    except OverError:
        raise Sorry(_("That's already past: it stays as it was.")) from None
    except TooOftenError:
        raise Sorry(_("I can repeat it once a day at most: it stays as it was.")) from None
    if passed_lately(turn, moment, found, words):
        raise Sorry(_("That day has just passed: it stays as it was. If you mean next year's, say the year."))
    return found
