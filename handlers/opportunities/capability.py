"""Opportunities: told in a sentence, moved with a tap, won for an amount, lost for a reason."""

from collections.abc import Mapping
from typing import Annotated, Any

from handlers.kit.dialog.home import KIND as HOME
from handlers.kit.format.texts import _
from handlers.kit.forms.filling import start
from handlers.kit.forms.moment_slots import read_whole_moment
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Turn
from handlers.kit.views import PanelView
from handlers.language.entities.amounts import read_amount
from handlers.language.entities.moments.moments import find_moments
from handlers.language.meaning import NameKind
from handlers.opportunities import listing, nudging, offering
from handlers.opportunities.activity import RECORDS
from handlers.opportunities.board import board
from handlers.opportunities.card import card
from handlers.opportunities.changing import ADD_STEP, CHANGE_AMOUNT, CHANGE_CLOSE, GIVE, LOSE, MOVE, REASON, REOPEN
from handlers.opportunities.correcting import amendment
from handlers.opportunities.creating import FOR, NEW, WIN
from handlers.opportunities.lookup import OPPORTUNITY, AnOpportunity
from handlers.opportunities.milestones import milestones
from handlers.opportunities.references import Reference, reference
from handlers.opportunities.slots import LONGEST_STAGE, stage_called, without_lead
from storage.names.folding import fold

CHANGES = "move_opportunity"
"""The action of a card's buttons that every open opportunity has."""

Json = Annotated[dict[str, Any], lambda _turn, raw: dict(raw)]
"""An argument that a slot of the form reads."""


def _show(turn: Turn, opportunity: AnOpportunity) -> Reply:
    return card(turn, opportunity)


def _keep(turn: Turn, customer: int, what: str, amount: Json, close: str | None = None) -> Reply:
    """What a log told of a deal, as an opportunity: there is nothing to ask any more."""
    values = {"customer": customer, "what": what, "amount": amount} | ({"close": close} if close else {})
    return start(turn, NEW, None, values=values)


# ------------------------------------------------------------------ whether a sentence is meant so
def _customer(turn: Turn, places: Mapping[str, str]) -> int | None:
    """The known customer whose name, or other name, a place is and nothing else."""
    said = places["customer"].removesuffix("'s").removesuffix("’s")
    entry = turn.match(said, {NameKind.CUSTOMER}).known
    return entry.id if entry and fold(said) in {fold(entry.name), fold(entry.alias or "")} else None


def _is_known(turn: Turn, places: Mapping[str, str]) -> bool:
    return _customer(turn, places) is not None


