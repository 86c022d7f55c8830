"""A whole day of a small company, from the list in the morning to the backup that brings it back the next day."""

import re

from tests.office import Office, Someone

CLIENTES = """Cliente;Teléfono;Dirección;Sector;Estado;Responsable;Alias;Contacto;Cargo;Móvil del contacto;Correo
Bar Sol;600 123 456 / 910 000 001;Calle Mayor 3;Hostelería;Cliente;;el sol;Marta Ruiz;encargada;611 222 333;marta@barsol.example
Café Luna;+34 910 000 002;Plaza Nueva 1;Hostelería;Potencial;;;Pedro Gil;;;pedro@cafeluna.example
Ferretería López;910 000 003;;Ferretería;Cliente;;;Laura Díaz;compras;;
Talleres Vega;910 000 004;;Automoción;Perdido;;;;;;
"""


def code_in(heard: str) -> str:
    """The code of an invitation on the screen."""
    found = re.search(r"\blink (\S{20,})", heard)
    assert found, heard
    return found[1]


def test_a_whole_day(office: Office) -> None:
    elena = office.rep("Elena Ruiz", role="manager")
    the_list_comes_in(elena)
    luis, amy = two_reps_join(office, elena)
    they_set_out(office, luis, amy)
    three_visits(office, elena, luis, amy)
    a_follow_up_arrives(office, luis)
    a_leaver(office, elena, luis, amy)
    office.at("2026-11-20 20:00")
    office.backs_up()
    amy.says("/new Late Bar")
    office.restores()
    monday(office, elena, luis, amy)


def the_list_comes_in(elena: Someone) -> None:
    """10:30: looked at, tried, brought in."""
    elena.says("quiero importar clientes")
    elena.hears("Envíame aquí el archivo")
    elena.sends_file("clientes.csv", CLIENTES)
    elena.hears("clientes.csv · 4 líneas", "Móvil del contacto", "Dirección")
    elena.presses("Probar sin importar")
    elena.hears("se puede importar", "Clientes nuevos: 4")
    elena.presses("Importar")
    elena.hears("Importado: clientes.csv", "Clientes nuevos: 4", "Contactos nuevos: 3")


def two_reps_join(office: Office, elena: Someone) -> tuple[Someone, Someone]:
    """One of them speaks English; each gets customers."""
    elena.says("invita a Luis Gómez como comercial")
    luis = office.unregistered("Luis")
    luis.says(f"/start {code_in(elena.heard())}")
    luis.hears("Luis")
    elena.says("invita a Amy Stone")
    elena.presses("comercial")
    elena.presses("English")
    amy = office.unregistered("Amy", language="en")
    amy.says(f"/start {code_in(elena.heard())}")
    amy.hears("Welcome, Amy")
    elena.says("equipo")
    elena.hears("Luis Gómez", "Amy Stone")
    for customer, name in (("Bar Sol", "Luis Gómez"), ("Café Luna", "Luis Gómez"), ("Ferretería López", "Amy Stone")):
        elena.says(f"traspasa {customer} a {name}")
        elena.hears(name, customer)
    assert "Café Luna" in office.texts(luis)[-1]
    assert "has handed Ferretería López over to you" in office.texts(amy)[-1]
    return luis, amy


def they_set_out(office: Office, luis: Someone, amy: Someone) -> None:
    """11:00: the brief on the way there, a number to tap, a card."""
    office.at("2026-11-20 11:00")
    luis.says("ahora voy a ver a Bar Sol, prepárame la visita")
    luis.hears("Bar Sol", "Calle Mayor 3", "Marta Ruiz (encargada)")
    luis.says("teléfono de Marta")
    luis.hears("+34 611 222 333")
    amy.says("brief me on Ferretería López")
    amy.hears("Brief: Ferretería López", "Laura Díaz")


def three_visits(office: Office, elena: Someone, luis: Someone, amy: Someone) -> None:
    """12:00 and 13:00: told in a sentence each, and read by everybody."""
    office.at("2026-11-20 12:00")
    luis.says("visité a el sol, Marta quiere 10 cajas de vino, llamarla hoy a las 16:30")
    luis.hears("Guardado", "Bar Sol", "Marta Ruiz", "viernes 20 de noviembre, 16:30")
    amy.says("visited Ferretería López this morning, Laura wants 20 drills, send her a quote on Monday at 9")
    amy.hears("Saved", "Ferretería López", "Laura Díaz", "Monday 23 November, 09:00")
    office.at("2026-11-20 13:00")
    luis.says("he estado en cafe luna, pedro se lo piensa")
    luis.hears("Guardado", "Café Luna", "Pedro Gil")
    elena.says("historial de Bar Sol")
    elena.hears("Luis", "10 cajas de vino")


def a_follow_up_arrives(office: Office, luis: Someone) -> None:
    """At its minute, not before."""
    office.at("2026-11-20 16:29")
    assert "Ahora:" not in office.texts(luis)[-1]
    office.at("2026-11-20 16:30")
    assert "Ahora: llamarla" in office.texts(luis)[-1]
    luis.presses("Hecho")
    luis.hears("Hecho")
    luis.says("recuérdame pasar por Café Luna el lunes a las 12")
    luis.hears("lunes 23 de noviembre, 12:00")


def a_leaver(office: Office, elena: Someone, luis: Someone, amy: Someone) -> None:
    """Luis hands one customer over; then he leaves, and the other goes too."""
    luis.says("traspasa Bar Sol a Amy")
    luis.hears("Amy Stone", "Bar Sol")
    assert "Luis Gómez has handed Bar Sol over to you" in office.texts(amy)[-1]
    elena.says("da de baja a Luis")
    elena.presses("Amy Stone")
    elena.hears("1 cliente y 1 pendiente pasan a Amy Stone")
    elena.presses("Sí, dar de baja")
    elena.hears("Luis Gómez ya no está")
    luis.says("historial de Bar Sol")
    luis.hears("invitación")
    luis.hears_not("vino")


def monday(office: Office, elena: Someone, luis: Someone, amy: Someone) -> None:
    """On another machine it goes on where the last copy was made: nothing else is lost, nothing comes twice."""
    office.at("2026-11-23 09:00")
    assert "Now: send Laura Díaz a quote" in office.texts(amy)[-1]
    amy.presses("Done")
    amy.hears("Done")
    amy.says("/today")
    amy.hears("pasar por Café Luna")
    office.at("2026-11-23 12:00")
    assert "Now: pasar por Café Luna" in office.texts(amy)[-1]
    amy.says("history of Bar Sol")
    amy.hears("Luis", "10 cajas de vino")
    luis.says("hola")
    luis.hears("invitación")
    elena.says("actividad")
    elena.hears("Actividad", "baja de Luis Gómez")
    with office.work() as work:
        assert work.customers.exactly("Late Bar") is None
