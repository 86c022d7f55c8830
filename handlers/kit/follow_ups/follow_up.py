"""What can be said about follow-ups by whoever shows them: which one is meant, whose it is, when, and what becomes of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from rapidfuzz import fuzz

from handlers.kit.calendar.due_dates import (
    DueMoment,
    OverError,
    TooOftenError,
    following,
    when,
    when_as_json,
    when_from_json,
)
from handlers.kit.format.dates import when_due
from handlers.kit.format.texts import DateSpan, Words, _, clip
from handlers.kit.forms.form import Said, SlotType, Unclear
from handlers.kit.forms.moment_slots import (
    SOON,
    away_then,
    is_deadline,
    offered_again,
    offered_year,
    passed_lately,
    refuse_impossible,
    soon,
)
from handlers.kit.forms.name_slots import MOST_CHOICES
from handlers.kit.messages.action import Choice, Target, answer
from handlers.kit.spoken_of import customer_spoken_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.moments import find_moments
from handlers.language.meaning import Grain, Moment, Name, Recurrence, SlotValue
from handlers.language.slots.remarks import bids, is_sentence
from handlers.language.text.any_of import any_of
from storage.crm.records import FollowUpRecord
from storage.names.folding import fold
from storage.people.records import Person

FOLLOW_UP = "follow_up"
ALIKE = 80
"""From this likeness of words (0–100, token set ratio) a follow-up is taken for the one that is meant."""


# ------------------------------------------------------------------ what becomes of one
def mine(turn: Turn, target: Target | None) -> FollowUpRecord:
    """The follow-up a button is about, where this person may change it: its owner, who covers for them, who set it, or a
    manager. Raises Sorry where not.
    """
    follow_up = turn.work.follow_ups.get(target.id) if target and target.kind == FOLLOW_UP else None
    if follow_up is None or follow_up.archived_at:
        raise Sorry(_("That no longer exists."))
    theirs = turn.person.id in {follow_up.owner_id, follow_up.author_id} or turn.person.role in {"manager", "admin"}
    if not theirs and follow_up.owner_id not in covered_by_me(turn):
        raise Sorry(_("That is {owner}'s to do.", owner=follow_up.owner))
    return follow_up


def covered_by_me(turn: Turn) -> set[int]:
    """Those who are away today and for whom this person does the work."""
    return {absence.staff_id for absence in turn.work.absences.covered_by(turn.person.id, turn.said_at.date())}


def finish(turn: Turn, follow_up: FollowUpRecord) -> Words:
    """Marks it as done; one that repeats goes on to its next time. Says what it did."""
    what = clip(follow_up.what, 200)
    if not follow_up.is_open:
        return _("That was already done.")
    working = turn.calendars.working_time_of(turn.work.people.get(follow_up.owner_id))
    if following_ := following(follow_up.due, turn.now, working):
        turn.work.follow_ups.move(follow_up.id, following_)
        return _("Done: {what}. Next: {when}", what=what, when=when_due(following_))
    turn.work.follow_ups.done(follow_up.id)
    return _("Done: {what}", what=what)


def label(follow_up: FollowUpRecord) -> Words:
    """A follow-up on a button."""
    what = clip(follow_up.what, 40)
    about = follow_up.customer if follow_up.customer and fold(follow_up.customer) not in fold(follow_up.what) else None
    return _("{what} · {customer}", what=what, customer=clip(about, 30)) if about else what


MyFollowUp = Annotated[FollowUpRecord, lambda turn, raw: mine(turn, Target(FOLLOW_UP, int(raw)))]
"""The follow-up of an action, one that this person may change."""


# ------------------------------------------------------------------ which one
class OpenFollowUp(SlotType[FollowUpRecord]):
    """One of the person's own open follow-ups, by customer, contact or its words."""

    def read(self, turn: Turn, text: str, said: Said) -> FollowUpRecord:
        """Which one an answer means."""
        return meant(turn, {"what": text, **turn.read_as("finish_reminder", text).slots})

    def of_target(self, turn: Turn, target: Target) -> FollowUpRecord | None:
        """The one that was chosen."""
        return mine(turn, target) if target.kind == FOLLOW_UP else None

    def dump(self, value: FollowUpRecord) -> Any:  # noqa: ANN401
        """Its id."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> FollowUpRecord:  # noqa: ANN401
        """By id."""
        return mine(turn, Target(FOLLOW_UP, raw))

    def show(self, value: FollowUpRecord) -> Words:
        """What it is."""
        return label(value)


def meant_in_sentence(turn: Turn, said: Said) -> FollowUpRecord:
    """The follow-up that a sentence is about: the default of a `OpenFollowUp`."""
    return meant(turn, said.heard.slots if said.heard else {}, tells=is_sentence(said.text) and not bids(said.text))


def meant(turn: Turn, slots: Mapping[str, SlotValue], *, tells: bool = False) -> FollowUpRecord:
    """The one open follow-up that fits; several, or none, are asked about.

    Where none fits a message that is long enough to tell something, it is rather told than done: raises Sorry.
    """
    mine_ = turn.work.follow_ups.open_of(turn.person.id)
    for absent in covered_by_me(turn):
        mine_ += turn.work.follow_ups.open_of(absent)
    if not mine_:
        raise Sorry(_("You have nothing open."))
    asked = any(name in slots for name in ("customer", "contact", "what"))
    found = _fitting(mine_, slots) if asked else _spoken_of(turn, mine_)
    if len(found) == 1:
        return found[0]
    if not found and tells and (whose := _named_whole(slots)):
        raise Sorry(_("Nothing is open with {name}.", name=whose))
    question = _("Which one?") if found or not asked else _("I can't find a follow-up like that. Which one?")
    raise Unclear(question, choices=as_choices(found or mine_))


def _spoken_of(turn: Turn, follow_ups: Sequence[FollowUpRecord]) -> Sequence[FollowUpRecord]:
    """Which one is meant where nothing is said of it: what a button of the last message finishes, what the talk is of, or what is due."""
    offered = {c.action.args.get("follow_up") for c in turn.conversation.choices if c.action.name == "finish"}
    if shown := [one for one in follow_ups if one.id in offered]:
        return shown
    subject, customer = turn.conversation.subject, customer_spoken_of(turn)
    if subject and (itself := [one for one in follow_ups if Target(FOLLOW_UP, one.id) == subject.target]):
        return itself
    if customer is not None:
        return [one for one in follow_ups if one.customer_id == customer.id]
    return [one for one in follow_ups if one.due_at <= turn.now]


def _named_whole(slots: Mapping[str, SlotValue]) -> str | None:
    """Whoever is named and known, if anybody: with nothing open for them nobody else's is meant."""
    named = (slots.get(slot) for slot in ("customer", "contact"))
    return next((name.known.name for name in named if isinstance(name, Name) and name.known), None)


