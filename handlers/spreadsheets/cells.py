"""Cells that are read: telephone numbers, e-mail addresses, colleagues. What a cell cannot be is told with `BadCell`."""

import re
from collections.abc import Sequence

from handlers.kit.forms.contact_details import e164, email_address
from handlers.spreadsheets.headings import heading
from handlers.spreadsheets.word_cells import between
from storage.names.folding import fold
from storage.people.records import Person

LONGEST_NAME = 200
LONGEST_ROLE = 80
LONGEST_ADDRESS = 300
LONGEST_SECTOR = 80

_DASHED = re.compile(r"\s+[-–—]\s+")
_ROUNDED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
_WHOLE_AS_DECIMAL = re.compile(r"(\d{6,})[.,]0+")
_LABELLED = re.compile(r"(?P<before>[^\d+(]*)(?P<number>[+(]?[\d\s().+/-]{5,}\d)(?P<after>\D*)")
_NAMED_ADDRESS = re.compile(r"[^<>]*<([^<>\s]+)>")


class BadCell(Exception):  # noqa: N818 - caught where the line is read
    """A cell cannot be used: `why` is a key of `problems.WHY`, with its values."""

    def __init__(self, why: str, **values: str | int) -> None:
        super().__init__(why)
        self.why, self.values = why, values


def phone_numbers(text: str, country: str) -> tuple[list[str], str]:
    """The numbers of a cell as they are kept (+34600123456), and the words beside them, of which nothing is kept.

    A spreadsheet's own spoiling of numbers is mended where it can be, and told where not.
    """
    if whole := _WHOLE_AS_DECIMAL.fullmatch(text):
        text = whole[1]
    if _ROUNDED.fullmatch(text):
        raise BadCell("rounded")
    if number := e164(text, country):
        return [number], ""
    for separator in (between(), _DASHED):
        parts = [part for part in separator.split(text) if part]
        numbers = [e164(part, country) for part in parts]
        if len(parts) > 1 and all(numbers):
            return [number for number in numbers if number], ""
    found = [_labelled(part, country) for part in between().split(text) if part]
    if not any(number for number, _beside in found):
        raise BadCell("phone")
    return [number for number, _beside in found if number], ", ".join(beside for _number, beside in found if beside)


def _labelled(text: str, country: str) -> tuple[str | None, str]:
    """A number with words around it ("Oficina: 912 340 501 (mañanas)"), and those that say more than what kind it is."""
    found = _LABELLED.fullmatch(text)
    number = e164(found["number"], country) if found else None
    if found is None or number is None:
        return None, text
    beside = (words.strip(" .:()[]-") for words in (found["before"], found["after"]))
    return number, " ".join(words for words in beside if words and heading(words) is None)


def email_addresses(text: str) -> list[str]:
    """The addresses of a cell, in lower case."""
    if named := _NAMED_ADDRESS.fullmatch(text):
        text = named[1]
    parts = [part for part in re.split(r"\s*(?::::|[,;/|\s])\s*", text) if part]
    addresses = [email_address(part) for part in parts]
    if not addresses or not all(addresses):
        raise BadCell("email")
    return list(dict.fromkeys(address for address in addresses if address))


def name(text: str) -> str:
    """A name: something with a letter or a number in it."""
    if not any(c.isalnum() for c in text):
        raise BadCell("no_letters")
    return short(text, LONGEST_NAME)


def short(text: str, most: int) -> str:
    """The text, where it is not too long."""
    if len(text) > most:
        raise BadCell("too_long", limit=most)
    return text


class Colleagues:
    """Those who work here, by the ways in which other programs write their names."""

    def __init__(self, people: Sequence[Person]) -> None:
        known: dict[str, int | None] = {}
        for person in people:
            for called in {fold(person.name), fold(person.first_name)}:
                known[called] = None if called in known else person.id
        self._known = known | {fold(person.name): person.id for person in people}

    def find(self, text: str) -> int:
        """Whom a cell names: "Ana Ruiz", "ana", "Ruiz, Ana", "Ana Ruiz (ana@x.example)"."""
        bare = re.sub(r"\s*[(<\[].*", "", text)
        turned = " ".join(reversed([part.strip() for part in bare.split(",", 1)]))
        for written in (text, bare, turned):
            if fold(written) in self._known:
                found = self._known[fold(written)]
                if found is None:
                    raise BadCell("several_owners")
                return found
        raise BadCell("owner")
