"""Tidying one thing at a time, and people who left."""

from tests.office import Office


def test_duplicates_what_nobody_uses_and_leavers_one_at_a_time(office: Office) -> None:
    for name in ("Bar Sol", "Bar Sol S.L.", "Taller Gil", "Hotel Mar"):
        office.customer(name)
    office.customer("Bar Luna", "Marta Ruiz", "Pepe Gil")
    with office.work() as work:
        for name in ("Taller Gil", "Hotel Mar"):
            found = work.customers.exactly(name)
            assert found
            work.customers.change(found.id, "phone", "+34600123456")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("hablé con Marta Ruiz de Bar Luna, todo bien")
    office.at("2029-01-15 10:00")
    ana.says("hablé con Pepe Gil de Bar Luna, todo bien")
    for name in ("Bar Sol", "Taller Gil", "Hotel Mar"):
        ana.says(f"visité a {name}, todo bien")
    eve.says("tidy up")
    eve.hears("The same, perhaps: Bar Sol and Bar Sol S.L.", "They are called alike")
    eve.presses("Not the same")
    eve.hears("I won't ask about that again", "Nothing has happened with Bar Sol S.L. since Friday 20 November 2026")
    eve.presses("Put it away")
    eve.hears("Bar Sol S.L. is put away")
    eve.presses("Undo")
    eve.says("Bar Sol S.L.")
    eve.hears("Bar Sol S.L.")
    eve.says("/tidy")
    eve.presses("Keep it")
    eve.hears("The same, perhaps: Taller Gil and Hotel Mar", "Both have the number +34 600 123 456")
    eve.presses("Merge")
    eve.hears("Hotel Mar goes into Taller Gil")
    eve.presses("Merge")
    eve.says("/tidy")
    eve.hears("Nobody has spoken with Marta Ruiz at Bar Luna since Friday 20 November 2026")
    eve.presses("Not there any more")
    eve.hears("Marta Ruiz is not there any more")
    eve.presses("Next")
    eve.hears("everything is tidy")
    ana.says("/limpieza")
    ana.hears("Todo está en orden")


def test_somebody_who_left_was_only_a_note(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz", "Sarah Cole")
    office.customer("Bar Luna", "Marta Gil")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("Marta ya no trabaja en Bar Sol")
    ana.hears("Marta Ruiz ya no está en Bar Sol")
    ana.presses("Deshacer")
    ana.says("teléfono de Marta Ruiz")
    ana.hears("Marta Ruiz · Bar Sol")
    ana.says("Marta ya no trabaja allí")
    ana.hears("¿A cuál te refieres con «Marta»?")
    ana.presses("Marta Gil · Bar Luna")
    ana.hears("Marta Gil ya no está en Bar Luna")
    eve.says("Sarah has left")
    eve.hears("Sarah Cole is not at Bar Sol any more")
    eve.presses("Who is there now?")
    eve.says("Tom Reed")
    eve.says("Eve has left")
    eve.hears_not("is not at")


def test_it_is_asked_for_in_many_words(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Sol S.L.")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    for words in (
        "limpiar clientes",
        "hay clientes repetidos",
        "qué clientes están duplicados",
        "clientes que no usamos",
    ):
        ana.says(words)
        ana.hears("Quizá el mismo: Bar Sol y Bar Sol S.L.")
    for words in (
        "clean up the customer list",
        "are there duplicate customers",
        "find duplicates",
        "tidy up my contacts",
    ):
        eve.says(words)
        eve.hears("The same, perhaps: Bar Sol and Bar Sol S.L.")


def test_undo_before_merging_takes_back_nothing_older(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Sol S.L.")
    ana = office.rep("Ana")
    ana.says("el teléfono de Bar Sol es 600 123 456")
    ana.says("/limpieza")
    ana.presses("Unir")
    ana.says("deshacer")
    ana.says("Bar Sol")
    ana.hears("600 123 456")
