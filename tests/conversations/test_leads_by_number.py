"""What is told of a lead that is called by its number, and what its Call button asks."""

import pytest

from tests.office import Office, Someone

SPANISH = "nuevo lead: Taberna Lua, 622 333 444, quieren cerveza"
ENGLISH = "new lead: Lantern Inn, 622 333 444, wants beer"


def told(office: Office, language: str) -> Someone:
    """Somebody who has lead 1, whose number is known, and lead 2."""
    ana = office.rep("Ana", language=language)
    ana.says(SPANISH if language == "es" else ENGLISH)
    second = (
        "nuevo lead: Julia Vega, julia@vega.example" if language == "es" else "new lead: Tom Reed, tom@reed.example"
    )
    ana.says(second)
    return ana


def waits(office: Office, number: int) -> bool:
    with office.work() as work:
        wait = work.lead_waits.of(number)
        assert wait
        assert work.leads.get(3) is None, "nobody new has enquired"
        return bool(wait.is_waiting)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "el lead 1 quiere 10 cajas de cerveza"),
        ("es", "lead 1: quieren 30 barriles"),
        ("es", "el lead 1 pide presupuesto"),
        ("es", "lead 1 no coge el teléfono"),
        ("es", "el lead 1 ha escrito preguntando por el precio"),
        ("es", "he llamado al lead 1 y no contesta"),
        ("es", "llamé al lead nº 1, no lo coge"),
        ("es", "le dejé un mensaje al lead 1 en el contestador"),
        ("es", "el lead 1 es de la competencia"),
        ("en", "lead 1 wants 10 boxes of beer"),
        ("en", "lead 1: they want 30 kegs"),
        ("en", "lead 1 asks for a quote"),
        ("en", "lead 1 isn't picking up"),
        ("en", "lead 1 wrote asking for the price"),
        ("en", "called lead 1, no answer"),
        ("en", "lead 1 called, they want a quote"),
        ("en", "left lead 1 a message on the answering machine"),
        ("en", "lead number 1 is a competitor"),
    ],
)
def test_what_is_told_of_a_lead_by_number_is_in_its_journey_and_answers_nobody(
    office: Office, language: str, said: str
) -> None:
    ana = told(office, language)
    ana.says(said)
    ana.hears(
        "Sigue esperando nuestra respuesta: lead 1" if language == "es" else "Still waiting for our answer: lead 1"
    )
    ana.says("/lead 1")
    ana.hears(said)
    assert waits(office, 1)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "hablé con el lead 1, quiere 20 cajas"),
        ("es", "visité al lead 1, quieren dos barriles"),
        ("es", "mandé un correo al lead 1"),
        ("es", "he contestado al lead 1"),
        ("en", "spoke to lead 1, they want 20 boxes"),
        ("en", "visited lead 1, they want two kegs"),
        ("en", "emailed lead 1"),
        ("en", "I've answered lead 1"),
    ],
)
def test_a_contact_told_by_number_is_the_first_response(office: Office, language: str, said: str) -> None:
    ana = told(office, language)
    ana.says(said)
    ana.hears("Primera respuesta al lead 1" if language == "es" else "First response to lead 1")
    assert not waits(office, 1)
    assert waits(office, 2)


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [
        ("es", "el lead 12 quiere sillas", "No hay ningún lead 12"),
        ("es", "ver lead 1", "Lead 1 · Taberna Lua"),
        ("es", "lead 1", "Lead 1 · Taberna Lua"),
        ("es", "qué sabemos del lead 1", "Lead 1 · Taberna Lua"),
        ("es", "cojo el lead 1", "Ya lo tienes tú"),
        ("es", "recuérdame llamar al lead 1 el lunes a las 10", "Te lo recordaré: llamar al lead 1"),
        ("es", "el lunes llamo al lead 1", "lunes 23 de noviembre"),
        ("es", "el lead 1 no nos interesa, solo curiosea", "Motivo: solo curiosea"),
        ("en", "lead 12 wants chairs", "There is no lead 12"),
        ("en", "show lead 1", "Lead 1 · Lantern Inn"),
        ("en", "what do we know about lead 1", "Lead 1 · Lantern Inn"),
        ("en", "I'll take lead 1", "You already have it"),
        ("en", "remind me to call lead 1 on Monday at 10", "I'll remind you: call lead 1"),
        ("en", "calling lead 1 on Monday", "Monday 23 November"),
        ("en", "lead 1 is just spam, a competitor", "Why: a competitor"),
    ],
)
def test_what_asks_orders_or_plans_does_what_it_says(office: Office, language: str, said: str, heard: str) -> None:
    ana = told(office, language)
    ana.says(said)
    ana.hears(heard)
    with office.work() as work:
        assert work.leads.get(3) is None


