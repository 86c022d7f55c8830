"""How somebody is reached: telephone numbers and e-mail addresses, read and checked."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from phonenumbers import (
    NumberParseException,
    PhoneMetadata,
    PhoneNumberFormat,
    PhoneNumberType,
    example_number_for_type,
    format_number,
    is_possible_number,
    is_valid_number,
    parse,
)

from handlers.kit.format.phones import grouped, phone_shown, phones_shown
from handlers.kit.format.texts import Voice, Words, _
from handlers.kit.forms.form import Said, SlotType, Unclear
from handlers.kit.messages.action import YES, Choice
from handlers.kit.turn import Turn
from handlers.language.entities.countries import country_of_zone
from handlers.language.entities.phones import email_typed, find_phones
from handlers.language.meaning import SlotValue
from handlers.language.text.any_of import any_of

LONGEST_EMAIL = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3: a path of 256 octets, less the brackets)."""
LONGEST_LOCAL = 64
MOST_NUMBERS = 6
"""Numbers that one customer may have."""

LONGEST_TYPED = 40
"""Characters of a number that is kept as it was typed."""
FEWEST_DIGITS = 5

T = TypeVar("T")

_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_DOMAIN = re.compile(r"([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
_BETWEEN = re.compile(rf"\s*(?:[,;/\n]|\b{any_of('and')}\b)\s*")
_DIALLED = re.compile(r"\s*[+(]?[\d\s().+/-]{5,30}")
_OLD_MEXICAN = re.compile(r"(?P<country>(?:\+|00)?52)?(?P<old>1|01|02|044|045)?(?P<number>[1-9]\d{9})")
"""Prefixes that were dialled in Mexico until August 2019, before the ten digits that are left of a number (IFT, Plan Técnico
Fundamental de Numeración, 2018): 01, 02, 044 and 045, and the 1 after +52."""


def e164(text: str, country: str) -> str | None:
    """A telephone number as it is kept ("+34600123456"), read as one of this country where it names none; None for anything else.

    A country's prefix is put before a number only where that country has such numbers. An extension, written as one
    ("ext. 12", "#12"), is left out of it.
    """
    dialled = _DIALLED.match(text)
    rest = text[dialled.end() :].strip() if dialled else ""
    if dialled is None or (rest and not re.match(r"[,;]?\s*(?:[^\W\d_]|#)", rest)):
        return None
    if not rest and (national := _as_dialled(dialled[0], country)):
        return national
    try:
        number = parse(_without_old_prefix(dialled[0], country), country)
        if rest and not parse(text, country).extension:
            return None
    except NumberParseException:
        return None
    named = dialled[0].lstrip(" (").startswith(("+", "00"))
    real = is_possible_number(number) if named else is_valid_number(number)
    return str(format_number(number, PhoneNumberFormat.E164)) if real else None


def as_typed(text: str) -> str | None:
    """A number that no country is known to have, as it was typed and may be kept; None where a text is none."""
    number = " ".join(text.split()).strip(" .,;:")
    digits = sum(c.isdigit() for c in number)
    fits = digits >= FEWEST_DIGITS and len(number) <= LONGEST_TYPED and _DIALLED.fullmatch(number)
    return number if fits else None


def example_number(country: str) -> str:
    """A telephone number as people of a country write one: "600 123 456"."""
    number = example_number_for_type(country, PhoneNumberType.MOBILE)
    return grouped(number, PhoneNumberFormat.NATIONAL) if number else ""


def _as_dialled(text: str, country: str) -> str | None:
    """A number of a country where all have the same length and no prefix, as most are written; None for any other.

    What phonenumbers says too, at a tenth of its cost: an import reads a hundred thousand of them.
    """
    code, length, numbers = _numbering(country)
    digits = re.sub(r"\D", "", text)
    if len(digits) != length or "+" in text or digits.startswith(("0", code)) or not numbers.fullmatch(digits):
        return None
    return f"+{code}{digits}"


_NO_NUMBER = re.compile(r"(?!)")


@cache
def _numbering(country: str) -> tuple[str, int, re.Pattern[str]]:
    """A country's calling code, the length of its numbers and what they look like; 0 where these vary or have a prefix."""
    plan = PhoneMetadata.metadata_for_region(country)
    numbers = plan.general_desc if plan else None
    if plan is None or numbers is None or plan.national_prefix_for_parsing or len(numbers.possible_length) != 1:
        return "", 0, _NO_NUMBER
    return str(plan.country_code), int(numbers.possible_length[0]), re.compile(numbers.national_number_pattern or "")


def _without_old_prefix(text: str, country: str) -> str:
    """The number without what nobody dials any more."""
    if country != "MX" and "52" not in text:
        return text
    found = _OLD_MEXICAN.fullmatch(re.sub(r"[^\d+]", "", text))
    said = found["country"] if found else None
    if found is None or not (country == "MX" or (said and said != "52")) or (found["old"] == "1" and not said):
        return text
    return f"+52{found['number']}"


def email_address(text: str) -> str | None:
    """An e-mail address as it is kept, in lower case, where the text is one; None for anything else.

    The form is checked (RFC 5321's dot-atom and lengths), not that the mailbox exists.
    """
    address = text.strip().removeprefix("mailto:").strip("<>").casefold()
    local, at, domain = address.rpartition("@")
    fits = len(address) <= LONGEST_EMAIL and len(local) <= LONGEST_LOCAL
    return address if at and fits and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain) else None


