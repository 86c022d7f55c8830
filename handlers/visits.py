"""Visits, and calls, e-mails, messages, meetings, events: what happened with a customer, said in one sentence."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from rapidfuzz import fuzz

from handlers.kit.dues import moved_note, when_due
from handlers.kit.filling import start
from handlers.kit.forms import Form, Question, Said, Slot, Unclear
from handlers.kit.messages import Choice, Facts, Heading, Reply, Target, Text
from handlers.kit.names import ContactName, CustomerName, Met, tidy_name
from handlers.kit.registry import Capability, Command
from handlers.kit.slots import Known, Money, OneOf, clip
from handlers.kit.slots import Text as FreeText
from handlers.kit.texts import On, Price, Span, Words, _
from handlers.kit.times import FollowUp, Past, read_whole_moment, refuse_impossible
from handlers.kit.turn import Sorry, Turn
from handlers.kit.wording import KINDS, MOODS
from handlers.language.meaning import Amount, Grain, Moment, Name, NextStep, SlotValue, Understanding
from storage.folding import fold
from storage.interactions import Told
from storage.records import CustomerRecord, InteractionRecord

INTERACTION = "interaction"
NOON = time(12, 0)
"""Where only the day is known, the history is ordered as if it had been noon."""
SAME_WORDS = 80
"""From this likeness of two notes (0–100, token set ratio) they are taken for the same one, told twice."""


# ------------------------------------------------------------------ what the message did not say
def _customer_of_contact(turn: Turn, said: Said) -> CustomerRecord | None:
    """"llamé a Marta" names no customer, but everybody knows where Marta works."""
    name = said.heard.slots.get("contact") if said.heard else None
    if not isinstance(name, Name):
        return None
    ids = list(dict.fromkeys(entry.customer_id for entry in name.candidates if entry.customer_id))
    customers = turn.work.customers.latest(ids)
    if len(customers) > 1:
        raise Unclear(
            _("Which {name}?", name=name.text),
            choices=[Choice(c.name, c.name, Target("customer", c.id)) for c in customers[:6]],
        )
    return customers[0] if customers else None


def _today(turn: Turn, said: Said) -> Moment:
    """A note that names no day is of the day it was sent; one that names an impossible or a future day is asked about."""
    refuse_impossible(turn, said.text)
    summary = said.heard.slots.get("summary") if said.heard else None
    if isinstance(summary, str) and (ahead := read_whole_moment(turn, summary)):
        raise Unclear(_("{when} is still to come. When was it?", when=Span(ahead)))
    return Moment(turn.said_at.date(), Grain.DAY)


class Note(FreeText):
    """What happened, in the sender's words; a date alone is no note."""

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The note in a sentence."""
        if read_whole_moment(turn, str(heard)):
            raise Unclear
        return str(heard)


CUSTOMER = Slot("customer", CustomerName(), _("Customer"), _("Which customer?"), default=_customer_of_contact)
KIND = Slot("kind", OneOf(KINDS), _("Kind"), _("What was it?"), default=lambda _turn, _said: "visit")
WHEN = Slot("when", Past(), _("Date"), _("When was it?"), _("yesterday at 10"), default=_today)
SUMMARY = Slot("summary", Note(), _("What happened"), _("What happened?"), _("they want 10 boxes, call Marta on Tuesday"),
               default=lambda _turn, said: _nothing_more(said))
CONTACT = Slot("contact", ContactName(), _("With"), _("Who were you with?"), _("Marta"), optional=True, guided=True)
NEXT_STEP = Slot("next_step", FollowUp(), _("Next step"), _("What comes next, and when?"), _("call Marta on Tuesday at 10"),
                 optional=True, guided=True)
AMOUNT = Slot("amount", Money(), _("Amount"), _("How much?"), "1.200 €", optional=True)
MOOD = Slot("sentiment", OneOf(MOODS), _("Mood"), _("How did they take it?"), optional=True)
PROMOTION = Slot("promotion", Known(), _("Promotion"), _("Which promotion?"), optional=True)
PRODUCT = Slot("product", Known(), _("Product"), _("Which product?"), optional=True)


def _nothing_more(said: Said) -> str | None:
    """A note whose every word filled a slot ("visita a Bar Sol con Marta, 780 €") needs no further words."""
    heard = said.heard.slots if said.heard else {}
    return "" if {"amount", "next_step", "product", "promotion", "sentiment"} & set(heard) else None


def _enrich(turn: Turn, said: Said, slot: Slot[Any], text: str) -> None:
    """"What happened?" is often answered with more than that: who, how much, what next."""
    if slot is not SUMMARY:
        return
    heard = turn.read_as("log_interaction", text)
    others: tuple[Slot[Any], ...] = (CONTACT, AMOUNT, MOOD, PROMOTION, PRODUCT, NEXT_STEP)
    for other in others:
        value = heard.slots.get(other.name)
        if value is None or other in said:
            continue
        try:
            taken = other.type.take(turn, value, said)
        except Unclear:
            continue  # not sure enough to be worth a question: the words themselves are kept
        if taken is not None:
            said.put(other, taken)
    if NEXT_STEP in said and isinstance(summary := heard.slots.get("summary"), str):
        said.put(SUMMARY, summary)


# ------------------------------------------------------------------ keeping it
def _told(turn: Turn, said: Said) -> Told:
    customer, moment, amount = said[CUSTOMER], said[WHEN], said.get(AMOUNT)
    contact = ContactName.kept(turn, said.get(CONTACT), customer.id)
    start = moment.start
    wall = start if isinstance(start, datetime) else datetime.combine(start, NOON)
    at = min(wall.replace(tzinfo=turn.zone), turn.said_at)
    return Told(
        customer_id=customer.id, kind=said[KIND], at=at, day=wall.date(), grain=moment.grain.value, summary=_whole_note(said),
        contact_id=contact.id if contact else None, amount=amount.value if amount else None,
        currency=amount.currency if amount else None, sentiment=said.get(MOOD), promotion=said.get(PROMOTION),
        product=said.get(PRODUCT), called=_called(said),
    )


def _whole_note(said: Said) -> str:
    """The note, with what was promised for no day: nothing that was said is lost."""
    loose = _undated(said)
    note = said[SUMMARY]
    return note if not loose or loose.what in note else "\n".join(part for part in (note, loose.what) if part)


def _undated(said: Said) -> NextStep | None:
    """A next step that was told without its day."""
    step = said.heard.slots.get("next_step") if said.heard else None
    return step if isinstance(step, NextStep) and NEXT_STEP not in said else None


def _called(said: Said) -> str | None:
    """What the person called the customer."""
    name = said.heard.slots.get("customer") if said.heard else None
    return clip(name.text, 120) if isinstance(name, Name) else None


def _save(turn: Turn, said: Said) -> Reply:
    """Keeps the visit, or corrects the one it was opened for, and gives the rep something back."""
    told = _told(turn, said)
    if said.target:
        before = _mine(turn, said.target)
        turn.work.interactions.correct(said.target.id, replace(told, called=told.called or before.called))
        _keep_next_step(turn, said, said.target.id, told)
        moved = before.called if before.customer_id != told.customer_id else None
        return Reply.of(_("Corrected.")) + card(turn, said.target.id) + _moved(said) + _teach(turn, said[CUSTOMER], moved)
    interaction_id = turn.work.interactions.log(told, source=said.source)
    _keep_next_step(turn, said, interaction_id, told)
    turn.conversation.made(Target(INTERACTION, interaction_id), turn.incoming.sent_at)
    others = _others(turn, said) or _teach(turn, said[CUSTOMER], _chosen_by_hand(said))
    return (
        card(turn, interaction_id) + _moved(said) + turn.contributions("after_log", said[CUSTOMER]) + _remind(said, interaction_id) + others
    )


def _remind(said: Said, interaction_id: int) -> Reply | None:
    """Offers to bring up what was promised for no day."""
    loose = _undated(said)
    if loose is None:
        return None
    return Reply((), (Choice(_("Remind me: {what}", what=clip(loose.what, 30)), "/fix next_step", Target(INTERACTION, interaction_id)),))


def _moved(said: Said) -> Reply | None:
    """Why the next step is not at the time that was said, where it is not."""
    promise = said.get(NEXT_STEP)
    note = moved_note(promise.when) if promise else None
    return Reply.of(note) if note else None


def _chosen_by_hand(said: Said) -> str | None:
    """What the person called the customer, where it took a choice to know whom they meant."""
    name = said.heard.slots.get("customer") if said.heard else None
    return name.text if isinstance(name, Name) and name.known is None else None


def _teach(turn: Turn, customer: CustomerRecord, called: str | None) -> Reply | None:
    """Offers to remember what somebody calls a customer, unless that is a customer's own name."""
    nickname = tidy_name(called or "")
    if not nickname or fold(nickname) == fold(customer.name) or turn.work.customers.exactly(nickname):
        return None
    choice = Choice(_("Remember: «{nickname}» is {name}", nickname=clip(nickname, 30), name=customer.name), f"/alias {nickname}",
                    Target("customer", customer.id))
    return Reply((), (choice,))