def _is_new_at(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it is headed so, "Bar Luna: oportunidad mesas": without its colon it may tell of one there is."""
    head, colon, _what = turn.incoming.text.partition(":")
    return bool(colon) and fold(head) == fold(places["customer"]) and _is_known(turn, places)


def _new_at(turn: Turn, _words: str) -> Reply:
    """A new one that is headed by its customer, however little is said of it."""
    text = turn.incoming.text
    return start(turn, NEW, turn.read_as("new_opportunity", text), text=text)


def _named(turn: Turn, places: Mapping[str, str], *, closed: bool = False) -> Reference | None:
    """The opportunities that the words of a place name; None where they name none, and no customer of one."""
    found = reference(turn, places["customer"], closed=closed)
    return found if found and (found.opportunities or found.plain) else None


def _has_open(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether something is open there: only then can it change."""
    return _named(turn, places) is not None


def _has_closed(turn: Turn, places: Mapping[str, str]) -> bool:
    return _named(turn, places, closed=True) is not None or _is_known(turn, places)


def _is_named(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it speaks of an opportunity beyond doubt: it calls it one, or says what it is about."""
    found = _named(turn, places)
    return found is not None and found.plain


def _is_open(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it names one that is open by what it is about."""
    found = _named(turn, places)
    return found is not None and found.plain and bool(found.opportunities)


def _is_ended(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether what became of one is told, and behind a pause why, or for how much: "lost the fryer, too dear"."""
    return _is_open(turn, {"customer": places["customer"].partition(",")[0]})


def _won(turn: Turn, words: str) -> Reply:
    return start(turn, WIN, None, answers=_parted(words, FOR.name))


def _lost(turn: Turn, words: str) -> Reply:
    return start(turn, LOSE, None, answers=_parted(words, REASON.name))


def _parted(words: str, slot: str) -> dict[str, str]:
    """What became of which one: the words before a pause name it, those behind it answer a slot."""
    customer, _pause, more = words.partition(",")
    return {"customer": customer} | ({slot: more.strip()} if more.strip() else {})


def _is_open_for(turn: Turn, places: Mapping[str, str]) -> bool:
    return read_amount(places["amount"], turn.locale, turn.company.currency) is not None and _is_open(turn, places)


def _is_amount(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it says an amount of money for something that is open."""
    return read_amount(places["amount"], turn.locale, turn.company.currency) is not None and _has_open(turn, places)


def _is_amount_of_named(turn: Turn, places: Mapping[str, str]) -> bool:
    return _is_amount(turn, places) and _is_named(turn, places)


def _is_close_of_named(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it says a day, or a month, for one that it surely speaks of: "lo de la terraza pasa a enero"."""
    return read_whole_moment(turn, places["close"]) is not None and _is_named(turn, places)


def _is_stage(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it names a stage of the company's own for something that is open."""
    found = _named(turn, places)
    if found is None or not found.opportunities:
        return False
    stages = turn.work.pipelines.stages(found.opportunities[0].pipeline_id)
    return stage_called(turn, stages, without_lead(places["stage"])) is not None


def _is_nowhere(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether what stands for a stage can be nothing else: then those that there are are named."""
    said = places["stage"]
    names = {NameKind.STAFF, NameKind.CUSTOMER, NameKind.CONTACT}
    return (
        len(said.split()) <= LONGEST_STAGE
        and _has_open(turn, places)
        and not turn.match(said, names).candidates
        and not any(True for _found in find_moments(said, turn.said_at, "future", turn.locale))
        and read_amount(said, turn.locale, turn.company.currency) is None
    )


def _step_words(turn: Turn, words: str) -> tuple[str, str] | None:
    """The customer and the next step of "bar sol: llamar a Marta el martes": the name comes first."""
    heard = turn.read_as("log_interaction", words)
    name = next((span for span in heard.spans if span.slot == "customer"), None)
    step = words[name.end :].strip(" :,;.-–—") if name else ""
    return (words[name.start : name.end], step) if name and step else None


def _step_of_one(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a next step is told of something that is open."""
    told = _step_words(turn, places["step"])
    return told is not None and _has_open(turn, {"customer": told[0]})


def _step(turn: Turn, words: str) -> Reply:
    """The next step of a customer's opportunity."""
    customer, step = _step_words(turn, words) or ("", words)
    return start(turn, ADD_STEP, None, answers={"customer": customer, "next_step": step})


def _is_colleague(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it names a colleague who is to have it."""
    return turn.match(places["staff"], {NameKind.STAFF}).known is not None and _is_named(turn, places)


# ------------------------------------------------------------------ the one in front of them
def _in_front(turn: Turn) -> list[int] | None:
    """The open opportunity, and its version, whose card the last message was: its buttons are what can be chosen now."""
    choices = (choice.action for choice in turn.conversation.choices)
    return next((action.args["opportunity"] for action in choices if action.name == CHANGES), None)


def _it(turn: Turn) -> dict[str, Any]:
    shown = _in_front(turn)
    return {"opportunity": shown} if shown else {}


def _is_a_stage_of_it(turn: Turn, places: Mapping[str, str]) -> bool:
    shown = _in_front(turn)
    record = turn.work.opportunities.get(shown[0]) if shown else None
    stages = turn.work.pipelines.stages(record.pipeline_id) if record else ()
    return stage_called(turn, stages, without_lead(places["stage"])) is not None


def _is_an_amount_for_it(turn: Turn, places: Mapping[str, str]) -> bool:
    amount = read_amount(places["amount"], turn.locale, turn.company.currency)
    return amount is not None and _in_front(turn) is not None


def _it_to_stage(turn: Turn, words: str) -> Reply:
    """“pásala a negociación”, said to a card; where there is none it is asked which one."""
    return start(turn, MOVE, None, values=_it(turn), answers={"stage": words})


def _it_amount(turn: Turn, words: str) -> Reply:
    """“make it 3,500”, said to a card; where there is none it is asked which one."""
    return start(turn, CHANGE_AMOUNT, None, values=_it(turn), answers={"amount": words})


CAPABILITY = Capability(
    "opportunities",
    milestones=milestones,
    about=_("Opportunities: new, moved, won, lost"),
    commands=(
        Command(
            {"es": "oportunidad", "en": "deal"},
            NEW,
            _("A new opportunity"),
            reads_as="oportunidad: {}",
        ),
        Command({"": "deal_at"}, _new_at, hidden=True, sayings="opportunity_at", fits=_is_new_at),
        Command(
            {"es": "oportunidades", "en": "deals"},
            listing.list_,
            _("My opportunities, a customer's, or a colleague's"),
            phrases={
                "es": ("mis oportunidades", "oportunidades", "mis negocios", "mis tratos"),
                "en": ("my deals", "my opportunities", "opportunities"),
            },
        ),
        Command({"": "deals_of"}, listing.list_, hidden=True, sayings="opportunities_of", fits=_is_known),
        Command(
            {"es": "mover", "en": "move"},
            MOVE,
            _("Move an opportunity to another stage: /move The Crown > Proposal"),
            takes=("{customer} > {stage}", "@opportunity_takes"),
            sayings="opportunity_to_stage",
            fits=_is_stage,
        ),
        Command({"": "move_nowhere"}, MOVE, hidden=True, sayings="opportunity_to_nowhere", fits=_is_nowhere),
        Command({"": "move_to_stage"}, MOVE, hidden=True, sayings="opportunity_to_named_stage", fits=_has_open),
        Command({"es": "ganada", "en": "won"}, WIN, _("An opportunity is won"), reads_as="ganamos {}"),
        Command({"es": "perdida", "en": "lost"}, LOSE, _("An opportunity is lost, and why"), reads_as="perdimos {}"),
        Command(
            {"es": "reabrir", "en": "reopen"},
            REOPEN,
            _("Open a closed opportunity again"),
            sayings="opportunity_again",
            fits=_has_closed,
        ),
        Command({"": "deal_amount"}, CHANGE_AMOUNT, hidden=True, sayings="opportunity_amount", fits=_is_amount),
        Command({"": "it_to_stage"}, _it_to_stage, hidden=True, sayings="it_to_stage", fits=_is_a_stage_of_it),
        Command({"": "it_amount"}, _it_amount, hidden=True, sayings="it_amount", fits=_is_an_amount_for_it),
        Command(
            {"": "deal_amount_named"},
            CHANGE_AMOUNT,
            hidden=True,
            sayings="named_opportunity_amount",
            fits=_is_amount_of_named,
        ),
        Command({"": "deal_close"}, CHANGE_CLOSE, hidden=True, sayings="opportunity_close", fits=_has_open),
        Command(
            {"": "deal_close_named"},
            CHANGE_CLOSE,
            hidden=True,
            sayings="named_opportunity_close",
            fits=_is_close_of_named,
        ),
        Command({"": "deal_won"}, _won, hidden=True, sayings="opportunity_won", fits=_is_ended),
        Command({"": "deal_won_for"}, WIN, hidden=True, sayings="opportunity_won_for", fits=_is_open_for),
        Command({"": "deal_lost"}, _lost, hidden=True, sayings="opportunity_lost", fits=_is_ended),
        Command({"": "deal_lost_why"}, LOSE, hidden=True, sayings="opportunity_lost_why", fits=_is_open),
        Command({"": "deal_step"}, _step, hidden=True, sayings="opportunity_step", fits=_step_of_one),
        Command({"": "deal_owner"}, GIVE, hidden=True, sayings="opportunity_owner", fits=_is_colleague),
    ),
    intents={"new_opportunity": NEW, "move_opportunity": MOVE, "win_opportunity": WIN, "lose_opportunity": LOSE},
    actions={
        "opportunity": _show,
        "opportunities": listing.mine,
        "new_opportunity": NEW,
        "keep_opportunity": _keep,
        "move_opportunity": MOVE,
        "win_opportunity": WIN,
        "lose_opportunity": LOSE,
        "reopen_opportunity": REOPEN,
        "give_opportunity": GIVE,
        "change_amount": CHANGE_AMOUNT,
        "change_close": CHANGE_CLOSE,
        "next_step_of": ADD_STEP,
        "quiet_opportunity": nudging.about_quiet,
        "past_opportunity": nudging.about_past,
        "quiet_done": nudging.done,
        "quiet_snooze": nudging.snooze,
    },
    examples={
        "es": (
            "Bar Sol: oportunidad máquina de café 3.000 € para fin de mes",
            "pasa Bar Sol a propuesta",
            "cerré con Bar Sol un pedido de 2.500 €",
        ),
        "en": (
            "The Crown: opportunity coffee machine €3,000 by end of month",
            "move The Crown to proposal",
            "closed a €2,500 order with The Crown",
        ),
    },
    views=(PanelView("pipeline", _("Pipeline"), board, order=20),),
    contributes={
        "card": listing.on_card,
        "brief": listing.in_brief,
        "day": listing.in_day,
        "after_log": offering.after_log,
        "after_addition": offering.after_addition,
        HOME: listing.at_home,
    },
    amends={OPPORTUNITY: amendment},
    records=RECORDS,
    order=20,
)
