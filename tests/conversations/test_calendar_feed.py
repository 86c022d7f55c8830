"""Follow-ups in any calendar, by a secret address."""

import re
from datetime import UTC

import httpx
import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from bot.web.routes import web_app
from tests.office import Office, Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    office.settings = office.settings.model_copy(update={"public_url": "https://crm.example"})
    office.restart()
    office.customer("Bar Sol")
    return office.rep("Ana Ruiz")


def read(office: Office, address: str) -> httpx.Response:
    """A calendar looks at an address."""

    async def get() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(web_app(office.app)), base_url="http://bot") as web:
            return await web.get(address)

    response: httpx.Response = office.run(get())
    return response


def address(someone: Someone) -> str:
    found = re.search(r"https://crm\.example(/calendar/\S+\.ics)", someone.heard())
    assert found, someone.heard()
    return found[1]


def test_what_is_open_stands_in_it_at_its_hour_with_what_repeats(office: Office, ana: Someone) -> None:
    ana.says("recuérdame llamar a Bar Sol el jueves a las 10")
    ana.says("recuérdame revisar precios el primer lunes de cada mes")
    ana.says("/calendario")
    answer = read(office, address(ana))
    assert answer.headers["content-type"].startswith("text/calendar")
    call, prices = Calendar.from_ical(answer.text).walk("VEVENT")
    assert "Bar Sol" in str(call["SUMMARY"])
    assert call.decoded("DTSTART") == office.time("2026-11-26 10:00")
    assert str(call["DTSTART"].params["TZID"]) == "Europe/Madrid"
    assert prices.decoded("DTSTART").isoformat() == "2026-12-07"
    assert prices["RRULE"].to_ical() == b"FREQ=MONTHLY;BYDAY=1MO"


def test_a_new_address_makes_the_old_one_useless(office: Office, ana: Someone) -> None:
    ana.says("/calendario")
    old = address(ana)
    ana.presses("Dirección nueva")
    assert read(office, old).status_code == 404
    assert read(office, address(ana)).status_code == 200
    assert read(office, "/calendar/0000.ics").status_code == 404
    ana.presses("Cerrarla")
    ana.hears("ya no lleva a nada")


def test_without_an_address_of_the_server_there_is_none(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("my calendar")
    eve.hears("Nobody reaches this server from outside")


@pytest.mark.parametrize(
    ("language", "said", "asks"),
    [
        ("es", "recuérdame mandar el informe cada viernes a las 9", "/calendario"),
        ("en", "remind me to send the report every Friday at 9", "my calendar"),
    ],
)
def test_what_repeats_is_at_nine_on_either_side_of_a_clock_change(
    office: Office, ana: Someone, language: str, said: str, asks: str
) -> None:
    """Madrid's clocks go forward on 28 March 2027: nine o'clock stays nine o'clock, an hour earlier for the world."""
    one = ana if language == "es" else office.rep("Eve", language=language)
    one.says(said)
    one.says(asks)
    text = read(office, address(one)).text
    calendar = Calendar.from_ical(text)
    (report,) = calendar.walk("VEVENT")
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Madrid"]
    begins = report.decoded("DTSTART")
    repeats = re.search(r"^RRULE:(\S*WEEKLY\S*)", text, re.MULTILINE)
    assert repeats
    rule = rrulestr(repeats[1], dtstart=begins)
    fridays = rule.between(begins.replace(year=2027, month=3, day=25), begins.replace(year=2027, month=4, day=3))
    assert [f"{at:%m-%d %H:%M}" for at in fridays] == ["03-26 09:00", "04-02 09:00"]
    assert [f"{at.astimezone(UTC):%H:%M}" for at in fridays] == ["08:00", "07:00"]
    one.says("hola")
    office.at("2027-04-02 09:00")
    one.hears("mandar el informe" if language == "es" else "send the report")