def _keep_next_step(turn: Turn, said: Said, interaction_id: int, told: Told) -> None:
    promise = said.get(NEXT_STEP)
    if promise is None:
        return
    existing = turn.work.follow_ups.of_interaction(interaction_id)
    if existing is None:
        turn.work.follow_ups.add(promise.what, promise.due, owner_id=turn.person.id, customer_id=told.customer_id,
                                 contact_id=told.contact_id, interaction_id=interaction_id)
    else:
        turn.work.follow_ups.correct(existing.id, promise.what, promise.due, customer_id=told.customer_id)


def _others(turn: Turn, said: Said) -> Reply | None:
    """Further customers of the same message: a tap logs it for each."""
    also = said.heard.also if said.heard else ()
    known = [name.known for name in also if name.known]
    if not known:
        return None
    names = ", ".join(entry.name for entry in known)
    choices = tuple(Choice(_("Also for {name}", name=entry.name), "/copy", Target("customer", entry.id)) for entry in known[:5])
    return Reply.of(_("You also mention {names}. Shall I log it there too?", names=names), choices=choices)


def _check(turn: Turn, said: Said) -> Question | None:
    """The same visit twice is asked about: phones repeat what had no signal, people forget."""
    moment = said[WHEN]
    day = moment.start.date() if isinstance(moment.start, datetime) else moment.start
    for earlier in turn.work.interactions.same_day(said[CUSTOMER].id, said[KIND], day):
        in_person = said[KIND] in {"visit", "meeting", "event"}
        if in_person or fuzz.token_set_ratio(earlier.summary.casefold(), said[SUMMARY].casefold()) >= SAME_WORDS:
            return Question(
                "same_day",
                (_("You logged a {kind} with {customer} that day already: «{summary}». Is this another one?",
                   kind=KINDS[said[KIND]], customer=said[CUSTOMER].name, summary=clip(earlier.summary, 120)),),
                (Choice(_("Another one"), "yes"), Choice(_("Add to that one"), "/join", Target(INTERACTION, earlier.id)),
                 Choice(_("Don't save"), "no")),
            )
    return None


