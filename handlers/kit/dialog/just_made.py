"""The recognisers of what was made just now: what answers its card, puts it right, or goes on with it."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from handlers.kit.dialog import latest_record
from handlers.kit.dialog.candidates import ANSWERS, CONTROLS, OFFERED, PLAIN, TOLD, WHOLE, Candidate, WrittenMessage
from handlers.kit.dialog.latest_record import Adding, lately
from handlers.kit.format.texts import Words, _, quoted
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.amendment import Amendment
from handlers.kit.turn import Turn
from handlers.language.entities.phones import find_emails, find_phones
from handlers.language.meaning import Name
from handlers.language.slots.corrections import corrections
from handlers.language.slots.remarks import (
    added,
    asks_who,
    bids,
    goes_on,
    introduces_somebody,
    is_little,
    is_own_errand,
    thinks_again,
)
from handlers.language.slots.replacing import corrected, known_words, same_word
from storage.names.folding import fold

AMENDED_WITHIN = timedelta(minutes=30)
"""Within this time "no, it was yesterday" corrects what the last message made."""
NAMED = 0.95
"""So sure a correction of an earlier record has to be: what is wrong stands there."""
SHORTEST_THING = 5
"""Letters of a word by which it is known that the same thing is spoken of."""
MOST_MEANT = 2
"""Customers that are offered beside what was told last."""
FOLLOW_UP = "follow_up"
NOWHERE = Action("place", {"where": "nowhere"})
"""The refusal of what is offered."""


def reply_to_card(message: WrittenMessage) -> Iterator[Candidate]:
    """A reply to a card adds to what the card is about."""
    turn = message.turn
    if not turn.incoming.replies_to or message.form is not None or message.heard.intent in CONTROLS | ANSWERS:
        return
    if (add := latest_record.replied(turn, message.text)) is not None:
        yield Candidate("reply_to_card", PLAIN, "it answers a card", add, writes=True, as_words=_("more on that card"))


def amendment(message: WrittenMessage) -> Iterator[Candidate]:
    """A correction of what was just made or promised, "no, perdón, era ayer"; and whatever is agreed is moved or called off.

    Of what is named and open the second is surer, "no, move the Priya call to Thursday"; else what was just made comes first.
    """
    turn, rearranges = message.turn, message.registry.one("rearranges")
    if message.is_talk or is_bare_command(message):
        return
    found = _of_what_was_made(message)
    moved = rearranges(turn, message.text) if rearranges else None
    moves = moved is not None and _only_moves(message, moved)
    if found is not None and not moves:
        yield Candidate("amendment", found.score, found.reason, found.apply, writes=True, as_words=found.as_words)
    came_with_it = moved is not None and moved.of in _of_newest(turn)
    if moved is not None and (found is None or moves or (moved.score > found.score and not came_with_it)):
        yield Candidate("rearranging", moved.score, moved.reason, moved.apply, as_words=moved.as_words)


def _only_moves(message: WrittenMessage, moved: Amendment) -> bool:
    """Whether it moves what came with what was told last, "push it to Friday", and corrects nothing: that puts the note right as well."""
    ordered = message.heard.intent == "move_reminder"
    return moved.of in _of_newest(message.turn) and (ordered or not corrections(message.text))


def _of_newest(turn: Turn) -> tuple[Target, ...]:
    """What was told last, and what was promised with it and is open."""
    newest = next(iter(turn.conversation.newest()), None)
    return (newest.target, *_steps_of(turn, newest.target)) if newest is not None else ()


def _of_what_was_made(message: WrittenMessage) -> Amendment | None:
    newest = _of_the_newest(message) if _nothing_asked_since(message.turn) else None
    if newest is not None and newest.score >= NAMED:
        return newest  # what is right may be named as well: "no conchi no, era tito"
    return _of_one_named(message) or newest


def _of_one_named(message: WrittenMessage) -> Amendment | None:
    """A correction of an earlier record whose customer it names: "the Gwen one is 45 rolls, not 40"."""
    turn, amends = message.turn, message.registry.amends("interaction")
    if amends is None or not corrections(message.text):
        return None
    for target in latest_record.of_customers(turn, latest_record.customers_named(message)):
        found = amends(turn, target, message.text)
        if found is not None and found.score >= NAMED:
            return found
    return None


def _of_the_newest(message: WrittenMessage) -> Amendment | None:
    """A correction of what was made last; of what is older only where that holds what is said to be wrong."""
    turn = message.turn
    retracts = any(fix.wrong for fix in corrections(message.text))
    spoken = turn.conversation.spoken_of if retracts else turn.conversation.newest()
    if turn.conversation.pending_message is not None and not retracts:
        return None  # "no, it's a new customer" is of what was asked about
    made = [one for one in spoken if one.made and lately(turn, one.at, AMENDED_WITHIN)]
    for place, one in enumerate(made):
        newest = place == 0 or one in turn.conversation.newest()
        if place and not retracts and one.target.kind == FOLLOW_UP:
            continue  # "make it the Tuesday" is not of the reminder before the visit that was told since
        for target in (one.target, *_steps_of(turn, one.target)):
            amends = message.registry.amends(target.kind)
            found = amends(turn, target, message.text) if amends else None
            if found is not None and (newest or found.score >= NAMED):
                return found
    return None


def _steps_of(turn: Turn, target: Target) -> Iterator[Target]:
    """What was promised with a record and is open."""
    if target.kind == "interaction":
        for step in turn.work.follow_ups.all_of_interaction(target.id):
            if step.is_open:
                yield Target(FOLLOW_UP, step.id)


def correction_of_pending(message: WrittenMessage) -> Iterator[Candidate]:
    """What puts right the message that was just asked about: it is asked about once more, as it is now."""
    turn = message.turn
    pending = turn.conversation.pending_message
    if pending is None:
        return
    found = (corrected(pending, fix, turn.said_at, turn.locale) for fix in corrections(message.text))
    put = next((text for text in found if text is not None and text != pending), None)
    if put is None:
        return
    anew = WrittenMessage(turn, put)
    yield Candidate(
        "correction_of_pending",
        PLAIN + 0.06,
        "it corrects what was asked about",
        lambda: offer_to_add(anew),
        digresses=False,
    )


def addition(message: WrittenMessage) -> Iterator[Candidate]:
    """The second half of a burst: "visité bar sol, quieren 10 cajas" … "y llamar a Marta el lunes".

    What reads as a note is added, unless it names another customer; what reads as nothing is offered: it may be a remark to nobody.
    """
    turn = message.turn
    if turn.conversation.subject is None or message.is_talk or _answers_what_was_asked(message):
        return
    more = added(message.text)
    if message.heard.intent in {"new_contact", "new_customer"} or is_own_errand(message.text):
        return
    if not more and not latest_record.is_loose(message.heard, message.text):
        return
    adds = latest_record.of_subject(turn)
    if adds is None or message.customers - {adds.customer} or _is_of_others(message, adds.customer):
        return
    if more:
        yield Candidate(
            "addition",
            WHOLE + 0.08,
            "it begins as an addition",
            lambda: adds.take(more),
            writes=True,
            as_words=adds.as_words,
        )
        return
    if message.registry.saying(turn, message.text):
        return
    if message.asks and (not goes_on(message.text) or asks_who(message.text)):
        return
    told = set(message.as_note.slots)
    tells_of_itself = "kind" in told and (message.heard.intent == TOLD or "contact" in told)
    if tells_of_itself or message.as_note.unmet or ("customer" in told and adds.customer not in message.customers):
        return  # a telling of its own
    told_of_it = (
        message.heard.intent != "unknown"
        or {"contact", "amount", "next_step", "product", "promotion"} & told
        or goes_on(message.text)
        or adds.customer in message.customers
        or (adds.target == turn.conversation.last and adds.target.kind == "customer" and message.is_sentence)
        or _is_a_detail(message)
        or introduces_somebody(message.text)
        or thinks_again(message.text)
        or _names_what_was_told(message, adds.note)
    )
    meant = message.meant_in_passing - {adds.customer}
    elsewhere = meant or (_names_a_stranger(message, adds.note) and not introduces_somebody(message.text))
    promises = message.heard.intent == "set_reminder" and "due" in message.heard.slots  # "put me down to chase them"
    tells = promises or not bids(message.text)  # "delete the bit about her number" tells nothing: it is asked about
    if told_of_it and tells and not elsewhere:
        yield Candidate(
            "addition",
            WHOLE + 0.06,
            "it goes on with what was just told",
            lambda: adds.take(message.text),
            writes=True,
            as_words=adds.as_words,
        )
        return
    yield Candidate("addition", OFFERED, "it may go on with what was just told", lambda: offer_to_add(message, meant))


def _is_a_detail(message: WrittenMessage) -> bool:
    """Whether it is a number or an address and nothing else: of whoever is spoken of."""
    return message.turn.beside_values(message.text) == 0 and bool(
        find_phones(message.text) or find_emails(message.text)
    )


def _is_of_others(message: WrittenMessage, customer: int | None) -> bool:
    """Whether it names somebody known, who works at other customers alone."""
    contact = message.as_note.slots.get("contact")
    places = {entry.customer_id for entry in contact.candidates} if isinstance(contact, Name) else set()
    return bool(places) and customer not in places


def _names_a_stranger(message: WrittenMessage, note: str) -> bool:
    """Whether it names somebody, or a place, that nobody knows and the note does not name: of whom it is told is then not plain."""
    named, told = (message.as_note.slots.get(slot) for slot in ("contact", "customer")), set(fold(note).split())
    strangers = [name for name in named if isinstance(name, Name) and not name.candidates]
    return any(not set(fold(name.text).split()) & told for name in strangers)


def _names_what_was_told(message: WrittenMessage, note: str) -> bool:
    """Whether it names a thing that the note names: "los dispensadores a 22,50" behind "4 dispensadores de jabón"."""
    told, said = ([key for key in known_words(text) if _is_a_thing(key)] for text in (note, message.text))
    return any(same_word(one, other) for one in said for other in told)


def _is_a_thing(word: str) -> bool:
    return len(word) >= SHORTEST_THING and word.isalpha() and not is_little(word)


def offer_to_add(message: WrittenMessage, meant: Collection[int] | None = None) -> Reply:
    """Asks whether a message goes on with what was told last; `meant` are the customers that it may be of instead."""
    turn = message.turn
    meant = message.meant_in_passing if meant is None else meant
    adds = latest_record.of_subject(turn)
    if not meant and adds is not None and adds.target != turn.conversation.last and message.heard.intent == "unknown":
        thought = turn.contributions("not_understood", message.text)  # nothing was told: it may well be a command
        if thought:
            return thought
    turn.conversation.pending_message = message.text
    notes = [
        Choice(_("A note on {customer}", customer=customer.name), Action("keep_note", {"customer": customer.id}))
        for customer in turn.work.customers.latest(sorted(meant)[:MOST_MEANT])
    ]
    return Reply.of(*_whether(turn, message, adds), choices=(*_adding(turn, adds), *notes, Choice(_("No"), NOWHERE)))


def _whether(turn: Turn, message: WrittenMessage, adds: Adding | None) -> tuple[Words, ...]:
    if adds is None or adds.target == turn.conversation.last:
        return (_("Does that belong to what you just told me? “{text}”", text=message.text[:120]),)
    customer = turn.work.customers.get(adds.customer) if adds.customer is not None else None
    return (
        _("Shall I keep it as a note on {customer}?", customer=customer.name if customer else ""),
        quoted(message.text[:120]),
    )


def _adding(turn: Turn, adds: Adding | None) -> tuple[Choice, ...]:
    if adds is None:
        return ()
    label = _("Yes, add it") if adds.target == turn.conversation.last else _("Keep it as a note")
    return (Choice(label, Action("place", {"where": "last", "target": str(adds.target)})),)


def _answers_what_was_asked(message: WrittenMessage) -> bool:
    """Whether a question waits that words may answer, or that was asked only just now; or a card that it is a reply to."""
    if message.turn.incoming.replies_to and latest_record.replied(message.turn, message.text) is not None:
        return True
    form = message.turn.conversation.form
    only_yes_or_no = form is not None and message.slot is None and form.asides > 0
    if form is not None and message.slot is not None and message.slot.type.takes_text and not message.is_sentence:
        return True  # a few words are the answer, though something else was told since
    return not _nothing_asked_since(message.turn) and not only_yes_or_no


def _nothing_asked_since(turn: Turn) -> bool:
    """Whether no question waits, or one that is older than what was made last: that was said in its middle."""
    form = turn.conversation.form
    return form is None or form.overtaken


def is_bare_command(message: WrittenMessage) -> bool:
    """Whether it is a command's word and nothing else."""
    found = message.registry.command(fold(message.text))
    return found is not None and not found[1].hidden
