"""How customers stand: `/abc`, `/mvc`, `/peores`, `/creciendo`, `/caidos`, `/recuperar`, `/toca`, `/sugerir`."""

from collections.abc import Callable, Mapping

from handlers.kit.format.texts import Words, _
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.name_first import is_exactly_a_customer
from handlers.kit.forms.name_slots import KnownCustomer
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Facts, Heading
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command, Job
from handlers.kit.turn import Turn
from handlers.standings import contribution, ladder, lists, never, nudging
from handlers.standings.computing import JOB, reckon
from handlers.standings.wording import due, on_card
from storage.crm.records import CustomerRecord

CUSTOMER = Slot("customer", KnownCustomer(), _("Customer"), _("Which customer?"))


def _on_card(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """The class, with what it is reckoned from, and what else to sell."""
    one = turn.work.standings.of(customer.id)
    relation = ladder.on_card(turn, customer)
    if one is None:
        return Reply((Facts([relation]),)) if relation else None
    facts: list[tuple[Words, Words]] = [(_("Class"), on_card(turn, one))]
    today = turn.local(turn.now).date()
    if one.expected and one.last < today - lists.ABOUT_NOW and abs(one.expected - today) <= lists.ABOUT_NOW:
        facts.append((_("Orders about now"), due(one)))
    facts += [relation] if relation else []
    suggest = Choice(_("What else to sell"), Action("suggest_products", {"customer": customer.id}))
    return Reply((Facts(facts),), (suggest,))


def _suggest(turn: Turn, said: Said) -> Reply:
    return lists.suggestions(turn, said[CUSTOMER].id)


def _list(which: str) -> Callable[[Turn, str], Reply]:
    def show(turn: Turn, _words: str) -> Reply:
        return lists.ranking(turn, which)

    return show


def _is_of_one(turn: Turn, places: Mapping[str, str]) -> bool:
    return is_exactly_a_customer(turn, places["customer"])


def _standing(turn: Turn, said: Said) -> Reply:
    """How one customer stands, with the evidence: what their card says of it."""
    customer = said[CUSTOMER]
    told = _on_card(turn, customer) or Reply.of(_("Nothing is known of their purchases, and nobody has met them."))
    buttons = (
        Choice(_("Card"), Action("card", {"customer": customer.id})),
        Choice(_("Purchases"), Action("purchases", {"customer": customer.id})),
    )
    return Reply((Heading(_("How {customer} stands", customer=customer.name)),)) + told + Reply((), buttons)


def _rules(turn: Turn, _words: str) -> Reply:
    return ladder.rules(turn)


STANDING = Form("standing_of", (CUSTOMER,), save=_standing, title=_("How a customer stands"))
SUGGEST = Form("suggest", (CUSTOMER,), save=_suggest, title=_("What else to sell"))

CAPABILITY = Capability(
    "standings",
    about=_("Who buys most, more, less, or about now; classes A, B, C"),
    commands=(
        Command({"es": "abc", "en": "classes"}, lists.classes, _("Classes A, B, C"), sayings="standings_classes"),
        Command({"es": "mvc", "en": "best"}, _list("best"), _("The most valuable customers"), sayings="standings_best"),
        Command(
            {"es": "peores", "en": "worst"}, _list("worst"), _("Who brings least, and why"), sayings="standings_worst"
        ),
        Command(
            {"es": "creciendo", "en": "growing"}, _list("growing"), _("Who buys more"), sayings="standings_growing"
        ),
        Command({"es": "caidos", "en": "fallen"}, _list("fallen"), _("Who buys far less"), sayings="standings_fallen"),
        Command(
            {"es": "recuperar", "en": "win_back"},
            _list("lost"),
            _("Who buys nothing any more"),
            sayings="standings_lost",
        ),
        Command({"": "loyal"}, _list("loyal"), hidden=True, sayings="standings_loyal"),
        Command({"": "vulnerable"}, _list("vulnerable"), hidden=True, sayings="standings_vulnerable"),
        Command({"": "never_bought"}, never.never_bought, hidden=True, sayings="standings_never"),
        Command({"": "dearest"}, contribution.command, hidden=True, sayings="standings_dearest"),
        Command({"": "rungs"}, ladder.command, hidden=True, sayings="standings_rungs"),
        Command({"": "standing_of"}, STANDING, hidden=True, sayings="standings_of", fits=_is_of_one),
        Command({"": "rules"}, _rules, hidden=True, sayings="ladder_rules"),
        Command(
            {"es": "toca", "en": "due_orders"}, _list("due"), _("Who usually orders about now"), sayings="standings_due"
        ),
        Command(
            {"es": "sugerir", "en": "suggest"},
            SUGGEST,
            _("What else to sell to a customer"),
            takes=("{customer}",),
            sayings="standings_suggest",
        ),
        Command(
            {"es": "rentabilidad", "en": "contribution"},
            contribution.command,
            _("What a customer contributes after our visits; alone, who costs more than they bring"),
            sayings="standings_contribution",
        ),
        Command(
            {"es": "escalera", "en": "ladder"},
            ladder.command,
            _("The ladder of relations, from evidence; of one customer: /ladder The Crown"),
            sayings="standings_ladder",
        ),
    ),
    actions={
        "ladder_rules": ladder.rules,
        "ladder_of": ladder.show,
        "contribution_of": contribution.show,
        "due_order": lists.due_order_of,
        "never_bought": never.never_bought_from,
        "standings": lists.ranking,
        nudging.FALLEN: nudging.about_fallen,
        "reckon_standings": lists.reckon_now,
        "suggest_products": lists.suggestions,
    },
    jobs={JOB: Job(reckon, lists.reckoned), ladder.JOB: Job(ladder.counting, ladder.counted)},
    contributes={"card": _on_card},
    examples={
        "es": ("qué clientes compran menos", "a quién le toca pedir", "qué más puedo vender a Bar Sol"),
        "en": ("which customers buy less", "who usually orders about now", "what else can I sell to The Crown"),
    },
    order=45,
)
