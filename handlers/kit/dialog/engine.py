"""The conversation: from one thing a person did to what is answered.

A press and a typed choice say what the choice says. A slash command does what it is for. A waiting form takes the rest,
but for a message that is wholly cancel, undo or help, and a sentence that plainly belongs elsewhere (asked about first).
Everything else is read, and whoever has the intent answers.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from handlers.kit import audit
from handlers.kit.dialog import digression, home
from handlers.kit.dialog.choices import remember_choices, still_asked, typed_choice, yes_or_no
from handlers.kit.dialog.digression import AT_ONCE
from handlers.kit.dialog.resuming import resume
from handlers.kit.dialog.unsupported_media import unsupported_media
from handlers.kit.format.texts import _
from handlers.kit.forms import dialogs, filling
from handlers.kit.forms.form import Form
from handlers.kit.messages import Choice, Reply, Target
from handlers.kit.registry.sayings import read_saying
from handlers.language.meaning import NameKind, Understanding
from handlers.language.slots.remarks import added, asks_to_remember, begins_a_step, is_greeting, is_thanks
from storage.names.folding import fold
from storage.records import Address

if TYPE_CHECKING:
    from handlers.kit.registry.registry import Capability, Command
    from handlers.kit.turn import Turn

BURST_WITHIN = timedelta(minutes=3)
"""Within this time a message that is nothing by itself belongs to what the last one made."""

AMENDED_WITHIN = timedelta(minutes=30)
"""Within this time "no, it was yesterday" corrects what the last message made."""

CLOCKS_DIFFER = timedelta(minutes=1)
"""How far a platform's clock may be ahead of ours."""

SHORTEST_NOTE = 2
"""Words. One word is a remark, not a note."""

LOOKED_BACK = 20
"""Change sets of a person among which that of a deleted message is looked for."""

TOLD = "log_interaction"
"""What people tell is never taken for a command, whatever words are in it."""

LEAVES_A_FORM = frozenset({"cancel", "undo", "help"})


def answer(turn: "Turn") -> Reply:
    """Takes one message's turn and returns the answer; the conversation's new state is in `turn.conversation`."""
    return resume(turn, _answered(turn))


def _answered(turn: "Turn") -> Reply:
    incoming = turn.incoming
    if incoming.kind == "press":
        return _pressed(turn)
    if incoming.kind == "home":
        turn.refreshes_home = True
        return Reply()
    if incoming.kind == "deleted":
        return _taken_back(turn)
    if incoming.kind == "submit":
        return dialogs.submitted(turn)
    if (
        incoming.attachment
        and incoming.kind != "edit"
        and (take := turn.registry.one("document"))
        and (reply := take(turn, incoming.attachment))
    ):
        return remember_choices(turn, reply)
    if incoming.kind == "other":
        return unsupported_media(turn)
    if incoming.kind == "job":
        return remember_choices(turn, _job_done(turn))
    if incoming.kind == "edit" and (correct := turn.registry.one("corrects")) and (reply := correct(turn)):
        return remember_choices(turn, reply)
    reply = _said(turn, incoming.text.strip())
    if incoming.media:
        reply = reply + Reply.of(_("What came with the words is not kept yet, only the words."))
    return remember_choices(turn, reply)


def _taken_back(turn: "Turn") -> Reply:
    """A message that its author deleted: what it did is offered to be taken back, and stays otherwise."""
    changes = turn.work.changes
    mine = {change_set.turn: change_set for change_set in changes.change_sets(turn.person.id, limit=LOOKED_BACK)}
    said = turn.said_with(list(mine))
    done = [
        change_set
        for name, change_set in mine.items()
        if name in said and not change_set.undone and audit.may_not_undo(turn, change_set) is None
    ]
    if not done:
        return Reply()
    what = audit.told(turn, done[0].first)
    reply = Reply.of(
        _("You deleted a message that I had acted on ({what}). It stays as it is, unless you undo it.", what=what),
        choices=[Choice(_("Undo"), "/undo", Target(audit.CHANGE, change_set.id)) for change_set in done],
    )
    return remember_choices(turn, reply)


def _job_done(turn: "Turn") -> Reply:
    """Slow work that came back, or that was given up after some tries."""
    failed = turn.incoming.result.get("failed")
    if failed == "fetch":
        return Reply.of(_("I could not get that file. Send it again, please."))
    if failed:
        return Reply.of(_("I could not finish that, and it is written down. Try it once more, please."))
    return turn.registry.finished(turn.incoming.text)(turn, turn.incoming.result)


