"""What is told of a day to come: it is scheduled where it is an order, and offered where that is in doubt; it never took place."""

from tests.conversations.test_what_was_arranged import due
from tests.office import Office


def test_what_is_to_come_is_scheduled_or_offered_and_was_never_held(office: Office) -> None:
    office.customer("Blue Door", "Nell Hart")
    office.customer("Quay Foods", "Owen Reid")
    ana = office.rep("Ana", language="en")

    ana.says("drop sample at blue door thurs morning")
    ana.says("blue door demo weds 3pm to show the machine, nell wants her barista there too")
    ana.says("remind me 20 mins before the blue door thing on wednesday")
    ana.says("follow up w owen in two weeks")
    assert due(office, "Ana") == [
        ("20 mins before the blue door thing", "25 14:40"),
        ("blue door demo to show the machine, nell wants her barista there too", "25 15:00"),
        ("drop sample at blue door", "26 10:00"),
        ("follow up w owen", "04"),
    ]

    ana.says("visited quay foods, ordered a replacement, should land thurs. ring owen fri am to check it came")
    ana.hears("should land thurs")
    assert ("ring owen to check it came", "27 10:00") in due(office, "Ana")
    assert len(due(office, "Ana")) == 5

    ana.says("spoke to nell, wants a tasting, monday 2.30 at the mill")
    ana.presses("Remind me: wants a tasting, monday 2.30… · Monday 23 November, 14:30")
    assert due(office, "Ana")[0][1] == "23 14:30"
    ana.says("ill call nell tomorrow at 5 instead")
    ana.hears("Remind me: ill call nell tomorrow at 5")
    assert len(due(office, "Ana")) == 6


def test_lo_que_esta_por_venir_se_agenda_o_se_ofrece(office: Office) -> None:
    office.customer("Bar Sol", "Irene Bravo")
    office.customer("Casa Lino", "Tomás Gil")
    eva = office.rep("Eva")

    eva.says("preguntar al almacén por el expositor hoy a las 6")
    eva.says("y el 2 de dic a las 12 visita a bar sol")
    eva.says("apunta la cata en casa lino el 10 de diciembre a las 17")
    eva.says("el lunes a las 8 llamar a bar sol y a casa lino")
    assert due(office, "Eva") == [
        ("preguntar al almacén por el expositor", "20 18:00"),
        ("llamar a bar sol", "23 08:00"),
        ("llamar a casa lino", "23 08:00"),
        ("visita a bar sol", "02 12:00"),
        ("la cata en casa lino", "10 17:00"),
    ]

    eva.says("igual me paso por casa lino el lunes, no sé")
    eva.hears("nota · Casa Lino")
    eva.says("he estado con irene, le gusta el rioja. el martes x la tarde le acerco el catálogo")
    eva.presses("Recuérdame: le acerco el catálogo · martes 24 de noviembre, 16:00")
    assert ("le acerco el catálogo", "24 16:00") in due(office, "Eva")
    assert len(due(office, "Eva")) == 6
