"""Facts on the card, one by one with who told them, and the customers who have one."""

from collections.abc import Mapping

from handlers.facts.forms import CUSTOMER, FACT
from handlers.facts.wording import KINDS, LISTED, lines, told_by, value
from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Form, Said
from handlers.kit.forms.name_first import is_exactly_a_customer
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.facts import aspects, relation
from storage.crm.records import CustomerRecord
from storage.facts.facts import FactRecord
from storage.names.folding import fold
from storage.questions.answers import Answers

PAGE = 10
BUTTONS = 6
SHORT = 2
"""Words of what may be a sector in which nobody is yet; what is longer has to be one."""


def on_card(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """What is known, a line a kind."""
    known = turn.work.facts.of(customer.id)
    if not known:
        return None
    one_by_one = Choice(_("What is known"), Action("facts", {"customer": customer.id}))
    return Reply((Facts(lines(known, turn.voice)),), (one_by_one,))


def in_brief(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """The same, before a visit."""
    known = turn.work.facts.of(customer.id)
    return Reply((Facts(lines(known, turn.voice)),)) if known else None


def facts(turn: Turn, customer: int) -> Reply:
    """Each fact with who told it, to be taken back where it holds no more."""
    record = turn.work.customers.get(customer)
    if record is None or customer not in turn.work.customers.visible({customer}):
        raise Sorry(_("I can't find that customer."))
    known = turn.work.facts.of(customer)
    heading = Heading(_("What is known of {customer}", customer=record.name))
    if not known:
        return Reply((heading, Paragraph(_("Nothing yet."))))
    items: list[tuple[Words, Words]] = [
        (KINDS.get(one.kind, one.kind), _("{what} ({who})", what=value(one), who=told_by(one))) for one in known
    ]
    choices = [
        Choice(_("Forget: {what}", what=clip(turn.voice.say(value(one)), 40)), Action("drop_fact", {FACT: one.id}))
        for one in known[:BUTTONS]
    ]
    return Reply((heading, Entries(items)), tuple(choices))


def _of(turn: Turn, said: Said) -> Reply:
    return facts(turn, said[CUSTOMER].id)


OF_CUSTOMER = Form("facts_of", (CUSTOMER,), save=_of, title=_("What is known"))


def drop(turn: Turn, fact: int) -> Reply:
    """A button: it holds no more."""
    one = turn.work.facts.get(fact)
    if one is None or not turn.work.facts.drop(one.customer_id, one.kind, one.value):
        raise Sorry(_("That is not there any more."))
    said = _("Forgotten of {customer}: {what}", customer=one.customer, what=value(one))
    return Reply.of(said, choices=undo_choice(turn))


def means_a_segment(_turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence asks who cares about something, or who is something to us."""
    told = relation(places["value"])
    return bool(aspects(places["value"])) or told not in {None, "customer"}


def means_these_customers(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence that names customers asks for what only a segment is; what a question says in whole is one."""
    asked = turn.customers_in(places["value"])
    return (asked is None or bool(asked.unread)) and means_a_segment(turn, places)


def is_bought_from(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence names somebody from whom a customer of ours is known to buy."""
    return bool(turn.work.facts.having("elsewhere", places["competitor"], limit=1))


def buyers_elsewhere(turn: Turn, competitor: str) -> Reply:
    """Who is known to buy from a competitor, and how much of it."""
    return having(turn, "elsewhere", competitor)


def is_of_one(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence asks for what is known of one customer, and nothing else."""
    return is_exactly_a_customer(turn, places["customer"])


def names_a_sector(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether what a sentence names, where it names anything, is a sector, or may be one."""
    sector = places.get("sector", "")
    return len(sector.split()) <= SHORT or bool(turn.work.topic(Answers).spelled(sector))


def segment(turn: Turn, words: str) -> Reply:
    """`/segmento precio`: the customers who care about something, are something to us, or have a tag."""
    said = words.strip()
    if not said:
        tags = turn.work.facts.tags(limit=20)
        listed = _("Tags in use: {tags}", tags=", ".join(tags)) if tags else _("No tag is in use.")
        return Reply.of(_("Of what? For example: /segment price, /segment ally, /segment vip"), listed)
    found = aspects(said)
    if found:
        return having(turn, "sensitive", found[0])
    known = relation(said)
    return having(turn, "relation", known) if known else having(turn, "tag", said)


def having(turn: Turn, kind: str, what: str, at: int = 0) -> Reply:
    """A page of the customers of whom that is known."""
    found = turn.work.facts.having(kind, what, limit=PAGE + 1, offset=at)
    title = _("{kind}: {what}", kind=KINDS.get(kind, kind), what=_named(found, kind, what))
    if not found:
        return Reply((Heading(title), Paragraph(_("Nobody, as far as is known."))))
    page = Pager.of(found, PAGE, next=at + PAGE)
    cards = [
        Choice(clip(one.customer, 60), Action("card", {"customer": one.customer_id})) for one in page.items[:BUTTONS]
    ]
    more = page.more(Action("having_fact", {"kind": kind, "what": what}))
    return Reply((Heading(title), Entries([_line(one) for one in page.items])), (*cards, *more))


def showroom(turn: Turn, words: str) -> Reply:
    """`/escaparate hostelería`: who agreed to be shown as a reference, by sector, with who noted it and when."""
    agreed = turn.work.facts.having("showroom", "yes", limit=200)
    wanted, spelled = fold(words.strip()), turn.work.topic(Answers).spelled(words) if words.strip() else ()
    found = [one for one in agreed if not wanted or wanted in fold(one.sector or "") or one.sector in spelled]
    heading = Heading(_("Customers who may be shown"))
    if not found:
        return Reply((heading, Paragraph(_("Nobody has agreed yet, as far as is known."))))
    by_sector = sorted(found, key=lambda one: (fold(one.sector or "~"), fold(one.customer)))
    items: list[tuple[Words, Words]] = [
        (
            one.customer,
            _("{sector} · agreed: {who}", sector=one.sector or turn.voice.say(_("no sector")), who=told_by(one)),
        )
        for one in by_sector[:PAGE]
    ]
    cards = tuple(
        Choice(clip(one.customer, 60), Action("card", {"customer": one.customer_id})) for one in by_sector[:BUTTONS]
    )
    return Reply((heading, Entries(items)), cards)


def _named(found: list[FactRecord], kind: str, what: str) -> Words:
    listed = LISTED.get(kind, {}).get(what)
    return listed or (value(found[0]) if found and kind != "elsewhere" else what)


def _line(one: FactRecord) -> tuple[Words, Words]:
    return one.customer, _("{what} ({who})", what=value(one), who=told_by(one))
