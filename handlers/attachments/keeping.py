"""What comes without words, or with them: fetched by a job, looked at, and kept with what it belongs to.

It belongs to what the words that came with it made, else to what its sender logged in this chat within ten minutes, else to a
loose note, which is placed by what they log within ten minutes, or later by hand. So nothing that was sent is ever without a place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from handlers.attachments.checking import MOST_BYTES, PROBLEMS, UnusableFileError, looked_at
from handlers.attachments.contacts import JUST_NOW, propose
from handlers.attachments.vcards import BusinessCard, is_vcard, read_cards
from handlers.kit.attachments import ONE, in_words, shows_of
from handlers.kit.audit import undo_choice
from handlers.kit.format.labels import KINDS
from handlers.kit.format.texts import TimeOfDay, Words, _
from handlers.kit.jobs import JobContext
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.incoming import Attachment
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Turn
from handlers.language.meaning import Name
from storage.attachments.attachments import Attachments
from storage.attachments.records import PLACE, VOICE, AttachmentInput
from storage.crm.records import CustomerRecord, InteractionRecord

INTERACTION, LOOSE_NOTE = "interaction", "loose_note"
KEEP = "keep_attachment"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WordsBelow:
    """What was written below it, and the customer that names."""

    words: str = ""
    customer: int | None = None


NOTHING_BELOW = WordsBelow()


# ------------------------------------------------------------------ it comes
def taken(turn: Turn, reply: Reply | None) -> Reply | None:
    """What came without words, or with them (then `reply` is the answer to those). None for what nobody keeps."""
    incoming = turn.incoming
    if incoming.contact:
        return propose(turn, [_shared(turn)])
    if incoming.place:
        return _check_in(turn, _made_by(reply))
    if not incoming.attachments:
        return None
    refused: set[str] = set()
    busy = turn.work.jobs.waiting()
    for file in incoming.attachments:
        if file.size is not None and (file.size == 0 or file.size > MOST_BYTES):
            refused.add("empty" if file.size == 0 else "too_big")
        else:
            _fetch(turn, file, _made_by(reply))
    if refused:
        return Reply.of(*(PROBLEMS[problem] for problem in sorted(refused)))
    return Reply.of(_("I have it, and look at it in a moment.")) if busy else Reply()


def _shared(turn: Turn) -> BusinessCard:
    """Whose number was passed on: as the telephone has them, with what else it knows."""
    contact = turn.incoming.contact
    if contact is None:
        return BusinessCard("")
    card = next(iter(read_cards(contact.vcard.encode())), BusinessCard(""))
    name, phone = contact.name or card.name, contact.phone or card.phone
    return BusinessCard(name, phone, card.email, card.organisation, card.role)


def _made_by(reply: Reply | None) -> Target | None:
    """What the words made that a message came with."""
    about = reply.about if reply else None
    return about if about and about.kind in {INTERACTION, LOOSE_NOTE} else None


def _fetch(turn: Turn, file: Attachment, made: Target | None) -> None:
    here = turn.incoming
    payload = {
        "attachment": asdict(file),
        "made": str(made) if made else None,
        "sent_at": here.sent_at.isoformat(),
        "source": here.source,
        "alone": not here.text.strip(),
        "words": here.text.strip(),
        "customer": _named(turn, here.text),
    }
    turn.start_job(KEEP, payload)


def _named(turn: Turn, words: str) -> int | None:
    """The one known customer that the words below it name, by themselves or by one of their people."""
    if not words.strip():
        return None
    named = turn.read_as("log_interaction", words).slots.get("customer")
    return named.known.id if isinstance(named, Name) and named.known else None


def keep(context: JobContext, payload: Json) -> Json:
    """The job: looks at what was fetched, and keeps it."""
    file = payload["attachment"]
    with context.store.look() as work:
        fetched = work.files.get(payload["file"])
    content = fetched.content if fetched else b""
    try:
        if is_vcard(file["name"], content):
            return payload | {"cards": [asdict(card) for card in read_cards(content)]}
        found = looked_at(content, file["name"], file["media"])
        kept = {"kind": found.kind, "mime": found.mime, "size": len(content), "digest": context.vault.keep(content)}
        return payload | {"kept": kept, "suffix": found.suffix}
    except UnusableFileError as unusable:
        return payload | {"problem": unusable.problem}
    finally:
        with context.store.work() as work:
            work.files.forget(payload["file"])


def given_up(turn: Turn, result: Json) -> Reply:
    """It could not be had from its platform, or not be written down."""
    kind = ONE.get(result["attachment"]["media"], ONE["document"])
    if result["failed"] == "fetch":
        return Reply.of(_("I could not get that: {what}. Send it again, please.", what=kind))
    return Reply.of(
        _("I could not keep that: {what}. The problem has been logged. Send it again later, please.", what=kind)
    )


# ------------------------------------------------------------------ it is there
def kept(turn: Turn, result: Json) -> Reply:
    """The turn that follows: it gets its place, and its sender hears which."""
    if "problem" in result:
        return Reply.of(PROBLEMS[result["problem"]])
    if "cards" in result:
        return propose(turn, [BusinessCard(**card) for card in result["cards"]])
    sent_at, file = datetime.fromisoformat(result["sent_at"]), result["attachment"]
    name = file["name"] or f"{turn.local(sent_at):%Y-%m-%d %H.%M}{result['suffix']}"
    came = AttachmentInput(
        name=name[:200], at=sent_at, source=result["source"], alone=result["alone"], **result["kept"]
    )
    more = turn.work.jobs.waiting(KEEP, chat=turn.incoming.chat) > 0
    below = WordsBelow(result.get("words", ""), result.get("customer"))
    return _placed(turn, came, Target.parse(result["made"]), below, more=more)


def _check_in(turn: Turn, made: Target | None) -> Reply:
    """A place is there at once."""
    place, here = turn.incoming.place, turn.incoming
    if place is None:
        return Reply()
    came = AttachmentInput(
        PLACE,
        (place.name or f"{place.latitude:.5f}, {place.longitude:.5f}")[:200],
        here.sent_at,
        latitude=place.latitude,
        longitude=place.longitude,
        source=here.source,
        alone=not here.text.strip(),
    )
    return _placed(turn, came, made, more=False)


def _placed(
    turn: Turn, came: AttachmentInput, made: Target | None, below: WordsBelow = NOTHING_BELOW, *, more: bool
) -> Reply:
    """Keeps it where it belongs. While there is `more` to come, only the last of them is spoken of.

    What names a customer of whom nothing was just logged is a note there, whatever else the words did.
    """
    attachments = turn.work.topic(Attachments)
    logged = _belongs_to(turn, came, made, below.customer)
    if logged is None and made is None and below.customer is not None and not _is_logging(turn):
        noted: Reply = registry_of(turn).one("keeps_note")(turn, below.customer, below.words, came.at)
        logged = _there(turn, noted.about) if noted.about else None
    if logged is not None:
        id_ = attachments.add(came, interaction_id=logged.id)
        return Reply() if more else _with_interaction(turn, logged, [id_])
    note_id = made.id if made and made.kind == LOOSE_NOTE else _waiting_note(turn, came)
    if note_id is None:
        words = turn.voice.say(_label(turn, came))
        note_id = turn.work.loose_notes.add(turn.person.id, words, came.at)
    attachments.add(came, loose_note_id=note_id)
    return Reply() if more else _with_note(turn, came, note_id)


def _belongs_to(
    turn: Turn, came: AttachmentInput, made: Target | None, customer: int | None = None
) -> InteractionRecord | None:
    """What took place that it came with: what its own words made, else what was just logged, unless something is being logged."""
    if made:
        return _there(turn, made) if made.kind == INTERACTION else None
    last, at = turn.conversation.last, turn.conversation.last_at
    if _is_logging(turn) or last is None or at is None or last.kind != INTERACTION or abs(came.at - at) > JUST_NOW:
        return None
    found = _there(turn, last)
    return found if found and customer in {None, found.customer_id} else None


def _there(turn: Turn, target: Target) -> InteractionRecord | None:
    found = turn.work.interactions.get(target.id)
    return None if found is None or found.archived_at else found


def _is_logging(turn: Turn) -> bool:
    """Whether something that takes place is being told, with a question open."""
    state = turn.conversation.form
    form = registry_of(turn).form(state.form) if state else None
    return form is not None and form.makes == INTERACTION and state is not None and state.target is None


def _chat(turn: Turn) -> str:
    return f"{turn.incoming.platform}:{turn.incoming.chat}"


def _waiting_note(turn: Turn, came: AttachmentInput) -> int | None:
    """The loose note of what came just before: pictures come one by one, and belong together."""
    waiting = (
        turn.work.topic(Attachments).waiting(turn.person.id, _chat(turn), came.at - JUST_NOW) if came.alone else []
    )
    return waiting[-1].loose_note_id if waiting else None


def _label(turn: Turn, came: AttachmentInput) -> Words:
    """What a loose note says that nobody said anything with."""
    if came.kind == PLACE:
        when = TimeOfDay(turn.local(came.at))
        return _("Check-in at {time}: {place}", time=when, place=came.name)
    return _("{kind} ({name})", kind=ONE[came.kind], name=came.name) if came.kind == "document" else ONE[came.kind]


# ------------------------------------------------------------------ what is said
def _with_interaction(turn: Turn, logged: InteractionRecord, ids: Sequence[int]) -> Reply:
    counts = turn.work.topic(Attachments).counts([logged.id])
    words = _(
        "Kept: {what} · {kind} · {customer}",
        kind=KINDS[logged.kind],
        customer=logged.customer,
        what=in_words(turn, counts[logged.id]),
    )
    choices = (shows_of(logged.id), _not_there(ids), *undo_choice(turn))
    return Reply.of(words, choices=choices, about=Target(INTERACTION, logged.id))


def _not_there(ids: Sequence[int]) -> Choice:
    return Choice(_("Not with this one"), Action("attachment_elsewhere", {"attachments": list(ids)}))


def _with_note(turn: Turn, came: AttachmentInput, note_id: int) -> Reply:
    what = in_words(turn, _counted(turn, note_id))
    if _is_logging(turn):
        return Reply.of(_("Kept, it goes with what you are telling me: {what}", what=what))
    said: list[Words] = [_("Kept as a loose note: {what}. Tell me of the visit, and it goes with it.", what=what)]
    if came.kind == VOICE:
        said.append(_("I can't listen to it: dictate with your keyboard's microphone, and I read it."))
    this = {"note": note_id}
    choices = (
        Choice(_("Place it"), Action("place_loose_note", this)),
        Choice(_("Discard"), Action("discard_loose_note", this)),
    )
    return Reply.of(*said, choices=choices, about=Target(LOOSE_NOTE, note_id))


def _counted(turn: Turn, note_id: int) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for one in turn.work.topic(Attachments).of_loose_note(note_id):
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return counts


def after_log(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """What came just before something was logged in the same chat came with it."""
    last = turn.conversation.last
    logged = _there(turn, last) if last and last.kind == INTERACTION else None
    if logged is None or logged.customer_id != customer.id:
        return None
    attachments = turn.work.topic(Attachments)
    waiting = attachments.waiting(turn.person.id, _chat(turn), turn.incoming.sent_at - JUST_NOW)
    if not waiting:
        return None
    ids = [one.id for one in waiting]
    attachments.to_interaction(ids, logged.id)
    for note_id in {one.loose_note_id for one in waiting if one.loose_note_id}:
        turn.work.loose_notes.placed(note_id)
    what = in_words(turn, attachments.counts([logged.id])[logged.id])
    return Reply.of(_("With it: {what}", what=what), choices=(_not_there(ids),))


def elsewhere(turn: Turn, attachments: list[int]) -> Reply:
    """A button: they came with something else, which is to be told yet."""
    topic = turn.work.topic(Attachments)
    found = [one for id_ in attachments if (one := topic.get(id_)) and one.interaction_id and not one.archived_at]
    mine = [one for one in found if turn.work.interactions.get(one.interaction_id or 0)]
    if not mine:
        return Reply.of(_("That no longer exists."))
    first = mine[0]
    came = AttachmentInput(first.kind, first.name, first.at)
    note_id = turn.work.loose_notes.add(turn.person.id, turn.voice.say(_label(turn, came)), turn.incoming.sent_at)
    topic.to_loose_note([one.id for one in mine], note_id)
    what = in_words(turn, _counted(turn, note_id))
    choices = (Choice(_("Place it"), Action("place_loose_note", {"note": note_id})), *undo_choice(turn))
    return Reply.of(_("A loose note now: {what}", what=what), choices=choices, about=Target(LOOSE_NOTE, note_id))