def as_choices(follow_ups: Iterable[FollowUpRecord]) -> tuple[Choice, ...]:
    """Follow-ups to choose from, with their dates."""
    return tuple(
        Choice(_("{what} · {when}", what=label(p), when=when_due(p.due)), answer(target=Target(FOLLOW_UP, p.id)))
        for p in list(follow_ups)[:MOST_CHOICES]
    )


def _fitting(follow_ups: Sequence[FollowUpRecord], slots: Mapping[str, SlotValue]) -> list[FollowUpRecord]:
    """Those that fit every part of what was said, as far as any does."""
    found = list(follow_ups)
    named = [part for part in (_of_customer(found, slots), _of_contact(found, slots)) if part is not None]
    for part in named:
        found = [follow_up for follow_up in found if follow_up in part]
    what = slots.get("what")
    if isinstance(what, str):
        alike = [p for p in found if fuzz.token_set_ratio(fold(what), fold(f"{p.what} {p.customer or ''}")) >= ALIKE]
        return alike if alike or not named else found
    return found if named else []


def _of_customer(follow_ups: Sequence[FollowUpRecord], slots: Mapping[str, SlotValue]) -> list[FollowUpRecord] | None:
    name = slots.get("customer")
    if not isinstance(name, Name):
        return None
    ids = {entry.id for entry in name.candidates}
    return [
        p for p in follow_ups if p.customer_id in ids or (p.customer_id is None and fold(name.text) in fold(p.what))
    ]


def _of_contact(follow_ups: Sequence[FollowUpRecord], slots: Mapping[str, SlotValue]) -> list[FollowUpRecord] | None:
    """With this person; where there is none, with the customers they belong to."""
    name = slots.get("contact")
    if not isinstance(name, Name):
        return None
    ids = {entry.id for entry in name.candidates}
    places = {entry.customer_id for entry in name.candidates}
    personally = [p for p in follow_ups if p.contact_id in ids or fold(name.text) in fold(p.what).split()]
    return personally or [p for p in follow_ups if p.customer_id is not None and p.customer_id in places]


