"""What a survey says to customers, in both languages: the question, what is done with its answers, and the options of a choice."""

from typing import Any, Final

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _
from handlers.kit.forms.form import Form, Said, Slot, Unclear
from handlers.kit.forms.slot_types import OneOf, as_written
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Facts, Heading
from handlers.kit.messages.reply import Reply
from handlers.kit.surveys.bank import called
from handlers.kit.turn import Sorry, Turn
from handlers.surveys.slots import QUESTION, CustomersRead, Options
from storage.crm.surveys.records import SurveyQuestion
from storage.crm.surveys.surveys import Surveys

WORDINGS: Final[dict[str, Words]] = {
    "text_es": _("Question in Spanish"),
    "text_en": _("Question in English"),
    "purpose_es": _("What for, in Spanish"),
    "purpose_en": _("What for, in English"),
    "options_es": _("Options in Spanish"),
    "options_en": _("Options in English"),
}
ASKED: Final[dict[str, Words]] = {
    "text_es": _("What is the question in Spanish?"),
    "text_en": _("What is the question in English?"),
    "purpose_es": _("What will be done with the answers? In Spanish: customers read it."),
    "purpose_en": _("What will be done with the answers? In English: customers read it."),
    "options_es": _("The options in Spanish, in the same order, with commas between them?"),
    "options_en": _("The options in English, in the same order, with commas between them?"),
}
OPTIONS: Final = "options"
_PLACE: Final = {"es": 1, "en": 2}
"""Where an option keeps its label of a language: see `SurveyQuestionRow`."""


class Wording(CustomersRead):
    """A sentence for customers, or the labels of all options."""

    def __init__(self) -> None:
        super().__init__(asks=True)

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The text; of options as many as there are."""
        words = super().read(turn, text, said)
        question = said.get(QUESTION)
        if question and (said.get(WHICH) or "").startswith(OPTIONS):
            count = len(question.options)
            if len(Options().read(turn, words, said)) != count:
                raise Unclear(_("It has {count} options: as many, with commas between them, please.", count=count))
        return words


def _asks(_turn: Turn, said: Said) -> Words:
    return ASKED.get(said.get(WHICH) or "", _("What shall it say?"))


WHICH = Slot("which", OneOf(WORDINGS), _("What"), _("What do you want to change?"))
WORDS = Slot("words", Wording(), _("New wording"), _asks)


def show(turn: Turn, question: int) -> Reply:
    """A button: all that customers read of it."""
    found = turn.work.topic(Surveys).question(question)
    if found is None:
        raise Sorry(_("That question is not there any more."))
    return _card(turn, found)


def _card(turn: Turn, question: SurveyQuestion, undo: tuple[Choice, ...] = ()) -> Reply:
    said: dict[str, Words] = {
        "text_es": question.text_es,
        "text_en": question.text_en,
        "purpose_es": question.purpose_es,
        "purpose_en": question.purpose_en,
    }
    if question.options:
        said |= {f"{OPTIONS}_{one}": ", ".join(label for _v, label in question.labels(one)) for one in _PLACE}
    change = tuple(
        Choice(
            _("Change: {what}", what=WORDINGS[name]),
            Action("reword_survey", {"question": question.id, "which": name}),
        )
        for name in said
    )
    heading = Heading(_("What “{name}” says", name=called(question, turn.person.language)))
    return Reply((heading, Facts([(WORDINGS[name], words) for name, words in said.items()])), (*undo, *change))


def _reword(turn: Turn, said: Said) -> Reply:
    question, which, words = said[QUESTION], said[WHICH], said[WORDS]
    column, _underscore, language = which.partition("_")
    value: Any = as_written(turn, words)
    if column == OPTIONS:
        if not question.options:
            raise Sorry(_("“{name}” has no options.", name=called(question, turn.person.language)))
        which, labels = OPTIONS, Options().read(turn, words, said)
        value = [list(option) for option in question.options]
        for option, label in zip(value, labels, strict=True):
            option[_PLACE[language]] = label
    surveys = turn.work.topic(Surveys)
    changed = surveys.change(question.id, **{which: value})
    after = surveys.question(question.id) or question
    return _card(turn, after, undo_choice(turn) if changed else ())


REWORD = Form("reword_survey", (QUESTION, WHICH, WORDS), save=_reword, title=_("What a survey says"))
