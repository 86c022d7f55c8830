"""How a visit, a call, a message that was logged is shown."""

from collections.abc import Sequence
from typing import Protocol

from handlers.kit.attachments import marks, shows_of
from handlers.kit.audit import undo_choice
from handlers.kit.format.dates import when_due
from handlers.kit.format.labels import KINDS, MOODS
from handlers.kit.format.texts import DateSpan, On, Price, Words, _, clip
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Grain, Moment
from storage.crm.records import Due, InteractionRecord

INTERACTION = "interaction"
MOST_STEPS = 5
"""Next steps that a card shows."""


class NextStepShown(Protocol):
    """What was promised, and for when."""

    @property
    def what(self) -> str:
        """In the person's words."""
        ...

    @property
    def due(self) -> Due:
        """When it is to be done."""
        ...


def card(turn: Turn, interaction_id: int) -> Reply:
    """What was kept, with absolute dates, Fix and Undo."""
    record = turn.work.interactions.get(interaction_id)
    if record is None:
        raise Sorry(_("That no longer exists."))
    came = marks(turn, [record.id]).get(record.id, "")
    return shown(turn, record, turn.work.follow_ups.all_of_interaction(record.id), came)


def shown(turn: Turn, record: InteractionRecord, steps: Sequence[NextStepShown], came: str = "") -> Reply:
    """The card of a record and the next steps that were told with it; `came` is what came with it. Undo takes back what this turn did: a correction, and then the log."""
    target = Target(INTERACTION, record.id)
    facts: list[tuple[Words, Words]] = [(_("Date"), shown_when(turn, record))]
    if record.met:
        facts.append((_("With"), ", ".join(one.name for one in record.met)))
    if record.amount is not None and record.currency:
        facts.append((_("Amount"), Price(record.amount, record.currency)))
    facts += [
        (label, value) for label, value in ((_("Promotion"), record.promotion), (_("Product"), record.product)) if value
    ]
    if record.sentiment:
        facts.append((_("Mood"), MOODS.get(record.sentiment, record.sentiment)))
    for number, step in enumerate(steps[:MOST_STEPS]):
        label = _("And then") if number else _("Next step")
        facts.append((label, _("{what} · {when}", what=clip(step.what, 200), when=when_due(step.due))))
    if came:
        facts.append((_("With it"), came))
    blocks = (
        Heading(_("Saved: {kind} · {customer}", kind=KINDS[record.kind], customer=record.customer)),
        *((Paragraph(clip(record.summary, 500)),) if record.summary else ()),
        Facts(facts),
    )
    return Reply(
        blocks,
        (
            Choice(_("Fix"), Action("fix", {"target": str(target)})),
            *(undo_choice(turn) or undo_choice(turn, target)),
            *((shows_of(record.id),) if came else ()),
            Choice(_("As it was said"), Action("as_said", {"target": str(target)}), minor=True),
        ),
        about=target,
    )


def shown_when(turn: Turn, record: InteractionRecord) -> Words:
    """When it took place: the day, with the hour where one was said."""
    if record.grain == Grain.MINUTE:
        return On(turn.local(record.at))
    return DateSpan(Moment(record.day, Grain(record.grain)))


def mine(turn: Turn, target: Target) -> InteractionRecord:
    """The record, where this person may change it."""
    record = turn.work.interactions.get(target.id)
    if record is None or record.archived_at:
        raise Sorry(_("That no longer exists."))
    if record.author_id != turn.person.id and turn.person.role not in {"manager", "admin"}:
        raise Sorry(_("{author} logged that: only they can change it.", author=record.author))
    return record
