"""What is known of a customer, as people say it: told by itself, told in passing in a note, and asked for."""

import pytest

from tests.office import Office

TOLD = (
    ("es", "los de Bar Sol solo miran el precio", "Le importa: precio"),
    ("es", "en Bar Sol valoran mucho la calidad y el trato", "Le importa: calidad > relación"),
    ("es", "para Bar Sol lo primero es la calidad y luego el precio", "Le importa: calidad > precio"),
    ("es", "Bar Sol es muy de marca", "Le importa: marca"),
    ("es", "el servicio es lo primero para Bar Sol", "Le importa: servicio"),
    ("es", "Bar Sol prefiere pagar con tarjeta", "Paga: con tarjeta"),
    ("es", "Bar Sol paga cada quince días", "Paga: cada quince días"),
    ("es", "Bar Sol quiere pagar a plazos", "Paga: a plazos"),
    ("es", "Bar Sol hace los pedidos por la web", "Cómo compra: por la web"),
    ("es", "Bar Sol es uno de nuestros canales", "Es para nosotros: canal"),
    ("es", "apunta a Bar Sol como objetivo del año que viene", "Es para nosotros: objetivo para el año que viene"),
    ("es", "el 30 % de lo que gasta Bar Sol se lo lleva Acme", "Compra fuera: 30 % a Acme"),
    ("es", "Bar Sol le compra la mitad del vino a Bodegas Ruiz", "50 % de vino a Bodegas Ruiz"),
    ("es", "Bar Sol se surte de Casa Peña", "Compra fuera: 30 % a Acme; 50 % de vino a Bodegas Ruiz; Casa Peña"),
    ("es", "Bar Sol nos deja enseñar su local como ejemplo", "Referencia: se puede enseñar"),
    ("es", "Bar Sol no quiere que lo pongamos como referencia", "Referencia: no se puede enseñar"),
    ("en", "the people at Bar Sol only look at price", "Cares about: price"),
    ("en", "Bar Sol really value quality and the relationship", "Cares about: quality > relationship"),
    ("en", "for Bar Sol quality comes first", "Cares about: quality"),
    ("en", "Bar Sol prefers to pay by card", "Pays: by card"),
    ("en", "Bar Sol pays every two weeks", "Pays: every two weeks"),
    ("en", "Bar Sol tend to buy little and often", "How they buy: little and often"),
    ("en", "Bar Sol is a partner of ours", "Is to us: partner"),
    ("en", "put Bar Sol down as a target for next year", "Is to us: target for next year"),
    ("en", "30 % of what Bar Sol spends goes to Acme", "30 % from Acme"),
    ("en", "Bar Sol gets half its wine from Rudd Cellars", "50 % of its wine from Rudd Cellars"),
    ("en", "Bar Sol lets us use them as an example", "Reference: may be shown"),
    ("en", "Bar Sol doesn't want to be a reference", "Reference: not to be shown"),
)


def test_it_is_kept_however_it_is_said(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    people = {language: office.rep(f"Rep {language}", language=language) for language in ("es", "en")}
    for language, told, kept in TOLD:
        people[language].says(told)
        people[language].hears("Bar Sol", kept)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("es", "Bar Sol paga siempre tarde"),
        ("es", "Bar Sol mira el escaparate todos los días"),
        ("es", "Bar Sol compra 20 cajas en Navidad"),
        ("en", "Bar Sol always pay late"),
        ("en", "Bar Sol looks at moving to a bigger place"),
    ],
)
def test_a_word_too_many_and_it_is_a_note(office: Office, language: str, told: str) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.hears("Guardado: nota" if language == "es" else "Saved: note", told.removeprefix("Bar Sol "))


@pytest.mark.parametrize(
    ("language", "told", "offered", "kept"),
    [
        ("es", "visité a Bar Sol, el precio les da igual, lo que quieren es buen servicio", "Guardar: Le importa: buen servicio", "Le importa: servicio"),
        ("es", "llamé a Bar Sol: pagan a 30 días, quieren vernos", "Guardar: Paga: a 30 días", "Paga: a 30 días"),
        ("es", "Bar Sol necesita un horno más grande", "Guardar: Necesita: un horno más grande", "Necesita: un horno más grande"),
        ("es", "Marta dice que podemos enseñar su local a otros clientes", "Guardar: Referencia: ✓", "Referencia: se puede enseñar"),
        ("en", "visited Bar Sol, they pay in 30 days, want to see us", "Keep: Pays: in 30 days", "Pays: in 30 days"),
        ("en", "Bar Sol needs delivery before 8", "Keep: Needs: delivery before 8", "Needs: delivery before 8"),
        ("en", "Marta says we can show her place to other customers", "Keep: Reference: ✓", "Reference: may be shown"),
    ],
)  # fmt: skip
def test_what_a_note_tells_in_passing_is_offered(
    office: Office, language: str, told: str, offered: str, kept: str
) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.hears("Guardad" if language == "es" else "Saved")
    ana.presses(offered)
    ana.hears("Bar Sol", kept)


@pytest.mark.parametrize(
    ("language", "told", "asked"),
    [
        (
            "es",
            ("Bar Sol es un aliado", "Bar Sol es sensible al precio", "Bar Sol acepta ser referencia", "Bar Sol compra el café a Acme"),
            ("qué aliados tenemos", "nuestros aliados", "quiénes son sensibles al precio", "a quién le importa el precio", "qué referencias tenemos", "clientes escaparate", "a quién podemos enseñar", "clientes que compran a Acme", "a quién más compra Bar Sol", "qué compra Bar Sol a la competencia"),
        ),
        (
            "en",
            ("Bar Sol is an ally", "Bar Sol cares about price", "Bar Sol agreed to be a reference", "Bar Sol buys coffee from Acme"),
            ("which allies do we have", "our allies", "who is price sensitive", "who cares about price", "which references do we have", "showroom customers", "who can we show", "customers who buy from Acme", "who else does Bar Sol buy from", "what does Bar Sol buy from competitors"),
        ),
    ],
)  # fmt: skip
def test_who_it_is_known_of_is_asked_in_many_words(
    office: Office, language: str, told: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", language=language)
    for words in told:
        ana.says(words)
    for question in asked:
        office.passes(minutes=5)
        ana.says(question)
        ana.hears("Bar Sol", "Ana, 20")


def test_references_are_listed_by_sector(office: Office) -> None:
    for name, sector in (("Bar Sol", "hostelería"), ("Taller Gil", "automoción")):
        id_ = office.customer(name)
        with office.work() as work:
            work.customers.change(id_, "sector", sector)
    ana = office.rep("Ana")
    ana.says("Bar Sol acepta ser referencia")
    ana.says("Taller Gil acepta ser referencia")
    ana.says("qué referencias tenemos de hosteleria")
    ana.hears("Bar Sol", "hostelería · de acuerdo: Ana, 20 nov")
    ana.hears_not("Taller Gil")
    ana.says("referencias de sanidad")
    ana.hears("Nadie ha dado su acuerdo todavía")
