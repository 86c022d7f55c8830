"""The parts that questions have in common: whose, which customer, of what amount, told apart by what, of when."""

from dataclasses import replace
from decimal import Decimal

from handlers.language.entities.countries import currency_of
from handlers.language.entities.names.answers import match_name
from handlers.language.meaning import NameKind
from handlers.language.questions.periods import compared, period_of
from handlers.language.questions.phrases import Part, means
from handlers.language.questions.places import place_filters
from handlers.language.questions.words import PERSONS, Words
from handlers.language.slots.complaints import CAUSES
from handlers.language.text.free_text import phrase_at
from handlers.language.tokens import Mark
from storage.names.folding import fold
from storage.questions.question import (
    ANY,
    HAS,
    ME,
    About,
    AnyOf,
    Comparison,
    Dated,
    Field,
    Filter,
    Group,
    Measure,
    Money,
    Named,
    Order,
    Period,
    Question,
    Value,
    any_of,
)

_SAME_THING: dict[About, dict[Group, Group]] = {
    About.COMPLAINTS: {Group.REASON: Group.CAUSE, Group.KIND: Group.CAUSE},
    About.LEADS: {Group.KIND: Group.SOURCE},
    About.OPPORTUNITIES: {Group.CAUSE: Group.REASON},
}
"""What "by reason" and "by kind" are of what has neither."""


