"""Who answers for a customer and since when; handing over one, or all of somebody's."""

from collections.abc import Iterator, Mapping

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import On, Words, _, clip, ngettext
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Confirmation, Form, Said, Slot
from handlers.kit.forms.name_slots import KnownCustomer
from handlers.kit.messages.action import NO, YES, Action, Choice, Target
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import Colleague
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.told_in_log import added_to, logged_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Name, NameKind
from handlers.language.slots.outcomes import OUTCOMES
from storage.crm.records import CustomerRecord, HandedOver
from storage.people.records import Person

LEADS = frozenset({"manager", "admin"})
SHOWN = 8

CUSTOMER = Slot("customer", KnownCustomer(), _("Customer"), _("Which customer?"))
TO = Slot("staff", Colleague(), _("To"), _("To whom?"))
FROM = Slot("from", Colleague(), _("Whose"), _("Whose customers?"), default=lambda turn, _said: turn.person)


# ------------------------------------------------------------------ who it is
def _responsible(turn: Turn, said: Said) -> Reply:
    customer = said[CUSTOMER]
    present, *former = turn.work.owners.history(customer.id)[: SHOWN + 1]
    target = Target("customer", customer.id)
    since = On(turn.local(present.since).date())
    words: Words = (
        _("{owner} has owned {customer} since {day}.", owner=present.owner, customer=customer.name, day=since)
        if present.owner
        else _("{customer} has no owner.", customer=customer.name)
    )
    before: list[tuple[Words, Words]] = [
        (_("since {day}", day=On(turn.local(t.since).date())), t.owner or _("nobody")) for t in former
    ]
    blocks = (Heading(words), *((Paragraph(_("Before:")), Entries(before)) if before else ()))
    this = {"customer": customer.id}
    choices = (Choice(_("Hand it over"), Action("hand_over", this)), Choice(_("Card"), Action("card", this)))
    return Reply(blocks, choices, about=target)


# ------------------------------------------------------------------ one
def _may_hand_over(turn: Turn, customer: CustomerRecord) -> None:
    if customer.owner_id not in {turn.person.id, None} and turn.person.role not in LEADS:
        raise Sorry(
            _(
                "{owner} owns {customer}: only they or a manager can hand it over.",
                owner=customer.owner or "",
                customer=customer.name,
            )
        )


def _hand_over(turn: Turn, said: Said) -> Reply:
    customer, to = said[CUSTOMER], said[TO]
    _may_hand_over(turn, customer)
    if customer.owner_id == to.id:
        return Reply.of(_("{owner} already owns {customer}.", owner=to.name, customer=customer.name))
    gone = turn.work.owners.hand_over(customer.id, to.id)
    target = Target("customer", customer.id)
    _tell(
        turn, to, _("{name} has handed {customer} over to you.", name=turn.person.name, customer=customer.name), target
    )
    words = _("{owner} now owns {customer}.", owner=to.name, customer=customer.name)
    return Reply.of(
        words,
        *_along(gone),
        choices=(*undo_choice(turn), Choice(_("Card"), Action("card", {"customer": customer.id}))),
        about=target,
    )


def _along(gone: HandedOver) -> Iterator[Words]:
    """What goes along with customers."""
    if gone.follow_ups:
        yield ngettext("{count} open follow-up goes along.", "{count} open follow-ups go along.", gone.follow_ups)
    if gone.opportunities:
        yield ngettext(
            "{count} open opportunity goes along.", "{count} open opportunities go along.", gone.opportunities
        )


def _tell(turn: Turn, to: Person, words: Words, about: Target | None) -> None:
    """The new owner hears of it, unless they did it themselves."""
    if to.id != turn.person.id:
        choices = (Choice(_("Brief"), Action("brief", {"customer": about.id})),) if about else ()
        turn.tell(to.id, Reply.of(words, choices=choices, about=about))


def _of(turn: Turn, customer: CustomerRecord) -> Reply:
    """Hands over the customer that a card is about: to whom is asked."""
    _may_hand_over(turn, customer)
    return start(turn, HAND_OVER, None, values={"customer": customer.id})


