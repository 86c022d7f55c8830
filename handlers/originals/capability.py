"""As it was said: the messages that a record was made of, letter by letter, on request."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from handlers.kit.format.texts import On, Words, _, clip
from handlers.kit.messages.action import Action, Target
from handlers.kit.messages.blocks import Block, Entries, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import NameKind
from storage.crm.originals import OriginalRecord
from storage.crm.records import CustomerRecord

LONGEST = 700
"""Characters of a message on a screen; more would not fit a phone's."""
RECORDS = 3
"""Records of a customer on a screen, each with all its messages."""

Place = Annotated[tuple[datetime, int], lambda _turn, raw: (datetime.fromisoformat(raw[0]), int(raw[1]))]
"""Where a screen ended: when its last record was, and that record's id."""


def _of_words(turn: Turn, words: str) -> Reply:
    """“/original” of what was told last, "/original Bar Sol" of what was logged there."""
    if not words:
        newest = turn.conversation.newest()
        if not newest:
            raise Sorry(_("Of which customer? For example: “/original {customer}”", customer="Bar Sol"))
        return _of_record(turn, newest[0].target)
    customer = turn.match(words, {NameKind.CUSTOMER}).known
    record = turn.work.customers.get(customer.id) if customer else None
    if record is None:
        raise Sorry(_("I don't know “{name}”.", name=clip(words, 80)))
    return _of_customer(turn, record)


def _of_record(turn: Turn, target: Target) -> Reply:
    """What was said of one record, where this person may see it."""
    title = _title(turn, target)
    if title is None:
        raise Sorry(_("That no longer exists."))
    return Reply((Heading(_("As it was said: {what}", what=title)), *_messages(turn, target)), about=target)


def _title(turn: Turn, target: Target) -> Words | None:
    """What a record is, by its customer or its words; None where there is none that the person may see."""
    work = turn.work
    if target.kind == "interaction":
        interaction = work.interactions.get(target.id)
        return interaction.customer if interaction else None
    if target.kind == "follow_up":
        follow_up = work.follow_ups.get(target.id)
        return clip(follow_up.what, 80) if follow_up else None
    note = work.loose_notes.get(target.id) if target.kind == "loose_note" else None
    return _("loose note") if note and note.owner_id == turn.person.id else None


def _messages(turn: Turn, target: Target) -> tuple[Block, ...]:
    """The messages of a record in the order in which they came: what made it, what was added, each edit."""
    found = turn.work.originals.of(str(target))
    if not found:
        return (Paragraph(_("Nothing was written for this: it came from buttons or a file.")),)
    return (Entries([_entry(turn, message) for message in found]),)


def _entry(turn: Turn, message: OriginalRecord) -> tuple[Words, Words]:
    at = On(turn.local(message.said_at))
    head = _("{when} · {author}", when=at, author=message.author.split()[0]) if message.author else at
    return head, _("erased") if message.words is None else clip(message.words, LONGEST)


def _of_customer(turn: Turn, customer: CustomerRecord, at: Place | None = None) -> Reply:
    """What was said for a customer's latest records, the newest first."""
    page = turn.work.interactions.timeline(customer.id, limit=RECORDS, before=at)
    heading = Heading(_("As it was said: {what}", what=customer.name))
    if not page.items:
        return Reply((heading, Paragraph(_("Nothing yet."))))
    blocks = tuple(_together(_messages(turn, Target("interaction", record.id)) for record in page.items))
    older = [page.older[0].isoformat(), page.older[1]] if page.older else None
    return Reply((heading, *blocks), Pager(page.items, older).more(Action("as_said_of", {"customer": customer.id})))


def _together(parts: Iterable[tuple[Block, ...]]) -> Iterable[Block]:
    for part in parts:
        yield from part


def _said(turn: Turn, target: Target) -> Reply:
    return _of_record(turn, target)


CAPABILITY = Capability(
    "originals",
    about=_("What was written, word by word"),
    commands=(
        Command(
            {"es": "original", "en": "verbatim"},
            _of_words,
            _("As it was said: the messages a record was made of"),
            sayings="originals",
        ),
    ),
    actions={"as_said": _said, "as_said_of": _of_customer},
    order=22,
)
