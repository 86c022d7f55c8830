"""Suggestions: told by anybody, sent upward, followed, and whoever made one hears of it."""

from tests.conversations.test_customer_chats import joins
from tests.conversations.test_surveys import agreed
from tests.office import Office

IDEA = "sugerencia: avisar al cliente cuando sale el pedido, ¡siempre!"


def test_it_goes_upward_and_its_author_hears_what_becomes_of_it(office: Office) -> None:
    ana, boss = office.rep("Ana"), office.rep("Boss", role="manager", language="en")
    ana.says(IDEA)
    ana.hears("Sugerencia 1", "avisar al cliente cuando sale el pedido, ¡siempre!", "Boss")
    boss.hears("Ana suggests (number 1)", "avisar al cliente")
    boss.presses("Being looked at")
    boss.hears("Ana is told", "State: Being looked at")
    ana.hears("La sugerencia 1 está en estudio", "avisar al cliente")
    boss.says("/decide_suggestion 1 > declined")
    boss.hears("Why not?")
    boss.says("too dear for now")
    boss.hears("State: Declined", "too dear for now")
    ana.hears("no sale adelante", "too dear for now")
    ana.says("/sugerencias")
    ana.hears("No hay sugerencias abiertas", "1 rechazadas")


def test_it_is_decided_in_words_and_taken_back(office: Office) -> None:
    ana, boss = office.rep("Ana"), office.rep("Boss", role="admin")
    ana.says("/sugerencia cambiar las cajas")
    ana.says("la sugerencia 1 está hecha")
    ana.hears("lo pueden hacer los responsables")
    boss.says("la sugerencia 1 está hecha")
    boss.hears("Estado: Hecha")
    boss.presses("Deshacer")
    boss.says("rechaza la sugerencia 1 porque ya lo hacemos")
    boss.hears("Estado: Rechazada", "ya lo hacemos")
    boss.says("suggestion 1 is declined because we do it already")
    boss.hears("Estado: Rechazada", "we do it already")
    boss.says("/decidir_sugerencia 1 > rechazada > ya lo hacemos")
    boss.says("/decidir_sugerencia 99 > hecha")
    boss.hears("No hay ninguna sugerencia 99")
    boss.says("/decidir_sugerencia uno")
    boss.hears("¿Qué sugerencia?")
    boss.says("/cancelar")
    ana.says("/sugerencia 1")
    ana.hears("cambiar las cajas", "ya lo hacemos")


def test_a_decision_that_was_taken_back_is_told_as_it_was_told_before(office: Office) -> None:
    ana, boss, sue = office.rep("Ana"), office.rep("Boss", role="manager"), office.rep("Sue", language="en")
    ana.says(IDEA)
    boss.says("la sugerencia 1 está hecha")
    ana.hears("La sugerencia 1 está hecha")
    boss.presses("Deshacer")
    ana.hears("La sugerencia 1 vuelve a estar abierta", "avisar al cliente cuando sale el pedido, ¡siempre!")
    boss.says("/sugerencia 1")
    boss.hears("Estado: Recibida")
    boss.presses("En estudio")
    ana.hears("La sugerencia 1 está en estudio")
    sue.says("suggestion: a bell on the door")
    sue.presses("Undo")
    boss.says("/sugerencia 2")
    boss.hears("No hay ninguna sugerencia 2")


def test_others_suggestions_are_for_managers_and_those_of_customers_one_sees(office: Office) -> None:
    office.sees("own")
    ana, luis, boss = office.rep("Ana"), office.rep("Luis"), office.rep("Boss", role="admin")
    ana.says("/nuevo Bar Sol 600 123 456")
    ana.says("Bar Sol sugiere repartir también los sábados")
    ana.hears("Cliente: Bar Sol", "repartir también los sábados")
    luis.says("/sugerencia 1")
    luis.hears("No hay ninguna sugerencia 1")
    luis.says("sugerencias")
    luis.hears_not("sábados")
    boss.says("sugerencias")
    boss.hears("1 sugerencia abierta", "sábados", "Bar Sol")
    boss.presses("1: repartir también los sábados")
    boss.presses("Hecha")
    ana.hears("La sugerencia 1 está hecha")


def test_a_customer_suggests_and_hears_of_it(office: Office) -> None:
    ana, boss = office.rep("Ana"), office.rep("Boss", role="manager")
    ana.says("/nuevo Bar Sol 600 123 456")
    marta = agreed(office, ana)
    marta.says("me gustaría hacer una sugerencia: repartan también los sábados")
    marta.hears("Su sugerencia tiene el número 1")
    ana.hears("Bar Sol sugiere (número 1)", "repartan también los sábados")
    boss.hears("Bar Sol sugiere")
    boss.says("la sugerencia 1 está hecha")
    boss.hears("Bar Sol debería saberlo por ti")
    office.at("2026-11-24 11:00")
    boss.says("la sugerencia 1 está en estudio")
    office.passes(minutes=5)
    marta.says("/sugerencia")
    marta.hears("en qué podríamos mejorar")


def test_a_customer_who_agreed_to_nothing_may_suggest_too(office: Office) -> None:
    ana = office.rep("Ana", language="en")
    ana.says("/new Bar Sol 600 123 456")
    marta = joins(office, ana)
    marta.says("/sugerencia más vino blanco")
    marta.hears("número 1")
    ana.hears("Bar Sol suggests (number 1)", "más vino blanco")


def test_the_month_counts_them(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("I suggest that we send a list of prices each month")
    eve.hears("Suggestion 1", "we send a list of prices each month")
    eve.says("/digests")
    eve.presses("Now: The month against its targets")
    eve.hears("Suggestions in a month: 1 told, 0 done, 0 declined", "1 suggestion is open")
