"""Questions of one's own: added with what their answers are for, set up, and put away."""

import re

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import _
from handlers.kit.forms.form import Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.slot_types import OneOf
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Facts, Heading
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.surveys.bank import called, questions_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import SlotValue
from handlers.surveys import adjusting, rewording
from handlers.surveys.slots import KINDS, CustomersRead, Options
from storage.crm.surveys.surveys import Surveys
from storage.names.folding import fold

DECIDE = frozenset({"manager", "marketing", "admin"})
AGAIN_AFTER = 180
MIDDLE = 55
LONGEST_NAME = 40


class NewSurveyName(SlotType[str]):
    """A short name that no question has yet."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """As it is kept: small letters, no accents."""
        name = re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")
        if not name or len(name) > LONGEST_NAME:
            raise Unclear(_("A survey's name has 1 to {limit} letters.", limit=LONGEST_NAME))
        questions_of(turn.work)
        if turn.work.topic(Surveys).is_called(name):
            raise Unclear(_("There is a survey “{name}” already. Another name?", name=name))
        return name

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The name in a sentence."""
        return self.read(turn, str(heard), said)


def _no_options(_turn: Turn, said: Said) -> list[str] | None:
    """Only a choice has options."""
    return None if said.get(KIND) == "choice" else []


NAME = Slot("name", NewSurveyName(), _("Name"), _("What is the survey called, in a word?"), "entregas")
KIND = Slot("kind", OneOf(KINDS), _("Answers"), _("How is it answered?"))
TEXT = Slot("text", CustomersRead(asks=True), _("Question"), _("What is the question?"), "¿Llegan bien las entregas?")
PURPOSE = Slot(
    "purpose", CustomersRead(), _("What for"), _("What will be done with the answers? The customer reads it, too.")
)
OPTIONS = Slot("options", Options(), _("Options"), _("Which options, with commas between them?"), default=_no_options)


def _add(turn: Turn, said: Said) -> Reply:
    options = [[fold(label), label, label] for label in said.get(OPTIONS) or []]
    id_ = turn.work.topic(Surveys).add(
        name=said[NAME],
        kind=said[KIND],
        text_es=said[TEXT],
        text_en=said[TEXT],
        purpose_es=said[PURPOSE],
        purpose_en=said[PURPOSE],
        options=options,
        audience="",
        again_days=AGAIN_AFTER,
        asked_by="both",
        trigger="",
        priority=MIDDLE,
        anonymous=False,
    )
    facts = Facts([(_("Answers"), KINDS[said[KIND]]), (_("Question"), said[TEXT]), (_("What for"), said[PURPOSE])])
    this = {"question": id_}
    choices = (
        Choice(_("How it is asked"), Action("survey_settings", this)),
        Choice(_("What it says"), Action("survey_wording", this)),
        Choice(_("Put it away"), Action("retire_question", this)),
        *undo_choice(turn),
    )
    return Reply((Heading(_("New survey: {name}", name=said[NAME])), facts), choices)


def retire(turn: Turn, question: int) -> Reply:
    """A button: it is asked no more; what was answered stays."""
    found = turn.work.topic(Surveys).question(question)
    if found is None:
        raise Sorry(_("That question is not there any more."))
    turn.work.topic(Surveys).retire(question)
    return Reply.of(
        _("“{name}” is asked no more. Its answers stay.", name=called(found, turn.person.language)),
        choices=undo_choice(turn),
    )


NEW = Form("new_question", (NAME, KIND, TEXT, OPTIONS, PURPOSE), save=_add, title=_("New survey"))

CAPABILITY = Capability(
    "survey_questions",
    about=_("Questions of your own for surveys"),
    commands=(
        Command({"es": "nueva_encuesta", "en": "new_survey"}, NEW, _("A question of your own")),
        Command(
            {"es": "ajustar_encuesta", "en": "change_survey"},
            adjusting.CHANGE,
            _("Whom a survey asks, until when, how often: /change_survey nps > priority > 80"),
            takes=("{question} > {setting} > {value}", "{question} > {setting}", "{question}"),
            sayings="survey_changed",
        ),
        Command(
            {"es": "redactar_encuesta", "en": "reword_survey"},
            rewording.REWORD,
            _("What a survey says to customers, in both languages"),
            takes=("{question} > {which} > {words}", "{question} > {which}", "{question}"),
        ),
        Command({"": "survey_anonymity"}, adjusting.CHANGE_ANONYMITY, hidden=True, sayings="survey_anonymity"),
    ),
    actions={
        "retire_question": retire,
        "survey_settings": adjusting.show,
        "change_survey": adjusting.CHANGE,
        "survey_wording": rewording.show,
        "reword_survey": rewording.REWORD,
    },
    examples={
        "es": ("la encuesta nps se repite cada 90 días",),
        "en": ("the nps survey repeats every 90 days",),
    },
    roles=DECIDE,
    order=47,
)
