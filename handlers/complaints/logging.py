"""Somebody complains: said in a sentence, or come up in the telling of a visit."""

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.complaints.card import SEVERITIES, card
from handlers.complaints.changing import CLOSING, in_touch
from handlers.complaints.lookup import AComplaint, may_decide, there
from handlers.kit.audit import undo_choice
from handlers.kit.complaints.opening import complain
from handlers.kit.follow_ups.told_besides import keep_promises
from handlers.kit.format.labels import CAUSES
from handlers.kit.format.texts import On, Words, _, clip
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Confirmation, Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.name_slots import ContactName, CustomerName, Met
from handlers.kit.forms.slot_types import FreeText, OneOf
from handlers.kit.messages.action import NO, YES, Action, Choice, Target
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.told_in_log import added_to, logged_of, told_now
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Name, SlotValue
from handlers.language.slots.complaints import cause_of, says_what_is_wrong, tells_of_complaint, what_is_complained
from handlers.language.slots.outcomes import OUTCOMES, shares_a_word
from storage.crm.complaints.records import ComplaintInput
from storage.crm.interactions import IN_TOUCH
from storage.crm.records import CustomerRecord, InteractionRecord

MOST_OPEN = 20
"""Complaints of a person among which one that is spoken of is looked for."""


class _Number(SlotType[int]):
    """A row's id that a button brings along; nobody is asked for it."""

    def read(self, turn: Turn, text: str, said: Said) -> int:
        """No words are one."""
        raise Unclear

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> int | None:
        """No sentence says one."""
        return None


class WhatIsWrong(FreeText):
    """What somebody is unhappy with, in the words of whoever tells it."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The answer; with nothing but that they complain it is asked again."""
        words = super().read(turn, text, said)
        if not _says_it(turn, words, said):
            raise Unclear
        return words


def _says_it(turn: Turn, text: str, said: Said) -> bool:
    names = [customer.name] if (customer := said.customer) else []
    heard = turn.read_as("log_complaint", text).slots.get("customer")
    return says_what_is_wrong(text, [*names, heard.text] if isinstance(heard, Name) else names)


def _whole(turn: Turn, said: Said) -> str | None:
    """The whole sentence, where it says what is wrong."""
    return said.text.strip() if said.text and _says_it(turn, said.text, said) else None


def _met(turn: Turn, said: Said) -> Met | None:
    """Who of the customer's people complains, where the sentence names one that we know."""
    heard = turn.read_as("log_interaction", said.text).slots.get("contact") if said.text else None
    known = heard.known if isinstance(heard, Name) else None
    return Met(known.name, known.id) if known and said.customer and known.customer_id == said.customer.id else None


CUSTOMER = Slot("customer", CustomerName(), _("Customer"), _("Which customer complains?"))
WORDS = Slot(
    "words",
    WhatIsWrong(),
    _("What is wrong"),
    _("What are they unhappy with?"),
    _("the order arrived broken"),
    default=_whole,
    needed=True,
)
CONTACT = Slot("contact", ContactName(), _("Contact"), _("Who complains?"), "Marta", optional=True, default=_met)
SEVERITY = Slot("severity", OneOf(SEVERITIES), _("Severity"), _("How serious is it?"), optional=True)
CAUSE = Slot(
    "cause",
    OneOf(CAUSES),
    _("Cause"),
    _("What is it about?"),
    optional=True,
    default=lambda _turn, said: cause_of(said[WORDS]) if WORDS in said else None,
)
OF_VISIT = Slot("interaction", _Number(), _("Visit"), "", optional=True, fixable=False)


def _check(turn: Turn, said: Said) -> Confirmation | None:
    """A customer that complains already may be telling of the same."""
    known = turn.work.complaints.of_customer(said[CUSTOMER].id, limit=1)
    if not known:
        return None
    words = _(
        "{customer} has a complaint open already, number {number}: “{words}”. Is this another one?",
        customer=said[CUSTOMER].name,
        number=known[0].id,
        words=clip(known[0].words, 120),
    )
    join = Choice(
        _("Add to complaint {number}", number=known[0].id), Action("join_complaint", {"complaint": known[0].id})
    )
    return Confirmation("another", (words,), (Choice(_("Another one"), YES), join, Choice(_("Don't save"), NO)))


def _save(turn: Turn, said: Said) -> Reply:
    customer = said[CUSTOMER]
    contact = ContactName.kept(turn, said.get(CONTACT), customer.id)
    opened = complain(
        turn.work,
        turn.company,
        ComplaintInput(
            customer.id,
            said[WORDS],
            contact.id if contact else None,
            said.get(OF_VISIT),
            said.get(CAUSE),
            said.get(SEVERITY),
        ),
    )
    record = there(turn, opened.id)
    shown = card(turn, record, _("Complaint opened. Number {number}.", number=record.id), undo=undo_choice(turn))
    return shown + keep_promises(turn, said.text, customer_id=customer.id) + _acknowledgement(turn, opened.id)


def _acknowledgement(turn: Turn, complaint_id: int) -> Reply:
    """What the customer can be told at once, ready to be passed on."""
    record = there(turn, complaint_id)
    by: Words = On(turn.local(record.answer_by))
    told = _(
        "For the customer: “We have taken down your complaint, number {number}. {name} cares for it; you will have an answer before {time}.”",
        number=record.id,
        name=record.carer or turn.company.name,
        time=by,
    )
    return Reply((Paragraph(told),))


