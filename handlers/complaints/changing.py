"""What becomes of a complaint: answered, better or not, handed over, described, closed, reopened."""

import re
from datetime import datetime
from typing import Any, Final, Literal

from handlers.complaints.card import SEVERITIES, card, title
from handlers.complaints.lookup import AComplaint, WhichComplaint, may_decide, mine, number_in, there
from handlers.kit.audit import undo_choice
from handlers.kit.format.durations import BusinessDuration
from handlers.kit.format.labels import CAUSES
from handlers.kit.format.texts import Words, _
from handlers.kit.forms.form import Form, Said, Slot, Unclear
from handlers.kit.forms.slot_types import FreeText, OneOf
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import Colleague
from handlers.kit.spoken_of import customer_spoken_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.concepts.concepts import cues_in
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.meaning import Name
from handlers.language.slots.complaints import tells_of_wish
from handlers.language.slots.remarks import is_greeting
from handlers.language.text.any_of import any_of, words_of
from storage.crm.complaints.records import ComplaintRecord
from storage.names.folding import fold
from storage.names.keys import name_words

CUSTOMERS_WORD, REASON = "customer", "reason"
_CUSTOMER_SAYS: Final = re.compile(rf"\b{any_of('customer_says')}\b")


# ------------------------------------------------------------------ in touch
def answered(turn: Turn, complaint: AComplaint) -> Reply:
    """“I've answered”: somebody got in touch with the customer about it."""
    complaint = mine(turn, complaint)
    said = in_touch(turn, complaint)
    return said + card(turn, there(turn, complaint.id), undo=undo_choice(turn))


def in_touch(turn: Turn, complaint: ComplaintRecord, at: datetime | None = None) -> Reply:
    """Keeps a contact with the customer; the first one is the first answer. Says so, and asks its carer whether it improved."""
    this = {"complaint": complaint.id}
    mine_ = complaint.carer_id == turn.person.id
    ask = (Choice(_("It improved"), Action("complaint_improved", this)),) if mine_ else ()
    if complaint.answered_at is not None:
        turn.work.complaints.event(complaint.id, "contact", staff_id=turn.person.id)
        return Reply.of(_("Noted with {complaint}, which is still open.", complaint=title(complaint)), choices=ask)
    at = min(at, turn.now) if at else turn.now
    seconds = turn.calendars.business_time_of(turn.person).elapsed(complaint.opened_at, at)
    turn.work.complaints.answer(complaint.id, turn.person.id, at, seconds)
    told = _("First answer to {complaint}: after {time}.", complaint=title(complaint), time=BusinessDuration(seconds))
    return Reply.of(told, choices=ask)


def improved(turn: Turn, complaint: AComplaint) -> Reply:
    """“It improved”: what the customer says closes it."""
    complaint = mine(turn, complaint)
    turn.work.complaints.improved(complaint.id, better=True)
    words = _("Good. It is closed once the customer says so.")
    return card(turn, there(turn, complaint.id), words, undo=undo_choice(turn))


def not_better(turn: Turn, complaint: AComplaint) -> Reply:
    """“Not yet”: it is asked again in a week."""
    complaint = mine(turn, complaint)
    turn.work.complaints.improved(complaint.id, better=False)
    return card(turn, there(turn, complaint.id), _("Noted. I'll ask again in a week."), undo=undo_choice(turn))


# ------------------------------------------------------------------ what it is
def cause(
    turn: Turn,
    complaint: AComplaint,
    value: Literal["delivery", "quality", "invoice", "service", "price", "other"] | None = None,
) -> Reply:
    """What it is about: asked, then kept."""
    return _described(turn, complaint, "complaint_cause", _("What is it about?"), CAUSES, "cause", value)


def severity(
    turn: Turn, complaint: AComplaint, value: Literal["low", "normal", "high", "urgent"] | None = None
) -> Reply:
    """How serious it is: asked, then kept."""
    return _described(turn, complaint, "complaint_severity", _("How serious is it?"), SEVERITIES, "severity", value)


