"""Deals that are told in a sentence: the note is kept, and what it means for a deal is offered, never written unasked."""

import pytest

from tests.office import Office, Someone


@pytest.fixture
def eve(office: Office) -> Someone:
    office.customer("The Crown", "Gemma Walsh")
    office.customer("Bright", "Tom Bright")
    office.customer("Market Hotel", "Olivia Stone")
    office.customer("Harbor Grill", "Chuck Miller")
    return office.rep("Eve", language="en")


@pytest.fixture
def ana(office: Office) -> Someone:
    office.customer("Bar Manolo", "Manolo Ruiz")
    office.customer("Casa Marzo", "Elena Marzo")
    office.customer("Ferretería La Llave", "Carmen Ortiz")
    office.customer("Hotel Sol", "Marta Peña")
    return office.rep("Ana")


def offered(someone: Someone) -> list[str]:
    """The choices about a deal or a purchase."""
    kinds = ("Opportunity:", "Won", "Lost", "Amount:", "Expected close:", "Keep as a purchase")
    tipos = ("Oportunidad:", "Ganada", "Perdida", "Importe:", "Cierre previsto:", "Guardar como compra")
    return [label.replace("\u00a0", " ") for label in someone.choices() if label.startswith((*kinds, *tipos))]


def presses(someone: Someone, words: str) -> None:
    someone.presses(next(label for label in someone.choices() if label.replace("\u00a0", " ") == words))


def test_a_sale_told_in_a_sentence_keeps_the_sentence(eve: Someone) -> None:
    eve.says("chuck at harbor grill said yes to the grinder, 1,450 bucks, installing dec 3rd")
    eve.hears("Won! grinder · US$1,450")
    eve.says("history of harbor grill")
    eve.hears(
        "won", "grinder", "note · Eve with Chuck Miller", "said yes to the grinder, 1,450 bucks, installing dec 3rd"
    )
    eve.presses("As it was said")
    eve.hears("chuck at harbor grill said yes to the grinder, 1,450 bucks, installing dec 3rd")


def test_its_undo_takes_the_note_back_too(eve: Someone) -> None:
    eve.says("chuck at harbor grill said yes to the grinder, 1,450 bucks, installing dec 3rd")
    eve.presses("Undo")
    eve.says("history of harbor grill")
    eve.hears_not("grinder")


def test_a_sale_of_which_the_card_says_it_all_makes_no_note(ana: Someone) -> None:
    ana.says("cerré con hotel sol un pedido de 12.500,50")
    ana.hears("¡Ganada! pedido")
    ana.says("historial de hotel sol")
    ana.hears_not("nota")


def test_what_was_bought_is_asked_where_it_is_not_said(office: Office, eve: Someone) -> None:
    office.customer("O'Brien & Sons", "Declan O'Brien")
    eve.says("signed up o'briens for 3 yrs, 18k a year")
    eve.hears("What did they buy?")
    eve.says("called gemma, she wants a quote for stools")
    eve.hears("Saved: call · The Crown")
    eve.says("how many visits did i do today")
    eve.hears("Visits: 0")
    eve.says("coffee supply")
    eve.hears("Won! coffee supply · €18,000")
    eve.says("history of o'briens")
    eve.hears("signed up o'briens for 3 yrs, 18k a year")


def test_an_offer_that_is_told_is_offered_with_all_it_comes_to(eve: Someone) -> None:
    eve.says("sent bright the quote for 2 machines 3.2k each ex vat, tom will decide by end of nov")
    eve.hears("Saved: note · Bright")
    presses(eve, "Opportunity: 2 machines · €6,400")
    eve.hears("2 machines · Bright", "€6,400", "Monday 30 November")
    eve.says("put in a quote of $8,400 for the espresso bar at harbor, decision by 12/15")
    eve.hears("Saved: note · Harbor Grill")
    presses(eve, "Opportunity: espresso bar · US$8,400")
    eve.hears("Tuesday 15 December")
    eve.says("had a chat with olivia re xmas hampers 40 of em at 35 euro needs them by the 18th dec")
    presses(eve, "Opportunity: xmas hampers · €1,400")
    eve.hears("xmas hampers · Market Hotel", "Expected close: not known")


def test_an_offer_that_is_told_in_spanish(ana: Someone) -> None:
    ana.says(
        "le mandé a casa marzo el presupuesto de 2 máquinas a 3,2k cada una sin iva, Elena decide a finales de noviembre"
    )
    presses(ana, "Oportunidad: 2 máquinas · 6.400 €")
    ana.hears("2 máquinas · Casa Marzo", "lunes 30 de noviembre")
    ana.says("presenté un presupuesto de 8.400 € para la barra de café de Bar Manolo, deciden el 15/12")
    assert offered(ana) == ["Oportunidad: barra de café · 8.400 €"]
    ana.says("hablé con Marta de las cestas de navidad, 40 a 35 euros, las necesita para el 18 de diciembre")
    assert offered(ana) == ["Oportunidad: cestas de navidad · 1.400 €"]