def join(turn: Turn, complaint: AComplaint) -> Reply:
    """“It is the same one”: what was said now goes to the complaint that is open."""
    state, turn.conversation.form = turn.conversation.form, None
    if state is None or state.form != LOG.name:
        raise Sorry(_("There is nothing waiting for an answer."))
    turn.work.complaints.event(
        complaint.id, "joined", staff_id=turn.person.id, words=str(state.values.get("words", ""))
    )
    return card(turn, there(turn, complaint.id), _("Added."), undo=undo_choice(turn))


def more(turn: Turn, target: Target, text: str) -> Reply | None:
    """More of what the customer says, behind a complaint's card; that all is settled is no more of it."""
    record = turn.work.complaints.get(target.id)
    if record is None or not record.is_open or "settled" in turn.read_as(OUTCOMES, text).slots:
        return None
    turn.work.complaints.event(record.id, "joined", staff_id=turn.person.id, words=text.strip())
    return card(turn, record, _("Added."), undo=undo_choice(turn))


def of_visit(turn: Turn, interaction: int) -> Reply:
    """Opens the complaint that came up in a visit, with what was told of it."""
    logged = turn.work.interactions.get(interaction)
    if logged is None or logged.archived_at:
        raise Sorry(_("That is not there any more."))
    words = what_is_complained(logged.summary)
    values: dict[str, Any] = {"customer": logged.customer_id, "words": words, "interaction": logged.id}
    if met := _who_complains(turn, words, logged):
        values["contact"] = ContactName().dump(met)
    return start(turn, LOG, None, values=values)


def _who_complains(turn: Turn, words: str, logged: InteractionRecord) -> Met | None:
    """Whoever the complaint's own words name, where it is one of theirs; else whoever was met."""
    heard = turn.read_as("log_interaction", words).slots.get("contact")
    if isinstance(heard, Name):
        theirs = [entry for entry in heard.candidates if entry.customer_id == logged.customer_id]
        return Met(theirs[0].name, theirs[0].id) if len(theirs) == 1 else None
    return Met(logged.only_met.name, logged.only_met.id) if logged.only_met else None


def is_what_was_told(turn: Turn, _places: Mapping[str, str]) -> bool:
    """Whether something was told just now that may be called a complaint."""
    return told_now(turn) is not None


def of_what_was_told(turn: Turn, _words: str) -> Reply:
    """“Log that as a complaint”: what was told last becomes one."""
    logged = told_now(turn)
    if logged is None:
        return start(turn, LOG, None)
    return of_visit(turn, logged.id)


def after_log(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """What was just logged may tell of a complaint, or that one is over: that is offered."""
    logged = logged_of(turn, customer)
    return _offered(turn, logged, logged.summary) if logged else None


def after_contact(turn: Turn, logged: InteractionRecord) -> Reply | None:
    """One of us got in touch with a customer: that is a contact about each complaint of theirs that was open by then."""
    if logged.kind not in IN_TOUCH:
        return None
    reply = Reply()
    exact = logged.at if logged.grain == "minute" else None
    for record in turn.work.complaints.of_customer(logged.customer_id, limit=3):
        opened = turn.local(record.opened_at)
        if (exact or turn.now) >= record.opened_at and logged.day >= opened.date():
            reply = reply + in_touch(turn, record, exact)
    return reply or None


def after_addition(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """What was added to a log may tell of a complaint as well, or that one is over."""
    logged = logged_of(turn, customer)
    return _offered(turn, logged, added_to(logged)) if logged else None


def _offered(turn: Turn, logged: InteractionRecord, words: str) -> Reply:
    """A tap opens the complaint that is told of; where it is said that all is settled, it closes one that is open."""
    if "settled" in turn.read_as(OUTCOMES, words).slots:
        return Reply((), tuple(_closes(turn, logged, words)))
    if not words or not tells_of_complaint(words):
        return Reply()
    offer = Choice(_("Open a complaint"), Action("complaint_of_visit", {"interaction": logged.id}), yes=True)
    return Reply((Paragraph(_("They complain. Shall I open a complaint?")),), (offer,))


def _closes(turn: Turn, logged: InteractionRecord, words: str) -> Iterator[Choice]:
    for record in turn.work.complaints.of_customer(logged.customer_id, limit=3):
        if may_decide(turn, record):
            this = {"complaint": record.id, CLOSING.name: words}
            yield Choice(_("Close complaint {number}", number=record.id), Action("close_complaint", this))


def open_matters(turn: Turn, text: str) -> Iterator[int]:
    """The customers of the complaints that the person cares for and that a text names by a word of theirs."""
    for record in turn.work.complaints.all_open(carer_id=turn.person.id, limit=MOST_OPEN):
        if shares_a_word(text, f"{record.words} {record.customer}"):
            yield record.customer_id


LOG = Form(
    "complaint",
    (CUSTOMER, WORDS, CONTACT, SEVERITY, CAUSE, OF_VISIT),
    save=_save,
    check=_check,
    intent="log_complaint",
    title=_("A complaint"),
)