def _described(
    turn: Turn,
    complaint: ComplaintRecord,
    action: str,
    question: Words,
    labels: dict[str, Words],
    column: str,
    value: str | None,
) -> Reply:
    complaint = mine(turn, complaint)
    if value is None:
        this = Action(action, {"complaint": complaint.id})
        choices = tuple(Choice(label, this.with_args(value=one)) for one, label in labels.items())
        return Reply.of(question, choices=choices)
    changed = turn.work.complaints.describe(complaint.id, **{column: value})
    words = _("Noted.") if changed else _("That is how it was already.")
    return card(turn, there(turn, complaint.id), words, undo=undo_choice(turn))


# ------------------------------------------------------------------ handed over
def _of_sentence(turn: Turn, said: Said) -> ComplaintRecord | None:
    """The one that a sentence is about, by its number or its customer."""
    if not said.text:
        return None
    heard = said.heard.slots.get("customer") if said.heard else None
    if number_in(said.text) is None and not (isinstance(heard, Name) and heard.candidates):
        return _only_one(turn)
    return COMPLAINT.type.read(turn, said.text, said)


def _only_one(turn: Turn) -> ComplaintRecord | None:
    """The complaint of whoever is spoken of, where one is open: "close that complaint"."""
    customer = customer_spoken_of(turn)
    found = turn.work.complaints.of_customer(customer.id, limit=2) if customer else ()
    return found[0] if len(found) == 1 else None


COMPLAINT = Slot(
    "complaint", WhichComplaint(), _("Complaint"), _("Which complaint?"), "12", default=_of_sentence, needed=True
)
TO = Slot("staff", Colleague(), _("To whom"), _("Who cares for it from now on?"), "Luis")


def _give(turn: Turn, said: Said) -> Reply:
    complaint, to = said[COMPLAINT], said[TO]
    if to.id == complaint.carer_id:
        return card(turn, complaint, _("{name} cares for it already.", name=to.first_name))
    turn.work.complaints.give(complaint.id, to.id)
    now = there(turn, complaint.id)
    if to.id != turn.person.id:
        notice = _("{name} hands this complaint over to you.", name=turn.person.first_name)
        turn.tell(to.id, card(turn, now, notice))
    return card(turn, now, _("{name} cares for it now.", name=to.first_name), undo=undo_choice(turn))


# ------------------------------------------------------------------ closed
ON: dict[str, Words] = {
    CUSTOMERS_WORD: _("The customer says it is solved"),
    REASON: _("For another reason"),
}


class ClosedOn(OneOf):
    """On whose word it is closed: nobody closes one just so. Whoever works at the customer speaks for it."""

    closed = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """One of the two, also by who says it: "el cliente", "lo dijo Raúl"."""
        if fold(text).strip(" .!") in words_of("customers_word"):
            return CUSTOMERS_WORD
        people = turn.work.customers.contacts(said[COMPLAINT].customer_id) if COMPLAINT in said else ()
        words = set(name_words(text))
        if says_the_customer(text) or any(words & set(name_words(person.name)) for person in people):
            return CUSTOMERS_WORD
        return super().read(turn, text, said)


def says_the_customer(text: str) -> re.Match[str] | None:
    """Where a text says that it is the customer who says so: "el cliente dice que …", "they say it's fine"."""
    return _CUSTOMER_SAYS.search(fold(text))


def _on_whose_word(turn: Turn, said: Said) -> str | None:
    """The customer's, where the sentence that closes it says so."""
    return CUSTOMERS_WORD if says_the_customer(said.text or turn.told) else None


def _their_words(turn: Turn, said: Said) -> str | None:
    """What the customer says, from where the sentence begins to say it; None where that is no more than that they do."""
    text = said.text or turn.told
    found = says_the_customer(text) if said.get(CLOSED_ON) == CUSTOMERS_WORD else None
    words = text[found.start() :].strip() if found and len(fold(text)) == len(text) else ""
    return words if found and len(words.split()) > len(found[0].split()) + 1 else None


