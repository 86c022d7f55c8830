"""In a shared chat, what is for one person is for one person."""

from tests.office import Office

SALES = "-ventas"


def test_an_answer_in_a_shared_chat_is_shown_to_the_asker_alone(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana", at_desk=True), office.rep("Luis", at_desk=True)
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.says_in(SALES, "historial de Bar Sol")
    assert "quieren 10 cajas" in ana.sees_in(SALES)
    assert not luis.sees_in(SALES)


def test_until_they_share_it_on_purpose(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana", at_desk=True), office.rep("Luis", at_desk=True)
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.says_in(SALES, "historial de Bar Sol", thread="7")
    ana.presses_in(SALES, "Compartir", thread="7")
    assert luis.sees_in(SALES).startswith("Ana comparte esto:")
    assert "quieren 10 cajas" in luis.sees_in(SALES)
    assert {seen.thread for seen in office.desk.seen_in(SALES, luis.account)} == {"7"}


def test_sharing_twice_shows_it_once(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana", at_desk=True), office.rep("Luis", at_desk=True)
    ana.says_in(SALES, "historial de Bar Sol")
    for _time in range(2):
        ana.presses_in(SALES, "Compartir")
    assert luis.sees_in(SALES).count("comparte esto") == 1


def test_the_label_may_be_typed(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana", at_desk=True), office.rep("Luis", at_desk=True)
    ana.says_in(SALES, "historial de Bar Sol")
    ana.says_in(SALES, "compartir")
    assert "Bar Sol" in luis.sees_in(SALES)


def test_nobody_shares_what_was_shown_to_another(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana", at_desk=True), office.rep("Luis", at_desk=True)
    ana.says_in(SALES, "historial de Bar Sol")
    with office.work() as work:
        token = office.desk.seen_in(SALES, ana.account)[-1].token
        assert work.outbox.by_token(token)
    stolen = office.desk.local.event(
        SALES, account=luis.account, kind="press", token=token, private=False, choice=0, sent_at=office.clock.now()
    )
    office.run(office.app.inbox.take([stolen]))
    office.run(office.app.settle())
    luis.says_in(SALES, "Compartir")
    luis.says_in(SALES, f"/share {token}")
    assert "comparte esto" not in luis.sees_in(SALES)


def test_a_question_has_nothing_to_share(office: Office) -> None:
    ana = office.rep("Ana", at_desk=True)
    ana.says_in(SALES, "/visita")
    assert "Compartir" not in office.desk.seen_in(SALES, ana.account)[-1].labels


def test_a_form_goes_on_in_the_shared_chat_unseen_by_others(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana", at_desk=True), office.rep("Luis", at_desk=True)
    ana.says_in(SALES, "/visita")
    ana.says_in(SALES, "Bar Sol")
    ana.says_in(SALES, "quieren 10 cajas")
    ana.says("historial de Bar Sol")
    ana.says_in(SALES, "no")
    ana.says_in(SALES, "no")
    ana.says("historial de Bar Sol")
    ana.hears("quieren 10 cajas")
    assert not luis.sees_in(SALES)


def test_somebody_mentioned_is_somebody_named(office: Office) -> None:
    ana, luis = office.rep("Ana", at_desk=True), office.rep("Luis Gómez", at_desk=True)
    ana.says_in(SALES, "recuérdale a <@L> llamar a Marta mañana a las 10", mentions={"<@L>": luis.account})
    assert "Luis Gómez" in ana.sees_in(SALES)
    luis.hears("Ana te ha pasado esto", "llamar a Marta")


def test_who_is_none_of_us_is_left_out(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", at_desk=True)
    ana.says_in(SALES, "<@BOT> historial de Bar Sol", mentions={"<@BOT>": "9"})
    assert "Historial de Bar Sol" in ana.sees_in(SALES)


def test_a_stranger_is_told_politely_and_alone(office: Office) -> None:
    ana, zoe = office.rep("Ana", at_desk=True), office.unregistered("Zoe", at_desk=True)
    zoe.says_in(SALES, "historial de Bar Sol")
    assert "invitación" in zoe.sees_in(SALES)
    assert not ana.sees_in(SALES)


def test_a_code_is_given_in_private_only(office: Office) -> None:
    ana = office.rep("Ana", at_desk=True)
    ana.says_in(SALES, "/vincular")
    assert "escríbemelo en privado" in ana.sees_in(SALES)


def test_slow_work_asked_for_in_a_shared_chat_comes_back_to_the_asker_alone(office: Office) -> None:
    office.customer("Bar Sol")
    boss, luis = office.rep("Elena", role="admin", at_desk=True), office.rep("Luis", at_desk=True)
    boss.says_in(SALES, "/exportar")
    assert office.desk.seen_in(SALES, boss.account)
    assert not office.desk.seen_in(SALES, luis.account)