def checked(slot_type: SlotType[T], turn: Turn, text: str, said: Said) -> T:
    """The value of an answer; where a type cannot tell and offers nothing, the question comes with an example to copy."""
    try:
        return slot_type.read(turn, text, said)
    except Unclear as unclear:
        if unclear.offer is not None:
            raise
        words = (*unclear.words, _example(slot_type.sample(turn.voice)))
        raise Unclear(*words, choices=unclear.choices) from None


def _example(sample: Words) -> Words:
    return _("For example: “{example}”", example=sample)


class Phone(SlotType[str]):
    """A telephone number of the company's country, or an international one; kept as +34600123456.

    One that the country does not have is offered to be kept as it was typed: it is somebody's all the same.
    """

    takes_text = True
    checks = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The number of an answer."""
        if not any(c.isdigit() for c in text):
            raise Unclear(_("I could not read a telephone number in that."))
        found = [text, *(text[start:end] for start, end in find_phones(text))]
        number = next((number for part in found if (number := number_of_here(turn, part))), None)
        if number is None:
            raise _unknown_number(turn, next((typed for part in found if (typed := as_typed(part))), None))
        return number

    def sample(self, speaks: Voice) -> Words:
        """One of the company's country."""
        return example_number(speaks.country)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str | None:
        """The number in a sentence."""
        return self.read(turn, str(heard), said)

    def show(self, value: str) -> Words:
        """In groups."""
        return phone_shown(value)


def _unknown_number(turn: Turn, typed: str | None) -> Unclear:
    """What is said of a number that no country here has: an example, or to keep it as it was `typed`."""
    words = _("That is no telephone number here. One of another country begins with + and the country's code.")
    if typed is None:
        return Unclear(words)
    keep = Choice(_("Keep it as typed"), YES)
    return Unclear(words, _example(Phone().sample(turn.voice)), choices=(keep,), offer=typed)


def shown_here(turn: Turn, typed: str) -> str:
    """A number as people read it, of one that was typed; what is none stays as it was typed."""
    return phone_shown(number_of_here(turn, typed) or typed)


def number_of_here(turn: Turn, text: str) -> str | None:
    """A number of the company's country or, where it can be none, of where the person is: "07700 900123", in London."""
    countries = dict.fromkeys((turn.company.country, country_of_zone(turn.person.zone)))
    return next((number for country in countries if country and (number := e164(text, country))), None)


class Phones(SlotType[Sequence[str]]):
    """Several numbers, the main one first."""

    takes_text = True
    checks = True

    def read(self, turn: Turn, text: str, said: Said) -> Sequence[str]:
        """The numbers of an answer, separated by commas."""
        numbers: list[str] = []
        unknown: Unclear | None = None
        for part in (part for part in _BETWEEN.split(text.strip()) if part):
            try:
                numbers.append(Phone().read(turn, part, said))
            except Unclear as unclear:
                if unclear.offer is None:
                    raise
                unknown = unknown or unclear
                numbers.append(str(unclear.offer))
        if len(numbers) > MOST_NUMBERS:
            raise Unclear(_("{most} numbers at most, please.", most=MOST_NUMBERS))
        numbers = list(dict.fromkeys(numbers))
        if unknown:
            raise Unclear(*unknown.words, choices=unknown.choices, offer=numbers)
        return numbers

    def load(self, turn: Turn, raw: Any) -> Sequence[str]:  # noqa: ANN401
        """A list of strings."""
        return list(raw)

    def show(self, value: Sequence[str]) -> Words:
        """In groups, on one line."""
        return phones_shown(value)

    def sample(self, speaks: Voice) -> Words:
        """One of the company's country."""
        return Phone().sample(speaks)


class Email(SlotType[str]):
    """An e-mail address."""

    takes_text = True
    checks = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The address of an answer."""
        address = next(
            (
                address
                for part in (email_typed(text.strip()), *text.split())
                if (address := email_address(part.strip(",;.")))
            ),
            None,
        )
        if address is None:
            raise Unclear(_("That does not look like an e-mail address."))
        return address

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str | None:
        """The address in a sentence."""
        return self.read(turn, str(heard), said)

    def show(self, value: str) -> Words:
        """As it is."""
        return value

    def sample(self, speaks: Voice) -> Words:
        """One of nobody."""
        return _("hello@lunabar.example")
