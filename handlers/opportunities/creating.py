"""A new opportunity, and one that was won: of those that are open, or one that nobody wrote down before."""

import re
from collections.abc import Sequence
from typing import Any, Literal

from handlers.kit.audit import undo_choice
from handlers.kit.follow_ups.told_besides import keep_promises
from handlers.kit.format.texts import Price, Words, _, clip
from handlers.kit.forms.form import Confirmation, Form, Said, Slot, Unclear
from handlers.kit.forms.moment_slots import FollowUp
from handlers.kit.forms.name_slots import CustomerName
from handlers.kit.forms.slot_types import FreeText, MoneyAmount
from handlers.kit.messages.action import Choice, Target, answer
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import Colleague
from handlers.kit.pipelines import pipelines
from handlers.kit.told_in_log import told_now
from handlers.kit.turn import Turn
from handlers.language.concepts.concepts import cues_in
from handlers.language.meaning import Amount, Grain, Name
from handlers.language.slots.deal_titles import points_back
from handlers.opportunities.card import card
from handlers.opportunities.changing import customer_of, done, meanwhile
from handlers.opportunities.lookup import (
    MOST_CHOICES,
    OPPORTUNITY,
    Deal,
    WhichDeal,
    as_choices,
    best,
    confirmed,
    found,
    label,
)
from handlers.opportunities.references import CustomerOfSale
from handlers.opportunities.slots import CloseDay, SoldTitle, StageName, Title, WhichPipeline, WonFor, over_in
from handlers.opportunities.titles import deal_told, says_more, without_name
from storage.crm.interactions import InteractionInput
from storage.crm.opportunities.records import WON as WON_STATE
from storage.crm.opportunities.records import OpportunityInput, OpportunityRecord, PipelineRecord, StageRecord
from storage.crm.records import CustomerRecord, InteractionRecord, PersonMet
from storage.people.records import Person

SOMETHING_NEW: Literal["new"] = "new"
NOTE = "note"


# ------------------------------------------------------------------ new
def _only_pipeline(turn: Turn, _said: Said) -> PipelineRecord | None:
    """Where there is but one, nobody is asked which."""
    every = pipelines(turn)
    return every[0] if len(every) == 1 else None


def _first_stage(turn: Turn, said: Said) -> StageRecord:
    return turn.work.pipelines.stages(said[PIPELINE].id)[0]


def _me(turn: Turn, _said: Said) -> Person:
    return turn.person


class NewTitle(Title):
    """What a new one is about; a sentence that names but the customer and a number does not say it."""

    def take(self, turn: Turn, heard: Any, said: Said) -> str:  # noqa: ANN401 - a slot's value
        """Raises Unclear where it is not said."""
        whole = super().take(turn, heard, said)
        title = _without_customer(said, whole)
        again = turn.read_as("new_opportunity", title).slots.get("what") if title not in {whole, ""} else None
        title = again if isinstance(again, str) else title
        if said.heard is None or "amount" not in said.heard.slots:
            title = _WRITTEN_AS_MONEY.sub("", title) or title
        if not any(c.isalpha() for c in title):
            raise Unclear(_("What is it about?"))
        return title


def _without_customer(said: Said, title: str) -> str:
    return without_name(title, said.customer.name) if said.customer else title


_WRITTEN_AS_MONEY = re.compile(r"[\s,]+(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+[.,]\d{2})$")
"""A number at the end with thousands or cents, "terraza 12.500,50": no model and no table is called so."""


def _bare_amount(turn: Turn, said: Said) -> Amount | None:
    """A bare number beside the customer, "nueva oportunidad bar sol 3000", is what it is about in money; so is one that ends it as money does."""
    what = said.heard.slots.get("what") if said.heard else None
    left = _without_customer(said, what) if isinstance(what, str) else ""
    if written := _WRITTEN_AS_MONEY.search(left):
        left = written[1]
    try:
        return AMOUNT.type.read(turn, left, said) if left and not any(c.isalpha() for c in left) else None
    except Unclear:
        return None


def _pointed_at(turn: Turn, said: Said) -> InteractionRecord | None:
    """What was told just now, where the sentence calls that an opportunity: "put that down as an opportunity"."""
    return told_now(turn) if said.text and points_back(cues_in(said.text)) else None


def _whose(turn: Turn, said: Said) -> CustomerRecord | None:
    """Whose it is, where a button is about it or it was told of just now."""
    told = None if (whose := customer_of(turn, said)) else _pointed_at(turn, said)
    return turn.work.customers.get(told.customer_id) if told else whose


def _of_what_was_told(turn: Turn, said: Said) -> str | None:
    """What is sold, as it was told just now."""
    told = _pointed_at(turn, said)
    return deal_told(turn, told.summary).title if told else None


def _worth(turn: Turn, said: Said) -> Amount | None:
    """For how much, where a bare number of the sentence, or what was told just now, says it."""
    told = _pointed_at(turn, said)
    return _bare_amount(turn, said) or (deal_told(turn, told.summary).amount if told else None)


