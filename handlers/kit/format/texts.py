"""What people read: whole sentences, translated and formatted only when it is known for whom.

A capability writes `_("Saved for {customer}.", customer=name)`; the sentence travels as a value and becomes text in
the turn, by the person's `Voice`. English is the key; `handlers/locale/<language>/` holds the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Protocol

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_percent, get_currency_symbol

from handlers.kit.format.locales import babel_locale, currency_symbol
from handlers.language.meaning import Grain, Moment

LOCALES = Path(__file__).parents[2] / "locale"


class Shown(Protocol):
    """Something that knows how to be read by a person."""

    def show(self, voice: "Voice") -> str:
        """The text, in this voice."""
        ...


Words = str | Shown
"""Text for a person: `str` is said as it is (names, what people wrote), anything else is put into their language."""


@dataclass(frozen=True)
class Translatable:
    """A sentence of the catalogue with its named values. With `count`, `plural` is its form for many."""

    key: str
    values: Mapping[str, Words | int]
    plural: str | None = None
    count: int = 0

    def show(self, voice: "Voice") -> str:
        """The sentence in the voice's language."""
        values = {
            name: str(value) if isinstance(value, int) else voice.say(value) for name, value in self.values.items()
        }
        if self.plural is not None:
            values["count"] = str(self.count)
        return voice.sentence(self).format_map(values)


def _(key: str, **values: Words | int) -> Translatable:
    """A sentence to translate."""
    return Translatable(key, values)


def ngettext(one: str, many: str, count: int, **values: Words | int) -> Translatable:
    """A sentence with a number in it: `{count}`."""
    return Translatable(one, values, many, count)


def quoted(what: Words) -> Translatable:
    """What somebody wrote or a thing is called, in the quotation marks of the reader's language."""
    return _("“{what}”", what=what)


@dataclass(frozen=True)
class Voice:
    """How one person is spoken to: their language, its formats in their company's country, their today."""

    language: str
    locale: Locale
    today: date
    country: str = ""

    def say(self, words: Words) -> str:
        """The text of `words` for this person."""
        return words if isinstance(words, str) else words.show(self)

    def sentence(self, phrase: Translatable) -> str:
        """The catalogue's form of a sentence; the key itself where there is no translation."""
        found = _catalogue(self.language).get(phrase.key)
        if found:
            return found[_plural_index(self.language, phrase.count)] if phrase.plural is not None else found[0]
        return phrase.plural if phrase.plural is not None and phrase.count != 1 else phrase.key


def voice(language: str, country: str, today: date) -> Voice:
    """The voice for a person's language and the company's country."""
    return Voice(language, babel_locale(language, country), today, country)


@cache
def _catalogue(language: str) -> dict[str, tuple[str, ...]]:
    path = LOCALES / language / "LC_MESSAGES" / "cartera.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    found: dict[str, tuple[str, ...]] = {}
    for message in messages:
        key = message.id if isinstance(message.id, str) else message.id[0]
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if key and texts and all(texts):
            found[key] = texts
    return found


@cache
def _plural_index(language: str, count: int) -> int:
    # Spanish and English agree: one form for 1, one for all else. A language with more forms brings its rule here.
    return 0 if count == 1 else 1


def clip(text: str, length: int) -> str:
    """At most `length` characters of a text, with an ellipsis where some are left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


# ------------------------------------------------------------------ values that know their form
@dataclass(frozen=True)
class On:
    """A date or a time, always absolute: "jueves 19 de noviembre", with its hour where one is known.

    The year is said where it is not this one; a bare `datetime` is local wall time.
    """

    when: date | datetime

    def show(self, voice: Voice) -> str:
        """The date as people of this locale write it."""
        day = self.when.date() if isinstance(self.when, datetime) else self.when
        text = _day(day, voice)
        if isinstance(self.when, datetime):
            text += ", " + format_time(self.when.time(), "short", locale=voice.locale)
        return text


@dataclass(frozen=True)
class TimeOfDay:
    """A time of day: "16:30", "4:30 PM"."""

    local: datetime

    def show(self, voice: Voice) -> str:
        """As people of this locale write it."""
        return str(format_time(self.local.time(), "short", locale=voice.locale))


@dataclass(frozen=True)
class ShortDay:
    """A date in a list: "19 nov", with the year where it is not this one."""

    day: date

    def show(self, voice: Voice) -> str:
        """The short form."""
        skeleton = "MMMd" if abs((voice.today - self.day).days) < 300 else "yMMMd"
        return str(format_skeleton(skeleton, self.day, locale=voice.locale))


@dataclass(frozen=True)
class DateSpan:
    """A moment of any grain: a day, a week, "noviembre de 2026", from one day to another."""

    moment: Moment

    def show(self, voice: Voice) -> str:
        """The moment in words."""
        start, end, grain = self.moment.start, self.moment.end, self.moment.grain
        if grain is Grain.WEEK:
            return voice.say(_("week of {day}", day=On(start)))
        if grain is Grain.MONTH:
            return str(format_skeleton("yMMMM", start, locale=voice.locale))
        if grain is Grain.QUARTER:
            return str(format_skeleton("yQQQ", start, locale=voice.locale))
        if grain is Grain.YEAR:
            return str(start.year)
        return voice.say(_("{start} to {end}", start=On(start), end=On(end))) if end else voice.say(On(start))


@dataclass(frozen=True)
class Price:
    """An amount of money."""

    value: Decimal
    currency: str

    def show(self, voice: Voice) -> str:
        """With the currency's sign, and no decimals where they are zero."""
        whole = self.value == self.value.to_integral_value()
        text = format_currency(
            self.value,
            self.currency,
            locale=voice.locale,
            currency_digits=not whole,
            format=_whole_format(voice.locale) if whole else None,
        )
        symbol = currency_symbol(voice.locale, voice.country, self.currency)
        return str(text.replace(get_currency_symbol(self.currency, voice.locale), symbol))


@dataclass(frozen=True)
class Percent:
    """A share from 0 to 1, in whole per cent; what is more than none or less than all never reads as that."""

    share: float

    def show(self, voice: Voice) -> str:
        """As people of this locale write it."""
        rounded = round(self.share, 2)
        if rounded in {0, 1} and rounded != self.share:
            rounded = 0.01 if rounded == 0 else 0.99
        return str(format_percent(rounded, locale=voice.locale))


@cache
def _whole_format(locale: Locale) -> str:
    return str(locale.currency_formats["standard"].pattern).replace(".00", "").replace("0.00", "0")


def _day(day: date, voice: Voice) -> str:
    far = day.year != voice.today.year and abs(day - voice.today) > timedelta(days=90)
    if voice.language == "es":
        return str(format_date(day, "EEEE d 'de' MMMM" + (" 'de' y" if far else ""), locale=voice.locale))
    # Written out here: for this skeleton CLDR's matching abbreviates in most kinds of English ("Thu, 19 Nov").
    pattern = "EEEE, MMMM d" if _month_first(voice.locale) else "EEEE d MMMM"
    year = (", y" if _month_first(voice.locale) else " y") if far else ""
    return str(format_date(day, pattern + year, locale=voice.locale))


@cache
def _month_first(locale: Locale) -> bool:
    """Whether "November 19" is how a day is written."""
    pattern = str(locale.date_formats["medium"].pattern)
    return pattern.index("M") < pattern.index("d")
