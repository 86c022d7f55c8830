"""What is arranged is answered, moved, called off and put right in words, and is told as it is said: a price is no hour."""

import pytest

from tests.office import Office
from tests.office.people import Someone

RUNG = "2026-11-23 10:04"


@pytest.fixture
def ana(office: Office) -> Someone:
    office.customer("The Fox", "Jean Lister")
    office.customer("Olive & Thyme Deli", "Helen Cross")
    office.customer("Harper's Garage", "Mick Harper")
    return office.rep("Ana", language="en")


@pytest.fixture
def eva(office: Office) -> Someone:
    office.customer("Bodega Herrero", "Pilar Herrero")
    office.customer("Restaurante El Molino", "Joaquín Salas")
    office.customer("Taberna El Gallo")
    office.customer("Ultramarinos Casa Paco", "Paco Rey")
    return office.rep("Eva")


def due(office: Office, name: str) -> list[tuple[str, str]]:
    """What somebody has to do, and when: "24 13:00", or the day alone."""
    person = office.person(name).id
    with office.work() as work:
        return [
            (one.what, f"{one.due_local:%d %H:%M}" if one.grain == "minute" else f"{one.due_local:%d}")
            for one in work.follow_ups.open_of(person)
        ]


# ------------------------------------------------------------------ a reminder that rang
@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("done, spoke to her, 4 hampers", []),
        ("got through, helen says 4 hampers, ill drop them off thursday", [("drop them off", "26")]),
        ("just rang her, all good", []),
        ("spoke to her, wants an invoice by wednesday", [("wants an invoice", "25")]),
        ("he didnt pick up ill try again thursday same time", [("ring helen", "26 10:00")]),
        ("no joy, ill try again tomorrow at 9", [("ring helen", "24 09:00")]),
        ("shes in a meeting, call back at 3", [("ring helen", "23 15:00")]),
        ("voicemail", [("ring helen", "23 10:00")]),
        ("couldnt get hold of her, try friday same time", [("ring helen", "27 10:00")]),
    ],
)
def test_a_reminder_is_answered_in_words(office: Office, ana: Someone, said: str, left: list[tuple[str, str]]) -> None:
    ana.says("remind me monday at 10 to ring helen")
    office.at(RUNG)
    ana.says(said)
    ana.hears_not("loose note", "did not understand")
    assert due(office, "Ana") == left
    ana.says("history of olive and thyme")
    ana.hears(said.rsplit(",", maxsplit=1)[-1].strip().split(" ill ")[0])


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("hecho, hable con ella, se queda 8 garrafas y le mando la proforma mañana", [("le mando la proforma", "24")]),
        ("ya la llame, se queda 30 cajas", []),
        ("listo ya quedo, me pidio 10 cajas", []),
        ("hablado con ella, se queda 6 cajas", []),
        ("le he llamado, comunica, lo intento mañana a las 10", [("llamar a pilar", "24 10:00")]),
        ("no lo agarre, mañana a las 8 otra vez", [("llamar a pilar", "24 08:00")]),
        ("pilar reunida, que la llame a las 13", [("llamar a pilar", "23 13:00")]),
        ("buzon de voz, mañana lo intento otra vez a las 9", [("llamar a pilar", "24 09:00")]),
        ("no me lo coge, pruebo el jueves a la misma hora", [("llamar a pilar", "26 10:00")]),
    ],
)
def test_un_aviso_se_contesta_de_palabra(office: Office, eva: Someone, said: str, left: list[tuple[str, str]]) -> None:
    eva.says("recuerdame el lunes a las 10 llamar a pilar")
    office.at(RUNG)
    eva.says(said)
    eva.hears_not("nota suelta", "No lo he entendido", "Prefiere")
    assert due(office, "Eva") == left
    eva.says("historial de bodega herrero")
    eva.hears(said.rsplit(",", maxsplit=1)[-1].strip().split(" y le ")[0])


def test_what_is_told_of_somebody_else_answers_no_reminder(office: Office, ana: Someone, eva: Someone) -> None:
    ana.says("remind me monday at 10 to ring helen")
    eva.says("recuerdame el lunes a las 10 llamar a pilar")
    office.at(RUNG)
    ana.says("just rang mick at harpers, he wants 4 tyres")
    ana.hears("Saved: call · Harper's Garage")
    ana.says("visited the fox, jean wants 3 boxes")
    ana.hears("Saved: visit · The Fox")
    eva.says("llame a joaquin y no contesta")
    eva.hears("Guardado: llamada · Restaurante El Molino")
    assert due(office, "Ana") == [("ring helen", "23 10:00")]
    assert due(office, "Eva") == [("llamar a pilar", "23 10:00")]


