"""Referrals: who recommended us to whom, on both cards; asked for at most once in some months."""

from dataclasses import replace
from datetime import timedelta

from handlers.customers.activity import REFERRALS
from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Form, Said, Slot, Unclear
from handlers.kit.forms.name_slots import NOT_YET, CustomerName
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Facts, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from storage.crm.complaints.conditions import open_complaint
from storage.crm.records import CustomerRecord

MONTH = timedelta(days=30)
NAMES = 3


class Other(CustomerName):
    """A customer other than the one that recommended us."""

    def read(self, turn: Turn, text: str, said: Said) -> CustomerRecord:
        """Whom the text names."""
        return _not_itself(super().read(turn, text, said), said)

    def load(self, turn: Turn, raw: object) -> CustomerRecord:
        """By id; one that was offered is to be created as a prospect: they are only recommended yet."""
        loaded = super().load(turn, raw)
        return replace(loaded, status="prospect") if loaded.id == NOT_YET else loaded


def _not_itself(other: CustomerRecord, said: Said) -> CustomerRecord:
    if other.id == said[REFERRER].id:
        raise Unclear(_("That's {name} twice. Who did they refer?", name=other.name))
    return other


REFERRER = Slot("customer", CustomerName(), _("Customer"), _("Who recommended us?"))
REFERRED = Slot(
    "referred",
    Other(),
    _("Recommended to"),
    lambda _turn, said: _("Who did {name} refer?", name=said[REFERRER].name),
    "Bar Luna",
)


def _keep(turn: Turn, said: Said) -> Reply:
    referrer, referred = said[REFERRER], said[REFERRED]
    if referrer.id == referred.id:
        raise Sorry(_("That's {name} twice. Who did they refer?", name=referrer.name))
    id_ = turn.work.referrals.keep(referrer.id, referred.id)
    card = Choice(_("Card of {customer}", customer=clip(referred.name, 30)), Action("card", {"customer": referred.id}))
    if id_ is None:
        return Reply.of(
            _("Already noted: {referrer} referred {referred}.", referrer=referrer.name, referred=referred.name),
            choices=(card,),
        )
    return Reply.of(
        _(
            "Saved: {referrer} referred {referred}.",
            referrer=referrer.name,
            referred=referred.name,
        ),
        choices=(*undo_choice(turn), card),
    )


def _on_card(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """Whom they sent to us, and who sent them."""
    brought, sent_by = turn.work.referrals.sides(customer.id)
    sides = ((_("Recommended us to"), brought), (_("Sent by"), sent_by))
    pairs: list[tuple[Words, Words]] = [(label, _named(names)) for label, names in sides if names]
    return Reply((Facts(pairs),)) if pairs else None


def _named(names: list[str]) -> str:
    shown = ", ".join(clip(name, 40) for name in names[:NAMES])
    return f"{shown} +{len(names) - NAMES}" if len(names) > NAMES else shown


def _in_brief(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """A hint to ask for a recommendation, where they were not asked lately and gave none lately, and complain of nothing."""
    if customer.status != "customer" or open_complaint(turn.work, customer.id) is not None:
        return None
    last = turn.work.referrals.last_asked(customer.id)
    if last and turn.now - last < turn.company.referral_months * MONTH:
        return None
    return Reply(
        (Paragraph(_("Ask for a referral.")),),
        (Choice(_("I asked for a recommendation"), Action("asked_for_referral", {"customer": customer.id})),),
    )


def _asked(turn: Turn, customer: CustomerRecord) -> Reply:
    """They were asked: nobody asks again for some months."""
    turn.work.referrals.asked(customer.id)
    return Reply.of(
        _(
            "Noted: {customer} was asked. For {months} months nobody is reminded to ask again.",
            customer=customer.name,
            months=turn.company.referral_months,
        ),
        choices=undo_choice(turn),
    )


REFERRAL = Form("referral", (REFERRER, REFERRED), save=_keep, makes="referral", title=_("Who recommended us"))

CAPABILITY = Capability(
    "referrals",
    about=_("Who recommended us to whom"),
    commands=(
        Command(
            {"es": "recomendado", "en": "referral"},
            REFERRAL,
            _("A customer recommended us to another"),
            takes=("{customer} > {referred}", "@referral_takes"),
            sayings="referral",
        ),
    ),
    actions={"asked_for_referral": _asked},
    contributes={"card": _on_card, "brief": _in_brief},
    examples={"es": ("Bar Sol nos recomendó a Bar Luna",), "en": ("The Crown recommended us to Corner House",)},
    records=REFERRALS,
    order=34,
)