@pytest.mark.parametrize(
    "said",
    [
        "got the price for the crown cups 42 quid per 1000 emailed it over",
        "gemma owes us 240 quid since september, said shell pay end of month",
        "credit note for 96 euro for the crown, 3 damaged boxes",
        "gemma says the invoice for 420 euro is wrong",
    ],
)
def test_the_price_of_many_a_debt_or_a_credit_is_no_deal(eve: Someone, said: str) -> None:
    eve.says(said)
    eve.hears("Saved:", "The Crown")
    assert offered(eve) == []


@pytest.mark.parametrize(
    "said",
    [
        "le he pasado a Carmen el precio de los vasos, 42 euros el millar",
        "Carmen nos debe 240 euros desde septiembre, dice que paga a fin de mes",
        "abono de 96 euros a ferretería la llave por las 3 cajas rotas",
        "hablé con Carmen, le mandamos oferta por 25 kg a 11,20 el kilo",
    ],
)
def test_a_debt_or_a_credit_is_no_deal_in_spanish(ana: Someone, said: str) -> None:
    ana.says(said)
    ana.hears("Guardado:", "Ferretería La Llave")
    assert not [label for label in offered(ana) if label.startswith(("Ganada", "Guardar"))]
    assert not [label for label in offered(ana) if "240" in label or "96" in label or "42" in label]


def test_the_open_deal_is_the_one_that_is_won(eve: Someone) -> None:
    eve.says("bright: opportunity two machines 6,400 euro")
    eve.says("po in from tom bright, ref PO 4471, 6,080 + vat")
    eve.hears("Saved: note · Bright")
    assert offered(eve) == ["Won: two machines · €6,080"]
    eve.says("tom bright signed, 6080")
    presses(eve, "Won: two machines · €6,080")
    eve.hears("Won! two machines · €6,080")
    eve.says("deals of bright")
    eve.hears("None are open")


def test_a_sale_is_offered_where_nothing_was_open(eve: Someone) -> None:
    eve.says("the hampers thing, market hotel signed off on it 1,575")
    eve.hears("Won! hampers · €1,575")
    eve.says("history of market hotel")
    eve.hears("the hampers thing, market hotel signed off on it 1,575")
    eve.says("chuck said yes to the grinder, $1,450")
    eve.hears("Saved: note · Harbor Grill")
    assert offered(eve) == ["Won: grinder · US$1,450"]


def test_a_new_day_of_the_open_deal_is_offered(eve: Someone, ana: Someone) -> None:
    eve.says("bright: opportunity glasswasher 1,800")
    eve.says("called tom bright, the glasswasher slips to end of january")
    assert offered(eve) == ["Expected close: not known → Sunday 31 January"]
    eve.says("ok agreed 1,650 for the glasswasher with tom bright")
    assert offered(eve) == ["Won: glasswasher · €1,650"]
    ana.says("hotel sol: oportunidad lavavasos 1.800 €")
    ana.says("llamé a hotel sol, el lavavasos se retrasa a finales de enero")
    assert offered(ana) == ["Cierre previsto: no se sabe → domingo 31 de enero"]


def test_an_order_with_its_prices_is_a_purchase_whatever_else_is_told(eve: Someone, ana: Someone) -> None:
    eve.says("called chuck at harbor grill, he wants 6 cases of prosecco at 54, deliver tuesday")
    assert offered(eve) == ["Keep as a purchase: 6 cases of prosecco at 54"]
    eve.says("visited the crown, 3 boxes damaged, gemma wants them changed")
    assert offered(eve) == []
    ana.says("visité a hotel sol, piden 6 cajas de cava a 54, entregar el martes")
    assert offered(ana) == ["Guardar como compra: 6 cajas de cava a 54"]


def test_what_is_added_to_a_note_is_offered_too(eve: Someone) -> None:
    eve.says("bright: opportunity two machines 6,400 euro")
    eve.says("called tom bright, thinking about it")
    eve.says("ok they went for it at 5% off, signed")
    eve.presses("Yes, add it")
    assert offered(eve) == ["Won: two machines · €6,400"]


