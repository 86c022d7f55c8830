"""What a program proposes in a person's name: it is tried out and rolled back, shown in words, and done when the person says so.

A proposal is bound to what its words mean and to the rows that they touch. The store keeps a digest of the one and the last
change of each of the others (`storage.audit.proposals`); where any of it differs when the button is pressed, nothing is done.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.kit import audit
from handlers.kit.conversation import Conversation
from handlers.kit.dialog.arbiter import meant
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.originals import keep_originals
from handlers.kit.turn import Sorry, Turn
from storage.audit.records import Changed
from storage.work import REHEARSAL, Work

LONGEST = 500
"""Characters of a sentence that is proposed."""
MOST_TOLD = 8
"""Changes of a proposal that are told one by one."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would become of a sentence: what is answered, what is changed, in words; what it means, and the rows that it touches."""

    reply: Reply
    changes: tuple[str, ...]
    means: str
    rows: tuple[Changed, ...]


def rehearsed(turn: Turn, sentence: str, said_at: datetime) -> Rehearsed | None:
    """Tries out a sentence as if the person had written it then; nothing of it stays. None where it asks for nothing that we do."""
    with turn.work.rehearsal() as work:
        trial = _saying(turn, sentence, said_at, work, Conversation())
        try:
            reply = meant(trial, sentence)
        except Sorry as sorry:
            return Rehearsed(Reply.of(sorry.words), (), "", ())
        if reply is None:
            return None
        changes = work.changes.changes_of(REHEARSAL, limit=MOST_TOLD)
        said = tuple(dict.fromkeys(trial.voice.say(audit.told(trial, change)) for change in changes))
        rows = tuple(work.proposals.footprint(REHEARSAL))
        heard = trial.understand(sentence)
    means = repr((sentence, heard.intent, sorted(heard.slots.items(), key=lambda pair: pair[0])))
    return Rehearsed(reply, said, hashlib.sha256(means.encode()).hexdigest(), rows)


def proposal(turn: Turn, title: Words, sentence: str, trial: Rehearsed) -> Reply:
    """What is proposed, with what would be stored, and the two buttons. It is kept for them."""
    kept = turn.work.proposals.keep(
        turn.person.id, trial.means, turn.work.proposals.versions(trial.rows), turn.incoming.sent_at
    )
    blocks: list[Block] = [Heading(title), Paragraph(_("“{sentence}”", sentence=clip(sentence, LONGEST)))]
    if trial.changes:
        blocks += [Entries([(_("Would be saved: {what}", what=what), "") for what in trial.changes])]
        blocks += [block for block in trial.reply.blocks if isinstance(block, Facts)]
        blocks += [Paragraph(_("Nothing is saved yet. This can be decided for 10 minutes."))]
    yes, no = (_("Save"), _("Discard")) if trial.changes else (_("Yes, do it"), _("No"))
    return Reply(
        tuple(blocks),
        (
            Choice(yes, Action("do_proposed", {"proposal": kept, "sentence": sentence})),
            Choice(no, Action("leave_proposed", {"proposal": kept})),
        ),
    )


def do(turn: Turn, proposal_id: int, sentence: str) -> Reply:
    """The person says yes: done as if they had written it then. Raises Sorry where it is late, decided, or not the same any more."""
    waiting = turn.work.proposals.take(proposal_id, turn.person.id)
    if waiting is None:
        raise Sorry(_("That has been decided already."))
    if turn.now > waiting.expires_at:
        raise Sorry(_("That was more than ten minutes ago. Tell me again, please."))
    again = rehearsed(turn, sentence, waiting.proposed_at)
    if again is None or again.means != waiting.means or _versions(turn, again.rows) != waiting.versions:
        raise Sorry(_("Something has changed since. Tell me again, please."))
    real = _saying(turn, sentence, waiting.proposed_at, turn.work, turn.conversation)
    reply = meant(real, sentence) or Reply()
    turn.conversation = real.conversation
    keep_originals(real, [sentence])
    return reply


def _versions(turn: Turn, rows: Sequence[Changed]) -> dict[str, str]:
    return turn.work.proposals.versions(rows)


def _saying(turn: Turn, sentence: str, said_at: datetime, work: Work, conversation: Conversation) -> Turn:
    incoming = replace(turn.incoming, kind="text", text=sentence, sent_at=said_at, result={}, token=None)
    return replace(turn, work=work, incoming=incoming, conversation=conversation, told=sentence)
