"""What a person's own program may ask for, as that person: what it reads comes to nothing else, what it proposes waits for them.

Every tool is tried out in a rehearsal of the store and rolled back; only a proposal, and the message that shows it, is kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.mcp.plain import plain
from handlers.kit.dialog import commands
from handlers.kit.dialog.proposals import LONGEST, proposal, rehearsed
from handlers.kit.format.texts import _
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import NameKind

MOST_FOUND = 20


class BadCallError(Exception):
    """The program asked for what there is not; these words go back to it."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing to ask for: its one argument, what it is for, in English as programs read it, and who answers."""

    argument: str
    about: str
    argument_about: str
    answer: Callable[[Turn, str], str]
    needed: bool = True
    reads: bool = True


def call(turn: Turn, name: str, arguments: Mapping[str, object]) -> str:
    """What a tool answers, as plain text in the person's language. Raises BadCallError."""
    tool = TOOLS.get(name)
    if tool is None:
        raise BadCallError(f"There is no tool {name[:40]}.")
    words = arguments.get(tool.argument, "")
    if set(arguments) - {tool.argument} or not isinstance(words, str):
        raise BadCallError(f"{name} takes one text: {tool.argument}.")
    words = " ".join(words.split())
    if len(words) > LONGEST or (tool.needed and not words):
        raise BadCallError(f"{tool.argument} is a text of 1 to {LONGEST} characters.")
    return tool.answer(turn, words)


def _read(word: str) -> Callable[[Turn, str], str]:
    """What a command shows, by its English word. Nothing of what it does stays."""

    def answer(turn: Turn, words: str) -> str:
        found = registry_of(turn).command(word)
        if found is None:
            raise BadCallError("That is not served here.")
        with turn.work.rehearsal() as work:
            trial = Turn(work, turn.person, turn.incoming, turn.now, turn.company, turn.registry)
            try:
                reply = commands.do(trial, *found, words, sentence=f"{word} {words}")
            except Sorry as sorry:
                reply = Reply.of(sorry.words)
            return plain(reply, trial.voice, options=trial.conversation.form is not None)

    return answer


def _find(turn: Turn, words: str) -> str:
    kinds = {NameKind.CUSTOMER, NameKind.CONTACT}
    found = [f"{entry.kind}: {entry.name}" for entry in turn.match(words, kinds).candidates[:MOST_FOUND]]
    return "\n".join(found) or turn.voice.say(_("Nobody of that name is known."))


def _propose(turn: Turn, words: str) -> str:
    """Puts a proposal before the person, in their own chat."""
    trial = None if words.startswith("/") else rehearsed(turn, words, turn.now)
    if trial is None:
        return turn.voice.say(_("I did not understand that."))
    if not trial.changes:
        nothing = turn.voice.say(_("Nothing would be saved; this is what would be answered:"))
        return f"{nothing}\n\n{plain(trial.reply, turn.voice, options=True)}"
    shown = proposal(turn, _("A program of yours proposes:"), words, trial)
    if not turn.tell(turn.person.id, shown):
        return turn.voice.say(_("Nobody can be asked: this person has no chat with me."))
    waits = turn.voice.say(_("Nothing is saved. It waits 10 minutes for a yes in the chat:"))
    return "\n".join((waits, *(f"- {change}" for change in trial.changes)))


TOOLS: Mapping[str, Tool] = {
    "find": Tool("name", "Customers and contacts by name, also misspelt.", "A name or part of it", _find),
    "card": Tool("customer", "A customer's card: owner, numbers, people, last contact.", "Its name", _read("customer")),
    "history": Tool(
        "customer",
        "What was logged of a customer, newest first.",
        "Its name, with a period if need be",
        _read("history"),
    ),
    "pipeline": Tool(
        "of", "Open opportunities by stage.", "Whose, or of which team; empty for all", _read("pipeline"), needed=False
    ),
    "ask": Tool(
        "question",
        "A question in plain words, answered from the store: how many visits this month, customers without a visit in 60 days.",
        "The question, in Spanish or English",
        _read("ask"),
    ),
    "follow_ups": Tool(
        "of", "What there is to do today and what is overdue.", "Leave empty", _read("today"), needed=False
    ),
    "propose": Tool(
        "text",
        "Proposes to save something: “visited Bar Sol yesterday, they want 10 boxes”. Saves nothing: the person decides in "
        "their own chat within 10 minutes.",
        "One sentence, as the person would write it",
        _propose,
        reads=False,
    ),
}
