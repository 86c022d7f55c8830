"""A customer has another name now, told in a sentence: "Daily Bread is now called The Bread House"; the old one still finds it."""

from collections.abc import Mapping

from handlers.customers.editing import new_name
from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Voice, Words, _
from handlers.kit.forms.form import Form, Said, Slot, SlotType
from handlers.kit.forms.name_slots import SAMPLE, KnownCustomer
from handlers.kit.forms.subjects import Subject
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Turn
from handlers.language.entities.names.answers import may_be_a_customer
from handlers.language.meaning import NameKind

LONGEST_NAME = 7
"""Words of a name that is told so; what is longer is rather a sentence."""


class NameNow(SlotType[str]):
    """The name that a customer has from now on."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The name as typed; one that another has is asked about."""
        return new_name(turn, Subject(said[CUSTOMER]), text)

    def sample(self, speaks: Voice) -> Words:
        """One of nobody."""
        return SAMPLE


CUSTOMER = Slot("customer", KnownCustomer(), _("Customer"), _("Which customer?"))
NAME = Slot("name", NameNow(), _("Name"), _("What is it called now?"))


def _save(turn: Turn, said: Said) -> Reply:
    customer, name, customers = said[CUSTOMER], said[NAME], turn.work.customers
    customers.change(customer.id, "name", name)
    if customer.name not in customers.nicknames(customer.id):
        customers.call_also(customer.id, customer.name)
    card = Choice(_("Card"), Action("card", {"customer": customer.id}))
    words = _("{customer} is called {name} now. By the old name you still find it.", customer=customer.name, name=name)
    return Reply.of(words, choices=(*undo_choice(turn), card), about=Target("customer", customer.id))


def _known(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it is a customer whose name is told, and a name that it has now."""
    name = places["name"]
    known = turn.match(places["customer"], {NameKind.CUSTOMER}).known
    return known is not None and len(name.split()) <= LONGEST_NAME and may_be_a_customer(name)


RENAMED = Form("renamed", (CUSTOMER, NAME), save=_save)

CAPABILITY = Capability(
    "renaming",
    about=_("A customer has another name"),
    commands=(Command({"": "renamed"}, RENAMED, hidden=True, sayings="customer_renamed", fits=_known),),
    examples={"es": ("Bar Sol ahora se llama Bar Luna",), "en": ("The Crown is now called Corner House",)},
    order=32,
)
