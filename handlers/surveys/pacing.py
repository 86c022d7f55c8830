"""/frecuencia_encuestas, /survey_frequency: how often colleagues get questions to take along. Admins decide."""

from dataclasses import replace
from typing import Final

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.slot_types import OneOf
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command, RecordWords
from handlers.kit.turn import Turn
from handlers.language.meaning import SlotValue
from handlers.language.text.any_of import words_of
from storage.crm.surveys.pacing import Pacing
from storage.crm.surveys.records import SurveyPacing
from storage.names.folding import fold

LONGEST_WAIT: Final = 730
MOST_A_DAY: Final = 20
A_DAY: Final = "a_day"
WAITS: dict[str, Words] = {
    "question_days": _("The same question"),
    "customer_days": _("The same customer"),
    A_DAY: _("A rep's day"),
}


class WhichWait(OneOf):
    """One of the three, by its name or in the words of a sentence."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """Which one a text means."""
        folded = fold(text).strip()
        for value in self.labels:
            if folded in words_of(f"survey_pacing_{value}"):
                return value
        return super().read(turn, text, said)


class HowMany(SlotType[int]):
    """A number of days, or of questions a day: a whole one, within reason."""

    def read(self, turn: Turn, text: str, said: Said) -> int:
        """The number that a text begins with."""
        number = next((word for word in text.split() if word.isdecimal()), "")
        most = MOST_A_DAY if said.get(WHICH) == A_DAY else LONGEST_WAIT
        if not number or len(number) > len(str(LONGEST_WAIT)) or int(number) > most:
            raise Unclear(_("A whole number from 0 to {most}, please.", most=most))
        return int(number)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> int:
        """The number of a sentence."""
        return self.read(turn, str(heard), said)


def _asks(_turn: Turn, said: Said) -> Words:
    if said.get(WHICH) == A_DAY:
        return _("How many questions does a rep get in a day, at most? 0 for none at all.")
    return _("How many days without it?")


WHICH = Slot("which", WhichWait(WAITS), _("What"), _("What do you want to change?"))
NUMBER = Slot("number", HowMany(), _("How many"), _asks, "7")


def _change(turn: Turn, said: Said) -> Reply:
    pacing = turn.work.topic(Pacing)
    before = pacing.now()
    after = replace(before, **{said[WHICH]: said[NUMBER]})
    if after == before:
        return Reply.of(_("It's already like that.")) + _shown(after)
    pacing.change(after)
    return Reply((), undo_choice(turn)) + _shown(after)


def _shown(pacing: SurveyPacing) -> Reply:
    facts: list[tuple[Words, Words]] = [
        (WAITS["question_days"], _days(pacing.question_days)),
        (WAITS["customer_days"], _days(pacing.customer_days)),
        (
            WAITS[A_DAY],
            ngettext("{count} question at most", "{count} questions at most", pacing.a_day)
            if pacing.a_day
            else _("no questions"),
        ),
    ]
    change = tuple(
        Choice(_("Change: {what}", what=label), Action("change_survey_pacing", {"which": value}))
        for value, label in WAITS.items()
    )
    how = _("After a visit or a call a rep gets two survey questions at most, and none with a complaint open.")
    return Reply((Heading(_("How often staff are asked")), Paragraph(how), Facts(facts)), change)


def _days(days: int) -> Words:
    return ngettext("again after {count} day", "again after {count} days", days) if days else _("no wait")


def _show(turn: Turn, words: str = "") -> Reply:
    """How it stands; with words, a change."""
    if not words.strip():
        return _shown(turn.work.topic(Pacing).now())
    which = " ".join(word for word in words.split() if not word.isdecimal())
    number = " ".join(word for word in words.split() if word.isdecimal())
    told = {WHICH.name: which, NUMBER.name: number}
    return start(turn, CHANGE, None, answers={name: said for name, said in told.items() if said})


CHANGE = Form("survey_pacing", (WHICH, NUMBER), save=_change, title=_("How often staff are asked"))

CAPABILITY = Capability(
    "survey_pacing",
    about=_("How often staff get survey questions"),
    commands=(
        Command(
            {"es": "frecuencia_encuestas", "en": "survey_frequency"},
            _show,
            _("How often staff get survey questions: /survey_frequency a day 4"),
            phrases={
                "es": ("frecuencia de las encuestas", "cada cuánto se pregunta"),
                "en": ("survey frequency", "how often do we ask"),
            },
        ),
        Command({"": "survey_pacing_told"}, CHANGE, hidden=True, sayings="survey_pacing"),
    ),
    actions={"change_survey_pacing": CHANGE},
    roles=frozenset({"admin"}),
    records={"survey_pacing": RecordWords(lambda _turn, _id: _("how often staff are asked"))},
    examples={
        "es": ("como mucho 3 preguntas de encuesta al día",),
        "en": ("at most 3 survey questions a day",),
    },
    order=48,
)