def _load(turn: Turn, target: Target) -> dict[str, Any]:
    """A record as the form's values, for Fix."""
    record = _mine(turn, target)
    start: date | datetime = record.day
    if record.grain == Grain.MINUTE:
        start = turn.local(record.at)
    values: dict[str, Any] = {
        "customer": record.customer_id, "kind": record.kind, "summary": record.summary,
        "when": Past().dump(Moment(start, Grain(record.grain))),
    }
    if record.contact:
        values["contact"] = ContactName().dump(Met(record.contact, record.contact_id))
    if record.amount is not None and record.currency:
        values["amount"] = Money().dump(Amount(record.amount, record.currency))
    optional = {"sentiment": record.sentiment, "promotion": record.promotion, "product": record.product}
    values |= {name: value for name, value in optional.items() if value}
    return values


VISIT = Form("visit", (CUSTOMER, KIND, WHEN, SUMMARY, CONTACT, NEXT_STEP, AMOUNT, MOOD, PROMOTION, PRODUCT), save=_save,
             makes=INTERACTION, check=_check, load=_load, enrich=_enrich, intent="log_interaction")


# ------------------------------------------------------------------ showing it
def card(turn: Turn, interaction_id: int) -> Reply:
    """What was kept, with absolute dates, Fix and Undo."""
    record = turn.work.interactions.get(interaction_id)
    if record is None:
        raise Sorry(_("That is not there any more."))
    target = Target(INTERACTION, record.id)
    promise = turn.work.follow_ups.of_interaction(record.id)
    facts: list[tuple[Words, Words]] = [(_("Date"), shown_when(turn, record))]
    if record.contact:
        facts.append((_("With"), record.contact))
    if record.amount is not None and record.currency:
        facts.append((_("Amount"), Price(record.amount, record.currency)))
    facts += [(label, value) for label, value in ((_("Promotion"), record.promotion), (_("Product"), record.product)) if value]
    if record.sentiment:
        facts.append((_("Mood"), MOODS.get(record.sentiment, record.sentiment)))
    if promise:
        facts.append((_("Next step"), _("{what} · {when}", what=clip(promise.what, 200), when=when_due(promise.due))))
    blocks = (
        Heading(_("Saved: {kind} · {customer}", kind=KINDS[record.kind], customer=record.customer)),
        *((Text(clip(record.summary, 500)),) if record.summary else ()),
        Facts(facts),
    )
    return Reply(blocks, (Choice(_("Fix"), "/fix", target), Choice(_("Undo"), "/undo", target)), about=target)


