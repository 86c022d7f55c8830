"""Moments: the examples beside the wordings, the rules one by one, and what holds for every moment."""

import subprocess
import sys
import tomllib
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.language.entities.moments.grammar import READERS, grammar
from handlers.language.entities.moments.matching import Matcher
from handlers.language.entities.moments.moments import find_moments, impossible_dates, read_moment, scan
from handlers.language.meaning import Grain, Moment, Recurrence, Tense
from handlers.language.text.numbers import LANGUAGES
from handlers.language.text.templates import expand

MADRID = ZoneInfo("Europe/Madrid")
FRIDAY = datetime(2026, 11, 20, 10, 30, tzinfo=MADRID)
LOCALES = ("es_ES", "es_MX", "es_AR", "en_US", "en_GB")


def written(moment: Moment | Recurrence | None) -> str:
    """A moment as the tables write it: "2026-11-24", "2026-11-24T10:00", "2026-11-23 week", "-" for none."""
    if moment is None:
        return "-"
    if isinstance(moment, Recurrence):
        return moment.rrule + (f" {moment.time:%H:%M}" if moment.time else "")
    text = _written(moment.start) + (f"..{_written(moment.end)}" if moment.end else "")
    return text if moment.grain in (Grain.DAY, Grain.MINUTE) else f"{text} {moment.grain}"


def _written(when: date | datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M}" if isinstance(when, datetime) else f"{when:%Y-%m-%d}"


def read(text: str, now: str | datetime = FRIDAY, tense: Tense = "future", locale: str = "es_ES") -> str:
    at = datetime.fromisoformat(now).replace(tzinfo=MADRID) if isinstance(now, str) else now
    return written(read_moment(text, at, tense, locale))


def day_of(moment: Moment | Recurrence | None) -> date:
    assert isinstance(moment, Moment)
    assert moment.grain is Grain.DAY
    return moment.start


def data(language: str) -> dict[str, Any]:
    source = files("handlers.language") / "data" / language / "moments.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


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
        "la última semana de noviembre",
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


# ---------------------------------------------------------------------- what holds for every moment

MONTHS = {
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
WEEKDAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
zones = st.sampled_from(
    ["Europe/Madrid", "America/Mexico_City", "America/Santiago", "America/New_York", "Australia/Lord_Howe", "UTC"]
)
presents = st.builds(
    lambda when, zone: when.replace(tzinfo=ZoneInfo(zone)),
    st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001
    zones,
)
days = st.dates(date(2000, 1, 1), date(2050, 12, 31))
minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0))
tenses: st.SearchStrategy[Tense] = st.sampled_from(["past", "future"])
locales = st.sampled_from(LOCALES)


@given(presents, days, minutes, tenses, locales)
@example(datetime(2026, 3, 29, 2, 30, tzinfo=MADRID), date(2026, 3, 29), time(2, 30), "past", "es_ES")
@example(datetime(2028, 2, 29, 12, tzinfo=MADRID), date(2028, 2, 29), time(0, 0), "future", "en_US")
def test_a_date_in_full_with_its_time_reads_back_as_itself(
    now: datetime, day: date, at: time, tense: Tense, locale: str
) -> None:
    expected = f"{day:%Y-%m-%d}T{at:%H:%M}"
    ways = (
        f"{day:%Y-%m-%d} {at:%H:%M}",
        f"el {day.day} de {MONTHS['es'][day.month - 1]} de {day.year} a las {at:%H:%M}",
        f"{MONTHS['en'][day.month - 1]} {day.day}, {day.year} at {at:%H:%M}",
        f"{WEEKDAYS['es'][day.weekday()]} {day.day} de {MONTHS['es'][day.month - 1]} del {day.year}, {at:%H:%M}h",
    )
    for way in ways:
        assert read(way, now, tense, locale) == expected


@given(presents, st.integers(0, 6), st.sampled_from(LANGUAGES))
def test_a_weekday_to_come_is_within_the_next_seven_days(now: datetime, weekday: int, language: str) -> None:
    name = WEEKDAYS[language][weekday]
    found, told = day_of(read_moment(name, now, "future", "es_ES")), day_of(read_moment(name, now, "past", "es_ES"))
    assert found.weekday() == told.weekday() == weekday
    assert timedelta(0) < found - now.date() <= timedelta(7)
    assert timedelta(0) <= now.date() - told < timedelta(7)


