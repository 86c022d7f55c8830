"""Reads a question about what is stored: which of the closed questions a message asks, or what of it nobody understands.

Every word must be accounted for. A question with a word left over is not answered as if the word were not there: it is
handed back with what was left, and with the nearest that can be answered.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.language.meaning import Context, NameKind
from handlers.language.questions.filling import STALLED, QuestionReader
from handlers.language.questions.phrases import Part
from handlers.language.questions.places import FIRST
from handlers.language.questions.words import Words
from handlers.language.text.any_of import words_of
from handlers.language.tokens import Mark, Reading, Token
from storage.questions.question import EVER, About, Dated, Field, Filter, Measure, Named, Question

ASK = "ask"
"""The intent of a question about what is stored."""
LONGEST = 24
"""Tokens of a question; what is longer tells something."""
PAUSES = frozenset(",;:\n.!")
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
    "class",
    "segment",
    "fact",
    "top",
    "most",
    "group",
    "last",
    "without",
    "least",
    "answer",
    "offers",
    "revenue",
    "oldest",
    "newest",
)
_NAMES_IT = ("about", "kind", "offers", "revenue", "answer", "sector")
"""Words that say what is asked for."""
_NARROWS = ("without", "not", "most", "least", "top", "group", "over", "under")
_MORE = frozenset({"buy", "stopped"})
"""Words that ask for something themselves."""
_PAST = frozenset({Dated.AT, Dated.CREATED, Dated.DONE, Dated.CLOSED})
PLAIN = frozenset({Field.STAFF, Field.STATE, Field.KIND})
"""What a list that has a command of its own can be narrowed by."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked. Where words were left `unread`, `question` is the nearest that can be answered.

    It is `named` where it says what is asked for, "customers", "visits"; "who won" may be about football. It `looks_back`
    where it is about days that are over. `command` is the intent that answers it, where the store alone cannot. It `narrows`
    what a command of its own shows: the last visit to a customer, of a history; the leads of a source, of all that are open. Of what is still `coming` nothing is stored yet. `strange` are those of the unread
    words that are no name and no moment; it `says_more` where some of them mean something in a question.
    """

    question: Question
    unread: str = ""
    named: bool = True
    looks_back: bool = False
    command: str = ""
    narrows: bool = False
    coming: bool = False
    strange: frozenset[str] = frozenset()
    says_more: bool = False


def read_question(reading: Reading, context: Context) -> Asked | None:
    """The question that a message is; None for a message that is none, or that a command of its own answers better."""
    words = Words(reading, context)
    if not 0 < len(words.tokens) <= LONGEST or _pauses(reading.tokens, PAUSES - {","}):
        return None
    lists = _pauses(reading.tokens, PAUSES)  # "Ana, Luis": only of names that are all made use of
    asks = _asks(words) or words.asks_by_its_mark or words.first_of("latest") == 0 or _lists_who_was_met(words)
    if not asks and not _begins(words) and not _says_nothing_else(words):
        return None
    question = QuestionReader(words).question()
    today = context.now.astimezone(context.zone).date()
    at_odds = _is_at_odds(words)
    if question is None or (is_coming(question, today) and question.measure is Measure.LIST and not at_odds):
        return None  # what is to come is the agenda's
    if not asks and question.filter(Field.CUSTOMER) and question.about is not About.PURCHASES:
        return None  # "won Bar Sol", "call Bar Sol": told, or to be done
    if lists and (words.unread or not (asks or _begins(words))):
        return None
    if unread := words.unread:
        if _bids_for_another(words):
            return None
        looks_back = question.period is not None and question.period.last < today
        asks = asks or (_begins(words) and _names_many(words) and (at_odds or words.has(*_NARROWS)))
        strange = frozenset(words.strange)
        return (
            Asked(question, unread, words.has(*_NAMES_IT), looks_back, strange=strange, says_more=_says_more(words))
            if asks
            else None
        )
    state = question.filter(Field.STATE)
    if state is not None and state.value == STALLED:
        return _stalled(question, words)
    if is_coming(question, today):
        return Asked(question, coming=True)
    return None if _is_a_command(question, words) else Asked(question, narrows=_narrows(question))


def _stalled(question: Question, words: Words) -> Asked:
    """What lies still, which the pipeline tells, by each stage's patience: for how long is not asked of it."""
    if not words.how_long or question.period is None:
        return Asked(question, command="show_pipeline")
    open_ones = question.with_filter(Filter(Field.STATE, "open"))
    return Asked(replace(open_ones, period=None, group=None), words.how_long, says_more=True)


