"""Stages are set in the chat: by admins, with a clear answer to what cannot be."""

import pytest

from tests.office import Office, Someone


@pytest.fixture
def elena(office: Office) -> Someone:
    """The admin."""
    office.customer("Bar Sol", "Marta Ruiz")
    return office.rep("Elena Ruiz", role="admin")


def test_what_a_company_begins_with_is_changed_in_the_chat(office: Office, elena: Someone) -> None:
    elena.says("/etapas")
    elena.hears("Etapas: Ventas", "1. Nuevo", "10 % · paciencia: 5 días laborables", "4. Negociación")
    elena.says("/etapas propuesta 60 %")
    elena.hears("Cambiada: Propuesta", "60 %")
    elena.presses("Deshacer")
    elena.says("pon la probabilidad de propuesta en 55")
    elena.hears("55 %")
    elena.says("/etapas propuesta 12 días")
    elena.hears("paciencia: 12 días laborables")
    elena.says("añade la etapa muestra enviada")
    elena.hears("¿Con qué probabilidad")
    elena.says("40")
    elena.says("6 días")
    elena.hears("Nueva etapa: Muestra enviada", "5. Muestra enviada", "40 % · paciencia: 6")
    elena.says("pon la etapa muestra enviada antes de propuesta")
    elena.hears("3. Muestra enviada", "4. Propuesta")
    elena.says("renombra la etapa muestra enviada a Prueba")
    elena.hears("3. Prueba")
    ana = office.rep("Ana")
    ana.says("bar sol: oportunidad cafetera 900 €")
    ana.says("pasa bar sol a prueba")
    ana.hears("Movida: Nuevo → Prueba", "Prueba (40 %)")
    elena.says("quita la etapa prueba")
    elena.presses("Sí")
    elena.hears("Hay 1 oportunidad abierta en Prueba")
    ana.says("pasa bar sol a propuesta")
    ana.hears("Propuesta (55 %)")
    elena.says("/etapas quitar prueba")
    elena.presses("Sí")
    elena.hears("Archivada: Prueba", "3. Propuesta")


def test_what_cannot_be_is_refused(office: Office, elena: Someone) -> None:
    ana = office.rep("Ana")
    elena.says("/etapas propuesta 140 %")
    elena.hears("un número entero de 0 a 100")
    elena.says("mucho")
    elena.hears("un número entero de 0 a 100")
    elena.says("/cancelar")
    elena.says("/etapas marciana 50 %")
    elena.hears("No hay ninguna etapa «marciana»", "Nuevo, Cualificado, Propuesta, Negociación")
    elena.says("/cancelar")
    elena.says("/etapas nueva Propuesta")
    elena.hears("Ya hay una llamada «Propuesta»")
    elena.says("/cancelar")
    for stage in ("Nuevo", "Cualificado", "Propuesta"):
        elena.says(f"/etapas quitar {stage}")
        elena.presses("Sí")
        elena.hears(f"Archivada: {stage}")
    elena.says("/etapas quitar Negociación")
    elena.presses("Sí")
    elena.hears("al menos una etapa: esta es la última")
    elena.says("nuevo pipeline Servicios")
    elena.says("...")
    elena.hears("al menos una etapa")
    elena.says("Demo, demo")
    elena.hears("Dos se llaman igual")
    elena.says("Demo, Oferta, Firma")
    elena.hears("Nuevo pipeline: Servicios", "1. Demo", "25 %", "3. Firma", "75 %")
    for said in ("/etapas propuesta 20 %", "añade la etapa prueba", "nuevo pipeline Otro"):
        ana.says(said)
        ana.hears("Las etapas solo las cambia quien administra")
    ana.says("/stages")
    ana.hears("Etapas: Ventas", "Etapas: Servicios")
    assert ana.choices() == []


def test_of_two_pipelines_a_new_opportunity_asks_which(office: Office, elena: Someone) -> None:
    elena.says("nuevo pipeline Servicios")
    elena.says("Demo, Oferta")
    elena.says("bar sol: oportunidad revisión anual 300 €")
    elena.hears("¿En qué pipeline?")
    elena.presses("Servicios")
    elena.hears("revisión anual", "Demo (33 %)")
    elena.says("pasa bar sol a oferta")
    elena.hears("Movida: Demo → Oferta")


@pytest.mark.parametrize(
    ("language", "said", "answer", "fixed", "shown"),
    [
        ("es", "la probabilidad de propuesta es 140", "de 0 a 100", "55", "55 %"),
        ("en", "the probability of propuesta is 140", "0 to 100", "55", "55 %"),
        ("es", "la paciencia de propuesta es 0 días", "de 1 a 250", "12", "12 días laborables"),
    ],
)
def test_what_a_stage_has_is_said_as_one_says_it_and_what_makes_no_sense_is_refused(
    office: Office, language: str, said: str, answer: str, fixed: str, shown: str
) -> None:
    boss = office.rep("Boss", role="admin", language=language)
    boss.says(said)
    boss.hears(answer)
    boss.says(fixed)
    boss.hears(shown)
