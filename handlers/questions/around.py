"""What stands around every answer: its heading, how the question was read, each part as a button, the file."""

from collections.abc import Iterator, Sequence

from handlers.kit.format.texts import _, clip
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.questions.wording import in_words, parts, subject, value
from handlers.kit.turn import Turn
from storage.questions.answers import Total, is_measured
from storage.questions.question import Field, Question

FIXED = frozenset({"about", "last", "measure"})
"""Parts that have no other value to choose."""


def ask(question: Question) -> Action:
    """Asks it."""
    return Action("ask", {"question": question.as_json()})


def heading(turn: Turn, question: Question, what: str) -> Heading:
    """What was asked for, and how much of it there is."""
    of = turn.voice.say(subject(question))
    return Heading(_("{what}: {number}", what=of[:1].upper() + of[1:], number=what))


def how_read(turn: Turn, question: Question) -> Paragraph:
    """How it was read; and that it is not everybody's, where the person does not see everybody's."""
    said = in_words(turn, question)
    if turn.work.sees_owners is None:
        return Paragraph(_("I read it as: {question}.", question=said))
    return Paragraph(_("I read it as: {question}. Only customers that you may see.", question=said))


def changes(turn: Turn, question: Question) -> Iterator[Choice]:
    """Each part of the question, to change or to leave out."""
    for part in parts(question):
        if part.name not in FIXED:
            words = _("Change: {part}", part=clip(turn.voice.say(part.words), 50))
            yield Choice(words, Action("ask_part", {"question": question.as_json(), "part": part.name}))
    if question.period is None and question.filter(Field.LAST) is None:
        yield Choice(_("Of a period…"), Action("ask_part", {"question": question.as_json(), "part": "period"}))


def files(question: Question) -> tuple[Choice, ...]:
    """The answer as a file."""
    kept = question.as_json()
    return (
        Choice(_("As CSV"), Action("ask_file", {"question": kept, "format": "csv"})),
        Choice(_("As Excel"), Action("ask_file", {"question": kept, "format": "xlsx"})),
    )


def total_words(turn: Turn, question: Question, found: Sequence[Total]) -> str:
    """How many there are in all, or what they come to, a currency at a time."""
    if not is_measured(question):
        return str(sum(one.count for one in found))
    known = [one for one in found if one.amount is not None]
    if not known:
        return turn.voice.say(_("no amount") if any(one.count for one in found) else _("none so far"))
    return " + ".join(turn.voice.say(value(one.amount, one.currency)) for one in known)
