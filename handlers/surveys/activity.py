"""How surveys are spoken of in the activity."""

from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.registry.registry import RecordWords


def _asks(count: int) -> Words:
    return ngettext("{count} answer to a survey", "{count} answers to surveys", count)


def _suggested(count: int) -> Words:
    return ngettext("{count} question taken along", "{count} questions taken along", count)


RECORDS = {
    "survey_questions": RecordWords(lambda _turn, _id: _("a survey's question")),
    "survey_asks": RecordWords(lambda _turn, _id: _("an answer to a survey"), counted=_asks),
    "survey_suggestions": RecordWords(lambda _turn, _id: _("a question taken along"), counted=_suggested),
}