# ------------------------------------------------------------------ all
def _confirm_all(turn: Turn, said: Said) -> Confirmation:
    """How many, before it is done."""
    of, to = said[FROM], said[TO]
    if of.id != turn.person.id and turn.person.role not in LEADS:
        raise Sorry(_("Only {name} or a manager can hand over {name}'s customers.", name=of.name))
    if of.id == to.id:
        raise Sorry(_("They're already {name}'s.", name=of.name))
    count = turn.work.owners.has(of.id)
    if not count:
        raise Sorry(_("{name} has no customers.", name=of.name))
    words = ngettext(
        "{count} customer of {name} goes to {to}, with what is open there. Shall I?",
        "{count} customers of {name} go to {to}, with what is open there. Shall I?",
        count,
        name=of.name,
        to=to.name,
    )
    return Confirmation(
        f"hand over {of.id} {to.id} {count}", (words,), (Choice(_("Hand them over"), YES), Choice(_("Leave it"), NO))
    )


def _hand_over_all(turn: Turn, said: Said) -> Reply:
    of, to = said[FROM], said[TO]
    gone = turn.work.owners.hand_over_all(of.id, to.id)
    told = ngettext(
        "{name} has handed over to you {count} customer of {former}.",
        "{name} has handed over to you {count} customers of {former}.",
        gone.customers,
        name=turn.person.name,
        former=of.name,
    )
    _tell(turn, to, told, None)
    words = ngettext(
        "{count} customer moved to {name}.", "{count} customers moved to {name}.", gone.customers, name=to.name
    )
    return Reply.of(words, *_along(gone), choices=undo_choice(turn))


RESPONSIBLE = Form("responsible", (CUSTOMER,), save=_responsible, title=_("Whose customer"))
HAND_OVER = Form("hand_over", (CUSTOMER, TO), save=_hand_over, title=_("Hand over a customer"))
HAND_OVER_ALL = Form(
    "hand_over_all", (FROM, TO), save=_hand_over_all, check=_confirm_all, title=_("Hand over everything")
)


# ------------------------------------------------------------------ told within more
def after_log(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """After a log that tells that a colleague has the customer from now on: a tap hands it over."""
    logged = logged_of(turn, customer)
    return _offered(turn, customer, logged.summary) if logged else None


def after_addition(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """The same after what was added to a log: of that alone."""
    logged = logged_of(turn, customer)
    return _offered(turn, customer, added_to(logged)) if logged else None


def _offered(turn: Turn, customer: CustomerRecord, words: str) -> Reply | None:
    told = turn.read_as(OUTCOMES, words).slots
    whom, of = told.get("staff"), told.get("customer")
    to = whom.known if isinstance(whom, Name) else None
    another = isinstance(of, Name) and of.known is not None and of.known.id != customer.id
    if to is None or another or to.id == customer.owner_id:
        return None
    label = _("Hand {customer} over to {name}", customer=clip(customer.name, 24), name=clip(to.name, 24))
    return Reply((), (Choice(label, Action("hand_over_to", {"customer": customer.id, "staff": to.id})),))


def _hand_over_to(turn: Turn, customer: CustomerRecord, staff: int) -> Reply:
    """A button: to the colleague who was named."""
    _may_hand_over(turn, customer)
    return start(turn, HAND_OVER, None, values={"customer": customer.id, "staff": staff})


def _both_known(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it is a customer that goes to a colleague: "dale el catálogo a Marta" is neither."""
    customer = turn.match(places["customer"], {NameKind.CUSTOMER}).known
    staff = turn.match(places["staff"], {NameKind.STAFF}).known
    return customer is not None and staff is not None


CAPABILITY = Capability(
    "owners",
    about=_("Who owns a customer, and handing over"),
    commands=(
        Command(
            {"es": "traspasar_todo", "en": "handover_all"},
            HAND_OVER_ALL,
            _("Hand over all customers of somebody"),
            takes=("{from} > {staff}", "@hand_over_all_of_takes", "@hand_over_all_to_takes", "{staff}"),
            sayings="hand_over_all",
        ),
        Command(
            {"es": "responsable", "en": "owner"},
            RESPONSIBLE,
            _("Who owns a customer, and since when"),
            sayings="owner_of",
        ),
        Command(
            {"es": "traspasar", "en": "handover"},
            HAND_OVER,
            _("Hand a customer over to a colleague"),
            takes=("{customer} > {staff}",),
            sayings="hand_over",
        ),
        Command(
            {"": "entregar"},
            HAND_OVER,
            hidden=True,
            sayings="hand_over_between",
            fits=_both_known,
        ),
    ),
    actions={"hand_over": _of, "hand_over_to": _hand_over_to},
    contributes={"after_log": after_log, "after_addition": after_addition},
    examples={"es": ("quién lleva Bar Sol",), "en": ("who owns The Crown",)},
    order=35,
)
