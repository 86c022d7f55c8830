"""How a survey is asked, set and changed in the chat: whom, until when, how important, whether anonymous, how often, on what occasion."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import On, Words, _, clip, ngettext
from handlers.kit.forms.form import Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.slot_types import OneOf
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Facts, Heading
from handlers.kit.messages.reply import Reply
from handlers.kit.questions.wording import AsRead
from handlers.kit.surveys.bank import called
from handlers.kit.surveys.fields import FIELDS
from handlers.kit.surveys.fields import KINDS as FILLING
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.moments import find_moments
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.meaning import Moment, SlotValue
from handlers.language.text.any_of import words_of
from handlers.surveys.slots import KINDS, QUESTION
from storage.crm.surveys.records import SCALES, SurveyQuestion
from storage.crm.surveys.surveys import Surveys
from storage.names.folding import fold
from storage.promotions.audience import Audience
from storage.promotions.segments import Segment, Segments
from storage.questions.answers import Answers

CLASS: Final = "class:"
SEGMENT: Final = "segment:"
NEVER: Final = "never"
LONGEST_WAIT: Final = 1095
MOST_IMPORTANT: Final = 100
SECTORS_NAMED: Final = 6

SETTINGS: dict[str, Words] = {
    "audience": _("Who is asked"),
    "expires_on": _("Until when"),
    "priority": _("Priority"),
    "anonymous": _("Anonymous"),
    "again_days": _("How often again"),
    "trigger": _("When it is sent"),
    "asked_by": _("Who asks"),
    "low_score": _("Opens a complaint at"),
    "fills": _("What the answer fills in"),
}
TRIGGERS: dict[str, Words] = {
    "": _("by hand"),
    "interval": _("now and then"),
    "purchase": _("after a purchase"),
    "complaint_closed": _("after a complaint is closed"),
}
ASKERS: dict[str, Words] = {
    "both": _("colleagues and the bot"),
    "staff": _("only colleagues"),
    "bot": _("only the bot"),
}
ASKED: dict[str, Words] = {
    "audience": _("Whom? A sector, a class (“class A”), a segment by its name, or everybody."),
    "expires_on": _("Until which day? Or “never”."),
    "priority": _("How important, from 0 to 100? The most important is asked first."),
    "anonymous": _("Shall it be anonymous? Yes or no."),
    "again_days": _("After how many days again? Or “never”."),
    "trigger": _("On what occasion?"),
    "asked_by": _("Who shall ask it?"),
    "low_score": _("At which score, or a lower one, shall a complaint open? Or “never”."),
    "fills": _("What of the customer shall the answer fill in? Or “nothing”."),
}


class WhichSetting(OneOf):
    """One of the settings, by its label or in the words of a sentence."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """Which one a text means."""
        folded = fold(text).strip()
        found = next((name for name in self.labels if folded in words_of(f"survey_{name}")), None)
        return found or super().read(turn, text, said)


class SettingValue(SlotType[Any]):
    """What a setting becomes, read by which one it is. JSON: text, a number, or yes or no."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> Any:  # noqa: ANN401 - as the setting has it
        """The value of an answer. Raises Unclear, with what would be one, where it is none."""
        name, folded = said.get(SETTING), fold(text).strip(" .!")
        match name:
            case "audience":
                return _audience(turn, text.strip(), folded)
            case "expires_on":
                return NEVER if folded in words_of("never") else _day(turn, text)
            case "again_days":
                return NEVER if folded in words_of("never") else _number(folded, 1, LONGEST_WAIT)
            case "priority":
                return _number(folded, 0, MOST_IMPORTANT)
            case "anonymous":
                return _yes(folded)
            case "low_score":
                return _score(said, folded)
            case "fills" if folded in words_of("says_nothing"):
                return NEVER
            case _:
                return OneOf(_options(name)).read(turn, text, said)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> Any:  # noqa: ANN401 - as `read`
        """The words of a sentence."""
        return self.read(turn, str(heard), said)

    def chosen(self, turn: Turn, value: Any, said: Said) -> Any:  # noqa: ANN401 - as `read`
        """What was pressed."""
        return value if _options(said.get(SETTING)) else self.read(turn, str(value), said)

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """The values there are, where they are few."""
        options = _options(said.get(SETTING))
        return OneOf(options).choices() if options else ()


