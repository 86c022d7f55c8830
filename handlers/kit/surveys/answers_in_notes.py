"""Answers that stand in what a colleague told of a visit: only what is said with the words of its question, and in one way alone."""

import re
from typing import Final

from handlers.kit.surveys.reading_answers import bare_label
from handlers.language.text.any_of import any_of
from storage.crm.surveys.records import SCALES, Answer, SurveyQuestion
from storage.names.folding import fold

GRADES: Final = re.compile(rf"\b{any_of('grades')}\b")
PREFERS: Final = re.compile(rf"\b{any_of('prefers')}\b")
VALUES: Final = re.compile(rf"\b{any_of('values_most')}\b")
CUES: Final = {"canal": PREFERS, "sensibilidad": VALUES}
"""The words in which a question with a closed list is answered, by the name of those of the starter bank."""
_OF = re.compile(rf"\b(\d{{1,2}}) ?(?:{any_of('out_of')}|/) ?(\d{{1,2}})\b")


def answer_in(question: SurveyQuestion, text: str) -> Answer | None:
    """The answer that a sentence gives to a question, None where it gives none, or more than one."""
    folded = fold(text)
    if question.kind in SCALES:
        low, high = SCALES[question.kind]
        found = {int(number) for number, most in _OF.findall(folded) if int(most) == high}
        if len(found) == 1 and GRADES.search(folded) and low <= (number := found.pop()) <= high:
            return Answer(number=number)
        return None
    cue = CUES.get(question.name)
    said = cue.search(folded) if cue else None
    if said is None:
        return None
    behind = folded[said.end() :]
    chosen = {
        value
        for value, spanish, english in question.options
        if any(re.search(rf"\b{re.escape(bare_label(label))}\b", behind) for label in (spanish, english))
    }
    return Answer(choice=chosen.pop()) if len(chosen) == 1 else None
