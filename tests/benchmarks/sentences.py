"""Sentences whose date is known, and hostile texts: what the language bench reads."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 18, 10, 30, tzinfo=ZONE)
"""A Wednesday morning."""

LENGTH = 200

PADDING = {
    "es": (
        ", el encargado quiere ver muestras antes de decidir",
        ", preguntan por la garantía y por el plazo de entrega",
        ", les parece caro si no va con portes incluidos",
        ", hay que revisar la factura porque salió con un importe equivocado",
    ),
    "en": (
        ", the manager wants to see samples before deciding",
        ", they ask about the warranty and the delivery time",
        ", too expensive for them unless shipping is included",
        ", the invoice has to be checked because the total was wrong",
    ),
}


def _november(day: int) -> date:
    return date(2026, 11, day)


DATED: tuple[tuple[str, str, date], ...] = (
    ("es", "ayer visité {customer}{padding}", _november(17)),
    ("es", "visité a {customer} anteayer{padding}", _november(16)),
    ("es", "el viernes visité {customer}{padding}", _november(13)),
    ("es", "visita a {customer} el lunes pasado{padding}", _november(16)),
    ("es", "el 12 de noviembre hablé con {customer}{padding}", _november(12)),
    ("es", "hablé con {customer} hace tres días{padding}", _november(15)),
    ("es", "reunión en {customer} el 03/11{padding}", _november(3)),
    ("es", "hablé con {customer}{padding}, llamarles mañana a las 10", _november(19)),
    ("es", "hablé con {customer}{padding}, llamarles pasado mañana", _november(20)),
    ("es", "hablé con {customer}{padding}, volver el martes a las 12:30", _november(24)),
    ("es", "hablé con {customer}{padding}, volver el próximo martes", _november(24)),
    ("es", "llamada con {customer}{padding}, mandar la oferta el 3 de diciembre", date(2026, 12, 3)),
    ("es", "llamada con {customer}{padding}, llamarles en dos semanas", date(2026, 12, 2)),
    ("es", "llamada con {customer}{padding}, llamarles a fin de mes", _november(30)),
    ("en", "visited {customer} yesterday{padding}", _november(17)),
    ("en", "visited {customer} last friday{padding}", _november(13)),
    ("en", "met {customer} on monday{padding}", _november(16)),
    ("en", "called {customer} two days ago{padding}", _november(16)),
    ("en", "meeting with {customer} on 12 november{padding}", _november(12)),
    ("en", "called {customer}{padding}, call them tomorrow at 10", _november(19)),
    ("en", "called {customer}{padding}, visit them next tuesday", _november(24)),
    ("en", "called {customer}{padding}, send the quote on december 3rd", date(2026, 12, 3)),
    ("en", "called {customer}{padding}, call them in two weeks", date(2026, 12, 2)),
    ("en", "called {customer}{padding}, call them the day after tomorrow", _november(20)),
)
"""Language, sentence, and the one date that it tells."""


def dated(number: int, customer: str) -> tuple[str, str, date]:
    """A sentence of about 200 characters about a customer: its language, text and date. No padding tells a date."""
    language, sentence, day = DATED[number % len(DATED)]
    room = LENGTH - len(sentence.format(customer=customer, padding=""))
    padding = ""
    for piece in PADDING[language]:
        if len(padding) + len(piece) <= room:
            padding += piece
    return language, sentence.format(customer=customer, padding=padding), day


HOSTILE: tuple[str, ...] = tuple(
    (piece * 4096)[:4096]
    for piece in (
        "mañana ",
        "el lunes a las 10 o el martes ",
        "12/12/12/",
        "1",
        "10:30",
        "bar sol ",
        "ana ",
        "a",
        "a ",
        "(",
        "ñé",
        "1.000,00 € ",
        "+34 600 ",
        "a@b.",
        "llamar a ",
        "visité ",
        "\u0301",
        "\n",
        "next next ",
        "de la de los ",
        "tres tres ",
        "2026-11-18T",
        "el ",
        " call ",
        "visita con ana, ",
    )
)
"""Texts of 4,096 characters, as long as Telegram lets them be, that repeat what some reader looks twice at."""
