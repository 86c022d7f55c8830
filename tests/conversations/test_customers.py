"""Adding customers."""

from tests.office import Office


def test_a_customer_in_one_line(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Luna 600 123 456")
    ana.hears("Cliente nuevo: Bar Luna", "Ana", "+34 600 123 456")


def test_in_plain_words_and_in_english(office: Office) -> None:
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("nuevo cliente Bar Luna")
    ana.hears("Cliente nuevo: Bar Luna")
    eve.says("/new Corner Café")
    eve.hears("New customer: Corner Café")


def test_one_that_exists_is_not_made_twice(office: Office) -> None:
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("/nuevo Bar Luna")
    luis.says("/nuevo BAR  LUNÁ")
    luis.hears("Bar Luna ya existe", "Ana")
    luis.presses("Ver ficha")
    luis.hears("Bar Luna", "Responsable: Ana")


def test_step_by_step(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo")
    ana.hears("¿Cómo se llama el cliente?")
    ana.says("Bar Luna")
    ana.hears("¿Qué teléfono?")
    ana.says("no es un número")
    ana.hears("No he visto ningún teléfono", "612 345 678")
    ana.says("915 55 12 34")
    ana.hears("Cliente nuevo: Bar Luna", "+34 915 551 234")


def test_a_new_customer_can_be_undone(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Luna")
    ana.presses("Deshacer")
    ana.hears("Deshecho")
    ana.says("/historial Bar Luna")
    ana.hears("No conozco")


def test_a_nickname_finds_its_customer(office: Office) -> None:
    office.customer("Hermanos Pérez S.L.", nicknames=("Los Perucos",))
    ana = office.rep("Ana")
    ana.says("historial de los perucos")
    ana.hears("Historial de Hermanos Pérez")


def test_whose_a_new_customer_is_was_ignored(office: Office) -> None:
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("nuevo cliente Bar Tomate, lo lleva Luis, 600 555 444")
    ana.hears("Cliente nuevo: Bar Tomate", "Responsable: Luis", "+34 600 555 444")
    luis.hears("Bar Tomate")
    luis.says("responsable de Bar Tomate")
    luis.hears("Bar Tomate lo lleva Luis")


def test_somebody_there_was_dropped(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("nuevo cliente Bar Tomate, contacto Pepa Ruiz, encargada, 600 555 444")
    ana.hears("Cliente nuevo: Bar Tomate", "Contacto: Pepa Ruiz, encargada")
    ana.says("ficha de Bar Tomate")
    ana.hears("Pepa Ruiz · encargada")
    ana.says("deshacer")
    ana.hears("Deshecho: Bar Tomate; Pepa Ruiz")