# ------------------------------------------------------------------ what was said
def _said(turn: "Turn", text: str, target: Target | None = None) -> Reply:
    if text.startswith("/"):
        return _command(turn, text, target)
    if turn.conversation.pending_message is not None:
        return _answer_pending(turn, text)
    if turn.incoming.replies_to and (reply := _replied(turn, text)):
        return reply
    if turn.conversation.form:
        return _for_the_form(turn, text, target)
    if choice := typed_choice(turn, text):
        return _choose(turn, choice)
    return _read(turn, text)


def _command(turn: "Turn", text: str, target: Target | None) -> Reply:
    word, _space, rest = text[1:].partition(" ")
    found = turn.registry.command(word.partition("@")[0])
    if found is None:
        return Reply.of(_("I don't know {command}. /help lists what I can do.", command=f"/{word}"))
    return _do(turn, *found, rest.strip(), target, sentence=text[1:])


def _do(
    turn: "Turn", capability: "Capability", command: "Command", rest: str, target: Target | None, *, sentence: str
) -> Reply:
    """What a command is for, with the words after it; `sentence` is all that was said, command and words."""
    if turn.person.role not in capability.roles:
        return Reply.of(_("That is not for your role."))
    if not isinstance(command.does, Form):
        return command.does(turn, rest, target)
    known = _first_slot(turn, command.does, target)
    if known or not rest:
        return filling.start(turn, command.does, None, guided=True, values=known)
    if answers := read_saying(rest, command.takes):
        return filling.start(turn, command.does, None, answers=answers)
    if (said := turn.registry.saying(turn, sentence)) and said[0] is capability:
        return _command_said(turn, *said)
    heard = turn.understand(command.reads_as.format(rest))
    if heard.intent == command.does.intent and heard.slots:
        return filling.start(turn, command.does, heard, text=rest)
    return filling.start(turn, command.does, None, first=rest, guided=True)


def _first_slot(turn: "Turn", form: Form, target: Target | None) -> dict[str, Any]:
    """What a button was about, as the first thing that its form asks for."""
    slot = form.slots[0]
    value = slot.type.of_target(turn, target) if target else None
    return {} if value is None else {slot.name: slot.type.dump(value)}


def _read(turn: "Turn", text: str) -> Reply:
    """A message that nobody waits for."""
    if turn.incoming.forwarded_from is not None and (forwarded := turn.registry.one("forwarded")):
        reply: Reply = forwarded(turn, turn.understand(text))
        return reply
    if is_thanks(text):
        return Reply.of(_("You're welcome."))
    if amended := _amends_the_last(turn, text):
        return amended
    meant = turn.registry.phrase(text)
    if meant and not meant[2]:
        return _do(turn, *meant, None, sentence=text)
    heard = turn.understand(text)
    if (found := turn.registry.saying(turn, text)) and (heard.intent != TOLD or _names_only(turn, found[2])):
        return _command_said(turn, *found)
    if heard.intent == "unknown" and (meant := meant or _bare_command(turn, text)):
        return _do(turn, *meant, None, sentence=text)
    if reply_ := _joins_the_last(turn, heard, text):
        return reply_
    return do_intent(turn, heard, text)


def _bare_command(turn: "Turn", text: str) -> "tuple[Capability, Command, str] | None":
    """The command whose word a message is, without its slash: "historial"."""
    found = turn.registry.command(fold(text))
    return None if found is None or found[1].hidden else (*found, "")


def _names_only(turn: "Turn", answers: Mapping[str, str]) -> bool:
    """Whether what a template leaves open are customers' names, "La Visita nos recomendó a Bar Sol", or a detail of somebody known."""
    names = [answers["subject"]] if {"subject", "detail"} <= set(answers) else list(answers.values())
    plain = [said.removesuffix("'s").removesuffix("’s") for said in names]
    known = {said: turn.match(said, {NameKind.CUSTOMER, NameKind.CONTACT}).known for said in plain}
    exactly = all(entry and fold(said) in {fold(entry.name), fold(entry.alias or "")} for said, entry in known.items())
    return exactly and (len(known) > 1 or "detail" in answers)


def _command_said(turn: "Turn", capability: "Capability", command: "Command", answers: Mapping[str, str]) -> Reply:
    """A sentence that is a command by its templates."""
    if turn.person.role not in capability.roles:
        return Reply.of(_("That is not for your role."))
    if isinstance(command.does, Form):
        return filling.start(turn, command.does, None, answers=answers)
    return command.does(turn, " ".join(answers.values()), None)


def do_intent(turn: "Turn", heard: Understanding, text: str) -> Reply:
    """Hands a message that was read to whoever has its intent."""
    found = turn.registry.intent(heard.intent)
    if found is None:
        return not_understood(turn, heard)
    capability, does = found
    if turn.person.role not in capability.roles:
        return Reply.of(_("That is not for your role."))
    if isinstance(does, Form):
        return filling.start(turn, does, heard, text=text)
    return does(turn, text, None)


