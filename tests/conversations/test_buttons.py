"""Buttons: a shorter way to type, that does one thing, for one person, as long as it can be done."""

from typing import Any

import pytest
from sqlalchemy import select, update

from storage.messaging.tables import ConversationRow, OutboxRow
from tests.office import Office, Someone


def offers(office: Office, someone: Someone, *choices: dict[str, Any]) -> None:
    """Somebody has a message with these choices on their screen, as the outbox keeps them."""
    staff_id = office.person(someone.name).id
    with office.work() as work:
        address = work.people.address(staff_id)
        assert address
        work.outbox.add(address, {"blocks": [["text", "Algo"]], "choices": list(choices)}, staff_id=staff_id)
    office.tick()


def ages(office: Office) -> None:
    """All that is out there, and all that is waited for, is as the version before stored it."""
    with office.work() as work:
        for id_, payload in work.connection.execute(select(OutboxRow.id, OutboxRow.payload)).all():
            old = payload | {
                "choices": [as_said(choice) for choice in payload["choices"] if choice["action"] not in NEW]
            }
            work.connection.execute(update(OutboxRow).where(OutboxRow.id == id_).values(payload=old))
        for row in work.connection.execute(select(ConversationRow.__table__)).all():
            old = row.state | {
                "choices": [as_said(one) for one in row.state.get("choices", []) if one["action"] not in NEW]
            }
            work.conversations.keep(row.platform, row.chat, row.account, old)


def as_said(choice: dict[str, Any]) -> dict[str, Any]:
    """A choice as it was stored when it said a sentence."""
    action, args = choice["action"], choice["args"]
    if action == "answer":
        says = {True: "yes", False: "no"}.get(args.get("yes")) or ("/skip" if args.get("skip") else choice["label"])
        return {"label": choice["label"], "says": says, "target": args.get("target")}
    said = [(word, kind) for name, word, kind in SAID if name == action]
    if not said:
        return choice  # nobody had that button then
    [(word, kind)] = said
    return {"label": choice["label"], "says": word, "target": f"{kind}:{next(iter(args.values()))}" if kind else None}


NEW = frozenset({"as_said", "as_said_of"})
"""What that version had no button for."""

SAID = (
    ("finish", "/done", "follow_up"),
    ("snooze", "/snooze", "follow_up"),
    ("reassign", "/reassign", "follow_up"),
    ("undo", "/undo", "change"),
    ("card", "/card_of", "customer"),
    ("brief", "/brief_of", "customer"),
    ("history", "/history_of", "customer"),
    ("edit", "/edit_of", ""),
    ("fix", "/fix", ""),
    ("log_visit", "/visit_to", "customer"),
    ("add_to_visit", "/join", "interaction"),
)


# ------------------------------------------------------------------ a name is a value, and no part of a sentence
def test_a_customer_called_with_an_arrow_could_not_be_merged(office: Office) -> None:
    office.customer("Bar > Luna")
    office.customer("Taberna Luna", "Marta")
    ana = office.rep("Ana")
    ana.says("/editar Taberna Luna > nombre > Bar > Luna")
    ana.hears("Bar > Luna ya existe")
    ana.presses("Unir los dos")
    ana.hears("Taberna Luna pasa a Bar > Luna")
    ana.presses("Unir")
    ana.hears("Unidos: Taberna Luna ahora es Bar > Luna")


def test_the_other_way_round_is_of_the_two_that_are_asked_about(office: Office) -> None:
    office.customer("Bar > Luna")
    office.customer("Bar y Sol")
    ana = office.rep("Ana")
    ana.says("/unir")
    ana.says("Bar > Luna")
    ana.says("Bar y Sol")
    ana.presses("Al revés")
    ana.hears("Bar > Luna pasa a Bar y Sol")
    ana.presses("Unir")
    ana.hears("Unidos: Bar > Luna ahora es Bar y Sol")


