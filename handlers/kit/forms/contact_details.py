"""How somebody is reached: telephone numbers and e-mail addresses, read and checked."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from phonenumbers import (
    NumberParseException,
    PhoneMetadata,
    PhoneNumberFormat,
    format_number,
    is_possible_number,
    parse,
)

from handlers.kit.format.texts import Words, _
from handlers.kit.forms.form import Said, SlotType, Unclear
from handlers.kit.turn import Turn
from handlers.language.entities.countries import country_of_zone
from handlers.language.entities.phones import find_phones
from handlers.language.meaning import SlotValue

LONGEST_EMAIL = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3: a path of 256 octets, less the brackets)."""
LONGEST_LOCAL = 64
MOST_NUMBERS = 6
"""Numbers that one customer may have."""

EXAMPLES = {"phone": "600 123 456", "email": "hola@barluna.example"}

T = TypeVar("T")

_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_DOMAIN = re.compile(r"([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
_BETWEEN = re.compile(r"\s*(?:[,;/\n]|\by\b|\band\b)\s*")
_DIALLED = re.compile(r"\s*[+(]?[\d\s().+/-]{5,30}")
_OLD_MEXICAN = re.compile(r"(?P<country>(?:\+|00)?52)?(?P<old>1|01|02|044|045)?(?P<number>[1-9]\d{9})")
"""Prefixes that were dialled in Mexico until August 2019, before the ten digits that are left of a number (IFT, Plan Técnico
Fundamental de Numeración, 2018): 01, 02, 044 and 045, and the 1 after +52."""


def e164(text: str, country: str) -> str | None:
    """A telephone number as it is kept ("+34600123456"), read as one of this country where it names none; None for anything else.

    An extension, written as one ("ext. 12", "#12"), is left out of it.
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
    return str(format_number(number, PhoneNumberFormat.E164)) if is_possible_number(number) else None


def _as_dialled(text: str, country: str) -> str | None:
    """A number of a country where all have the same length and no prefix, as most are written; None for any other.

    What phonenumbers says too, at a tenth of its cost: an import reads a hundred thousand of them.
    """
    code, length = _numbering(country)
    digits = re.sub(r"\D", "", text)
    if len(digits) != length or "+" in text or digits.startswith(("0", code)):
        return None
    return f"+{code}{digits}"


@cache
def _numbering(country: str) -> tuple[str, int]:
    """A country's calling code and the length of its numbers, 0 where these vary or have a prefix."""
    plan = PhoneMetadata.metadata_for_region(country)
    lengths = plan.general_desc.possible_length if plan and plan.general_desc else ()
    if plan is None or plan.national_prefix_for_parsing or len(lengths) != 1:
        return "", 0
    return str(plan.country_code), int(lengths[0])


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


def checked(read: Callable[[], T], example: str) -> T:
    """What `read` returns; where it cannot tell, the question comes with an example to copy."""
    try:
        return read()
    except Unclear as unclear:
        raise Unclear(*unclear.words, _("For example: “{example}”", example=example), choices=unclear.choices) from None


class Phone(SlotType[str]):
    """A telephone number of the company's country, or an international one; kept as +34600123456."""

    takes_text = True
    checks = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The number of an answer."""
        if not any(c.isdigit() for c in text):
            raise Unclear(_("I could not read a telephone number in that."))
        found = [text, *(text[start:end] for start, end in find_phones(text))]
        number = next((number for part in found if (number := _of_here(turn, part))), None)
        if number is None:
            raise Unclear(
                _("That is no telephone number here. One of another country begins with + and the country's code.")
            )
        return number

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The number in a sentence."""
        return self.read(turn, str(heard), said)


def _of_here(turn: Turn, text: str) -> str | None:
    """A number of the company's country or, where it can be none, of where the person is: "07700 900123", in London."""
    countries = dict.fromkeys((turn.company.country, country_of_zone(turn.person.zone)))
    return next((number for country in countries if country and (number := e164(text, country))), None)


class Phones(SlotType[Sequence[str]]):
    """Several numbers, the main one first."""

    takes_text = True
    checks = True

    def read(self, turn: Turn, text: str, said: Said) -> Sequence[str]:
        """The numbers of an answer, separated by commas."""
        numbers = [Phone().read(turn, part, said) for part in _BETWEEN.split(text.strip()) if part]
        if len(numbers) > MOST_NUMBERS:
            raise Unclear(_("{most} numbers at most, please.", most=MOST_NUMBERS))
        return list(dict.fromkeys(numbers))

    def load(self, turn: Turn, raw: Any) -> Sequence[str]:  # noqa: ANN401
        """A list of strings."""
        return list(raw)


class Email(SlotType[str]):
    """An e-mail address."""

    takes_text = True
    checks = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The address of an answer."""
        address = next(
            (address for part in (text, *text.split()) if (address := email_address(part.strip(",;.")))), None
        )
        if address is None:
            raise Unclear(_("That does not look like an e-mail address."))
        return address

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The address in a sentence."""
        return self.read(turn, str(heard), said)

    def show(self, value: str) -> Words:
        """As it is."""
        return value
