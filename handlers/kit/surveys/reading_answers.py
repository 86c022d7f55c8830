"""What answer a text is to a question, read by the question's type: pressed, typed, or said in so many words.

What stands beside the answer is kept with it, word by word ("un 3, llegaron tarde"). A text in which there is no answer, or more
than one ("7 u 8"), is none.
"""

import re
from functools import cache
from typing import Final

from handlers.language.text.any_of import any_of, meanings_of, words_of
from storage.crm.surveys.records import SCALES, Answer, SurveyQuestion
from storage.names.folding import fold

LONGEST: Final = 2000
_CLAUSE = re.compile(r"[,;.:!?¡¿\n()–—]+(?!\d)|\s-\s")


def read_answer(question: SurveyQuestion, text: str) -> Answer | None:
    """The answer that a text is; None where it is none of this question's: then it is a comment at most."""
    text = text.strip()
    match question.kind:
        case "nps" | "csat":
            return _scored(question, text)
        case "number":
            return _counted(text)
        case "yes_no":
            return _yes_or_no(text)
        case "choice":
            return _chosen(question, text)
        case _:
            return Answer(words=text[:LONGEST]) if text else None


def _clauses(text: str) -> list[str]:
    return [clause for part in _CLAUSE.split(fold(text)) if (clause := part.strip())]


def _scored(question: SurveyQuestion, text: str) -> Answer | None:
    """A grade that stands by itself in a clause: "un 3", "le doy un tres de diez", "8 because they are quick"."""
    low, high = SCALES[question.kind]
    found: set[int] = set()
    more = False
    for clause in _clauses(text):
        grade = _grade().fullmatch(clause)
        if grade is None:
            more = more or _says_something(clause)
            continue
        if grade["most"] and _number(grade["most"]) != high:
            return None
        found.add(_number(grade["number"]))
        more = more or bool(grade["why"])
    if len(found) != 1 or not low <= (number := found.pop()) <= high:
        return None
    return Answer(number=number, words=text[:LONGEST] if more else None)


def _says_something(clause: str) -> bool:
    return re.fullmatch(rf"(?:{any_of('around_grade')} ?)+", clause) is None


@cache
def _grade() -> re.Pattern[str]:
    around = rf"(?:{any_of('around_grade')} )*"
    number = rf"(?:\d{{1,9}}|{'|'.join(sorted(map(re.escape, meanings_of('digit')), key=len, reverse=True))})"
    of = rf"(?: ?(?:/|{any_of('out_of')}) ?(?P<most>{number}))?"
    behind = rf"(?: {any_of('points')})?(?: {any_of('around_grade')})*"
    return re.compile(rf"{around}(?P<number>{number}){of}{behind}(?P<why> {any_of('because')}(?!\w).*)?")


def _number(said: str) -> int:
    return int(meanings_of("digit").get(said, said))


def _counted(text: str) -> Answer | None:
    """The one number of a text."""
    found = re.findall(r"(?<![\d.,-])\d{1,9}(?![\d.,]*\d)", fold(text))
    if len(found) != 1 or re.search(r"-\s*\d", text):
        return None
    alone = re.fullmatch(r"\d{1,9}\D{0,12}", text.strip(" .!"))
    return Answer(number=int(found[0]), words=None if alone else text[:LONGEST])


def _yes_or_no(text: str) -> Answer | None:
    """By how it begins: "sí, mi cuñado"; a "no" behind a "yes" is none."""
    clauses = _clauses(text)
    if not clauses:
        return None
    said = {value for value in ("yes", "no") for clause in clauses if clause in words_of(value)}
    first = next((value for value in ("yes", "no") if clauses[0] in words_of(value)), None)
    if first is None or len(said) != 1:
        return None
    return Answer(choice=first, words=text[:LONGEST] if len(clauses) > 1 else None)


def _chosen(question: SurveyQuestion, text: str) -> Answer | None:
    """The option that a text is, or the only one that it names, unless it says no to something."""
    folded = fold(text).strip(" .!¡")
    for value, spanish, english in question.options:
        if folded in {value, fold(spanish), fold(english)}:
            return Answer(choice=value)
    if re.search(rf"(?<!\w){any_of('turns_round')}(?!\w)", folded):
        return None
    named = {
        value
        for value, spanish, english in question.options
        if any(re.search(rf"(?<!\w){re.escape(bare_label(label))}(?!\w)", folded) for label in (spanish, english))
    }
    return Answer(choice=named.pop(), words=text[:LONGEST]) if len(named) == 1 else None


def bare_label(label: str) -> str:
    """A label as it stands inside a sentence: "Por teléfono" is said as "por teléfono", "el teléfono"."""
    first, _space, rest = fold(label).partition(" ")
    return rest if rest and first in words_of("before_answer") else fold(label)
