"""What can be pressed as an answer, how one is shown, and what follows from it."""

from typing import Final

from handlers.kit.complaints.opening import complain_of_score
from handlers.kit.format.texts import Words, _
from handlers.kit.surveys.fields import fill
from handlers.kit.turn import Company
from handlers.language.text.any_of import words_of
from storage.crm.surveys.records import SCALES, Answer, SurveyQuestion
from storage.work import Work

ANONYMOUS: Final = _("Your answer is anonymous: it is only counted with the others.")
UNKNOWN: Final = words_of("not_known")


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
    """What an answer brings about: the field that it fills, the complaint that a low score opens or joins (its number is returned).

    Of an anonymous one nothing: whoever reads the field or the complaint would know who answered what.
    """
    if not question.anonymous:
        fill(work, customer_id, question, answer, company.language)
    low = None if question.anonymous else question.low_score
    if low is None or answer.number is None or answer.number > low:
        return None
    words = answer.words or f"{question.text(company.language)} {answer.number}/{SCALES[question.kind][1]}"
    return complain_of_score(work, company, customer_id=customer_id, score=answer.number, words=words).id
