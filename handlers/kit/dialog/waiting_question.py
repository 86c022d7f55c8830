"""The recognisers of the question that waits: whether a message answers it, or puts right what was answered before."""

from collections.abc import Iterator
from typing import Any

from handlers.kit.dialog.candidates import (
    ANSWERS,
    BARELY,
    CERTAIN,
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
from handlers.kit.format.texts import _, clip
from handlers.kit.forms import filling
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.second_thoughts import corrected_answers, put_right
from handlers.kit.messages.reply import Reply
from handlers.language.slots.corrections import corrections
from handlers.language.slots.naming import named_in_answer
from handlers.language.slots.remarks import (
    asks_to_remember,
    begins_a_step,
    begins_an_order,
    does_something,
    may_be_a_name,
)

LONGEST_ANSWER = 7
"""Words of a question, or of a name: what is longer is a sentence."""
TELLS_MORE, MOST_BESIDE = 2, 4
"""Words beside the moment or the number that was asked for: from two on, of the work or of a customer, something else is told; an
answer has four at most ("on second thoughts make it Friday")."""
CLOSE_TO_NONE = 0.06
"""By how much an answer that says whom is meant is surer than a correction of what was told before."""
LONGEST_QUOTE = 60
SHORTEST_PROSE = 4
"""Words of a sentence that others are to read; fewer may be a command."""


def waiting_slot(message: WrittenMessage) -> Iterator[Candidate]:
    """The answer to what the waiting form asks: short and fitting ones are sure, full sentences of something else are not."""
    turn, form = message.turn, message.form
    if turn.conversation.form is not None and form is None:
        turn.conversation.form = None  # of an older version: begin again, politely
    if form is None:
        return
    score, reason = _accepts(message, form)
    slot = message.slot
    no_name = slot is not None and slot.type.takes_names and score == BARELY and does_something(message.text)
    asked = turn.voice.say(slot.question(turn, filling.current(turn, form))) if slot else ""
    yield Candidate(
        "waiting_slot",
        score,
        reason,
        lambda: (
            filling.lost(turn, form)
            or (filling.repeated(turn, form) if no_name else filling.answered(turn, form, message.text, message.heard))
        ),
        writes=True,
        as_words=_("your answer to “{question}”", question=clip(asked, LONGEST_QUOTE)),
        digresses=False,
    )


def _accepts(message: WrittenMessage, form: Form) -> tuple[float, str]:
    slot = message.slot
    if message.heard.intent in ANSWERS:
        return PLAIN, "it says yes or no"
    if slot is None:
        return BARELY, "a yes or a no is waited for"
    if slot.type.takes_names:
        return _accepts_name(message)
    said = filling.current(message.turn, form)
    if slot.type.takes_questions and (message.asks or message.is_question):
        return PLAIN, "a question is waited for"
    if slot.type.takes_prose and message.words >= SHORTEST_PROSE and not message.asks and not message.is_question:
        return PLAIN, "sentences for others are waited for"
    if slot.type.takes_text:
        if slot.type.checks and filling.reads(message.turn, slot, message.text, said):
            return PLAIN, "it is of the form that is asked for"
        if slot.type.checks and filling.reads(message.turn, slot, message.text, said, in_part=True):
            return PLAIN - 0.02, "it reads nearly as what is asked for"
        return _accepts_text(message) if not slot.type.checks else _accepts_nothing_else(message)
    return _accepts_value(message, slot, said)


def _accepts_value(message: WrittenMessage, slot: Slot[Any], said: Said) -> tuple[float, str]:
    """A moment, an amount, one of a few: whatever is neither a name nor any words at all."""
    if slot.type.closed and filling.reads(message.turn, slot, message.text, said):
        return PLAIN, "it is one of the few that are answers"
    if (
        message.looks_something_up
        and not message.is_name_alone
        and message.words > 1
        and message.heard.intent != "my_day"
    ):
        return PERHAPS, "it asks to see something"
    if message.asks and message.words > 1 and message.registry.intent(message.heard.intent):
        return BARELY, "it is a question"
    if _rearranges_another(message):
        return BARELY, "it moves or calls off something by itself"
    if _is_for_somebody_else(message) and message.customers:
        return BARELY, f"it reads as {message.heard.intent}, about somebody who is named"
    if message.heard.intent == TOLD and "kind" in message.heard.slots and message.customers:
        return BARELY, "it tells of a visit or a call of its own"
    beside = message.turn.beside_values(message.text)
    tells = beside >= TELLS_MORE and (message.tells_something or bool(message.customers))
    if tells or beside > MOST_BESIDE:
        return BARELY, "it tells more than what is asked for"
    if filling.reads(message.turn, slot, message.text, said):
        return PLAIN - 0.02, "it reads as what is asked for"
    if filling.reads(message.turn, slot, message.text, said, in_part=True):
        return FITS, "it reads nearly as what is asked for"
    return BARELY, "it does not read as what is asked for"


def _accepts_name(message: WrittenMessage) -> tuple[float, str]:
    state, form = message.turn.conversation.form, message.form
    asked = form if state and not state.asides and not state.overtaken else None
    if state and asked and filling.answers_two(message.turn, asked, state, message.text):
        return PLAIN, "it says whom, and what"
    if asked and (who := named_in_answer(message.text)) and _may_be_meant(message, who):
        return CERTAIN + CLOSE_TO_NONE, "it says who it is"
    known = message.exact_customer is not None and message.registry.intent(message.heard.intent) is None
    if message.is_name_alone or known or message.heard.intent == "show_customer":
        return PLAIN, "it is a known name"
    if message.is_talk or message.asks:
        return LAST / 2, "it is no name"
    offered = state is not None and state.offer is not None
    if may_be_a_name(message.text, sure=offered) and message.registry.saying(message.turn, message.text) is None:
        return FITS, "it may be a new name"
    return BARELY, "it does not look like a name"


def _may_be_meant(message: WrittenMessage, who: str) -> bool:
    """Whether what an answer names is a customer or somebody there, or may be a new customer's name."""
    return len(message.customers) == 1 or may_be_a_name(who, sure=True)


def _accepts_text(message: WrittenMessage) -> tuple[float, str]:
    if score := _is_none_at_all(message):
        return score
    if message.customers and message.form_customer not in message.customers:
        return BARELY, "it is about another customer"
    if asks_to_remember(message.text):
        return BARELY, "it asks to be reminded"
    if message.is_name_alone and message.exact_customer is not None:
        return BARELY, "it is a customer's name and tells nothing"
    return _accepts_words(message)


def _is_none_at_all(message: WrittenMessage) -> tuple[float, str] | None:
    """Why a message is no words to be kept: it asks something, or is a sentence where a name is wanted."""
    if message.is_question and message.registry.intent(message.heard.intent):
        return BARELY, "it is a question"
    if message.asks and 1 < message.words <= LONGEST_ANSWER:
        return LAST / 2, "it is a question, and tells nothing"
    if message.is_name_wanted and (message.words > LONGEST_ANSWER or begins_an_order(message.text)):
        return LAST / 2, "it is a sentence, and no name"
    return None


def _accepts_words(message: WrittenMessage) -> tuple[float, str]:
    """Whatever is written is an answer, unless it begins something else."""
    tells = message.as_note.unmet  # "no contesta" asks for nobody's list
    if any(c.isalpha() for c in message.text) and not begins_a_step(message.text) and not tells:
        if message.looks_something_up and not message.is_name_alone and message.words > 1:
            return OFFERED, "it asks to see something"
        whole = message.registry.phrase(message.text)
        if (whole and not whole[2] and message.words > 1) or message.registry.saying(message.turn, message.text):
            return OFFERED, "it is a command in plain words"
        if _is_for_somebody_else(message):
            return PERHAPS, f"it reads as {message.heard.intent}"
    state = message.turn.conversation.form
    if state is not None and state.overtaken and message.is_sentence:
        return WHOLE + 0.04, "words are waited for, though something else was told since"
    return WHOLE + 0.06, "words are waited for"


def _accepts_nothing_else(message: WrittenMessage) -> tuple[float, str]:
    """A number or an address is waited for, and this is none: asked again, unless it means something by itself."""
    means = (
        message.registry.intent(message.heard.intent) is not None
        or message.registry.saying(message.turn, message.text) is not None
    )
    return (BARELY if means or message.customers else PERHAPS), "it does not read as what is asked for"


def _is_for_somebody_else(message: WrittenMessage) -> bool:
    """Whether a message is a whole sentence for another form or command: "new customer: …", where words are waited for."""
    heard, form = message.heard, message.form
    other = heard.intent not in {form.intent if form else None, TOLD, *NAMES_ALONE}
    return other and bool(heard.slots) and message.registry.intent(heard.intent) is not None


def _rearranges_another(message: WrittenMessage) -> bool:
    """Whether a message moves or calls off something that it names: "can you move all my monday stuff to tuesday"."""
    said = message.turn.rearrangement(message.text)
    return said is not None and bool(said.everything or said.names or said.words or said.day)


def correction_of_answers(message: WrittenMessage) -> Iterator[Candidate]:
    """What puts right something said earlier in the form, and is no answer: "no, it was on Tuesday"."""
    turn, form = message.turn, message.form
    if form is None:
        return
    state = turn.conversation.form
    if corrected_answers(turn, form, message.text):
        of_this = state is not None and not state.overtaken and any(fix.wrong for fix in corrections(message.text))
        yield Candidate(
            "correction_of_answers",
            PLAIN + 0.06 if of_this else PLAIN,
            "it corrects an earlier answer",
            lambda: put_right(turn, form, message.text) or Reply(),
            writes=False,
            digresses=False,
        )