def test_what_is_of_no_customer_is_done_and_kept_as_a_loose_note(office: Office, ana: Someone) -> None:
    ana.says("remind me monday at 10 to ring the supplier about that pump")
    office.at(RUNG)
    ana.says("done rang them theyre sending an engineer thursday morning")
    ana.hears("Done: ring the supplier about that pump", "Kept as a loose note", "sending an engineer thursday morning")
    assert not due(office, "Ana")


def test_a_reminder_of_something_to_be_sent(office: Office, ana: Someone, eva: Someone) -> None:
    ana.says("remind me monday at 10 to email jean")
    eva.says("recuerdame el lunes a las 10 mandarle la tarifa a paco")
    office.at(RUNG)
    ana.says("emailed her")
    ana.hears("Done: email jean", "Saved: e-mail · The Fox")
    eva.says("se la mande por correo ya")
    eva.hears("Hecho: mandarle la tarifa a paco", "Ultramarinos Casa Paco")
    assert not due(office, "Ana")
    assert not due(office, "Eva")


def test_several_are_done_by_what_they_are_called(office: Office, ana: Someone, eva: Someone) -> None:
    eva.says("llamar a pilar hoy a las 12")
    eva.says("mandarle la proforma a pilar hoy a las 13")
    eva.says("la proforma de pilar y la llamada estan hechas")
    eva.hears("Hecho: mandarle la proforma a pilar", "Hecho: llamar a pilar")
    ana.says("send jean the price list today at 5")
    ana.says("the price list is done")
    ana.hears("Done: send jean the price list")
    assert not due(office, "Ana")
    assert not due(office, "Eva")


# ------------------------------------------------------------------ moved and called off
@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("oh and helen rang she cant do tuesday make it wednesday at 9", [("meeting with helen", "25 09:00")]),
        ("helen cancelled 10:00 now its thursday same time", [("meeting with helen", "26 10:00")]),
        ("the helen meeting is now thursday at 2", [("meeting with helen", "26 14:00")]),
        ("no the helen one at 11", [("meeting with helen", "24 11:00")]),
        ("make it 12 and take the new samples", [("meeting with helen, take the new samples", "24 12:00")]),
        ("drop the meeting with helen, no longer needed", []),
        ("scrap the reminder about meeting helen", []),
    ],
)
def test_a_plan_is_moved_in_words(office: Office, ana: Someone, said: str, left: list[tuple[str, str]]) -> None:
    ana.says("meeting with helen tuesday at 10")
    ana.says(said)
    ana.hears_not("Saved:", "loose note")
    assert due(office, "Ana") == left


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("pilar no puede el martes, pasalo al miercoles a las 9", [("cita con pilar", "25 09:00")]),
        ("no puedo ir el martes a bodega herrero, pasalo al viernes a las 12", [("cita con pilar", "27 12:00")]),
        ("lo de pilar es el miercoles a las 11, no el martes", [("cita con pilar", "25 11:00")]),
        ("la cita con pilar es el jueves a las 2", [("cita con pilar", "26 14:00")]),
        ("perdon, la de pilar a las 13", [("cita con pilar", "24 13:00")]),
        ("y el aviso de pilar del martes dejalo a las 12", [("cita con pilar", "24 12:00")]),
        ("entonces lo del martes a las 10 ya no hace falta quitalo", []),
        ("no, que quites el recordatorio del martes a las 10 de pilar", []),
    ],
)
def test_un_plan_se_mueve_de_palabra(office: Office, eva: Someone, said: str, left: list[tuple[str, str]]) -> None:
    eva.says("cita con pilar el martes a las 10")
    office.passes(hours=1)
    eva.says(said)
    eva.hears_not("Guardado:", "nota suelta")
    assert due(office, "Eva") == left


def test_a_reminder_on_the_day_before(office: Office, ana: Someone, eva: Someone) -> None:
    ana.says("meeting with helen thursday at 9")
    ana.says("and remind me the day before to pack the samples")
    assert due(office, "Ana") == [("pack the samples", "25"), ("meeting with helen", "26 09:00")]
    eva.says("el jueves a las 10 reunion con pilar")
    eva.says("avisame el dia antes para preparar la oferta")
    assert [when for _what, when in due(office, "Eva")] == ["25", "26 10:00"]


def test_what_is_put_right_is_what_was_said(office: Office, ana: Someone, eva: Someone) -> None:
    eva.says("he visto a joaquin en el molino, le llamo el martes a las 11")
    eva.says("no espera, el miercoles a las 11")
    eva.hears("Siguiente paso: le llamo · miércoles 25 de noviembre, 11:00")
    eva.says("no, en tres semanas")
    assert due(office, "Eva") == [("le llamo", "11 11:00")]
    ana.says("saw helen at olive and thyme, ring her tues at 10")
    ana.says("no wait its ring her weds at 10")
    assert [when for _what, when in due(office, "Ana")] == ["25 10:00"]
    ana.says("no wait it was thurs at 10")
    ana.hears("What shall I correct?")  # the visit has no hour, and what comes next has that one
    ana.presses("Next step")
    assert [when for _what, when in due(office, "Ana")] == ["26 10:00"]


