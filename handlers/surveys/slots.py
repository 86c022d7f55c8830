"""What the forms of surveys ask for: which question, and its answer."""

import re
from collections.abc import Sequence
from typing import Any, Final

from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Said, Slot, SlotType, Unclear
from handlers.kit.forms.name_slots import KnownCustomer
from handlers.kit.forms.slot_types import FreeText
from handlers.kit.messages.action import Choice, answer
from handlers.kit.surveys.answers import UNKNOWN, options_of, said_as
from handlers.kit.surveys.bank import called, names_of, questions_of
from handlers.kit.surveys.reading_answers import read_answer
from handlers.kit.turn import Turn
from handlers.language.meaning import SlotValue
from handlers.language.text.any_of import words_of
from storage.crm.surveys.records import Answer, SurveyQuestion
from storage.crm.surveys.surveys import Surveys
from storage.names.folding import fold

SHOWN = 8
BEGINNING = 7
"""Letters that a survey's name and a word of a sentence have in common."""
SKIPPED: Final = "skipped"
UNKNOWN_STATE: Final = "unknown"


KINDS: dict[str, Words] = {
    "nps": _("From 0 to 10"),
    "csat": _("From 1 to 5"),
    "yes_no": _("Yes or no"),
    "choice": _("One of a few"),
    "number": _("A number"),
    "text": _("In words"),
}
MOST_OPTIONS = 8


class CustomersRead(FreeText):
    """What customers are to read: sentences, of which one that `asks` may be a question; it has to say something."""

    takes_prose = True

    def __init__(self, *, asks: bool = False) -> None:
        self.takes_questions = asks

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The text; neither a mark nor "nothing" is one."""
        words = super().read(turn, text, said)
        if not any(c.isalpha() for c in words) or fold(words).strip(" .,;!") in words_of("says_nothing"):
            raise Unclear(_("Customers read that: in a sentence, please."))
        return words


class Options(SlotType[list[str]]):
    """What can be chosen, between commas."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> list[str]:
        """At least two, each once."""
        found = list(dict.fromkeys(part.strip() for part in re.split(r"[,;\n]", text) if part.strip()))
        if not 2 <= len(found) <= MOST_OPTIONS:
            raise Unclear(_("Between 2 and {limit} options, with commas between them.", limit=MOST_OPTIONS))
        return [one[:60] for one in found]

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> list[str]:
        """Those of a sentence."""
        return self.read(turn, str(heard), said)

    def show(self, value: list[str]) -> Words:
        """All of them."""
        return ", ".join(value)


