"""How a lead is shown: what its owner hears of it, its card with its journey, its line in a list."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.kit.format.durations import BusinessDuration
from handlers.kit.format.labels import LEAD_STATES
from handlers.kit.format.phones import phone_shown
from handlers.kit.format.texts import On, ShortDay, TimeOfDay, Words, _, clip, quoted
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Block, Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.turn import Turn
from handlers.leads.score import reasons, score
from storage.crm.leads.records import NEW, QUALIFIED, LeadRecord, LeadTouch, LeadWait

LEAD = "lead"
LONGEST_MESSAGE = 400
TOUCHES_SHOWN = 12

TOUCHES: dict[str, Words] = {
    "first": _("first came"),
    "last": _("came again"),
    "form": _("wrote, by form"),
    "api": _("wrote, by API"),
    "chat": _("wrote, as told here"),
    "list": _("in a list, brought by"),
    "assigned": _("given to"),
    "taken": _("taken by"),
    "passed": _("passed on by"),
    "call": _("called by"),
    "visit": _("visited by"),
    "meeting": _("met by"),
    "email": _("e-mail by"),
    "message": _("message by"),
    "answered": _("answered by"),
    "attempt": _("called in vain by"),
    "note": _("noted by"),
    "qualified": _("qualified by"),
    "refused": _("refused by"),
}


def title(lead: LeadRecord) -> Words:
    """A lead in a few words."""
    if lead.company and lead.company != lead.name:
        return _(
            "lead {number}, {name} ({company})",
            number=lead.id,
            name=clip(lead.name, 60),
            company=clip(lead.company, 60),
        )
    return _("lead {number}, {name}", number=lead.id, name=clip(lead.name, 60))


def announcement(lead: LeadRecord, notice: Words, *, message: str | None = None, gives: bool = False) -> Reply:
    """What its owner hears: who it is, what they say, where they come from, and what can be done; `gives` to whoever decides who has it."""
    said = message or lead.message
    blocks: tuple[Block, ...] = (
        Paragraph(notice),
        Heading(_head(lead)),
        *((Paragraph(quoted(clip(said, LONGEST_MESSAGE))),) if said else ()),
        Facts(_facts(lead)),
    )
    return Reply(blocks, choices(lead, gives=gives), about=Target(LEAD, lead.id))


def card(turn: Turn, lead: LeadRecord, *notice: Words, undo: tuple[Choice, ...] = ()) -> Reply:
    """All that is known of one, with its journey; `notice` is what was done just now, `undo` takes that back."""
    wait = turn.work.lead_waits.of(lead.id)
    facts = [(_("State"), _state(lead)), *_facts(lead), (_("Owner"), lead.owner or _("nobody"))]
    if response := _response(turn, wait):
        facts.append((_("First response"), response))
    every = turn.work.leads.journey(lead.id)
    if lead.is_open:
        facts.append((_("Score"), _score(turn, lead, every)))
    journey = (
        every if len(every) <= TOUCHES_SHOWN else (*every[:1], *every[1 - TOUCHES_SHOWN :])
    )  # how it began, and the latest
    blocks: tuple[Block, ...] = (
        *(Paragraph(words) for words in notice),
        Heading(_head(lead)),
        Facts(facts),
        Entries([_touch(turn.zone, touch) for touch in journey]),
    )
    may = choices(lead, gives=turn.person.role in MANAGERS)
    return Reply(blocks, (*undo, *may), about=Target(LEAD, lead.id))


def choices(lead: LeadRecord, *, gives: bool = False) -> tuple[Choice, ...]:
    """What can be done with one; `gives` to whoever decides who has it."""
    this = {"lead": lead.id}
    if lead.state == QUALIFIED and lead.opportunity_id:
        return (Choice(_("Opportunity"), Action("opportunity", {"opportunity": lead.opportunity_id})),)
    if not lead.is_open:
        return (Choice(_("Reopen"), Action("reopen_lead", this)),)
    call = (Choice(_("Call"), Action("call_lead", this)),) if lead.phone else ()
    give = (Choice(_("Give it to…"), Action("give_lead", this)),) if gives else ()
    not_mine = Choice(_("Not for me"), Action("pass_lead", this))
    if lead.state == NEW:
        return (Choice(_("Take it"), Action("take_lead", this)), *call, *give, not_mine)
    return (
        *give,
        *call,
        Choice(_("I've answered"), Action("answered_lead", this)),
        Choice(_("Qualify"), Action("qualify_lead", this)),
        Choice(_("Refuse"), Action("refuse_lead", this)),
        not_mine,
    )


def line(turn: Turn, lead: LeadRecord) -> tuple[Words, Words]:
    """One in a list: who, then since when, from where, whose, and what they say."""
    wait = turn.work.lead_waits.of(lead.id)
    say = turn.voice.say
    parts = [say(ShortDay(turn.local(lead.arrived_at).date())), say(lead.owner.split()[0] if lead.owner else _("free"))]
    if lead.source:
        parts.append(lead.source)
    parts.append(say(_response(turn, wait, short=True) or LEAD_STATES[lead.state]))
    said = f": {say(quoted(clip(lead.message, 60)))}" if lead.message else ""
    return _("{number} · {name}", number=lead.id, name=clip(lead.company or lead.name, 60)), " · ".join(parts) + said


# ------------------------------------------------------------------ parts
def _head(lead: LeadRecord) -> Words:
    if lead.source:
        return _("Lead {number} · {name} · {source}", number=lead.id, name=clip(lead.name, 80), source=lead.source)
    return _("Lead {number} · {name}", number=lead.id, name=clip(lead.name, 80))


def _facts(lead: LeadRecord) -> list[tuple[Words, Words]]:
    facts: list[tuple[Words, Words | None]] = [
        (_("Company"), lead.company),
        (_("Phone"), phone_shown(lead.phone)),
        (_("E-mail"), lead.email),
        (_("Wants"), lead.product),
        (_("Area"), lead.territory),
        (_("Campaign"), lead.campaign),
        (_("Customer"), lead.customer),
        (_("Why"), lead.reason),
    ]
    return [(label, clip(value, 120) if isinstance(value, str) else value) for label, value in facts if value]


def _score(turn: Turn, lead: LeadRecord, journey: Sequence[LeadTouch]) -> Words:
    """The points, and what they are made of."""
    found = reasons(lead, journey, turn.work.leads.decided(lead.source_id))
    why = " · ".join(f"{turn.voice.say(one.why)} {one.points:+d}" for one in found)
    return _("{points} of 100: {why}", points=score(found), why=why or turn.voice.say(_("nothing is known yet")))


def _state(lead: LeadRecord) -> Words:
    return LEAD_STATES[lead.state]


def _response(turn: Turn, wait: LeadWait | None, *, short: bool = False) -> Words | None:
    """How long the latest enquiry waited, or until when it should be answered."""
    if wait is None:
        return None
    if wait.seconds is not None:
        return _("answered in {time}", time=BusinessDuration(wait.seconds))
    if wait.dropped_at is not None:
        return _("no response")
    local = turn.local(wait.target_at)
    until: Words = TimeOfDay(local) if short and local.date() == turn.said_at.date() else On(local)
    return _("late: since {time}", time=until) if wait.target_at < turn.now else _("until {time}", time=until)


def _touch(zone: ZoneInfo, touch: LeadTouch) -> tuple[Words, Words]:
    local = touch.at.astimezone(zone).replace(tzinfo=None)
    who = touch.staff if touch.kind not in {"first", "last", "form", "api"} else None
    head = _(
        "{day}, {time} · {what} {who}",
        day=ShortDay(local.date()),
        time=TimeOfDay(local),
        what=TOUCHES[touch.kind],
        who=who or "",
    )
    brought = " · ".join(part for part in (touch.campaign, touch.origin, touch.medium, touch.referrer) if part)
    return head, quoted(clip(touch.message, 200)) if touch.message else clip(brought, 200)
