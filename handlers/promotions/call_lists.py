"""Customers whom a colleague tells: by telephone, on a visit, by e-mail. A list for each, the most valuable first, inside their day."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from handlers.kit.format.phones import phone_shown
from handlers.kit.format.texts import Words, _, clip, ngettext, voice
from handlers.kit.jobs import JobContext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.reply import Enclosed, Reply
from handlers.kit.outreach.prospects import is_prospect
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.table_files import FORMATS, write_sheet
from handlers.kit.turn import Sorry, Turn
from handlers.promotions.advice import advise
from handlers.promotions.card import is_listed
from handlers.promotions.lookup import PROMOTION, APromotion, may_make, only_makers
from handlers.promotions.message import text_to
from handlers.promotions.wording import state
from storage.people.records import Person
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import TO_SEND, ToldCustomer, ToldCustomers

JOB: Final = "write_mail_merge"
SHOWN = 5
MOST = 20_000
TITLES: tuple[Words, ...] = (_("Customer"), _("Phone"), _("E-mail"), _("Address"), _("Rep"), _("Text"))


def mine(turn: Turn, promotion: APromotion) -> Reply:
    """The next ones on the person's own list; of managers and marketing, on everybody's."""
    back = Choice(clip(promotion.name, 60), Action(PROMOTION, {PROMOTION: promotion.id}))
    if not is_listed(turn, promotion):
        how = state(promotion, turn.local(turn.now).date())
        return Reply.of(
            _("Nobody is to be told of {name} now: {state}.", name=promotion.name, state=how), choices=(back,)
        )
    owner = None if turn.person.role in MANAGERS or may_make(turn) else turn.person.id
    found = turn.work.topic(ToldCustomers).to_call(promotion.id, owner, limit=SHOWN + 1)
    if not found:
        return Reply.of(_("Nobody is left to tell of {name} on your list.", name=promotion.name), choices=(back,))
    entries = [(one.customer, phone_shown(one.phone) or one.owner or "–") for one in found[:SHOWN]]
    opens = tuple(
        Choice(clip(one.customer, 60), Action("promotion_call", {PROMOTION: promotion.id, "customer": one.customer_id}))
        for one in found[:SHOWN]
    )
    more = (Paragraph(_("There are more behind these.")),) if len(found) > SHOWN else ()
    return Reply((Heading(_("To tell of {name}", name=promotion.name)), Entries(entries), *more), (*opens, back))


def one(turn: Turn, promotion: APromotion, customer: int) -> Reply:
    """One customer to tell now: looked at again before, with the argument and what they can say."""
    told = _there(turn, promotion.id, customer)
    known = turn.work.customers.get(customer)
    if known is None:
        raise Sorry(_("That is not there any more."))
    advice = advise(turn, promotion, known)
    this = {PROMOTION: promotion.id, "customer": customer}
    if not advice.offer:
        why = "\n".join(f"• {turn.voice.say(words)}" for words in advice.why)
        skip = Choice(_("Leave them out"), Action("promotion_called", {**this, "said": "skip"}))
        heading = _("Do not offer {promotion} to {customer}", promotion=promotion.name, customer=known.name)
        return Reply((Heading(heading), Paragraph(why)), (skip,))
    words = text_to(promotion.content, known.name, prospect=is_prospect(turn.work, known))
    return Reply(
        (
            Heading(_("{customer}: {phone}", customer=known.name, phone=phone_shown(told.phone) or "–")),
            Paragraph("\n".join(turn.voice.say(part) for part in words[1:])),
            Paragraph(_("Say: {argument}", argument=advice.argument)),
        ),
        (
            Choice(_("They want it"), Action("promotion_called", {**this, "said": "yes"})),
            Choice(_("They don't"), Action("promotion_called", {**this, "said": "no"})),
            Choice(_("Told, no answer yet"), Action("promotion_called", {**this, "said": "told"})),
        ),
    )


def called(turn: Turn, promotion: APromotion, customer: int, said: str) -> Reply:
    """What came of it; then the next one."""
    told = _there(turn, promotion.id, customer)
    customers = turn.work.topic(ToldCustomers)
    if said == "skip":
        customers.not_sent(told.id, "left_out")
        notice = _("Left out: {customer}.", customer=told.customer)
    else:
        customers.sent(told.id, promotion.version, None)
        if said in {"yes", "no"}:
            customers.answered(told.id, yes=said == "yes")
        notice = _("Noted: {customer}.", customer=told.customer)
    return Reply.of(notice) + mine(turn, promotion)


def _there(turn: Turn, promotion_id: int, customer: int) -> ToldCustomer:
    """Somebody who is still to be told: nobody is told twice, whoever else has the list."""
    told = turn.work.topic(ToldCustomers).one(promotion_id, customer)
    if told is None or told.state != TO_SEND:
        raise Sorry(_("They were told already, or are not to be told any more."))
    return told


def in_day(turn: Turn, person: Person) -> Reply | None:
    """My calls for promotions, on my day."""
    lines: list[Words] = []
    choices: list[Choice] = []
    for promotion in turn.work.topic(Promotions).open(turn.local(turn.now).date()):
        if promotion.content.channel == "telegram":
            continue
        found = turn.work.topic(ToldCustomers).to_call(promotion.id, person.id, limit=SHOWN * 4)
        if found:
            counted = ngettext("{count} customer", "{count} customers", len(found))
            lines.append(_("{name}: {customers} to tell", name=promotion.name, customers=counted))
            label = _("To tell of {name}", name=clip(promotion.name, 40))
            choices.append(Choice(label, Action("promotion_calls", {PROMOTION: promotion.id})))
    return Reply(tuple(Paragraph(line) for line in lines), tuple(choices)) if lines else None


# ------------------------------------------------------------------ a file for letters and e-mails
def ask_for_file(turn: Turn, promotion: APromotion) -> Reply:
    """Asks for the file: everybody who is still to be told, with their text."""
    only_makers(turn)
    turn.only_in_private()
    payload = {"promotion": promotion.id, "name": f"{promotion.id}-{turn.local(turn.now):%Y-%m-%d}.csv"}
    turn.start_job(JOB, payload)
    return Reply.of(_("I'm writing the file…"))


def write_file(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: a line for each customer."""
    with TemporaryDirectory(prefix="cartera-") as folder, context.store.work() as work:
        path = Path(folder) / payload["name"]
        promotion = work.topic(Promotions).get(payload["promotion"])
        found = work.topic(ToldCustomers).to_call(payload["promotion"], None, limit=MOST) if promotion else []
        speaks = voice(context.language, context.company.country, work.now.date())
        lines: list[list[str | None]] = [[speaks.say(title) for title in TITLES]]
        last = max((one.place for one in found), default=-1)
        for one in found:
            customer = work.customers.get(one.customer_id)
            if promotion is None or customer is None:
                continue
            words = text_to(promotion.content, customer.name, prospect=is_prospect(work, customer))
            text = "\n".join(speaks.say(part) for part in words)
            lines.append([customer.name, customer.phone, customer.email, customer.address, one.owner, text])
        write_sheet(path, iter(lines), comma=context.language == "es")
        kept = work.files.keep(payload["name"], FORMATS["csv"], path.read_bytes())
    told = {PROMOTION: payload["promotion"], "version": promotion.version if promotion else 0, "last": last}
    return {"file": kept, "name": payload["name"], "count": len(lines) - 1, "told": told}


def written(_turn: Turn, result: dict[str, Any]) -> Reply:
    """The file."""
    said = ngettext(
        "{count} customer, each with their text.", "{count} customers, each with their text.", result["count"]
    )
    sent = Choice(_("They were sent"), Action("promotion_file_sent", result["told"]))
    return Reply.of(said, choices=(sent,) if result["count"] else ()) + Reply(
        enclosed=(Enclosed(result["file"], result["name"]),)
    )


def file_sent(turn: Turn, promotion: APromotion, version: int, last: int) -> Reply:
    """A button below the file: whoever stands in it was told, but those whom somebody told or left out meanwhile."""
    only_makers(turn)
    turn.work.topic(Promotions).lock(promotion.id)
    count = turn.work.topic(ToldCustomers).all_sent(promotion.id, version, last)
    back = Choice(clip(promotion.name, 60), Action(PROMOTION, {PROMOTION: promotion.id}))
    if not count:
        return Reply.of(_("Nobody of that file is still to be told."), choices=(back,))
    words = ngettext("Noted: {count} customer was told.", "Noted: {count} customers were told.", count)
    return Reply.of(words, choices=(back,))