class QuestionName(SlotType[SurveyQuestion]):
    """One of the questions in use, by its name or a part of it."""

    closed = True

    def read(self, turn: Turn, text: str, said: Said) -> SurveyQuestion:
        """The question of this name; several that fit are asked about."""
        found = named(turn, text) or within(turn, text)
        if len(found) == 1:
            return found[0]
        raise Unclear(_("Which survey?"), choices=_choices(found or questions_of(turn.work), turn.person.language))

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> SurveyQuestion:
        """The question that a sentence names."""
        return self.read(turn, str(heard), said)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """All of them."""
        return _choices(questions_of(turn.work), turn.person.language)

    def dump(self, value: SurveyQuestion) -> Any:  # noqa: ANN401 - JSON
        """Its number."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> SurveyQuestion:  # noqa: ANN401 - JSON
        """By number."""
        found = turn.work.topic(Surveys).question(int(raw))
        if found is None:
            raise Unclear(_("That question is not there any more."))
        return found

    def show(self, value: SurveyQuestion) -> Words:
        """Its name."""
        return value.name


class SurveyAnswer(SlotType[tuple[str, Answer]]):
    """What the customer answered, or that they did not know, or were not asked: a state, and the answer."""

    takes_text = True
    closed = True

    def read(self, turn: Turn, text: str, said: Said) -> tuple[str, Answer]:
        """By the question's type."""
        question, folded = said.get(QUESTION), fold(text)
        if question is None:
            raise Unclear(_("Which survey?"))
        if folded == fold(turn.voice.say(NOT_ASKED)):
            return SKIPPED, Answer()
        if folded == fold(turn.voice.say(DOES_NOT_KNOW)) or folded in UNKNOWN:
            return UNKNOWN_STATE, Answer()
        found = read_answer(question, text)
        if found is None:
            raise Unclear(
                _("That is no answer to: {question}", question=question.text(turn.person.language)),
                choices=self.offered(turn, said),
            )
        return "answered", found

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> tuple[str, Answer]:
        """The words of a sentence."""
        return self.read(turn, str(heard), said)

    def chosen(self, turn: Turn, value: Any, said: Said) -> tuple[str, Answer]:  # noqa: ANN401 - JSON
        """What was pressed."""
        if value in {SKIPPED, UNKNOWN_STATE}:
            return str(value), Answer()
        return self.read(turn, str(value), said)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """The answers there are, and that there is none."""
        question = said.get(QUESTION)
        options = options_of(question, turn.person.language) if question else []
        return (
            *(Choice(label, answer(value)) for value, label in options),
            Choice(DOES_NOT_KNOW, answer(UNKNOWN_STATE)),
            Choice(NOT_ASKED, answer(SKIPPED)),
        )

    def dump(self, value: tuple[str, Answer]) -> Any:  # noqa: ANN401 - JSON
        """State and answer."""
        state, given = value
        return [state, given.number, given.choice, given.words]

    def load(self, turn: Turn, raw: Any) -> tuple[str, Answer]:  # noqa: ANN401 - JSON
        """What `dump` kept."""
        state, number, choice, words = raw
        return str(state), Answer(number, choice, words)

    def show(self, value: tuple[str, Answer]) -> Words:
        """In short."""
        return clip(str(value[1].number or value[1].choice or value[1].words or value[0]), 60)


def named(turn: Turn, text: str) -> list[SurveyQuestion]:
    """The questions whose name, or text, has these words."""
    wanted = fold(text).strip()
    every = questions_of(turn.work)
    exactly = [one for one in every if wanted in {fold(name) for name in (*names_of(one), one.kind)}]
    exactly = [one for one in exactly if fold(one.name) == wanted] or exactly
    if exactly or not wanted:
        return exactly[:1]
    return [
        question
        for question in every
        if any(wanted in fold(one) for one in (*names_of(question), question.text_es, question.text_en))
    ]


def within(turn: Turn, text: str) -> list[SurveyQuestion]:
    """The questions whose name, or its beginning, is a word of a sentence: "encuesta de satisfacción", "satisfaction survey"."""
    words = set(fold(text).split())
    return [
        question
        for question in questions_of(turn.work)
        if any(
            word[:BEGINNING] == fold(name)[:BEGINNING] if len(word) >= BEGINNING else word == fold(name)
            for word in words
            for name in names_of(question)
            if len(word) > 2
        )
    ]


def _choices(questions: Sequence[SurveyQuestion], language: str) -> tuple[Choice, ...]:
    return tuple(Choice(called(one, language), answer(one.name)) for one in questions[:SHOWN])


def _asks(turn: Turn, said: Said) -> Words:
    question = said.get(QUESTION)
    return question.text(turn.person.language) if question else _("What did they answer?")


DOES_NOT_KNOW = _("They don't know")
NOT_ASKED = _("Not asked")

CUSTOMER = Slot("customer", KnownCustomer(), _("Customer"), _("Which customer?"))
QUESTION = Slot("question", QuestionName(), _("Survey"), _("Which survey?"), "nps")
ANSWER = Slot("answer", SurveyAnswer(), _("Answer"), _asks)

__all__ = ["ANSWER", "CUSTOMER", "QUESTION", "named", "said_as"]
