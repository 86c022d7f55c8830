"""A question that asks for part of a list or a history is answered with that part, and never with all of it."""

from tests.conversations.test_questions import log, sector, won
from tests.office import Office


def test_ones_own_data_is_asked_for_in_spanish(office: Office) -> None:
    bar = office.customer("Bar Sol", "Marta Gil", "Paco Luque")
    ana = office.rep("Ana")
    ana.says("visité a Marta de Bar Sol el 3 de noviembre, quiere carta nueva")
    ana.says("llamé a Paco de Bar Sol ayer, no estaba contento")
    ana.says("recuérdame mandar el catálogo a Marta de Bar Sol el jueves")
    ana.says("Bar Sol: oportunidad máquina de café 3.000 € para fin de mes")
    assert bar

    ana.says("cuándo vi a marta por última vez")
    ana.hears("Visitas: 1", "con Marta Gil", "3 nov", "carta nueva")
    ana.says("llamé a paco?")
    ana.hears("Llamadas: 1", "con Paco Luque", "no estaba contento")
    ana.says("llamé a marta?")
    ana.hears("Llamadas: 0", "con Marta Gil")
    ana.presses("Historial de Bar Sol")
    ana.hears("carta nueva")
    ana.says("cuándo vi a paco por última vez")
    ana.hears("De eso justo no hay nada apuntado", "Historial de Bar Sol")
    ana.says("qué le prometí a bar sol")
    ana.hears("Seguimientos: 1", "mandar el catálogo")
    ana.says("cuánto es lo de bar sol")
    ana.hears("Oportunidades: 3.000", "Bar Sol")


def test_ones_own_data_is_asked_for_in_english(office: Office) -> None:
    office.customer("Bright Café", "Gemma Vale", "Tom Bright")
    ana = office.rep("Ana", language="en")
    ana.says("visited Gemma at Bright Café on 3 November, wants a new menu")
    ana.says("called Tom at Bright Café yesterday, not happy with the beans")
    ana.says("remind me to send Gemma at Bright Café the catalogue on Thursday")
    ana.says("Bright Café: opportunity grinder 1,250 euros for the end of the month")

    ana.says("when did i last see gemma")
    ana.hears("Visits: 1", "with Gemma Vale", "3 Nov", "new menu")
    ana.says("did i ring tom")
    ana.hears("Calls: 1", "with Tom Bright", "not happy")
    ana.says("did i ring gemma")
    ana.hears("Calls: 0", "with Gemma Vale")
    ana.presses("History of Bright Café")
    ana.hears("new menu")
    ana.says("when did i last see tom")
    ana.hears("I find nothing noted of exactly that", "History of Bright Café")
    ana.says("what did i promise bright café")
    ana.hears("Follow-ups: 1", "send Gemma")
    ana.says("how much is the bright café deal")
    ana.hears("Opportunities: €1,250")


def test_the_stalled_are_shown_and_not_the_whole_pipeline(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar La Parada")
    boss, sue = office.rep("Berta", role="manager"), office.rep("Sue", role="manager", language="en")
    boss.says("Bar Sol: oportunidad máquina 3.000 € para el 20 de diciembre")
    office.passes(days=40)
    boss.says("Bar La Parada: oportunidad vermut 900 € para fin de mes")
    for question in (
        "qué oportunidades están paradas",
        "q negocios llevan parados mas tiempo",
        "oportunidades estancadas",
    ):
        boss.says(question)
        assert "vermut" not in boss.hears("máquina", "Bar Sol")
    sue.says("what deals have gone quiet")
    assert "vermut" not in sue.hears("máquina")


def test_a_lead_and_a_complaint_are_counted_by_what_was_asked(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Casa Pepe")
    boss, luis = office.rep("Berta", role="manager"), office.rep("Luis")
    boss.says("queja de Bar Sol: el reparto llega tarde")
    boss.says("queja de Casa Pepe: la factura está mal")
    assert luis
    boss.says("cuántas quejas de reparto este mes")
    boss.hears("Quejas: 1", "causa: entrega")
    boss.presses("¿Cuáles?")
    boss.hears("el reparto llega tarde")
    boss.says("quejas por causa este mes")
    boss.hears("Quejas: 2", "entrega", "factura")
    boss.says("cuántos leads entraron la semana pasada")
    boss.hears("Leads: 0")
    boss.says("leads de la feria sin contestar")
    boss.hears("Nadie ha dicho todavía de dónde vienen los leads")


def test_the_heading_of_groups_is_what_they_come_to(office: Office) -> None:
    bar = office.customer("Bar Sol")
    sector(office, bar, "hostelería", "Calle Mayor 3")
    office.rep("Ana Ruiz")
    for day in ("2026-11-02", "2026-11-03", "2026-11-04"):
        log(office, "Ana Ruiz", bar, day)
    won(office, "Ana Ruiz", bar, 1200, "2026-11-05")
    boss = office.rep("Berta", role="manager")
    boss.says("visitas por sector este mes")
    boss.hears("Visitas: 3", "hostelería")
    boss.says("ganadas por comercial este mes")
    boss.hears("Oportunidades: 1.200", "Ana Ruiz")


def test_classes_before_they_are_reckoned_are_said_to_be_so(office: Office) -> None:
    office.customer("Bar Sol")
    boss, sue = office.rep("Berta", role="manager"), office.rep("Sue", role="manager", language="en")
    boss.says("clientes de clase A sin visita este mes")
    boss.hears("Todavía no está calculado", "/abc")
    sue.says("class A customers not visited this month")
    sue.hears("has not been reckoned yet", "/classes")
