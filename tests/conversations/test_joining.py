"""Nobody is anybody until invited."""

from datetime import timedelta

from tests.office import Office


def test_strangers_are_refused_politely_and_told_nothing(office: Office) -> None:
    office.customer("Bar Sol")
    zoe = office.unregistered("Zoe")
    zoe.says("historial de Bar Sol")
    zoe.hears("invitación")
    zoe.hears_not("Bar Sol")
    zoe.says("/start no-such-code")
    zoe.hears("invitación")


def test_a_code_works_once(office: Office) -> None:
    with office.work() as work:
        code = work.people.invite(work.people.add("Ana Ruiz", "rep", "es", "Europe/Madrid"))
    ana, zoe = office.unregistered("Ana"), office.unregistered("Zoe")
    ana.says(f"/start {code}")
    ana.hears("Ana")
    zoe.says(f"/start {code}")
    zoe.hears("invitación")


def test_a_code_has_no_marks_that_a_chat_takes_for_style(office: Office) -> None:
    with office.work() as work:
        ana = work.people.add("Ana Ruiz", "rep", "es", "Europe/Madrid")
        codes = [work.people.invite(ana) for _ in range(40)]
    assert all(code.isalnum() and len(code) == 32 for code in codes)


def test_a_code_is_good_for_a_day(office: Office) -> None:
    with office.work() as work:
        code = work.people.invite(work.people.add("Ana Ruiz", "rep", "es", "Europe/Madrid"))
    office.clock.advance(timedelta(hours=24, minutes=1))
    ana = office.unregistered("Ana")
    ana.says(f"/start {code}")
    ana.hears("invitación")


def test_a_newcomer_is_spoken_to_in_their_language(office: Office) -> None:
    eve = office.rep("Eve Stone", language="en")
    eve.hears("Welcome, Eve")