# ------------------------------------------------------------------ typing a label
@pytest.fixture
def ana(office: Office) -> Someone:
    """Ana has two things to do, of which one is at Bar Sol."""
    office.customer("Bar Sol", "Marta")
    ana = office.rep("Ana")
    ana.says("recuérdame pedir cita a Bar Sol hoy a las 17")
    ana.says("recuérdame comprar pan hoy a las 18")
    return ana


@pytest.mark.parametrize("name", ["Bar Sol", "bar sol", "Marta"])
def test_a_name_that_stands_in_a_label_presses_nothing(ana: Someone, name: str) -> None:
    ana.says("/hoy")
    assert any("Bar Sol" in label for label in ana.choices())
    ana.says(name)
    ana.hears("Marta")
    ana.hears_not("Hecho: pedir cita")
    ana.says("/hoy")
    ana.hears("pedir cita", "comprar pan")


def test_a_part_of_a_label_presses_nothing_either(ana: Someone) -> None:
    ana.says("/hoy")
    ana.says("comprar pan")
    ana.says("/cancelar")
    ana.says("/hoy")
    ana.hears("pedir cita", "comprar pan")


@pytest.mark.parametrize("typed", ["Hecho: comprar pan", "hecho: COMPRAR PAN", "2", "la segunda"])
def test_the_whole_label_or_its_number_presses(ana: Someone, typed: str) -> None:
    ana.says("/hoy")
    ana.says(typed)
    ana.hears("Hecho: comprar pan", "pedir cita")
    ana.says("/hoy")
    ana.hears_not("comprar pan")


# ------------------------------------------------------------------ the question that a button answers
def test_a_question_could_not_be_answered_any_more_after_a_look_at_something_else(office: Office) -> None:
    office.customer("Taller Gil Norte")
    office.customer("Taller Gil Sur")
    ana = office.rep("Ana")
    ana.says("visité a Taller Gil ayer, quieren 10 cajas")
    ana.says("mi agenda")
    ana.hears("Nada pendiente")
    ana.presses("Taller Gil Sur")
    ana.hears("Guardado: visita · Taller Gil Sur", "quieren 10 cajas")


def test_a_button_answers_its_own_question_and_no_other(office: Office) -> None:
    for name in ("Taller Gil Norte", "Taller Gil Sur", "Librería Muñoz", "Librería Muñiz"):
        office.customer(name)
    ana = office.rep("Ana")
    ana.says("visité a librería muñez ayer, quieren 10 cajas")
    ana.says("/cancelar")
    ana.says("visité a Taller Gil ayer, quieren vino")
    ana.presses("Librería Muñiz")
    ana.hears("Esa pregunta ya no está abierta")
    ana.presses("Taller Gil Sur")
    ana.hears("Guardado: visita · Taller Gil Sur", "quieren vino")


def test_of_two_that_were_offered_one_word_tells_which(office: Office) -> None:
    for name in ("Taller Gil Norte", "Taller Gil Sur", "Hotel Sur", "Taller Norte"):
        office.customer(name)
    ana = office.rep("Ana")
    ana.says("visité a Taller Gil ayer, quieren 10 cajas")
    ana.says("sur")
    ana.hears("Guardado: visita · Taller Gil Sur")


def test_what_was_chosen_before_it_was_put_away_is_asked_for_again(office: Office) -> None:
    bar = office.customer("Bar Sol")
    office.customer("Bar Luna")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer")
    ana.hears("¿Qué pasó?")
    with office.work() as work:
        work.merging.merge(work.customers.exactly("Bar Luna"), work.customers.get(bar))
    ana.says("quieren 10 cajas")
    ana.hears("Ese cliente ya no existe")
    ana.says("Bar Luna")
    ana.says("quieren 10 cajas")
    ana.hears("Guardado: visita · Bar Luna")


# ------------------------------------------------------------------ who may, and what is left of it
def test_who_may_not_any_more_is_told_so(office: Office) -> None:
    elena, luis = office.rep("Elena", role="admin"), office.rep("Luis", role="manager")
    office.rep("Ana")
    luis.says("/equipo Ana")
    elena.says("cambia el rol de Luis a comercial")
    elena.hears("Luis")
    luis.presses("Rol")
    luis.hears("No tienes permiso para eso")


