"""Whom a survey asks, until when, how often, and whether it is anonymous: set in words, by command and by button."""

from handlers.kit.surveys.bank import questions_of
from storage.crm.surveys.records import Answer
from storage.crm.surveys.surveys import Surveys
from tests.conversations.test_customer_chats import joins
from tests.office import Office, Someone


def test_it_is_set_in_words_and_changes_who_is_asked(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Taller Gil")
    eva, ana = office.rep("Eva", role="marketing"), office.rep("Ana")
    ana.says("el sector de Bar Sol es hostelería")
    ana.says("/ajustar_encuesta nps")
    ana.hears("No tienes permiso")
    eva.says("la encuesta nps es solo para hosteleria")
    eva.hears("A quién se pregunta: hostelería")
    eva.says("la encuesta satisfaccion caduca el 30 de noviembre")
    eva.hears("lunes 30 de noviembre")
    ana.says("visité a Taller Gil hoy, todo en orden")
    ana.hears("1. Del 1 al 5")
    ana.hears_not("Del 0 al 10")
    office.at("2026-12-02 10:30")
    ana.says("visité a Bar Sol hoy, todo en orden")
    ana.hears("1. Del 0 al 10")
    ana.hears_not("Del 1 al 5")


def test_by_command_and_button_with_bad_input_answered(office: Office) -> None:
    office.customer("Bar Sol")
    eve = office.rep("Eve", role="admin", language="en")
    eve.says("/change_survey nps > priority > 1000")
    eve.hears("whole number from 0 to 100")
    eve.says("95")
    eve.hears("Priority: 95")
    eve.presses("Undo")
    eve.says("/change_survey nps > audience > space pirates")
    eve.hears("No customer has a sector yet")
    eve.says("class A")
    eve.hears("Who is asked: class A")
    eve.says("/change_survey nps > until > 30 February")
    eve.hears("could not read a day")
    eve.says("never")
    eve.hears("already like that")
    eve.says("the nps survey repeats every 9999 days")
    eve.hears("whole number from 1 to 1095")
    eve.says("never")
    eve.hears("How often again: never again")
    eve.says("/survey nps")
    eve.presses("How it is asked")
    eve.says("/change_survey nps > occasion")
    eve.presses("after a purchase")
    eve.hears("When it is sent: after a purchase")
    eve.says("/change_survey nps > opens a complaint at > 11")
    eve.hears("whole number from 0 to 10")
    eve.says("6")
    eve.hears("Opens a complaint at: 6 or less")
    eve.says("the nps survey opens a complaint at never")
    eve.hears("Opens a complaint at: no score")
    eve.says("/change_survey priorities > fills > nothing")
    eve.hears("What the answer fills in: nothing")
    eve.says("/change_survey nps > fills > sector")
    eve.hears("Questions of this kind have no such setting")
    eve.says("/change_survey nothing > priority")
    eve.hears("Which survey?")


def test_a_promise_of_anonymity_is_kept(office: Office) -> None:
    office.customer("Bar Sol")
    eva = office.rep("Eva", role="manager")
    eva.says("la encuesta nps es anónima")
    eva.hears("ninguna cifra de menos de cinco")
    eva.says("la encuesta nps es con nombre")
    eva.hears("Anónima: no")
    eva.says("la encuesta nps es anónima")
    marta = joins(office, eva)
    marta.presses("Sí, pregúntenme")
    marta.presses("Sin ofertas")
    office.at("2026-11-23 10:30")
    eva.says("/enviar_encuesta nps > Bar Sol")
    marta.hears("Su respuesta es anónima")
    eva.says("la encuesta nps es con nombre")
    eva.hears("Eso no cambia")
    marta.presses("2")
    marta.hears("Ha respondido: 2/10")
    marta.hears_not("Lo sentimos")
    eva.says("la encuesta nps es con nombre")
    eva.hears("Eso no cambia")
    eva.says("/encuesta nps")
    eva.hears("menos de cinco")
    eva.says("/quejas")
    eva.hears("No hay quejas abiertas")


def test_a_promise_is_not_undone_either_and_without_one_it_is(office: Office) -> None:
    office.customer("Bar Sol")
    eve, ana = office.rep("Eve", role="manager", language="en"), office.rep("Ana")
    ana.says("/respuesta Bar Sol > nps > 9")
    office.passes(minutes=1)
    eve.says("the nps survey is anonymous")
    eve.hears("Anonymous: yes")
    eve.presses("Undo")
    eve.says("/survey nps")
    eve.hears("Answered: 1", "1 promoters, 0 detractors of 1")
    eve.says("the nps survey is anonymous")
    office.customer("Bar Mar")
    with office.work() as work:
        surveys = work.topic(Surveys)
        nps = next(one for one in questions_of(work) if one.name == "nps")
        surveys.handed_out(surveys.plan(nps.id, 2, work.now, via="web"), 1)
    eve.says("undo")
    eve.hears("were promised that it is anonymous. That stays")


def test_whoever_visits_puts_no_anonymous_question_and_hears_no_name(office: Office) -> None:
    office.customer("Bar Sol")
    eva, ana = office.rep("Eva", role="manager"), office.rep("Ana")
    eva.says("la encuesta nps es anónima")
    ana.says("visité a Bar Sol ayer, nos pone un 9 de 10")
    ana.hears("1. Del 1 al 5")
    ana.hears_not("Del 0 al 10", "Respondida")
    ana.says("/respuesta Bar Sol > nps > 9")
    ana.hears("«nps» es anónima: solo la contestan los propios clientes")
    marta = joins(office, ana)
    marta.presses("Sí, pregúntenme")
    marta.presses("Sin ofertas")
    office.at("2026-11-23 10:30")
    ana.says("/enviar_encuesta nps > Bar Sol")
    marta.says("depende mucho de quién venga")
    marta.hears("anónima, o se lo pasamos a una persona")
    marta.presses("Como comentario, sin mi nombre")
    marta.hears("sin su nombre")
    marta.says("un 4, el reparto falla")
    marta.hears("Ha respondido: 4/10")
    marta.says("y manden diez cajas el jueves")
    marta.presses("Pásenlo con mi nombre")
    marta.hears("pasado")
    said = "\n".join(office.texts(ana) + office.texts(eva))
    assert "diez cajas" in said
    assert not any(word in said for word in ("depende mucho", "reparto falla", "4/10"))


def test_an_anonymous_survey_is_counted_in_lots_of_five(office: Office) -> None:
    """Between one look and the next nobody is told apart, nor by two ways to group them."""
    eva, ana = office.rep("Eva", role="manager", language="en"), office.rep("Ana")
    for number in range(11):
        office.customer(f"Bar {number}")
        office.customer(f"Taller {number}")
    eva.says("the nps survey is anonymous")
    eva.hears("Anonymous: yes")
    answered(office, 6, owner=ana)
    eva.says("/survey nps")
    eva.hears("Answered: 6", "+100 (between", "5 answers", "1 more answer is counted once there are enough")
    eva.hears_not("By rep", "By sector")
    eva.presses("As a table")
    [(_name, content)] = [file for file in eva.received() if file[0].endswith(".csv")]
    assert content.decode("utf-8-sig").splitlines() == ["number;choice", *["10;"] * 5]
    answered(office, 5, owner=eva, first=6)
    eva.says("/survey nps")
    eva.hears("Answered: 11", "10 answers", "By rep", "Ana", "Eva", "1 more answer")
    eva.hears_not("By sector", "By class")


def answered(office: Office, count: int, *, owner: Someone, first: int = 0) -> None:
    """So many customers of somebody answer with a ten on their own phone."""
    with office.work() as work:
        surveys = work.topic(Surveys)
        nps = next(one for one in questions_of(work) if one.name == "nps")
        staff = next(one.id for one in work.people.everyone() if one.name == owner.name)
        for number in range(first, first + count):
            customer = work.customers.add(f"Casa {number}")
            work.customers.change(customer.id, "owner_id", staff)
            surveys.answer(surveys.plan(nps.id, customer.id, work.now), Answer(number=10), via="bot")


def test_a_segment_is_asked_as_a_promotion_takes_it(office: Office) -> None:
    """The same filter for both: read back in words, with how many they are."""
    for name in ("Bar Sol", "Bar Luna", "Taller Gil"):
        office.customer(name)
    eva, ana = office.rep("Eva", role="marketing"), office.rep("Ana")
    ana.says("el sector de Bar Sol es bares")
    ana.says("el sector de Bar Luna es bares")
    eva.says("/guardar_segmento Los de barra > bares")
    eva.hears("Guardado como segmento")
    eva.says("/ajustar_encuesta nps > a quién se pregunta > los de barra")
    eva.hears("A quién se pregunta: Los de barra", "sector: bares", "2 clientes")
    eva.presses("Deshacer")
    eva.says("la encuesta nps es solo para los de barra")
    eva.hears("A quién se pregunta: Los de barra")
    ana.says("visité a Taller Gil hoy, todo en orden")
    ana.hears_not("Del 0 al 10")
    ana.says("visité a Bar Sol hoy, todo en orden")
    ana.hears("1. Del 0 al 10")
    eva.says("/segmentos los de barra")
    eva.presses("Olvidarlo")
    eva.says("/ajustar_encuesta nps > prioridad > 90")
    eva.hears("nadie: ese segmento ya no existe")
    ana.says("visité a Bar Luna hoy, todo en orden")
    ana.hears_not("Del 0 al 10")