def read_customers(reading: Reading, context: Context) -> Asked | None:
    """The customers that words name where nothing but customers can be meant: those of an audience, of a segment.

    All that a question can say of customers can be said of them, "bares de Valencia que compran vermut", and need not be asked.
    They are not `named` where words that nobody knows are the only sign, a sector perhaps, or stand beside no more than whose they are:
    "Ana, in December 25,000". None for words that name none, and for
    one customer by name; what could be any of several names is a word like others: "bares", where they are called Bar 01, Bar 02.
    """
    reading = reading.without(_may_be_several)
    given = frozenset({"about customers"})
    for understood, named in ((given, True), (given | {FIRST}, False)):
        words = Words(reading, context, understood=understood)
        if not 0 < len(words.tokens) <= LONGEST:
            return None
        question = QuestionReader(words).customers()
        if question.filter(Field.CUSTOMER):
            return None
        narrows = question.filters or question.period
        if narrows or ("about customers" in words.means and not words.unread):
            whose = {one.field for one in question.filters} == {Field.STAFF}
            return Asked(question, words.unread, named and not (whose and words.unread))
    return None


def _may_be_several(mark: Mark) -> bool:
    return (
        mark.kind == NameKind.CUSTOMER
        and mark.name is not None
        and mark.name.known is None
        and bool(mark.name.candidates)
    )


def is_coming(question: Question, today: date) -> bool:
    """Whether it asks what was done in days that are still to come."""
    return question.period is not None and question.period.of in _PAST and question.period.first > today


def _says_more(words: Words) -> bool:
    """Whether a word that means something in other questions has no place in this one: "complained and still bought"."""
    left = set(words.left)
    return any(
        _MORE & {one.split()[0] for one in part.meanings} and not left.isdisjoint(range(part.first, part.last))
        for part in words.parts
    )


def _narrows(question: Question) -> bool:
    """Whether it asks for part of what a command shows."""
    whose = question.filter(Field.CUSTOMER) is not None and question.about is not About.PURCHASES
    return whose or question.about in {About.LEADS, About.COMPLAINTS}


def _pauses(tokens: Sequence[Token], at_what: Collection[str]) -> bool:
    """Whether it stops somewhere within, other than in a number: "5.000"."""
    return any(
        token.key in at_what and not (_is_digits(tokens[at - 1]) and _is_digits(tokens[at + 1]))
        for at, token in enumerate(tokens[:-1])
    )


def _is_digits(token: Token) -> bool:
    return token.mark is None and token.key.isascii() and token.key.isdigit()


def _asks(words: Words) -> bool:
    """Whether it begins as a question does, apart from words that say nothing."""
    first = words.first_of("ask")
    before = {at for part in words.parts if part.idle or _is_when(part) for at in range(part.first, part.last)}
    before |= {at for at, _mark in words.moments}
    if first == words.first("ask going"):
        before |= {at for at, _mark in words.marks(NameKind.STAFF.value)}  # "is Carmen doing better"
    return before.issuperset(range(first)) and first < len(words.tokens)


def _lists_who_was_met(words: Words) -> bool:
    """Whether it begins with several of what took place, and with whom: "visits with Marta", "llamadas con Juan este mes"."""
    kinds = [
        part
        for part in words.parts
        if part.first == _first(words) and any(m.startswith("kind ") for m in part.meanings)
    ]
    people = {at for at, _mark in words.marks(NameKind.CONTACT.value)}
    return any(
        part.last + 1 in people
        and words.tokens[part.last - 1].key.endswith("s")
        and words.tokens[part.last].key in words_of("met_with")
        for part in kinds
    )


def _is_when(part: Part) -> bool:
    return any(meaning.split()[0] in {"span", "season", "since"} for meaning in part.meanings)


def _begins(words: Words) -> bool:
    """Whether it begins with what is asked for, and tells of nothing that somebody did."""
    if words.has("deed", "did") and not words.has("not", "without", "kind", "over", "under"):
        return False
    first = _first(words)
    begins = {meaning.split()[0] for part in words.parts if part.first == first for meaning in part.meanings}
    is_staff = any(at == first for at, _mark in words.marks(NameKind.STAFF.value))
    is_number = any(at == first for at, _number in words.numbers)
    return bool(begins & set(_BEGINS)) or is_staff or (is_number and words.has("top", "most", "least"))


