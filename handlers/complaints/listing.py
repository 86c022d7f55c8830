"""“/quejas”: what is open, the most valuable customers first; and what a card, a brief and a day say of them."""

from datetime import timedelta

from handlers.complaints.card import card, line, to_open
from handlers.complaints.how_they_go import LATELY, NOTHING, how_they_go, worth_in_a_year
from handlers.complaints.logging import LOG
from handlers.complaints.lookup import AComplaint, number_in, there
from handlers.kit.format.texts import Price, ShortDay, Words, _, ngettext
from handlers.kit.forms.filling import start
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.meaning import Name, NameKind
from storage.crm.complaints.records import ComplaintRecord
from storage.crm.records import CustomerRecord
from storage.people.records import Person

SIZE = 5
MOST = 200
"""Open complaints that are put in order."""
ON_A_CARD = 3


# ------------------------------------------------------------------ one
def show(turn: Turn, complaint: AComplaint) -> Reply:
    """One, with its journey."""
    return card(turn, complaint)


def look_up(turn: Turn, words: str) -> Reply:
    """“/queja 3” shows one; “/queja Bar Sol: llegó roto” opens one; “/queja” asks for what it needs."""
    words = words.strip()
    number = number_in(words)
    if number is not None and words.lstrip("#").isdigit():
        return card(turn, there(turn, number))
    if not words:
        return start(turn, LOG, None, guided=True)
    heard = turn.read_as("log_complaint", words)
    if isinstance(heard.slots.get("customer"), Name):
        return start(turn, LOG, heard, text=words)
    return start(turn, LOG, None, first=words, guided=True)


# ------------------------------------------------------------------ all
def list_(turn: Turn, words: str = "") -> Reply:
    """All that are open, or one customer's; a number shows that one."""
    named = turn.match(words, {NameKind.CUSTOMER}).known if words else None
    customer_id = named.id if named else turn.understand(words).customer_id if words else None
    if customer_id is not None and (record := turn.work.customers.get(customer_id)):
        return _of(turn, record)
    number = number_in(words)
    if number is not None and (found := turn.work.complaints.get(number)) and not found.archived_at:
        return card(turn, found)
    return page(turn)


def _of(turn: Turn, customer: CustomerRecord) -> Reply:
    found = turn.work.complaints.of_customer(customer.id, limit=SIZE + 1, closed=True)
    if not found:
        return Reply.of(_("{customer} has no complaints.", customer=customer.name))
    entries = Entries([line(turn, one) if one.is_open else _closed(turn, one) for one in found[:SIZE]])
    heading = Heading(_("Complaints of {customer}", customer=customer.name))
    return Reply((heading, entries), to_open(turn, found[:SIZE]))


def _closed(turn: Turn, complaint: ComplaintRecord) -> tuple[Words, Words]:
    head, body = line(turn, complaint)
    day = ShortDay(turn.local(complaint.closed_at or turn.now).date())
    return _("{what} (closed {day})", what=head, day=day), body


def page(turn: Turn, at: int = 0) -> Reply:
    """A screen of the open ones, the customers who buy most first, then the oldest; on the first one, how complaints go."""
    found = turn.work.complaints.all_open(limit=MOST)
    worth = worth_in_a_year(turn, {one.customer_id for one in found})
    ordered = sorted(found, key=lambda one: (-worth.get(one.customer_id, NOTHING), one.opened_at, one.id))
    shown = Pager.at(at, ordered, SIZE)
    new = Choice(_("New complaint"), Action("new_complaint"), opens=LOG.name)
    heading = ngettext("{count} open complaint", "{count} open complaints", len(found))
    figures = how_they_go(turn, found, worth) if at == 0 else ()
    if not found:
        return Reply((Heading(_("No open complaints")), *figures), (*_picture(figures), new))
    currency = turn.company.currency
    entries = Entries(
        [
            line(turn, one, Price(worth[one.customer_id], currency) if worth.get(one.customer_id) else None)
            for one in shown.items
        ]
    )
    more = shown.more(Action("complaints"))
    return Reply(
        (Heading(heading), entries, *figures), (*to_open(turn, list(shown.items)), *more, *_picture(figures), new)
    )


def _picture(figures: tuple[Facts | Paragraph, ...]) -> tuple[Choice, ...]:
    return (Choice(_("As a picture"), Action("complaints_picture")),) if figures else ()


# ------------------------------------------------------------------ on other occasions
def on_card(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """A customer's open complaints."""
    found = turn.work.complaints.of_customer(customer.id, limit=ON_A_CARD)
    if not found:
        return None
    return Reply((Paragraph(_("Open complaints:")), Entries([line(turn, one) for one in found])), to_open(turn, found))


def in_brief(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """The same before a visit, and what not to do."""
    found = on_card(turn, customer)
    return found + Reply((Paragraph(_("Ask how it is going before you sell anything.")),)) if found else None


def in_week(turn: Turn, _person: Person) -> Reply | None:
    """How many are open, and what became of them in seven days, in the week's digest."""
    figures = turn.work.complaints.figures(turn.now - LATELY)
    since = turn.now - timedelta(days=7)
    opened = sum(one.opened_at >= since for one in figures)
    closed = sum(one.closed_at is not None and one.closed_at >= since for one in figures)
    open_ = len(turn.work.complaints.all_open(limit=MOST))
    if not open_ and not opened and not closed:
        return None
    said = ngettext(
        "Complaints: {count} open; this week {opened} opened, {closed} closed.",
        "Complaints: {count} open; this week {opened} opened, {closed} closed.",
        open_,
        opened=opened,
        closed=closed,
    )
    return Reply((Paragraph(said),))


def in_day(turn: Turn, person: Person) -> Reply | None:
    """Those that I care for, on my day."""
    found = turn.work.complaints.all_open(carer_id=person.id, limit=SIZE)
    if not found:
        return None
    lines = Entries([line(turn, one) for one in found])
    return Reply((Paragraph(_("Complaints:")), lines), (Choice(_("Complaints"), Action("complaints")),))
