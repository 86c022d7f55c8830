"""How often colleagues are given survey questions: now and then, and never much."""

from tests.office import Office, Someone

TO_ASK = "Para preguntarles"


def visits(rep: Someone, number: int) -> int:
    """A rep visits a bar; how many questions they are given to ask."""
    rep.says(f"visité a Bar {number} hoy, quieren {number + 2} cajas de vino")
    rep.hears(f"Bar {number}")
    return sum(f"\n{at}. " in f"\n{rep.heard()}" for at in (1, 2)) if TO_ASK in rep.heard() else 0


def test_in_a_day_of_ten_visits_four_questions_at_most(office: Office) -> None:
    for number in range(10):
        office.customer(f"Bar {number}")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    office.at("2026-11-23 09:30")
    given = [visits(ana, number) for number in range(10)]
    assert given == [2, 2, 0, 0, 0, 0, 0, 0, 0, 0]
    assert visits(luis, 0) == 0, "a colleague asked there this morning"
    assert visits(luis, 5) == 2
    office.at("2026-11-24 09:30")
    assert [visits(ana, number) for number in (0, 1, 6)] == [0, 0, 2]
    office.at("2026-12-02 09:30")
    ana.says("visité a Bar 0 hoy, todo en orden")
    ana.hears(TO_ASK, "¿Cómo prefiere")
    ana.hears_not("Del 0 al 10")


def test_a_note_an_open_complaint_and_an_answered_question_bring_none(office: Office) -> None:
    for number in range(3):
        office.customer(f"Bar {number}")
    ana = office.rep("Ana")
    ana.says("Bar 0 quiere las facturas por correo")
    ana.hears("Bar 0")
    ana.hears_not(TO_ASK)
    ana.says("Bar 1 se queja de que el pedido llegó roto")
    ana.hears("queja")
    assert visits(ana, 1) == 0
    ana.says("/respuesta Bar 2 > nps > 9")
    assert visits(ana, 2) == 0
    assert visits(ana, 0) == 2


def test_before_a_visit_to_whoever_complained_nothing_is_to_be_asked(office: Office) -> None:
    office.customer("Bar Sol")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("mañana veo a Bar Sol")
    ana.hears("Preguntar: ", "Pídele que nos recomiende")
    ana.says("visité a Bar Sol hoy, quieren 10 cajas")
    ana.hears(TO_ASK)
    ana.says("Bar Sol se queja de que el pedido llegó roto")
    ana.says("mañana veo a Bar Sol")
    ana.hears("Quejas abiertas")
    ana.hears_not("Preguntar: ", "nos recomiende")
    eve.says("I'm seeing Bar Sol tomorrow")
    eve.hears("Open complaints")
    eve.hears_not("Ask: ", "referral")


def test_an_admin_changes_the_waits_in_words_by_command_and_by_button(office: Office) -> None:
    for number in range(4):
        office.customer(f"Bar {number}")
    boss, eve = office.rep("Boss", role="admin"), office.rep("Eve", role="admin", language="en")
    ana = office.rep("Ana")
    ana.says("/frecuencia_encuestas")
    ana.hears("No tienes permiso")
    boss.says("como mucho 1 pregunta de encuesta al día")
    boss.hears("1 pregunta como mucho")
    assert [visits(ana, 0), visits(ana, 1)] == [1, 0]
    eve.says("/survey_frequency a day 30")
    eve.hears("whole number from 0 to 20")
    eve.says("lots")
    eve.hears("whole number from 0 to 20")
    eve.says("20")
    eve.hears("20 questions at most")
    eve.presses("Change: The same customer")
    eve.says("0")
    eve.hears("The same customer: no wait")
    assert visits(ana, 2) == 2
    ana.says("llamé a Bar 2, confirman el pedido de la semana que viene")
    ana.hears(TO_ASK, "¿Cómo prefiere")
    eve.says("ask the same customer every 10 days")
    eve.hears("again after 10 days")
    eve.presses("Undo")
    eve.says("survey frequency")
    eve.hears("The same customer: no wait", "The same question: again after 30 days")
    boss.says("/frecuencia_encuestas por día 0")
    boss.hears("ninguna pregunta")
    assert visits(ana, 3) == 0


def test_a_closed_door_brings_no_question_and_whoever_was_met_instead_does(office: Office) -> None:
    for name in ("Bar Sol", "Bar Luna", "Bar Mar", "Bar Rio"):
        office.customer(name, "Pepe Gil")
    office.customer("Bar Paz", "Pepe Sanz", "Marta Gil")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    for absent in (
        "visité a Bar Sol hoy y no había nadie",
        "pasé por Bar Luna hoy, estaba cerrado",
        "llamé a Bar Mar hoy y no contestan",
        "visité Bar Rio hoy, Pepe no estaba",
    ):
        ana.says(absent)
        ana.hears("Guardad")
        ana.hears_not(TO_ASK)
    eve.says("visited Bar Sol today, nobody there")
    eve.hears("Saved")
    eve.hears_not("To ask them")
    ana.says("visité Bar Paz hoy, Pepe no estaba, hablé con Marta y quiere 3 cajas")
    ana.hears(TO_ASK)


def test_what_was_asked_of_two_customers_counts_for_the_one_they_become(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Sol Centro")
    ana, boss = office.rep("Ana"), office.rep("Berta", role="admin")
    ana.says("visité a Bar Sol Centro hoy, quieren 3 cajas de vino")
    ana.hears(TO_ASK)
    boss.says("/unir Bar Sol > Bar Sol Centro")
    boss.presses("Unir")
    boss.hears("Bar Sol Centro ahora es Bar Sol")
    office.at("2026-11-24 09:30")
    ana.says("visité a Bar Sol hoy, quieren 5 cajas de vino")
    ana.hears("Guardad")
    ana.hears_not(TO_ASK)