CUSTOMER = Slot("customer", CustomerName(), _("Customer"), _("Which customer?"), default=_whose, needed=True)
WHAT = Slot("what", NewTitle(), _("What"), _("What is it about?"), _("coffee machine"), default=_of_what_was_told)
PIPELINE = Slot("pipeline", WhichPipeline(), _("Pipeline"), _("In which pipeline?"), default=_only_pipeline)
STAGE = Slot("stage", StageName(), _("Stage"), _("In which stage?"), default=_first_stage)
AMOUNT = Slot(
    "amount",
    MoneyAmount(),
    _("Amount"),
    _("How much is it about?"),
    "3.000 €",
    optional=True,
    guided=True,
    default=_worth,
)
CLOSE = Slot(
    "close",
    CloseDay(),
    _("Expected close"),
    _("When do you expect it to close?"),
    _("end of month"),
    optional=True,
    guided=True,
    default=over_in,
)
NEXT_STEP = Slot(
    "next_step",
    FollowUp(),
    _("Next step"),
    _("What comes next, and when?"),
    _("call Laura on Tuesday at 10"),
    optional=True,
    guided=True,
)
SOURCE = Slot("source", FreeText(), _("Source"), _("Where does it come from?"), optional=True)
OWNER = Slot("staff", Colleague(), _("Owner"), _("Whose is it?"), optional=True, default=_me)


def _save(turn: Turn, said: Said) -> Reply:
    amount, step = said.get(AMOUNT), said.get(NEXT_STEP)
    id_ = turn.work.opportunities.add(
        OpportunityInput(
            customer_id=said[CUSTOMER].id,
            title=said[WHAT],
            stage_id=said[STAGE].id,
            pipeline_id=said[PIPELINE].id,
            owner_id=said[OWNER].id,
            currency=amount.currency if amount else turn.company.currency,
            amount=amount.value if amount else None,
            expected_close=said.get(CLOSE),
            source=said.get(SOURCE),
        )
    )
    if step:
        turn.work.follow_ups.add(
            step.what, step.due, owner_id=said[OWNER].id, customer_id=said[CUSTOMER].id, opportunity_id=id_
        )
    turn.conversation.made(Target(OPPORTUNITY, id_), turn.incoming.sent_at)
    return card(turn, found(turn, id_), _("Saved: new opportunity"), undo=undo_choice(turn))


def _same(turn: Turn, said: Said) -> Confirmation | None:
    """What is open already under these words is asked about: it may be told twice."""
    for one in turn.work.opportunities.of_customer(said[CUSTOMER].id):
        if one.title.casefold() == said[WHAT].casefold():
            words = _(
                "{customer} already has this open: “{title}”, {owner}. Is this another one?",
                customer=one.customer,
                title=clip(one.title, 80),
                owner=one.owner,
            )
            return Confirmation("same", (words,))
    return None


NEW = Form(
    "opportunity",
    (CUSTOMER, PIPELINE, WHAT, AMOUNT, CLOSE, STAGE, NEXT_STEP, SOURCE, OWNER),
    save=_save,
    check=_same,
    intent="new_opportunity",
    title=_("New opportunity"),
)


# ------------------------------------------------------------------ won
class WhichWon(WhichDeal):
    """The open opportunity that was won, or one that somebody closed while that was being said, or "new" for what nobody
    wrote down before.

    One is meant where the sentence says words or the amount of it, or where it is the only one and no amount is said;
    a doubt is asked about.
    """

    def heard_won(self, turn: Turn, said: Said) -> Any:  # noqa: ANN401 - a Deal, or "new"
        """What a sentence means."""
        if said.customer is None:
            raise Unclear
        known = turn.work.opportunities.of_customer(said.customer.id, state=None) if said.customer.id else []
        every = [one for one in known if one.is_open]
        if not every:
            closed = (Deal.of(turn, one) for one in known[:MOST_CHOICES])
            return next((deal for deal in closed if deal.seen < deal.record.version), SOMETHING_NEW)
        amount = said.heard.slots.get("amount") if said.heard else None
        if meant := _meant(every, said.text or turn.incoming.text, amount if isinstance(amount, Amount) else None):
            return Deal.of(turn, meant)
        raise Unclear(
            _("Is it one of these, or something new?"),
            choices=(*as_choices(every), Choice(_("Something new"), answer(SOMETHING_NEW))),
        )

    def chosen(self, turn: Turn, value: Any, said: Said) -> Any:  # noqa: ANN401 - JSON; a Deal, or "new"
        """Something new, or the one whose words are given."""
        return SOMETHING_NEW if value == SOMETHING_NEW else self.read(turn, str(value), said)

    def dump(self, value: Any) -> Any:  # noqa: ANN401 - a Deal, or "new"
        """As JSON."""
        return value if value == SOMETHING_NEW else super().dump(value)

    def load(self, turn: Turn, raw: Any) -> Any:  # noqa: ANN401 - JSON; a Deal, or "new"
        """From JSON."""
        return raw if raw == SOMETHING_NEW else super().load(turn, raw)

    def show(self, value: Any) -> Words:  # noqa: ANN401 - a Deal, or "new"
        """What it is about."""
        return _("something new") if value == SOMETHING_NEW else super().show(value)


