"""What is arranged, promised or wanted for a day: it is scheduled, and moved or called off in words."""

import pytest

from tests.office import Office
from tests.office.people import Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    office.customer("Blue Door", "Nell Hart")
    office.customer("Quay Foods", "Owen Reid")
    return office.rep("Ana", language="en")


@pytest.fixture
def eva(office: Office) -> Someone:
    office.customer("Bar Sol", "Irene Bravo")
    office.customer("Casa Lino", "Tomás Gil")
    return office.rep("Eva")


def due(office: Office, name: str) -> list[tuple[str, str]]:
    """What somebody has to do, and when: "24 13:00", or the day alone."""
    person = office.person(name).id
    with office.work() as work:
        return [
            (one.what, f"{one.due_local:%d %H:%M}" if one.grain == "minute" else f"{one.due_local:%d}")
            for one in work.follow_ups.open_of(person)
        ]


# ------------------------------------------------------------------ without a verb it is to come
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("lunch w nell tues 1pm at the mill", ("lunch w nell at the mill", "24 13:00")),
        (
            "appt w nell fri 27th 2.30 re contract renewal, she said bring samples",
            ("appt w nell re contract renewal, she said bring samples", "27 14:30"),
        ),
        ("meeting with owen thursday", ("meeting with owen", "26")),
        ("ive a dentist appt thurs at 9", ("dentist appt", "26 09:00")),
    ],
)
def test_an_appointment_to_come_was_kept_as_one_that_was(
    office: Office, ana: Someone, said: str, kept: tuple[str, str]
) -> None:
    ana.says(said)
    ana.hears_not("Saved:", "When?")
    assert due(office, "Ana") == [kept]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("comida con irene el martes a las 14", ("comida con irene", "24 14:00")),
        (
            "el dia 9 de diciembre comida de navidad con Irene a las 2 y media en el mesón",
            ("comida de navidad con Irene en el mesón", "09 14:30"),
        ),
        ("quedado con irene el martes a las 9", ("quedado con irene", "24 09:00")),
        ("nos vemos el jueves a las 9 con tomás", ("nos vemos con tomás", "26 09:00")),
        ("tengo dentista el jueves a las 9", ("dentista", "26 09:00")),
        ("comida con mi jefe el jueves a las 2", ("comida con mi jefe", "26 14:00")),
        ("cita con Bea de optica rivas manana 10h", ("cita con Bea de optica rivas", "21 10:00")),
    ],
)
def test_lo_que_se_acuerda_sin_verbo_es_lo_que_viene(
    office: Office, eva: Someone, said: str, kept: tuple[str, str]
) -> None:
    eva.says(said)
    eva.hears_not("Guardado:", "¿Cuándo?")
    assert due(office, "Eva") == [kept]


def test_what_follows_tells_that_it_was(office: Office, ana: Someone) -> None:
    ana.says("lunch w nell tues, went great")
    ana.hears("Saved: meeting · Blue Door", "Tuesday 17 November")
    assert not due(office, "Ana")


def test_somebody_else_on_another_day_goes_on_with_what_was_to_be_done(office: Office, ana: Someone) -> None:
    ana.says("chase nell for the signed po tmrw first thing")
    ana.says("and owen monday about the oats, and send nell the brochure today")
    assert sorted(due(office, "Ana")) == [
        ("chase nell for the signed po", "21 09:00"),
        ("chase owen about the oats", "23"),
        ("send nell the brochure", "20"),
    ]


def test_dos_citas_en_una_frase_son_dos(office: Office, eva: Someone) -> None:
    eva.says("tengo a irene el jueves a las 9 y a tomás a las 11")
    assert due(office, "Eva") == [("tengo a irene", "26 09:00"), ("tengo a tomás", "26 11:00")]


