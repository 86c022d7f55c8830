"""The recognisers of what nobody waits for: what a message can be for each of them, and how sure that is.

A recogniser looks at the message and at what waits, never at another recogniser; how a score is chosen stands at the levels
in `candidates`. Those of the waiting question are in `waiting_question`, those of what was made just now in `just_made`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from handlers.kit.dialog import commands
from handlers.kit.dialog.answering import Answered, answered
from handlers.kit.dialog.candidates import (
    ANSWERS,
    BARELY,
    CERTAIN,
    CONTROLS,
    FITS,
    LAST,
    NAMES_ALONE,
    OFFERED,
    PERHAPS,
    PLAIN,
    TOLD,
    WHOLE,
    Candidate,
    WrittenMessage,
)
from handlers.kit.dialog.choices import told_apart, typed, yes_or_no
from handlers.kit.dialog.just_made import NOWHERE
from handlers.kit.dialog.latest_record import BURST_WITHIN, lately
from handlers.kit.dialog.pressing import choose
from handlers.kit.format.texts import Words, _
from handlers.kit.forms import filling
from handlers.kit.forms.form import Form
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.slots.remarks import (
    asks_to_remember,
    begins_a_step,
    bids,
    is_goodbye,
    is_greeting,
    is_thanks,
    looks_up,
    wanted_back,
    wants_as_it_was,
)
from storage.names.folding import fold

_NEXT_SENTENCE = re.compile(r"[.;!]\s")
"""What stands behind it is a matter of its own: "yep done. put the tasting in for Thursday"."""


def slash_command(message: WrittenMessage) -> Iterator[Candidate]:
    """A slash command is nothing else; nor is what somebody else wrote."""
    turn, text = message.turn, message.text
    if text.startswith("/"):
        yield Candidate(
            "slash_command", CERTAIN, "it begins with a slash", lambda: commands.command(turn, text), digresses=False
        )
    elif turn.incoming.forwarded_from is not None and (forwarded := message.registry.one("forwarded")):
        yield Candidate("forwarded", CERTAIN, "it was forwarded", lambda: forwarded(turn, message.heard))


def typed_choice(message: WrittenMessage) -> Iterator[Candidate]:
    """The label of one of the latest choices, whole, or its number; a yes or no where one of two is asked for."""
    turn = message.turn
    if choice := typed(turn, message.text):
        sure = CERTAIN if fold(str(choice.label)) == fold(message.text) else PLAIN
        yield Candidate(
            "choice", sure, f"it is the choice “{choice.label}”", lambda: choose(turn, choice), digresses=False
        )
    elif meant := told_apart(turn, message.text):
        yield Candidate(
            "choice",
            CERTAIN,
            f"of what was asked it means “{meant.label}”",
            lambda: choose(turn, meant),
            digresses=False,
        )
    elif _is_offered(turn) and (said := yes_or_no(turn, message.text)):
        yield Candidate("choice", PLAIN, "it says yes or no", lambda: choose(turn, said), digresses=False)
    elif not _wants_words(message) and (answer := answered(turn, message.text)) and not _says_it_whole(message, answer):
        labels = ", ".join(str(choice.label) for choice in answer.choices)
        yield Candidate(
            "choice",
            CERTAIN,
            f"in other words it is the choice “{labels}”",
            lambda: _chosen(turn, answer),
            digresses=False,
            besides=answer.besides,
        )


def _says_it_whole(message: WrittenMessage, answer: Answered) -> bool:
    """Whether the sentence is an order of the choice's own kind, and what it says besides is of that: "make it a deal, closing in December"."""
    if not answer.besides or not message.heard.slots or _NEXT_SENTENCE.search(message.text):
        return False
    meant, served = (
        message.registry.intent(message.heard.intent),
        message.registry.action(answer.choices[0].action.name),
    )
    return meant is not None and served is not None and meant[0] is served[0]


