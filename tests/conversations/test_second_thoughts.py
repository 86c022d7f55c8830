"""Second thoughts about a reminder that was just set: an hour, another day, what it is about."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("no, el martes", "martes 24 de noviembre, 10:00"),
        ("a las 5", "lunes 23 de noviembre, 17:00"),
        ("mejor a las 6", "lunes 23 de noviembre, 18:00"),
        ("cambia la fecha al jueves", "jueves 26 de noviembre, 10:00"),
        ("no, los martes", "martes 24 de noviembre, 10:00, y cada semana"),
        ("no, 12 cajas", "llevar 12 cajas"),
        ("no, a Bar Luna", "Cliente: Bar Luna"),
    ],
)
def test_a_correction_of_a_reminder_was_not_understood(office: Office, said: str, heard: str) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    ana = office.rep("Ana")
    ana.says("recuérdame llevar 10 cajas a Bar Sol el lunes a las 10")
    ana.says(said)
    ana.hears("Corregido", heard)
    ana.says("deshacer")
    ana.hears("Deshecho")


def test_what_asks_for_something_else_leaves_the_reminder(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("recuérdame llamar a Bar Sol el lunes a las 10")
    for said in ("hoy", "visité a Bar Sol ayer, quieren café", "no, era el martes"):
        ana.says(said)
        ana.hears_not("Te lo recordaré")
    ana.hears("martes 17 de noviembre")
    ana.says("qué tengo el lunes")
    ana.hears("10:00 · Bar Sol")


def test_a_time_that_is_over_is_refused(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("recuérdame llamar a Bar Sol hoy a las 19")
    ana.says("no, a las 9 de la mañana")
    ana.hears("se queda como estaba")


def test_who_set_a_reminder_for_a_colleague_may_put_it_right(office: Office) -> None:
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("recuérdale a Luis enviar el catálogo el lunes a las 10")
    ana.says("no, el martes")
    ana.hears("Corregido", "martes 24 de noviembre, 10:00")
    luis.hears("enviar el catálogo", "martes 24 de noviembre")


def test_another_colleague_after_all(office: Office) -> None:
    eva = office.rep("Eva", language="en")
    office.rep("Luke Prior")
    carmen = office.rep("Carmen Vidal")
    eva.says("remind luke to ring the bank on monday")
    eva.says("not luke, carmen")
    eva.hears("Corrected", "Carmen Vidal")
    carmen.hears("ring the bank")


def test_a_follow_up_that_was_moved_is_moved_again(office: Office) -> None:
    office.customer("Bar Sol", "Marta Gil")
    ana = office.rep("Ana")
    ana.says("recuérdame llamar a Marta el lunes a las 10")
    ana.says("pasa lo de marta al martes")
    ana.says("no, el jueves")
    ana.hears("jueves 26 de noviembre, 10:00")


@pytest.mark.parametrize(
    "said",
    [
        "recuérdale a Luis y a Carmen q llamen al banco el lunes",
        "recuérdale a Luis y Carmen que llamen al banco el lunes",
    ],
)
def test_a_reminder_for_two_colleagues_was_for_one(office: Office, said: str) -> None:
    ana, luis, carmen = office.rep("Ana"), office.rep("Luis"), office.rep("Carmen")
    ana.says(said)
    ana.hears("Luis", "Carmen", "llamen al banco")
    luis.hears("llamen al banco")
    carmen.hears("llamen al banco")


def test_the_words_of_a_reminder_kept_the_hour_that_was_put_right(office: Office) -> None:
    office.customer("Bluebell", "Hilary Kent")
    eve = office.rep("Eve", language="en")
    eve.says("remind me to phone hilary wed 9am re lids")
    eve.says("actually make it 9:30")
    eve.hears("I'll remind you: phone hilary re lids", "Wednesday 25 November, 09:30")
    eve.says("no thursday 10:30")
    eve.hears("phone hilary re lids", "Thursday 26 November, 10:30")