def _ask_words(_turn: Turn, said: Said) -> Words:
    return _("What does the customer say?") if said[CLOSED_ON] == CUSTOMERS_WORD else _("Why is it closed?")


class ClosingWords(FreeText):
    """What the customer says, or why it is closed, in so many words."""

    checks = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """Words, not a mere yes."""
        words, folded = super().read(turn, text, said), fold(text).strip(" .,;!")
        nothing = words_of("yes") | words_of("no") | words_of("says_nothing")
        empty = not any(c.isalpha() for c in words) or folded in nothing
        if empty or is_greeting(text) or tells_of_wish(text):
            raise Unclear
        return words


def _speaks(turn: Turn, text: str, said: Said) -> bool:
    """Whether a text names somebody of the customer, and what they say: "lourdes dice que ya está todo bien", not "marta said so"."""
    heard = turn.read_as("log_interaction", text).slots.get("contact") if text else None
    known = heard.known if isinstance(heard, Name) else None
    if known is None or COMPLAINT not in said or known.customer_id != said[COMPLAINT].customer_id:
        return False
    cued = cues_in(text)
    little = phrasebook().words("function") | set(name_words(known.name))
    spoken = {at for cue in cued.all("says", "customer") for at in range(cue.first, cue.last)}
    tells = any(t.is_word and at not in spoken and t.key not in little for at, t in enumerate(cued.reading.tokens))
    return tells and not tells_of_wish(text)


def _on_word(turn: Turn, said: Said) -> str | None:
    speaks = _speaks(turn, said.text or turn.told, said)
    return _on_whose_word(turn, said) or (CUSTOMERS_WORD if speaks else None)


def _words_told(turn: Turn, said: Said) -> str | None:
    if found := _their_words(turn, said):
        return found
    text = said.text or turn.told
    return text.strip() if said.get(CLOSED_ON) == CUSTOMERS_WORD and _speaks(turn, text, said) else None


def _enrich(turn: Turn, said: Said, slot: Slot[Any], text: str) -> None:
    """Whoever says on whose word often says the word as well: "si, lourdes contenta"."""
    if slot is CLOSED_ON and said.get(CLOSED_ON) == CUSTOMERS_WORD and _speaks(turn, text, said):
        said.put(CLOSING, text.strip())


CLOSED_ON = Slot("on", ClosedOn(ON), _("How it closed"), _("On whose word?"), default=_on_word)
CLOSING = Slot("closing", ClosingWords(), _("Words"), _ask_words, default=_words_told)


def _close(turn: Turn, said: Said) -> Reply:
    complaint = said[COMPLAINT]
    turn.work.complaints.close(complaint.id, said[CLOSED_ON], said[CLOSING])
    now = there(turn, complaint.id)
    shown = card(turn, now, _("Complaint {number} is closed.", number=now.id), undo=undo_choice(turn))
    return shown + turn.contributions("complaint_closed", now)


def reopen(turn: Turn, complaint: AComplaint) -> Reply:
    """It was not over after all."""
    if complaint.is_open:
        raise Sorry(_("That complaint is open."))
    if not may_decide(turn, complaint):
        raise Sorry(_("{name} cares for that complaint.", name=complaint.carer or ""))
    turn.work.complaints.reopen(complaint.id)
    return card(turn, there(turn, complaint.id), _("It is open again."), undo=undo_choice(turn))


CLOSE = Form(
    "close_complaint",
    (COMPLAINT, CLOSED_ON, CLOSING),
    save=_close,
    enrich=_enrich,
    intent="resolve_complaint",
    title=_("Close a complaint"),
)
GIVE = Form("give_complaint", (COMPLAINT, TO), save=_give, title=_("Hand over a complaint"))
