"""A form that is filled in at once is the same form as in the chat."""

from datetime import date

import pytest

from handlers.kit.dialog.modals import LONGEST_HINT, LONGEST_TITLE, dialog
from handlers.kit.format.locales import LANGUAGES
from handlers.kit.format.texts import voice
from handlers.kit.forms.form import Form
from handlers.kit.registry.registry import Capability, Command, discover
from tests.office import Office

REGISTRY = discover()
STEP_BY_STEP = {"edit", "gaps"}
"""Forms in which what is asked depends on the answer before: nothing to be filled in at once."""
LONGEST_LABEL = 30
MOST_FIELDS, MOST_OPTIONS = 20, 20
LISTED = [
    (capability, command, command.does.name)
    for capability in REGISTRY.capabilities
    for command in capability.commands
    if isinstance(command.does, Form) and not command.hidden and command.does.name not in STEP_BY_STEP
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("capability", "command", "_form"), LISTED, ids=[name for _capability, _command, name in LISTED]
)
def test_every_form_of_a_command_can_be_filled_in_at_once(
    capability: Capability, command: Command, _form: str, language: str
) -> None:
    word = next(iter(command.words.values()))
    found = dialog(REGISTRY, word, voice(language, "ES", date(2026, 11, 20)))
    assert found
    assert REGISTRY.roles_of(found.form) == capability.roles
    assert 0 < len(found.title) <= LONGEST_TITLE
    assert 0 < len(found.submit) <= LONGEST_TITLE
    assert 0 < len(found.fields) <= MOST_FIELDS
    for field in found.fields:
        assert 0 < len(field.label) <= LONGEST_LABEL
        assert len(field.hint) <= LONGEST_HINT
        assert (field.kind == "choice") == bool(field.options)
        assert len(field.options) <= MOST_OPTIONS
        assert all(says and 0 < len(label) <= LONGEST_LABEL for says, label in field.options)
    assert not all(field.optional for field in found.fields), "what the form is about must be filled in"


def test_there_is_a_shortcut() -> None:
    assert [command.words["en"] for command in REGISTRY.shortcuts()] == ["visit", "new_lead"]


def test_a_visit_is_logged_from_a_dialog(office: Office) -> None:
    office.customer("Bar Sol", "Marta")
    ana = office.rep("Ana", at_desk=True)
    asked = ana.dialog("visita")
    assert asked.title == "Anotar visita"
    assert [field.label for field in asked.fields if not field.optional] == ["Cliente", "Qué pasó"]
    answered = ana.fills_in(
        asked.form,
        customer="Bar Sol",
        kind="call",
        when="2026-11-19",
        summary="quieren 10 cajas",
        contact="Marta",
        next_step="llamarla el martes a las 10",
    )
    assert answered is not None
    assert not answered.errors
    ana.hears("llamada · Bar Sol", "jueves 19 de noviembre", "Marta", "martes 24 de noviembre, 10:00")
    ana.presses("Deshacer")
    ana.hears("Deshecho")


def test_what_the_note_says_besides_is_kept_as_in_the_chat(office: Office) -> None:
    office.customer("Bar Sol", "Marta")
    ana = office.rep("Ana", at_desk=True)
    ana.fills_in("visit", customer="Bar Sol", summary="quieren 10 cajas, llamar a Marta el martes a las 10")
    ana.hears("visita · Bar Sol", "martes 24 de noviembre, 10:00")


def test_what_was_written_for_a_field_counts_for_more_than_the_note(office: Office) -> None:
    office.customer("Bar Sol", "Marta", "Luis")
    ana = office.rep("Ana", at_desk=True)
    ana.fills_in(
        "visit",
        customer="Bar Sol",
        summary="quieren 10 cajas, llamar a Marta el martes a las 10",
        next_step="mandar catálogo el lunes a las 9",
    )
    ana.hears("mandar catálogo · lunes 23 de noviembre, 9:00")
    ana.hears_not("martes 24")


