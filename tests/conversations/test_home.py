"""The home page: what somebody wants to see first."""

from tests.office import Office


def test_the_home_page_shows_my_day_with_what_is_overdue_first(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", at_desk=True)
    ana.says("recuérdame mandar el catálogo hoy a las 11")
    ana.says("recuérdame comprar papel hoy a las 17")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    office.at("2026-11-20 12:00")
    page = ana.opens_home()
    assert page.index("mandar el catálogo") < page.index("comprar papel")
    for part in ("Hola, Ana", "Atrasado: 1", "Hoy: 1", "Últimamente me has hablado de estos"):
        assert part in page
    labels = office.desk.home(ana.account).labels
    for label in ("Anotar visita", "Hecho: mandar el catálogo", "Mañana: mandar el catálogo", "Mi semana", "Bar Sol"):
        assert label in labels
    ana.hears_nothing()


def test_a_button_does_its_thing_and_the_page_follows(office: Office) -> None:
    ana = office.rep("Ana", at_desk=True)
    ana.says("recuérdame mandar el catálogo hoy a las 11")
    ana.opens_home()
    ana.presses_at_home("Hecho: mandar el catálogo")
    ana.hears("Hecho: mandar el catálogo")
    assert "catálogo" not in ana.home()
    ana.presses("Deshacer")
    ana.opens_home()
    assert "mandar el catálogo" in ana.home()


def test_tomorrow_is_one_tap(office: Office) -> None:
    ana = office.rep("Ana", at_desk=True)
    ana.says("recuérdame mandar el catálogo hoy a las 11")
    ana.opens_home()
    ana.presses_at_home("Mañana: mandar el catálogo")
    ana.hears("mandar el catálogo", "21 de noviembre")


def test_a_visit_from_the_home_page(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", at_desk=True)
    ana.opens_home()
    assert office.desk.home(ana.account).opens == {"Anotar visita": "visit"}
    ana.fills_in("visit", customer="Bar Sol", summary="quieren 10 cajas")
    assert "Bar Sol" in office.desk.home(ana.account).labels
    ana.presses_at_home("Anotar visita")  # where no dialog can be shown, it is asked for step by step
    ana.hears("¿Qué cliente?")
    ana.presses_at_home("Bar Sol")
    ana.hears("Bar Sol", "quieren 10 cajas")


def test_a_page_that_was_not_shown_yet_makes_way_for_the_next(office: Office) -> None:
    ana = office.rep("Ana", at_desk=True)
    ana.opens_home()
    me = office.person("Ana").id
    with office.work() as work:
        work.outbox.add(work.people.address(me), {"blocks": [], "choices": [], "only_for": ana.account}, kind="home")
    ana.opens_home()
    with office.work() as work:
        assert [m for m in work.outbox.waiting(["desk"]) if m.kind == "home"] == []
        assert work.outbox.lost() == {}
    assert "Hola, Ana" in ana.home()


def test_an_ordinary_turn_makes_no_page(office: Office) -> None:
    ana = office.rep("Ana", at_desk=True)
    before = ana.opens_home()
    ana.says("recuérdame mandar el catálogo hoy a las 11")
    assert ana.home() == before
    assert "mandar el catálogo" in ana.opens_home()


def test_a_stranger_has_a_page_that_tells_nothing(office: Office) -> None:
    zoe = office.unregistered("Zoe", at_desk=True)
    assert "invitación" in zoe.opens_home()
    assert not office.desk.home(zoe.account).labels


def test_anothers_customers_are_not_on_the_page(office: Office) -> None:
    bar = office.customer("Bar Sol")
    ana = office.rep("Ana", at_desk=True)
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.opens_home()
    assert "Bar Sol" in office.desk.home(ana.account).labels
    office.rep("Luis")
    luis = office.person("Luis").id
    with office.work() as work:
        work.owners.hand_over(bar, luis)
    office.sees("own")
    ana.opens_home()
    assert "Bar Sol" not in office.desk.home(ana.account).labels
