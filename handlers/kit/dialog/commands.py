"""What a message asks for that nobody waits for: a command, its words, its sentences, or an intent."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.kit.format.texts import _
from handlers.kit.forms import filling
from handlers.kit.forms.form import Form
from handlers.kit.messages.reply import Reply
from handlers.kit.questions.wording import in_words
from handlers.kit.registry.registry import Capability, Command, Run, registry_of
from handlers.kit.registry.sayings import read_saying, templates_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.names.answers import may_be_called
from handlers.language.entities.phones import find_emails, find_phones
from handlers.language.json_format import moment_as_json
from handlers.language.meaning import Moment, Name, NameKind, Understanding
from handlers.language.slots.remarks import looks_up
from storage.names.folding import fold

_TOLD = "log_interaction"
_PAUSE = re.compile(r"[,;.](?=\s)|\n")
_FEWEST_TOLD = 2
"""Words of what is told behind a command; one is a word of politeness."""


def not_your_role() -> Reply:
    """What somebody is told who may not do that."""
    return Reply.of(_("You don't have permission for that."))


def command(turn: Turn, text: str) -> Reply:
    """A slash command, with the words behind it; plain words for one may have a slash, too: "/encuestas"."""
    word, _space, rest = text[1:].partition(" ")
    word, registry = word.partition("@")[0], registry_of(turn)
    found = registry.command(word)
    if found is None and (meant := registry.phrase(f"{word} {rest}".strip())):
        return do(turn, *meant, sentence=text[1:])
    if found is None:
        return Reply.of(_("I don't know {command}. /help lists what I can do.", command=f"/{word}"))
    return do(turn, *found, rest.strip(), sentence=text[1:])


def do(turn: Turn, capability: Capability, command: Command, rest: str, *, sentence: str) -> Reply:
    """What a command is for, with the words after it; `sentence` is all that was said, command and words."""
    if turn.person.role not in capability.roles:
        return not_your_role()
    if not isinstance(command.does, Form):
        return command.does(turn, rest)
    if not rest:
        return filling.start(turn, command.does, None, guided=True)
    if answers := read_saying(rest, templates_of(command.takes)):
        return filling.start(turn, command.does, None, answers=answers)
    if (meant := registry_of(turn).saying(turn, sentence)) and meant[0] is capability:
        return said(turn, *meant)
    heard = turn.understand(command.reads_as.format(rest))
    if heard.intent == command.does.intent and heard.slots:
        return filling.start(turn, command.does, heard, text=rest, values=_inherited(heard))
    return filling.start(turn, command.does, None, first=rest, guided=True)


def do_intent(turn: Turn, heard: Understanding, text: str) -> Reply:
    """Hands a message that was read to whoever has its intent. Raises Sorry where it asks to see a day that does not exist."""
    found = registry_of(turn).intent(heard.intent)
    if found is None:
        return not_understood(turn, heard)
    capability, does = found
    if turn.person.role not in capability.roles:
        return not_your_role()
    if heard.no_day and looks_up(heard.intent):
        raise Sorry(_("“{date}” doesn't exist. Which day do you mean?", date=heard.no_day))
    if heard.exactly is not None and (answers := registry_of(turn).one("answers")) is not None:
        answer: Reply | None = answers(turn, heard.exactly)
        if answer is not None:
            return answer
        nothing = _("I find nothing noted of exactly that: {question}.", question=in_words(turn, heard.exactly))
        return Reply.of(nothing) + _does(turn, does, heard, text)
    return _does(turn, does, heard, text)


def _does(turn: Turn, does: Form | Run, heard: Understanding, text: str) -> Reply:
    if not isinstance(does, Form):
        return does(turn, text)
    if not heard.records:
        if heard.more:
            _go_on_with(turn, heard)
        return filling.start(turn, does, heard, text=text)
    first, *others = heard.records
    turn.conversation.queue = [
        {"form": does.name, "text": other.text, "values": _inherited(other), "told": turn.told} for other in others
    ]
    return filling.start(turn, does, first, text=first.text)


def _go_on_with(turn: Turn, heard: Understanding) -> None:
    """What a command tells besides is logged when it is done, of the customer that it is about."""
    found, name = registry_of(turn).intent("log_interaction"), heard.slots.get("customer") or heard.slots.get("name")
    customer = heard.customer_id or (
        {"new": name if isinstance(name, str) else name.text} if isinstance(name, str | Name) else None
    )
    if found and isinstance(found[1], Form):  # of one that is still to be named it is what will have been made
        values = {"customer": customer} if customer else {}
        record = {
            "form": found[1].name,
            "text": heard.more,
            "values": values,
            "told": turn.told,
            "of_made": not customer,
        }
        turn.conversation.queue = [*turn.conversation.queue, record]


def _inherited(record: Understanding) -> dict[str, Any]:
    """What a record takes from the one before it, or from its command, as the form keeps it."""
    values: dict[str, Any] = {}
    if isinstance(kind := record.slots.get("kind"), str):
        values["kind"] = kind
    if isinstance(when := record.slots.get("when"), Moment):
        values["when"] = moment_as_json(when)
    return values


def not_understood(turn: Turn, heard: Understanding) -> Reply:
    """A kind answer to what is no business of ours, or not yet: with two things to try."""
    known = heard.intent != "unknown"
    if not known and turn.told and (asked := turn.contributions("not_understood", turn.told)):
        return asked
    capabilities = registry_of(turn).capabilities
    examples = [e for c in capabilities for e in c.examples.get(turn.person.language, ())[:1]][:2]
    if heard.intent in {"yes", "no"}:
        return Reply.of(_("All right. Tell me whenever there is something new."))
    opening = _("I understand what you mean, but I can't do that yet.") if known else _("I did not understand that.")
    return Reply.of(opening, _("Try, for example: “{one}” or “{two}”", one=examples[0], two=examples[1]))


def is_a_customer(turn: Turn, said: str) -> bool:
    """Whether words are the name of a customer."""
    return turn.match(said, {NameKind.CUSTOMER}).known is not None


def names_only(turn: Turn, answers: Mapping[str, str]) -> bool:
    """Whether what a template leaves open are customers' names, "La Visita nos recomendó a Bar Sol", or a detail of somebody known.

    Whoever has a new number or address may be called by a part of their name.
    """
    names = [answers["subject"]] if {"subject", "detail"} <= set(answers) else list(answers.values())
    plain = [said.removesuffix("'s").removesuffix("’s") for said in names]
    known = {said: turn.match(said, {NameKind.CUSTOMER, NameKind.CONTACT}).known for said in plain}
    reached = "detail" in answers and (find_phones(answers.get("value", "")) or find_emails(answers.get("value", "")))
    if reached and all(known.values()) and all(map(may_be_called, plain)):  # "spoke to Marta, her number is" is no name
        return True
    exactly = all(entry and fold(said) in {fold(entry.name), fold(entry.alias or "")} for said, entry in known.items())
    return exactly and (len(known) > 1 or "detail" in answers)


def said(turn: Turn, capability: Capability, command: Command, answers: Mapping[str, str]) -> Reply:
    """A sentence that is a command by its templates."""
    if turn.person.role not in capability.roles:
        return not_your_role()
    if not isinstance(command.does, Form):
        return command.does(turn, " ".join(answers.values()))
    if besides := _told_behind(turn, command.does, answers):
        answers, told = besides
        _go_on_with(turn, told)
    return filling.start(turn, command.does, None, answers=answers, guided=command.guided)


def _told_behind(turn: Turn, form: Form, answers: Mapping[str, str]) -> tuple[Mapping[str, str], Understanding] | None:
    """What a sentence tells behind the value in which its template ends: the towels of "sube lo de Bar Sol a 21 mil, quieren también las toallas".

    The answers without it, and the customer with what is told; None where nothing is, or it is of nobody known.
    """
    name, value = list(answers.items())[-1] if answers else ("", "")
    slot = form.slot(name)
    end = _PAUSE.search(value)
    if slot is None or slot.type.takes_text or slot.type.takes_names or end is None:
        return None
    more, whole = value[end.end() :].strip(), turn.read_as(_TOLD, turn.told)
    if len(more.split()) < _FEWEST_TOLD or whole.customer_id is None:
        return None
    return {**answers, name: value[: end.start()]}, replace(whole, more=more)
