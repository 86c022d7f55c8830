"""What is planned, by whom and for when, in the words of somebody in a hurry: it is to come, and only what is promised is a step."""

import pytest

from tests.office import Office
from tests.office.people import Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    office.customer("Blue Door", "Nell Hart")
    office.customer("Quay Foods", "Owen Reid")
    office.rep("Luke Byrne", language="en")
    return office.rep("Ana", language="en")


@pytest.fixture
def eva(office: Office) -> Someone:
    office.customer("Bar Sol", "Irene Bravo")
    office.customer("Casa Lino", "Tomás Gil")
    office.rep("Luis Mena")
    return office.rep("Eva")


def due(office: Office, name: str) -> list[tuple[str, str]]:
    """What somebody has to do, and when: "24 13:00", "by 27", or the day alone."""
    person = office.person(name).id
    with office.work() as work:
        return [
            (
                one.what,
                f"{one.due_local:%d %H:%M}" if one.grain == "minute" else f"{'by ' * one.deadline}{one.due_local:%d}",
            )
            for one in work.follow_ups.open_of(person)
        ]


# ------------------------------------------------------------------ it is to come
@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("quarter past nine call with nell next weds re the lease", ("call with nell re the lease", "25 09:15")),
        (
            "see owen tuesday week 11am at the depot to count the crates",
            ("see owen at the depot to count the crates", "01 11:00"),
        ),
        (
            "gotta touch base with owen at some point this week about the crates",
            ("touch base with owen about the crates", "by 20"),
        ),
        ("remind me to post nell the samples before lunch tomorrow", ("post nell the samples", "21 12:00")),
    ],
)
def test_a_plan_without_a_word_of_promise_is_an_appointment(
    office: Office, ana: Someone, said: str, kept: tuple[str, str]
) -> None:
    ana.says(said)
    ana.hears_not("Saved:", "When?")
    assert due(office, "Ana") == [kept]


def test_spanish_plans_of_a_week(office: Office, eva: Someone) -> None:
    office.at("2026-11-23 10:00")
    eva.says("reunión con irene el jueves que viene no, el siguiente a las 12")
    eva.says("tengo que hablar con tomas a lo largo de la semana sobre los barriles")
    eva.says("recuérdame mandarle a irene la oferta mañana antes de comer")
    assert due(office, "Eva") == [
        ("mandarle a irene la oferta", "24 13:00"),
        ("hablar con tomas sobre los barriles", "by 27"),
        ("reunión con irene", "03 12:00"),
    ]


@pytest.mark.parametrize(
    ("who", "said", "colleague", "kept"),
    [
        (
            "ana",
            "Luke is popping into Blue Door on tuesday for me half eleven",
            "Luke Byrne",
            ("popping into Blue Door", "24 11:30"),
        ),
        ("eva", "Luis va el martes a Bar Sol por mí a las 11", "Luis Mena", ("ir a Bar Sol por mí", "24 11:00")),
    ],
)
def test_what_a_colleague_will_do_is_theirs(
    request: pytest.FixtureRequest, office: Office, who: str, said: str, colleague: str, kept: tuple[str, str]
) -> None:
    somebody: Someone = request.getfixturevalue(who)
    somebody.says(said)
    assert due(office, colleague) == [kept]
    assert not due(office, "Ana" if who == "ana" else "Eva")


# ------------------------------------------------------------------ what is promised, and what is not
def test_two_calls_about_one_thing_are_two_and_what_they_are_about_is_none(office: Office, ana: Someone) -> None:
    ana.says("gotta phone nell tomorrow at 3 and also owen at 4 about the same thing, new price list in february")
    assert due(office, "Ana") == [
        ("phone nell", "21 15:00"),
        ("phone owen about the same thing, new price list in february", "21 16:00"),
    ]


