"""What took place without the sender: a call that nobody answered, a visit that was called off, what a colleague did."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "text", "head"),
    [
        ("en", "left voicemail for Nora", "call · Bar Luna"),
        ("en", "tried Bar Luna twice, engaged", "call · Bar Luna"),
        ("es", "llamé a Nora dos veces, comunica", "llamada · Bar Luna"),
        ("en", "visit to Bar Luna cancelled, Nora at the doctor's", "note · Bar Luna"),
        ("es", "visita a Bar Luna cancelada, Nora en el médico", "nota · Bar Luna"),
        ("es", "la reunión de hoy con Nora se ha caído", "nota · Bar Luna"),
        ("en", "Karen went to Bar Luna on Tuesday and Nora wants decaf", "note · Bar Luna"),
        ("es", "Karen estuvo el martes en Bar Luna y Nora quiere descafeinado", "nota · Bar Luna"),
    ],
)
def test_what_it_was_is_not_a_visit_of_the_senders(office: Office, language: str, text: str, head: str) -> None:
    office.customer("Bar Luna", "Nora Gil")
    ana = office.rep("Ana", language=language)
    office.rep("Karen", language=language)
    ana.says(text)
    ana.hears(head, text)
    ana.hears_not("0 to 10", "Del 0 al 10")


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "Karen went to Bar Luna on Tuesday and Nora wants decaf", "Tuesday 17 November"),
        ("es", "Karen estuvo el martes en Bar Luna y Nora quiere descafeinado", "martes 17 de noviembre"),
    ],
)
def test_it_is_of_the_day_that_is_said(office: Office, language: str, text: str, day: str) -> None:
    office.customer("Bar Luna", "Nora Gil")
    ana = office.rep("Ana", language=language)
    office.rep("Karen", language=language)
    ana.says(text)
    ana.hears(day)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "rang Nora, she'll take 20 cases at 11.50 a case"),
        ("es", "llamé a Nora, se lleva 20 cajas a 11.50 la caja"),
    ],
)
def test_a_price_was_read_as_an_hour(office: Office, language: str, text: str) -> None:
    office.customer("Bar Luna", "Nora Gil")
    ana = office.rep("Ana", language=language)
    ana.says(text)
    ana.hears_not("11:50")
    ana.hears("20")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "me han dicho que Bar Luna cambia de dueño en enero"),
        ("es", "Bar Luna cierra en febrero"),
        ("es", "Bar Luna abre los domingos en diciembre"),
        ("en", "I hear Bar Luna is changing hands in January"),
        ("en", "Bar Luna closes in February"),
    ],
)
def test_news_were_answered_with_a_history_or_a_forecast(office: Office, language: str, text: str) -> None:
    office.customer("Bar Luna", "Nora Gil")
    ana = office.rep("Ana", language=language)
    ana.says(text)
    ana.hears("nota · Bar Luna" if language == "es" else "note · Bar Luna", text)


@pytest.mark.parametrize(
    ("language", "text", "hears"),
    [
        ("es", "¿dónde estuve el lunes?", "lunes 16 de noviembre"),
        ("es", "qué hice el lunes", "lunes 16 de noviembre"),
        ("en", "where was I on Monday", "Monday 16 November"),
    ],
)
def test_what_was_done_on_a_day_is_of_the_last_one(office: Office, language: str, text: str, hears: str) -> None:
    ana = office.rep("Ana", language=language)
    ana.says(text)
    ana.hears(hears)


@pytest.mark.parametrize(("language", "text"), [("es", "en Bar Luna nada nuevo"), ("en", "nothing new at Bar Luna")])
def test_nothing_new_was_taken_for_a_new_contact(office: Office, language: str, text: str) -> None:
    office.customer("Bar Luna", "Nora Gil")
    ana = office.rep("Ana", language=language)
    ana.says(text)
    ana.hears("Bar Luna", text)
    ana.hears_not("persona?", "person's name")


@pytest.mark.parametrize(
    ("language", "asks", "then"),
    [
        ("es", "nuevo contacto en Bar Luna", "apúntame comprar tinta para la impresora"),
        ("en", "new contact at Bar Luna", "give me Nora's number"),
    ],
)
def test_what_asks_for_something_is_nobodys_name(office: Office, language: str, asks: str, then: str) -> None:
    office.customer("Bar Luna", "Nora Gil")
    ana = office.rep("Ana", language=language)
    ana.says(asks)
    ana.says(then)
    ana.hears_not("Contacto nuevo", "New contact:")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "esta tarde no voy a Bar Luna, voy el miércoles"),
        ("es", "no voy mañana a ver a Nora"),
        ("es", "Nora paga 3,5% menos a partir de febrero"),
        ("en", "Nora is paying 3.5% less from February"),
    ],
)
def test_what_is_only_told_is_a_note(office: Office, language: str, text: str) -> None:
    office.customer("Bar Luna", "Nora Gil")
    ana = office.rep("Ana", language=language)
    ana.says(text)
    ana.hears("nota · Bar Luna" if language == "es" else "note · Bar Luna")


def test_what_somebody_is_called_is_no_call(office: Office) -> None:
    office.customer("Bar Luna", "Nora Gil")
    eve = office.rep("Eve", language="en")
    eve.says("the new buyer at Bar Luna is called Marcus")
    eve.hears("Marcus", "buyer")
    eve.hears_not("call ·")


@pytest.mark.parametrize(
    ("language", "plan", "fix", "due"),
    [
        ("es", "recuérdame llamar a Nora el viernes a las 14", "al final 14:30", "14:30"),
        ("en", "remind me to ring Nora on Friday at 2pm", "actually 2.30", "14:30"),
    ],
)
def test_another_hour_as_it_is_typed(office: Office, language: str, plan: str, fix: str, due: str) -> None:
    office.customer("Bar Luna", "Nora Gil")
    ana = office.rep("Ana", language=language)
    ana.says(plan)
    ana.says(fix)
    ana.hears(due)


def test_a_decimal_comma_parts_no_reminder(office: Office) -> None:
    office.customer("Bar Luna", "Paco León")
    ana = office.rep("Ana")
    ana.says("llama a Paco el lunes y dile que el descafeinado sube a 11,20 desde enero")
    ana.hears("11,20")
    ana.hears_not("recordaré: 20")


def test_somebody_else_was_met(office: Office) -> None:
    office.customer("Northgate", "Alan Reid", "Gary Hill")
    eve = office.rep("Eve", language="en")
    eve.says("saw Alan Reid at Northgate, Alan Reid wants 25t of sand")
    eve.says("sorry thats gary not alan")
    eve.hears("Alan Reid → Gary Hill")
    eve.hears_not("gary reid")


def test_a_bare_day_is_of_the_week_in_which_it_was_due(office: Office) -> None:
    office.customer("Bar Luna", "Nora Gil")
    eve = office.rep("Eve", language="en")
    eve.says("meeting with Nora on Wed 2 Dec at 10am")
    eve.says("Nora moved to the Thursday")
    eve.hears("Thursday 3 December")
