"""The card and the brief: what is known of a customer on one screen."""

from storage.crm.records import Due
from tests.office import Office


def test_a_bare_name_shows_the_card(office: Office) -> None:
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("/nuevo Bar Sol 600 123 456")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas, llamarles el martes a las 10")
    luis.says("bar sol")
    luis.hears(
        "Bar Sol",
        "Responsable: Ana",
        "+34 600 123 456",
        "19 nov · visita · Ana",
        "quieren 10 cajas",
        "martes 24 de noviembre, 10:00",
        "llamarles",
    )
    assert luis.choices() == ["Historial", "Preparar visita", "Editar", "Anotar visita", "Nueva oportunidad"]


def test_the_card_by_command_typo_nickname_and_phone(office: Office) -> None:
    office.customer("Hermanos Pérez S.L.", "Marta Ruiz", nicknames=("Los Perucos",))
    ana = office.rep("Ana")
    ana.says("el teléfono de Hermanos Pérez es 600 123 456")
    for text in (
        "/cliente los perucos",
        "/cliente hermanos peres",
        "600 123 456",
        "/cliente +34 600 123 456",
        "¿de quién es el 600123456?",
    ):
        ana.says(text)
        ana.hears("Hermanos Pérez S.L.", "También: Los Perucos", "Marta Ruiz")


def test_the_card_in_english(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    eve = office.rep("Eve", language="en")
    eve.says("/customer Bar Sol")
    eve.hears("Bar Sol", "No activity yet", "Marta Ruiz")
    assert eve.choices() == ["History", "Brief", "Edit", "Log a visit", "New opportunity"]


def test_its_buttons_lead_on(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("Bar Sol")
    ana.presses("Historial")
    ana.hears("Historial de Bar Sol")
    ana.says("Bar Sol")
    ana.presses("Preparar visita")
    ana.hears("Para la visita: Bar Sol")
    ana.says("Bar Sol")
    ana.presses("Anotar visita")
    ana.hears("¿Qué pasó?")
    ana.says("todo igual")
    ana.presses("Omitir")
    ana.presses("Omitir")
    ana.hears("Guardado: visita · Bar Sol", "todo igual")


def test_a_full_card_fits_a_phone(office: Office) -> None:
    customer = office.customer(
        "Bar Sol",
        *(f"Persona Número {n} de Apellido Largo" for n in range(12)),
        nicknames=tuple(f"Apodo {n}" for n in range(8)),
    )
    ana = office.rep("Ana")
    me = office.person("Ana").id
    with office.store.work(office.clock.now(), turn="setting the scene") as work:
        for _n in range(5):
            work.follow_ups.add(
                "llamar " * 40,
                Due(office.clock.now().replace(tzinfo=None), "UTC", "day"),
                owner_id=me,
                customer_id=customer,
            )
        work.customers.change(customer, "address", "Calle " * 40)
    ana.says("visité a Bar Sol ayer, " + "cajas " * 100)
    ana.says("Bar Sol")
    assert len(ana.heard()) < 1100
    ana.presses("Más opciones")
    ana.presses("Todos los contactos")
    ana.hears("Cómo contactar con Bar Sol", "Persona Número 7", "Y 4 más")
    ana.says("mañana veo a Bar Sol")
    assert len(ana.heard()) < 1200


def test_the_brief_before_a_visit(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("visité a Bar Sol el 3 de noviembre, Marta quiere 10 cajas, llamarla el martes a las 10")
    luis.says("llamé a Bar Sol ayer, piden la tarifa")
    ana.says("mañana veo a Bar Sol")
    ana.hears(
        "Para la visita: Bar Sol · sábado 21 de noviembre",
        "Marta Ruiz",
        "Luis (19 nov), Ana (3 nov)",
        "Pendiente · martes 24 de noviembre",
        "piden la tarifa",
        "quiere 10 cajas",
        "Falta: teléfono, correo, sector",
    )


def test_the_brief_in_english_of_somebody_never_met(office: Office) -> None:
    office.customer("Bar Sol")
    eve = office.rep("Eve", language="en")
    eve.says("/brief Bar Sol")
    eve.hears("Brief: Bar Sol", "you'll be the first", "Missing: phone, e-mail, sector, somebody to ask for")
    eve.presses("More options")
    eve.presses("Fill in: Phone")
    eve.says("020 7946 0000 no")
    eve.hears("telephone number", "612 345 678")
    eve.says("+44 20 7946 0000")
    eve.hears("Changed. Bar Sol · Phone: +44 20 7946 0000")


def test_a_customer_that_is_gone_meanwhile(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol")
    ana.says("Bar Sol")
    ana.says("/deshacer")
    for label in ("Historial", "Preparar visita", "Editar", "Anotar visita"):
        ana.presses(label)
        ana.hears("ya no existe")
