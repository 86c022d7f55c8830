"""How a telephone number is read."""

import pytest

from handlers.kit.format.phones import phone_shown, phones_shown
from handlers.kit.forms.contact_details import e164, example_number


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("+442079460018", "+44 20 7946 0018"),
        ("+447700900123", "+44 7700 900123"),
        ("+12025550143", "+1 202-555-0143"),
        ("+525512345678", "+52 55 1234 5678"),
        ("+351912345678", "+351 912 345 678"),
        # Spain, in threes: mobile, landline, free of charge.
        ("+34600444555", "+34 600 444 555"),
        ("+34914357211", "+34 914 357 211"),
        ("+34900123456", "+34 900 123 456"),
        # As it was typed: no number of a country, too short, too long, or nothing of the kind.
        ("+999123456789", "+999123456789"),
        ("+34112", "+34112"),
        ("+3460044455566", "+3460044455566"),
        ("600 44 45 55", "600 44 45 55"),
        ("01 222 3344", "01 222 3344"),
        ("+44 20 79460018", "+44 20 79460018"),
        ("laura@lunabar.example", "laura@lunabar.example"),
        ("", ""),
        (None, ""),
    ],
)
def test_it_is_in_the_groups_of_its_country(kept: str | None, read: str) -> None:
    assert phone_shown(kept) == read


def test_what_is_read_is_the_same_number_when_it_is_typed() -> None:
    for kept in ("+442079460018", "+12025550143", "+34600444555", "+5491123456789", "+5511912345678"):
        assert e164(phone_shown(kept), "ES") == kept


def test_several_stand_on_one_line() -> None:
    assert phones_shown([None, "+34600444555", "", "12 34 56"]) == "+34 600 444 555, 12 34 56"


def test_the_example_of_spain_is_in_threes_too() -> None:
    assert example_number("ES") == "612 345 678"
    assert example_number("GB") == "07400 123456"