def shown_when(turn: Turn, record: InteractionRecord) -> Words:
    """When it took place: the day, with the hour where one was said."""
    if record.grain == Grain.MINUTE:
        return On(turn.local(record.at))
    return Span(Moment(record.day, Grain(record.grain)))


# ------------------------------------------------------------------ what comes later
def _continue(turn: Turn, target: Target, text: str) -> Reply | None:
    """More about something logged: the rest of a burst, or a reply to its card."""
    record = turn.work.interactions.get(target.id)
    if record is None or record.archived_at or record.author_id != turn.person.id:
        return None
    heard = turn.read_as("log_interaction", text)
    step, rest = heard.slots.get("next_step"), str(heard.slots.get("summary", ""))
    alone = turn.understand(text)
    if alone.intent == "set_reminder":  # the whole message is the next step: "y llamar a Marta el lunes"
        what, due = alone.slots.get("what"), alone.slots.get("due")
        step, rest = NextStep(str(what or text), due if isinstance(due, Moment) else None), ""
    try:
        promise = FollowUp().take(turn, step, Said({}, text=text)) if isinstance(step, NextStep) else None
    except Unclear:
        promise = None  # a time that is over: the words are kept
    if promise:
        turn.work.follow_ups.add(promise.what, promise.due, owner_id=turn.person.id, customer_id=record.customer_id,
                                 contact_id=record.contact_id, interaction_id=record.id)
    else:
        rest = text
    if rest:
        turn.work.interactions.add_to_summary(record.id, rest)
    turn.conversation.made(target, turn.incoming.sent_at)
    return Reply.of(_("Added.")) + card(turn, record.id)


