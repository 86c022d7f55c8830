"""Questions in free words: answered from what is stored, with how they were read, each part to change, the rows behind."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from storage.crm.interactions import InteractionInput
from storage.crm.opportunities.records import NewStage, OpportunityInput
from tests.office import Office


def log(office: Office, who: str, customer: int, day: str, kind: str = "visit", said: str = "nota") -> None:
    """Something that took place, at noon of a day."""
    at = office.time(f"{day} 12:00")
    with office.store.work(office.clock.now(), person=office.person(who), turn="before") as work:
        work.interactions.log(InteractionInput(customer, kind, at, date.fromisoformat(day), "day", said))


def won(office: Office, who: str, customer: int, amount: int, day: str) -> None:
    """Something that was sold."""
    person = office.person(who)
    at: datetime = office.time(f"{day} 12:00")
    with office.store.work(at, person=person, turn="before") as work:
        work.pipelines.begin("Ventas", (NewStage("Nueva", 10, 5),), ["Precio"])
        pipeline = work.pipelines.all()[0]
        stage = work.pipelines.stages(pipeline.id)[0].id
        said = OpportunityInput(customer, "máquina", stage, pipeline.id, person.id, "EUR")
        found = work.opportunities.get(work.opportunities.add(said))
        assert found
        work.opportunities.win(found, Decimal(amount), "EUR")


def sector(office: Office, customer: int, sector: str, address: str) -> None:
    with office.store.work(office.clock.now(), turn="before") as work:
        work.customers.change(customer, "sector", sector)
        work.customers.change(customer, "address", address)


def test_how_many_and_which_and_another_time(office: Office) -> None:
    bar, hotel = office.customer("Bar Sol"), office.customer("Hotel Mar")
    ana, eve = office.rep("Ana Ruiz"), office.rep("Eve", language="en")
    for day in ("2026-10-05", "2026-10-31", "2026-11-02"):
        log(office, "Ana Ruiz", bar, day, said=f"vino del {day}")
    log(office, "Ana Ruiz", hotel, "2026-10-12", kind="call")
    log(office, "Eve", hotel, "2026-10-12")
    ana.says("cuántas visitas hizo Ana en octubre")
    ana.hears("Visitas: 2", "Lo he leído así: visitas · por Ana Ruiz · octubre de 2026")
    ana.presses("¿Cuáles?")
    ana.hears("vino del 2026-10-05", "vino del 2026-10-31", "Bar Sol")
    ana.hears_not("vino del 2026-11-02")
    ana.presses("Cambiar: octubre de 2026")
    ana.presses("Este mes")
    ana.hears("vino del 2026-11-02", "noviembre de 2026")
    ana.presses("Cambiar: por Ana Ruiz")
    ana.presses("De todos")
    ana.hears("Visitas: 1")
    eve.says("what did Ana do in October")
    eve.hears("What was done: 3", "by Ana Ruiz", "October 2026", "call")
    eve.says("visits by rep in October")
    eve.hears("Ana Ruiz", "2", "Eve", "1", "by person")
    eve.presses("Which? Ana Ruiz")
    eve.hears("Visits: 2", "by Ana Ruiz")


def test_whom_i_have_not_seen(office: Office) -> None:
    ana = office.rep("Ana Ruiz")
    with office.store.work(office.clock.now(), person=office.person("Ana Ruiz"), turn="before") as work:
        ids = [work.customers.add(n, owner=work.person).id for n in ("Bar Sol", "Bar Luna")]
    office.customer("De Otro")
    log(office, "Ana Ruiz", ids[0], "2026-11-03")
    ana.says("a quién no he visto este mes")
    ana.hears("Clientes: 1", "Bar Luna", "nada apuntado todavía", "a tu cargo · sin visita tuya · noviembre de 2026")
    ana.hears_not("De Otro")
    ana.says("mis clientes")
    ana.hears("Clientes: 2", "último: 3 nov")
    ana.says("quién me debe respuesta")
    ana.hears("Clientes: 0", "lo último apuntado es un mensaje, un correo o una llamada tuya")
    log(office, "Ana Ruiz", ids[0], "2026-11-10", kind="email")
    ana.says("quién me debe respuesta")
    ana.hears("Clientes: 1", "Bar Sol")


def test_sector_and_place_and_none_of_that_name(office: Office) -> None:
    bar, shop, other = (office.customer(name) for name in ("Bar Sol", "Ferretería Paz", "Bar Lejos"))
    sector(office, bar, "Hostelería", "Calle Mayor 3, Valencia")
    sector(office, shop, "Comercio", "Av. del Puerto 1, Valencia")
    sector(office, other, "Hostelería", "Gran Vía 1, Málaga")
    ana = office.rep("Ana Ruiz")
    ana.says("clientes de hostelería de Valencia sin visita en 60 días")
    ana.hears("Clientes: 1", "Bar Sol", "sector: Hostelería · dirección: Valencia · sin visita")
    ana.says("clientes de valencia")
    ana.hears("Clientes: 2", "dirección: valencia")
    ana.says("clientes de Malaga")
    ana.hears("Bar Lejos")
    ana.says("clientes por sector")
    ana.hears("Hostelería", "2", "Comercio", "1")
    ana.presses("¿Cuáles? Hostelería")
    ana.hears("Bar Sol", "Bar Lejos")
    ana.says("clientes de pescadería")
    ana.hears("«pescadería»", "Los sectores que hay: Comercio, Hostelería")


def test_the_best_customers_by_what_they_bought_or_else_by_visits(office: Office) -> None:
    bar, hotel = office.customer("Bar Sol"), office.customer("Hotel Mar")
    eve = office.rep("Eve", language="en")
    log(office, "Eve", bar, "2026-10-12")
    eve.says("top 10 customers this year")
    eve.hears("Nothing is noted as won there, so I went by visits instead.", "Bar Sol", "visits · 2026 · by customer")
    won(office, "Eve", hotel, 900, "2026-11-03")
    won(office, "Eve", bar, 400, "2026-11-04")
    won(office, "Eve", bar, 50, "2025-11-04")
    eve.says("top 10 customers this year")
    said = eve.hears("Hotel Mar", "€900 (1)", "€400 (1)", "closed: 2026", "the first 10", "their value")
    assert said.index("Hotel Mar") < said.index("Bar Sol")
    eve.presses("Which? Bar Sol")
    eve.hears("Opportunities: 1", "€400")
    eve.says("how much did I sell in November")
    eve.hears("€1,300")


def test_a_question_that_cannot_be_answered_says_so(office: Office) -> None:
    """It was answered with one's own empty diary."""
    office.customer("Bar Sol")
    ana, eve = office.rep("Ana Ruiz"), office.rep("Eve", language="en")
    ana.says("cuántos clientes compraron vino en octubre")
    ana.hears("No conozco ningún producto «vino»")
    ana.says("qué clientes se quejaron y aún así compraron en octubre")
    ana.hears("no sé qué es «clientes compraron»", "Lo más parecido que te puedo decir: quejas")
    ana.presses("Dime eso")
    ana.hears("Quejas: 0")
    eve.says("what did Rupert do last week")
    eve.hears("I don't know what “Rupert” means")
    eve.says("/ask")
    eve.hears("Ask me about customers")
    eve.says("/ask something about the moon")
    eve.hears("Ask me about customers")


