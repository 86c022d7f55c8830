"""Two cards of one customer become one, and two again."""

from tests.office import Office


def scene(office: Office) -> None:
    """Bar Sol and Bar Soll, each with a past."""
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Taberna El Sol", "Marta Ruiz", "Pepe Gil", nicknames=("La Tabernita",))


def test_a_merge_is_previewed_done_and_undone(office: Office) -> None:
    scene(office)
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    luis.says("visité a Taberna El Sol ayer con Marta, quieren vino, llamarles el martes a las 10")
    ana.says("une Bar Sol con Taberna El Sol")
    ana.hears("Taberna El Sol pasa a Bar Sol: 1 actividad, 1 pendiente, 2 personas")
    ana.presses("Unir")
    ana.hears("Unidos: Taberna El Sol ahora es Bar Sol")
    ana.says("/historial La Tabernita")
    ana.hears("Historial de Bar Sol", "quieren vino", "con Marta Ruiz", "quieren 10 cajas", "llamarles")
    ana.says("/cliente Taberna El Sol")
    heard = ana.hears("Bar Sol", "También: La Tabernita, Taberna El Sol", "Pepe Gil")
    assert heard.count("Marta Ruiz") == 1 + ("con Marta" in heard)
    ana.says("/deshacer")
    ana.hears("Deshecho")
    ana.says("/historial Bar Sol")
    ana.hears("quieren 10 cajas")
    ana.hears_not("vino", "llamarles")
    ana.says("/historial La Tabernita")
    ana.hears("Historial de Taberna El Sol", "quieren vino", "llamarles")
    ana.says("/cliente Taberna El Sol")
    ana.hears("Taberna El Sol", "Marta Ruiz", "Pepe Gil")


def test_numbers_and_blanks_go_along(office: Office) -> None:
    scene(office)
    ana = office.rep("Ana")
    ana.says("el teléfono de Bar Sol es 600 111 111")
    ana.says("el teléfono de Taberna El Sol es 600 222 222")
    ana.says("la dirección de Taberna El Sol es Calle Mayor 3")
    ana.says("/unir Bar Sol > Taberna El Sol")
    ana.presses("Unir")
    ana.says("Bar Sol")
    ana.hears("+34 600 111 111, +34 600 222 222", "Calle Mayor 3")


def test_the_other_way_round(office: Office) -> None:
    scene(office)
    eve = office.rep("Eve", language="en")
    eve.says("/merge Bar Sol with Taberna El Sol")
    eve.presses("The other way round")
    eve.hears("Bar Sol goes into Taberna El Sol")
    eve.presses("Merge")
    eve.hears("Merged: Bar Sol is Taberna El Sol now")


def test_with_itself_is_refused(office: Office) -> None:
    scene(office)
    ana = office.rep("Ana")
    ana.says("/unir Bar Sol y Bar Sol")
    ana.hears("Has dicho Bar Sol dos veces")
    ana.says("bar sol")
    ana.hears("dos veces")
    ana.says("Taberna El Sol")
    ana.hears("Taberna El Sol pasa a Bar Sol")
    ana.presses("Dejarlo")
    ana.hears("No he guardado nada")


def test_step_by_step_and_with_nobody(office: Office) -> None:
    scene(office)
    ana = office.rep("Ana")
    ana.says("/unir")
    ana.hears("¿Qué cliente se queda?")
    ana.says("Nadie Conocido")
    ana.hears("No conozco «Nadie Conocido»")
    ana.says("Bar Sol")
    ana.hears("¿Cuál es el mismo que Bar Sol")
    ana.says("taberna el sol")
    ana.presses("Unir")
    ana.hears("Unidos")


def test_what_somebody_changed_since_stays(office: Office) -> None:
    scene(office)
    office.customer("Café Norte")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    luis.says("visité a Taberna El Sol ayer, quieren vino")
    ana.says("une Bar Sol con Taberna El Sol")
    ana.presses("Unir")
    luis.edits("visité a Café Norte ayer, quieren vino")
    luis.hears("Café Norte")
    ana.presses("Deshacer")
    ana.hears("Luis lo ha cambiado desde entonces")


def test_what_somebody_wrote_elsewhere_since_is_no_reason_not_to_undo(office: Office) -> None:
    scene(office)
    ana, luis = office.rep("Ana"), office.rep("Luis")
    luis.says("visité a Taberna El Sol ayer, quieren vino")
    ana.says("une Bar Sol con Taberna El Sol")
    ana.presses("Unir")
    luis.edits("visité a Bar Sol ayer, quieren cerveza")
    ana.presses("Deshacer")
    ana.hears("Deshecho")
    ana.says("historial de Taberna El Sol")
    ana.hears("quieren cerveza")
