"""What of the question before is said anew: "y de Luis?", "solo las de hostelería", "desde verano", "por comercial"."""

from dataclasses import dataclass

from handlers.language.meaning import Context
from handlers.language.questions.question_parts import QuestionParts
from handlers.language.questions.words import Words
from handlers.language.reading import read
from storage.questions.question import About, Dated, Field, Filter, Group, Measure, Period, Question, Value


@dataclass(frozen=True, slots=True)
class Refinement:
    """What is said anew; what is None, or stands in no filter, stays as it was.

    It `stands_alone` where it needs no word before it to refer to a question: "por comercial", "desde verano", but not "hoy".
    """

    who: Value | None
    filters: tuple[Filter, ...]
    period: Period | None
    group: Group | None
    measure: Measure | None
    stands_alone: bool


def refinement(text: str, question: Question, of: Dated, context: Context) -> Refinement | None:
    """What a message says anew of a question; None where it says nothing of it, or anything else beside it."""
    words = Words(read(text, context), context)
    return _Refiner(words).refinement(question, of) if words.tokens else None


SHORT = 5
"""Words of what may stand alone: who says more asks anew."""


class _Refiner(QuestionParts):
    def refinement(self, question: Question, of: Dated) -> Refinement | None:
        words = self._words
        about = set(words.of("about"))
        if about - {question.about.value}:
            return None
        kinds = words.of("kind")[:1] if question.about is About.INTERACTIONS else []
        words.take(f"about {question.about.value}", *(f"kind {kind}" for kind in kinds))
        group = self._group(question.about)
        filters = [*(Filter(Field.KIND, kind) for kind in kinds), *self._filters(), *self._known(), *self._product()]
        if question.about is About.OPPORTUNITIES:
            filters += self._amounts()
        who = next((one.value for one in filters if one.field is Field.STAFF), None)
        kept = tuple(one for one in filters if one.field is not Field.STAFF)
        period = self._period(of)
        counted = words.has("ask count", "ask sum", "ask share", "ask average")
        measure = self._measure() if counted else Measure.LIST if words.first_of("ask") == 0 else None
        words.take("ask", "has")
        said = bool(kept) or any(one is not None for one in (who, period, group, measure))
        alone = len(words.tokens) <= SHORT and who is None and not kept
        alone = (
            alone
            and not words.has("about", "kind", "deed", "did", "been")
            and (group is not None or words.has("ask") or words.first_of("since", "span", "season") == 0)
        )
        return Refinement(who, kept, period, group, measure, alone) if said and not words.unread else None