class Anonymity(SlotType[bool]):
    """Yes or no, or the words for it."""

    def read(self, turn: Turn, text: str, said: Said) -> bool:
        """Whether it is to be anonymous."""
        return _yes(fold(text).strip(" .!"))

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> bool:
        """The words of a sentence."""
        return self.read(turn, str(heard), said)


def _options(name: str | None) -> dict[str, Words]:
    return {"trigger": TRIGGERS, "asked_by": ASKERS, "fills": FIELDS | {NEVER: _("nothing")}}.get(name or "", {})


def _audience(turn: Turn, text: str, folded: str) -> str:
    if folded in words_of("all_customers") or folded in words_of("everybody"):
        return ""
    word, _space, letter = folded.rpartition(" ")
    if word in words_of("customer_class") and letter in {"a", "b", "c"}:
        return f"{CLASS}{letter.upper()}"
    if segment := _segment(turn, folded):
        return f"{SEGMENT}{segment.id}"
    answers = turn.work.topic(Answers)
    spelled = sorted(answers.spelled(text))
    if not spelled:
        known = ", ".join(list(answers.sectors)[:SECTORS_NAMED])
        raise Unclear(
            _("No customer is in the sector “{sector}”. There are: {known}", sector=clip(text, 60), known=known)
            if known
            else _("No customer has a sector yet. A class (“class A”), or everybody?")
        )
    return spelled[0][:80]


def _segment(turn: Turn, folded: str) -> Segment | None:
    """The segment of this name; a sentence may have taken the article at its beginning for one of its own."""
    every = {fold(one.name): one for one in turn.work.topic(Segments).all()}
    without = {name.partition(" ")[2]: one for name, one in every.items() if name.split(" ")[0] in lexicon().articles}
    return every.get(folded) or without.get(folded)


def _day(turn: Turn, text: str) -> str:
    found = [one.moment for one in find_moments(text, turn.said_at, "future", turn.locale)]
    if len(found) != 1 or not isinstance(found[0], Moment):
        raise Unclear(_("I could not read a day in that. Until which day? Or “never”."))
    last = found[0].end or found[0].start
    day = last.date() if isinstance(last, datetime) else last
    if day < turn.said_at.date():
        raise Unclear(_("{day} has already passed. Until which day?", day=On(day)))
    return day.isoformat()


def _number(folded: str, least: int, most: int) -> int:
    found = re.search(r"(?<![\d.,-])\d{1,6}(?![\d.,]*\d)", folded)
    if found is None or not least <= int(found[0]) <= most:
        raise Unclear(_("A whole number from {least} to {most}, please.", least=least, most=most))
    return int(found[0])


def _score(said: Said, folded: str) -> Any:  # noqa: ANN401 - a number, or never
    """A score of the question's own scale, or that none opens a complaint."""
    question = said.get(QUESTION)
    low, high = SCALES[question.kind] if question and question.kind in SCALES else (0, 0)
    return NEVER if folded in words_of("never") else _number(folded, low, high)


def _yes(folded: str) -> bool:
    if folded in words_of("yes") or folded in words_of("survey_anonymous"):
        return True
    if folded in words_of("no") or folded in words_of("survey_named"):
        return False
    raise Unclear(_("Shall it be anonymous? Yes or no."))


def _asks(_turn: Turn, said: Said) -> Words:
    return ASKED.get(said.get(SETTING) or "", _("What shall it be?"))


SETTING = Slot("setting", WhichSetting(SETTINGS), _("Setting"), _("What do you want to change?"))
VALUE = Slot("value", SettingValue(), _("New value"), _asks)
ANONYMITY = Slot("value", Anonymity(), _("Anonymous"), ASKED["anonymous"])


def _change(turn: Turn, said: Said) -> Reply:
    return _set(turn, said[QUESTION], said[SETTING], said[VALUE])


