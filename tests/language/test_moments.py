"""Moments: the examples beside the wordings, and the rules one by one."""

import subprocess
import sys
from datetime import datetime

import pytest

from handlers.language.entities.moments.moments import find_moments, impossible_dates, scan
from handlers.language.meaning import Tense
from handlers.language.text.numbers import LANGUAGES
from tests.language.moment_lines import FRIDAY, LOCALES, MADRID, data, read, written

EXAMPLES = [
    pytest.param(text, group["tense"], group["locale"], expected, id=f"{group['locale']}-{group['tense']}-{text}")
    for language in LANGUAGES
    for group in data(language)["examples"]
    for text, expected in group["read"].items()
]


@pytest.mark.parametrize(("text", "tense", "locale", "expected"), EXAMPLES)
def test_the_examples_beside_the_wordings(text: str, tense: Tense, locale: str, expected: str) -> None:
    assert read(text, tense=tense, locale=locale) == expected


SUNDAY, NEW_YEARS_EVE_EVE, LEAP_DAY, MONTH_END = (
    "2027-10-31T12:30",
    "2026-12-30T09:45",
    "2028-02-29T12:10",
    "2027-01-31T18:00",
)


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        # A Sunday ends its ISO week.
        ("el lunes", SUNDAY, "2027-11-01"),
        ("domingo", SUNDAY, "2027-11-07"),
        ("el domingo pasado", SUNDAY, "2027-10-24"),
        ("la semana que viene", SUNDAY, "2027-11-01 week"),
        ("esta semana", SUNDAY, "2027-10-25 week"),
        ("el martes de la semana que viene", SUNDAY, "2027-11-02"),
        ("next Tuesday", SUNDAY, "2027-11-02"),
        ("fin de semana", SUNDAY, "2027-11-06"),
        ("el martes en ocho", SUNDAY, "2027-11-09"),
        ("fin de mes", SUNDAY, "2027-10-31"),
        # Wednesday 30 December: the year turns.
        ("el lunes", NEW_YEARS_EVE_EVE, "2027-01-04"),
        ("pasado mañana", NEW_YEARS_EVE_EVE, "2027-01-01"),
        ("fin de año", NEW_YEARS_EVE_EVE, "2026-12-31"),
        ("en dos meses", NEW_YEARS_EVE_EVE, "2027-02-28"),
        ("15/02", NEW_YEARS_EVE_EVE, "2027-02-15"),
        ("el 29", NEW_YEARS_EVE_EVE, "2027-01-29"),
        ("el 30", NEW_YEARS_EVE_EVE, "2026-12-30"),
        ("el próximo trimestre", NEW_YEARS_EVE_EVE, "2027-01-01 quarter"),
        ("a mediados de mes", NEW_YEARS_EVE_EVE, "2027-01-15"),
        ("next Wednesday", NEW_YEARS_EVE_EVE, "2027-01-06"),
        ("next Thursday", NEW_YEARS_EVE_EVE, "2027-01-07"),
        ("next Monday", NEW_YEARS_EVE_EVE, "2027-01-04"),
        ("del 28 de diciembre al 3 de enero", NEW_YEARS_EVE_EVE, "2027-12-28..2028-01-03"),
        # Leap days and months that are too short.
        ("mañana", LEAP_DAY, "2028-03-01"),
        ("en un año", LEAP_DAY, "2029-02-28"),
        ("en un mes", LEAP_DAY, "2028-03-29"),
        ("29 de febrero", LEAP_DAY, "2028-02-29"),
        ("29 feb 2029", LEAP_DAY, "-"),
        ("29 feb 2032", LEAP_DAY, "2032-02-29"),
        ("en un mes", MONTH_END, "2027-02-28"),
        ("el 30", MONTH_END, "2027-03-30"),
        ("fin de mes", MONTH_END, "2027-01-31"),
        ("a principios de mes", MONTH_END, "2027-02-01"),
        ("en 3 meses", MONTH_END, "2027-04-30"),
        ("el 31", MONTH_END, "2027-01-31"),
    ],
)
def test_where_weeks_months_and_years_turn(text: str, now: str, expected: str) -> None:
    assert read(text, now) == expected


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=MADRID), "en 3 horas", "2027-03-28T04:30"),  # 02:00 became 03:00
        (datetime(2026, 10, 25, 0, 30, tzinfo=MADRID), "in 3 hours", "2026-10-25T02:30"),  # 03:00 became 02:00
        (datetime(2026, 10, 25, 2, 30, tzinfo=MADRID), "mañana a las 10", "2026-10-26T10:00"),
        (datetime(2026, 10, 24, 23, 50, tzinfo=MADRID), "en media hora", "2026-10-25T00:20"),
    ],
)
def test_hours_are_elapsed_time_when_the_clocks_change(now: datetime, text: str, expected: str) -> None:
    assert read(text, now) == expected


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("en_US", "3/4", "2027-03-04"),
        ("en_GB", "3/4", "2027-04-03"),
        ("es_MX", "3/4", "2027-04-03"),
        ("en_US", "25/12", "2026-12-25"),
        ("es_ES", "12/25", "2026-12-25"),
        ("es_ES", "mar 24", "2026-11-24"),
        ("en_US", "mar 24", "2027-03-24"),
        ("en_US", "2026-12-03", "2026-12-03"),
        ("es_ES", "el meeting next Tuesday", "2026-11-24"),
        ("en_US", "mañana at 10am", "2026-11-21T10:00"),
    ],
)
def test_the_locale_decides_what_is_ambiguous(locale: str, text: str, expected: str) -> None:
    assert read(text, locale=locale) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vierens", "2026-11-27"),
        ("miercoels", "2026-11-25"),
        ("el juebes", "2026-11-26"),
        ("wensday", "2026-11-25"),
        ("tomorow", "2026-11-21"),
        ("mañna", "2026-11-21"),
        ("5 de setiembre", "2027-09-05"),
        ("5 de dicimbre", "2026-12-05"),
        ("thrusday", "2026-11-26"),
        ("la semna que viene", "2026-11-23 week"),
        ("las lunas", "-"),
        ("partes", "-"),
        ("genero", "-"),
        ("frida", "-"),
        ("lines", "-"),
    ],
)
def test_a_slip_of_the_thumb_is_read_where_it_leaves_no_doubt(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Calle 10 de Agosto y Mejía",
        "av. 9 de julio 1200",
        "Av. 6 de Diciembre",
        "Plaza Dos de Mayo",
        "Ferretería 25 de Mayo",
        "June Carter",
        "Abril Torres",
        "Domingo García",
        "domingo garcia",
        "Martes Café",
        "con Abril",
        "call June",
        "hablé con Julio",
        "48 toallas",
        "10% discount",
        "$12,500 + IVA",
        "5 de la caja azul",
        "el 3 por ciento",
        "el 5%",
        "talla 42",
        "tel. 941 22 07 18",
        "11 4410 9923",
        "+34 600 10 20 30",
        "555-0102",
        "ref AX-15/02",
        "REF-10-12",
        "v1.2.3",
        "192.168.1.10",
        "ana@mayo12.es",
        "https://a.es/2026/12/03",
        "las 3 cajas",
        "a las 2 tiendas",
        "at 5 stores",
        "1/2 caja",
        "3/4 inch",
        "10-12 boxes",
        "buenos días",
        "good morning",
        "24/7",
        "one second",
        "the 5th floor",
        "second order",
        "los 3 pedidos de marzo",
        "20 de 30",
        "pago a 30 días",
        "al rato",
        "ahorita",
        "pronto",
        "soon",
        "asap",
        "la quincena",
        "en unos días",
        "in a few days",
        "2x1",
        "me gusta el mar",
        "he sat down",
        "the sun",
        "may I",
        "",
        "   ",
        "?",
        "5",
        "el",
        "a las",
    ],
)
def test_no_moment_where_there_is_none(text: str) -> None:
    for locale in LOCALES:
        for tense in ("past", "future"):
            assert read(text, tense=tense, locale=locale) == "-"


