"""Who got in touch with whom: the whole table, in both languages."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.language.entities.names.name_lists import KnownNames
from handlers.language.meaning import Context
from handlers.language.understand import hear

MADRID = ZoneInfo("Europe/Madrid")
BOOK = KnownNames(
    {
        "customers": ["Taberna Lua", "Lantern Inn"],
        "contacts": ["Marta Pena", "Martha Dale"],
        "staff": ["Luis Prieto", "Luke Prior"],
    }
)
THEY_DID = {
    "es": [
        "me ha llamado Marta de Taberna Lua, que quieren 20 barriles",
        "Marta Pena me escribió ayer preguntando por la tarifa",
        "llamada de Marta Pena: que cuándo le mando la oferta",
        "correo de Taberna Lua, piden precio del barril",
        "ha llamado Marta de Taberna Lua preguntando por los grifos",
        "llamaron de Taberna Lua, quieren verme",
        "recibí un whatsapp de Marta Pena, le corre prisa",
        "nos han escrito de Taberna Lua",
        "me llamó Julio Oter, quiere taquillas",
        "Julio Oter escribió anoche, que quiere taquillas",
        "me acaba de llamar Marta Pena",
        "Marta Pena se puso en contacto conmigo ayer",
        "tengo una llamada perdida de Taberna Lua",
    ],
    "en": [
        "Martha from Lantern Inn rang me, they want 20 kegs",
        "Martha Dale called this morning, she's in a hurry",
        "Lantern Inn emailed asking for prices",
        "got a call from Martha Dale about the taps",
        "got an email from Lantern Inn asking when I'll answer",
        "email from Lantern Inn, they want a quote",
        "missed call from Lantern Inn",
        "heard from Martha Dale today, wants 20 kegs",
        "Julian Fenwick called me asking when the quote will be ready",
        "Julian Fenwick emailed yesterday",
        "Lantern Inn got in touch, they need glasses",
        "Martha Dale has been on the phone, she wants a demo",
        "voicemail from Martha Dale, call her back",
        "Martha at Lantern Inn just texted me",
    ],
}
WE_DID_TOO = {
    "es": [
        "me ha llamado Marta de Taberna Lua y le he mandado la oferta",
        "me escribió Marta Pena y la llamé enseguida",
        "he llamado a Marta Pena, quieren 20 barriles",
        "hablé con Marta Pena, todo bien",
        "llamé a Taberna Lua y me dijo Marta que la llame el lunes",
        "llamada a Marta Pena, quedamos el jueves",
        "llamada con Taberna Lua",
        "Luis ha llamado a Taberna Lua",
        "visité Taberna Lua, Marta me mandó a hablar con su jefe",
        "le escribí a Marta Pena y me ha contestado que sí",
        "me ha devuelto la llamada Marta Pena, que sí",
        "llamada de seguimiento a Taberna Lua",
        "le mandé un correo a Taberna Lua con la tarifa",
        "reunión con Marta Pena, muy bien",
    ],
    "en": [
        "Martha Dale called, I called her back",
        "Martha Dale rang me and I sent her the quote",
        "called Martha Dale, wants 20 kegs",
        "rang Lantern Inn, they'll think about it",
        "I called Lantern Inn this morning",
        "just emailed Lantern Inn the price list",
        "spoke to Martha Dale, all good",
        "Luke called Lantern Inn",
        "called Lantern Inn and Martha said she'd call me back",
        "Martha Dale got back to me, she wants it",
        "call with Lantern Inn, all good",
        "got in touch with Martha Dale, sending the offer",
        "met Martha Dale at the fair",
    ],
}


def _inbound(language: str, text: str) -> bool:
    locale = {"es": "es_ES", "en": "en_GB"}[language]
    now = datetime(2026, 11, 20, 10, 30, tzinfo=MADRID)
    return hear(text, Context(now, MADRID, locale, BOOK)).read_as("log_interaction").inbound


@pytest.mark.parametrize(("language", "text"), [(lang, text) for lang, texts in THEY_DID.items() for text in texts])
def test_only_they_got_in_touch(language: str, text: str) -> None:
    assert _inbound(language, text)


@pytest.mark.parametrize(("language", "text"), [(lang, text) for lang, texts in WE_DID_TOO.items() for text in texts])
def test_we_got_in_touch_too_or_they_answered_us(language: str, text: str) -> None:
    assert not _inbound(language, text)
