"""What was promised: said in a sentence, it comes back at its minute, with Done, Snooze and Reassign."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

from handlers.follow_ups.activity import RECORDS
from handlers.kit.audit import undo_choice
from handlers.kit.calendar.due_dates import DueMoment, when, when_as_json
from handlers.kit.follow_ups.amending import FollowUpAmendment, amended
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
from handlers.kit.format.dates import moved_note, when_due
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Form, Said, Slot, Unclear
from handlers.kit.forms.moment_slots import SOON, read_whole_moment, soon
from handlers.kit.forms.name_slots import CustomerName
from handlers.kit.forms.slot_types import FreeText
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import Colleague, also_for, to_choose
from handlers.kit.registry.amendment import Amendment
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.registry.sayings import read_saying
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.moments import find_moments
from handlers.language.meaning import Name, NameEntry, SlotValue, Understanding
from handlers.language.slots.corrections import corrections
from handlers.language.slots.remarks import is_everybody
from storage.crm.records import CustomerRecord, FollowUpRecord
from storage.people.records import Person

SOON_ENOUGH = timedelta(days=7)
"""A log is offered to close what was due by then; what is due later is another matter."""
MOST_OFFERED = 3


# ------------------------------------------------------------------ what it says unasked
def nudge(follow_up: FollowUpRecord) -> Reply:
    """What its owner hears when a promise is due, or when its deadline draws near."""
    target = Target(FOLLOW_UP, follow_up.id)
    what = clip(follow_up.what, 300)
    ahead = follow_up.nudge_at is not None and follow_up.nudge_at < follow_up.due_at
    heading = _("Coming up: {what}", what=what) if ahead else _("Now: {what}", what=what)
    lines = [
        line for line in (follow_up.customer, when_due(follow_up.due) if ahead or follow_up.deadline else None) if line
    ]
    shown = choices(follow_up.id, soon_too=not ahead)
    return Reply((Heading(heading), *(Paragraph(line) for line in lines)), shown, about=target)


def choices(follow_up_id: int, *, soon_too: bool = True) -> tuple[Choice, ...]:
    """What can be done about a follow-up; the usual moments to move it to are among it where it is due by now."""
    snooze = Action("snooze", {"follow_up": follow_up_id})
    return (
        Choice(_("Done"), Action("finish", {"follow_up": follow_up_id})),
        *(Choice(label, snooze.with_args(until=key)) for key, label in SOON if soon_too),
        Choice(_("Another time"), snooze),
        Choice(_("Reassign"), Action("reassign", {"follow_up": follow_up_id})),
    )


# ------------------------------------------------------------------ a new one
class Owner(Colleague):
    """Who is to do it: whoever the reminder is addressed to, the person themselves otherwise."""

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> Person:
        """“recuérdale a Luis …” is for Luis; "all" are found when it is saved."""
        if isinstance(heard, Name) and is_everybody(heard.text):
            return turn.person
        return super().take(turn, heard, said)


def _staff(said: Said) -> Name | None:
    name = said.heard.slots.get("staff") if said.heard else None
    return name if isinstance(name, Name) else None


def _me(turn: Turn, said: Said) -> Person:
    return turn.person


def _contact(turn: Turn, said: Said) -> NameEntry | None:
    """The one person at a customer whom the words name."""
    name = turn.read_as("log_interaction", said.text or str(said.by_name("what") or "")).slots.get("contact")
    return name.known if isinstance(name, Name) else None


def _customer_of_contact(turn: Turn, said: Said) -> CustomerRecord | None:
    contact = _contact(turn, said)
    return turn.work.customers.get(contact.customer_id) if contact and contact.customer_id else None


WHAT = Slot(
    "what",
    FreeText(),
    _("What"),
    _("What shall I remind you of?"),
    _("call Marta on Thursday at 10"),
    needed=True,
)
OWNER = Slot("staff", Owner(), _("For"), _("For whom?"), optional=True, default=_me)
CUSTOMER = Slot(
    "customer", CustomerName(), _("Customer"), _("Which customer?"), optional=True, default=_customer_of_contact
)
DUE = Slot("due", DueTime(repeats=True), _("When"), _("When?"), _("Thursday at 10"), default=ask_when, needed=True)


def _enrich(turn: Turn, said: Said, slot: Slot[Any], text: str) -> None:
    """“What?” is often answered with when, and for whom, as well."""
    if slot is not WHAT:
        return
    heard = turn.read_as("set_reminder", text)
    whole = Said({}, heard=heard, text=text)
    others: tuple[Slot[Any], ...] = (OWNER, CUSTOMER, DUE)
    for other in others:
        if other.name in heard.slots and other not in said:
            try:
                said.put(other, other.type.take(turn, heard.slots[other.name], whole))
            except Unclear:
                continue  # what is needed is asked for
            whole.put(other, said[other])
    if "what" in heard.slots:
        what: str = WHAT.type.take(turn, heard.slots["what"], whole) or text
        said.put(WHAT, what)


def _save(turn: Turn, said: Said) -> Reply:
    """Keeps a reminder, or corrects the one it was opened for."""
    due, customer, owner = said[DUE].due, said.get(CUSTOMER), said[OWNER]
    contact = _contact(turn, said)
    if said.target:
        mine(turn, said.target)
        turn.work.follow_ups.correct(
            said.target.id, said[WHAT], due, customer_id=customer.id if customer else None, owner_id=owner.id
        )
        if owner.id != turn.person.id:
            _tell(turn, owner, said.target.id)
        return Reply.of(_("Corrected.")) + _card(turn, said.target.id, said[DUE])
    of_customer = contact is not None and customer is not None and contact.customer_id == customer.id
    what, owners = _owners(turn, said)
    cards = Reply()
    for whose in owners:
        id_ = turn.work.follow_ups.add(
            what,
            due,
            owner_id=whose.id,
            customer_id=customer.id if customer else None,
            contact_id=contact.id if contact and of_customer else None,
        )
        if whose.id != turn.person.id:
            _tell(turn, whose, id_)
        turn.conversation.set_follow_up(Target(FOLLOW_UP, id_), turn.incoming.sent_at)
        cards = cards + _card(turn, id_, said[DUE])
    return cards


def _plan_visit(turn: Turn, customer: int) -> Reply:
    """A button: a visit to this customer, of which only the time is asked."""
    record = turn.work.customers.get(customer)
    if record is None:
        raise Sorry(_("That is not there any more."))
    what = turn.voice.say(_("visit {customer}", customer=record.name))
    return start(turn, REMINDER, None, values={WHAT.name: what, CUSTOMER.name: customer})


def _owners(turn: Turn, said: Said) -> tuple[str, list[Person]]:
    """What is to be done, and whoever is to do it: one colleague, two of them, or everybody else."""
    staff = _staff(said)
    others = [person for person in turn.work.people.everyone() if person.id != turn.person.id]
    if staff and is_everybody(staff.text) and others:
        return said[WHAT], others
    owner = said[OWNER]
    what, second = also_for(turn, said[WHAT])
    return what, [owner, second] if second and second.id != owner.id else [owner]


def _amendment(turn: Turn, target: Target, text: str) -> Amendment | None:
    """Second thoughts about the reminder that was just set."""
    if not corrections(text) and not find_moments(text, turn.said_at, "future", turn.locale):
        return None  # most messages: nothing need be looked up for them
    follow_up = turn.work.follow_ups.get(target.id)
    if follow_up is None or not follow_up.is_open or follow_up.archived_at:
        return None
    new = amended(turn, follow_up, text)
    if new is None:
        return None
    words = _("a correction of the reminder")
    return Amendment(0.95, "it changes the reminder", words, lambda: _amend(turn, target, follow_up, new))


def _amend(turn: Turn, target: Target, follow_up: FollowUpRecord, new: FollowUpAmendment) -> Reply:
    mine(turn, target)
    due = new.due or DueMoment(follow_up.due)
    turn.work.follow_ups.correct(
        follow_up.id,
        new.what or follow_up.what,
        due.due,
        customer_id=new.customer_id or follow_up.customer_id,
        owner_id=new.owner_id,
    )
    turn.conversation.set_follow_up(target, turn.incoming.sent_at)
    whose = new.owner_id or follow_up.owner_id
    if whose != turn.person.id and (owner := turn.work.people.works_here(whose)):
        _tell(turn, owner, follow_up.id)
    return Reply.of(_("Corrected.")) + _card(turn, follow_up.id, due)


def _card(turn: Turn, follow_up_id: int, kept: DueMoment) -> Reply:
    """What was kept: absolute dates, Fix and Undo; and why it is not at the time that was said."""
    follow_up = turn.work.follow_ups.get(follow_up_id)
    if follow_up is None:
        raise Sorry(_("That no longer exists."))
    what, own = clip(follow_up.what, 300), follow_up.owner_id == turn.person.id
    heading = (
        _("I'll remind you: {what}", what=what)
        if own
        else _("I'll remind {name}: {what}", name=follow_up.owner, what=what)
    )
    facts: list[tuple[Words, Words]] = [(_("When"), when_due(follow_up.due))]
    if follow_up.customer:
        facts.append((_("Customer"), follow_up.customer))
    if follow_up.zone != turn.person.zone:
        facts.append((_("Time zone"), follow_up.zone))
    notes = [note for note in (moved_note(kept), _told_to_cover(turn, follow_up)) if note]
    target = Target(FOLLOW_UP, follow_up.id)
    return Reply(
        (Heading(heading), Facts(facts), *(Paragraph(note) for note in notes)),
        (Choice(_("Fix"), Action("fix", {"target": str(target)})), *undo_choice(turn, target)),
        about=target,
    )


def _told_to_cover(turn: Turn, follow_up: FollowUpRecord) -> Words | None:
    """Who is told instead, where its owner is away then and somebody covers."""
    away = None if follow_up.even_away else turn.work.absences.on(follow_up.owner_id, follow_up.due_local.date())
    if away is None or away.cover is None:
        return None
    return _("{name} is away then: I'll tell {cover}.", name=away.staff, cover=away.cover)


def _load(turn: Turn, target: Target) -> dict[str, Any]:
    """A follow-up as the form's values, for Fix."""
    follow_up = mine(turn, target)
    values: dict[str, Any] = {
        "what": follow_up.what,
        "due": when_as_json(DueMoment(follow_up.due)),
        "staff": follow_up.owner_id,
    }
    return values | ({"customer": follow_up.customer_id} if follow_up.customer_id else {})


