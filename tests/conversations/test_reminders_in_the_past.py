"""A reminder for a day that is over is asked about, and none is set before that is answered."""

import pytest

from tests.office import Office, Someone


@pytest.fixture
def people(office: Office) -> dict[str, Someone]:
    """On Friday 20 November 2026, at half past ten."""
    office.customer("Bar Sol", "Marta Ruiz")
    return {"es": office.rep("Ana"), "en": office.rep("Eve", language="en")}


def open_ones(office: Office) -> list[str]:
    with office.work() as work:
        return [
            f"{one.due_local:%Y-%m-%d %H:%M}"
            for person in work.people.everyone()
            for one in work.follow_ups.open_of(person.id)
        ]


ASKS = {
    "es": ("ya ha pasado", "¿Te refieres al año que viene?"),
    "en": ("has already passed", "Do you mean next year?"),
}


@pytest.mark.parametrize(
    ("language", "said", "passed"),
    [
        ("es", "recuérdame llamar a Bar Sol el 3 de noviembre", "martes 3 de noviembre"),
        ("es", "recuérdame llamar a Bar Sol el 19 de noviembre", "jueves 19 de noviembre"),
        ("es", "recuérdame llamar a Bar Sol el 3/11 a las 10", "martes 3 de noviembre, 10:00"),
        ("es", "avísame el 3 de septiembre de mandar el catálogo", "jueves 3 de septiembre"),
        ("en", "remind me to call Bar Sol on 3 November", "Tuesday 3 November"),
        ("en", "remind me to call Bar Sol on the 19th of November", "Thursday 19 November"),
        ("en", "remind me to call Bar Sol on 3 November at 10", "Tuesday 3 November, 10:00"),
    ],
)
def test_a_day_without_its_year_that_just_passed_is_asked_about(
    office: Office, people: dict[str, Someone], language: str, said: str, passed: str
) -> None:
    one = people[language]
    one.says(said)
    one.hears(passed, *ASKS[language])
    assert open_ones(office) == []
    one.says("sí" if language == "es" else "yes")
    one.hears("Te lo recordaré" if language == "es" else "I'll remind you", "2027")


@pytest.mark.parametrize(
    ("language", "said", "answer", "heard"),
    [
        ("es", "recuérdame llamar a Bar Sol el 3 de noviembre", "el año que viene", "miércoles 3 de noviembre de 2027"),
        ("es", "recuérdame llamar a Bar Sol el 3 de noviembre", "el 3 de diciembre", "jueves 3 de diciembre"),
        ("es", "recuérdame llamar a Bar Sol el 3 de noviembre", "Mañana", "lunes 23 de noviembre"),
        ("es", "recuérdame llamar a Bar Sol el 3 de noviembre", "miércoles 3 de noviembre de 2027", "de 2027"),
        ("es", "visité a Bar Sol, llamarla el 3 de noviembre", "el 3 de diciembre", "jueves 3 de diciembre"),
        ("es", "visité a Bar Sol, llamarla el 3 de noviembre", "sí", "miércoles 3 de noviembre de 2027"),
        ("en", "remind me to call Bar Sol on 3 November", "next year", "Wednesday 3 November 2027"),
        ("en", "remind me to call Bar Sol on 3 November", "3 December", "Thursday 3 December"),
        ("en", "visited Bar Sol, call her on 3 November", "next year", "Wednesday 3 November 2027"),
    ],
)
def test_next_year_or_another_day(
    people: dict[str, Someone], language: str, said: str, answer: str, heard: str
) -> None:
    one = people[language]
    one.says(said)
    one.hears(*ASKS[language])
    one.says(answer)
    one.hears(heard)


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [
        ("es", "recuérdame llamar a Bar Sol el 3 de noviembre de 2027", "miércoles 3 de noviembre de 2027"),
        ("es", "recuérdame llamar a Bar Sol el 3 de noviembre del año que viene", "miércoles 3 de noviembre de 2027"),
        ("es", "recuérdame llamar a Bar Sol el 3 de febrero", "miércoles 3 de febrero"),
        ("es", "recuérdame llamar a Bar Sol el 3 de junio", "jueves 3 de junio"),
        ("es", "recuérdame llamar a Bar Sol dentro de un año", "2027"),
        ("es", "recuérdame llamar a Bar Sol cada 3 de noviembre", "cada año"),
        ("en", "remind me to call Bar Sol on 3 November next year", "Wednesday 3 November 2027"),
        ("en", "remind me to call Bar Sol on 3 February", "Wednesday 3 February"),
    ],
)
def test_what_is_plainly_to_come_is_not_asked_about(
    people: dict[str, Someone], language: str, said: str, heard: str
) -> None:
    one = people[language]
    one.says(said)
    one.hears(heard)
    one.hears_not(ASKS[language][1])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "recuérdame llamar a Bar Sol ayer"),
        ("es", "recuérdame llamar a Bar Sol el 3 de noviembre de 2026"),
        ("es", "recuérdame llamar a Bar Sol hoy a las 9"),
        ("en", "remind me to call Bar Sol yesterday"),
        ("en", "remind me to call Bar Sol on 3 November 2026"),
        ("en", "remind me to call Bar Sol today at 9"),
    ],
)
def test_what_is_plainly_over_is_asked_for_anew(
    office: Office, people: dict[str, Someone], language: str, said: str
) -> None:
    people[language].says(said)
    people[language].hears(*(("ya ha pasado", "¿Para cuándo") if language == "es" else ("has already passed", "When,")))
    assert open_ones(office) == []


def test_a_no_asks_when_and_what_waits_is_asked_again_and_not_kept(office: Office, people: dict[str, Someone]) -> None:
    ana = people["es"]
    ana.says("recuérdame llamar a Bar Sol el 3 de noviembre")
    ana.says("qué tengo hoy")
    ana.hears("¿Te refieres al año que viene?")
    assert open_ones(office) == []
    ana.says("no")
    ana.hears("¿Cuándo?")
    ana.says("el 3 de diciembre")
    ana.hears("jueves 3 de diciembre")
    assert open_ones(office) == ["2026-12-03 09:00"]
    ana.says("muévelo al 3 de noviembre")
    ana.hears("Ese día acaba de pasar: se queda como estaba")
    ana.says("muévelo al 3 de noviembre de 2027")
    ana.hears("miércoles 3 de noviembre de 2027")


def test_who_is_away_at_an_hour_is_asked_again_and_nothing_is_kept_meanwhile(
    office: Office, people: dict[str, Someone]
) -> None:
    ana = people["es"]
    ana.says("estoy de vacaciones del 23 al 27 de noviembre")
    ana.says("recuérdame llamar a Bar Sol el martes a las 10")
    ana.hears("Ese día no estás")
    ana.says("qué tengo hoy")
    ana.hears("Ese día no estás")
    assert open_ones(office) == []
