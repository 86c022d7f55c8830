"""How surveys are spoken of in the activity."""

from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn
from handlers.surveys.adjusting import promised
from storage.audit.records import Change
from storage.crm.surveys.surveys import Surveys


def _asks(count: int) -> Words:
    return ngettext("{count} answer to a survey", "{count} answers to surveys", count)


def _suggested(count: int) -> Words:
    return ngettext("{count} question taken along", "{count} questions taken along", count)


def _refuses(turn: Turn, change: Change) -> Words | None:
    """What was promised to whom was asked is not taken back by an undo either."""
    question = turn.work.topic(Surveys).question(change.id) if "anonymous" in change.after else None
    return promised(turn, question) if question else None


RECORDS = {
    "survey_questions": RecordWords(lambda _turn, _id: _("a survey's question"), refuses=_refuses),
    "survey_asks": RecordWords(lambda _turn, _id: _("an answer to a survey"), counted=_asks),
    "survey_suggestions": RecordWords(lambda _turn, _id: _("a question taken along"), counted=_suggested),
}
