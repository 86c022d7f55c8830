"""Quotes: told in a sentence, made as a PDF, accepted or turned down in a word."""

from decimal import Decimal

import pytest

from handlers.kit.tax import Tax
from storage.quotes.quotes import Quotes
from tests.office import Office


def test_a_quote_from_the_sentence_to_the_win(office: Office) -> None:
    sol = office.customer("Bar Sol")
    ana, boss = office.rep("Ana"), office.rep("Boss", role="manager", language="en")
    ana.says("cotiza a Bar Sol 10 cajas de vino a 18,50 y portes 6")
    ana.hears(
        "Presupuesto para Bar Sol",
        "10 cajas · vino",
        "185",
        "portes: 6",
        "191",
        "abro con él la oportunidad «vino»",
        "¿Lo hago?",
    )
    assert not ana.received()
    ana.presses("Hacerlo")
    ana.hears("Presupuesto 2026-0001 · Bar Sol", "Total, impuestos no incluidos: 191", "listo para enviar")
    [(name, content)] = ana.received()
    assert name == "Presupuesto 2026-0001.pdf"
    assert content.startswith(b"%PDF-")
    boss.says("Bar Sol")
    boss.hears("Quotes: 2026-0001", "unanswered")
    ana.says("oportunidades de Bar Sol")
    ana.hears("vino", "191")
    ana.says("aceptado")
    ana.hears("Presupuesto 2026-0001, Bar Sol: aceptado", "¿Cierro «vino» como ganada, por 191")
    ana.presses("Ganada, 191\N{NO-BREAK SPACE}€")
    ana.hears("¡Ganada!", "vino", "Presupuestos: 2026-0001")
    # Another one, in the same opportunity; the document is got again.
    boss.says("Bar Sol: opportunity coffee machine €3,000")
    boss.says("quote Bar Sol 2 coffee machines at 1,250.50 and installation 300")
    boss.hears("It goes with the opportunity “coffee machine”", "Shall I make it?")
    boss.says("yes")
    boss.hears("Quote 2026-0002 · Bar Sol", "2,801")
    boss.says("Bar Sol refused the quote")
    boss.hears("turned down", "Why was it lost?")
    boss.presses("Precio")
    boss.hears("Lost: coffee machine")
    ana.says("/presupuestos Bar Sol")
    ana.hears("2026-0002", "rechazado", "2026-0001", "aceptado")
    ana.presses("2026-0001")
    ana.presses("Documento")
    assert ana.received()[-1] == (name, content)
    with office.work() as work:
        first = work.topic(Quotes).called("2026-0001")
        assert first is not None
        assert [(line.what, line.amount) for line in work.topic(Quotes).lines(first.id)] == [
            ("vino", Decimal(185)),
            ("portes", Decimal(6)),
        ]
        assert work.opportunities.get(first.opportunity_id or 0).amount == Decimal(191)
        assert len(work.topic(Quotes).of_customer(sol, limit=9)) == 2


def test_what_was_not_said_is_asked_and_numbers_have_no_holes(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("/cotizar Bar Sol")
    ana.hears("¿Qué cotizas, y a qué precio?")
    ana.says("no sé todavía, algo de vino")
    ana.hears("Dime cuánto de qué")
    ana.says("reforma de la barra 3.500")
    ana.hears("reforma de la barra: 3.500")
    ana.says("no")
    ana.says("cotiza a Bar Sol 2 sillas a 30 € y 3 mesas a 100 $")
    ana.hears("una sola moneda")
    ana.says("cotiza a Bar Sol 2 sillas a 30")
    ana.presses("Hacerlo")
    ana.hears("Presupuesto 2026-0001")
    ana.presses("Deshacer")
    ana.says("presupuestos de Bar Sol")
    ana.hears("Todavía no hay presupuestos")
    ana.says("cotiza a Bar Sol 2 sillas a 30")
    ana.presses("Hacerlo")
    ana.hears("Presupuesto 2026-0002")
    # However it is said; refusing one leaves the opportunity where that is left.
    ana.says("hazle un presupuesto a Bar Sol de 4 mesas a 120 y 16 sillas a 45")
    ana.hears("4 × mesas", "1.200")
    ana.presses("No guardar")
    ana.says("haz un presupuesto de 3 sillas a 30 para Bar Sol")
    ana.hears("3 × sillas", "Va con la oportunidad «sillas»")
    ana.presses("No guardar")
    ana.says("lo han rechazado")
    ana.hears("2026-0002, Bar Sol: rechazado", "¿Por qué se perdió?")
    ana.says("cancelar")
    ana.hears("se queda como está")
    ana.says("oportunidades de Bar Sol")
    ana.hears("sillas", "60")
    ana.says("presupuesto 2026-0009 aceptado")
    ana.hears("No hay ningún presupuesto 2026-0009")
    ana.says("cotiza a Bar Nadie 3 sillas a 20")
    ana.hears_not("Hacerlo")


def test_a_quote_names_things_with_a_number_in_their_name_and_what_is_charged_besides(office: Office) -> None:
    office.customer("Harbor Grill", "Chuck Miller")
    eve, ana = office.rep("Eve", language="en"), office.rep("Ana")
    eve.says("quote harbor grill 2 two-group machines at 3,450 and install 280")
    eve.hears("2 × two-group machines, at €3,450: €6,900", "install: €280", "€7,180")
    eve.presses("Don't save")
    eve.says("quote for harbor grill")
    eve.hears("What do you quote, and at what price?")
    eve.says("2 two-group machines at 3,450 plus install 280")
    eve.hears("2 × two-group machines", "install: €280", "€7,180")
    eve.presses("Don't save")
    ana.says("cotiza a Harbor Grill 2 cafeteras de dos grupos a 3.450 más instalación 280")
    ana.hears("2 × cafeteras de dos grupos", "instalación: 280", "7.180")


def test_a_tax_is_a_setting() -> None:
    tax = Tax.parse("IVA 21 %")
    assert tax == Tax("IVA", Decimal(21))
    assert tax.of(Decimal("191.00")) == Decimal("40.11")
    assert Tax("VAT", Decimal(20)).of(Decimal("0.03")) == Decimal("0.01")
    assert Tax.parse("") is None
    assert Tax.parse("IGIC 7,5") == Tax("IGIC", Decimal("7.5"))
    for wrong in ("21", "IVA", "IVA -3", "IVA 140"):
        with pytest.raises(ValueError, match="rate"):
            Tax.parse(wrong)
