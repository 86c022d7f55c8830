"""How a complaint is shown: in a few words, as a line of a list, as a card with all that was done about it."""

from handlers.kit.format.labels import CAUSES
from handlers.kit.format.texts import On, ShortDay, TimeOfDay, Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Block, Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from storage.crm.complaints.records import ComplaintEvent, ComplaintRecord

COMPLAINT = "complaint"
EVENTS_SHOWN = 8
LONGEST_WORDS = 500

SEVERITIES: dict[str, Words] = {
    "low": _("low"),
    "normal": _("normal"),
    "high": _("high"),
    "urgent": _("urgent"),
}
HAPPENED: dict[str, Words] = {
    "opened": _("opened"),
    "joined": _("complained again"),
    "given": _("given to"),
    "answered": _("first answer by"),
    "contact": _("in touch again:"),
    "improved": _("it improved, says"),
    "not_better": _("not better yet, says"),
    "escalated": _("brought to the manager"),
    "closed": _("closed by"),
    "reopened": _("reopened by"),
}


def title(complaint: ComplaintRecord) -> Words:
    """A complaint in a few words."""
    return _("complaint {number}, {customer}", number=complaint.id, customer=clip(complaint.customer, 60))


def card(turn: Turn, complaint: ComplaintRecord, *notice: Words, undo: tuple[Choice, ...] = ()) -> Reply:
    """All that is known of one, with its journey; `notice` is what was done just now, `undo` takes that back."""
    journey = [one for one in turn.work.complaints.journey(complaint.id) if one.kind != "opened"][-EVENTS_SHOWN:]
    blocks: tuple[Block, ...] = (
        *(Paragraph(words) for words in notice),
        Heading(_("Complaint {number} · {customer}", number=complaint.id, customer=clip(complaint.customer, 80))),
        Paragraph(_("“{words}”", words=clip(complaint.words, LONGEST_WORDS))),
        Facts(facts(turn, complaint)),
    )
    if journey:
        blocks += (Entries([_event(turn, one) for one in journey]),)
    return Reply(blocks, (*undo, *choices(complaint)), about=Target(COMPLAINT, complaint.id))


def choices(complaint: ComplaintRecord) -> tuple[Choice, ...]:
    """What can be done with one, by where it stands."""
    this = {"complaint": complaint.id}
    customer = Choice(_("Customer"), Action("card", {"customer": complaint.customer_id}))
    if not complaint.is_open:
        return (Choice(_("Reopen"), Action("complaint_reopen", this)), customer)
    answered = (
        (Choice(_("I've answered"), Action("complaint_answered", this)),) if complaint.answered_at is None else ()
    )
    return (
        *answered,
        Choice(_("It improved"), Action("complaint_improved", this)),
        Choice(_("Close it"), Action("close_complaint", this)),
        Choice(_("Hand over"), Action("give_complaint", this)),
        Choice(_("Cause"), Action("complaint_cause", this)),
        Choice(_("Severity"), Action("complaint_severity", this)),
        customer,
    )


def facts(turn: Turn, complaint: ComplaintRecord) -> list[tuple[Words, Words]]:
    """What is known of it, a line each."""
    known: list[tuple[Words, Words | None]] = [
        (_("State"), _state(turn, complaint)),
        (_("Severity"), SEVERITIES.get(complaint.severity or "")),
        (_("Cause"), CAUSES.get(complaint.cause or "")),
        (_("Contact"), complaint.contact),
        (_("Score"), str(complaint.score) if complaint.score is not None else None),
        (_("Cared for by"), complaint.carer or _("nobody")),
        (_("First answer"), _answer(turn, complaint)),
        (_("To be solved by"), _rescue(turn, complaint) if complaint.is_open else None),
    ]
    return [(label, value) for label, value in known if value]


def line(turn: Turn, complaint: ComplaintRecord, worth: Words | None = None) -> tuple[Words, Words]:
    """One in a list: whose, then for how long it is open, who cares for it, what is wrong."""
    say = turn.voice.say
    parts = [
        say(age(turn, complaint)),
        say(complaint.carer.split()[0] if complaint.carer else _("nobody")),
        say(SEVERITIES[complaint.severity]) if complaint.severity in {"high", "urgent"} else "",
        say(worth) if worth else "",
        say(_("no answer yet")) if complaint.is_open and complaint.answered_at is None else "",
    ]
    head = _("{number} · {customer}", number=complaint.id, customer=clip(complaint.customer, 50))
    said = say(_("“{words}”", words=clip(complaint.words, 80)))
    return head, f"{' · '.join(part for part in parts if part)}: {said}"


def age(turn: Turn, complaint: ComplaintRecord) -> Words:
    """For how many days it has been open."""
    days = (turn.said_at.date() - turn.local(complaint.opened_at).date()).days
    return _("today") if days <= 0 else ngettext("{count} day", "{count} days", days)


def to_open(turn: Turn, found: list[ComplaintRecord]) -> tuple[Choice, ...]:
    """A button for each."""
    return tuple(
        Choice(
            _("{number} · {customer}", number=one.id, customer=clip(one.customer, 40)),
            Action("complaint", {"complaint": one.id}),
        )
        for one in found
    )


# ------------------------------------------------------------------ parts
def _state(turn: Turn, complaint: ComplaintRecord) -> Words:
    if complaint.is_open:
        if complaint.improved_at is None:
            return _("open since {day}", day=On(turn.local(complaint.opened_at).date()))
        return _("improved on {day}, not closed yet", day=On(turn.local(complaint.improved_at).date()))
    if complaint.closed_at is None:
        return _("taken back")
    day = On(turn.local(complaint.closed_at).date())
    said = clip(complaint.closing or "", 120)
    if complaint.closed_on == "customer":
        return _("closed on {day}, by the customer's word: “{words}”", day=day, words=said)
    return _("closed on {day}, because: “{words}”", day=day, words=said)


def _answer(turn: Turn, complaint: ComplaintRecord) -> Words | None:
    if complaint.answered_at is not None:
        return On(turn.local(complaint.answered_at))
    if not complaint.is_open:
        return None
    by = On(turn.local(complaint.answer_by))
    return _("late: promised for {time}", time=by) if complaint.answer_by < turn.now else _("before {time}", time=by)


def _rescue(turn: Turn, complaint: ComplaintRecord) -> Words:
    day = turn.local(complaint.rescue_by).date()
    left = (day - turn.said_at.date()).days
    if left < 0:
        return _("{day}: its time is over", day=On(day))
    return ngettext("{day} ({count} day left)", "{day} ({count} days left)", left, day=On(day))


def _event(turn: Turn, event: ComplaintEvent) -> tuple[Words, Words]:
    local = turn.local(event.at)
    head = _(
        "{day}, {time} · {what} {who}",
        day=ShortDay(local.date()),
        time=TimeOfDay(local),
        what=HAPPENED[event.kind],
        who=event.staff or "",
    )
    return head, _("“{words}”", words=clip(event.words, 200)) if event.words else ""