def _chosen(turn: Turn, answer: Answered) -> Reply:
    """Does what was meant, all of it where that was said; of several that may be, which one is asked."""
    meant = answer.choices
    if answer.every:
        done = Reply()
        for choice in meant:
            done += choose(turn, choice)
        return done
    return choose(turn, meant[0]) if len(meant) == 1 else Reply.which(_("Which one?"), meant)


def _wants_words(message: WrittenMessage) -> bool:
    """Whether a question waits that any words answer: what looks like a choice may well be what is said."""
    return message.slot is not None and message.slot.type.takes_text and not message.slot.type.checks


def _is_offered(turn: Turn) -> bool:
    """Whether a yes or a no answers what was just said: a message waits for its place, or there is a button that refuses."""
    choices = turn.conversation.choices
    return turn.conversation.pending_message is not None or (bool(choices) and choices[-1].action == NOWHERE)


def control(message: WrittenMessage) -> Iterator[Candidate]:
    """Cancel, undo and help. In the middle of a form an undo takes back the form, and nothing older; what was undone is wanted back."""
    turn, intent = message.turn, message.heard.intent
    if intent == "help" and message.is_talk:
        return  # "hows it going" asks for no help
    if back := _wants_it_back(message):
        yield back
        return
    if intent not in CONTROLS:
        return
    state, form = turn.conversation.form, message.form
    free = message.slot is not None and message.slot.type.takes_text
    if free and is_greeting(message.text):
        return  # "todo bien" says what happened
    if intent == "undo" and turn.conversation.pending_message is not None:
        yield _calls_off_the_question(message)  # "no mejor déjalo como estaba": the newest; a form goes on waiting
        return
    if intent == "undo" and state and form:
        yield Candidate(
            "control",
            CERTAIN,
            "it takes back the open question",
            lambda: filling.left(turn, form, state),
            digresses=False,
        )
        return
    if intent == "cancel" and state is None and message.names_something:
        return  # "el último viernes del mes no hace falta" calls off something by itself
    if (
        intent == "cancel"
        and state is None
        and message.words > 1
        and not turn.conversation.moved_on
        and (wants_as_it_was(message.text) or lately(turn, turn.conversation.last_at, BURST_WITHIN))
    ):
        undo = replace(
            message.heard, intent="undo"
        )  # "scrap that": nothing waits, and the message before made something
        yield Candidate(
            "control",
            PLAIN,
            "it takes back what was just made",
            lambda: commands.do_intent(turn, undo, message.text),
            digresses=False,
        )
        return
    yield Candidate(
        "control",
        PLAIN,
        f"it is a plain {intent}",
        lambda: commands.do_intent(turn, message.heard, message.text),
        digresses=False,
    )


def _wants_it_back(message: WrittenMessage) -> Candidate | None:
    """What was undone just now is wanted back, also while something else is asked; nothing where an older record is being corrected."""
    turn, state = message.turn, message.turn.conversation.form
    offered = any(choice.action.name == "redo" for choice in turn.conversation.choices)
    if turn.conversation.taken_back is None or (state is not None and state.target):
        return None
    besides = wanted_back(message.text, offered=offered)
    if besides is None:
        return None
    undo = replace(message.heard, intent="undo")
    return Candidate(
        "control",
        CERTAIN,
        "it wants back what was undone",
        lambda: commands.do_intent(turn, undo, message.text[: len(message.text) - len(besides)]),
        besides=besides,
    )


def _calls_off_the_question(message: WrittenMessage) -> Candidate:
    """What was asked about is let go of, and nothing older is touched."""

    def let_go() -> Reply:
        message.turn.take_pending()
        return Reply.of(_("All right, nothing was saved.")) + _asked_again(message)

    return Candidate("control", CERTAIN, "it calls off what was asked", let_go, digresses=False)