def test_a_date_that_no_calendar_has_is_told() -> None:
    text = "quedamos el 30 de febrero o el 31/04"
    assert [text[start:end] for start, end in impossible_dates(text, "es_ES")] == ["el 30 de febrero", "el 31/04"]
    assert find_moments(text, FRIDAY, "future", "es_ES") == []
    assert impossible_dates("el 28 de febrero, 50/50, 24/7", "es_ES") == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("llamarla el martes a las 10 sin falta", ["el martes a las 10"]),
        ("para el viernes", ["para el viernes"]),
        ("mñn x la tarde", ["mñn x la tarde"]),
        ("nos vemos a las 5 el viernes y a las 6 el sábado", ["a las 5 el viernes", "a las 6 el sábado"]),
        ("estuve ayer con laura, quiere 20 taladros. llamarla el martes", ["ayer", "el martes"]),
        ("by end of day Friday please", ["by end of day Friday"]),
        ("entre el lunes y el miércoles", ["entre el lunes y el miércoles"]),
        ("ÑÑÑ ﬁn: mañana", ["mañana"]),
    ],
)
def test_offsets_cover_the_connecting_words(text: str, places: list[str]) -> None:
    assert [text[found.start : found.end] for found in find_moments(text, FRIDAY, "future", "es_ES")] == places