def _tell(turn: Turn, owner: Person, follow_up_id: int) -> None:
    """Lets a colleague know that something is theirs to do now."""
    follow_up = turn.work.follow_ups.get(follow_up_id)
    if follow_up is None:
        return
    target = Target(FOLLOW_UP, follow_up.id)
    heading = Heading(
        _("{name} has passed this to you: {what}", name=turn.person.first_name, what=clip(follow_up.what, 300))
    )
    lines = tuple(Paragraph(line) for line in (follow_up.customer, when_due(follow_up.due)) if line)
    turn.tell(owner.id, Reply((heading, *lines), choices(follow_up.id), about=target))


# ------------------------------------------------------------------ done
WHICH = Slot("follow_up", OpenFollowUp(), _("Follow-up"), _("Which one?"), default=meant_in_sentence)


def _finish(turn: Turn, said: Said) -> Reply:
    return Reply.of(finish(turn, said[WHICH]), choices=undo_choice(turn), replaces=True)


def _done(turn: Turn, words: str) -> Reply:
    return start(turn, FINISH, _heard(turn, "finish_reminder", words), text=words)


def _finish_it(turn: Turn, follow_up: MyFollowUp) -> Reply:
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
    turn.conversation.set_follow_up(Target(FOLLOW_UP, follow_up.id), turn.incoming.sent_at)
    said = _("Snoozed: {what} · {when}", what=clip(follow_up.what, 200), when=when_due(later.due))
    note = moved_note(later)
    return Reply.of(
        said,
        *((note,) if note else ()),
        replaces=True,
        choices=(Choice(_("Done"), Action("finish", {"follow_up": follow_up.id})), *undo_choice(turn)),
    )