@pytest.mark.parametrize(
    ("told", "said", "when"),
    [
        ("visita a casa paco, entrega el 2 de diciembre", "la entrega es el 3", "03"),
        ("visita a casa paco, entrega el 2 de diciembre", "quita la entrega del 2, es solo el 3", "03"),
        ("visita a casa paco, quiere hacer una cata el 3 de diciembre", "a las 7 de la tarde la cata", "03 19:00"),
    ],
)
def test_lo_que_se_dice_de_nuevo_no_es_otro_paso(office: Office, eva: Someone, told: str, said: str, when: str) -> None:
    eva.says(told)
    eva.says(said)
    assert [due_ for _what, due_ in due(office, "Eva")] == [when]


def test_what_is_said_again_is_no_other_step(office: Office, ana: Someone) -> None:
    ana.says("saw helen at olive and thyme, wants a tasting on the 2nd of december")
    ana.says("the tasting is the 3rd")
    ana.says("tasting at 7pm")
    assert due(office, "Ana") == [("wants a tasting", "03 19:00")]


# ------------------------------------------------------------------ what is still to be done
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("helen finally picked up, shell have 12 bags, im dropping them off friday", [("im dropping them off", "27")]),
        (
            "jean wants samples of the labels, posted out by monday",
            [("jean wants samples of the labels, posted out", "23")],
        ),
        pytest.param(
            "spoke to jean they approved the order its 2,340 for the chairs ship by december 4th",
            [("ship", "04")],
            marks=pytest.mark.xfail(
                reason="without a comma the step stays in the note, whole, and is not offered", strict=True
            ),
        ),
        ("saw jean at the fox, proposal by monday", [("proposal", "23")]),
        (
            "demo at the fox done jean loved it they want delivery jan 5 invoice half up front",
            [("they want delivery", "05")],
        ),
        (
            "saw jean at the fox, wants 8 pale ale instead of 6 chase the cooler engineer tomorrow first thing",
            [("chase the cooler engineer", "21 09:00")],
        ),
        (
            "just left the fox and they said the bikes need to be there by the 15th of december and jerome wants wipes",
            [("the bikes need to be there", "15")],
        ),
    ],
)
def test_what_is_still_to_be_done_is_called_so(
    office: Office, ana: Someone, said: str, kept: list[tuple[str, str]]
) -> None:
    ana.says(said)
    assert due(office, "Ana") == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("visita a bodega herrero con pilar, presupuesto antes del jueves", [("presupuesto", "26")]),
        ("visita a bodega herrero, pilar quiere lotes, presupuestar el lunes", [("presupuestar", "23")]),
        ("he estado con joaquin, invitarlo a la cata el 3 de diciembre", [("invitarlo a la cata", "03")]),
        (
            "me dijo pilar q joaquin esta de vacaciones hasta el lunes, q le llame entonces",
            [("llamarle entonces", "23")],
        ),
        ("en el gallo quieren 2 cajas del verdejo para el jueves", [("quieren 2 cajas del verdejo", "26")]),
        ("visita a bodega herrero con pilar, me late que lo compra en enero", []),
    ],
)
def test_lo_que_queda_por_hacer_se_llama_asi(
    office: Office, eva: Someone, said: str, kept: list[tuple[str, str]]
) -> None:
    eva.says(said)
    assert due(office, "Eva") == kept


@pytest.mark.parametrize(
    "said",
    [
        "went to the fox jean thinks the olives are too dear at 14.50 would take 20 tubs at 13",
        "saw jean at the fox, olives too expensive at 12.50, loves the rest",
        "saw jean at the fox, took 10 at 13",
    ],
)
def test_a_price_is_no_hour(office: Office, ana: Someone, said: str) -> None:
    office.at("2026-11-23 11:00")
    ana.says(said)
    ana.hears("Saved: visit · The Fox", "Date: Monday 23 November")
    ana.hears_not("November, 1")


def test_what_was_sent_is_no_plan(office: Office, ana: Someone, eva: Someone) -> None:
    ana.says("quote for the oven sent to jean 6450 + vat shes gonna decide by next friday")
    ana.hears("Saved:", "The Fox")
    eva.says("presupuesto enviado a pilar, lo decide el viernes")
    eva.hears("Guardado:", "Bodega Herrero")
    assert not due(office, "Ana")
    assert not due(office, "Eva")


def test_what_they_will_do_is_not_when_it_was(office: Office, ana: Someone) -> None:
    ana.says("rang mick at harpers, theyre sending an engineer thursday morning")
    ana.hears("Saved: call · Harper's Garage", "Date: Friday 20 November")


def test_whom_one_is_booked_in_with_is_part_of_it(office: Office, ana: Someone) -> None:
    ana.says("book me in with jean friday 9am")
    assert due(office, "Ana") == [("book me in with jean", "27 09:00")]