def test_what_is_added_to_a_note_is_offered_too_in_spanish(ana: Someone) -> None:
    ana.says("casa marzo: oportunidad dos máquinas 6.400 €")
    ana.says("llamé a casa marzo, se lo piensan")
    ana.says("vale, lo cogen con un 5% de descuento, firmado")
    ana.presses("Sí, añádelo")
    assert offered(ana) == ["Ganada: dos máquinas · 6.400 €"]
    ana.says("Elena ha firmado, 6080")
    presses(ana, "dos máquinas · 6.400 €")
    ana.hears("¡Ganada! dos máquinas", "6.080")


def test_another_amount_of_the_open_deal_is_offered(eve: Someone, ana: Someone) -> None:
    eve.says("harbor grill: opportunity espresso bar $8,400")
    eve.says("the deal with harbor is now 8,900 incl install")
    presses(eve, "Amount: US$8,400 → US$8,900")
    eve.hears("espresso bar · Harbor Grill", "US$8,900")
    ana.says("bar manolo: oportunidad barra de café 8.400 €")
    ana.says("lo de bar manolo ahora son 8900 con instalación, deciden el 10 de diciembre")
    assert offered(ana) == [
        "Importe: 8.400 € → 8.900 €",
        "Cierre previsto: no se sabe → jueves 10 de diciembre",
    ]


def test_where_a_deal_stands_now_is_offered(eve: Someone, ana: Someone) -> None:
    eve.says("bright: opportunity two machines 6,400 euro")
    eve.says("emailed tom bright the proposal, he will decide by the 4th of december")
    eve.hears("Saved:", "Bright")
    eve.presses("→ Propuesta")
    eve.hears("Moved: Nuevo → Propuesta")
    eve.says("called tom bright, haggling over the price")
    assert "→ Negociación" in eve.choices()
    ana.says("casa marzo: oportunidad cortinas 1.200 €")
    ana.says("le mandé el presupuesto a Elena Marzo")
    ana.presses("→ Propuesta")
    ana.hears("Movida: Nuevo → Propuesta")
    ana.says("llamé a Carmen, le mandé el presupuesto de 3 estanterías a 120 € cada una")
    assert offered(ana) == ["Oportunidad: 3 estanterías · 360 €"]


def test_a_quote_of_prices_without_a_currency(ana: Someone) -> None:
    ana.says("hablé con Carmen, le mandamos oferta por 25 kg de café a 11,20 el kilo")
    assert offered(ana) == ["Oportunidad: 25 kg de café · 280 €"]


def test_a_bare_number_is_an_amount_where_it_is_about_an_open_deal(ana: Someone) -> None:
    ana.says("hotel sol: oportunidad hamacas 2.700 €")
    ana.says("llamé a Marta Peña, mejor 50 hamacas a 42")
    assert "Importe: 2.700 € → 2.100 €" in offered(ana)
    ana.says("al final hotel sol se queda las hamacas por 2.100")
    assert offered(ana) == ["Ganada: hamacas · 2.100 €"]
    ana.says("llamé a Carmen, tienen 1200 fichas")
    assert offered(ana) == []


def test_what_is_won_stays_as_it_was_and_that_is_said(eve: Someone, ana: Someone) -> None:
    eve.says("chuck at harbor grill said yes to the grinder, 1,450 bucks")
    eve.says("the deal with harbor is now 1600 incl install")
    eve.hears("“grinder” is already won, for US$1,450: I left it as it was.")
    assert "Reopen" in eve.choices()
    ana.says("cerré con hotel sol las mesas por 850 €")
    ana.says("lo de hotel sol ahora son 900 con instalación")
    ana.hears("«mesas» ya está ganada, por 850")


def test_a_no_is_offered_as_lost(ana: Someone) -> None:
    ana.says("bar manolo: oportunidad barra de café 8.400 €")
    ana.says("un no de bar manolo, demasiado caro")
    presses(ana, "Perdida: barra de café · 8.400 €")
    ana.hears("¿Por qué se perdió?")


def test_what_will_be_signed_is_not_won(ana: Someone, eve: Someone) -> None:
    ana.says("ferretería la llave: oportunidad estanterías 2.500 €")
    ana.says("carmen de la llave acepta el presupuesto, 2.340 euros, me firma mañana")
    ana.hears("Guardado: nota · Ferretería La Llave")
    assert offered(ana) == [
        "Importe: 2.500 € → 2.340 €",
        "Cierre previsto: no se sabe → sábado 21 de noviembre",
    ]
    eve.says("bright accepted the quote, 2,340 euro, signs tomorrow")
    eve.hears_not("Won!")


def test_a_sentence_is_no_stage(eve: Someone) -> None:
    eve.says("do the proposal tues afternoon")
    eve.hears_not("stage", "There are:")


def test_a_pipeline_of_a_stage_names_the_stages_there_are(eve: Someone) -> None:
    eve.says("what's in the negotiation stage")
    eve.hears_not("–.")
