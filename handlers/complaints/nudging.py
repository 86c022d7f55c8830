"""What is brought up unasked about complaints: to who cares for them, and to their manager."""

from handlers.complaints.card import COMPLAINT
from handlers.kit.complaints.clock import StepName
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.messages.reply import Reply
from storage.crm.complaints.records import ComplaintRecord

TO_MANAGER = frozenset({"manager", "escalated", "over"})


def nudge(complaint: ComplaintRecord, step: StepName) -> Reply:
    """What is said at a step, with what settles it in a tap."""
    heading = _("Complaint {number} · {customer}", number=complaint.id, customer=clip(complaint.customer, 80))
    words = _("“{words}”", words=clip(complaint.words, 300))
    blocks = (Heading(heading), Paragraph(words), Paragraph(_said(complaint, step)))
    return Reply(blocks, _choices(complaint, step), about=Target(COMPLAINT, complaint.id))


def _said(complaint: ComplaintRecord, step: StepName) -> Words:
    carer = complaint.carer or _("nobody")
    match step:
        case "new":
            return _("It is yours to care for. Answer the customer first; then tell me.")
        case "answer":
            return _("The promised time for a first answer has passed. Have you been in touch?")
        case "manager":
            return _("Nobody has answered this complaint in the promised time. {name} cares for it.", name=carer)
        case "escalated":
            return _("25 of its 30 days are over and it is still open. {name} cares for it.", name=carer)
        case "over":
            return _("Its 30 days are over and it is still open. {name} cares for it.", name=carer)
    if complaint.improved_at is not None:
        return _("You said that it improved. What does the customer say? Their word closes it.")
    return _("Has it improved?")


def _choices(complaint: ComplaintRecord, step: StepName) -> tuple[Choice, ...]:
    this = {"complaint": complaint.id}
    see = Choice(_("See it"), Action("complaint", this))
    give = Choice(_("Hand over"), Action("give_complaint", this))
    if step in TO_MANAGER:
        return (see, give, Choice(_("Close it"), Action("close_complaint", this)))
    if step in {"new", "answer"}:
        return (Choice(_("I've answered"), Action("complaint_answered", this)), see, give)
    improved = (Choice(_("It improved"), Action("complaint_improved", this)),) if complaint.improved_at is None else ()
    return (
        *improved,
        Choice(_("Not yet"), Action("complaint_not_better", this)),
        Choice(_("Close it"), Action("close_complaint", this)),
        see,
    )
