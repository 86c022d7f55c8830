"""What is missing: shown, and filled by answering, one customer after another."""

from collections.abc import Mapping
from typing import Any

from handlers.kit.audit import undo_choice
from handlers.kit.format.phones import phone_shown
from handlers.kit.format.texts import Words, _
from handlers.kit.forms.contact_details import Email, Phone, checked
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.slot_types import tidy
from handlers.kit.forms.subjects import also_called
from handlers.kit.messages.action import SKIP, Action, Choice, Target, answer
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from storage.crm.missing_details import COUNTED
from storage.crm.records import CustomerRecord
from storage.names.folding import fold

WHAT: dict[str, Words] = {"phone": _("Phone"), "email": _("E-mail"), "sector": _("Sector")}
LONGEST_SECTOR = 80


def _called(text: str) -> str:
    """What is meant by a word for it, one of `WHAT` where it is one."""
    called = also_called()
    key = called.get(fold(tidy(text)), fold(tidy(text)))
    return key if key in WHAT else called.get(key.removesuffix("s"), key.removesuffix("es"))


class Lacking(SlotType[str]):
    """What may be missing."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """Whatever people call it."""
        key = _called(text)
        if key not in WHAT:
            raise Unclear(_("Choose one, please."), choices=self.offered(turn, said))
        return key

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """Each, with how many lack it."""
        counted = {key: turn.work.missing_details.count(key, turn.person.id) for key in WHAT}
        return tuple(
            Choice(_("{what}: {count}", what=label, count=_count(counted[key])), answer(key))
            for key, label in WHAT.items()
        )


def _count(count: int) -> str:
    return f"{COUNTED}+" if count >= COUNTED else str(count)


class Next(SlotType[CustomerRecord]):
    """The customer that is asked about: never asked for, it is simply the next one."""

    def dump(self, value: CustomerRecord) -> Any:  # noqa: ANN401
        """Its id."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> CustomerRecord:  # noqa: ANN401
        """By id."""
        customer = turn.work.customers.get(raw)
        if customer is None:
            raise Sorry(_("That no longer exists."))
        return customer


class Fill(SlotType[str]):
    """What was missing, checked as it wants to be."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The value of an answer."""
        if said[LACKING] in {"phone", "email"}:
            return checked(Phone() if said[LACKING] == "phone" else Email(), turn, text, said)
        if not tidy(text) or len(tidy(text)) > LONGEST_SECTOR:
            raise Unclear
        return tidy(text)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """The next one, or enough for today."""
        return Choice(_("Skip"), SKIP), Choice(_("Enough for now"), Action("stop_filling_in"))


def _first(turn: Turn, said: Said) -> CustomerRecord:
    """The first that lacks it; nobody does where there is none."""
    found = _next(turn, said[LACKING], 0)
    if found is None:
        raise Sorry(_("None of your customers is missing that. Well done."))
    return found


def _next(turn: Turn, what: str, after: int) -> CustomerRecord | None:
    rows = turn.work.missing_details.lacking(what, turn.person.id, after=after, limit=1)
    return turn.work.customers.get(rows[0][0]) if rows else None


def _ask(turn: Turn, said: Said) -> Words:
    count = turn.work.missing_details.count(said[LACKING], turn.person.id)
    return _(
        "{customer} · {what}? ({count} to go)",
        customer=said[CUSTOMER].name,
        what=WHAT[said[LACKING]],
        count=_count(count),
    )


KEPT = _("All right. What you filled in is kept.")
LACKING = Slot("what", Lacking(), _("What"), _("What shall we look for?"))
CUSTOMER = Slot("customer", Next(), _("Customer"), "", default=_first)
VALUE = Slot("value", Fill(), _("Value"), _ask)


def _keep(turn: Turn, said: Said) -> Reply:
    """Keeps the answer, and asks about the next one."""
    customer, what, value = said[CUSTOMER], said[LACKING], said.get(VALUE)
    kept = Reply()
    if value:
        turn.work.customers.change(customer.id, what, value)
        kept = Reply.of(
            _("Saved: {customer} · {value}", customer=customer.name, value=phone_shown(value)),
            choices=undo_choice(turn, label=_("Undo: {customer}", customer=customer.name)),
        )
    following = _next(turn, what, customer.id)
    if following is None:
        return kept + Reply.of(_("That was the last one."))
    asked = start(turn, GAPS, None, values={"what": what, "customer": following.id}, told="")
    return Reply(kept.blocks + asked.blocks, asked.choices + kept.choices)


def _in_brief(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """What to ask them for, with a tap to write it down."""
    people = turn.work.customers.contacts(customer.id)
    missing = [key for key in WHAT if not getattr(customer, key) and not any(getattr(c, key, None) for c in people)]
    words: list[Words] = [WHAT[key] for key in missing]
    if not people:
        words.append(_("somebody to ask for"))
    if not words:
        return None
    edit = Action("edit", {"subject": str(Target("customer", customer.id))})
    choices = [Choice(_("Fill in: {what}", what=WHAT[key]), edit.with_args(detail=key)) for key in missing[:1]]
    if not people:
        choices.append(Choice(_("Add a contact"), Action("add_contact", {"customer": customer.id})))
    listed = ", ".join(turn.voice.say(word).lower() for word in words)
    return Reply.of(_("Missing: {what}.", what=listed), choices=choices)


def _enough(turn: Turn) -> Reply:
    """Leaves the list; what was answered stays."""
    if turn.conversation.form and turn.conversation.form.form == GAPS.name:
        turn.conversation.form = None
    return Reply.of(KEPT)


def _mine_lack(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether any of the person's own customers lacks it; who has none of them asks about everybody's."""
    return turn.work.missing_details.count(_called(places["what"]), turn.person.id) > 0


GAPS = Form("gaps", (LACKING, CUSTOMER, VALUE), save=_keep, left=_("Cancelled. What you filled in before is kept."))

CAPABILITY = Capability(
    "gaps",
    about=_("What is missing about your customers, filled by answering"),
    commands=(
        Command(
            {"es": "faltan", "en": "missing"},
            GAPS,
            _("What is missing: e-mail, phone, sector"),
            takes=("{what}",),
            sayings="missing_details",
        ),
        Command(
            {"": "customers_lacking"},
            GAPS,
            takes=("{what}",),
            hidden=True,
            sayings="customers_lacking",
            fits=_mine_lack,
        ),
    ),
    actions={"stop_filling_in": _enough},
    contributes={"brief": _in_brief},
    examples={"es": ("faltan correos",), "en": ("missing emails",)},
    order=36,
)
