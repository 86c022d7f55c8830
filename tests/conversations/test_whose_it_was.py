"""A correction of whose something was moves what was told just now, once, and makes nothing new unasked."""

import pytest

from tests.office import Office, Someone


def _rep(office: Office, language: str) -> Someone:
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Bar Luna", "Toño Vega")
    return office.rep("Ana", language=language)


@pytest.mark.parametrize(
    ("language", "first", "second", "fix", "history"),
    [
        ("es", "visité a bar sol, marta contenta", "pasé por bar sol, dice que paga a 60 dias", "me equivoque, eso era en bar luna no en bar sol", "historial de {}"),
        ("en", "saw marta at bar sol, all good", "popped in at bar sol, they pay in 60 days", "sorry that was bar luna not bar sol", "history of {}"),
    ],
)  # fmt: skip
def test_in_the_middle_of_a_question_it_is_of_what_is_being_told(
    office: Office, language: str, first: str, second: str, fix: str, history: str
) -> None:
    ana = _rep(office, language)
    ana.says(first)
    office.passes(minutes=60)
    ana.says(second)
    ana.hears({"es": "¿Esto es aparte?", "en": "Is this another one?"}[language])
    ana.says(fix)
    ana.hears("Bar Luna", "60")
    with office.work() as work:
        of = {
            name: work.interactions.timeline(work.customers.exactly(name).id, limit=9).items
            for name in ("Bar Sol", "Bar Luna")
        }
    assert [len(of[name]) for name in ("Bar Sol", "Bar Luna")] == [1, 1]


@pytest.mark.parametrize(
    ("language", "told", "fix", "name"),
    [
        ("es", "visita a bar sol, quieren 3 cajas", "no, es un cliente nuevo, bar pirata, no bar sol", "Bar Pirata"),
        ("es", "visita a bar sol, quieren 3 cajas", "no, era un sitio nuevo, la tizona, no bar sol", "La Tizona"),
        ("en", "visited bar sol, they need rowers", "no its a new customer flex factory not bar sol", "Flex Factory"),
        ("en", "visited bar sol, they need rowers", "no, it was a new place, flex factory", "Flex Factory"),
    ],
)
def test_a_new_customer_in_its_place_is_asked_about(
    office: Office, language: str, told: str, fix: str, name: str
) -> None:
    ana = _rep(office, language)
    ana.says(told)
    ana.says(fix)
    ana.hears(f"«{name}»" if language == "es" else f"“{name}”")
    ana.says({"es": "créalo", "en": "create it"}[language])
    ana.hears({"es": "Corregido", "en": "Corrected"}[language], f"· {name}")


@pytest.mark.parametrize(
    ("language", "older", "told", "fix"),
    [
        ("es", "pase por bar luna, toño quiere 3 copas", "visita a bar sol ahora mismo, quiere dos cajas", "no bar sol no, era bar luna"),
        ("es", "pase por bar luna, toño quiere 3 copas", "visita a bar sol ahora mismo, quiere dos cajas", "lo de antes era bar luna"),
        ("en", "saw bar luna, they want 3 glasses", "visited bar sol just now, they want two boxes", "no not bar sol, it was bar luna"),
    ],
)  # fmt: skip
def test_it_is_what_was_told_last_that_goes(office: Office, language: str, older: str, told: str, fix: str) -> None:
    ana = _rep(office, language)
    ana.says(older)
    office.passes(hours=3)
    ana.says(told)
    office.passes(minutes=1)
    ana.says(fix)
    ana.hears(
        {"es": "¿Paso esto de Bar Sol a Bar Luna?", "en": "Shall I move this from Bar Sol to Bar Luna?"}[language]
    )
    ana.says({"es": "si", "en": "yes"}[language])
    ana.hears("Bar Sol → Bar Luna")


@pytest.mark.parametrize(
    ("language", "told", "fix", "changed"),
    [
        ("es", "ayer por la tarde fui a bar sol y quieren 3 cajas", "eso era de bar sol si, pero fue el martes", "martes 17 de noviembre"),
        ("es", "visita a bar sol, quieren 3 cajas", "fue con marta", "Con: – → Marta Ruiz"),
        ("en", "was at bar sol yesterday afternoon, they want 3 boxes", "that was bar sol yes, but it was tuesday", "Tuesday 17 November"),
        ("en", "went to bar sol, the olives are too dear", "and it was marta i spoke to obvs", "With: – → Marta Ruiz"),
    ],
)  # fmt: skip
def test_one_thing_is_granted_and_another_put_right(
    office: Office, language: str, told: str, fix: str, changed: str
) -> None:
    ana = _rep(office, language)
    ana.says(told)
    office.passes(minutes=2)
    ana.says(fix)
    ana.hears({"es": "Corregido", "en": "Corrected"}[language], changed)