def _set(turn: Turn, question: SurveyQuestion, name: str, raw: Any) -> Reply:  # noqa: ANN401 - as the setting has it
    if name not in settings_of(question):
        raise Sorry(_("Questions of this kind have no such setting: {kind}.", kind=KINDS[question.kind]))
    value = None if raw == NEVER else date.fromisoformat(raw) if name == "expires_on" else raw
    if getattr(question, name) == value:
        return Reply.of(_("It's already like that.")) + card(turn, question)
    surveys = turn.work.topic(Surveys)
    if name == "anonymous" and (promise := promised(turn, question)):
        raise Sorry(promise)
    surveys.change(question.id, **{name: value})
    after = surveys.question(question.id)
    return card(turn, after, undo_choice(turn)) if after else Reply()


def promised(turn: Turn, question: SurveyQuestion) -> Words | None:
    """Why a question stays anonymous, None where it need not: nobody was told so yet."""
    if not turn.work.topic(Surveys).has_promised(question.id):
        return None
    return _(
        "Those who were asked “{name}” were promised that it is anonymous. That stays.",
        name=called(question, turn.person.language),
    )


def _anonymity(turn: Turn, said: Said) -> Reply:
    return _set(turn, said[QUESTION], "anonymous", said[ANONYMITY])


def show(turn: Turn, question: int) -> Reply:
    """A button: how it is asked."""
    found = turn.work.topic(Surveys).question(question)
    if found is None:
        raise Sorry(_("That question is not there any more."))
    return card(turn, found)


def card(turn: Turn, question: SurveyQuestion, undo: tuple[Choice, ...] = ()) -> Reply:
    """How a survey is asked, each setting with its button."""
    said, settings = _said(turn, question), settings_of(question)
    facts: list[tuple[Words, Words]] = [(SETTINGS[name], said[name]) for name in settings]
    change = tuple(
        Choice(
            _("Change: {what}", what=SETTINGS[name]),
            Action("change_survey", {"question": question.id, "setting": name}),
        )
        for name in settings
    )
    says = Choice(_("What it says"), Action("survey_wording", {"question": question.id}))
    heading = Heading(_("How “{name}” is asked", name=called(question, turn.person.language)))
    return Reply((heading, Facts(facts)), (*undo, *change, says))


def settings_of(question: SurveyQuestion) -> tuple[str, ...]:
    """The settings that a question of its kind has: only a grade can be low, only a choice or words fill in a field."""
    has_none = {
        "low_score": question.kind not in SCALES or question.anonymous,
        "fills": question.kind not in FILLING or question.anonymous,
    }
    return tuple(name for name in SETTINGS if not has_none.get(name))


def _whom(turn: Turn, audience: str) -> Words:
    """Who is asked, in words; a segment's customers as it is read, with how many they are now."""
    if audience.startswith(CLASS):
        return _("class {letter}", letter=audience.removeprefix(CLASS))
    if not audience.startswith(SEGMENT):
        return audience or _("everybody")
    segment = turn.work.topic(Segments).get(int(audience.removeprefix(SEGMENT)))
    if segment is None:
        return _("nobody: that segment is not there any more")
    count = turn.work.topic(Audience).count(segment.question, turn.zone)
    return ngettext(
        "{segment}: {how} ({count} customer)",
        "{segment}: {how} ({count} customers)",
        count,
        segment=segment.name,
        how=AsRead(segment.question),
    )


def _said(turn: Turn, question: SurveyQuestion) -> Mapping[str, Words]:
    return {
        "audience": _whom(turn, question.audience),
        "expires_on": On(question.expires_on) if question.expires_on else _("without end"),
        "priority": str(question.priority),
        "anonymous": _("yes: no figure of fewer than five") if question.anonymous else _("no"),
        "again_days": ngettext("after {count} day", "after {count} days", question.again_days)
        if question.again_days
        else _("never again"),
        "trigger": TRIGGERS.get(question.trigger, question.trigger),
        "asked_by": ASKERS.get(question.asked_by, question.asked_by),
        "low_score": _("{score} or less", score=question.low_score)
        if question.low_score is not None
        else _("no score"),
        "fills": FIELDS.get(question.fills, question.fills) if question.fills else _("nothing"),
    }


CHANGE = Form("change_survey", (QUESTION, SETTING, VALUE), save=_change, title=_("Change a survey"))
CHANGE_ANONYMITY = Form("survey_anonymity", (QUESTION, ANONYMITY), save=_anonymity, title=_("Change a survey"))