@given(presents, st.integers(1, 31), st.integers(1, 12))
def test_a_date_without_a_year_is_the_nearest_in_the_direction_of_the_tense(
    now: datetime, day: int, month: int
) -> None:
    text = f"{day:02}/{month:02}"
    future, past = read_moment(text, now, "future", "es_ES"), read_moment(text, now, "past", "es_ES")
    try:
        date(2000, month, day)
    except ValueError:
        assert future is past is None
        assert impossible_dates(text, "es_ES") == [(0, len(text))]
        return
    to_come, gone = day_of(future), day_of(past)
    assert gone <= now.date() <= to_come
    assert (to_come.day, to_come.month) == (gone.day, gone.month) == (day, month)
    if (day, month) != (29, 2):
        assert to_come - now.date() < timedelta(366)


@given(presents, st.integers(1, 60), st.sampled_from([("días", "days", 1), ("semanas", "weeks", 7)]))
def test_so_many_days_on_are_so_many_days_on(now: datetime, count: int, unit: tuple[str, str, int]) -> None:
    spanish, english, days_each = unit
    expected = f"{now.date() + timedelta(count * days_each):%Y-%m-%d}"
    if (spanish, count) != ("días", 8):
        assert read(f"en {count} {spanish}", now) == read(f"dentro de {count} {spanish}", now) == expected
    assert read(f"in {count} {english}", now, locale="en_US") == expected


SPOKEN = (
    "el martes a las 10",
    "pasado mañana por la tarde",
    "fin de mes",
    "dentro de 3 semanas",
    "next Friday at 4pm",
    "the day after tomorrow",
    "by end of month",
    "los lunes a las 9",
    "el 5 de diciembre",
    "a principios de marzo",
)


@given(
    st.sampled_from(SPOKEN),
    presents,
    tenses,
    st.sampled_from(["", "quedamos ", "ok, ", "👍 ", "let's talk ", "¿"]),
    st.sampled_from(["", " porfa", ", gracias", " 👍", "!", "?", " please", "..."]),
)
def test_fillers_capitals_and_accents_change_nothing(
    text: str, now: datetime, tense: Tense, before: str, behind: str
) -> None:
    plain = read(text, now, tense)
    assert plain != "-"
    bare = text.replace("ñ", "n").replace("é", "e")
    for way in (before + text + behind, text.upper(), text.title() if " a " not in text else text, bare, f"  {text}  "):
        assert read(way, now, tense) == plain


pieces_of_text = st.sampled_from(
    [
        *"$€%.,-/:()'ñ",
        "5",
        "12",
        "31",
        "3/4",
        "15:30",
        "a las",
        "el",
        "de",
        "martes",
        "mañana",
        "next",
        "of",
        "en",
        "días",
        "half",
        "to",
        "cada",
        "y",
        "marzo",
        "🎉",
        "\u0301",
        "\x00",
    ]
)


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(pieces_of_text, max_size=60).map(" ".join),
        st.lists(pieces_of_text, max_size=60).map("".join),
    ),
    presents,
    tenses,
    locales,
)
def test_no_text_breaks_it_and_offsets_are_within(text: str, now: datetime, tense: Tense, locale: str) -> None:
    end = 0
    for found in find_moments(text, now, tense, locale):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        if isinstance(found.moment, Moment):
            assert isinstance(found.moment.start, datetime) == (found.moment.grain is Grain.MINUTE)
            assert found.moment.end is None or found.moment.end >= found.moment.start
    impossible_dates(text, locale)


# ---------------------------------------------------------------------- the data


def test_every_slot_of_the_code_has_its_reader() -> None:
    assert all(hasattr(Matcher, "_read_" + name) for name in READERS)


def test_every_word_of_the_data_is_folded_alike() -> None:
    assert grammar().tables["weekday_name@es"]["miercoles"] == 2
    assert grammar().typos["vierens"] == "viernes"


def test_a_template_stands_for_each_of_its_ways() -> None:
    assert expand("[el] (próximo|este) {weekday}") == [
        ("el", "este", "{weekday}"),
        ("el", "proximo", "{weekday}"),
        ("este", "{weekday}"),
        ("proximo", "{weekday}"),
    ]
    with pytest.raises(ValueError, match="unbalanced"):
        expand("el (martes")


def test_text_beyond_what_people_type_is_not_read() -> None:
    assert find_moments("x " * 4000 + "mañana", FRIDAY, "future", "es_ES") == []


# ---------------------------------------------------------------------- the long tail


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
