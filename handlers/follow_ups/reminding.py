"""What is said unasked about a follow-up: at its minute, and to a colleague whom somebody gave one."""

from handlers.kit.follow_ups.follow_up import (
    FOLLOW_UP,
)
from handlers.kit.format.dates import when_due
from handlers.kit.format.texts import _, clip
from handlers.kit.forms.moment_slots import SOON
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from storage.crm.records import FollowUpRecord
from storage.people.records import Person


def nudge(follow_up: FollowUpRecord) -> Reply:
    """What its owner hears when a promise is due, or when its deadline draws near."""
    target = Target(FOLLOW_UP, follow_up.id)
    what = clip(follow_up.what, 300)
    ahead = follow_up.nudge_at is not None and follow_up.nudge_at < follow_up.due_at
    heading = _("Coming up: {what}", what=what) if ahead else _("Now: {what}", what=what)
    lines = [
        line for line in (follow_up.customer, when_due(follow_up.due) if ahead or follow_up.deadline else None) if line
    ]
    shown = choices(follow_up.id, soon_too=not ahead)
    return Reply((Heading(heading), *(Paragraph(line) for line in lines)), shown, about=target)


def choices(follow_up_id: int, *, soon_too: bool = True) -> tuple[Choice, ...]:
    """What can be done about a follow-up; the usual moments to move it to are among it where it is due by now."""
    snooze = Action("snooze", {"follow_up": follow_up_id})
    return (
        Choice(_("Done"), Action("finish", {"follow_up": follow_up_id})),
        *(Choice(label, snooze.with_args(until=key)) for key, label in SOON if soon_too),
        Choice(_("Another time"), snooze),
        Choice(_("Reassign"), Action("reassign", {"follow_up": follow_up_id})),
    )


def tell(turn: Turn, owner: Person, follow_up_id: int) -> None:
    """Lets a colleague know that something is theirs to do now."""
    follow_up = turn.work.follow_ups.get(follow_up_id)
    if follow_up is None:
        return
    target = Target(FOLLOW_UP, follow_up.id)
    heading = Heading(
        _("{name} has passed this to you: {what}", name=turn.person.first_name, what=clip(follow_up.what, 300))
    )
    lines = tuple(Paragraph(line) for line in (follow_up.customer, when_due(follow_up.due)) if line)
    turn.tell(owner.id, Reply((heading, *lines), choices(follow_up.id), about=target))