@pytest.mark.parametrize(
    ("action", "args", "answer"),
    [
        ("no_such_action", {}, "demasiado antiguo"),
        ("card", {}, "demasiado antiguo"),
        ("card", {"customer": "uno"}, "demasiado antiguo"),
        ("card", {"customer": True}, "demasiado antiguo"),
        ("card", {"customer": 1, "colour": "red"}, "demasiado antiguo"),
        ("card", {"customer": 999_999}, "ya no existe"),
        ("agenda", {"period": {"start": "ayer"}, "at": 0}, "demasiado antiguo"),
        ("history", {"customer": 1, "at": "?"}, "demasiado antiguo"),
        ("snooze", {"until": "forever", "follow_up": 1}, "demasiado antiguo"),
        ("log_visit", {"colour": "red"}, "demasiado antiguo"),
        ("log_visit", {"customer": 999_999}, "ya no existe"),
        ("edit", {"subject": "nobody"}, "demasiado antiguo"),
        ("answer", {"yes": True}, "ya no está abierta"),
    ],
)
def test_a_button_that_cannot_be_served_is_declined_politely(
    office: Office, action: str, args: dict[str, Any], answer: str
) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    offers(office, ana, {"label": "Así", "action": action, "args": args})
    ana.presses("Así")
    ana.hears(answer)
    ana.hears_not("Algo ha fallado")


# ------------------------------------------------------------------ what the version before left
def test_buttons_of_the_version_before_still_work(office: Office, ana: Someone) -> None:
    office.customer("Taller Gil")
    me = office.person("Ana").id
    with office.work() as work:
        first, second = (follow_up.id for follow_up in work.follow_ups.open_of(me))
        customer = work.customers.exactly("Bar Sol")
        assert customer
    day = '{"start":"2026-11-20","grain":"day"}'
    for says, target, answer in (
        ("/done", f"follow_up:{first}", "Hecho: pedir cita"),
        (f"/agenda_done 0 {day}", f"follow_up:{second}", "Hecho: comprar pan"),
        ("/card_of", f"customer:{customer.id}", "Marta"),
        ("/alias la esquina", f"customer:{customer.id}", "«la esquina» es Bar Sol"),
        ("/help 6", None, "/"),
        ("/merge Bar Sol > Taller Gil", None, "Taller Gil pasa a Bar Sol"),
    ):
        offers(office, ana, {"label": "Así", "says": says, "target": target})
        ana.presses("Así")
        ana.hears(answer)


@pytest.mark.parametrize("typed", ["Taller Gil Sur", "1", None])
def test_a_question_of_the_version_before_goes_on(office: Office, typed: str | None) -> None:
    office.customer("Taller Gil Norte")
    office.customer("Taller Gil Sur")
    ana = office.rep("Ana")
    ana.says("visité a Taller Gil ayer, quieren 10 cajas")
    ages(office)
    if typed:
        ana.says(typed)
    else:
        ana.presses("Taller Gil Sur")
    ana.hears("Guardado: visita · Taller Gil Sur", "quieren 10 cajas")


def test_a_check_of_the_version_before_goes_on(office: Office, ana: Someone) -> None:
    ana.says("visité a bar sol, quieren 10 cajas")
    ana.says("visité a bar sol, quieren 20 cajas")
    ages(office)
    ana.presses("Es otra")
    ana.hears("Guardado: visita · Bar Sol", "quieren 20 cajas")


def test_an_old_button_of_a_question_that_is_answered_is_declined(office: Office) -> None:
    office.customer("Taller Gil Norte")
    office.customer("Taller Gil Sur")
    ana = office.rep("Ana")
    ana.says("visité a Taller Gil ayer, quieren 10 cajas")
    ages(office)
    ana.presses("Taller Gil Norte")
    ana.presses("Taller Gil Sur")
    ana.hears("Esa pregunta ya no está abierta")
