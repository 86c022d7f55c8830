"""Customers: adding one in a line."""

from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse

from handlers.kit.forms import Form, Said, Slot, SlotType, Unclear
from handlers.kit.messages import Choice, Facts, Heading, Reply, Target
from handlers.kit.registry import Capability, Command
from handlers.kit.slots import LONGEST_NAME, clip, tidy_name
from handlers.kit.texts import Words, _
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Name, SlotValue


class NewName(SlotType[str]):
    """A name that no customer has yet."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The name as typed."""
        name = tidy_name(text)
        if not name:
            raise Unclear
        if len(text.strip()) > LONGEST_NAME:
            raise Unclear(_("That is too long for a name: {limit} characters at most.", limit=LONGEST_NAME))
        if existing := turn.work.customers.exactly(name):
            whose = _("{name} already exists, owned by {owner}. Another name?", name=existing.name, owner=existing.owner or "")
            # Of another's customer no more is told than that it exists, and whose it is.
            its_history = Choice(_("Its history"), "/history_of", Target("customer", existing.id))
            history = (its_history,) if turn.work.customers.get(existing.id) else ()
            raise Unclear(
                whose if existing.owner else _("{name} already exists. Another name?", name=existing.name),
                choices=(*history, Choice(_("Leave it"), "/cancel")),
            )
        return name

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The name in a sentence."""
        return self.read(turn, heard.candidates[0].name if isinstance(heard, Name) and heard.known else
                         heard.text if isinstance(heard, Name) else str(heard), said)

    def show(self, value: str) -> Words:
        """As typed."""
        return clip(value, LONGEST_NAME)


class Phone(SlotType[str]):
    """A telephone number of the company's country, or an international one; kept as +34600123456."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The number of an answer."""
        try:
            number = parse(text, turn.company.country)
        except NumberParseException:
            raise Unclear(_("I could not read a telephone number in that.")) from None
        if not is_possible_number(number):
            raise Unclear(_("That does not look like a telephone number."))
        return str(format_number(number, PhoneNumberFormat.E164))

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The number in a sentence."""
        return self.read(turn, str(heard), said)


NAME = Slot("customer", NewName(), _("Name"), _("What is the customer's name?"), "Bar Luna")
PHONE = Slot("phone", Phone(), _("Phone"), _("Which telephone number?"), "600 123 456", optional=True, guided=True)


def _add(turn: Turn, said: Said) -> Reply:
    customer = turn.work.customers.add(said[NAME], phone=said.get(PHONE))
    target = Target("customer", customer.id)
    facts: list[tuple[Words, Words]] = [(_("Owner"), turn.person.name)]
    if customer.phone:
        facts.append((_("Phone"), customer.phone))
    return Reply((Heading(_("New customer: {name}", name=customer.name)), Facts(facts)), (Choice(_("Undo"), "/undo", target),), about=target)


def _remember(turn: Turn, words: str, target: Target | None) -> Reply:
    """Another name for a customer, from now on."""
    customer = turn.work.customers.get(target.id) if target and target.kind == "customer" else None
    nickname = tidy_name(words)
    if customer is None or not nickname:
        raise Sorry(_("That is not there any more."))
    id_ = turn.work.customers.call_also(customer.id, nickname)
    return Reply.of(_("I'll remember: «{nickname}» is {name}.", nickname=nickname, name=customer.name),
                    choices=(Choice(_("Undo"), "/undo", Target("nickname", id_)),))


NEW_CUSTOMER = Form("new_customer", (NAME, PHONE), save=_add, makes="customer", intent="new_customer")

CAPABILITY = Capability(
    "customers",
    about=_("Add a customer"),
    commands=(
        Command({"es": "nuevo", "en": "new"}, NEW_CUSTOMER, _("Add a customer: name and phone"), reads_as="nuevo cliente {}"),
        Command({"": "alias"}, _remember, hidden=True),
    ),
    intents={"new_customer": NEW_CUSTOMER},
    examples={"es": ("nuevo cliente Bar Luna 600 123 456",), "en": ("new customer Luna Bar 600 123 456",)},
    order=30,
)
