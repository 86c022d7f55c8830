"""What there is to know of a promotion, and how each part is read."""

import re
from datetime import date, datetime
from typing import Any

from handlers.kit.format.texts import On, Percent, Voice, Words, _, clip
from handlers.kit.forms.form import FieldKind, Said, SlotType, Unclear
from handlers.kit.forms.moment_slots import refuse_impossible
from handlers.kit.forms.name_slots import tidy_name
from handlers.kit.forms.slot_types import FreeText
from handlers.kit.messages.action import NO, YES, Choice
from handlers.kit.questions.arguments import settled
from handlers.kit.questions.wording import AsRead
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.calendar import last_date
from handlers.language.entities.moments.moments import read_moment
from handlers.language.meaning import Moment, NameKind, SlotValue
from handlers.language.text.any_of import any_of, words_of
from handlers.promotions.lookup import named
from storage.names.folding import fold
from storage.promotions.audience import Audience, of_whom
from storage.promotions.promotions import Promotions
from storage.promotions.segments import Segments
from storage.questions.question import About, Named, Question

LONGEST_NAME = 60
LONGEST_MESSAGE = 800
"""Characters of a text to customers: with a greeting and the call to action it fits every platform, and one screen."""
_LISTED = re.compile(r"[,;\n]+")
_PER_CENT = re.compile(rf"(\d{{1,3}})\s*(?:%|{any_of('per_cent')})?")
_LINES = re.compile(r"[;\n]+")


class PromotionName(FreeText):
    """A short name, that no other promotion has: it is what people will call it."""

    field: FieldKind = "line"

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The name, tidied."""
        name = tidy_name(text)
        if not any(c.isalpha() for c in name) or len(name) > LONGEST_NAME:
            raise Unclear(_("A short name with letters in it, please: that is what all will call it."))
        known = turn.work.topic(Promotions).called(name)
        if known is not None and (said.target is None or said.target.id != known.id):
            raise Unclear(_("There is a promotion of that name: {name}. Another name?", name=known.name))
        return name


class Bounded(FreeText):
    """A text that has to fit: longer ones are not cut, but asked about. Colleagues or customers are to read it."""

    takes_prose = True

    def __init__(self, longest: int, *, lines: bool = False, asks: bool = False) -> None:
        self.longest = longest
        self.takes_questions = asks
        self._lines = lines

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The text; of a list, an entry a line."""
        words = super().read(turn, text, said)
        if self._lines:
            words = "\n".join(line.strip(" -•–") for line in _LINES.split(words) if line.strip(" -•–"))
        if not any(c.isalnum() for c in words):
            raise Unclear
        if len(words) > self.longest:
            raise Unclear(
                _(
                    "That has {count} characters; at most {most} fit. Say it in fewer words, please.",
                    count=len(words),
                    most=self.longest,
                )
            )
        return words