def test_what_is_wrong_is_said_by_its_field_and_nothing_is_kept(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", at_desk=True)
    answered = ana.fills_in("visit", customer="Bar Sol", when="2026-12-24", summary="quieren 10 cajas", amount="mucho")
    assert answered is not None
    assert "aún no ha llegado" in answered.errors["when"] or "por llegar" in answered.errors["when"]
    assert "importe" in answered.errors["amount"]
    assert set(answered.errors) == {"when", "amount"}
    ana.hears_nothing()
    ana.says("historial de Bar Sol")
    ana.hears("Todavía no hay nada")


def test_what_must_be_filled_in_is_missed(office: Office) -> None:
    ana = office.rep("Ana", at_desk=True)
    answered = ana.fills_in("visit", customer=" ", summary="quieren 10 cajas")
    assert answered is not None
    assert answered.errors == {"customer": "Esto es obligatorio."}


def test_what_cannot_be_done_is_said_in_the_dialog(office: Office) -> None:
    ana, luis = office.rep("Ana", at_desk=True), office.rep("Luis")
    luis.says("nuevo cliente Taller Gil")
    answered = ana.fills_in("hand_over", customer="Taller Gil", staff="Ana")
    assert answered is not None
    assert "Luis" in answered.errors["customer"]
    ana.hears_nothing()


def test_an_ambiguous_customer_is_asked_about_in_the_chat(office: Office) -> None:
    office.customer("Bar Sol Centro")
    office.customer("Bar Sol Playa")
    ana = office.rep("Ana", at_desk=True)
    answered = ana.fills_in("visit", customer="Bar Sol", summary="quieren 10 cajas", amount="1200 €")
    assert answered is not None
    assert not answered.errors
    ana.presses("Bar Sol Playa")
    ana.hears("visita · Bar Sol Playa", "quieren 10 cajas", "1.200")


def test_somebody_nobody_knows_is_offered_to_be_created(office: Office) -> None:
    ana = office.rep("Ana", at_desk=True)
    ana.fills_in("visit", customer="Bar Luna", summary="quieren 10 cajas")
    ana.presses("Crearlo")
    ana.hears("visita · Bar Luna", "quieren 10 cajas")


def test_the_same_visit_again_is_asked_about_in_the_chat(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", at_desk=True)
    ana.fills_in("visit", customer="Bar Sol", summary="quieren 10 cajas")
    answered = ana.fills_in("visit", customer="Bar Sol", summary="quieren 12 cajas")
    assert answered is not None
    assert not answered.errors
    ana.presses("Es otra")
    ana.hears("quieren 12 cajas")


def test_a_form_that_waits_in_the_chat_goes_on_waiting(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Taller Gil")
    ana = office.rep("Ana", at_desk=True)
    ana.says("visité a Taller Gil ayer")
    ana.hears("¿Qué pasó?")
    ana.fills_in("visit", customer="Bar Sol", summary="quieren 10 cajas")
    ana.says("revisamos la máquina")
    ana.hears("Taller Gil", "revisamos la máquina")


def test_what_comes_too_late_for_the_dialog_goes_on_in_the_chat(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", at_desk=True)
    answered = ana.fills_in("visit", wait=0, customer="Bar Sol", when="2026-12-24", summary="quieren 10 cajas")
    assert answered is None
    ana.hears("aún no ha llegado")
    ana.says("ayer")
    ana.hears("visita · Bar Sol", "jueves 19 de noviembre", "quieren 10 cajas")


def test_there_is_no_dialog_for_strangers_other_roles_and_other_words(office: Office) -> None:
    ana, zoe = office.rep("Ana", at_desk=True), office.unregistered("Zoe", at_desk=True)
    assert office.dialog(zoe, "visita") is None
    assert office.dialog(ana, "invitar") is None
    assert office.dialog(ana, "hoy") is None
    assert office.dialog(ana, "nada") is None
    assert office.dialog(ana, "visit") is not None


def test_a_form_that_is_not_for_a_role_is_not_taken(office: Office) -> None:
    ana = office.rep("Ana", at_desk=True)
    ana.fills_in("invite", colleague="Tomás", role="admin", language="es")
    ana.hears("No tienes permiso para eso")
    ana.fills_in("no_such_form", colleague="Tomás")
    ana.hears("ya no existe")


def test_a_dialog_speaks_the_persons_language(office: Office) -> None:
    eve = office.rep("Eve", language="en", at_desk=True)
    asked = eve.dialog("/visita")
    assert (asked.title, asked.submit) == ("Log a visit", "Save")
    assert next(f for f in asked.fields if f.name == "kind").options[0] == ("visit", "visit")