def _meant(every: Sequence[OpportunityRecord], text: str, amount: Amount | None) -> OpportunityRecord | None:
    """The one that a sentence is surely about."""
    same = [one for one in every if amount and (one.amount, one.currency) == (amount.value, amount.currency)]
    if len(same) == 1:
        return same[0]
    said = best(every, text, sure=True)
    if len(said) == 1:
        return said[0]
    return every[0] if len(every) == 1 and (amount is None or every[0].amount is None) else None


def _sold(turn: Turn, said: Said) -> str | None:
    """What was sold at once; an opportunity says it itself."""
    won = said[WON]
    if isinstance(won, Deal):
        return won.record.title
    return deal_told(turn, said.text).title if said.heard and said.text else None


BUYER = Slot("customer", CustomerOfSale(), _("Customer"), _("Which customer?"), default=customer_of, needed=True)
_WON = WhichWon()
WON: Slot[Any] = Slot("opportunity", _WON, _("Opportunity"), _("Which opportunity?"), default=_WON.heard_won)
SOLD = Slot("what", SoldTitle(), _("What"), _("What did they buy?"), _("coffee machine"), default=_sold)
_SUM = re.compile(r"\s(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+[.,]\d{2}|\d{3,})$")


def _won_for(turn: Turn, said: Said) -> Amount:
    """The number that ends what was said, "won Bell Inn 2,900", unless it is of a day or of the customer's name. Raises Unclear."""
    found = _SUM.search(turn.without_moment(said.text).rstrip(" .!")) if said.heard else None
    if found is None or (said.customer and said.customer.name.endswith(found[1])):
        raise Unclear
    return _WON_FOR.read(turn, found[1], said)


_WON_FOR = WonFor()
FOR = Slot("amount", _WON_FOR, _("Amount"), _("For how much?"), "3.000 €", default=_won_for)


def _confirm(turn: Turn, said: Said) -> Confirmation | None:
    """Another one's is asked about, and so is what was won today already: it may be told twice."""
    if isinstance(said[WON], Deal):
        return confirmed(turn, said[WON])
    today = turn.said_at.date()
    for one in turn.work.opportunities.of_customer(said[CUSTOMER].id, state=WON_STATE):
        same = (one.amount, one.currency) == (said[FOR].value, said[FOR].currency)
        if same and one.closed_at and turn.local(one.closed_at).date() == today:
            words = _(
                "{what} was already won today, {customer}. Is this another one?", what=label(one), customer=one.customer
            )
            return Confirmation("won_today", (words,))
    return None


def _keep_sentence(turn: Turn, said: Said, record: OpportunityRecord) -> None:
    """Keeps the sentence that told of it as a note of the customer, where it tells more than the card: who agreed, what comes next."""
    if said.heard is None or not said.text or not says_more(turn, said.text, f"{record.title} {record.customer}"):
        return
    heard = turn.read_as("log_interaction", said.text)
    told = heard.slots
    named = [name.known for name in (told.get("contact"), *heard.company) if isinstance(name, Name)]
    note = InteractionInput(
        record.customer_id,
        kind if isinstance(kind := told.get("kind", NOTE), str) else NOTE,
        turn.said_at,
        turn.said_at.date(),
        Grain.DAY.value,
        said.text.strip(),
        met=tuple(PersonMet(one.id, one.name) for one in named if one and one.customer_id == record.customer_id),
    )
    turn.work.interactions.log(note, source=said.source)


def _win(turn: Turn, said: Said) -> Reply:
    amount = said[FOR]
    if isinstance(said[WON], Deal):
        if changed := meanwhile(turn, said[WON]):
            return changed
        record = found(turn, said[WON].record.id)
    else:
        pipeline = pipelines(turn)[0]
        id_ = turn.work.opportunities.add(
            OpportunityInput(
                customer_id=said[CUSTOMER].id,
                title=said[SOLD],
                stage_id=turn.work.pipelines.stages(pipeline.id)[-1].id,
                pipeline_id=pipeline.id,
                owner_id=turn.person.id,
                currency=amount.currency,
                amount=amount.value,
            )
        )
        record = found(turn, id_)
    if not record.is_open:
        return card(turn, record, _("It's already closed. Reopen it first."))
    turn.work.opportunities.win(record, amount.value, amount.currency)
    _keep_sentence(turn, said, record)
    price = Price(amount.value, amount.currency)
    won = done(turn, record, _("Won! {title} · {amount}", title=clip(record.title, 100), amount=price))
    return won + keep_promises(turn, said.text, customer_id=record.customer_id, opportunity_id=record.id)


WIN = Form(
    "win_opportunity",
    (BUYER, WON, SOLD, FOR),
    save=_win,
    check=_confirm,
    intent="win_opportunity",
    title=_("Opportunity won"),
)