def not_understood(turn: "Turn", heard: Understanding) -> Reply:
    """A kind answer to what is no business of ours, or not yet: with two things to try."""
    known = heard.intent != "unknown"
    examples = [e for c in turn.registry.capabilities for e in c.examples.get(turn.person.language, ())[:1]][:2]
    if heard.intent in AT_ONCE:
        return Reply.of(_("All right. Tell me whenever there is something new."))
    opening = _("I understand what you mean, but I can't do that yet.") if known else _("I did not understand that.")
    return Reply.of(opening, _("Try, for example: «{one}» or «{two}»", one=examples[0], two=examples[1]))


def _lately(turn: "Turn", at: datetime | None, within: timedelta) -> bool:
    """Whether this was said within so long after something: a press tells our clock's time, a message its platform's."""
    return at is not None and -CLOCKS_DIFFER <= turn.incoming.sent_at - at <= within


def _amends_the_last(turn: "Turn", text: str) -> Reply | None:
    """A correction of what was just made or promised, the newest first: "no, perdón, era ayer"."""
    if _bare_command(turn, text):
        return None  # "hoy" asks for today
    for target, at in turn.conversation.newest():
        amends = turn.registry.amends(target.kind) if _lately(turn, at, AMENDED_WITHIN) else None
        if amends and (amended := amends(turn, target, text)):
            return amended
    return None


def _joins_the_last(turn: "Turn", heard: Understanding, text: str) -> Reply | None:
    """The second half of a burst: "visité bar sol, quieren 10 cajas" … "y llamar a Marta el lunes".

    What reads as a note is added at once; what reads as nothing is offered, for it may be a remark to nobody.
    """
    talk = turn.conversation
    if talk.last is None or not _lately(turn, talk.last_at, BURST_WITHIN):
        return None
    continues = turn.registry.continues(talk.last.kind)
    if continues and not _is_a_new_thing(heard) and (more := added(text)):
        return continues(turn, talk.last, more)
    a_log_of_its_own = {"customer", "kind"} & set(heard.slots)
    loose = heard.intent == "unknown" or (heard.intent in {"log_interaction", "set_reminder"} and not a_log_of_its_own)
    loose = loose or (heard.intent == "my_day" and begins_a_step(text))  # "call her tues at 10"
    if (
        continues is None
        or not loose
        or len(text.split()) < SHORTEST_NOTE
        or text.rstrip().endswith("?")
        or asks_to_remember(text)
    ):
        return None
    note = turn.read_as("log_interaction", text)
    if {"customer", "kind"} & set(note.slots):
        return None  # a telling of its own, of somebody nobody knows
    if heard.intent != "unknown" or {"contact", "amount", "next_step", "product", "promotion"} & set(note.slots):
        return continues(turn, talk.last, text)
    talk.pending_message = text
    return Reply.of(
        _("Does that belong to what you just told me? «{text}»", text=text[:120]),
        choices=(Choice(_("Yes, add it"), "/aside last"), Choice(_("No"), "/aside nowhere")),
    )


def _is_a_new_thing(heard: Understanding) -> bool:
    """Whether "add" begins what is no more of the last: "añade contacto Rosa Paz a La Visita"."""
    return heard.intent in {"new_contact", "new_customer"}


def _replied(turn: "Turn", text: str) -> Reply | None:
    """A reply to a card adds to what the card is about."""
    sent = turn.work.outbox.by_message(_address(turn), turn.incoming.replies_to or "")
    target = Target.parse(sent.about) if sent and sent.staff_id == turn.person.id else None
    if target is None or turn.conversation.form:
        return None
    if turn.understand(text).intent in LEAVES_A_FORM | AT_ONCE:
        return None
    continues = turn.registry.continues(target.kind)
    return continues(turn, target, text) if continues else None


# ------------------------------------------------------------------ a form that waits
def _for_the_form(turn: "Turn", text: str, target: Target | None) -> Reply:
    state = turn.conversation.form
    form = turn.registry.form(state.form) if state else None
    if state is None or form is None:  # a form of an older version: begin again, politely
        turn.conversation.form = None
        return _read(turn, text)
    slot = form.slot(state.asking)
    heard = turn.understand(text)
    takes_text = slot is not None and slot.type.takes_text
    if choice := typed_choice(turn, text, labels_only=takes_text):
        return _choose(
            turn, choice
        )  # first of all: "soporte" is a role where roles are offered, and a cry for help elsewhere
    if heard.intent in LEAVES_A_FORM and target is None and not (takes_text and is_greeting(text)):
        return do_intent(turn, heard, text)
    if is_thanks(text) and target is None:
        return Reply.of(_("You're welcome.")) + filling.repeated(turn, form)
    if target is None and (amended := filling.correct(turn, form, text)):
        return amended
    command = None if takes_text or target else digression.in_plain_words(turn, text)
    if command and not isinstance(command[1].does, Form):
        return _do(turn, *command, None, sentence=text)  # a look at something else: the form waits
    if target is None and (
        command
        or (not takes_text and turn.registry.saying(turn, text))
        or digression.is_digression(turn, form, state.asking or "", text, heard)
    ):
        if digression.cannot_be_the_answer(turn, form, slot, text):
            return _something_new(turn, form, text)
        turn.conversation.pending_message = text
        return Reply.of(
            _("Is that something new, or the answer?"),
            choices=(Choice(_("Something new"), "/aside new"), Choice(_("It is the answer"), "/aside answer")),
        )
    return filling.answered(turn, form, text, heard, target)


