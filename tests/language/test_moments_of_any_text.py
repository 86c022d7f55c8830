"""What holds for every moment, whatever is written."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.language.entities.moments.moments import find_moments, impossible_dates, read_moment
from handlers.language.meaning import Grain, Moment, Tense
from handlers.language.text.numbers import LANGUAGES
from tests.language.moment_lines import LOCALES, MADRID, day_of, read

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
