"""What becomes of a lead: an opportunity, with all that is known carried over; or nothing, for a reason."""

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, clip, voice
from handlers.kit.forms.form import Form, Said, Slot, Unclear
from handlers.kit.forms.name_slots import NOT_YET, CustomerName
from handlers.kit.forms.slot_types import FreeText, MoneyAmount
from handlers.kit.messages.action import Choice, answer
from handlers.kit.messages.reply import Reply
from handlers.kit.pipelines import pipelines
from handlers.kit.turn import Turn
from handlers.language.meaning import Amount
from handlers.leads.card import card
from handlers.leads.lookup import WhichLead, there
from storage.crm.interactions import InteractionInput
from storage.crm.leads.records import INBOUND, LeadRecord
from storage.crm.opportunities.records import OpportunityInput
from storage.crm.records import ContactRecord, CustomerRecord, PersonMet

LONGEST_TITLE = 200
LONGEST_REASON = 200
REASONS: tuple[Words, ...] = (
    _("No budget"),
    _("No need"),
    _("We don't sell that"),
    _("Out of our area"),
    _("Cannot be reached"),
    _("Not serious"),
)


# ------------------------------------------------------------------ qualify
class LeadsCustomer(CustomerName):
    """The customer that a lead is: known, or made of what the lead says, as a prospect."""

    def load(self, turn: Turn, raw: object) -> CustomerRecord:
        """By id; one that is made of a lead is there only when the form is saved."""
        loaded = super().load(turn, raw)
        if loaded.id != NOT_YET:
            return loaded
        return CustomerRecord(NOT_YET, loaded.name, None, "prospect", None, None)


def _customer(turn: Turn, said: Said) -> CustomerRecord:
    return customer_of(turn, said[LEAD])


def customer_of(turn: Turn, lead: LeadRecord) -> CustomerRecord:
    """Who a lead is: the customer that is known, else one made of what it says."""
    if lead.customer_id and (known := turn.work.customers.get(lead.customer_id)):
        return known
    return CUSTOMER.type.load(turn, {"new": lead.company or lead.name})


def _what(_turn: Turn, said: Said) -> str | None:
    """What they want, in a line; asked for where they did not say."""
    return what_of(said[LEAD])


def what_of(lead: LeadRecord) -> str | None:
    """What a lead is about, in a line; None where it does not say."""
    wanted = lead.product or (lead.message or "").partition("\n")[0]
    return clip(wanted, LONGEST_TITLE) if any(c.isalpha() for c in wanted) else None


LEAD = Slot("lead", WhichLead(), _("Lead"), _("Which lead?"), "12")
CUSTOMER = Slot("customer", LeadsCustomer(), _("Customer"), _("Which customer?"), default=_customer)
WHAT = Slot("what", FreeText(), _("What"), _("What is it about?"), _("coffee machine"), default=_what)
AMOUNT = Slot("amount", MoneyAmount("3000"), _("Amount"), _("How much is it about?"), optional=True, guided=True)


def _qualify(turn: Turn, said: Said) -> Reply:
    lead, customer = said[LEAD], said[CUSTOMER]
    make_opportunity(turn, lead, customer, said[WHAT], said.get(AMOUNT))
    words = _("Qualified: “{title}”, at {customer}.", title=clip(said[WHAT], 100), customer=customer.name)
    return card(turn, there(turn, lead.id), words, undo=undo_choice(turn))


def make_opportunity(
    turn: Turn, lead: LeadRecord, customer: CustomerRecord, what: str, amount: Amount | None = None
) -> None:
    """A lead becomes an opportunity, and takes along who they are, what they wrote and where they come from."""
    reached = _reached(turn, lead, customer)
    pipeline = pipelines(turn)[0]
    opportunity = turn.work.opportunities.add(
        OpportunityInput(
            customer_id=customer.id,
            title=what,
            stage_id=turn.work.pipelines.stages(pipeline.id)[0].id,
            pipeline_id=pipeline.id,
            owner_id=lead.owner_id or turn.person.id,
            currency=amount.currency if amount else turn.company.currency,
            amount=amount.value if amount else None,
            contact_id=reached.id if reached else None,
            source=_origin(lead),
        )
    )
    _history(turn, lead, customer, reached)
    turn.work.leads.qualify(lead.id, customer_id=customer.id, opportunity_id=opportunity)


def _reached(turn: Turn, lead: LeadRecord, customer: CustomerRecord) -> ContactRecord | None:
    """Fills in how to reach the customer; the person, where the lead is of a company. Returns them, as one of its people."""
    customers = turn.work.customers
    for column in ("phone", "email"):
        if getattr(customer, column) is None and (new := getattr(lead, column)):
            customers.change(customer.id, column, new)
    if not lead.company or lead.company == lead.name:
        return None
    known = [one for one in customers.contacts(customer.id) if one.name.casefold() == lead.name.casefold()]
    return known[0] if known else customers.add_contact(customer.id, lead.name, phone=lead.phone, email=lead.email)


def _origin(lead: LeadRecord) -> str | None:
    """Where it comes from, as opportunities keep it."""
    return clip(" · ".join(part for part in (lead.source, lead.campaign) if part), 200) or None


def _history(turn: Turn, lead: LeadRecord, customer: CustomerRecord, reached: ContactRecord | None) -> None:
    """What they wrote stands in the customer's history, letter by letter, at its time."""
    for touch in turn.work.leads.journey(lead.id):
        if touch.kind in INBOUND and touch.message:
            said = InteractionInput(
                customer.id,
                "message",
                touch.at,
                turn.local(touch.at).date(),
                "minute",
                touch.message,
                met=(PersonMet(reached.id, reached.name),) if reached else (),
            )
            turn.work.interactions.log(said)


# ------------------------------------------------------------------ refuse
class RefusalReason(FreeText):
    """Why nothing comes of it: one of the usual reasons, or any other words."""

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """The usual ones."""
        return tuple(Choice(reason, answer(turn.voice.say(reason))) for reason in REASONS)

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """A usual one in the company's language, whoever says it: they are counted; any other as it was said."""
        words = super().read(turn, text, said)
        if len(words) > LONGEST_REASON:
            raise Unclear(_("Say it in fewer words, please."))
        company = voice(turn.company.language, turn.company.country, turn.said_at.date())
        usual = (reason for reason in REASONS if turn.voice.say(reason).casefold() == words.casefold())
        return company.say(next(usual, words))


REASON = Slot("reason", RefusalReason(), _("Why"), _("Why are you refusing it?"))


def _refuse(turn: Turn, said: Said) -> Reply:
    lead = said[LEAD]
    turn.work.leads.refuse(lead.id, said[REASON])
    wait = turn.work.lead_waits.of(lead.id)
    if wait and wait.is_waiting:
        turn.work.lead_waits.drop(wait)
    words = _("Refused: {name}. Why: {reason}", name=lead.name, reason=said[REASON])
    return card(turn, there(turn, lead.id), words, undo=undo_choice(turn))


QUALIFY = Form("qualify_lead", (LEAD, CUSTOMER, WHAT, AMOUNT), save=_qualify, title=_("Qualify a lead"))
REFUSE = Form("refuse_lead", (LEAD, REASON), save=_refuse, title=_("Refuse a lead"))
