"""What is held about one person comes out whole, and goes without a trace, whoever's notes and messages it is in."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from storage.audit.records import ChangedSinceError
from storage.crm.interactions import InteractionInput
from storage.crm.tables import ContactRow, CustomerRow, InteractionRow, OriginalRow
from storage.entities.entity import UndeclaredError
from storage.erasure.redaction import BLACK, Identity
from storage.messaging.inbox import event_of, turn_of
from storage.messaging.tables import ConversationRow, InboxRow, OutboxRow
from storage.names.folding import fold
from storage.people.tables import StaffRow
from storage.session.base import Base
from storage.session.json_values import as_json
from storage.work import Store
from tests.office import Office

TRACES = ("marta ruiz", "ruiz", "600111222", "600 111 222", "marta@barsol.example", "600 999 888", "600999888")


def everything(store: Store) -> str:
    """All that is in the store, a line a row, folded, with the letters of JSON as they are."""
    with store.engine.connect() as connection:
        return "\n".join(
            fold(json.dumps({name: _read(as_json(value)) for name, value in row.items()}, ensure_ascii=False))
            for table in Base.metadata.sorted_tables
            for row in connection.execute(select(table)).mappings()
        )


def messages(store: Store) -> str:
    """What came in, went out, and waits."""
    with store.engine.connect() as connection:
        held = (InboxRow.raw, OutboxRow.payload, ConversationRow.state)
        return fold(
            "\n".join(
                json.dumps(_read(value), ensure_ascii=False) for c in held for value in connection.scalars(select(c))
            )
        )


def _read(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("{"):
        return json.loads(value)
    return value


def originals(store: Store) -> str:
    """How records were said, letter by letter."""
    with store.engine.connect() as connection:
        return "\n".join(words for words in connection.scalars(select(OriginalRow.words)) if words)


def contact(office: Office, name: str, customer: str) -> int:
    with office.work() as work:
        there = work.customers.contacts(work.customers.exactly(customer).id)
        found: int = next(one.id for one in there if one.name == name)
        return found


def scene(office: Office) -> Any:
    """Marta Ruiz of Bar Sol is in notes, promises, messages, buttons, a waiting question and the index of names."""
    sol = office.customer("Bar Sol", "Pepe Gil")
    ana = office.rep("Ana")
    ana.says("nuevo contacto Marta Ruiz en Bar Sol, jefa, 600 111 222, marta@barsol.example")
    ana.hears("Marta Ruiz")
    office.customer("Bar Luna", "Marta Gil")
    ana.says("visité a Bar Sol ayer con Marta Ruiz, Marta quiere 10 cajas, llamarla el martes a las 10 al 600 111 222")
    ana.hears("Marta Ruiz", "10 cajas")
    ana.says("visité a Bar Luna ayer con Marta Gil, Marta quiere 3 cajas")
    ana.says("llamé a Bar Sol el miércoles, que Marta Ruiz ya no está y que la escriba a marta@barsol.example")
    ana.says("llamé a Marta Ruiz de Bar Sol ayer")
    ana.says("Marta también quiere hielo picado")
    ana.hears("hielo picado")
    ana.says("teléfono de Marta Ruiz")
    ana.hears("600")
    with office.store.work(office.clock.now(), person=office.person("Ana"), turn="corrections") as work:
        marta = next(one for one in work.customers.contacts(sol) if one.name == "Marta Ruiz")
        work.contacts.change(marta.id, "phone", "+34600999888")
        for record in work.interactions.timeline(sol, limit=9).items:
            work.interactions.add_to_summary(record.id, "lo de Marta Ruiz, y su otro número: 600 999 888")
            work.interactions.add_to_summary(record.id, "visto")
        work.contacts.change(marta.id, "phone", "+34600111222")
        now = office.clock.now()
        unlinked = InteractionInput(
            sol, "message", now, now.date(), "day", "Marta Ruiz no estaba, lo dejo para otro día"
        )
        work.interactions.log(unlinked)
    return ana


def test_a_contact_is_erased_everywhere(office: Office) -> None:
    scene(office)
    marta = contact(office, "Marta Ruiz", "Bar Sol")
    before = everything(office.store)
    for trace in TRACES:
        assert trace in before, trace
    with office.store.work(office.clock.now(), turn="request 1") as work:
        notes = work.connection.execute(select(func.count()).select_from(InteractionRow)).scalar_one()
        erased = work.personal_data.erase("contacts", marta)
    assert erased.gone == {"contacts": 1, "interaction_contacts": 2}
    assert erased.blacked_out["interactions"] >= 3
    assert erased.messages > 5
    after = everything(office.store)
    for trace in TRACES:
        assert trace not in after, next(line for line in after.split("\n") if trace in line)
    assert "marta gil" in after
    assert "hielo picado" not in messages(office.store)
    with office.work() as work:
        assert work.connection.execute(select(func.count()).select_from(InteractionRow)).scalar_one() == notes
        sol = work.customers.exactly("Bar Sol")
        summaries = [record.summary for record in work.interactions.timeline(sol.id, limit=9).items]
        assert any("quiere 10 cajas" in summary and BLACK in summary for summary in summaries)
        luna = work.customers.exactly("Bar Luna")
        assert "Marta quiere 3 cajas" in work.interactions.timeline(luna.id, limit=9).items[0].summary


def test_who_was_met_beside_others_is_blacked_out_by_their_first_name_too(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz", "Pepe Gil")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol con Pepe y con Marta, Marta quiere 10 cajas y Pepe vino")
    ana.hears("Con: Pepe Gil, Marta Ruiz")
    marta = contact(office, "Marta Ruiz", "Bar Sol")
    with office.work() as work:
        told = work.personal_data.export("contacts", marta)
        assert {"contacts", "interaction_contacts", "interactions"} <= set(told["rows"])
        work.personal_data.erase("contacts", marta)
    with office.work() as work:
        [visit] = work.interactions.timeline(work.customers.exactly("Bar Sol").id, limit=3).items
        assert [one.name for one in visit.met] == ["Pepe Gil"]
        assert "Marta" not in visit.summary
        assert "Pepe vino" in visit.summary


def test_the_chat_goes_on_after_an_erasure(office: Office) -> None:
    ana = scene(office)
    ana.says("recuérdame algo de Marta Ruiz")
    marta = contact(office, "Marta Ruiz", "Bar Sol")
    with office.store.work(office.clock.now(), turn="request 1") as work:
        work.personal_data.erase("contacts", marta)
    ana.says("historial de Bar Sol")
    ana.hears("quiere 10 cajas", BLACK)
    ana.says("/actividad")
    ana.hears("visita · Bar Sol")
    ana.says("visité a Bar Sol hoy, quieren hielo")
    ana.hears("hielo")


def test_what_was_erased_is_not_undone(office: Office) -> None:
    ana = scene(office)
    marta = contact(office, "Marta Ruiz", "Bar Sol")
    with office.store.work(office.clock.now(), person=office.person("Ana"), turn="request 1") as work:
        added = work.changes.made_by("contact", marta)
        work.personal_data.erase("contacts", marta)
    ana.says("deshacer")
    ana.hears("Lo que se borró ya no se puede recuperar")
    with office.work() as work, pytest.raises(ChangedSinceError):
        work.changes.undo("request 1")
    with office.work() as work, pytest.raises(ChangedSinceError):
        work.changes.undo(work.changes.change_set_at(added).turn)
    with office.work() as work:
        assert work.connection.execute(select(ContactRow.id).where(ContactRow.id == marta)).first() is None
    ana.says("actividad")
    ana.hears("borrado: el contacto")


def test_a_customer_goes_with_all_that_is_theirs(office: Office) -> None:
    scene(office)
    with office.work() as work:
        sol, luna = work.customers.exactly("Bar Sol"), work.customers.exactly("Bar Luna")
        work.referrals.keep(sol.id, luna.id)
    said = originals(office.store)
    assert "hielo picado" in said
    assert "3 cajas" in said
    with office.store.work(office.clock.now(), turn="request 2") as work:
        out = work.personal_data.export("customers", sol.id)
        erased = work.personal_data.erase("customers", sol.id)
    assert {table: len(rows) for table, rows in out["rows"].items()} == dict(erased.gone)
    theirs = {
        "customers",
        "contacts",
        "interactions",
        "interaction_contacts",
        "follow_ups",
        "referrals",
        "survey_suggestions",
    }
    assert set(erased.gone) == theirs
    assert "hielo picado" not in originals(office.store), "what was said of theirs, though it names nobody"
    assert "3 cajas" in originals(office.store)
    after = everything(office.store)
    for trace in ("bar sol", "marta ruiz", "pepe gil", "600 111 222", "barsol.example"):
        assert trace not in after, next(line for line in after.split("\n") if trace in line)
    with office.work() as work:
        assert work.customers.exactly("Bar Luna") == luna
        assert work.names.candidates(["sol"]) == []


def test_who_was_merged_into_a_customer_goes_with_it(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Taberna Solera", "Marta Ruiz")
    with office.store.work(office.clock.now(), turn="merge") as work:
        kept, gone = work.customers.exactly("Bar Sol"), work.customers.exactly("Taberna Solera")
        assert kept
        assert gone
        work.merging.merge(kept, gone)
    with office.store.work(office.clock.now(), turn="request") as work:
        assert work.personal_data.erase("customers", kept.id).gone["customers"] == 2
    after = everything(office.store)
    assert "solera" not in after
    assert "marta" not in after


def test_a_colleague_leaves_an_empty_shell_and_their_work(office: Office) -> None:
    office.customer("Bar Sol")
    zoe, ana = office.rep("Zoe Urrutia"), office.rep("Ana")
    zoe.says("visité a Bar Sol ayer, quieren vino")
    zoe.hears("vino")
    who, heir = office.person("Zoe Urrutia"), office.person("Ana")
    assert "vino" in messages(office.store)
    with office.store.work(office.clock.now(), turn="leaver") as work:
        work.leaving.leave(who.id, heir.id)
    with office.store.work(office.clock.now(), turn="request") as work:
        erased = work.personal_data.erase("staff", who.id)
        assert erased.gone["accounts"] == 1
        row = work.connection.execute(select(StaffRow).where(StaffRow.id == who.id)).one()
        assert (row.name, row.left_at is not None) == (BLACK, True)
        assert work.people.works_here(who.id) is None
    assert "urrutia" not in everything(office.store)
    assert "vino" not in messages(office.store)
    ana.says("historial de Bar Sol")
    ana.hears("quieren vino")


def test_what_is_taken_out_is_all_there_is_and_is_json(office: Office) -> None:
    scene(office)
    marta = contact(office, "Marta Ruiz", "Bar Sol")
    with office.work() as work:
        out = json.loads(json.dumps(work.personal_data.export("contacts", marta)))
    assert [row["phone"] for row in out["rows"]["contacts"]] == ["+34600111222"]
    assert any("10 cajas" in row["summary"] for row in out["rows"]["interactions"])
    assert not any("3 cajas" in row["summary"] for row in out["rows"]["interactions"])
    assert {(change["entity"], change["entity_id"]) for change in out["changes"]} >= {("contacts", marta)}


def test_nobody_is_no_person(office: Office) -> None:
    with office.work() as work:
        assert work.personal_data.export("contacts", 4711)["rows"].get("contacts") in (None, [])
        for entity in ("interactions", "leases", "nothing"):
            with pytest.raises(UndeclaredError):
                work.personal_data.erase(entity, 1)


# ------------------------------------------------------------------ in words
WHO = Identity.of(["Marta Ruíz", "marta ruiz", "+34600111222", "marta@barsol.example", "Calle Mayor 3"])


@pytest.mark.parametrize(
    ("text", "loosely", "blacked_out"),
    [
        ("lo dijo Marta Ruiz, la jefa", False, f"lo dijo {BLACK}, la jefa"),
        ("MARTA  RUÍZ dice que no", False, f"{BLACK} dice que no"),
        ("Marta de la Ruiz", False, BLACK),
        ("Marta dice que no", False, "Marta dice que no"),
        ("Marta dice que no", True, f"{BLACK} dice que no"),
        ("Martano dice que no", True, "Martano dice que no"),
        ("al 600 111 222 o al 600-111.222", False, f"al {BLACK} o al {BLACK}"),
        ("al (+34) 600 11 12 22.", False, f"al {BLACK}."),
        ("al 600 111 223", False, "al 600 111 223"),
        ("a Marta@BarSol.example, en calle mayor 3", False, f"a {BLACK}, en {BLACK}"),
        ("quieren 10 cajas", True, "quieren 10 cajas"),
    ],
)
def test_a_person_is_blacked_out_of_words(text: str, *, loosely: bool, blacked_out: str) -> None:
    assert WHO.blacked_out(text, loosely=loosely) == blacked_out


def test_a_person_is_found_in_what_a_platform_sent_escaped() -> None:
    who = Identity.of(["Begoña Muñoz"])
    assert who.is_in(json.dumps({"text": "con Begoña Muñoz"}))
    assert not who.is_in(json.dumps({"text": "con Begoña"}))


def test_a_name_of_nothing_but_short_words_is_looked_for_as_it_is() -> None:
    assert Identity.of(["C&A"]).blacked_out("visité C&A ayer", loosely=False) == f"visité {BLACK} ayer"


def test_the_turn_of_an_event_is_told_from_others() -> None:
    assert event_of(turn_of(7)) == 7
    assert event_of("import:7") is None
    assert event_of("7") is None


def test_no_row_is_left_that_refers_to_nobody(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz", nicknames=("El Sol",))
    with office.work() as work:
        sol = work.customers.exactly("Bar Sol").id
    with office.store.work(office.clock.now()) as work:
        work.personal_data.erase("customers", sol)
        assert work.connection.execute(select(func.count()).select_from(CustomerRow)).scalar_one() == 0
        assert "sol" not in json.dumps(
            [str(row) for row in work.connection.execute(select(Base.metadata.tables["name_terms"]))]
        )