def talk(message: WrittenMessage) -> Iterator[Candidate]:
    """Thanks, laughter, a sigh: answered in a word, and nothing of it is kept."""
    leaves = is_goodbye(message.text)
    if not message.is_talk or (_wants_words(message) and not is_thanks(message.text) and not leaves):
        return
    words = _("I'm only good at customers. Tell me of a visit whenever you like.")
    if leaves or is_thanks(message.text):
        words = _("See you!") if leaves else _("You're welcome.")
    yield Candidate("talk", PLAIN, "it is small talk", lambda: Reply.of(words) + _asked_again(message), digresses=False)


def _asked_again(message: WrittenMessage) -> Reply | None:
    return filling.repeated(message.turn, message.form) if message.form else None


# ------------------------------------------------------------------ what it means by itself
def command_words(message: WrittenMessage) -> Iterator[Candidate]:
    """A command without its slash: its bare word, plain words for it, or a sentence that is one by its template."""
    turn, registry, text = message.turn, message.registry, message.text
    waits = message.slot is not None and (message.slot.type.takes_text or message.slot.type.takes_names)
    found = registry.command(fold(text))
    if found is not None and not found[1].hidden:
        capability, command = found
        yield Candidate(
            "command",
            PERHAPS if waits else PLAIN - 0.04,
            "it is a command's word",
            lambda: commands.do(turn, capability, command, "", sentence=text),
        )
    if meant := registry.phrase(text):
        sure = PLAIN - 0.02 if not meant[2] else PERHAPS if message.heard.intent == "unknown" else BARELY
        single = waits and message.words == 1
        yield Candidate(
            "phrase",
            min(sure, FITS) if single else sure,
            "it begins with plain words for a command",
            lambda: commands.do(turn, *meant, sentence=text),
        )
    said = registry.saying(turn, text)
    if said and (message.heard.intent != TOLD or said[1].fits is not None or commands.names_only(turn, said[2])):
        sure = WHOLE + 0.04 if said[2] and said[1].fits is None else PLAIN + 0.02  # nothing is open, or was looked at
        if message.is_read_whole and "customer" in said[2] and not commands.is_a_customer(turn, said[2]["customer"]):
            sure = min(sure, FITS)  # no name is among the words of the question
        yield Candidate("saying", sure, "it is a command by its template", lambda: commands.said(turn, *said))


def intent(message: WrittenMessage) -> Iterator[Candidate]:
    """What the sentence means, where somebody does that."""
    turn, heard = message.turn, message.heard
    found = message.registry.intent(heard.intent)
    if found is None or heard.intent in CONTROLS or (heard.intent in ANSWERS and message.form is not None):
        return
    score, reason = _means(message, found[1])
    writes = isinstance(found[1], Form)
    yield Candidate(
        "intent",
        score,
        reason,
        lambda: commands.do_intent(turn, heard, message.text),
        writes=writes,
        as_words=message.as_words,
    )


def _means(message: WrittenMessage, does: object) -> tuple[float, str]:
    heard, form, slot = message.heard, message.form, message.slot
    reason = f"it reads as {heard.intent}"
    if form is None:
        return (WHOLE if heard.slots else FITS), reason
    if asks_to_remember(message.text):
        return PLAIN, reason
    if does is form or heard.intent == form.intent:
        another = bool(message.customers) and message.form_customer not in message.customers
        named = slot is not None and slot.type.takes_names
        full = "kind" in heard.slots if named else another
        return (WHOLE if full else PERHAPS), reason
    if heard.intent in NAMES_ALONE and message.is_name_alone:
        return (BARELY if slot is not None and slot.type.takes_names else PERHAPS), reason
    if begins_a_step(message.text) and slot is not None and slot.type.takes_text:
        return PERHAPS, reason
    return (WHOLE if heard.slots or message.is_question else FITS), reason


def told_of_others(message: WrittenMessage) -> Iterator[Candidate]:
    """What took place with somebody whom another capability knows: "called Rosa Martín", who enquired, "lead 3 wants 10 boxes"."""
    told_of = message.registry.one("told_of")
    if told_of is None or message.asks:
        return
    if found := told_of(message.turn, message.text, message.heard.intent == TOLD and not message.customers):
        yield Candidate("told_of", found.score, found.reason, found.apply, writes=True, as_words=found.as_words)