@pytest.mark.parametrize("format", ["CSV", "Excel"])
def test_all_of_it_as_a_file(office: Office, format: str) -> None:  # noqa: A002 - as the button says it
    for at in range(7):
        office.customer(f"Bar {at}")
    ana = office.rep("Ana Ruiz")
    ana.says("cuántos clientes tenemos")
    ana.hears("Clientes: 7")
    ana.presses(f"En {format}")
    ana.hears("7 líneas.", "Lo he leído así: clientes.")
    [(name, content)] = ana.received()
    assert name.startswith("clientes-2026-11-20.")
    assert format == "Excel" or b"Bar 6" in content


def test_whoever_sees_their_own_is_told_that_it_is_not_everybodys(office: Office) -> None:
    ana, luis = office.rep("Ana Ruiz"), office.rep("Luis Gil")
    with office.store.work(office.clock.now(), person=office.person("Ana Ruiz"), turn="before") as work:
        bar = work.customers.add("Bar Zafiro", owner=work.person).id
    log(office, "Ana Ruiz", bar, "2026-11-03", said="SECRETO")
    office.sees("own")
    luis.says("cuántas visitas hizo Ana este mes")
    luis.hears("Visitas: 0", "Solo de los clientes que puedes ver")
    luis.presses("¿Cuáles?")
    luis.hears_not("SECRETO")
    ana.says("cuántas visitas llevo este mes")
    ana.hears("Visitas: 1")


def test_a_question_does_not_disturb_what_is_being_told(office: Office) -> None:
    """In the middle of a form, and right after a log, it is a question and no note."""
    office.customer("Bar Sol")
    ana = office.rep("Ana Ruiz")
    ana.says("/visita Bar Sol")
    ana.says("cuántas visitas llevo este mes")
    ana.hears("Visitas: 0")
    ana.says("quieren 10 cajas")
    ana.hears("Guardado")
    ana.says("cuántas visitas llevo este mes")
    ana.hears("Visitas: 1")
    ana.says("historial de Bar Sol")
    ana.hears_not("cuántas visitas")


def test_months_and_days_are_those_of_whoever_asks(office: Office) -> None:
    """Half past eleven at night in Madrid is the next day in no other month than Madrid's."""
    bar = office.customer("Bar Sol")
    ana = office.rep("Ana Ruiz")
    at = office.time("2026-10-31 23:30")
    with office.store.work(office.clock.now(), person=office.person("Ana Ruiz"), turn="before") as work:
        for when in (at, at + timedelta(hours=1)):
            work.interactions.log(InteractionInput(bar, "visit", when, when.date(), "minute", "nota"))
    ana.says("cuántas visitas hice en octubre")
    ana.hears("Visitas: 1")
    ana.says("mis visitas por mes este año")
    ana.hears("octubre de 2026", "noviembre de 2026", "por mes")
    ana.presses("¿Cuáles? noviembre de 2026")
    ana.hears("Visitas: 1")


def test_whoever_has_no_customers_was_told_that_all_were_seen(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana Ruiz")
    ana.says("a quién no he visto este mes")
    ana.hears("estos son los de todos", "Clientes: 1", "Bar Sol")
