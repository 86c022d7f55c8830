"""A lead that somebody tells us in the chat."""

from handlers.kit.audit import undo_choice
from handlers.kit.follow_ups.told_besides import keep_promises
from handlers.kit.format.texts import _
from handlers.kit.forms.contact_details import Email, Phone
from handlers.kit.forms.form import Form, Said, Slot, Unclear
from handlers.kit.forms.name_slots import exists_elsewhere, tidy_name
from handlers.kit.forms.slot_types import FreeText
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.meaning import Name, NameKind, SlotValue
from handlers.leads.card import card
from handlers.leads.intake import arrive
from handlers.leads.lookup import there
from storage.crm.leads.records import Enquiry
from storage.names.folding import fold

LONGEST_SOURCE = 80


class PlainName(FreeText):
    """Somebody's name, or a company's, that need not be known to us."""

    takes_names = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The name of an answer."""
        name = tidy_name(text)
        if not any(c.isalpha() for c in name):
            raise Unclear(_("I don't see a name there. Who is it?"))
        if owner := turn.anothers(name):
            raise exists_elsewhere(name, owner)
        return name

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The name in a sentence, as it was written."""
        return self.read(turn, heard.text if isinstance(heard, Name) else str(heard), said)


def _company(turn: Turn, said: Said) -> str | None:
    """Where only a company was named, the lead goes by that."""
    heard = said.heard.slots.get("customer") if said.heard else None
    return WHO.type.take(turn, heard, said) if isinstance(heard, Name) else None


def _customer(turn: Turn, said: Said) -> int | None:
    """The customer who enquires, where one is called exactly so, or else the one where somebody of that whole name works."""
    for name in (said.get(COMPANY), said[WHO]):
        if name and (known := turn.work.customers.exactly(name)):
            return known.id
    person = turn.match(said[WHO], {NameKind.CONTACT}).known if COMPANY not in said else None
    return person.customer_id if person and fold(person.name) == fold(said[WHO]) else None


WHO = Slot("contact", PlainName(), _("Name"), _("Who is it?"), "Ana Pérez", default=_company, needed=True)
COMPANY = Slot("customer", PlainName(), _("Company"), _("Of which company?"), "Toldos Marín", optional=True)
PHONE = Slot("phone", Phone(), _("Phone"), _("Which telephone number?"), optional=True, guided=True)
EMAIL = Slot("email", Email(), _("E-mail"), _("Which e-mail?"), optional=True, guided=True)
WHAT = Slot(
    "what", FreeText(), _("Wants"), _("What do they want?"), _("a quote for awnings"), optional=True, guided=True
)
SOURCE = Slot(
    "source", FreeText(), _("Source"), _("Where do they come from?"), _("the fair"), optional=True, guided=True
)


def _save(turn: Turn, said: Said) -> Reply:
    """Keeps it, with all that was said, letter by letter; a rep who tells it has it."""
    source = said.get(SOURCE)
    source_id = None
    if source:
        known = turn.work.lead_sources.called(source)
        source_id = known.id if known else turn.work.lead_sources.add(source[:1].upper() + source[1:LONGEST_SOURCE])
    company = said.get(COMPANY)
    arrived = arrive(
        turn.work,
        turn.company,
        Enquiry(
            "chat",
            said[WHO],
            source_id=source_id,
            company=company,
            email=said.get(EMAIL),
            phone=said.get(PHONE),
            message=said.text or said.get(WHAT),
            product=said.get(WHAT),
            customer_id=_customer(turn, said),
        ),
        by=turn.person if turn.person.role == "rep" else None,
    )
    notice = _("Already known: added to their lead.") if arrived.before else _("Saved: new lead.")
    promised = keep_promises(turn, said.text, named=said[WHO])
    return card(turn, there(turn, arrived.lead_id), notice, undo=undo_choice(turn)) + promised


NEW = Form("lead", (WHO, COMPANY, PHONE, EMAIL, WHAT, SOURCE), save=_save, intent="new_lead", title=_("New lead"))
