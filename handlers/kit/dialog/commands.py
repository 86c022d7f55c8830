"""What a message asks for that nobody waits for: a command, its words, its sentences, or an intent."""

from collections.abc import Mapping

from handlers.kit.dialog import latest
from handlers.kit.dialog.digression import AT_ONCE
from handlers.kit.format.texts import _
from handlers.kit.forms import filling
from handlers.kit.forms.form import Form
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command, registry_of
from handlers.kit.registry.sayings import read_saying
from handlers.kit.turn import Turn
from handlers.language.meaning import NameKind, Understanding
from handlers.language.slots.remarks import is_thanks
from storage.names.folding import fold

TOLD = "log_interaction"
"""What people tell is never taken for a command, whatever words are in it."""


def not_your_role() -> Reply:
    """What somebody is told who may not do that."""
    return Reply.of(_("That is not for your role."))


def command(turn: Turn, text: str) -> Reply:
    """A slash command, with the words behind it."""
    word, _space, rest = text[1:].partition(" ")
    found = registry_of(turn).command(word.partition("@")[0])
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
    if answers := read_saying(rest, command.takes):
        return filling.start(turn, command.does, None, answers=answers)
    if (said := registry_of(turn).saying(sentence)) and said[0] is capability:
        return _said(turn, *said)
    heard = turn.understand(command.reads_as.format(rest))
    if heard.intent == command.does.intent and heard.slots:
        return filling.start(turn, command.does, heard, text=rest)
    return filling.start(turn, command.does, None, first=rest, guided=True)


def read(turn: Turn, text: str) -> Reply:
    """A message that nobody waits for."""
    registry = registry_of(turn)
    if turn.incoming.forwarded_from is not None and (forwarded := registry.one("forwarded")):
        reply: Reply = forwarded(turn, turn.understand(text))
        return reply
    if is_thanks(text):
        return Reply.of(_("You're welcome."))
    bare = _bare_command(turn, text)
    if bare is None and (amended := latest.amended(turn, text)):  # "hoy" asks for today
        return amended
    meant = registry.phrase(text)
    if meant and not meant[2]:
        return do(turn, *meant, sentence=text)
    heard = turn.understand(text)
    if (found := registry.saying(text)) and (heard.intent != TOLD or _names_only(turn, found[2])):
        return _said(turn, *found)
    if heard.intent == "unknown" and (meant := meant or bare):
        return do(turn, *meant, sentence=text)
    return latest.joined(turn, heard, text) or do_intent(turn, heard, text)


def do_intent(turn: Turn, heard: Understanding, text: str) -> Reply:
    """Hands a message that was read to whoever has its intent."""
    found = registry_of(turn).intent(heard.intent)
    if found is None:
        return not_understood(turn, heard)
    capability, does = found
    if turn.person.role not in capability.roles:
        return not_your_role()
    if isinstance(does, Form):
        return filling.start(turn, does, heard, text=text)
    return does(turn, text)


def not_understood(turn: Turn, heard: Understanding) -> Reply:
    """A kind answer to what is no business of ours, or not yet: with two things to try."""
    known = heard.intent != "unknown"
    capabilities = registry_of(turn).capabilities
    examples = [e for c in capabilities for e in c.examples.get(turn.person.language, ())[:1]][:2]
    if heard.intent in AT_ONCE:
        return Reply.of(_("All right. Tell me whenever there is something new."))
    opening = _("I understand what you mean, but I can't do that yet.") if known else _("I did not understand that.")
    return Reply.of(opening, _("Try, for example: «{one}» or «{two}»", one=examples[0], two=examples[1]))


def _bare_command(turn: Turn, text: str) -> tuple[Capability, Command, str] | None:
    """The command whose word a message is, without its slash: "historial"."""
    found = registry_of(turn).command(fold(text))
    return None if found is None or found[1].hidden else (*found, "")


def _names_only(turn: Turn, answers: Mapping[str, str]) -> bool:
    """Whether what a template leaves open are customers' names, "La Visita nos recomendó a Bar Sol", or a detail of somebody known."""
    names = [answers["subject"]] if {"subject", "detail"} <= set(answers) else list(answers.values())
    plain = [said.removesuffix("'s").removesuffix("’s") for said in names]
    known = {said: turn.match(said, {NameKind.CUSTOMER, NameKind.CONTACT}).known for said in plain}
    exactly = all(entry and fold(said) in {fold(entry.name), fold(entry.alias or "")} for said, entry in known.items())
    return exactly and (len(known) > 1 or "detail" in answers)


def _said(turn: Turn, capability: Capability, command: Command, answers: Mapping[str, str]) -> Reply:
    """A sentence that is a command by its templates."""
    if turn.person.role not in capability.roles:
        return not_your_role()
    if isinstance(command.does, Form):
        return filling.start(turn, command.does, None, answers=answers)
    return command.does(turn, " ".join(answers.values()))