# ------------------------------------------------------------------ promised, or wanted by a day
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "just been to blue door, nell wants 6 boxes and a price on cups by tues",
            [("nell wants 6 boxes and a price on cups", "24")],
        ),
        ("popped into blue door, nell asked for a proposal by wednesday", [("nell asked for a proposal", "25")]),
        ("blue door visited, nell ordered 4kg decaf, deliver fri", [("deliver", "27")]),
        ("rang owen, he took 20 cases, wants delivery b4 thurs", [("wants delivery", "26")]),
        ("txted nell about tasting thurs week 11am", [("tasting", "03 11:00")]),
        ("nell said call me on tuesday", [("call Nell Hart", "24")]),
        ("nell wants to move our mtg from weds to thurs 3pm", [("mtg", "26 15:00")]),
        (
            "visited blue door, nell wants a quote by tuesday, delivery on thursday, ring her friday",
            [("nell wants a quote", "24"), ("delivery", "26"), ("ring Nell Hart", "27")],
        ),
    ],
)
def test_what_a_customer_wants_by_a_day_was_only_text(
    office: Office, ana: Someone, said: str, kept: list[tuple[str, str]]
) -> None:
    ana.says(said)
    ana.hears("Next step:")
    assert due(office, "Ana") == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("visité casa lino, tomás pide muestras para el jueves", [("tomás pide muestras", "26")]),
        ("casa lino hizo pedido de 20 cajas entrega el viernes", [("entrega", "27")]),
        ("visité casa lino, hay que entregar el viernes", [("entregar", "27")]),
        ("tomás quiere pasar la reunión al jueves a las 9", [("pasar la reunión", "26 09:00")]),
        (
            "hablé con tomás, me ha pedido precio antes del miércoles, le llamo el lunes",
            [("le llamo", "23"), ("me ha pedido precio", "25")],
        ),
        ("irene de bar sol me ha dicho que mañana no abre, que pase el lunes", [("pasar", "23")]),
        ("vengo de casa lino, tomás contento, nos ven otra vez el 3", [("nos ven otra vez", "03")]),
        (
            "visité bar sol, quieren ser distribuidores, reunión con mi jefe el 2 de diciembre a las 11",
            [("reunión con mi jefe", "02 11:00")],
        ),
    ],
)
def test_lo_que_un_cliente_quiere_para_un_dia_no_es_solo_texto(
    office: Office, eva: Someone, said: str, kept: list[tuple[str, str]]
) -> None:
    eva.says(said)
    eva.hears("Siguiente paso:")
    assert due(office, "Eva") == kept


def test_what_they_said_they_would_do_is_theirs(office: Office, ana: Someone) -> None:
    ana.says("owen rang, said he'd call me back monday")
    ana.hears("Saved: call · Quay Foods")
    assert not due(office, "Ana")


def test_what_the_customer_will_do_is_no_step_of_ours(office: Office, eva: Someone) -> None:
    eva.says("quieren 10 cajas en bar sol, pagan el viernes")
    assert not due(office, "Eva")


def test_a_promise_right_after_a_log_belongs_to_it(office: Office, ana: Someone) -> None:
    ana.says("called owen no answer")
    ana.says("try him again mon morning")
    ana.hears("Saved: call · Quay Foods", "Next step: try him again · Monday 23 November, 10:00")
    ana.says("put me down to chase them mid jan")
    ana.hears("Added: chase them · Friday 15 January")
    ana.says("do the proposal tues afternoon")
    ana.hears("do the proposal · Tuesday 24 November, 16:00")


def test_a_promise_without_a_day_is_offered(ana: Someone) -> None:
    ana.says("popped in to blue door, nell asked about loyalty cards")
    ana.says("oh and she asked about prices, need to ask marketing")
    ana.presses("Remind me: ask marketing")
    ana.says("monday")
    ana.hears("Next step: ask marketing · Monday 23 November")