class ProductNames(FreeText):
    """What it is about: one product or several, a line each; known ones as they are spelled."""

    field: FieldKind = "line"

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The names, separated by commas."""
        names = [part.strip() for part in _LISTED.split(text) if any(c.isalnum() for c in part)]
        if not names:
            raise Unclear
        known = [turn.match(name, {NameKind.PRODUCT}).known for name in names]
        return "\n".join(clip(entry.name if entry else name, 200) for name, entry in zip(names, known, strict=True))

    def show(self, value: str) -> Words:
        """On one line."""
        return clip(", ".join(value.splitlines()), 200)


class PerCent(SlotType[int]):
    """A share in whole per cent, from 1 to 100."""

    def sample(self, speaks: Voice) -> Words:
        """One with its sign, as the person writes it."""
        return Percent(0.3)

    def read(self, turn: Turn, text: str, said: Said) -> int:
        """The number, with its sign or without."""
        found = _PER_CENT.fullmatch(text.strip())
        if found is None or not 1 <= int(found[1]) <= 100:
            raise Unclear(_("A number from 1 to 100, please."))
        return int(found[1])

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> int:
        """Understanding finds no such slot."""
        raise Unclear(_("How many per cent?"))

    def show(self, value: int) -> Words:
        """With its sign."""
        return Percent(value / 100)


class PromotionDay(SlotType[date]):
    """The first or the last day, neither of them over."""

    field: FieldKind = "date"

    def __init__(self, *, last: bool) -> None:
        self._last = last

    def read(self, turn: Turn, text: str, said: Said) -> date:
        """The day of an answer; of a span its own end."""
        moment = read_moment(text, turn.said_at, "future", turn.locale)
        if moment is None:
            refuse_impossible(turn, text)
            moment = read_moment(text, turn.said_at, "past", turn.locale)
        if not isinstance(moment, Moment):
            raise Unclear(_("I could not read a date in that. Which day?"))
        start = moment.start.date() if isinstance(moment.start, datetime) else moment.start
        return self._fits(turn, last_date(moment) if self._last else start, said)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> date:
        """Understanding finds no such slot."""
        raise Unclear(_("Which day?"))

    def _fits(self, turn: Turn, day: date, said: Said) -> date:
        if day < turn.said_at.date():
            raise Unclear(_("{day} is over already. Which day?", day=On(day)))
        first = said.by_name("first")
        if self._last and isinstance(first, date) and day < first:
            raise Unclear(_("{day} is before it begins, on {first}. Which day?", day=On(day), first=On(first)))
        return day

    def dump(self, value: date) -> Any:  # noqa: ANN401
        """As ISO."""
        return value.isoformat()

    def load(self, turn: Turn, raw: Any) -> date:  # noqa: ANN401
        """From ISO."""
        return date.fromisoformat(raw)

    def show(self, value: date) -> Words:
        """The absolute date."""
        return On(value)


class AudienceSlot(SlotType[Question]):
    """For whom it is: customers, as a question names them, a segment or another promotion. Nobody and everybody are asked about."""

    takes_text = True
    checks = True

    def read(self, turn: Turn, text: str, said: Said) -> Question:
        """The filter in words, "clientes de hostelería sin visita en 60 días"."""
        if fold(text.strip(" .")) in words_of("all_customers"):
            return self._sure(turn, Question(About.CUSTOMERS))
        if segment := turn.work.topic(Segments).called(text):
            return self._sure(turn, segment.question)
        earlier, rest = named(turn, text)
        if len(earlier) == 1 and not rest.strip():
            return self._sure(turn, earlier[0].content.audience)
        asked = turn.customers_in(text)
        if asked is None:
            raise Unclear(_("I see no customers in that. Which customers is it for?"))
        try:
            question = settled(turn, of_whom(asked.question, Named(turn.person.id, turn.person.name)))
        except Sorry as sorry:
            raise Unclear(sorry.words, _("Which customers is it for?")) from None
        if asked.unread:
            raise Unclear(
                _("I don't know what “{words}” means in that.", words=clip(asked.unread, 60)),
                _("The nearest I can take: {audience}. Is that it?", audience=AsRead(question)),
                choices=(Choice(_("Yes, that"), YES), Choice(_("No"), NO)),
                offer=question.as_json(),
            )
        return self._sure(turn, question)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> Question:
        """A question about customers."""
        raise Unclear(_("Which customers is it for?"))

    @staticmethod
    def _sure(turn: Turn, question: Question) -> Question:
        """An audience of nobody, or of everybody, may be meant: that is asked."""
        audience = turn.work.topic(Audience)
        count, every = audience.count(question, turn.zone), audience.everybody()
        if count == 0:
            words: Words = _("That is nobody at the moment: {audience}.", audience=AsRead(question))
        elif count == every and every > 1:
            words = _("That is everybody, {count} customers: most of them will throw it away.", count=count)
        else:
            return question
        raise Unclear(
            words,
            _("Is it meant so?"),
            choices=(Choice(_("Yes, it is"), YES), Choice(_("No"), NO)),
            offer=question.as_json(),
        )

    def dump(self, value: Question) -> Any:  # noqa: ANN401
        """As buttons keep it."""
        return value.as_json()

    def load(self, turn: Turn, raw: Any) -> Question:  # noqa: ANN401
        """From what `dump` kept."""
        return Question.from_json(raw)

    def show(self, value: Question) -> Words:
        """Read back in words."""
        return AsRead(value)


def names_customers(turn: Turn, text: str) -> bool:
    """Whether a text names customers, though part of it may not be understood."""
    if fold(text.strip(" .")) in words_of("all_customers") or turn.work.topic(Segments).called(text):
        return True
    asked = turn.customers_in(text)
    return asked is not None and asked.named
