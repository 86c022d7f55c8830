"""What was promised: said in a sentence, it comes back at its minute, with Done, Snooze and Reassign."""

from datetime import timedelta
from typing import Any

from handlers.follow_ups.activity import RECORDS
from handlers.follow_ups.rearranging import just_now, rearrange, rearranges
from handlers.follow_ups.reminding import tell
from handlers.follow_ups.settling import (
    FINISH,
    MOVE,
    REASSIGN,
    done,
    finish_it,
    offer_to_close,
    offer_to_close_by_addition,
    open_matters,
    reassign,
    reassign_it,
    replied,
    snooze,
    snooze_it,
)
from handlers.kit.audit import undo_choice
from handlers.kit.calendar.due_dates import DueMoment, OverError, when, when_as_json
from handlers.kit.follow_ups.amending import FollowUpAmendment, amended
from handlers.kit.follow_ups.follow_up import (
    FOLLOW_UP,
    DueTime,
    ask_when,
    mine,
)
from handlers.kit.follow_ups.next_steps import each, with_deed
from handlers.kit.follow_ups.sought import LATELY
from handlers.kit.format.dates import moved_note, when_due
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Form, Said, Slot, Unclear
from handlers.kit.forms.moment_slots import PlannedFollowUp
from handlers.kit.forms.name_slots import CustomerName
from handlers.kit.forms.slot_types import FreeText
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import Colleague, also_for
from handlers.kit.registry.amendment import Amendment
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.moments import find_moments
from handlers.language.meaning import Grain, Moment, Name, NameEntry, SlotValue
from handlers.language.slots.corrections import corrections
from handlers.language.slots.notice import asks_before, asks_for_day_before
from handlers.language.slots.remarks import behind, is_everybody
from storage.crm.records import CustomerRecord, FollowUpRecord
from storage.people.records import Person


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


def _contact(turn: Turn, words: str) -> NameEntry | None:
    """The one person at a customer whom words name."""
    name = turn.read_as("log_interaction", words).slots.get("contact")
    return name.known if isinstance(name, Name) else None


def _customer_of_contact(turn: Turn, said: Said) -> CustomerRecord | None:
    contact = _contact(turn, said.text or str(said.by_name("what") or ""))
    return turn.work.customers.get(contact.customer_id) if contact and contact.customer_id else None


WHAT = Slot(
    "what",
    FreeText(),
    _("What"),
    _("What shall I remind you of?"),
    _("call Laura on Thursday at 10"),
    needed=True,
)
OWNER = Slot("staff", Owner(), _("For"), _("For whom?"), default=_me)
CUSTOMER = Slot(
    "customer", CustomerName(), _("Customer"), _("Which customer?"), optional=True, default=_customer_of_contact
)


def _when(turn: Turn, said: Said) -> DueMoment | None:
    """The day before what was arranged just now, or so long before something in the agenda, where that is asked for; else it is asked."""
    if long := asks_before(said.text, turn.locale):
        return _before_it(turn, said, long)
    arranged = just_now(turn) if asks_for_day_before(said.text) else None
    if arranged is None:
        return ask_when(turn, said)
    day = arranged.due.local.date() - timedelta(days=1)
    try:
        return when(Moment(day, Grain.DAY), turn.clock_of(turn.person))
    except OverError:
        return ask_when(turn, said)


def _before_it(turn: Turn, said: Said, long: timedelta) -> DueMoment | None:
    """So long before the one thing with an hour that is open with the customer, of the day that is named."""
    customer = said.get(CUSTOMER)
    days = [
        f.moment for f in find_moments(said.text, turn.said_at, "future", turn.locale) if isinstance(f.moment, Moment)
    ]
    named = {one.start for one in days if one.grain is Grain.DAY}
    found = [
        one.due.local
        for one in turn.work.follow_ups.open_of(turn.person.id)
        if one.grain == "minute"
        and one.due_at > turn.now
        and (customer is None or one.customer_id == customer.id)
        and (not named or one.due.local.date() in named)
    ]
    if len(found) != 1:
        return ask_when(turn, said)
    try:
        return when(Moment(found[0] - long, Grain.MINUTE), turn.clock_of(turn.person))
    except OverError:
        return ask_when(turn, said)


DUE = Slot("due", DueTime(repeats=True), _("When"), _("When?"), _("Thursday at 10"), default=_when, needed=True)


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
    due, customer, owner = said[DUE], said.get(CUSTOMER), said[OWNER]
    if said.target:
        mine(turn, said.target)
        turn.work.follow_ups.correct(
            said.target.id, said[WHAT], due.due, customer_id=customer.id if customer else None, owner_id=owner.id
        )
        if owner.id != turn.person.id:
            tell(turn, owner, said.target.id)
        return Reply.of(_("Corrected.")) + _card(turn, said.target.id, due) + Reply((), undo_choice(turn))
    what, owners = _owners(turn, said)
    steps = each(turn, PlannedFollowUp(_as_before(turn, said.text, what), due.due, due.asked))
    cards = Reply()
    for step in steps:
        about, contact = _about(turn, said, step)
        for whose in owners:
            id_ = turn.work.follow_ups.add(
                step.what, step.due, owner_id=whose.id, customer_id=about, contact_id=contact.id if contact else None
            )
            if whose.id != turn.person.id:
                tell(turn, whose, id_)
            turn.conversation.made(Target(FOLLOW_UP, id_), turn.incoming.sent_at)
            cards = cards + _card(turn, id_, step.when, several=len(steps) * len(owners) > 1)
    return cards + Reply((), undo_choice(turn, cards.about))


