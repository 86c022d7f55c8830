"""The open leads; one of them; and what others' cards say of them."""

from handlers.kit.format.labels import LEAD_STATES
from handlers.kit.format.texts import Words, _, clip, ngettext, quoted
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.turn import Turn
from handlers.leads.card import card, line, title
from handlers.leads.lookup import ALead, named, numbered, there, to_open
from storage.crm.leads.imports import ListedLeads
from storage.crm.leads.records import LeadRecord
from storage.crm.leads.sources import slug_of
from storage.crm.records import CustomerRecord
from storage.people.records import Person

SIZE = 6
ON_A_CARD = 3


def list_(turn: Turn, words: str) -> Reply:
    """Mine and those that are nobody's; all of the company's for a manager; of one source where one is named, and that one which is numbered."""
    if found := numbered(words):
        return card(turn, there(turn, found[0]))
    source = next((one for one in turn.work.lead_sources.all() if words and one.slug in _slugs(words)), None)
    return _page(turn, source.id if source else None, 0)


def page(turn: Turn, source: int | None = None, at: int = 0) -> Reply:
    """The next screen."""
    return _page(turn, source, at)


def show(turn: Turn, lead: ALead) -> Reply:
    """One, with its journey."""
    return card(turn, lead)


def look_up(turn: Turn, words: str) -> Reply:
    """One by number or name: "/lead 12", "/lead Ana Pérez"."""
    if not words.strip():
        return _page(turn, None, 0)
    found = named(turn, words)
    if len(found) == 1:
        return card(turn, found[0])
    if not found:
        return Reply.of(_("I can't find an open lead in “{text}”.", text=clip(words, 60)))
    return Reply.of(_("Which lead?"), choices=to_open(found))


def on_card(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """What the customer enquired."""
    found = turn.work.leads.of_customer(customer.id, limit=ON_A_CARD)
    if not found:
        return None
    facts: list[tuple[Words, Words]] = [(_("Lead {number}", number=lead.id), _summary(turn, lead)) for lead in found]
    return Reply((Facts(facts),), to_open([lead for lead in found if lead.is_open]))


def in_day(turn: Turn, person: Person) -> Reply | None:
    """My open leads, on my day."""
    found = turn.work.leads.open(owner_id=person.id, limit=SIZE)
    if not found:
        return None
    return Reply(
        (Paragraph(_("Leads:")), Entries([line(turn, lead) for lead in found])),
        (Choice(_("Leads"), Action("leads")),),
    )


def of_lists(waiting: ListedLeads) -> Reply:
    """What the owner of leads that came in a list hears of all of them at once."""
    said = ngettext(
        "{count} lead of a list waits for your first contact: {names}",
        "{count} leads of lists wait for your first contact: {names}",
        waiting.count,
        names=clip(", ".join(waiting.names), 200) + ("…" if waiting.count > len(waiting.names) else ""),
    )
    return Reply.of(said, choices=(Choice(_("Leads"), Action("leads")),))


def _summary(turn: Turn, lead: LeadRecord) -> Words:
    state = turn.voice.say(LEAD_STATES[lead.state])
    said = turn.voice.say(quoted(clip(lead.message, 100))) if lead.message else None
    return " · ".join(part for part in (state, lead.source, lead.campaign, said) if part)


def _page(turn: Turn, source_id: int | None, at: int) -> Reply:
    every = turn.person.role in MANAGERS or source_id is not None
    if every:
        found = turn.work.leads.open(source_id=source_id, limit=SIZE + 1, offset=at)
    else:
        # Few at a time are nobody's, and those come first: both are read, and one screen is shown.
        both = turn.work.leads.open(free=True, limit=at + SIZE + 1)
        both += turn.work.leads.open(owner_id=turn.person.id, limit=at + SIZE + 1)
        found = both[at : at + SIZE + 1]
    new = Choice(_("New lead"), Action("new_lead"), opens="lead")
    if not found and at == 0:
        return Reply.of(_("No open leads."), choices=(new,))
    shown = Pager.of(found, SIZE, next=at + SIZE)
    more = shown.more(Action("leads", {"source": source_id} if source_id else {}))
    entries = Entries([line(turn, lead) for lead in shown.items])
    opens = tuple(Choice(title(lead), Action("lead", {"lead": lead.id})) for lead in shown.items)
    return Reply((Heading(_("Open leads")), entries), (*opens, *more, new))


def _slugs(words: str) -> set[str]:
    parts = slug_of(words).split("-")
    return {"-".join(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)}
