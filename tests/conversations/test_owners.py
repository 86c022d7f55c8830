"""Who owns a customer, and since when, and handing over."""

from tests.office import Office


def test_who_and_since_when(office: Office) -> None:
    ana, luis, eva = office.rep("Ana Ruiz"), office.rep("Luis Gil"), office.rep("Eva Mas", role="manager")
    ana.says("/nuevo Bar Sol")
    office.passes(days=10)
    eva.says("traspasa Bar Sol a Luis")
    eva.hears("Ahora Bar Sol lo lleva Luis Gil")
    luis.says("¿quién lleva Bar Sol?")
    luis.hears(
        "Bar Sol lo lleva Luis Gil desde el lunes 30 de noviembre", "Antes:", "viernes 20 de noviembre", "Ana Ruiz"
    )
    eva.presses("Deshacer")
    luis.says("/responsable Bar Sol")
    luis.hears("Bar Sol lo lleva Ana Ruiz desde el viernes 20 de noviembre")
    luis.hears_not("Antes")


def test_the_new_owner_hears_of_it_and_gets_what_is_open(office: Office) -> None:
    ana, luis = office.rep("Ana Ruiz"), office.rep("Luis Gil")
    ana.says("/nuevo Bar Sol")
    ana.says("visité a Bar Sol ayer, quieren vino, llamarles el martes a las 10")
    before = len(office.texts(luis))
    ana.says("/traspasar Bar Sol a Luis")
    ana.hears("lo lleva Luis Gil", "1 pendiente va con él")
    assert "Ana Ruiz te ha traspasado Bar Sol" in office.texts(luis)[before]
    luis.presses("Preparar visita")
    luis.hears("Para la visita: Bar Sol", "Pendiente · martes 24 de noviembre, 10:00 · Luis")
    ana.presses("Deshacer")
    ana.hears("Deshecho")
    luis.says("/brief Bar Sol")
    luis.hears("10:00 · Ana")


def test_only_its_owner_or_a_manager(office: Office) -> None:
    ana, luis = office.rep("Ana Ruiz"), office.rep("Luis Gil")
    ana.says("/nuevo Bar Sol")
    luis.says("traspasa Bar Sol a Luis")
    luis.hears("Bar Sol lo lleva Ana Ruiz: solo esa persona o un responsable")
    luis.says("traspasa todos los clientes de Ana a Luis")
    luis.hears("Solo Ana Ruiz o un responsable")


def test_all_at_once_is_asked_about_first_and_undone_whole(office: Office) -> None:
    ana, luis, eva = (
        office.rep("Ana Ruiz"),
        office.rep("Luis Gil"),
        office.rep("Eva Mas", language="en", role="manager"),
    )
    for name in ("Bar Sol", "Bar Luna"):
        ana.says(f"/nuevo {name}")
    eva.says("transfer all customers of Ana to Luis")
    eva.hears("2 customers of Ana Ruiz go to Luis Gil")
    eva.presses("Hand them over")
    eva.hears("2 customers moved to Luis Gil")
    luis.says("quién lleva Bar Luna")
    luis.hears("Luis Gil")
    eva.presses("Undo")
    luis.says("quién lleva Bar Luna")
    luis.hears("Bar Luna lo lleva Ana Ruiz")
    ana.says("/traspasar todo a Luis")
    ana.hears("2 clientes de Ana Ruiz pasan a Luis Gil")
    ana.presses("Dejarlo")
    ana.hears("No he guardado nada")


def test_to_nobody_known(office: Office) -> None:
    ana = office.rep("Ana Ruiz")
    ana.says("/nuevo Bar Sol")
    ana.says("/traspasar Bar Sol a Zutano")
    ana.hears("No conozco a ningún compañero que se llame «Zutano»")
    assert ana.choices() == ["Ana Ruiz"]
    ana.presses("Ana Ruiz")
    ana.hears("ya lo lleva Ana Ruiz")
