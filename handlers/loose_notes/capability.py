"""Loose notes: what could not be placed is kept word by word, and placed, turned into a reminder or discarded later."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

from handlers.kit.attachments import shows_of
from handlers.kit.audit import undo_choice
from handlers.kit.calendar.due_dates import DueMoment
from handlers.kit.dialog.home import KIND as HOME
from handlers.kit.follow_ups.follow_up import DueTime, ask_when
from handlers.kit.format.dates import moved_note, when_due
from handlers.kit.format.texts import ShortDay, Words, _, clip, ngettext
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Form, Said, Slot, SlotType
from handlers.kit.forms.moment_slots import read_whole_moment
from handlers.kit.forms.name_slots import CustomerName
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command, registry_of
from handlers.kit.spoken_of import customer_spoken_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import NameKind
from handlers.loose_notes.activity import RECORDS
from storage.attachments.attachments import Attachments
from storage.crm.loose_notes import LooseNoteRecord
from storage.people.records import Person

LOOSE_NOTE = "loose_note"
PAGE = 4
"""Notes on a screen, each with its button."""
AT_HOME = 3
PROPOSED_WITHIN = timedelta(minutes=30)
"""Of whom was told so shortly before a note, the note may be."""
LOOKED_BACK = 40
"""Change sets of a person among which that is looked for."""


# ------------------------------------------------------------------ which one
def _mine(turn: Turn, id_: int) -> LooseNoteRecord:
    """The note, where it is this person's and still waits."""
    note = turn.work.loose_notes.get(id_)
    if note is None or note.owner_id != turn.person.id or not note.is_open:
        raise Sorry(_("That note no longer exists."))
    return note


