"""What came is shown again: a list with a button each, and the file itself, fetched from where it is kept."""

from collections.abc import Sequence
from typing import Any

from handlers.kit.attachments import ONE, in_words
from handlers.kit.format.texts import On, TimeOfDay, Words, _, clip
from handlers.kit.jobs import JobContext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Enclosed, Reply
from handlers.kit.turn import Sorry, Turn
from storage.attachments.attachments import Attachments
from storage.attachments.records import PLACE, AttachmentRecord

PAGE = 6
SEND = "send_attachment"
MAP = "https://www.openstreetmap.org/?mlat={latitude:.5f}&mlon={longitude:.5f}"


def of_customer(turn: Turn, customer: int, at: int = 0) -> Reply:
    """All that came with a customer's history, the newest first."""
    record = turn.work.customers.get(customer)
    if record is None:
        raise Sorry(_("I can't find that customer."))
    found = turn.work.topic(Attachments).of_customer(customer, limit=PAGE + 1, offset=at)
    page = Pager.of(found, PAGE, next=at + PAGE)
    heading = _("Photos and files of {customer}", customer=record.name)
    return _list(turn, heading, page.items, page.more(Action("attachments", {"customer": customer})))


def of_interaction(turn: Turn, interaction: int) -> Reply:
    """What came with one thing that took place."""
    record = turn.work.interactions.get(interaction)
    if record is None or record.archived_at:
        raise Sorry(_("That no longer exists."))
    heading = _("What came with it · {customer}", customer=record.customer)
    return _list(turn, heading, turn.work.topic(Attachments).of_interaction(interaction))


def of_loose_note(turn: Turn, note: int) -> Reply:
    """What came with a loose note of one's own."""
    record = turn.work.loose_notes.get(note)
    if record is None or record.owner_id != turn.person.id:
        raise Sorry(_("That note no longer exists."))
    return _list(turn, _("Loose note"), turn.work.topic(Attachments).of_loose_note(note))


def _list(turn: Turn, heading: Words, found: Sequence[AttachmentRecord], more: Sequence[Choice] = ()) -> Reply:
    if not found:
        return Reply((Heading(heading), Paragraph(_("Nothing."))))
    lines: list[tuple[Words, Words]] = [(_when(turn, one), _what(turn, one)) for one in found]
    buttons = [
        Choice(
            _("{number}. {name}", number=number, name=clip(one.name, 30)), Action("attachment", {"attachment": one.id})
        )
        for number, one in enumerate(found, 1)
    ]
    return Reply((Heading(heading), Entries(lines)), (*buttons, *more))


def _when(turn: Turn, one: AttachmentRecord) -> Words:
    at = turn.local(one.at)
    return _("{day}, {time}", day=On(at.date()), time=TimeOfDay(at))


def _what(turn: Turn, one: AttachmentRecord) -> Words:
    if one.size is None:
        return _("{kind} · {name}", kind=ONE[one.kind], name=clip(one.name, 80))
    size = f"{max(1, round(one.size / 1024))} kB" if one.size < 1 << 20 else f"{one.size / 2**20:.1f} MB"
    return _("{kind} · {name} · {size}", kind=ONE[one.kind], name=clip(one.name, 80), size=size)


# ------------------------------------------------------------------ one of them
def show(turn: Turn, attachment: int) -> Reply:
    """A place on the map, or the file, which a job gets."""
    one = _seen(turn, attachment)
    if one.kind == PLACE and one.latitude is not None and one.longitude is not None:
        link = MAP.format(latitude=one.latitude, longitude=one.longitude)
        return Reply((Heading(_when(turn, one)), Paragraph(_what(turn, one)), Paragraph(link)))
    payload = {"attachment_id": one.id, "digest": one.digest, "name": one.name, "mime": one.mime}
    busy = turn.work.jobs.waiting()
    turn.start_job(SEND, payload)
    return Reply.of(_("I'm getting it…")) if busy else Reply()


def _seen(turn: Turn, attachment: int) -> AttachmentRecord:
    """One that this person may see: with a customer of whom they see the history, a note or an opportunity of theirs."""
    one = turn.work.topic(Attachments).get(attachment)
    if one is None or one.archived_at:
        raise Sorry(_("That no longer exists."))
    if one.interaction_id:
        with_it = turn.work.interactions.get(one.interaction_id)
        seen = with_it is not None and not with_it.archived_at
    elif one.opportunity_id:
        seen = turn.work.opportunities.get(one.opportunity_id) is not None
    else:
        note = turn.work.loose_notes.get(one.loose_note_id or 0)
        seen = note is not None and note.owner_id == turn.person.id and not note.archived_at
    if not seen:
        raise Sorry(_("That no longer exists."))
    return one


def get(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: takes the file from where it is kept, and hands it to whoever sends it."""
    content = context.vault.read(payload["digest"])
    if content is None:
        return {"gone": True}
    name = payload["name"] or "file"
    with context.store.work() as work:
        return {"file": work.files.keep(name, payload["mime"] or "application/octet-stream", content), "name": name}


def got(_turn: Turn, result: dict[str, Any]) -> Reply:
    """The file, or that it is not there any more."""
    if "gone" in result:
        return Reply.of(_("That file is not kept any more."))
    return Reply(enclosed=(Enclosed(result["file"], result["name"]),))


def words_for(turn: Turn, found: Sequence[AttachmentRecord]) -> str:
    """What some are, in words."""
    counts: dict[str, int] = {}
    for one in found:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return in_words(turn, counts)