def _correct(turn: Turn) -> Reply | None:
    """An edited message corrects what it logged; one that logged nothing is read anew."""
    logged = turn.work.interactions.from_message(turn.incoming.source)
    if not logged:
        return None
    heard = turn.understand(turn.incoming.text)
    if heard.intent != VISIT.intent:
        raise Sorry(_("I can't read the edited message as a visit or a call, so I left the record as it was."))
    target = Target(INTERACTION, logged[0])
    _mine(turn, target)
    said = Said({}, heard=heard, text=turn.incoming.text, target=target, source=turn.incoming.source)
    try:
        for slot in VISIT.slots:
            value = slot.type.take(turn, heard.slots[slot.name], said) if slot.name in heard.slots else None
            if value is None and slot.default:
                value = slot.default(turn, said)
            if value is not None:
                said.put(slot, value)
    except Unclear as unclear:
        raise Sorry(unclear.words[0] if unclear.words else _("I left the record as it was.")) from None
    before = _load(turn, target)
    kept: tuple[Slot[Any], ...] = (CUSTOMER, SUMMARY)
    for slot in kept:
        if slot not in said:
            said.put(slot, slot.type.load(turn, before[slot.name]))
    return _save(turn, said)


def _forwarded(turn: Turn, heard: Understanding) -> Reply:
    """What a customer wrote, forwarded: logged as a message of theirs."""
    slots = {name: heard.slots[name] for name in ("customer", "contact") if name in heard.slots}
    by = turn.understand(turn.incoming.forwarded_from or "").slots.get("contact")
    if by and "contact" not in slots:
        slots["contact"] = by
    known = {name: value for name, value in slots.items() if isinstance(value, Name) and value.candidates}
    kept = {"kind": "message", "summary": turn.incoming.text}
    return start(turn, VISIT, replace(heard, slots=known, also=()), values=kept)


def _join(turn: Turn, _words: str, target: Target | None) -> Reply:
    """"It is the same visit": what was new in the second telling goes to the first."""
    state, turn.conversation.form = turn.conversation.form, None
    if state is None or state.form != VISIT.name or target is None:
        raise Sorry(_("There is nothing waiting for an answer."))
    _mine(turn, target)
    if summary := str(state.values.get("summary", "")):
        turn.work.interactions.add_to_summary(target.id, summary)
    return Reply.of(_("Added.")) + card(turn, target.id)


def _copy(turn: Turn, _words: str, target: Target | None) -> Reply:
    """Logs what was just logged with another customer of the same message."""
    last = turn.conversation.last
    record = turn.work.interactions.get(last.id) if last and last.kind == INTERACTION else None
    customer = turn.work.customers.get(target.id) if target else None
    if record is None or customer is None:
        raise Sorry(_("That is not there any more."))
    told = Told(customer.id, record.kind, record.at, record.day, record.grain, record.summary)
    return card(turn, turn.work.interactions.log(told))


def _visit_to(turn: Turn, _words: str, target: Target | None) -> Reply:
    """Logs a visit to the customer that a card is about, step by step."""
    customer = turn.work.customers.get(target.id) if target and target.kind == "customer" else None
    if customer is None:
        raise Sorry(_("That is not there any more."))
    return start(turn, VISIT, None, guided=True, values={"customer": customer.id})


def _mine(turn: Turn, target: Target) -> InteractionRecord:
    """The record, where this person may change it."""
    record = turn.work.interactions.get(target.id)
    if record is None or record.archived_at:
        raise Sorry(_("That is not there any more."))
    if record.author_id != turn.person.id and turn.person.role not in {"manager", "admin"}:
        raise Sorry(_("{author} logged that: only they can change it.", author=record.author))
    return record


CAPABILITY = Capability(
    "visits",
    about=_("Log a visit, a call, an e-mail: just tell me"),
    commands=(
        Command({"es": "visita", "en": "visit"}, VISIT, _("Log a visit, step by step"), reads_as="visita a {}"),
        Command({"": "visit_to"}, _visit_to, hidden=True),
        Command({"": "join"}, _join, hidden=True),
        Command({"": "copy"}, _copy, hidden=True),
    ),
    intents={"log_interaction": VISIT},
    examples={
        "es": ("visité a Bar Sol ayer, Marta quiere 10 cajas, llamarla el martes a las 10",),
        "en": ("visited Bar Sol yesterday, Marta wants 10 boxes, call her on Tuesday at 10",),
    },
    continues={INTERACTION: _continue},
    corrects=_correct,
    forwarded=_forwarded,
    order=10,
)
