"""What is agreed is moved or called off in words: "push declan to weds", "he cancelled, rearranged for tues same time"."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers.follow_ups.answering import answers, closes
from handlers.follow_ups.settling import MOVE, WHICH
from handlers.kit.audit import undo_choice
from handlers.kit.calendar.due_dates import DueMoment
from handlers.kit.follow_ups.amending import due_of
from handlers.kit.follow_ups.follow_up import FOLLOW_UP, MyFollowUp, covered_by_me, finish, label
from handlers.kit.follow_ups.sought import INTERACTION, LATELY, nearly, on_day, open_ones, sought
from handlers.kit.follow_ups.told_besides import keep_promises
from handlers.kit.format.dates import moved_note, when_due
from handlers.kit.format.texts import Words, _, clip, ngettext
from handlers.kit.forms.filling import start
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.amendment import Amendment
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import NameKind
from handlers.language.slots.rearranging import Rearrangement
from handlers.language.slots.remarks import is_settled, looks_up
from storage.crm.records import FollowUpRecord

NAMED, SURE, NOTHING_FITS, TOLD_OF = 0.975, 0.945, 0.83, 0.805
"""One that is named is surer than any correction of what was made just now. Surer than a command, for it is there; where nothing fits, surer than a telling alone, and
what is only told of surer than a question about whoever tells it."""
TOLD, UNKNOWN = "log_interaction", "unknown"
MOST_ASKED = 6
MOST_BESIDES = 2
MOST_SHOWN = 8


def rearranges(turn: Turn, text: str) -> Amendment | None:
    """What a message moves or calls off; None where it does neither, or tells of what nobody has written down."""
    if is_settled(text) and (settled := just_now(turn)):
        return _amendment(SURE, "it says that it is done", lambda: _settle(turn, settled))
    if answered := answers(turn, text, _to) or closes(turn, text):
        return answered
    said = turn.rearrangement(text)
    if said is None:
        return None
    open_ = [*open_ones(turn), *_given(turn, said)]
    if said.everything and said.day and said.day.days and (said.to or said.cancels) and not said.words:
        return _amendment(SURE, "it moves a day's follow-ups", lambda: _all_of_a_day(turn, said, open_))
    found = sought(turn, said, open_)
    if len(found) == 1:
        sure = NAMED if said.names or said.words or said.day else SURE
        of = Target(FOLLOW_UP, found[0].id)
        return replace(_amendment(sure, "it rearranges a follow-up", lambda: _one(turn, text, said, found[0])), of=of)
    if said.bare:
        return None
    if found:
        return _amendment(SURE, "it rearranges one of several follow-ups", lambda: _which(turn, text, said, found))
    return _of_none(turn, text, said, open_)


def _of_none(turn: Turn, text: str, said: Rearrangement, open_: Sequence[FollowUpRecord]) -> Amendment | None:
    """What nothing fits that is open: what may be meant is offered, and what it tells is kept; an order is answered."""
    if close := nearly(said, open_, turn.said_at):
        return _amendment(NOTHING_FITS, "it may rearrange a follow-up", lambda: _offered(turn, text, said, close))
    if said.has_to_be_open:
        return None
    intent = turn.understand(text).intent
    named = bool(said.names or said.day)
    asked_for = said.told or (named and (not said.words or (said.cancels and intent == UNKNOWN)))
    if said.ordered and asked_for and intent != MOVE.intent:
        return _amendment(NOTHING_FITS, "nothing like that is open", lambda: _nothing(said, open_))
    customer = turn.read_as(TOLD, text).customer_id
    if not said.ordered and customer is not None and (intent == UNKNOWN or looks_up(intent)):
        keep = registry_of(turn).one("keeps_note")
        return _amendment(TOLD_OF, "it tells of a change", lambda: keep(turn, customer, text, None))
    return None


def _given(turn: Turn, said: Rearrangement) -> Sequence[FollowUpRecord]:
    """What a colleague who is named is to do, as far as this person gave it to them."""
    staff = {entry.id for name in said.names for entry in name.candidates if entry.kind is NameKind.STAFF}
    theirs = [one for id_ in staff - {turn.person.id} for one in turn.work.follow_ups.open_of(id_)]
    return [one for one in theirs if one.author_id == turn.person.id]


def _amendment(score: float, reason: str, apply: Callable[[], Reply]) -> Amendment:
    return Amendment(score, reason, _("a change to a follow-up"), apply)


def just_now(turn: Turn) -> FollowUpRecord | None:
    """The follow-up in front of somebody: the one that a button of the last message finishes, or that was set just now."""
    offered = {c.action.args["follow_up"] for c in turn.conversation.choices if c.action.name == "finish"}
    last = turn.conversation.follow_up
    set_now = last.target.id if last and turn.incoming.sent_at - last.at <= LATELY else _promised_now(turn)
    id_ = int(next(iter(offered))) if len(offered) == 1 else set_now
    found = turn.work.follow_ups.get(id_) if id_ is not None else None
    return found if found and found.is_open and found.owner_id in {turn.person.id, *covered_by_me(turn)} else None


def _promised_now(turn: Turn) -> int | None:
    """What was promised in what was told last, where that is one thing and was told lately."""
    talk = turn.conversation
    if talk.last is None or talk.last_at is None or talk.last.kind != INTERACTION:
        return None
    if turn.incoming.sent_at - talk.last_at > LATELY:
        return None
    open_ = [one for one in turn.work.follow_ups.all_of_interaction(talk.last.id) if one.is_open]
    return open_[0].id if len(open_) == 1 else None


def _settle(turn: Turn, follow_up: FollowUpRecord) -> Reply:
    said = finish(turn, follow_up)
    return Reply.of(said, choices=(*_due_besides(turn, follow_up), *undo_choice(turn)), replaces=True)


def _due_besides(turn: Turn, settled: FollowUpRecord) -> tuple[Choice, ...]:
    """What else is due with the same person: it may be what was meant, or done as well."""
    theirs = [
        one
        for one in turn.work.follow_ups.open_of(settled.owner_id)
        if one.id != settled.id and one.contact_id is not None and one.contact_id == settled.contact_id
    ]
    due = [one for one in theirs if one.due_at <= turn.now]
    return tuple(
        Choice(_("Done: {what}", what=clip(one.what, 40)), Action("finish", {"follow_up": one.id}))
        for one in due[:MOST_BESIDES]
    )


def _nothing(said: Rearrangement, open_: Sequence[FollowUpRecord]) -> Reply:
    name = next((name.known.name for name in said.names if name.known), None)
    if name is not None:
        raise Sorry(_("Nothing like that is open with {name}.", name=name))
    if not open_:
        raise Sorry(_("You have nothing open."))
    raise Sorry(_("Nothing like that is open."))


# ------------------------------------------------------------------ one
def _one(turn: Turn, text: str, said: Rearrangement, follow_up: FollowUpRecord) -> Reply:
    """Does it, and keeps what else the message tells as a note."""
    kept = _kept(turn, text, said, follow_up.customer_id)
    done = call_off(turn, follow_up) if said.cancels else _to(turn, follow_up, said.to)
    return done + kept  # the change is what was done last: "better on Friday" is about that


def _kept(turn: Turn, text: str, said: Rearrangement, customer_id: int | None) -> Reply:
    """What a message tells besides: all of it where it only tells of the change, of an order what stands behind it."""
    keep = registry_of(turn).one("keeps_note") if said.rest and customer_id is not None else None
    if keep is None:
        return Reply()
    kept: Reply = keep(turn, customer_id, said.rest if said.ordered else text, turn.said_at)
    promising = said.rest if said.to or said.ordered else text  # the new moment is no promise besides
    return kept + (keep_promises(turn, promising, customer_id=customer_id) or Reply())


def _to(turn: Turn, follow_up: FollowUpRecord, words: str) -> Reply:
    """To the moment that some words are, which is asked for where they are none."""
    due = due_of(turn, follow_up, words)
    return moved(turn, follow_up, due) if due else start(turn, MOVE, None, values={WHICH.name: follow_up.id})


def moved(turn: Turn, follow_up: FollowUpRecord, later: DueMoment) -> Reply:
    """To another moment, from what to what."""
    before = follow_up.due
    if (later.due.local, later.due.grain) == (before.local, before.grain):
        return _as_it_is(turn, follow_up)
    turn.work.follow_ups.move(follow_up.id, later.due)
    turn.conversation.made(Target(FOLLOW_UP, follow_up.id), turn.incoming.sent_at)
    note = moved_note(later)
    return Reply(
        (
            Heading(_("Moved: {what}", what=clip(follow_up.what, 200))),
            Facts([(_("When"), _("{before} → {after}", before=when_due(before), after=when_due(later.due)))]),
            *((Paragraph(note),) if note else ()),
        ),
        (Choice(_("Done"), Action("finish", {"follow_up": follow_up.id})), *undo_choice(turn)),
        about=Target(FOLLOW_UP, follow_up.id),
        replaces=True,
    )


def _as_it_is(turn: Turn, follow_up: FollowUpRecord) -> Reply:
    """It is at that moment already."""
    turn.conversation.made(Target(FOLLOW_UP, follow_up.id), turn.incoming.sent_at)
    return Reply.of(
        _("It is then already: {what} · {when}", what=clip(follow_up.what, 200), when=when_due(follow_up.due)),
        choices=(Choice(_("Done"), Action("finish", {"follow_up": follow_up.id})),),
        about=Target(FOLLOW_UP, follow_up.id),
    )


def call_off(turn: Turn, follow_up: FollowUpRecord) -> Reply:
    """It is not to be done any more."""
    turn.work.follow_ups.call_off(follow_up.id)
    turn.conversation.made(Target(FOLLOW_UP, follow_up.id), turn.incoming.sent_at)
    return Reply.of(
        _("Cancelled: {what} · {when}", what=clip(follow_up.what, 200), when=when_due(follow_up.due)),
        choices=undo_choice(turn),
        replaces=True,
    )


# ------------------------------------------------------------------ which of several
def _which(turn: Turn, text: str, said: Rearrangement, found: Sequence[FollowUpRecord]) -> Reply:
    """Asks which one is meant; a tap does it. What is only told is kept."""
    customers = {one.customer_id for one in found}
    kept = _kept(turn, text, said, customers.pop() if len(customers) == 1 else None)
    choices = tuple(
        Choice(_("{what} · {when}", what=label(one), when=when_due(one.due)), _rearranging(said, one))
        for one in found[:MOST_ASKED]
    )
    return replace(kept, choices=()) + Reply.which(_("Which one?"), choices)


def _offered(turn: Turn, text: str, said: Rearrangement, found: Sequence[FollowUpRecord]) -> Reply:
    """Keeps what is told, and offers to do what may be meant by it."""
    keep, customer = registry_of(turn).one("keeps_note"), found[0].customer_id
    kept = keep(turn, customer, text, turn.said_at) if keep and customer is not None else Reply()
    question = _("Is this called off?") if said.cancels else _("Does this move?")
    choices = tuple(
        Choice(_label(said, one), _rearranging(said, one), yes=len(found) == 1) for one in found[:MOST_BESIDES]
    )
    listed = "; ".join(turn.voice.say(_as_it_would_be(turn, said, one)) for one in found[:MOST_BESIDES])
    return kept + Reply.of(question, listed, choices=choices)


def _as_it_would_be(turn: Turn, said: Rearrangement, one: FollowUpRecord) -> Words:
    try:
        due = due_of(turn, one, said.to) if said.to else None
    except Sorry:
        due = None
    if due is None:
        return _("{what} · {when}", what=label(one), when=when_due(one.due))
    return _("{what} · {before} → {after}", what=label(one), before=when_due(one.due), after=when_due(due.due))


def _label(said: Rearrangement, one: FollowUpRecord) -> Words:
    what = clip(one.what, 40)
    return _("Cancel: {what}", what=what) if said.cancels else _("Move: {what}", what=what)


def _rearranging(said: Rearrangement, one: FollowUpRecord) -> Action:
    return Action("rearrange", {"follow_up": one.id, "to": said.to, "cancels": said.cancels})


# ------------------------------------------------------------------ the answer to that
def rearrange(turn: Turn, follow_up: MyFollowUp, to: str, cancels: bool) -> Reply:
    """The answer to that. `to` are the words of the new moment."""
    if not follow_up.is_open:
        raise Sorry(_("That was already done."))
    return call_off(turn, follow_up) if cancels else _to(turn, follow_up, to)


# ------------------------------------------------------------------ a whole day
def _all_of_a_day(turn: Turn, said: Rearrangement, open_: Sequence[FollowUpRecord]) -> Reply:
    """All that is due on a day: each at its hour on another one, or none of it."""
    mine = [one for one in open_ if one.owner_id == turn.person.id]
    found = on_day(mine, replace(said.day, hour=None), turn.said_at) if said.day else []
    lines: list[tuple[Words, Words]] = []
    for one in found:
        if said.cancels:
            turn.work.follow_ups.call_off(one.id)
            lines.append((when_due(one.due), label(one)))
        elif (due := due_of(turn, one, said.to)) is not None:
            turn.work.follow_ups.move(one.id, due.due)
            lines.append((when_due(due.due), label(one)))
    if not lines:
        raise Sorry(_("Nothing is open on that day."))
    heading = (
        ngettext("Cancelled: {count} follow-up", "Cancelled: {count} follow-ups", len(lines))
        if said.cancels
        else ngettext("Moved: {count} follow-up", "Moved: {count} follow-ups", len(lines))
    )
    return Reply((Heading(heading), Entries(lines[:MOST_SHOWN])), undo_choice(turn))
