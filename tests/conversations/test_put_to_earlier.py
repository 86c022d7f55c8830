"""What is put to something told earlier goes there: it becomes no new record, and no words of the order are kept."""

import pytest

from tests.office import Office, Someone


def _told(office: Office, language: str) -> Someone:
    office.customer("Hotel Miramar", "Iñaki Otxoa")
    office.customer("Talleres Garrido", "Paco Garrido")
    office.customer("Rose Deli", "Paolo Conti")
    ana = office.rep("Ana", language=language)
    if language == "es":
        ana.says("reunion con iñaki del miramar, todo bien")
        ana.says("ayer estuve en talleres garrido con paco, quiere presupuesto de una prensa unos 1800 euros")
    else:
        ana.says("meeting with iñaki at hotel miramar, all good")
        ana.says("yesterday visited rose deli, paolo wants 20 tubs of olives")
    office.at("2026-11-23 10:00")
    return ana


def _notes(office: Office) -> list[tuple[str, str]]:
    author = office.person("Ana").id
    with office.work() as work:
        told = work.interactions.of_author(author, office.time("2026-11-01 00:00"), limit=20)
        return sorted((one.customer, one.summary) for one in told)


@pytest.mark.parametrize(
    ("language", "says", "customer", "note"),
    [
        (
            "es",
            "en la visita al miramar del viernes pon que tambien estaba el chef, david",
            "Hotel Miramar",
            "todo bien\ntambien estaba el chef, david",
        ),
        (
            "es",
            "se me olvidó decir en la reunión del miramar que cierran en enero",
            "Hotel Miramar",
            "todo bien\ncierran en enero",
        ),
        (
            "es",
            "oye, a la reunion con iñaki añádele que pagan a 60 dias",
            "Hotel Miramar",
            "todo bien\npagan a 60 dias",
        ),
        (
            "es",
            "oye a paco de garrido ponle que la prensa son 1950 no 1800",
            "Talleres Garrido",
            "ayer estuve en talleres garrido con paco, quiere presupuesto de una prensa unos 1950 euros",
        ),
        (
            "en",
            "on the miramar meeting put that his boss was there too",
            "Hotel Miramar",
            "all good\nhis boss was there too",
        ),
        (
            "en",
            "add to the rose deli visit that they close on mondays",
            "Rose Deli",
            "paolo wants 20 tubs of olives\nthey close on mondays",
        ),
        (
            "en",
            "forgot to say on the rose deli visit that he has a new oven",
            "Rose Deli",
            "paolo wants 20 tubs of olives\nhe has a new oven",
        ),
        ("en", "for the rose deli one the olives are 24 tubs not 20", "Rose Deli", "paolo wants 24 tubs of olives"),
    ],
)
def test_it_is_put_where_it_is_said_to_be_put(
    office: Office, language: str, says: str, customer: str, note: str
) -> None:
    ana = _told(office, language)
    before = _notes(office)
    ana.says(says)
    ana.hears(customer)
    after = _notes(office)
    assert len(after) == len(before), "nothing new was made"
    assert (customer, note) in after


@pytest.mark.parametrize(
    ("language", "says", "note"),
    [
        ("es", "apunta en rose deli que cierran los sabados", "cierran los sabados"),
        ("es", "déjame una nota en rose deli que cierran los sábados", "cierran los sábados"),
        ("en", "put a note on rose deli: they close on saturdays", "they close on saturdays"),
    ],
)
def test_where_only_somebody_is_named_it_is_a_note_without_the_words_of_the_order(
    office: Office, language: str, says: str, note: str
) -> None:
    office.customer("Rose Deli", "Paolo Conti")
    ana = office.rep("Ana", language=language)
    ana.says(says)
    ana.hears("Rose Deli", note)
    assert _notes(office) == [("Rose Deli", note)]


@pytest.mark.parametrize(
    ("language", "says", "asks"),
    [
        ("es", "lo de antes era de garrido", "Rose Deli a Talleres Garrido"),
        ("en", "the last one was at talleres garrido", "Rose Deli to Talleres Garrido"),
    ],
)
def test_what_was_told_last_may_be_said_to_be_of_somebody_else_and_nothing_is_undone(
    office: Office, language: str, says: str, asks: str
) -> None:
    ana = _told(office, language)
    ana.says({"es": "visita a rose deli, quieren verdejo", "en": "saw paolo at rose deli, he wants verdejo"}[language])
    before = _notes(office)
    ana.says(says)
    ana.hears(asks)
    ana.says("no")
    ana.hears({"es": "se queda como está", "en": "stays as it is"}[language])
    assert _notes(office) == before


def test_an_order_to_tell_everybody_is_not_taken_for_more_of_what_was_told(office: Office) -> None:
    ana = office.rep("Ana", language="es")
    ana.says("/nuevo Bar Sol")
    ana.says("diles a todos que la reunión es el lunes a las 9")
    ana.hears_not("Añadido", "Guardado: nota")
    assert _notes(office) == []


def test_another_visit_to_the_same_customer_is_a_visit_of_its_own_in_either_language(office: Office) -> None:
    office.customer("Rose Deli", "Paolo Conti")
    ana = office.rep("Ana", language="es")
    ana.says("visité rose deli ayer, quieren vino")
    ana.says("saw paolo at rose deli today, all good")
    ana.hears("Guardado: visita · Rose Deli", "viernes 20 de noviembre", "Paolo Conti")
    assert _notes(office) == [("Rose Deli", "all good"), ("Rose Deli", "quieren vino")]
