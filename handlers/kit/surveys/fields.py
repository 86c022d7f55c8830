"""What an answer tells of a customer: the field that it fills, as long as nobody knows it."""

from collections.abc import Sequence
from typing import Final

from handlers.kit.format.texts import Words, _
from handlers.language.concepts.concepts import cues_in
from handlers.language.entities.facts import aspects
from handlers.language.slots.channels import channel_of, wanted_channel
from handlers.language.text.any_of import words_of
from storage.crm.surveys.records import Answer, SurveyQuestion
from storage.facts.facts import NewFact
from storage.names.folding import fold
from storage.work import Work

FIELDS: Final[dict[str, Words]] = {
    "channel": _("how they like to be reached"),
    "sector": _("their sector"),
    "sensitive": _("what matters to them"),
    "need": _("what they need"),
    "elsewhere": _("whom else they buy from"),
}
FACTS: Final = frozenset({"sensitive", "need", "elsewhere"})
CHANNELS: Final = frozenset({"visit", "phone", "whatsapp", "email", "telegram"})
"""The values of options that are channels."""
KINDS: Final = frozenset({"choice", "text"})
"""Of questions: a grade, a number or a yes is none of these fields."""
LONGEST: Final = {"sector": 80, "need": 200, "elsewhere": 200}
_MARKS = " .,;!"


def fill(work: Work, customer_id: int, question: SurveyQuestion, answer: Answer, language: str) -> None:
    """Keeps in its field what was answered, in the company's language where it was chosen; nothing where it says nothing of that."""
    field, said = question.fills, _said(question, answer, language)
    if not said or field is None:
        return
    if field == "channel":
        if (channel := _channel(answer, said)) and work.contact_preferences.of(customer_id).value("channel") is None:
            work.contact_preferences.note(customer_id, "channel", channel)
    elif field == "sector":
        customer = work.customers.get(customer_id)
        if customer is not None and not customer.sector:
            work.customers.change(customer_id, "sector", said[: LONGEST["sector"]])
    elif field in FACTS and not work.facts.of(customer_id, field) and (facts := _facts(field, answer, said)):
        work.facts.keep(customer_id, field, facts, words=answer.words)


def _said(question: SurveyQuestion, answer: Answer, language: str) -> str:
    """What was chosen, by its label, or written; "" where that is a way to say nothing."""
    if answer.choice is not None:
        return dict(question.labels(language)).get(answer.choice, answer.choice)
    words = (answer.words or "").strip()
    return "" if fold(words).strip(_MARKS) in words_of("says_nothing") else words


def _channel(answer: Answer, said: str) -> str | None:
    """A channel as preferences call it, of an option of the starter bank or in anybody's words."""
    if answer.choice in CHANNELS:
        return answer.choice
    wanted = wanted_channel(cues_in(said))
    return channel_of(wanted) if wanted else None


def _facts(field: str, answer: Answer, said: str) -> Sequence[NewFact]:
    if field == "sensitive":
        return [NewFact(one, rank=at) for at, one in enumerate(aspects(answer.choice or "") or aspects(said) or (), 1)]
    return [NewFact(said[: LONGEST[field]])]