def _something_new(turn: "Turn", form: Form, text: str) -> Reply:
    """Takes what is begun in the middle of a form. The form waits; one that lacks nothing but what was told wrong and may be left out is kept."""
    talk = turn.conversation
    slot = form.slot(talk.form.asking) if talk.form else None
    kept = Reply()
    if talk.form and slot and slot.optional and not talk.form.guided and not talk.form.target:
        kept = filling.skip(turn, form, talk.form)
        kept = Reply() if talk.form else kept  # there is something to ask still
    talk.push_form()
    return kept + _read(turn, text)


def _answer_pending(turn: "Turn", text: str) -> Reply:
    """The answer to "something new, or the answer?", typed."""
    if choice := typed_choice(turn, text) or yes_or_no(turn, text):
        return _choose(turn, choice)
    pending_message, turn.conversation.pending_message = turn.conversation.pending_message, None
    state = turn.conversation.form
    form = turn.registry.form(state.form) if state else None
    if state and form and digression.is_digression(turn, form, state.asking or "", text, turn.understand(text)):
        turn.conversation.leave()  # twice something else: they have moved on
        left = _(
            "I leave what we were at, and did nothing about «{text}»: say it again if you want it.",
            text=(pending_message or "")[:120],
        )
        return Reply.of(left) + _read(turn, text)
    return Reply.of(
        _("I did nothing about «{text}»: say it again if you want it.", text=(pending_message or "")[:120])
    ) + _said(turn, text)


def place_pending(turn: "Turn", where: str) -> Reply:
    """Puts the sentence that was said in the middle of a form where the person wants it."""
    pending_message, turn.conversation.pending_message = turn.conversation.pending_message, None
    if pending_message is None:
        return Reply.of(_("There is nothing waiting for an answer."))
    if where == "nowhere":
        return do_intent(turn, turn.understand(pending_message), pending_message)
    if where == "last" and (last := turn.conversation.last) and (continues := turn.registry.continues(last.kind)):
        return continues(turn, last, pending_message) or Reply.of(_("That is not there any more."))
    state = turn.conversation.form
    form = turn.registry.form(state.form) if state else None
    if where == "answer" and form:
        return filling.answered(turn, form, pending_message, turn.understand(pending_message), None)
    return _something_new(turn, form, pending_message) if form else _read(turn, pending_message)


# ------------------------------------------------------------------ choices
def _pressed(turn: "Turn") -> Reply:
    """A button: only the person it was given to can press it, in the chat where it was given."""
    incoming = turn.incoming
    sent = turn.work.outbox.by_token(incoming.token or "")
    if sent is None or sent.staff_id != turn.person.id or sent.chat != incoming.chat:
        return Reply()
    if sent.payload is None:
        return Reply.of(_("That button is too old. Write to me what you need."))
    turn.refreshes_home = sent.kind == home.KIND
    choices = sent.payload["choices"]
    if incoming.choice >= len(choices):
        return Reply()
    raw = choices[incoming.choice]
    choice = Choice(raw["label"], raw["says"], Target.parse(raw["target"]))
    if not choice.says.startswith("/") and not still_asked(turn, choice):
        return Reply.of(_("That question is no longer open. Write to me what you need."))
    return _choose(turn, choice)


def _choose(turn: "Turn", choice: Choice) -> Reply:
    reply = _said(turn, choice.says, choice.target) if choice.says.startswith("/") else _answer_choice(turn, choice)
    return remember_choices(turn, reply)


def _answer_choice(turn: "Turn", choice: Choice) -> Reply:
    state = turn.conversation.form
    form = turn.registry.form(state.form) if state else None
    if form is None:
        return _read(turn, choice.says)
    return filling.answered(turn, form, choice.says, turn.understand(choice.says), choice.target)


def _address(turn: "Turn") -> Address:
    return Address(turn.incoming.platform, turn.incoming.chat)
