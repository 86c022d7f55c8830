"""A correction takes away nothing of what was offered beside the record; what is asked or sighed is no note."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "told", "fix", "offered"),
    [
        ("es", "visita a bar sol con marta, quieren 20 cajas de aceite a 41,50", "perdon eran 12 cajas, no 20", "Guardar como compra: 12 cajas de aceite a 41,50"),
        ("es", "en bar sol marta me hizo un pedido de 8 tintes a 95 euros cada uno", "perdon a 89", "Guardar como compra: 8 tintes a 89 euros cada uno"),
        ("es", "visita a bar sol, un tal jorge vela 655 20 31 44 es el encargado", "fue ayer", "Contacto nuevo: Jorge Vela"),
        ("en", "saw marta at bar sol yesterday shes thinking of moving all her crisps over to us worth about 1200 a year", "make that 1400", "Opportunity: moving all her crisps · €1,400"),
        ("en", "visit to bar sol, they want 20 boxes of oil at 41.50", "no sorry, 12 boxes", "Keep as a purchase: 12 boxes of oil at 41.50"),
    ],
)  # fmt: skip
def test_a_correction_keeps_what_was_offered(office: Office, language: str, told: str, fix: str, offered: str) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    office.passes(minutes=1)
    ana.says(fix)
    ana.hears({"es": "Corregido", "en": "Corrected"}[language])
    assert offered in ana.choices()


def test_what_was_taken_is_not_offered_again(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("en bar sol marta me hizo un pedido de 8 tintes a 95 euros cada uno")
    ana.presses("Guardar como compra: 8 tintes a 95 euros cada uno")
    ana.presses("Guardar")
    ana.says("perdón, fue ayer")
    assert not [label for label in ana.choices() if "Guardar como compra" in label]


@pytest.mark.parametrize(
    ("language", "says", "answer"),
    [
        ("es", "buenas, primer dia con esto a ver que tal", "Yo solo entiendo de clientes"),
        ("es", "me he comido un bocata buenisimo jaja", "Yo solo entiendo de clientes"),
        ("es", "estoy en un atasco, que asco", "Yo solo entiendo de clientes"),
        ("es", "que tal va la cosa", "Yo solo entiendo de clientes"),
        ("es", "listo por hoy, buen finde", "¡Hasta luego!"),
        ("es", "finde! hasta el lunes", "¡Hasta luego!"),
        ("es", "venga hasta mañana, que descanses", "¡Hasta luego!"),
        ("en", "bought meself a pasty lol", "only good at customers"),
        ("en", "hows it going", "only good at customers"),
        ("en", "stuck in traffic on the m6 again ffs", "only good at customers"),
        ("en", "having a pint now lol", "only good at customers"),
        ("en", "ta thats me done have a good weekend", "See you!"),
        ("en", "thats it for this week thanks buddy have a good weekend", "See you!"),
        ("en", "cheers have a good one", "See you!"),
    ],
)
def test_small_talk_is_answered_and_not_kept(office: Office, language: str, says: str, answer: str) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana", language=language)
    ana.says({"es": "visita a bar sol, quieren vino", "en": "visited bar sol, they want wine"}[language])
    ana.says(says)
    ana.hears(answer)
    ana.says({"es": "historial de bar sol", "en": "history of bar sol"}[language])
    ana.hears_not(says)


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("es", "marta compró 3 cajas jaja"),
        ("es", "este finde abren una terraza nueva con 20 mesas"),
        ("en", "marta bought 3 boxes lol"),
        ("en", "thats it for now they want 3 boxes on friday"),
    ],
)
def test_what_is_of_the_work_is_no_small_talk(office: Office, language: str, says: str) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana", language=language)
    ana.says({"es": "visita a bar sol, quieren vino", "en": "visited bar sol, they want wine"}[language])
    ana.says(says)
    ana.hears_not("Yo solo entiendo", "only good at", "¡Hasta luego!", "See you!")


@pytest.mark.parametrize(
    ("language", "asks"),
    [
        ("es", "quien quiere guantes"),
        ("es", "quien pidio guantes"),
        ("es", "a quien le interesan los guantes"),
        ("en", "who wants gloves"),
        ("en", "who asked for gloves"),
        ("en", "whos after gloves"),
    ],
)
def test_who_asks_after_somebody_tells_nothing(office: Office, language: str, asks: str) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana", language=language)
    ana.says({"es": "visita a bar sol, marta quiere guantes", "en": "saw marta at bar sol, she wants gloves"}[language])
    ana.says(asks)
    ana.hears_not({"es": "Añadido", "en": "Added"}[language])


@pytest.mark.parametrize(("language", "asks"), [("es", "a quien tengo en bar sol"), ("es", "quienes son mis contactos en bar sol"), ("en", "who do i have at bar sol"), ("en", "who do we know at bar sol")])  # fmt: skip
def test_whom_one_has_there_is_asked(office: Office, language: str, asks: str) -> None:
    office.customer("Bar Sol", "Marta Ruiz", "Toño Vega")
    ana = office.rep("Ana", language=language)
    ana.says(asks)
    ana.hears("Marta Ruiz", "Toño Vega")


@pytest.mark.parametrize(
    ("language", "asks", "says"),
    [
        ("es", "reunión con bar sol el 31 de febrero", "bar luna ya no quiere las cajas"),
        ("es", "recuérdame llamar a bar sol", "bar luna no quiere cajas"),
        ("en", "meeting with bar sol on february 31st", "bar luna don't want the boxes any more"),
        ("en", "remind me to ring bar sol", "bar luna not happy with the boxes"),
    ],
)
def test_a_sentence_about_somebody_else_is_not_the_questions(
    office: Office, language: str, asks: str, says: str
) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Bar Luna")
    ana = office.rep("Ana", language=language)
    ana.says(asks)
    ana.says(says)
    ana.hears("Bar Luna", "Bar Sol" if "31" in asks else "")
    ana.hears_not({"es": "Cliente: Bar Luna", "en": "Customer: Bar Luna"}[language])