class _Note(SlotType[LooseNoteRecord]):
    """The note that a button stands on."""

    def dump(self, value: LooseNoteRecord) -> Any:  # noqa: ANN401
        """Its id."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> LooseNoteRecord:  # noqa: ANN401
        """By id."""
        return _mine(turn, int(raw))

    def show(self, value: LooseNoteRecord) -> Words:
        """Its words."""
        return clip(value.words, 60)


MyNote = Annotated[LooseNoteRecord, lambda turn, raw: _mine(turn, int(raw))]
"""The note of an action."""


# ------------------------------------------------------------------ kept
def _keep(turn: Turn, text: str, at: datetime) -> Reply:
    """Keeps what had no place and was said then, and says what can be done about it."""
    id_ = turn.work.loose_notes.add(turn.person.id, text, at)
    note = _mine(turn, id_)
    kept = Heading(_("Kept as a loose note"))
    choices = (*_proposed(turn, note), *_buttons(note), *undo_choice(turn))
    return Reply((kept, Paragraph(clip(note.words, 500))), choices, about=_target(note))


def _proposed(turn: Turn, note: LooseNoteRecord) -> tuple[Choice, ...]:
    """A tap places it at the customer who is spoken of, else the one of whom was told just before it."""
    customer = customer_spoken_of(turn)
    record = turn.work.interactions.get(_told_before(turn, note))
    if customer is None and record and not record.archived_at:
        customer = turn.work.customers.get(record.customer_id)
    if customer is None:
        return ()
    words = _("A note on {customer}", customer=clip(customer.name, 40))
    return (Choice(words, Action("place_loose_note", {"note": note.id, "customer": customer.id})),)


def _told_before(turn: Turn, note: LooseNoteRecord) -> int:
    """The record that its owner had made within some minutes before it; 0 where there is none."""
    mine = turn.work.changes.change_sets(note.owner_id, limit=LOOKED_BACK)
    near = (one for one in mine if timedelta(0) <= note.said_at - one.at <= PROPOSED_WITHIN and not one.undone)
    found = (change.id for one in near for change in (one.first,) if change.entity == "interactions")
    return next(found, 0)


def _keep_all_the_same(turn: Turn, words: str) -> Reply:
    """The yes to keeping a message that was not understood, or that was asked about."""
    turn.take_pending()
    turn.told = words
    return _keep(turn, words.strip(), turn.incoming.sent_at)


def _target(note: LooseNoteRecord) -> Target:
    return Target(LOOSE_NOTE, note.id)


def _buttons(note: LooseNoteRecord) -> tuple[Choice, ...]:
    of_note = {"note": note.id}
    return (
        Choice(_("Place it"), Action("place_loose_note", of_note)),
        Choice(_("Remind me"), Action("remind_loose_note", of_note)),
        Choice(_("Discard"), Action("discard_loose_note", of_note)),
    )


# ------------------------------------------------------------------ listed
def _list(turn: Turn, _words: str = "") -> Reply:
    """“/notas”: what waits for its place."""
    return _page(turn)


def _page(turn: Turn, at: int = 0, notice: Words | None = None) -> Reply:
    """A screen of them, the oldest first. One alone is shown with what can be done about it."""
    found = turn.work.loose_notes.open_of(turn.person.id, limit=PAGE + 1, offset=at)
    said = (Paragraph(notice),) if notice else ()
    if not found:
        return Reply((*said, Paragraph(_("No loose notes: everything has its place."))))
    if len(found) == 1 and not at:
        return Reply(said) + _shown(turn, found[0])
    page = Pager.of(found, PAGE, next=at + PAGE)
    blocks = (*said, Heading(_counted(turn)), _entries(turn, page.items))
    return Reply(blocks, (*_open_each(page.items), *page.more(Action("loose_notes"))))


def _entries(turn: Turn, notes: Any) -> Entries:  # noqa: ANN401 - a sequence of notes
    return Entries([(ShortDay(turn.local(note.said_at).date()), clip(note.words, 120)) for note in notes])


def _open_each(notes: Any) -> tuple[Choice, ...]:  # noqa: ANN401 - a sequence of notes
    return tuple(Choice(clip(note.words, 40), Action("loose_note", {"note": note.id})) for note in notes)


def _shown(turn: Turn, note: LooseNoteRecord) -> Reply:
    """One of them, whole."""
    day = ShortDay(turn.local(note.said_at).date())
    heading = Heading(_("Loose note of {day}", day=day))
    came = turn.work.topic(Attachments).of_loose_note(note.id)
    files = (Choice(_("What came with it"), Action("attachments_of_note", {"note": note.id})),) if came else ()
    choices = (*_proposed(turn, note), *_buttons(note), *files)
    return Reply((heading, Paragraph(clip(note.words, 700))), choices, about=_target(note))


def waiting(note: LooseNoteRecord) -> Reply:
    """Said unasked: it has waited for its place for some time."""
    blocks = (Heading(_("This loose note still has no place")), Paragraph(clip(note.words, 500)))
    return Reply(blocks, _buttons(note), about=_target(note))


def _show(turn: Turn, note: MyNote) -> Reply:
    return _shown(turn, note)


def _more(turn: Turn, at: int = 0) -> Reply:
    return _page(turn, at)


def _counted(turn: Turn) -> Words:
    count = turn.work.loose_notes.how_many(turn.person.id)
    return ngettext("{count} loose note to place", "{count} loose notes to place", count)


def _in_my_day(turn: Turn, person: Person) -> Reply | None:
    """How many wait, below the day's agenda."""
    if not turn.work.loose_notes.how_many(person.id):
        return None
    return Reply((Paragraph(_counted(turn)),), (Choice(_("Loose notes"), Action("loose_notes")),))


def _at_home(turn: Turn, person: Person) -> Reply | None:
    """The oldest of them, each a tap from its place."""
    found = turn.work.loose_notes.open_of(person.id, limit=AT_HOME)
    if not found:
        return None
    all_ = (Choice(_("Loose notes"), Action("loose_notes")),)
    return Reply((Heading(_counted(turn)), _entries(turn, found)), (*_open_each(found), *all_))


# ------------------------------------------------------------------ placed
NOTE = Slot("note", _Note(), _("Loose note"), _("Which one?"), fixable=False)
CUSTOMER = Slot("customer", CustomerName(), _("Customer"), _("Which customer is this?"))
DUE = Slot("due", DueTime(), _("When"), _("When?"), _("Thursday at 10"), default=ask_when)


def _place(turn: Turn, said: Said) -> Reply:
    """It becomes a note on the customer, of the day it was told."""
    note, keep = said[NOTE], registry_of(turn).one("keeps_note")
    turn.work.loose_notes.placed(note.id)
    placed: Reply = keep(turn, said[CUSTOMER].id, note.words, note.said_at)
    attachments = turn.work.topic(Attachments)
    came = attachments.of_loose_note(note.id)
    if came and placed.about:
        attachments.to_interaction([one.id for one in came], placed.about.id)
        return placed + Reply((), (shows_of(placed.about.id),))
    return placed


