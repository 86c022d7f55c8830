"""Whether a message is a question to the store, or what another intent says of it."""

from handlers.language.concepts.phrasebook import phrasebook, words_of_examples
from handlers.language.intents.likeness import UNKNOWN
from handlers.language.meaning import NameKind
from handlers.language.questions.reader import PLAIN, Asked
from handlers.language.tokens import Reading
from storage.questions.question import EVER, About, Field, Group, Measure, Question

_SCREENS = {
    "list_promotions": About.PROMOTIONS,
    "survey_results": About.ANSWERS,
    "show_pipeline": About.OPPORTUNITIES,
}
"""Intents that show all there is of something; what else is asked of it is a question."""
SHOWS_A_CUSTOMER = frozenset({"show_history", "show_customer", "show_contact"})
_LISTS = {"list_leads": About.LEADS, "list_complaints": About.COMPLAINTS}
"""Intents that list what is open; what else is asked of the same thing is a question."""


def beats(asked: Asked, intent: str, *, writes: bool, reading: Reading) -> bool:
    """Whether a message that was also taken for an intent is a question all the same.

    What would keep something, or show one's own day, is no answer to a question. A pipeline, a history and a card are
    answers, unless the question asks for what those do not tell. One with words left over only replaces what would be worse.
    """
    question = asked.question
    if asked.coming:
        return intent == UNKNOWN or intent in SHOWS_A_CUSTOMER
    if asked.unread:
        looks_back = asked.looks_back or question.measure is not Measure.LIST
        others = any(mark.kind == NameKind.STAFF.value for mark in reading.marks)
        about_work = asked.named or (asked.looks_back and question.about is About.INTERACTIONS)
        shown = _LISTS.get(intent) or _SCREENS.get(intent)
        # words in which nobody asks for the screen are words that it would leave out unsaid
        known = words_of_examples(intent)
        if question.measure is Measure.LIST:
            known = known | phrasebook().vocabulary
        left_out = asked.says_more or not asked.strange <= known
        if shown and asked.named and (left_out or question.about is not shown):
            return True
        figure = question.measure is not Measure.LIST and question.group is None
        measured = intent in SHOWS_A_CUSTOMER and figure  # a history tells none
        return (
            ((writes or intent == UNKNOWN) and about_work)
            or measured
            or (intent == "my_day" and (others or looks_back))
        )
    if intent in _LISTS:
        return question.about is not _LISTS[intent]  # `exactly` says what of the list
    if intent == "show_pipeline":
        state = question.filter(Field.STATE)
        open_ = state is None or state.value == "open"
        groups = {None, Group.STAFF, Group.STAGE} if open_ else {None}  # what is closed is listed, or counted here
        if question.order or question.limit or (question.period and question.period.first == EVER):
            return True  # a pipeline shows them all, and begins today
        told = {one.field for one in question.filters} <= PLAIN and question.group in groups
        return not told or question.measure in {Measure.COUNT, Measure.AVERAGE} or _is_one_sum(question)
    if intent in _SCREENS:
        return question.about is _SCREENS[intent] or (asked.named and question.about is About.OPPORTUNITIES)
    if intent in SHOWS_A_CUSTOMER or intent == "brief_customer":
        return _is_no_screen(question, brief=intent == "brief_customer")
    return writes or intent in {UNKNOWN, "my_day"}


def exactly(asked: Asked, intent: str) -> Question | None:
    """What is asked, where an intent shows more than that: it is answered first. None where the intent shows what is asked."""
    shown = asked.narrows and (
        _LISTS.get(intent) is asked.question.about
        or (intent in SHOWS_A_CUSTOMER and asked.question.filter(Field.CUSTOMER) is not None)
    )
    shown = shown and not (intent == "show_contact" and asked.question.group is not None)  # "who's the contact at …"
    return asked.question if shown and not asked.unread else None


def _is_no_screen(question: Question, *, brief: bool) -> bool:
    """Whether it asks for what neither a history nor a card tells, or for figures, where a brief would be given."""
    if brief:
        return question.group is not None or question.measure is not Measure.LIST
    return question.filter(Field.CUSTOMER) is None or question.about is About.PURCHASES


def _is_one_sum(question: Question) -> bool:
    return question.measure is Measure.SUM and question.group is None
