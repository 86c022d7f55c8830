"""What is promised within a message that opens something else: a complaint, an enquiry, a deal that is won."""

from handlers.kit.follow_ups.next_steps import each, further, titled
from handlers.kit.format.dates import when_due
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Said, Unclear
from handlers.kit.forms.moment_slots import FollowUp
from handlers.kit.messages.blocks import Facts
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.meaning import Name, NextStep


def keep_promises(
    turn: Turn,
    text: str,
    *,
    customer_id: int | None = None,
    opportunity_id: int | None = None,
    named: str | None = None,
) -> Reply | None:
    """Keeps the next steps with a day that a message tells besides, and shows them; None where it tells of none.

    `named` is whom it is about, where nobody known is.
    """
    heard = turn.read_as("log_interaction", text) if text else None
    step, contact = (heard.slots.get("next_step"), heard.slots.get("contact")) if heard else (None, None)
    if not isinstance(step, NextStep):
        return None
    try:
        first = FollowUp().take(turn, step, Said({}, text=text))
    except Unclear:
        return None
    known = contact.known if isinstance(contact, Name) else None
    lines: list[tuple[Words, Words]] = []
    for planned in [first, *further(turn, heard, text)] if first else []:
        for one in each(turn, planned):
            what = titled(one, known.name if known else named)
            turn.work.follow_ups.add(
                what,
                one.due,
                owner_id=turn.person.id,
                customer_id=customer_id,
                contact_id=known.id if known and known.customer_id == customer_id else None,
                opportunity_id=opportunity_id,
            )
            label = _("And then") if lines else _("Next step")
            lines.append((label, _("{what} · {when}", what=clip(what, 200), when=when_due(one.due))))
    return Reply((Facts(lines),)) if lines else None
