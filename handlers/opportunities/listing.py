"""Opportunities in lists: mine, a customer's, a colleague's; and on the card, in the brief, in the day, on the home page."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from handlers.kit.format.texts import Price, Words, _, clip, ngettext
from handlers.kit.forms.form import Said, Unclear
from handlers.kit.forms.name_slots import KnownCustomer
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Entries, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import NameKind
from handlers.opportunities.card import line, show
from handlers.opportunities.lookup import label
from storage.crm.opportunities.records import OpportunityRecord
from storage.crm.records import CustomerRecord
from storage.people.records import Person

PAGE = 5
ON_A_CARD = 3
CLOSED_SHOWN = 3
SOON = timedelta(days=7)
"""The day brings up what is to close within this time."""


# ------------------------------------------------------------------ lists
def list_(turn: Turn, words: str) -> Reply:
    """Mine; a customer's or a colleague's, where one is named."""
    if not words.strip():
        return mine(turn)
    staff = turn.match(words, {NameKind.STAFF}).known
    customer = turn.match(words, {NameKind.CUSTOMER}).known
    if staff and not customer and (person := turn.work.people.works_here(staff.id)):
        return mine(turn, person)
    try:
        return of_customer(turn, KnownCustomer().read(turn, words, Said({})))
    except Unclear as unclear:
        raise Sorry(unclear.words[0]) from None


def mine(turn: Turn, staff: Person | None = None, at: int = 0) -> Reply:
    """A page of what somebody has open, what closes first before the rest."""
    person = staff or turn.person
    found = turn.work.opportunities.of_owner(person.id, limit=PAGE + 1, offset=at)
    title = _("My opportunities") if person.id == turn.person.id else _("Opportunities of {name}", name=person.name)
    blocks: list[Block] = [Heading(title)]
    new = Choice(_("New opportunity"), Action("new_opportunity"), opens="opportunity")
    if not found:
        return Reply((*blocks, Paragraph(_("None are open."))), (new,))
    page = Pager.of(found, PAGE, next=at + PAGE)
    if not at:
        blocks.append(Paragraph(totals(turn, turn.work.opportunities.totals(person.id))))
    blocks.append(Entries([line(turn, one) for one in page.items]))
    more = page.more(Action("opportunities", {"staff": person.id}))
    return Reply(tuple(blocks), (*(show(_button(one), one) for one in page.items), *more, new))


def of_customer(turn: Turn, customer: CustomerRecord) -> Reply:
    """What a customer may buy, and what became of the latest."""
    every = turn.work.opportunities.of_customer(customer.id, state=None)
    open_ = [one for one in every if one.is_open]
    closed = [one for one in every if not one.is_open][:CLOSED_SHOWN]
    blocks: list[Block] = [Heading(_("Opportunities: {customer}", customer=customer.name))]
    if open_:
        blocks.append(Entries([line(turn, one, customer=False, owner=True) for one in open_[:PAGE]]))
    else:
        blocks.append(Paragraph(_("None are open.")))
    if closed:
        lines = [line(turn, one, customer=False, owner=True) for one in closed]
        blocks += [Paragraph(_("Closed:")), Entries(lines)]
    new = Choice(_("New opportunity"), Action("new_opportunity", {"customer": customer.id}))
    return Reply(tuple(blocks), (*(show(label(one), one) for one in (*open_[:PAGE], *closed)), new))


def totals(turn: Turn, found: Mapping[str, tuple[int, Decimal]]) -> Words:
    """How many, and what they come to; several currencies are several totals."""
    count = sum(one for one, _total in found.values())
    sums = " + ".join(turn.voice.say(Price(total, currency)) for currency, (_count, total) in found.items() if total)
    shown: Words = sums or _("no amount")
    return ngettext("{count} open opportunity: {sums}", "{count} open opportunities: {sums}", count, sums=shown)


def _button(one: OpportunityRecord) -> Words:
    return _("{title} · {customer}", title=clip(one.title, 30), customer=clip(one.customer, 26))


# ------------------------------------------------------------------ on other occasions
def on_card(turn: Turn, customer: CustomerRecord) -> Reply:
    """On the customer's card, with a way to add one."""
    new = Choice(_("New opportunity"), Action("new_opportunity", {"customer": customer.id}))
    return _at(turn, customer) + Reply((), (new,))


def in_brief(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """In the brief: what is open there, whoever's it is."""
    return _at(turn, customer) or None


def _at(turn: Turn, customer: CustomerRecord) -> Reply:
    found = turn.work.opportunities.of_customer(customer.id, limit=ON_A_CARD)
    if not found:
        return Reply()
    lines = [line(turn, one, customer=False, owner=one.owner_id != turn.person.id) for one in found]
    return Reply((Paragraph(_("Opportunities:")), Entries(lines)), tuple(show(label(one), one) for one in found))


def in_day(turn: Turn, person: Person) -> Reply | None:
    """In the day: what is to close in the next days, or should have."""
    until = turn.said_at.date() + SOON
    found = turn.work.opportunities.of_owner(person.id, limit=ON_A_CARD)
    near = [one for one in found if one.expected_close and one.expected_close <= until]
    if not near:
        return None
    return Reply(
        (Paragraph(_("To close soon:")), Entries([line(turn, one) for one in near])),
        tuple(show(_button(one), one) for one in near),
    )


def at_home(turn: Turn, person: Person) -> Reply:
    """On the home page: what is open, what closes first, and a way to add one."""
    found = turn.work.opportunities.of_owner(person.id, limit=ON_A_CARD)
    new = Choice(_("New opportunity"), Action("new_opportunity"), opens="opportunity")
    if not found:
        return Reply((), (new,))
    blocks = (
        Heading(_("My opportunities")),
        Paragraph(totals(turn, turn.work.opportunities.totals(person.id))),
        Entries([line(turn, one) for one in found]),
    )
    return Reply(blocks, (*(show(_button(one), one) for one in found), new))