def test_a_promise_within_a_complaint_a_lead_or_a_sale_is_kept(office: Office, ana: Someone) -> None:
    ana.says("nell at blue door complaining, 3 boxes damaged, said i'd send a driver friday")
    ana.hears("Complaint opened", "Next step: send a driver · Friday 27 November")
    ana.says(
        "new lead: luca's trattoria, owner luca conti, luca@luca.example, interested in beans, call him in 2 weeks"
    )
    ana.hears("Saved: new lead", "· Friday 4 December")
    ana.says("owen at quay foods said yes to the grinder, 1,450 euros, installing dec 3rd")
    ana.hears("Won!", "Next step: installing · Thursday 3 December")
    assert [when for _what, when in due(office, "Ana")] == ["27", "03", "04"]


# ------------------------------------------------------------------ what a reminder is called
def test_a_reminder_said_tomorrow_from_the_next_day_on(office: Office, ana: Someone) -> None:
    ana.says("meeting w owen 2moro 10ish his place")
    ana.says("need to send nell a sample pack nxt tues & book van service")
    assert due(office, "Ana") == [
        ("meeting w owen his place", "21 10:00"),
        ("send nell a sample pack", "24"),
        ("book van service", "24"),
    ]


def test_whoever_was_not_in_is_whom_to_ring(office: Office, ana: Someone) -> None:
    ana.says("owen reid wasnt in, left a catalogue w the chef. will ring him next wk")
    ana.hears("Next step: ring Owen Reid")


def test_un_aviso_para_otra_persona_no_dice_lo_que_se_le_pidio_en_subjuntivo(office: Office, eva: Someone) -> None:
    office.rep("Luis Pérez")
    eva.says("recuérdale a luis que le marque a irene el lunes")
    eva.hears("Se lo recordaré a Luis Pérez: llamar a irene")


# ------------------------------------------------------------------ moved
def test_what_they_cancel_and_propose_for_another_day_is_moved(office: Office, ana: Someone) -> None:
    ana.says("lunch w nell tmrw 1pm at the mill")
    ana.says("nell just cancelled lunch can we do fri same time")
    ana.hears("Moved: lunch w nell", "Saturday 21 November, 13:00 → Friday 27 November, 13:00")
    assert due(office, "Ana") == [("lunch w nell at the mill", "27 13:00")]
    ana.presses("Undo")
    assert due(office, "Ana") == [("lunch w nell at the mill", "21 13:00")]


@pytest.mark.parametrize(
    ("first", "said", "when"),
    [
        ("ring owen monday", "push owen to weds", "25"),
        ("lunch w nell tmrw 1pm", "move the lunch to fri 1pm", "27 13:00"),
        ("meeting w owen monday 2pm", "mtg moved to 3", "23 15:00"),
        ("meeting w owen 2moro 10am", "he cancelled, rearranged for tues same time", "24 10:00"),
        ("meeting with nell tuesday 3pm", "nell can't make tuesday, can we do weds at the same time?", "25 15:00"),
        ("meeting with nell on weds 25th at 2pm", "nell wants to move our mtg from weds to thurs 3pm", "26 15:00"),
    ],
)
def test_moved_in_so_many_words(office: Office, ana: Someone, first: str, said: str, when: str) -> None:
    ana.says(first)
    ana.says(said)
    assert [at for _what, at in due(office, "Ana")] == [when]


@pytest.mark.parametrize(
    ("first", "said", "when"),
    [
        ("recuérdame llamar a irene el lunes a las 10", "pasa lo de irene al jueves", "26 10:00"),
        (
            "comida con irene el martes a las 14",
            "me ha cancelado la comida, mejor el viernes a la misma hora",
            "27 14:00",
        ),
        ("reunión con tomás el miércoles a las 11", "la reunión pasa a las 12", "25 12:00"),
        (
            "reunión con tomás el lunes a las 10",
            "casa lino cancelan lo de las 10, la pasamos al miércoles a las 12 y media",
            "25 12:30",
        ),
        ("reunión con tomás el miércoles a las 11", "tomás quiere pasar la reunión al jueves a las 9", "26 09:00"),
    ],
)
def test_se_mueve_como_se_dice(office: Office, eva: Someone, first: str, said: str, when: str) -> None:
    eva.says(first)
    eva.says(said)
    assert [at for _what, at in due(office, "Eva")] == [when]


