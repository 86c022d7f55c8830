"""Whoever names nobody means what was shown, chosen, saved or named last; a question is answered by what tells one from the others."""

import pytest

from tests.office import Office

BOTH = pytest.mark.parametrize("language", ["es", "en"])


@BOTH
def test_a_number_is_of_the_person_whose_card_is_shown(office: Office, language: str) -> None:
    office.customer("Market", "Joanne Pike")
    office.customer("Dunmore Foods", "Joanne Reid")
    ana = office.rep("Ana", language=language)
    ana.says({"es": "visité market, quieren 4 cajas", "en": "saw market, they want 4 boxes"}[language])
    ana.says({"es": "teléfono de joanne", "en": "whats joannes number"}[language])
    assert ana.choices() == ["Joanne Pike · Market", "Joanne Reid · Dunmore Foods"]
    ana.says({"es": "la de dunmore", "en": "the dunmore one"}[language])
    ana.hears("Joanne Reid · Dunmore Foods")
    ana.says({"es": "es 612 345 142", "en": "its 612 345 142"}[language])
    ana.hears("Joanne Reid", "612 345 142", {"es": "Cambiado", "en": "Changed"}[language])


@BOTH
def test_what_is_told_behind_a_card_is_of_that_customer(office: Office, language: str) -> None:
    office.customer("Market")
    office.customer("Dunmore Foods")
    ana = office.rep("Ana", language=language)
    ana.says({"es": "visité market, quieren 4 cajas", "en": "saw market, they want 4 boxes"}[language])
    ana.says({"es": "ficha de dunmore", "en": "card of dunmore"}[language])
    ana.says({"es": "quieren 20 mesas", "en": "they want 20 tables"}[language])
    ana.hears({"es": "nota · Dunmore Foods", "en": "note · Dunmore Foods"}[language], "20")
    ana.hears_not("Market")


@BOTH
def test_a_remark_behind_a_reminder_is_about_whom_it_is_of(office: Office, language: str) -> None:
    office.customer("Market")
    office.customer("Fairfax Law", "Max Fairfax")
    ana = office.rep("Ana", language=language)
    ana.says({"es": "visité market, quieren 4 cajas", "en": "saw market, they want 4 boxes"}[language])
    ana.says({"es": "recuérdame llamar a max el jueves", "en": "remind me to chase max on thursday"}[language])
    ana.says(
        {
            "es": "no sé ni de qué era jaja, del contrato creo",
            "en": "chase him on what i dont know, the contract renewal i think",
        }[language]
    )
    ana.hears("Fairfax Law")
    ana.hears_not("Market", "Añadido", "Added")


def test_a_reminder_of_nobody_leaves_the_talk_where_it_was(office: Office) -> None:
    office.customer("Market")
    ana = office.rep("Ana")
    ana.says("visité market, quieren 4 cajas")
    ana.says("recuérdame comprar tóner el lunes")
    ana.says("y quieren 30 sillas")
    ana.hears("Añadido", "Market", "30 sillas")


@pytest.mark.parametrize(
    ("language", "asks", "which", "hears"),
    [
        ("en", "spoke to dave, wants 10 sheets", "the orange one", "call · The Orange"),
        ("en", "spoke to dave, wants 10 sheets", "kestrel dave i mean", "call · Kestrel Joinery"),
        ("es", "hable x tlf con dave, quiere 10 tableros", "el de kestrel", "llamada · Kestrel Joinery"),
        ("es", "hable x tlf con dave, quiere 10 tableros", "potts", "llamada · The Orange"),
    ],
)
def test_whatever_tells_one_from_the_others_answers_which(
    office: Office, language: str, asks: str, which: str, hears: str
) -> None:
    office.customer("Kestrel Joinery", "Dave Marsh")
    office.customer("The Orange", "Dave Potts")
    ana = office.rep("Ana", language=language)
    ana.says(asks)
    assert ana.choices() == ["Kestrel Joinery", "The Orange"]
    ana.says(which)
    ana.hears(hears, "10")


def test_the_newest_question_is_answered(office: Office) -> None:
    office.customer("Bodegas Artola", "Carmen Saiz")
    office.customer("Óptica Beltrán", "Carmen Beltrán")
    ana = office.rep("Ana")
    ana.says("/visita")
    ana.hears("¿Qué cliente?")
    ana.says("teléfono de carmen")
    ana.hears("¿A quién te refieres?")
    ana.says("saiz")
    ana.hears("Carmen Saiz · Bodegas Artola", "Todavía sin teléfono")


def test_a_name_presses_nothing_where_nothing_was_asked(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("recuérdame llamar a Bar Sol hoy a las 17:00")
    ana.says("/hoy")
    ana.says("bar sol")
    ana.hears("Bar Sol", "Pendiente")
    ana.hears_not("Hecho:")


@BOTH
def test_done_is_what_the_talk_is_of(office: Office, language: str) -> None:
    office.customer("Brightwater", "Fiona Grant")
    office.customer("The Orange", "Dave Potts")
    ana = office.rep("Ana", language=language)
    ana.says(
        {"es": "recuérdame llamar a dave hoy a las 16:00", "en": "remind me to ring dave today at 16:00"}[language]
    )
    ana.says(
        {"es": "recuérdame mandar el precio a fiona el lunes", "en": "remind me to send fiona the price on monday"}[
            language
        ]
    )
    ana.says({"es": "hecho", "en": "done"}[language])
    ana.hears({"es": "Hecho: mandar el precio a fiona", "en": "Done: send fiona the price"}[language])


def test_done_asks_where_nothing_is_open_with_whom_the_talk_is_of(office: Office) -> None:
    office.customer("Brightwater", "Fiona Grant")
    office.customer("The Orange", "Dave Potts")
    eva = office.rep("Eva", language="en")
    eva.says("remind me to ring dave today at 16:00")
    eva.says("sent fiona the price, 1020 plus vat")
    eva.says("done")
    eva.hears("Which one?")
    eva.hears_not("Done: ring dave")


@BOTH
def test_what_was_told_last_becomes_a_complaint(office: Office, language: str) -> None:
    office.customer("Oficina Central")
    ana = office.rep("Ana", language=language)
    ana.says(
        {
            "es": "pasé por oficina central, el tóner del mes pasado salía rayado",
            "en": "saw oficina central, the toner of last month came out streaky",
        }[language]
    )
    ana.says({"es": "apúntalo como queja", "en": "log that as a complaint"}[language])
    ana.hears(
        {"es": "Queja abierta", "en": "Complaint opened"}[language],
        "Oficina Central",
        "rayado" if language == "es" else "streaky",
    )


@BOTH
def test_an_answer_says_whom_and_what(office: Office, language: str) -> None:
    office.customer("Oficina Central")
    ana = office.rep("Ana", language=language)
    ana.says({"es": "/queja", "en": "/complaint"}[language])
    ana.says(
        {"es": "oficina, el tóner ha vuelto a salir rayado", "en": "oficina, the toner came out streaky again"}[
            language
        ]
    )
    ana.hears(
        {"es": "Queja abierta", "en": "Complaint opened"}[language],
        "Oficina Central",
        "rayado" if language == "es" else "streaky",
    )
    ana.hears_not("nota ·", "note ·")