def _snooze(turn: Turn, words: str) -> Reply:
    """Which one, and until when."""
    return start(turn, MOVE, _heard(turn, "move_reminder", words), text=words)


def _snooze_it(turn: Turn, follow_up: MyFollowUp, until: Literal["hour", "day", "week"] | None = None) -> Reply:
    """For an hour, a day, a week, or until a moment that is asked for."""
    if until is None:
        return start(turn, MOVE, None, values={WHICH.name: follow_up.id})
    later = when(soon(turn, until), turn.clock_of(turn.person))
    if follow_up.owner_id == turn.person.id:  # who is away and asks for it is told
        later = replace(later, due=replace(later.due, even_away=True))
    return _moved(turn, follow_up, later)


def _replied(turn: Turn, target: Target, text: str) -> Reply | None:
    """A reply to a reminder: a moment moves it, "done" finishes it; anything else is another matter."""
    moment = read_whole_moment(turn, text)
    if moment is not None:
        try:
            later = NEW_TIME.type.take(turn, moment, Said({}, text=text))
        except Unclear as unclear:
            raise Sorry(unclear.words[0]) from None
        return _moved(turn, mine(turn, target), later) if later else None
    if turn.understand(text).intent == FINISH.intent:
        return _finish_it(turn, mine(turn, target))
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
        _tell(turn, owner, follow_up.id)
    return Reply.of(
        _("Now {owner}'s to do: {what} · {when}", owner=owner.name, what=what, when=when_due(follow_up.due)),
        choices=undo_choice(turn),
        replaces=True,
    )


