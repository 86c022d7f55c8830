"""Follow-ups in any calendar, by a secret address."""

import re

import httpx
import pytest
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
