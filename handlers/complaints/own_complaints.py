"""A customer complains themselves, on their own phone: it has a number and somebody who cares for it, at once."""

from handlers.kit.complaints.opening import complain
from handlers.kit.format.texts import On, Words, _
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.customer_turn import CustomerService, CustomerTurn
from handlers.language.slots.complaints import cause_of, tells_more, tells_of_complaint
from storage.crm.complaints.conditions import open_complaint
from storage.crm.complaints.records import ComplaintInput

LONGEST = 2000
WORDS = ("queja", "complaint")


def heard(turn: CustomerTurn, text: str) -> Reply | None:
    """What they wrote, where it says that they complain, and tells more; "llegó tarde" alone may answer what we asked."""
    return _open(turn, text) if tells_of_complaint(text) and tells_more(text, [turn.customer.name]) else None


def command(turn: CustomerTurn, words: str) -> Reply:
    """/queja with what is wrong; without, how to say it."""
    if not words:
        return Reply.of(
            _("We are sorry. Write to us what went wrong, beginning with “complaint”: it gets to a person at once.")
        )
    return _open(turn, words)


def _open(turn: CustomerTurn, text: str) -> Reply:
    """Opens one, or adds to the one that is open, in their own words."""
    words, work = text.strip()[:LONGEST], turn.work
    known = open_complaint(work, turn.customer.id)
    if known is not None:
        work.complaints.event(known, "joined", words=words)
        number = known
        turn.tell_owner(
            Reply.of(
                _(
                    "{customer} adds to complaint {number}: “{words}”",
                    customer=turn.customer.name,
                    number=str(known),
                    words=words,
                )
            )
        )
    else:
        said = ComplaintInput(turn.customer.id, words, cause=cause_of(words), origin="customer")
        number = complain(work, turn.company, said).id
    record = work.complaints.get(number)
    if known is None and record and record.carer_id != turn.customer.owner_id:
        turn.tell_owner(
            Reply.of(
                _(
                    "{customer} complains: “{words}”. Number {number}, and {name} cares for it.",
                    customer=turn.customer.name,
                    words=words,
                    number=str(number),
                    name=record.carer or turn.company.name,
                )
            )
        )
    told: list[Words] = [_("We are sorry. Your complaint has the number {number}.", number=str(number))]
    if record and record.carer:
        day = On(record.answer_by.astimezone(turn.zone).date())
        told.append(_("{name} takes care of it, and answers you by {day}.", name=record.carer.split()[0], day=day))
    return Reply.of(*told)


SERVICE = CustomerService(
    commands=dict.fromkeys(WORDS, command),
    hears=heard,
    help_lines=(({"es": "/queja", "en": "/complaint"}, _("if something went wrong")),),
)