# ------------------------------------------------------------------ when
class DueTime(SlotType[DueMoment]):
    """When a promise is to be kept, by the clock of whoever keeps it (the slot "staff", or else the person)."""

    def __init__(self, *, repeats: bool = False, deadlines: bool = True) -> None:
        self._repeats = repeats
        self._deadlines = deadlines

    def read(self, turn: Turn, text: str, said: Said) -> DueMoment:
        """The moment of an answer."""
        if offer := offered_year(turn, text):
            return self.load(turn, offer)
        found = [f.moment for f in find_moments(text, turn.said_at, "future", turn.locale)]
        usable = [moment for moment in found if self._repeats or isinstance(moment, Moment)]
        if not usable:
            refuse_impossible(turn, text)
            raise Unclear(_("I could not read a date in that. When?"), choices=SOON_CHOICES)
        return self._when(turn, usable[0], text, said)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> DueMoment:
        """The moment of a sentence."""
        if not isinstance(heard, Moment | Recurrence):
            return self.read(turn, str(heard), said)
        return self._when(turn, heard, said.text, said)

    def chosen(self, turn: Turn, value: Any, said: Said) -> DueMoment:  # noqa: ANN401
        """One of the usual moments, or a day."""
        if not isinstance(value, dict):
            return self.read(turn, str(value), said)
        if "day" in value:
            return self._when(turn, Moment(date.fromisoformat(value["day"]), Grain.DAY), "", said)
        return self._when(turn, soon(turn, value["soon"]), "", said)

    def dump(self, value: DueMoment) -> Any:  # noqa: ANN401
        """The wall time, its zone, and what was said of it."""
        return when_as_json(value)

    def load(self, turn: Turn, raw: Any) -> DueMoment:  # noqa: ANN401
        """From what `dump` kept."""
        return when_from_json(raw)

    def again(self, turn: Turn, raw: Any, said: Said) -> DueMoment:  # noqa: ANN401
        """The same question once more."""
        return offered_again(turn, self.load(turn, raw), self._owner(turn, said))

    def show(self, value: DueMoment) -> Words:
        """The absolute time."""
        return when_due(value.due)

    @staticmethod
    def _owner(turn: Turn, said: Said) -> Person:
        staff = said.by_name("staff")
        return staff if isinstance(staff, Person) else turn.person

    def _when(self, turn: Turn, moment: Moment | Recurrence, text: str, said: Said) -> DueMoment:
        owner = self._owner(turn, said)
        clock = turn.clock_of(owner)
        deadline = self._deadlines and is_deadline(turn, text, moment) and not _REMINDER_FOR.search(fold(text))
        try:
            found = when(moment, clock, deadline=deadline)
        except OverError as over:
            raise Unclear(
                _("{when} has already passed. When, then?", when=when_due(over.due)), choices=SOON_CHOICES
            ) from None
        except TooOftenError:
            raise Unclear(_("I can repeat it once a day at most. When?"), choices=SOON_CHOICES) from None
        if unsure := passed_lately(turn, moment, found, text) or away_then(turn, owner, found):
            raise unsure
        return found


def ask_when(turn: Turn, said: Said) -> DueMoment | None:
    """Asks for a moment, with the most usual ones to choose from: the default of a `DueTime`."""
    refuse_impossible(turn, said.text)
    over = [
        f.moment for f in find_moments(said.text, turn.said_at, "past", turn.locale) if isinstance(f.moment, Moment)
    ]
    if over:
        raise Unclear(_("{when} has already passed. When, then?", when=DateSpan(over[0])), choices=SOON_CHOICES)
    raise Unclear(_("When? Any moment will do: “{example}”.", example=_("Thursday at 10")), choices=SOON_CHOICES)


_REMINDER_FOR = re.compile(rf"\b{any_of('reminder')} {any_of('for')} ")
"""A reminder for Friday comes on Friday; it is no deadline."""

SOON_CHOICES = tuple(Choice(label_, answer({"soon": key})) for key, label_ in SOON)
"""The moments that are chosen most often, as answers."""
