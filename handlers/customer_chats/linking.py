"""/enlace Bar Sol: a link and a QR code by which one person of a customer joins, once; and how it is revoked."""

from collections.abc import Mapping
from io import BytesIO

from handlers.customer_chats.preferences import preference_facts
from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.name_slots import KnownCustomer
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.picture import Picture
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.meaning import NameKind
from storage.crm.outreach.records import PURPOSES, CustomerAccount
from storage.crm.records import CustomerRecord

CUSTOMER = Slot("customer", KnownCustomer(), _("Customer"), _("Which customer?"))
SCALE = 8
"""Pixels of a module: some 300 for a whole code, which a phone reads from another one's screen."""

PURPOSE_NAMES = {"surveys": _("questions"), "promotions": _("offers")}


def _link(turn: Turn, said: Said) -> Reply:
    return link_for(turn, said[CUSTOMER])


def link_for(turn: Turn, customer: CustomerRecord) -> Reply:
    """A new link, to be sent to one person there."""
    code = turn.work.customer_accounts.invite(customer.id)
    links = turn.join_links(code)
    written = "\n".join(links.values())
    revoke = Choice(_("Revoke it"), Action("revoke_customer_links", {"customer": customer.id}))
    blocks = (
        Heading(_("Link for {customer}", customer=customer.name)),
        Paragraph(
            _(
                "Send it to one person there: it works once, within 30 days. They read what it is for, and agree or not; of you and "
                "of other customers they see nothing."
            )
        ),
        *((Paragraph(written), _code(turn, customer, next(iter(links.values())))) if links else ()),
        Paragraph(
            _("or by writing to me: {command}", command=f"link {code}")
            if links
            else _("They join by writing to me: {command}", command=f"link {code}")
        ),
    )
    return Reply(blocks, (revoke, *undo_choice(turn)), about=Target("customer", customer.id))


def _code(turn: Turn, customer: CustomerRecord, link: str) -> Picture:
    """The link to point a camera at."""
    import segno  # noqa: PLC0415 - 4 MB, for who wants a code

    drawn = BytesIO()
    segno.make(link, error="m").save(drawn, kind="png", scale=SCALE, border=4)
    name = f"qr-{customer.id}.png"
    file = turn.work.files.keep(name, "image/png", drawn.getvalue())
    return Picture(file, name, _("The link as a QR code, for {customer}.", customer=customer.name))


def revoke(turn: Turn, customer: CustomerRecord) -> Reply:
    """A button: no link that was not used yet works any more."""
    count = turn.work.customer_accounts.revoke_links(customer.id)
    if not count:
        return Reply.of(_("No link of {customer}'s is waiting to be used.", customer=customer.name))
    said = ngettext("{count} link revoked.", "{count} links revoked.", count)
    return Reply.of(said, choices=undo_choice(turn))


def disconnect(turn: Turn, customer: CustomerRecord, account: int) -> Reply:
    """A button: this account is the customer's no more."""
    found = turn.work.customer_accounts.get(account)
    if found is None or found.customer_id != customer.id:
        return Reply.of(_("That is not there any more."))
    turn.work.customer_accounts.unlink(account)
    return Reply.of(_("That account is no longer {customer}'s.", customer=customer.name), choices=undo_choice(turn))


def on_card(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """Who of them is on the bot and what they agreed to, and how they want to be reached."""
    accounts = turn.work.customer_accounts.of_customer(customer.id)
    facts: list[tuple[Words, Words]] = [(_("On the bot"), _agreed(turn, account)) for account in accounts]
    facts += preference_facts(turn.work.contact_preferences.of(customer.id))
    return Reply((Facts(facts),)) if facts else None


def at_a_customer(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether "link for …" names a customer."""
    return turn.match(places["customer"], {NameKind.CUSTOMER}).known is not None


def _agreed(turn: Turn, account: CustomerAccount) -> Words:
    if account.stopped_at:
        return _("wants to hear nothing more")
    agreed = turn.work.consents.of(account.id)
    yes = [
        turn.voice.say(PURPOSE_NAMES[purpose]) for purpose in PURPOSES if purpose in agreed and agreed[purpose].granted
    ]
    return _("agreed to {what}", what=", ".join(yes)) if yes else _("agreed to nothing so far")


LINK = Form("customer_link", (CUSTOMER,), save=_link, title=_("Link for a customer"))
