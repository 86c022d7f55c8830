"""In the sample company of the demo a manager asks ten questions in a row, acts on three, and a program of theirs hears the same."""

from dataclasses import dataclass
from datetime import date

import pytest

from bot.samples import fill
from tests.conversations.test_manager_asks import figure
from tests.conversations.test_programs import calls, open_office, token_of
from tests.office import Office, Someone

__all__ = ["open_office"]


@dataclass(frozen=True)
class Talk:
    """What a manager asks in their own words, with something of each answer; what is asked of `ask`; what they act on."""

    language: str
    country: str
    manager: str
    asks: tuple[tuple[str, str], ...]
    acts: tuple[tuple[str, str, str], ...]
    token: str
    tells: tuple[str, str, str]
    nothing: tuple[str, ...]


TALKS = (
    Talk(
        "es",
        "ES",
        "Javier",
        (
            ("cuántas visitas hizo Ana este mes", "por Ana Torres · noviembre de 2026"),
            ("clientes de hostelería sin visita en 30 días", "sector: hostelería · sin visita"),
            ("top 10 clientes este año", "La Molienda"),
            ("qué hizo Luis la semana pasada", "por Luis Prieto · semana del lunes 9 de noviembre"),
            ("pipeline por sector", "construcción"),
            ("cuánto hemos vendido este mes", "ganada · fecha de cierre: noviembre de 2026"),
            ("visitas por comercial en octubre", "Carmen Vidal"),
            ("cómo va el pipeline este mes", "28.350 €"),
            ("quejas abiertas", "2 quejas abiertas"),
            ("cuánto vamos a cerrar este mes", "Previsión · todos · noviembre de 2026"),
        ),
        (
            ("clientes de hostelería sin visita en 30 días", "Bar Avenida", "Bar Avenida"),
            ("visitas por comercial en octubre", "¿Cuáles? Luis Prieto", "por Luis Prieto"),
            ("cómo va el pipeline este mes", "Negociación: 3", "Negociación · todos"),
        ),
        "nuevo token",
        ("recuérdale a Luis visitar Bar Avenida el lunes a las 10", "Guardar", "lunes 23 de noviembre, 10:00"),
        ("no hay", "no tiene", "no sé", "no lo he entendido"),
    ),
    Talk(
        "en",
        "GB",
        "James",
        (
            ("how many visits did Ana make this month", "by Ana Torres · November 2026"),
            ("hospitality customers without a visit in 30 days", "sector: hospitality · without a visit"),
            ("top 10 customers this year", "The Grindstone"),
            ("what did Luke do last week", "by Luke Prior · week of Monday 9 November"),
            ("pipeline by sector", "construction"),
            ("how much have we sold this month", "won · closed: November 2026"),
            ("visits by rep in October", "Carmen Vidal"),
            ("how's the pipeline this month", "€28,350"),
            ("open complaints", "2 open complaints"),
            ("what will we close this month", "Forecast · everybody · November 2026"),
        ),
        (
            ("hospitality customers without a visit in 30 days", "Amelia's Cakes", "Amelia's Cakes"),
            ("visits by rep in October", "Which? Luke Prior", "by Luke Prior"),
            ("how's the pipeline this month", "Negotiation: 3", "Negotiation · everybody"),
        ),
        "new token",
        ("remind Luke to visit Emily's Kitchen on Monday at 10am", "Save", "Monday 23 November, 10:00"),
        ("there is no", "nobody", "i don't know", "i didn't understand"),
    ),
)
QUESTIONS = 7
"""So many of the ten are questions for `ask`; the others are screens of their own."""


def employed(office: Office, first_name: str, language: str) -> Someone:
    """Somebody of the sample company, with a phone."""
    account = office.run(office.door.enter(first_name, language))
    with office.work() as work:
        person = next(one for one in work.people.everyone() if one.first_name == first_name)
        work.people.link(person.id, office.door.name, account, account)
    return Someone(office, person.name, account, office.door)


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.language)
def test_ten_questions_in_a_row_and_three_acts_in_the_demo(talk: Talk, open_office: Office) -> None:
    office = open_office
    fill(
        office.store,
        language=talk.language,
        country=talk.country,
        zone="Europe/Madrid",
        today=date(2026, 11, 20),
        platform="nowhere",
    )
    boss = employed(office, talk.manager, talk.language)
    figures = []
    for number, (question, part) in enumerate(talk.asks):
        boss.says(question)
        heard = boss.hears(part)
        assert not any(words in heard.casefold() for words in talk.nothing), heard
        if number < QUESTIONS:
            figures.append(figure(heard))
    assert "0" not in figures
    for question, label, part in talk.acts:
        boss.says(question)
        boss.presses(label)
        boss.hears(part)

    token = token_of(boss, talk.token)
    asked = [question for question, _part in talk.asks[:QUESTIONS]]
    answers = calls(office, token, *(("ask", {"question": question}) for question in asked))
    assert [figure(answer) for answer in answers] == figures
    sentence, save, due = talk.tells
    calls(office, token, ("propose", {"text": sentence}))
    boss.presses(save)
    assert due in "\n".join(office.texts(boss)[-2:])
