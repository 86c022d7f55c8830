"""Telephone numbers that look right in a country, and that nobody is meant to have."""

from collections.abc import Iterator
from random import Random

from phonenumbers import PhoneNumberFormat, PhoneNumberType, example_number_for_type, format_number

FICTION = {
    "ES": ("+34700######",),
    "GB": ("+447700900###",),
    "US": tuple(f"+1{area}55501##" for area in (201, 202, 203, 205, 206, 207, 208, 209)),
}
"""Ranges that are kept for fiction (Ofcom; NANPA's 555-0100 to 0199), or not in use; # is a digit."""
VARIED = 4
"""Digits that differ elsewhere, from the country's example in libphonenumber."""
SOMEWHERE = "ES"
"""Whose numbers a country has that has none of its own, such as Antarctica."""


def invented_phones(country: str, seed: str) -> Iterator[str]:
    """Yields numbers of a country as they are kept ("+447700900123"), each once; the same ones for the same seed."""
    draw, given = Random(seed), set[str]()
    patterns = FICTION.get(country) or _varied_example(country) or FICTION[SOMEWHERE]
    while True:
        number = "".join(str(draw.randrange(10)) if sign == "#" else sign for sign in draw.choice(patterns))
        if number not in given:
            given.add(number)
            yield number


def _varied_example(country: str) -> tuple[str, ...]:
    example = example_number_for_type(country, PhoneNumberType.MOBILE)
    return (format_number(example, PhoneNumberFormat.E164)[:-VARIED] + "#" * VARIED,) if example else ()