def test_a_company_whose_name_begins_with_a_number_is_a_new_lead(office: Office) -> None:
    ana = told(office, "es")
    ana.says("nuevo lead 3 Hermanos, 611 222 333, quieren mesas")
    ana.hears("Guardado: lead nuevo", "3 Hermanos")


@pytest.mark.parametrize(
    ("language", "call", "spoke", "nobody"),
    [("es", "Llamar", "Hemos hablado", "No ha contestado nadie"), ("en", "Call", "We spoke", "Nobody answered")],
)
def test_call_gives_the_number_and_only_who_was_reached_is_answered(
    office: Office, language: str, call: str, spoke: str, nobody: str
) -> None:
    ana = told(office, language)
    ana.says("/lead 1")
    ana.presses(call)
    ana.hears("+34 622 333 444", "¿Qué tal ha ido?" if language == "es" else "What came of it?")
    assert waits(office, 1)
    office.passes(minutes=4)
    ana.presses(nobody)
    ana.hears("Sigue esperando nuestra respuesta" if language == "es" else "Still waiting for our answer")
    assert waits(office, 1)
    office.passes(minutes=8)
    ana.presses(call)
    ana.presses(spoke)
    ana.hears("12 min")
    assert not waits(office, 1)
    ana.presses("Deshacer" if language == "es" else "Undo")
    assert waits(office, 1)


@pytest.mark.parametrize(
    ("language", "call", "words", "answers"),
    [
        ("es", "Llamar", "no contesta", False),
        ("es", "Llamar", "me saltó el buzón de voz", False),
        ("es", "Llamar", "quiere dos barriles, que le mande presupuesto el lunes", True),
        ("es", "Llamar", "hemos hablado y quiere 20 cajas", True),
        ("en", "Call", "no answer", False),
        ("en", "Call", "went to voicemail", False),
        ("en", "Call", "wants two kegs, send him a quote on Monday", True),
        ("en", "Call", "we talked and he wants 20 boxes", True),
    ],
)
def test_what_came_of_a_call_is_told_in_words(
    office: Office, language: str, call: str, words: str, answers: bool
) -> None:
    ana = told(office, language)
    ana.says("/lead 1")
    ana.presses(call)
    ana.says(words)
    ana.hears(words)
    assert waits(office, 1) is not answers


def test_a_call_that_is_told_otherwise_is_not_asked_about_again(office: Office) -> None:
    ana = told(office, "es")
    ana.says("/lead 1")
    ana.presses("Llamar")
    ana.says("hablé con el lead 1, quiere 20 cajas")
    ana.hears("Primera respuesta al lead 1")
    ana.hears_not("¿Qué tal ha ido?")


def test_whoever_dials_has_the_lead(office: Office) -> None:
    jefa = office.rep("Jefa", role="manager")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    jefa.says(SPANISH)
    office.tick()
    ana.presses("Llamar")
    luis.says("/lead 1")
    luis.hears("Responsable: Ana", "Estado: cogido")
    assert waits(office, 1)


@pytest.mark.parametrize(
    ("language", "reason", "we_did", "they_did"),
    [
        (
            "es",
            "Sin presupuesto",
            "he llamado al lead 1, quiere 3 barriles",
            "el lead 1 me ha llamado, ahora sí quiere",
        ),
        ("en", "No budget", "called lead 1, wants 3 kegs", "lead 1 called, they want it now"),
    ],
)
def test_what_is_told_of_a_closed_lead_stays_with_it_and_whoever_gets_in_touch_again_opens_it(
    office: Office, language: str, reason: str, we_did: str, they_did: str
) -> None:
    ana = told(office, language)
    refuse, reopen = ("descarta el lead 1", "Reabrir") if language == "es" else ("refuse lead 1", "Reopen")
    ana.says(refuse)
    ana.presses(reason)
    ana.says(we_did)
    ana.hears(we_did, "descartado" if language == "es" else "refused")
    assert not waits(office, 1)
    ana.says(they_did)
    ana.hears("Vuelve a estar abierto" if language == "es" else "It is open again", they_did)
    assert waits(office, 1)
    ana.says(refuse)
    ana.presses(reason)
    ana.presses(reopen)
    ana.hears("Vuelve a estar abierto" if language == "es" else "It is open again")
    assert waits(office, 1)
