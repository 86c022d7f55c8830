"""A question that is kept, and answered again and again."""

from tests.office import Office


def test_a_kept_question_comes_with_its_picture(office: Office) -> None:
    office.customer("Bar Sol")
    jefa = office.rep("Jefa", role="manager")
    ana = office.rep("Ana Ruiz")
    ana.says("visité a Bar Sol, todo bien")
    jefa.says("/informe")
    jefa.hears("Aún no hay informes", "/informe visitas por comercial esta semana")
    jefa.says("/informe visitas por comercial esta semana, cada viernes a las 12")
    jefa.hears("Informe: visitas por comercial esta semana", "Lo he leído así", "viernes 20 de noviembre, 12:00")
    jefa.says("hola")
    office.at("2026-11-20 12:00")
    office.tick()
    jefa.hears("Informe: visitas por comercial esta semana", "Ana Ruiz")
    if office.way.platform == "local":  # elsewhere the picture is drawn, and its words are for who cannot see it
        jefa.hears("[Visitas", "Ana Ruiz: 1")
    ana.says("visité a Bar Sol otra vez, quieren hielo")
    jefa.says("hola")
    office.at("2026-11-27 12:00")
    office.tick()
    jefa.hears("Informe: visitas por comercial esta semana")
    jefa.hears_not("Ana Ruiz: 1")
    jefa.says("/informe")
    jefa.hears("viernes 4 de diciembre, 12:00")
    jefa.presses("Parar: visitas por comercial esta semana")
    jefa.hears("Ya no llega")
    jefa.presses("Deshacer")
    jefa.says("/informe")
    jefa.presses("Ahora: visitas por comercial esta semana")
    jefa.hears("Informe: visitas por comercial esta semana")


def test_how_often_is_asked_and_nonsense_is_declined(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("/report customers without a visit in 60 days")
    eve.hears("When shall I send it?")
    eve.presses("Each Monday at 9")
    eve.hears("Report: customers without a visit in 60 days", "Monday 23 November, 09:00")
    eve.says("/report the colour of the moon, every Monday at 9")
    eve.hears("I can't answer that")
    eve.says("hello")
    office.at("2026-11-23 09:00")
    office.tick()
    eve.hears("Report: customers without a visit in 60 days")