def _names_many(words: Words) -> bool:
    """Whether several of something are asked for, first of all, of nobody by name: a deed or a plan names one."""
    first = _first(words)
    begins = [part for part in words.parts if part.first == first and any(_is_named_by(one) for one in part.meanings)]
    said = words.marks(NameKind.CUSTOMER.value, NameKind.CONTACT.value, NameKind.STAFF.value)
    return words.has("about") or (not said and any(words.tokens[part.last - 1].key.endswith("s") for part in begins))


def _is_at_odds(words: Words) -> bool:
    """Whether it says when in a way that no calendar has: "yesterday next week", "31 February"."""
    return words.leaves_moments or bool(words.left and words.reading.impossible)


def _bids_for_another(words: Words) -> bool:
    """Whether something is bidden for that is nothing stored: "send me a reminder to call Marta"."""
    bid = min(words.means.get("bid", ()), key=lambda part: part.first, default=None)
    if bid is None or bid.first != words.first_of("ask"):
        return False
    idle = {at for part in words.parts if part.idle for at in range(part.first, part.last)}
    wanted = next((at for at in range(bid.last, len(words.tokens)) if at not in idle), len(words.tokens))
    return wanted in words.left


def _is_named_by(meaning: str) -> bool:
    return meaning.split(maxsplit=1)[0] in _NAMES_IT


def _first(words: Words) -> int:
    """Where the first word stands that says something; of "yesterday's visits", where several are named behind their time, those."""
    idle = {at for part in words.parts if part.idle and not part.meanings for at in range(part.first, part.last)}
    first = next((at for at in range(len(words.tokens)) if at not in idle), len(words.tokens))
    behind = next((part for part in words.parts if part.first == first + 1), None)
    is_time = behind is not None and any(at == first for at, _mark in words.moments)
    several = is_time and behind is not None and words.tokens[behind.last - 1].key.endswith("s")
    return first + 1 if several and behind and any(map(_is_named_by, behind.meanings)) else first


def _says_nothing_else(words: Words) -> bool:
    """Whether it names what is asked for somewhere, "bar sol orders this year", and neither a deed nor a number."""
    return words.has("about") and not words.has("deed", "did") and not words.numbers


def _is_a_command(question: Question, words: Words) -> bool:
    """Whether the agenda, a history, a card or the pipeline is what was meant: a plain list that has a command of its own."""
    counted = (
        question.about in {About.LEADS, About.COMPLAINTS, About.ANSWERS} and question.measure is Measure.COUNT
    )  # its list says it
    if question.order or question.against or question.group or not (counted or question.measure is Measure.LIST):
        return False
    if question.filter(Field.CUSTOMER):  # a history and a card show all of it
        more = {one.field for one in question.filters} - {Field.CUSTOMER, Field.CONTACT}
        told = question.about is About.INTERACTIONS
        return told and not more and question.limit is None
    staff = question.filter(Field.STAFF)
    anothers = staff is not None and isinstance(staff.value, Named)
    plain = {one.field for one in question.filters} <= PLAIN
    if question.about is About.INTERACTIONS:
        to_come = {"future"} if words.has("did", "deed") else {"day", "future"}  # what was done was on the last Monday
        ahead = question.period is None or any(mark.kind in to_come for _at, mark in words.moments)
        return plain and not anothers and not words.has("team") and ahead
    if question.about is About.FOLLOW_UPS:
        state = question.filter(Field.STATE)
        long_ago = question.period is not None and question.period.first == EVER  # an agenda begins somewhere
        return not anothers and not words.has("team") and not long_ago and (state is None or state.value == "open")
    if question.about in {About.LEADS, About.COMPLAINTS}:
        state = question.filter(Field.STATE)
        open_ = state is None or state.value == "open"
        return plain and not anothers and question.period is None and open_
    if question.about is About.ANSWERS:
        return not question.filters
    if question.about is About.PROMOTIONS:
        state = question.filter(Field.STATE)
        return question.period is None and (state is None or state.value == "running")
    if question.about is About.OPPORTUNITIES:
        state = question.filter(Field.STATE)
        open_ = state is not None and state.value == "open"
        return plain and open_ and question.period is None and question.limit is None
    return False