def test_of_several_the_one_that_is_chosen_is_moved(office: Office, ana: Someone) -> None:
    ana.says("ring nell monday")
    ana.says("send nell the price list tuesday")
    ana.says("move nell to weds")
    ana.hears("Which one?")
    ana.says("2")
    ana.hears("Moved: send nell the price list")
    assert due(office, "Ana") == [("ring nell", "23"), ("send nell the price list", "25")]


def test_a_whole_day_is_moved_and_called_off(office: Office, ana: Someone) -> None:
    ana.says("ring owen monday")
    ana.says("ring nell monday at 4")
    ana.says("can you move all my monday stuff to tuesday")
    ana.hears("Moved: 2 follow-ups")
    assert sorted(due(office, "Ana")) == [("ring nell", "24 16:00"), ("ring owen", "24")]
    ana.says("cancel all my tuesday stuff")
    ana.hears("Cancelled: 2 follow-ups")
    assert not due(office, "Ana")
    ana.presses("Undo")
    assert len(due(office, "Ana")) == 2


def test_todo_lo_de_un_dia(office: Office, eva: Someone) -> None:
    eva.says("recuérdame llamar a irene mañana a las 13")
    eva.says("visité casa lino, todo bien")
    eva.says("cancela todo lo de mañana")
    eva.hears("Cancelado: 1 pendiente")
    assert not due(office, "Eva")
    eva.says("historial de casa lino")
    eva.hears("todo bien")


# ------------------------------------------------------------------ called off
def test_called_off_in_words(office: Office, ana: Someone) -> None:
    ana.says("lunch w nell tues 1pm at the mill")
    ana.says("scratch the tuesday one altogether")
    ana.hears("Cancelled: lunch w nell at the mill · Tuesday 24 November, 13:00")
    ana.hears_not("Done")
    assert not due(office, "Ana")
    ana.says("cancel lunch with nell")
    ana.hears("Nothing like that is open with Nell Hart")
    ana.hears_not("Saved")


def test_anulado_como_se_dice(office: Office, eva: Someone) -> None:
    eva.says("recuérdame llamar a irene el lunes a las 10")
    eva.says("anula la llamada de irene")
    eva.hears("Cancelado: llamar a irene")
    eva.says("comida con tomás el martes a las 14")
    eva.says("anula lo del martes")
    eva.hears("Cancelado: comida con tomás")
    eva.says("visita a casa lino cancelada, tomás en el médico")
    eva.hears_not("Guardado: visita")


def test_what_they_cancel_of_their_own_calls_nothing_off(office: Office, ana: Someone) -> None:
    ana.says("ring nell monday")
    ana.says("nell cancelled her order")
    ana.hears("Saved: note · Blue Door", "nell cancelled her order")
    ana.hears_not("Does this close")
    assert due(office, "Ana") == [("ring nell", "23")]


@pytest.mark.parametrize(
    "said",
    [
        "cancel all orders for monday",
        "nell is moving to tuesday deliveries",
        "drop off samples for nell tuesday",
        "in blue door now, nell says owen is off sick til monday so the cups are on hold",
    ],
)
def test_what_sounds_like_a_change_and_is_none_changes_nothing(office: Office, ana: Someone, said: str) -> None:
    ana.says("ring nell monday")
    ana.says("visited blue door, nell wants 6 boxes by tuesday")
    ana.says(said)
    ana.hears_not("Moved", "Cancelled", "Which one?")
    assert due(office, "Ana")[:2] == [("ring nell", "23"), ("nell wants 6 boxes", "24")]