def statement(message: WrittenMessage) -> Iterator[Candidate]:
    """Something told of one known customer that no intent fits: a note there. What we cannot do yet is offered as one."""
    keep = message.registry.one("keeps_note")
    if keep is None or message.is_talk or message.asks or len(message.customers) != 1 or message.is_name_alone:
        return
    if message.registry.intent(message.heard.intent) is not None:
        return
    customer = next(iter(message.customers))
    if message.heard.intent == "unknown":
        another = message.form is not None and customer != message.form_customer
        if bids(message.text):  # an order that nobody understood tells nothing
            yield _offered_as_note(message, customer)
            return
        score = FITS + 0.05 if another or message.form is None else PERHAPS
        yield Candidate(
            "statement",
            score,
            "it tells something of a known customer",
            lambda: keep(message.turn, customer, message.text, None),
            writes=True,
            as_words=message.as_words,
        )
    else:
        yield _offered_as_note(message, customer)


def _offered_as_note(message: WrittenMessage, customer: int) -> Candidate:
    """What cannot be done, about a known customer: kept as a note there if they say so."""
    question = _("I can't do that yet. Shall I keep it as a note on {customer}?", customer=_called(message, customer))
    return Candidate(
        "statement",
        FITS + 0.05,
        "nobody does that yet, and it is about a known customer",
        lambda: _offer_note(message, customer, question),
    )


def offer_of_note(message: WrittenMessage) -> Callable[[], Reply] | None:
    """How a sentence about one known customer that cannot be done is offered as a note there; None for any other."""
    keep = message.registry.one("keeps_note")
    if keep is None or not message.is_sentence or len(message.customers) != 1:
        return None
    customer = next(iter(message.customers))
    return lambda: _offer_note(
        message, customer, _("Shall I keep it as a note on {customer}?", customer=_called(message, customer))
    )


def _called(message: WrittenMessage, customer: int) -> str:
    record = message.turn.work.customers.get(customer)
    return record.name if record else ""


def _offer_note(message: WrittenMessage, customer: int, question: Words) -> Reply:
    message.turn.conversation.pending_message = message.text
    return Reply.of(
        question,
        choices=(
            Choice(_("Keep it as a note"), Action("keep_note", {"customer": customer})),
            Choice(_("No"), NOWHERE),
        ),
    )


def loose_note(message: WrittenMessage) -> Iterator[Candidate]:
    """A sentence that nobody can place: kept as a loose note where it surely tells something, else offered as one."""
    turn, heard = message.turn, message.heard
    keep = message.registry.one("keeps_loose")
    unknown = heard.intent == "unknown"
    meant = message.registry.intent(heard.intent) is not None or heard.intent in CONTROLS | ANSWERS
    if keep is None or meant or message.is_talk or not message.is_sentence or (looks_up(heard.intent) and not unknown):
        return
    if message.tells_something or not unknown:
        yield Candidate(
            "loose_note",
            OFFERED - 0.08,
            "it tells something that has no place",
            lambda: keep(turn, message.text, turn.incoming.sent_at),
            writes=True,
            as_words=_("a loose note"),
        )
        return
    yield Candidate("loose_note", LAST + 0.04, "it may be worth keeping", lambda: _offer_to_keep(message))


def _offer_to_keep(message: WrittenMessage) -> Reply:
    keep = Choice(_("Keep it as a note"), Action("keep_loose_note", {"words": message.turn.told or message.text}))
    return commands.not_understood(message.turn, message.heard) + Reply((), (keep, Choice(_("No"), NOWHERE)))


def not_understood(message: WrittenMessage) -> Iterator[Candidate]:
    """What is left: a kind answer with two things to try."""
    yield Candidate(
        "not_understood",
        LAST,
        "nothing fits",
        lambda: commands.not_understood(message.turn, message.heard),
        digresses=False,
    )
