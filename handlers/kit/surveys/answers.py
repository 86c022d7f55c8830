"""What an answer is: read from a text or a button by the question's type, and kept with what follows from it."""

import re
from typing import Final

from handlers.kit.complaints.opening import complain_of_score
from handlers.kit.format.texts import Words, _
from handlers.kit.turn import Company
from handlers.language.text.any_of import any_of, meanings_of, words_of
from storage.crm.surveys.records import SCALES, Answer, SurveyQuestion
from storage.names.folding import fold
from storage.work import Work

UNKNOWN: Final = words_of("not_known")
LONGEST: Final = 2000
MOST: Final = 1_000_000_000
_NUMBER = re.compile(
    rf"{any_of('before_grade')}? ?(\d{{1,9}})(?: ?(?:/|{any_of('out_of')}) ?(\d{{1,2}}))?(?: {any_of('points')})?[.!]*"
)


def read_answer(question: SurveyQuestion, text: str) -> Answer | None:
    """The answer that a text is, whole; None where it is none of this question's: then it is a comment at most."""
    folded = fold(text).strip(" .!¡")
    match question.kind:
        case "nps" | "csat":
            return _scored(question, folded)
        case "number":
            found = re.fullmatch(r"(\d{1,9})\D{0,12}", folded)
            return Answer(number=int(found[1])) if found else None
        case "yes_no":
            return (
                Answer(choice="yes")
                if folded in words_of("yes")
                else Answer(choice="no")
                if folded in words_of("no")
                else None
            )
        case "choice":
            return _chosen(question, folded)
        case _:
            return Answer(words=text.strip()[:LONGEST]) if text.strip() else None


def _scored(question: SurveyQuestion, folded: str) -> Answer | None:
    low, high = SCALES[question.kind]
    if folded in meanings_of("digit"):
        number = int(meanings_of("digit")[folded])
        return Answer(number=number) if low <= number <= high else None
    found = _NUMBER.fullmatch(folded)
    if found is None or (found[2] and int(found[2]) != high):
        return None
    number = int(found[1])
    return Answer(number=number) if low <= number <= high else None


def _chosen(question: SurveyQuestion, folded: str) -> Answer | None:
    for value, spanish, english in question.options:
        if folded in {value, fold(spanish), fold(english)}:
            return Answer(choice=value)
    return None


def options_of(question: SurveyQuestion, language: str) -> list[tuple[str, Words]]:
    """What can be pressed: the text that means it, and its label; nothing for what is written."""
    if question.kind in SCALES:
        low, high = SCALES[question.kind]
        return [(str(number), str(number)) for number in range(low, high + 1)]
    if question.kind == "yes_no":
        return [("yes", _("Yes")), ("no", _("No"))]
    return list(question.labels(language))


def said_as(question: SurveyQuestion, answer: Answer, language: str) -> Words:
    """An answer as it is shown."""
    if answer.number is not None:
        return f"{answer.number}/{SCALES[question.kind][1]}" if question.kind in SCALES else str(answer.number)
    if answer.choice is not None:
        labels: dict[str, Words] = dict(options_of(question, language))
        return labels.get(answer.choice, answer.choice)
    return answer.words or ""


def follows_from(
    work: Work, company: Company, question: SurveyQuestion, customer_id: int, answer: Answer
) -> int | None:
    """What an answer brings about: the field that it fills, the complaint that a low score opens or joins (its number is returned)."""
    if (
        question.fills == "channel"
        and answer.choice
        and work.contact_preferences.of(customer_id).value("channel") is None
    ):
        work.contact_preferences.note(customer_id, "channel", answer.choice)
    low = question.low_score
    if low is None or answer.number is None or answer.number > low:
        return None
    words = answer.words or f"{question.text(company.language)} {answer.number}/{SCALES[question.kind][1]}"
    return complain_of_score(work, company, customer_id=customer_id, score=answer.number, words=words).id
