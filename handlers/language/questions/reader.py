"""Reads a question about what is stored: which of the closed questions a message asks, or what of it nobody understands.

Every word must be accounted for. A question with a word left over is not answered as if the word were not there: it is
handed back with what was left, and with the nearest that can be answered.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from handlers.language.entities.names.answers import match_name
from handlers.language.meaning import Context, NameKind
from handlers.language.questions.periods import period_of, this_month
from handlers.language.questions.phrases import means
from handlers.language.questions.places import place_filters
from handlers.language.questions.words import Words
from handlers.language.tokens import Mark, Reading
from storage.names.folding import fold
from storage.questions.question import (
    ANY,
    ME,
    TOLD,
    About,
    Comparison,
    Dated,
    Field,
    Filter,
    Group,
    Measure,
    Money,
    Named,
    Period,
    Question,
    Value,
)

ASK = "ask"
"""The intent of a question about what is stored."""
LONGEST = 24
"""Tokens of a question; what is longer tells something."""
TOP = 10
"""How many are the best, where nobody said."""
_PAUSES = frozenset(",;:\n.!")
_BEGINS = (
    "ask",
    "about",
    "buy",
    "kind",
    "who",
    "status",
    "state",
    "new",
    "sector",
    "top",
    "most",
    "group",
    "last",
    "without",
)
_PAST = frozenset({Dated.AT, Dated.CREATED, Dated.DONE, Dated.CLOSED})
PLAIN = frozenset({Field.STAFF, Field.STATE, Field.KIND})
"""What a list that has a command of its own can be narrowed by."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked. Where words were left `unread`, `question` is the nearest that can be answered.

    It is `named` where it says what is asked for, "customers", "visits"; "who won" may be about football. It `looks_back`
    where it is about days that are over.
    """

    question: Question
    unread: str = ""
    named: bool = True
    looks_back: bool = False


def read_question(reading: Reading, context: Context) -> Asked | None:
    """The question that a message is; None for a message that is none, or that a command of its own answers better."""
    words = Words(reading, context)
    if not 0 < len(words.tokens) <= LONGEST or any(token.key in _PAUSES for token in reading.tokens[:-1]):
        return None
    asks = _asks(words)
    if not asks and not _begins(words):
        return None
    question = _Reader(words).question()
    today = context.now.astimezone(context.zone).date()
    if question is None or (question.period and question.period.of in _PAST and question.period.first > today):
        return None  # what is to come is the agenda's
    if unread := words.unread:
        looks_back = question.period is not None and question.period.last < today
        return Asked(question, unread, words.has("about", "kind"), looks_back) if asks else None
    return None if _is_a_command(question, words) else Asked(question)


def _asks(words: Words) -> bool:
    """Whether it begins as a question does, apart from words that say nothing."""
    first = words.first("ask list", "ask count", "ask sum", "ask average", "ask times")
    return all(any(p.idle and p.first <= at < p.last for p in words.parts) for at in range(first)) and first < len(
        words.tokens
    )


def _begins(words: Words) -> bool:
    """Whether it begins with what is asked for, and tells of nothing that somebody did."""
    if words.has("deed", "did") and not words.has("not", "without", "kind"):
        return False
    idle = {at for part in words.parts if part.idle and not part.meanings for at in range(part.first, part.last)}
    first = next((at for at in range(len(words.tokens)) if at not in idle), len(words.tokens))
    begins = {meaning.split()[0] for part in words.parts if part.first == first for meaning in part.meanings}
    is_staff = any(at == first for at, _mark in words.marks(NameKind.STAFF.value))
    is_number = any(at == first for at, _number in words.numbers)
    return bool(begins & set(_BEGINS)) or is_staff or (is_number and words.has("top", "most"))


def _is_a_command(question: Question, words: Words) -> bool:
    """Whether the agenda, a history, a card or the pipeline is what was meant: a plain list that has a command of its own."""
    if question.measure is not Measure.LIST or question.group:
        return False
    if question.filter(Field.CUSTOMER):
        return question.about is not About.PURCHASES  # those no history and no card lists
    staff = question.filter(Field.STAFF)
    anothers = staff is not None and isinstance(staff.value, Named)
    plain = {one.field for one in question.filters} <= PLAIN
    if question.about is About.INTERACTIONS:
        to_come = {"future"} if words.has("did", "deed") else {"day", "future"}  # what was done was on the last Monday
        ahead = question.period is None or any(mark.kind in to_come for _at, mark in words.moments)
        return plain and not anothers and ahead
    if question.about is About.FOLLOW_UPS:
        state = question.filter(Field.STATE)
        return not anothers and (state is None or state.value == "open")
    if question.about is About.OPPORTUNITIES:
        state = question.filter(Field.STATE)
        return plain and state is not None and state.value == "open" and question.limit is None
    return False


class _Reader:
    """One message's question in the making."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._who = self._person()

    def question(self) -> Question | None:
        """The question, as far as it was understood; None where it is not said what is asked for."""
        words = self._words
        for applies, read in self._readings():
            if applies:
                found = read()
                break
        else:
            return None
        words.take("ask list", "ask count", "ask average", "ask times", "ask sum", "who")
        return found

    def _readings(self) -> tuple[tuple[bool, Callable[[], Question]], ...]:
        """What a message may ask for, the surest signs first."""
        words = self._words
        customers, opportunities = words.has("about customers"), words.has("about opportunities", "about sales")
        who = words.has("ask list") and words.has("deed") and not words.has("about follow_ups")
        closed = words.has("state won", "state lost", "closing") and not customers
        kind_first = words.first(*self._all("kind")) < words.first("about customers")
        met = words.has("without", "not") or not kind_first or words.has("top", "new")
        names_staff = bool(self._words.marks(NameKind.STAFF.value)) or "me" in words.persons
        return (
            (words.has("last"), self._waiting),
            (words.has("most") and words.has("kind", "most visit", "most call", "state won"), self._most),
            (words.has("about purchases") or (words.has("buy") and not opportunities), self._purchases),
            (words.has("top") and customers and not opportunities, self._best),
            (customers and not opportunities and met, self._customers),
            (opportunities or (closed and not words.has("about follow_ups", "kind")), self._opportunities),
            (words.has("about follow_ups"), self._follow_ups),
            (words.has("ask times", "kind") and not self._is_who_met(who), self._interactions),
            (who, self._customers),
            (words.has("did"), self._interactions),
            (
                words.has("state open", "state overdue", "has") and names_staff and words.has("ask list"),
                self._follow_ups,
            ),
        )

    def _is_who_met(self, who: bool) -> bool:
        """Whether "visit" is a verb: "who did Ana visit"."""
        return who and not self._words.has("ask count", "ask times", "group") and self._verb_only()

    def _verb_only(self) -> bool:
        words = self._words
        return all(
            any(m.startswith("deed") for m in part.meanings) for k in self._all("kind") for part in words.means[k]
        )

    def _all(self, slot: str) -> tuple[str, ...]:
        return tuple(meaning for meaning in self._words.means if meaning.split()[0] == slot)

    # ------------------------------------------------------------------ what is asked for
    def _waiting(self) -> Question:
        """Who was told something and has not answered."""
        self._words.take("last", "about customers")
        filters = [Filter(Field.LAST, TOLD)]
        if self._who:
            filters = [Filter(Field.STAFF, self._who), *filters, Filter(Field.AUTHOR, self._who)]
        return Question(About.CUSTOMERS, tuple(filters), self._measure())

    def _most(self) -> Question:
        """Which customers, or colleagues, have the most of something."""
        words = self._words
        kinds = words.of("most") or words.of("kind")
        by = Group.CUSTOMER if words.has("about customers") or words.of("most") else Group.STAFF
        words.take("most", "kind", "did", "about customers")
        limit = self._number()
        if not kinds:
            words.take("state", "about")
            filters = (Filter(Field.STATE, "won"),)
            period = self._period(Dated.CLOSED)
            return Question(About.OPPORTUNITIES, filters, Measure.SUM, by, period, limit)
        found = self._filters(Field.KIND, kinds[0])
        return Question(About.INTERACTIONS, found, Measure.COUNT, by, self._period(Dated.AT), limit)

    def _best(self) -> Question:
        """The customers that what was won is worth the most of."""
        words = self._words
        words.take("top", "about customers")
        filters = (*self._filters(), Filter(Field.STATE, "won"))
        limit = self._number() or TOP
        words.take("state won")
        return Question(About.OPPORTUNITIES, filters, Measure.SUM, Group.CUSTOMER, self._period(Dated.CLOSED), limit)

    def _customers(self) -> Question:
        words = self._words
        words.take("about customers", "has")
        if words.take("status lost", "state lost"):
            kept = self._filters(Field.STATUS, "lost")
        elif words.has("status"):
            kept = self._filters(Field.STATUS, words.of("status")[0])
            words.take("status")
        else:
            kept = self._filters()
        kept = (*kept, *self._known())
        met = words.of("deed") or words.of("kind")
        new = words.take("new")
        if met:
            negated = words.take("without", "not")
            acts = words.has("deed") and not words.has("without")
            words.take("deed", "kind", "did")
            kept = self._meeting(kept, met[0], negated=negated, acts=acts)
        measure = self._measure()
        at = Dated.AT if met else Dated.CREATED
        period = self._period(at, since=bool(met) and words.has("without", "not"))
        group = self._group()
        if new and period is None:
            period = this_month(words, Dated.CREATED)
        if not new and at is Dated.CREATED and period is not None:
            period = None
            if not words.unread:  # nobody said what happened then
                words.taken -= {place for place, _mark in words.moments}
        return self._grouped(Question(About.CUSTOMERS, kept, measure, group, period))

    def _meeting(self, kept: tuple[Filter, ...], kind: str, *, negated: bool, acts: bool) -> tuple[Filter, ...]:
        """Who was met, or was not, and by whom; of those that somebody has not met only their own are meant."""
        found = Filter(Field.MET, kind, Comparison.WITHOUT if negated else Comparison.IS)
        author = (Filter(Field.AUTHOR, self._who),) if self._who and acts else ()
        if author and not negated:
            kept = tuple(one for one in kept if one.field is not Field.STAFF)
        return (*kept, found, *author)

    def _interactions(self) -> Question:
        words = self._words
        kinds = words.of("kind") or words.of("deed")
        words.take("kind", "deed", "did", "has", "about customers")
        kind = kinds[0] if kinds and kinds[0] != ANY else None
        filters = self._filters(Field.KIND, kind) if kind else self._filters()
        question = Question(About.INTERACTIONS, filters, self._measure(), self._group(), self._period(Dated.AT))
        return self._grouped(question)

    def _purchases(self) -> Question:
        """What was bought: by whom, of what. "Which customers bought wine" is told by customer."""
        words = self._words
        who = words.has("about customers") or (
            words.has("ask list") and words.first("buy") < words.first("about purchases")
        )
        words.take("about purchases", "buy", "did", "has", "about customers")
        filters = (*self._filters(), *self._known(), *self._product())
        whose = any(each.field is Field.CUSTOMER for each in filters)
        group = self._group() or ((Group.PRODUCT if whose else Group.CUSTOMER) if who else None)
        question = Question(About.PURCHASES, filters, self._measure(), group, self._period(Dated.AT), self._number())
        return self._grouped(question)

    def _product(self) -> list[Filter]:
        words = self._words
        for at, mark in words.marks(NameKind.PRODUCT.value):
            if mark.name and (known := mark.name.known):
                words.taken.add(at)
                return [Filter(Field.PRODUCT, Named(known.id, known.name))]
        return []

    def _known(self) -> list[Filter]:
        """What class a customer is of, how they stand, what is known of them."""
        words = self._words
        found = [
            Filter(field, value)
            for field in (Field.CLASS, Field.SEGMENT, Field.FACT)
            for value in words.of(field.value)[:1]
        ]
        words.take("class", "segment", "fact")
        return found

    def _follow_ups(self) -> Question:
        words = self._words
        states = words.of("state")
        state = (
            states[0]
            if states and states[0] in {"open", "overdue", "done"}
            else "done"
            if words.has("closed")
            else "open"
        )
        words.take("about follow_ups", f"state {state}", "has", *(("closed",) if state == "done" else ()))
        filters = (*self._filters(), Filter(Field.STATE, state))
        period = self._period(Dated.DONE if state == "done" else Dated.DUE)
        return self._grouped(Question(About.FOLLOW_UPS, filters, self._measure(), self._group(), period))

    def _opportunities(self) -> Question:
        words = self._words
        state = next((one for one in words.of("state") if one in {"open", "won", "lost"}), None)
        sales = words.take("about sales")
        words.take("about opportunities", "closing", "top", "has")
        new = words.take("new")
        words.take(f"state {state}", *(("status lost",) if state == "lost" else ()))
        state = state or ("won" if sales else None if new else "open")
        filters = [*self._filters()]
        if state:
            filters.append(Filter(Field.STATE, state))
        filters += self._amounts()
        of = Dated.CREATED if new else Dated.CLOSE if state == "open" else Dated.CLOSED
        group = self._group()
        measure = self._measure()
        question = Question(About.OPPORTUNITIES, tuple(filters), measure, group, self._period(of), self._number())
        return self._grouped(question)

    # ------------------------------------------------------------------ its parts
    def _person(self) -> Value | None:
        """Whose it is: a colleague who is named, or whoever asks; None for everybody's."""
        words = self._words
        found = words.marks(NameKind.STAFF.value, NameKind.CONTACT.value)
        for at, mark in found:
            if (who := self._colleague(mark)) is not None:
                words.taken.add(at)
                return who
        return ME if "me" in words.persons else None

    def _colleague(self, mark: Mark) -> Named | None:
        """The one colleague of a name; people at customers are none, unless a colleague is called the same."""
        name = mark.name
        if name is None:
            return None
        if mark.kind != NameKind.STAFF.value:
            name = match_name(name.text, self._words.context.names, {NameKind.STAFF})
        return Named(name.known.id, name.known.name) if name.known else None

    def _filters(self, field: Field | None = None, value: str | None = None) -> tuple[Filter, ...]:
        """What narrows every question: a kind or a status, whose it is, which customer, which sector, where."""
        words = self._words
        found: list[Filter] = [Filter(field, value)] if field is Field.KIND and value else []
        if self._who:
            found.append(Filter(Field.STAFF, self._who))
        found += self._customer()
        found += place_filters(words)
        if field is Field.STATUS and value:
            found.append(Filter(field, value))
        return tuple(found)

    def _customer(self) -> list[Filter]:
        words = self._words
        for at, mark in words.marks(NameKind.CUSTOMER.value):
            known = mark.name.known if mark.name else None
            if known and not (
                words.is_before(at, "place before") and _is_a_part(mark) and words.has("about customers")
            ):
                words.taken.add(at)
                return [Filter(Field.CUSTOMER, Named(known.id, known.name))]
        for at, mark in words.marks(NameKind.CONTACT.value):  # "how much has Sean ordered": where he works
            known = mark.name.known if mark.name and at not in words.taken else None
            if known and known.customer_id:
                words.taken.add(at)
                return [Filter(Field.CUSTOMER, Named(known.customer_id, known.name))]
        return []

    def _amounts(self) -> list[Filter]:
        words = self._words
        for at, mark in words.marks("amount"):
            said = fold(words.text([at]))
            under = words.is_before(at, "under") or means(said, "under")
            if mark.amount:
                words.taken.add(at)
                money = Money(mark.amount.value, mark.amount.currency)
                return [Filter(Field.AMOUNT, money, Comparison.UNDER if under else Comparison.OVER)]
        return []

    def _measure(self) -> Measure:
        words = self._words
        if words.has("ask average"):
            return Measure.AVERAGE
        if words.has("ask count", "ask times"):
            return Measure.COUNT
        return Measure.SUM if words.has("ask sum") else Measure.LIST

    def _group(self) -> Group | None:
        groups = self._words.of("group", free=True)
        self._words.take("group")
        return Group(groups[0]) if groups else None

    def _number(self) -> int | None:
        """How many are wanted."""
        for at, number in self._words.numbers:
            self._words.taken.add(at)
            return max(1, number)
        return None

    def _grouped(self, question: Question) -> Question:
        """Groups are counted, or what they are worth is, where nobody said which."""
        if question.group is None or question.measure is not Measure.LIST:
            return question
        state = question.filter(Field.STATE)
        worth = question.about in {About.OPPORTUNITIES, About.PURCHASES} and question.group is not Group.REASON
        lost = state is not None and state.value == "lost"
        return replace(question, measure=Measure.SUM if worth and not lost else Measure.COUNT)

    def _period(self, of: Dated, *, since: bool = False) -> Period | None:
        return period_of(self._words, of, since=since, ahead=of in {Dated.DUE, Dated.CLOSE})


def _is_a_part(mark: Mark) -> bool:
    """Whether a name was said in part only: "Valencia", where a customer is called Hotel Valencia."""
    known = mark.name.known if mark.name else None
    return known is not None and mark.name is not None and fold(mark.name.text) != fold(known.name)
