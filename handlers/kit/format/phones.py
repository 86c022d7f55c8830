"""How people read a telephone number: "+44 20 7946 0018". Files, interfaces and what is searched keep "+442079460018"."""

import re
from collections.abc import Iterable
from functools import lru_cache

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    format_number,
    is_possible_number,
    national_significant_number,
    parse,
)

SPAIN = 34
LENGTH_IN_SPAIN = 9
KEPT = 5000
"""Numbers whose form is remembered: a screen shows a dozen, an import's preview a few hundred."""

BETWEEN = ", "
"""What stands between several numbers of one customer."""

_E164 = re.compile(r"\+[1-9]\d{4,14}")


@lru_cache(maxsize=KEPT)
def phone_shown(number: str | None) -> str:
    """A number in E.164 in the groups of its country, with the country's code; anything else as it was typed, "" for none."""
    if number is None or not _E164.fullmatch(number):
        return number or ""
    try:
        read = parse(number)
    except NumberParseException:
        return number
    return grouped(read, PhoneNumberFormat.INTERNATIONAL) if is_possible_number(read) else number


def phones_shown(numbers: Iterable[str | None]) -> str:
    """Those numbers that there are, on one line."""
    return BETWEEN.join(filter(None, map(phone_shown, numbers)))


def grouped(number: PhoneNumber, form: int) -> str:
    """A number in the groups in which its country writes it; `form` is INTERNATIONAL or NATIONAL of `PhoneNumberFormat`.

    Spain's are in threes, "+34 600 444 555", as Fundéu advises and as most people there write them, mobile
    and landline alike; libphonenumber's "+34 600 44 45 55" goes by how provinces' numbers were once printed.
    """
    national = national_significant_number(number)
    if number.country_code != SPAIN or len(national) != LENGTH_IN_SPAIN:
        return str(format_number(number, form))
    threes = " ".join(national[at : at + 3] for at in range(0, LENGTH_IN_SPAIN, 3))
    return f"+{SPAIN} {threes}" if form == PhoneNumberFormat.INTERNATIONAL else threes