class QuestionParts:
    """The words of one message, and what its question may say whatever it is about."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._said_at: dict[Field, int] = {}
        self._who = self._person()

    def _person(self) -> Value | None:
        """Whose it is: a colleague who is named, or several, or whoever asks; None for everybody's."""
        words = self._words
        found: list[Named] = []
        for at, mark in words.marks(NameKind.STAFF.value, NameKind.CONTACT.value):
            if found and not words.are_joined(self._said_at[Field.STAFF], at):
                break
            if (who := self._colleague(mark)) is not None and who not in found:
                words.taken.add(at)
                self._said_at[Field.STAFF] = at
                found.append(who)
        if len(found) == 1 and (other := self._joined_to(self._said_at[Field.STAFF])):
            found.insert(0, other)
        if found:
            return any_of(found)
        return ME if "me" in words.persons else None

    def _joined_to(self, at: int) -> Named | None:
        """The colleague before "or Luis", who in small letters was not seen as a name."""
        words = self._words
        before = next((place for place in range(at - 1, -1, -1) if not words.are_joined(place - 1, place + 1)), None)
        if before is None or before == at - 1 or not words.tokens[before].is_word:
            return None
        name = match_name(words.text([before]), words.context.names, {NameKind.STAFF})
        if not name.known:
            return None
        words.taken.add(before)
        return Named(name.known.id, name.known.name)

    def _colleague(self, mark: Mark) -> Named | None:
        """The one colleague of a name; people at customers are none, unless a colleague is called the same."""
        name = mark.name
        if name is None:
            return None
        if mark.kind != NameKind.STAFF.value:
            name = match_name(name.text, self._words.context.names, {NameKind.STAFF})
        return Named(name.known.id, name.known.name) if name.known else None

    def _filters(
        self, field: Field | None = None, value: Value | None = None, *, contact: bool = False
    ) -> tuple[Filter, ...]:
        """What narrows every question: a kind or a status, whose it is, which customer, which sector, where."""
        words = self._words
        found: list[Filter] = [Filter(field, value)] if field is Field.KIND and value else []
        if self._who:
            found.append(Filter(Field.STAFF, self._who))
        found += self._customer(contact=contact)
        before = set(words.taken)
        found += (places := place_filters(words))
        for one in places:
            self._said_at[one.field] = max(words.taken - before, default=0)
        if field is Field.STATUS and value:
            found.append(Filter(field, value))
        return tuple(found)

    def _customer(self, *, contact: bool) -> list[Filter]:
        """Which customer; with `contact` also who was met there, where a person was named."""
        words = self._words
        named: list[tuple[int, Named]] = []
        for at, mark in words.marks(NameKind.CUSTOMER.value):
            known = mark.name.known if mark.name else None
            place = words.is_before(at, "place before") and _is_a_part(mark) and words.has("about customers")
            if known and not place and (not named or words.are_joined(named[-1][0], at)):
                named.append((at, Named(known.id, known.name)))
        if named:
            words.taken.update(at for at, _name in named)
            return [Filter(Field.CUSTOMER, any_of(name for _at, name in named))]
        for at, mark in words.marks(NameKind.CONTACT.value):  # "how much has Sean ordered": where he works
            known = mark.name.known if mark.name and at not in words.taken else None
            if known and known.customer_id:
                words.taken.add(at)
                met = [Filter(Field.CONTACT, Named(known.id, known.name))] if contact else []
                return [Filter(Field.CUSTOMER, Named(known.customer_id, known.name)), *met]
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
        return self._bare_amounts()

    def _bare_amounts(self) -> list[Filter]:
        """An amount without its currency, behind "over" or "under": in the company's. "5.000" is one number."""
        words = self._words
        for at, digits, last in words.figures:
            under = words.is_before(at, "under")
            if under or words.is_before(at, "over"):
                words.taken.update(range(at, last))
                money = Money(Decimal(digits), words.context.currency or currency_of(words.context.locale))
                return [Filter(Field.AMOUNT, money, Comparison.UNDER if under else Comparison.OVER)]
        return []

    def _measure(self) -> Measure:
        words = self._words
        if words.has("ask share"):
            return Measure.SHARE
        if words.has("ask average"):
            return Measure.AVERAGE
        if words.has("ask count", "ask times"):
            return Measure.COUNT
        return Measure.SUM if words.has("ask sum") else Measure.LIST

    def _group(self, about: About | None = None) -> Group | None:
        groups = self._words.of("group", free=True)
        if not groups:
            return None
        self._words.take(f"group {groups[0]}")  # a second one is left unread: it is told apart by one thing
        said = Group(groups[0])
        return _SAME_THING.get(about, {}).get(said, said) if about else said

    def _number(self) -> int | None:
        """How many are wanted."""
        for at, number in self._words.numbers:
            if at not in self._words.taken:
                self._words.taken.add(at)
                return max(1, number)
        return None

    def _grouped(self, question: Question) -> Question:
        """Groups are counted, or what they are worth is, where nobody said which; a share is of what was said last."""
        question = self._by_age(question)
        if question.measure is Measure.SHARE and not question.group:
            said = [one.field for one in question.filters if one.field in self._said_at]
            return replace(question, of=max(said, key=self._said_at.__getitem__, default=None))
        if question.group is None and self._words.has("ask compare"):
            customer = question.filter(Field.CUSTOMER)
            if isinstance(self._who, AnyOf):
                question = replace(question, group=Group.STAFF)
            elif customer and isinstance(customer.value, AnyOf):
                question = replace(question, group=Group.CUSTOMER)
        if question.group is None or question.measure is not Measure.LIST:
            return question
        state = question.filter(Field.STATE)
        worth = question.about in {About.OPPORTUNITIES, About.PURCHASES} and question.group is not Group.REASON
        lost = state is not None and state.value == "lost"
        return replace(question, measure=Measure.SUM if worth and not lost else Measure.COUNT)

    def _by_age(self, question: Question) -> Question:
        """The oldest ones first, or the latest: "la queja más antigua", "newest leads"."""
        words = self._words
        order = next((one for one in (Order.OLDEST, Order.NEWEST) if words.take(one.value)), None)
        if order is None or question.measure is not Measure.LIST:
            return question
        alone = 1 if words.is_one(f"about {question.about.value}") else None
        return replace(question, order=order, limit=question.limit or self._number() or alone)

    def _compared(self, question: Question) -> Question:
        """With the period that it is compared with, where one is said; what is compared is counted, or is worth something."""
        of = question.period.of if question.period else self._usual(question)
        both = compared(self._words, of, question.period)
        if both is None:
            return question
        period, against = both
        worth = question.about in {About.OPPORTUNITIES, About.PURCHASES}
        measure = question.measure
        if measure is Measure.LIST:
            measure = Measure.SUM if worth else Measure.COUNT
        return replace(question, period=period, against=against, measure=measure)

    @staticmethod
    def _usual(question: Question) -> Dated:
        """Which date a period would be of."""
        usual = {About.OPPORTUNITIES: Dated.CLOSED, About.FOLLOW_UPS: Dated.DONE}
        listed = {About.CUSTOMERS, About.LEADS, About.COMPLAINTS}
        return usual.get(question.about, Dated.CREATED if question.about in listed else Dated.AT)

    def _period(self, of: Dated, *, since: bool = False) -> Period | None:
        return period_of(self._words, of, since=since, ahead=of in {Dated.DUE, Dated.CLOSE})

    def _product(self) -> list[Filter]:
        """Of which product; words that nobody knows where one is said, "compra café", are settled by the store."""
        words = self._words
        for at, mark in words.marks(NameKind.PRODUCT.value):
            if mark.name and (known := mark.name.known):
                words.taken.add(at)
                return [Filter(Field.PRODUCT, Named(known.id, known.name))]
        return [Filter(Field.PRODUCT, said)] if (said := self._goods_said()) else []

    def _goods(self, *, new: bool) -> str:
        """What is bought: a product that is known, or one in words that nobody knows; else anything."""
        words = self._words
        for at, mark in words.marks(NameKind.PRODUCT.value):
            if at not in words.taken and mark.name and (mark.name.known or new):
                words.taken.add(at)
                return mark.name.known.name if mark.name.known else mark.name.text
        return self._goods_said(surely=new) or ANY

    def _goods_said(self, *, surely: bool = False) -> str | None:
        """The words of a product that nobody knows: behind the verb, "compran café", or what there is how much of, "cuánto café"."""
        words = self._words
        for run in words.unknown() if surely or words.has("ask", "about") else ():  # what is told is no question
            if words.is_led_by(run[0], *_LEADS_GOODS) or words.is_before(run[0], "ask sum", "ask count"):
                words.taken.update(run)
                return words.text(run)
        return None

    def _names_goods(self) -> bool:
        """Whether it says how much of what, "cuánta cerveza"; or names a product."""
        words = self._words
        ahead = any(words.is_before(run[0], "ask sum", "ask count") for run in words.unknown())
        return ahead or bool(words.marks(NameKind.PRODUCT.value))

    def _several(self, slot: str, *, free: bool = False) -> list[str]:
        """The values of a slot that are said, those that are joined: "visitas y llamadas"; `free` where no word is taken yet."""
        words = self._words
        said = sorted(
            (part.first, part.last, meaning.split()[1])
            for meaning, places in words.means.items()
            if meaning.startswith(f"{slot} ") and meaning.split()[-1] not in PERSONS
            for part in places
            if not free or words.taken.isdisjoint(range(part.first, part.last))
        )
        found = said[:1]
        for one in said[1:]:
            if words.are_joined(found[-1][1] - 1, one[0]) or one[2] == found[-1][2]:
                found.append(one)
        return list(dict.fromkeys(value for _first, _last, value in found))

    def _known(self) -> list[Filter]:
        """What class a customer is of, how they stand, what is known of them."""
        words = self._words
        said = ((field, words.of(field.value)) for field in (Field.CLASS, Field.SEGMENT, Field.FACT))
        found = [
            Filter(field, any_of([*values, *(self._letters() if field is Field.CLASS else ())]))
            for field, values in said
            if values
        ]
        for one in found:
            self._said_at[one.field] = words.first_of(one.field.value)
        words.take("class", "segment", "fact")
        return [*found, *self._lacking()]

    def _facts_told(self) -> list[Filter]:
        """What is known of customers in free words, up to what else is said of them: "que pagan a 30 días", "tagged vip"."""
        words = self._words
        for part in words.parts:
            kind = next((one.split()[1] for one in part.meanings if one.startswith("known_as ")), None)
            more = (
                one.first for one in words.parts if one.first > part.last and not _ENDS_A_FACT.isdisjoint(_slots(one))
            )
            last = min(more, default=len(words.tokens))
            if kind and part.last < last:
                words.taken.update(range(part.first, last))
                return [Filter(Field.FACT, f"{kind}:{words.text(range(part.last, last))}")]
        return []

    def _letters(self) -> list[str]:
        """Further classes, of which only the letter is said: "clase A o B"."""
        words, found = self._words, []
        ends = {part.last for name in words.of("class") for part in words.means[f"class {name}"]}
        letters = sorted(
            (part.first, part.last, meaning.split()[1])
            for meaning, places in words.means.items()
            if meaning.startswith("letter ")
            for part in places
        )
        for first, last, letter in letters:
            if any(words.are_joined(end - 1, first) and end < first for end in ends):
                words.taken.update(range(first, last))
                found.append(letter)
                ends.add(last)
        return found

    def _open_there_at(self) -> list[tuple[str, str]]:
        """What is said to be open at customers, with its meaning: "clientes con quejas abiertas", "sin próximo paso"."""
        words = self._words
        found = [(f"about {about}", kind) for about, kind in _OPEN_THERE.items() if words.has(f"about {about}")]
        found += [(f"known {kind}", kind) for kind in _OPEN_THERE.values() if words.has(f"known {kind}")]
        begins = words.first("about customers")
        return [
            (meaning, kind)
            for meaning, kind in found
            if begins < (at := words.first(meaning))
            and any(words.is_led_by(place, "with", "without", "not") for place in (at, at - 1))
        ]

    def _open_there(self) -> list[Filter]:
        words = self._words
        found = []
        for meaning, kind in self._open_there_at()[:1]:
            lacks = words.take("without", "not")
            words.take(meaning, "with", "state open", "has")
            found.append(Filter(Field.HAS, kind, Comparison.WITHOUT if lacks else Comparison.IS))
        return found

    def _lacking(self) -> list[Filter]:
        """What is known of a customer, or is not: "sin teléfono"; a mail of some time is no address: "sin correo en 30 días"."""
        words = self._words
        known = [one for one in self._several("known", free=True) if one in HAS]
        if not known or (words.has("kind", "deed") and words.moments):
            return []
        self._said_at[Field.HAS] = words.first_of("known")
        lacks = Comparison.WITHOUT if words.has("without", "not") else Comparison.IS
        words.take("without", "not", "has", "join", *(f"{slot} {one}" for one in known for slot in ("known", "kind")))
        return [Filter(Field.HAS, one, lacks) for one in known]

    def _times(self, *of: str) -> list[Filter]:
        """How often: "con más de 3 visitas", of what these phrases mean."""
        words = self._words
        for at, number in words.numbers:
            under = words.is_before(at, "under")
            times = words.is_behind(at, *of) or any(part.first == at for part in words.means.get("twice", ()))
            if at not in words.taken and (under or words.is_before(at, "over")) and times:
                words.taken.add(at)
                words.take("over", "under", "times", "twice")
                return [Filter(Field.TIMES, str(number), Comparison.UNDER if under else Comparison.OVER)]
        return []

    def _cause(self) -> list[Filter]:
        """What complaints are about: "quejas de reparto", "complaints about deliveries"."""
        words = self._words
        keys = [token.key for token in words.tokens]
        for cause in CAUSES:
            for at in range(len(keys)):
                if size := phrase_at(f"cause_{cause}", keys, at):
                    words.taken.update(range(at, at + size))
                    self._said_at[Field.CAUSE] = at
                    return [Filter(Field.CAUSE, cause)]
        return []


_OPEN_THERE = {
    "complaints": "open_complaint",
    "opportunities": "open_opportunity",
    "follow_ups": "open_follow_up",
    "leads": "open_lead",
}
_ENDS_A_FACT = frozenset({"without", "not", "with", "since", "group", "kind", "deed", "buy", "join"})
"""Behind what is known of customers, something else is said of them."""
_LEADS_GOODS = ("buy", "uses", "about purchases", "in")


def _slots(part: Part) -> set[str]:
    return {meaning.split()[0] for meaning in part.meanings}


def _is_a_part(mark: Mark) -> bool:
    """Whether a name was said in part only: "Valencia", where a customer is called Hotel Valencia."""
    known = mark.name.known if mark.name else None
    return known is not None and mark.name is not None and fold(mark.name.text) != fold(known.name)
