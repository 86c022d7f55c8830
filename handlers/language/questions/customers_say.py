"""What customers say to us, and what we offer them: leads, complaints, answers to questions, promotions."""

from handlers.language.meaning import NameKind
from handlers.language.questions.places import source_filter
from handlers.language.questions.question_parts import QuestionParts
from storage.questions.question import About, Comparison, Dated, Field, Filter, Group, Question


class CustomersSay(QuestionParts):
    """The readings of what comes from customers, or goes out to all of them."""

    def _leads(self) -> Question:
        """Who enquired: from where, still open or what became of them."""
        words = self._words
        states = [one for one in words.of("state") if one in {"open", "unanswered", "qualified", "refused"}]
        words.take("about leads", "arrived", "has", "new", *(f"state {one}" for one in states[:1]))
        where = words.take("where")
        source = source_filter(words)
        filters = [*self._filters(), *source, *(Filter(Field.STATE, one) for one in states[:1])]
        of = Dated.CLOSED if states and states[0] in {"qualified", "refused"} else Dated.CREATED
        group = self._group(About.LEADS) or (Group.SOURCE if where and not source else None)
        return self._grouped(Question(About.LEADS, tuple(filters), self._measure(), group, self._period(of)))

    def _complaints(self) -> Question:
        """What customers are unhappy with: open, or closed, and about what."""
        words = self._words
        states = words.of("state")
        done = "done" in states or words.has("closed")
        holds = words.has("has") and self._who is not None and not words.moments  # "quejas que lleva Tom" are open
        is_open = "open" in states or (holds and not done)
        words.take("about complaints", "arrived", "has", "did", "new")
        filters = [*self._cause(), *self._filters(), *self._known()]
        if done or is_open:
            words.take("state open" if is_open else "state done", *(() if is_open else ("closed",)))
            filters.append(Filter(Field.STATE, "open" if is_open else "closed"))
        of = Dated.CLOSED if done and not is_open else Dated.CREATED
        group = self._group(About.COMPLAINTS)
        return self._grouped(Question(About.COMPLAINTS, tuple(filters), self._measure(), group, self._period(of)))

    def _answers(self) -> Question:
        """What customers answered to questions: with which number, how they would recommend us."""
        words = self._words
        says, said_at = words.of("answer")[:1], words.first_of("answer")
        words.take("about answers", "about customers", "answer", "answered", "scored", "arrived", "has", "did")
        filters = [*self._filters(), *self._known(), *(Filter(Field.ANSWER, one) for one in says), *self._score()]
        question = Question(About.ANSWERS, tuple(filters), self._measure(), self._group(), self._period(Dated.AT))
        if says:
            self._said_at[Field.ANSWER] = said_at
        return self._grouped(question)

    def _score(self) -> list[Filter]:
        """The number that was given: "under 7", "por debajo de 7"."""
        words = self._words
        for at, number in words.numbers:
            under, over = words.is_led_by(at, "under"), words.is_led_by(at, "over")
            if at not in words.taken and (under or over):
                words.taken.add(at)
                words.take("under", "over")
                return [Filter(Field.SCORE, str(number), Comparison.UNDER if under else Comparison.OVER)]
        return []

    def _promotions(self) -> Question | None:
        """Which promotions run, are over, begin or end; what one of them brought is told by itself."""
        words = self._words
        if any(mark.name for token in words.tokens if (mark := token.mark) and mark.kind != NameKind.STAFF.value):
            return None
        states = words.of("state")
        running, ended = words.has("running") or "open" in states, "done" in states or words.has("ended")
        ends, begins = words.take("ending"), words.take("beginning", "new")
        words.take("about promotions", "running", "ended", "state open", "state done", "has")
        state = [Filter(Field.STATE, "running")] if running else [Filter(Field.STATE, "ended")] if ended else []
        period = self._period(Dated.ENDS if ends or (ended and not begins) else Dated.BEGINS)
        if period and not (ends or ended or begins):
            return None  # "promos del mes" are those that run in it: the list says until when
        filters = (*self._filters(), *state)
        return self._grouped(Question(About.PROMOTIONS, filters, self._measure(), self._group(), period))