GIVEN = (f"{{{WHICH.name}}} a|para {{{WHOM.name}}}", f"{{{WHICH.name}}} to {{{WHOM.name}}}")
"""How "/reassign" says what goes to whom; the colleague is last, as in "llamar a Marta a Luis"."""


def _reassign_it(turn: Turn, follow_up: MyFollowUp) -> Reply:
    return start(turn, REASSIGN, None, values={WHICH.name: follow_up.id})


def _reassign(turn: Turn, words: str) -> Reply:
    if answers := read_saying(words, GIVEN):
        return start(turn, REASSIGN, None, answers=answers)
    return start(turn, REASSIGN, turn.read_as("set_reminder", words) if words else None, text=words)


# ------------------------------------------------------------------ after a log
def _offer_to_close(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """After a log: the person's own open follow-ups that it may have settled."""
    last = turn.conversation.last
    logged = turn.work.interactions.get(last.id) if last and last.kind == "interaction" else None
    if logged is None:
        return None
    horizon = turn.now + SOON_ENOUGH

    def fits(follow_up: FollowUpRecord) -> bool:
        same_person = None in {follow_up.contact_id, logged.contact_id} or follow_up.contact_id == logged.contact_id
        earlier = follow_up.interaction_id is None or follow_up.interaction_id != logged.id
        return follow_up.owner_id == turn.person.id and earlier and same_person and follow_up.due_at <= horizon

    open_ = [follow_up for follow_up in turn.work.follow_ups.open_for(customer.id, limit=20) if fits(follow_up)][
        :MOST_OFFERED
    ]
    if not open_:
        return None
    offered = tuple(
        Choice(_("Done: {what}", what=clip(p.what, 40)), Action("finish", {"follow_up": p.id})) for p in open_
    )
    listed = "; ".join(turn.voice.say(_("{what} · {when}", what=clip(p.what, 80), when=when_due(p.due))) for p in open_)
    return Reply.of(_("Does this close the follow-up? {list}", list=listed), choices=offered)


REMINDER = Form(
    "reminder",
    (WHAT, OWNER, CUSTOMER, DUE),
    save=_save,
    makes=FOLLOW_UP,
    load=_load,
    enrich=_enrich,
    intent="set_reminder",
    title=_("Remind me of something"),
)
FINISH = Form("finish", (WHICH,), save=_finish, intent="finish_reminder")
MOVE = Form("move", (WHICH, NEW_TIME), save=_move, intent="move_reminder")
REASSIGN = Form("reassign", (WHICH, WHOM), save=_give)

CAPABILITY = Capability(
    "follow_ups",
    about=_("What you promised comes back at its minute"),
    commands=(
        Command(
            {"es": "recordar", "en": "remind"},
            REMINDER,
            _("Remind me, or a colleague, of something"),
            reads_as="recuérdame {}",
        ),
        Command({"es": "hecho", "en": "done"}, _done, _("A follow-up is done")),
        Command({"es": "posponer", "en": "snooze"}, _snooze, _("Move a follow-up to another time")),
        Command(
            {"es": "reasignar", "en": "reassign"},
            _reassign,
            _("Give a follow-up to a colleague"),
            phrases={"es": ("reasignar", "reasigna"), "en": ("reassign",)},
        ),
    ),
    intents={"set_reminder": REMINDER, "finish_reminder": FINISH, "move_reminder": MOVE},
    actions={"plan_visit": _plan_visit, "finish": _finish_it, "snooze": _snooze_it, "reassign": _reassign_it},
    forms=(REASSIGN,),
    examples={
        "es": ("recuérdame llamar a Marta el jueves a las 10", "pasa lo de Marta al viernes", "hecho lo de Marta"),
        "en": ("remind me to call Marta on Thursday at 10", "move Marta's call to Friday", "done with Marta's call"),
    },
    contributes={"after_log": _offer_to_close},
    continues={FOLLOW_UP: _replied},
    amends={FOLLOW_UP: _amendment},
    records=RECORDS,
    order=15,
)