def test_what_a_customer_wants_on_one_day_and_not_on_another_moves_nothing(ana: Someone) -> None:
    ana.says("visited blue door, nell wants it delivered on friday, not monday")
    ana.hears("Saved: visit · Blue Door")


def test_an_order_to_move_was_taken_for_the_moment_that_was_asked_for(office: Office, ana: Someone) -> None:
    office.rep("Luis Pérez", language="en")
    ana.says("ring owen monday")
    ana.says("tell luis to ring nell about her invoice")
    ana.hears("When?")
    ana.says("can you move all my monday stuff to tuesday")
    ana.hears("Moved: 1 follow-up")
    ana.says("thursday at 10")
    ana.hears("I'll remind Luis Pérez: ring nell about her invoice", "Thursday 26 November, 10:00")


# ------------------------------------------------------------------ done
def test_done_is_said_of_what_was_set_just_now(office: Office, ana: Someone) -> None:
    ana.says("send nell the brochure today")
    ana.says("done, sent it")
    ana.hears("Done: send nell the brochure")
    assert not due(office, "Ana")


def test_hecho_con_mas_palabras(office: Office, eva: Someone) -> None:
    eva.says("recuérdame mandar la oferta a irene hoy a las 17")
    office.at("2026-11-20 17:00")
    eva.hears("Ahora: mandar la oferta a irene")
    eva.says("hecho, ya se la mandé")
    eva.hears("Hecho: mandar la oferta a irene")
    assert not due(office, "Eva")


def test_only_what_was_settled_is_offered_as_done(ana: Someone) -> None:
    ana.says("remind me to call nell tomorrow at 10")
    ana.says("lunch with nell on tuesday at 1pm")
    ana.says("send nell the brochure monday")
    ana.says("rang nell, shes ok with the cups price")
    ana.hears("Does this close the follow-up? call nell")
    ana.hears_not("Done: lunch", "Done: send")
    ana.says("emailed nell the brochure")
    ana.hears("Does this close the follow-up? send nell the brochure")
    ana.hears_not("Done: lunch")
    ana.says("called nell, no answer")
    ana.hears_not("Does this close")


# ------------------------------------------------------------------ what exists is changed, and made no second time
def test_a_change_told_by_a_customer_made_a_second_step(office: Office, ana: Someone) -> None:
    ana.says("demo at blue door on wednesday at 3pm")
    ana.says("remind me to ring owen on thursday at 11")
    ana.says("nell wants to push it to friday 10am, her barista cant do today")
    ana.hears("Moved: demo at blue door")
    ana.says("no, monday, not thursday")
    ana.hears("ring owen")
    assert sorted(due(office, "Ana")) == [("demo at blue door", "27 10:00"), ("ring owen", "23 11:00")]
    ana.says("undo")
    assert ("ring owen", "26 11:00") in due(office, "Ana")
    ana.says("scratch the blue door demo, nell broke her arm")
    ana.hears("Cancelled: demo at blue door", "nell broke her arm")
    assert due(office, "Ana") == [("ring owen", "26 11:00")]


def test_lo_anulado_vuelve_a_su_nueva_hora_y_no_se_mueve_otra_cosa(office: Office, eva: Someone) -> None:
    eva.says("recuérdame llamar a tomás el viernes 27 a las 10")
    eva.says("pasar por bar sol el miércoles a las 12 y media")
    eva.says("anula lo de pasar por bar sol el miércoles, irene está mala")
    eva.hears("Cancelado: pasar por bar sol", "irene está mala")
    eva.says("mejor el jueves a la misma hora")
    assert sorted(due(office, "Eva")) == [("llamar a tomás", "27 10:00"), ("pasar por bar sol", "26 12:30")]
    eva.says("lo de tomás mejor a las 11 y media")
    assert ("llamar a tomás", "27 11:30") in due(office, "Eva")