def test_a_day_and_its_time_told_apart_are_one_moment() -> None:
    text = "mañana con Laura a las 10"
    (found,) = find_moments(text, FRIDAY, "future", "es_ES")
    assert written(found.moment) == "2026-11-21T10:00"
    assert [text[start:end] for start, end in found.also] == ["a las 10"]


@pytest.mark.parametrize(
    ("text", "deadline", "relation"),
    [
        ("antes del viernes", True, "by"),
        ("by Friday", True, "by"),
        ("para el viernes", True, "by"),
        ("a más tardar el lunes", True, "by"),
        ("no later than Monday", True, "by"),
        ("el viernes antes de las 12", True, "by"),
        ("el viernes", False, "at"),
        ("on Friday", False, "at"),
        ("antes de ayer", False, "at"),
        ("hasta el viernes", False, "until"),
        ("until April", False, "until"),
        ("since Monday", False, "since"),
        ("desde el lunes", False, "since"),
        ("from Monday to Thursday", False, "at"),
        ("después de comer", False, "at"),
    ],
)
def test_what_the_words_before_say(text: str, deadline: bool, relation: str) -> None:
    (found,) = find_moments(text, FRIDAY, "future", "es_ES")
    assert (found.deadline, found.relation) == (deadline, relation)


def test_one_scan_serves_both_tenses() -> None:
    said = scan("el martes", "es_ES")
    assert [written(said.moments(FRIDAY, tense)[0].moment) for tense in ("past", "future")] == [
        "2026-11-17",
        "2026-11-24",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("el 5 dezembro 2026 a las 10", "2026-12-05T10:00"),
        ("2026-dez-05", "2026-12-05"),
        ("5 décembre 2026", "2026-12-05"),
        ("20 taladros 2026", "-"),
        ("modelo 15 pro 2026", "-"),
    ],
)
def test_dates_in_other_languages_and_orders(text: str, expected: str) -> None:
    assert read(text) == expected


def test_ordinary_messages_never_load_the_reader_of_the_long_tail() -> None:
    script = (
        "import sys; from datetime import datetime, UTC; from handlers.language.entities.moments.moments import find_moments\n"
        "find_moments('estuve ayer, el 5 de marzo de 2027 vuelvo a las 10, 3 cajas', datetime.now(UTC), 'future', 'es_ES')\n"
        "sys.exit('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