def test_who_cancels_and_will_be_in_touch_is_one_expectation(office: Office, ana: Someone, eva: Someone) -> None:
    ana.says("lunch with nell tuesday 1pm")
    ana.says("nell cancelled tuesday, her car broke down, she'll ring me back next week")
    ana.hears("Cancelled: lunch with nell")
    assert due(office, "Ana") == [("Nell Hart will ring me back", "23")]
    eva.says("comida con irene el martes a las 14")
    eva.says("irene ha cancelado lo del martes, está con fiebre, me llama ella la semana que viene")
    assert [when for _, when in due(office, "Eva")] == ["23"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("saw nell at Blue Door, told her id drop round the swatches by thurs", ("drop round the swatches", "by 26")),
        ("told owen id be there myself thursday 9", ("be there myself", "26 09:00")),
        ("was at Quay Foods, said ill look into the invoice on monday", ("look into the invoice", "23")),
    ],
)
def test_a_promise_needs_no_apostrophe(office: Office, ana: Someone, said: str, kept: tuple[str, str]) -> None:
    ana.says(said)
    assert due(office, "Ana") == [kept]


@pytest.mark.parametrize(
    ("who", "said", "kept"),
    [
        (
            "ana",
            "nell says the third box was crushed, i'll sort that on monday",
            "nell says the third box was crushed, i'll sort that",
        ),
        ("ana", "saw nell, push the delivery of the doors to friday", "push the delivery of the doors"),
        ("ana", "couldn't get into Blue Door today, will try again mon or tues", "try again mon or tues"),
        ("eva", "irene quiere 4 manteles, se los llevo el martes", "irene quiere 4 manteles, se los llevo"),
        ("eva", "visité a tomas, la llave del almacén se la mando el lunes", "la llave del almacén se la mando"),
    ],
)
def test_a_step_says_what_it_is_about(
    request: pytest.FixtureRequest, office: Office, who: str, said: str, kept: str
) -> None:
    somebody: Someone = request.getfixturevalue(who)
    somebody.says(said)
    assert [what for what, _ in due(office, "Ana" if who == "ana" else "Eva")] == [kept]


def test_a_number_that_is_to_be_noted_down_is_on_the_card(office: Office, eva: Someone) -> None:
    eva.says("apunta el móvil nuevo de irene 655 20 81 94")
    eva.hears("Cambiado", "+34 655 208 194")


# ------------------------------------------------------------------ what settles it, and what does not
def test_what_is_still_to_be_sent_is_not_offered_to_be_closed(office: Office, eva: Someone) -> None:
    eva.says("visité a irene, mandarle la tarifa y el contrato antes del jueves")
    office.at("2026-11-24 09:00")
    eva.says("mandada la tarifa a irene, el contrato todavía no")
    eva.hears("Guardado")
    eva.hears_not("queda hecho", "Hecho:")
    eva.says("irene me reclama el contrato, que se lo mande hoy")
    eva.says("ya se lo mandé")
    eva.hears("Hecho: irene me reclama el contrato, que se lo mande")


def test_what_nobody_needs_any_more_is_called_off(office: Office, eva: Someone, ana: Someone) -> None:
    eva.says("visité a tomas, llevarle el muestrario el viernes")
    eva.says("lo del muestrario de tomas ya no hace falta")
    eva.hears("Cancelado: llevarle el muestrario")
    ana.says("remind me to send owen the brochure on thursday")
    ana.says("owen's brochure is no longer needed")
    ana.hears("Cancelled: send owen the brochure")


def test_what_takes_the_place_of_something_offers_to_call_that_off(office: Office, ana: Someone) -> None:
    ana.says("remind me to chase nell about the deposit on thursday")
    ana.says("nell hasnt come back to me so ill email owen instead first thing monday")
    ana.hears("Remind me: ill email owen instead · Monday 23 November, 09:00")
    ana.presses("Not any more: chase nell about the deposit")
    ana.hears("Cancelled: chase nell about the deposit")


def test_having_been_there_is_no_duty_and_offers_to_close_the_appointment(office: Office, ana: Someone) -> None:
    ana.says("told nell ill be there myself on monday at 10")
    office.at("2026-11-23 11:00")
    ana.says("got to Blue Door at 10, swapped the pump, nell is happy")
    ana.hears("Does this close the follow-up?", "be there myself")
    ana.hears_not("Next step")


def test_a_week_alone_moves_nothing(office: Office, ana: Someone) -> None:
    ana.says("remind me to ring nell on monday at 9")
    ana.says("next week")
    ana.hears_not("Corrected")
    assert due(office, "Ana") == [("ring nell", "23 09:00")]
