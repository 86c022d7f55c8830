"""Somebody asks what is kept of them, for a copy, or to be erased."""

import json

from tests.office import Office


def test_somebody_is_taken_out_and_erased_by_a_sentence(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana, boss = office.rep("Ana Gil"), office.rep("Boss", role="admin", language="en")
    ana.says("visité a Bar Sol ayer, Marta Ruiz quiere 10 cajas")
    ana.says("borra los datos de Marta Ruiz")
    ana.hears_not("Borrar para siempre")
    boss.says("export Marta Ruiz's data")
    boss.hears("All that is kept of them")
    name, content = boss.received()[-1]
    assert name.endswith(".json")
    assert json.loads(content)["rows"]["contacts"][0]["name"] == "Marta Ruiz"
    boss.says("erase all the data of Marta Ruiz")
    boss.hears("This erases Marta Ruiz for good", "Contact: 1", "backups")
    boss.presses("Erase for good")
    boss.hears("Erased: 2 rows", "Who was met: 1", "Files of former backups are not touched")
    name, content = boss.received()[-1]
    assert name == "certificate-contacts-1.txt"
    certificate = content.decode()
    assert "erased by Boss on request" in certificate
    assert "Visits, calls and notes: 1" in certificate
    assert "Marta" not in certificate
    ana.says("historial de Bar Sol")
    ana.hears("quiere 10 cajas")
    ana.hears_not("Marta")
    boss.says("/personal_data Marta Ruiz")
    boss.hears("I don't know any customer or contact")


def test_a_manager_sees_what_a_customer_agreed_to(office: Office) -> None:
    sol = office.customer("Bar Sol")
    with office.work() as work:
        account = work.customer_accounts.link(sol, "telegram", "77", "77", "es")
        work.consents.say(account.id, "surveys", granted=True, words="¿Podemos preguntarle? — Sí")
    jefa = office.rep("Jefa", role="manager")
    jefa.says("qué datos guardamos de Bar Sol")
    jefa.hears("Datos de Bar Sol", "Ficha de cliente: 1", "sí, preguntas por Telegram", "¿Podemos preguntarle? — Sí")
    jefa.says("borra los datos de Bar Sol")
    jefa.hears("Solo un administrador puede borrar los datos de alguien")
    jefa.says("/datos_personales Bar Sol")
    jefa.presses("En un archivo")
    jefa.hears("Todo lo que se guarda")


def test_what_somebody_asks_for_is_done_by_who_may_and_noted_by_others(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    boss, eve = office.rep("Boss", role="admin"), office.rep("Eve", role="admin", language="en")
    ana.says("Marta Ruiz pide que borremos sus datos")
    ana.hears("Guardado: nota", "pide que borremos sus datos")
    boss.says("Marta Ruiz pide que borremos sus datos")
    boss.hears("Esto borra a Marta Ruiz para siempre", "copias")
    eve.says("Marta Ruiz wants a copy of her data")
    eve.hears("All that is kept of them")
    eve.says("Marta Ruiz wants to be forgotten")
    eve.hears("This erases Marta Ruiz for good")


def test_consents_are_asked_for_by_their_name(office: Office) -> None:
    sol = office.customer("Bar Sol")
    with office.work() as work:
        account = work.customer_accounts.link(sol, "telegram", "77", "77", "es")
        work.consents.say(account.id, "surveys", granted=True, words="¿Podemos preguntarle? — Sí")
    boss, eve = office.rep("Boss", role="manager"), office.rep("Eve", role="manager", language="en")
    for words in ("consentimientos de Bar Sol", "qué ha aceptado Bar Sol"):
        boss.says(words)
        boss.hears("sí, preguntas por Telegram", "¿Podemos preguntarle? — Sí")
    eve.says("what has Bar Sol agreed to")
    eve.hears("yes, questions by Telegram")
