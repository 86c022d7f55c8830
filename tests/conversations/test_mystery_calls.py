"""Calls to oneself: logged with their time, a median over all of them, a share within the target."""

import pytest

from tests.office import Office


def test_calls_are_logged_in_words_and_by_command_and_measured(office: Office) -> None:
    ana, boss = office.rep("Ana"), office.rep("Boss", role="manager", language="en")
    ana.says("llamé de incógnito y tardaron 45 segundos")
    ana.hears("45 s, fuera del objetivo de 20 s")
    ana.says("/incognito 12 > muy amables")
    ana.hears("12 s, dentro del objetivo", "muy amables")
    boss.says("mystery call answered after 1 min 20")
    boss.hears("1 min 20 s, beyond the target")
    boss.says("mystery call nobody answered")
    boss.hears("Kept: nobody answered")
    boss.says("mystery calls")
    boss.hears(
        "4 calls to ourselves",
        "Median until answered: 45 s",
        "Within 20 s: 1 of 4",
        "Nobody answered: 1",
        "muy amables",
    )
    boss.presses("Change the target")
    boss.says("a while")
    boss.hears("How long did it take?")
    boss.says("60 seconds")
    boss.hears("answered within 1 min 0 s")
    ana.says("/incognitos")
    ana.hears("En menos de 1 min 0 s: 2 de 4")
    ana.says("objetivo de las llamadas de incógnito 10 segundos")
    ana.hears("lo pueden hacer los responsables")


def test_the_latest_call_is_first_and_the_median_goes_by_time_not_by_how_it_is_written(office: Office) -> None:
    """“9 s” is less than “1 min 20 s” and than “100 s”, whatever their letters say."""
    ana = office.rep("Ana")
    for hour, told in (("10:30", "100"), ("11:00", "9"), ("12:00", "1:20"), ("09:00", "20"), ("13:00", "3600")):
        office.at(f"2026-11-{23 + (hour == '09:00')} {hour}")
        ana.says(f"/incognito {told} > llamada de las {hour}")
    ana.says("/incognitos")
    heard = ana.heard().replace("\N{NO-BREAK SPACE}", " ")
    assert "Mediana hasta contestar: 1 min 20 s" in heard, heard
    places = [
        heard.index(f"{day} nov · {waited} · Ana")
        for day, waited in ((24, "20 s"), (23, "60 min 0 s"), (23, "1 min 20 s"), (23, "9 s"), (23, "1 min 40 s"))
    ]
    assert places == sorted(places), heard


def test_bad_times_are_answered_and_a_call_is_taken_back(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("/mystery")
    eve.says("ages")
    eve.hears("In seconds (45) or minutes (1:20)")
    eve.says("9999")
    eve.hears("an hour at most")
    eve.presses("Nobody answered")
    eve.hears("What was it like?")
    eve.says("it rang for a minute")
    eve.hears("Kept: nobody answered", "it rang for a minute")
    eve.says("/mystery_calls")
    eve.hears("Median until answered: not reached")
    eve.presses("Log a call")
    eve.says("1:20")
    eve.presses("Skip")
    eve.hears("1 min 20 s")
    eve.says("undo")
    eve.says("/mystery_calls")
    eve.hears("1 call to ourselves")


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [
        ("es", "llamada de incógnito, lo cogieron a los 25 segundos", "25 s, fuera del objetivo"),
        ("es", "llamada incógnita 1 min 10", "1 min 10 s, fuera del objetivo"),
        (
            "es",
            "llamé a nuestra centralita como si fuera un cliente y tardaron 15 segundos",
            "15 s, dentro del objetivo",
        ),
        ("en", "mystery call picked up after 25 seconds", "25 s, beyond the target"),
        ("en", "i rang us as a customer and they took 15 seconds", "15 s, within the target"),
        ("es", "he llamado de incógnito y no lo han cogido", "Anotado: nadie contest"),
        ("en", "I rang us as a mystery shopper and nobody picked up", "Kept: nobody answered"),
    ],
)
def test_a_call_is_told_in_a_sentence(office: Office, language: str, said: str, heard: str) -> None:
    ana = office.rep("Ana", language=language)
    ana.says(said)
    ana.hears(heard)
    ana.says("cómo va lo del cliente misterioso" if language == "es" else "how are the mystery calls going")
    ana.hears("1 llamada de incógnito" if language == "es" else "1 call to ourselves")


def test_the_target_is_told_in_a_sentence(office: Office) -> None:
    boss = office.rep("Boss", role="manager")
    boss.says("que las llamadas se contesten en 30 segundos")
    boss.hears("30 s")