def _as_before(turn: Turn, text: str, what: str) -> str:
    """What is to be done, with what was to be done before it where it only goes on with somebody else: "and declan monday"."""
    last = turn.conversation.follow_up
    lately = last is not None and turn.incoming.sent_at - last.at <= LATELY
    before = turn.work.follow_ups.get(last.target.id) if last and lately else None
    return with_deed(turn, before.what, what) if before and behind("joints", text) else what


def _about(turn: Turn, said: Said, step: PlannedFollowUp) -> tuple[int | None, NameEntry | None]:
    """The id of the customer whom a step is about, and the person there: of several steps, as far as its own words say."""
    customer = said.get(CUSTOMER)
    id_ = customer.id if customer else None
    if step.what == said[WHAT]:
        contact = _contact(turn, said.text or step.what)
    else:
        contact = _contact(turn, step.what)
        named = turn.read_as("log_interaction", step.what).customer_id
        id_ = named or (contact.customer_id if contact else None) or id_
    return id_, contact if contact and contact.customer_id == id_ else None


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
    called_off = follow_up is not None and follow_up.state == "open" and not follow_up.is_open
    if follow_up is None or not (follow_up.is_open or called_off):
        return None
    new = amended(turn, follow_up, text)
    if new is None or (called_off and new.due is None):
        return None
    words = _("a correction of the reminder")
    return Amendment(0.95, "it changes the reminder", words, lambda: _amend(turn, target, follow_up, new))


def _amend(turn: Turn, target: Target, follow_up: FollowUpRecord, new: FollowUpAmendment) -> Reply:
    if follow_up.is_open:
        mine(turn, target)
    due = new.due or DueMoment(follow_up.due)
    if new.changes_nothing_of(follow_up):
        turn.conversation.made(target, turn.incoming.sent_at)
        return Reply.of(_("It already says that: nothing was changed.")) + _card(turn, follow_up.id, due)
    turn.work.follow_ups.correct(
        follow_up.id,
        new.what or follow_up.what,
        due.due,
        customer_id=new.customer_id or follow_up.customer_id,
        owner_id=new.owner_id,
        contact_id=new.contact_id,
    )
    turn.conversation.made(target, turn.incoming.sent_at)
    whose = new.owner_id or follow_up.owner_id
    if whose != turn.person.id and (owner := turn.work.people.works_here(whose)):
        tell(turn, owner, follow_up.id)
    return Reply.of(_("Corrected.")) + _card(turn, follow_up.id, due) + Reply((), undo_choice(turn))


def _card(turn: Turn, follow_up_id: int, kept: DueMoment, *, several: bool = False) -> Reply:
    """What was kept: absolute dates, and Fix; and why it is not at the time that was said."""
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
        (Choice(_which(follow_up, own=own) if several else _("Fix"), Action("fix", {"target": str(target)})),),
        about=target,
    )


def _which(follow_up: FollowUpRecord, *, own: bool) -> Words:
    """The button that fixes one of several."""
    what = clip(follow_up.what, 30)
    return _("Fix: {what}", what=what) if own else _("Fix: {what} ({name})", what=what, name=follow_up.owner)


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
        Command({"es": "hecho", "en": "done"}, done, _("A follow-up is done")),
        Command({"es": "posponer", "en": "snooze"}, snooze, _("Move a follow-up to another time")),
        Command(
            {"es": "reasignar", "en": "reassign"},
            reassign,
            _("Give a follow-up to a colleague"),
            phrases={"es": ("reasignar", "reasigna"), "en": ("reassign",)},
        ),
    ),
    intents={"set_reminder": REMINDER, "finish_reminder": FINISH, "move_reminder": MOVE},
    actions={
        "plan_visit": _plan_visit,
        "finish": finish_it,
        "snooze": snooze_it,
        "reassign": reassign_it,
        "rearrange": rearrange,
    },
    forms=(REASSIGN,),
    examples={
        "es": ("recuérdame llamar a Marta el jueves a las 10", "pasa lo de Marta al viernes", "hecho lo de Marta"),
        "en": ("remind me to call Laura on Thursday at 10", "move Laura's call to Friday", "done with Laura's call"),
    },
    contributes={"after_log": offer_to_close, "after_addition": offer_to_close_by_addition},
    open_matters=open_matters,
    continues={FOLLOW_UP: replied},
    amends={FOLLOW_UP: _amendment},
    rearranges=rearranges,
    records=RECORDS,
    order=15,
)