def _remind(turn: Turn, said: Said) -> Reply:
    """It becomes a follow-up of one's own."""
    note, kept = said[NOTE], said[DUE]
    # A reminder shows no files: they wait on for their place.
    if not turn.work.topic(Attachments).of_loose_note(note.id):
        turn.work.loose_notes.placed(note.id)
    id_ = turn.work.follow_ups.add(note.words, kept.due, owner_id=turn.person.id)
    turn.conversation.made(Target("follow_up", id_), turn.incoming.sent_at)
    heading = Heading(_("I'll remind you: {what}", what=clip(note.words, 300)))
    moved = moved_note(kept)
    return Reply(
        (heading, Facts([(_("When"), when_due(kept.due))]), *((Paragraph(moved),) if moved else ())),
        undo_choice(turn),
        about=Target("follow_up", id_),
    )


def _discard(turn: Turn, note: MyNote) -> Reply:
    turn.work.loose_notes.discard(note.id)
    rest = turn.work.loose_notes.how_many(turn.person.id)
    left = (Choice(_("Loose notes"), Action("loose_notes")),) if rest else ()
    return Reply.of(
        _("Discarded: “{words}”", words=clip(note.words, 120)), choices=(*undo_choice(turn), *left), replaces=True
    )


def _replied(turn: Turn, target: Target, text: str) -> Reply | None:
    """A reply to a note's card: a customer's name places it, a moment makes it a reminder."""
    note = _mine(turn, target.id)
    if turn.match(text, {NameKind.CUSTOMER}).known:
        return start(turn, PLACE, None, values={NOTE.name: note.id}, answers={CUSTOMER.name: text})
    moment = read_whole_moment(turn, text)
    due: DueMoment | None = DUE.type.take(turn, moment, Said({}, text=text)) if moment else None
    return start(turn, REMIND, None, values={NOTE.name: note.id, DUE.name: DUE.type.dump(due)}) if due else None


# ------------------------------------------------------------------ placed in words
def _offered(turn: Turn) -> int | None:
    """The loose note that the last message offers to place."""
    offered = (choice.action for choice in turn.conversation.choices if choice.action.name == "place_loose_note")
    return next((int(action.args["note"]) for action in offered), None)


def _is_at_customer(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a customer is named for it."""
    return bool(turn.match(places["customer"], {NameKind.CUSTOMER}).candidates)


def _is_of_customer(turn: Turn, places: Mapping[str, str]) -> bool:
    """“es de La Espiga”, right behind a note that was kept as a loose one."""
    return _offered(turn) is not None and _is_at_customer(turn, places)


def _place_at(turn: Turn, customer: str) -> Reply:
    """The loose note in front of somebody, else the newest, at a customer that is named."""
    how_many = turn.work.loose_notes.how_many(turn.person.id)
    if not how_many:
        return _list(turn)
    newest = turn.work.loose_notes.open_of(turn.person.id, limit=1, offset=how_many - 1)[0]
    note = _offered(turn) or newest.id
    return start(turn, PLACE, None, values={NOTE.name: note}, answers={CUSTOMER.name: customer})


PLACE = Form("place_loose_note", (NOTE, CUSTOMER), save=_place, left=_("All right, it stays a loose note."))
REMIND = Form("remind_loose_note", (NOTE, DUE), save=_remind, left=_("All right, it stays a loose note."))

CAPABILITY = Capability(
    "loose_notes",
    about=_("What I couldn't place is kept as a loose note"),
    commands=(
        Command(
            {"es": "notas", "en": "notes"},
            _list,
            _("My loose notes: place them, turn them into reminders, discard them"),
            phrases={
                "es": ("notas sueltas", "mis notas", "mis notas sueltas", "ver notas sueltas"),
                "en": ("loose notes", "my notes", "my loose notes", "show loose notes"),
            },
        ),
        Command({"": "loose_note_at"}, _place_at, hidden=True, sayings="loose_note_at", fits=_is_at_customer),
        Command({"": "loose_note_of"}, _place_at, hidden=True, sayings="loose_note_of", fits=_is_of_customer),
    ),
    actions={
        "loose_notes": _more,
        "loose_note": _show,
        "place_loose_note": PLACE,
        "remind_loose_note": REMIND,
        "discard_loose_note": _discard,
        "keep_loose_note": _keep_all_the_same,
    },
    contributes={"day": _in_my_day, HOME: _at_home},
    continues={LOOSE_NOTE: _replied},
    keeps_loose=_keep,
    records=RECORDS,
    order=17,
)
