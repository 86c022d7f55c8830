"""The sample company: the same every time, all of it in the past, and worth reading."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.samples import fill
from bot.samples.company import LANGUAGES, load
from bot.settings import Settings
from handlers.kit.calendar.calendars import Calendars
from handlers.kit.jobs import JobContext
from handlers.standings.computing import reckon
from reminders.rule import Look
from reminders.tick import every_rule
from storage.crm.records import FollowUpRecord, InteractionRecord
from storage.names.folding import fold
from storage.names.names import NameKind
from storage.session.base import Base
from storage.session.engine import reading
from storage.session.schema import migrate
from storage.standings.relations import Relations
from storage.work import Store

TODAY = date(2026, 11, 20)
ZONE = "Europe/Madrid"
KINDS = {"visit", "call", "email", "message", "meeting", "event"}
WHOLE = 10_000
SHOWN = 10
FOUND = {
    "es": (
        "Bar Sol",
        "Bar Luna",
        "Ferretería López",
        "Ferretería Lopera",
        "Librería Muñoz",
        "Librería Muñiz",
        "La Visita",
        "Martes Café",
    ),
    "en": (
        "Bar Sol",
        "Bar Luna",
        "Harrison Hardware",
        "Harris Hardware",
        "Munro Books",
        "Monroe Books",
        "The Visit",
        "Tuesday Café",
    ),
}


def filled(folder: Path, language: str, today: date = TODAY, zone: str = ZONE, currency: str = "EUR") -> Store:
    store = Store.open(f"sqlite:///{folder / 'samples.db'}")
    migrate(store.engine)
    fill(store, language=language, zone=zone, today=today, currency=currency)
    return store


def everything(store: Store) -> dict[str, list[Any]]:
    with reading(store.engine) as connection:
        return {
            table.name: sorted(connection.execute(table.select()).all(), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name != "revisions"  # a number by chance: it only says that something changed
        }


def histories(store: Store) -> dict[str, list[InteractionRecord]]:
    """Each customer's history, newest first."""
    with store.work() as work:
        ids = [row.id for row in rows(store, "customers")]
        return {
            record.name: list(work.interactions.timeline(record.id, limit=WHOLE).items)
            for record in work.customers.latest(ids)
        }


def rows(store: Store, table: str) -> list[Any]:
    with reading(store.engine) as connection:
        return list(connection.execute(Base.metadata.tables[table].select()).all())


def follow_ups(store: Store, state: str) -> list[FollowUpRecord]:
    found = [row.id for row in rows(store, "follow_ups") if row.state == state]
    with store.work() as work:
        return [record for id_ in found if (record := work.follow_ups.get(id_))]


@pytest.fixture(params=LANGUAGES, scope="module")
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def store(language: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = filled(tmp_path_factory.mktemp(language), language)
    yield store
    store.close()


def test_the_same_company_every_time(store: Store, language: str, tmp_path: Path) -> None:
    again = filled(tmp_path, language)
    assert everything(again) == everything(store)
    again.close()


def test_either_database_holds_it(store_url: str) -> None:
    store = Store.open(store_url)
    fill(store, language="es", zone=ZONE, today=TODAY)
    assert len(rows(store, "interactions")) >= 1_000
    with store.work() as work:
        bar_sol = work.customers.exactly("bar sol")
        assert bar_sol
        assert len(work.interactions.timeline(bar_sol.id, limit=SHOWN).items) == SHOWN
    store.close()


def test_a_company_of_a_size_to_explore(store: Store) -> None:
    assert 55 <= len(rows(store, "customers")) <= 70
    assert 80 <= len(rows(store, "contacts")) <= 120
    assert 1_000 <= len(rows(store, "interactions")) <= 1_500
    assert 15 <= len(follow_ups(store, "open")) <= 45
    assert len(follow_ups(store, "done")) >= 300
    assert min(len(notes) for notes in histories(store).values()) >= 2


def test_who_works_there(store: Store, language: str) -> None:
    with store.work() as work:
        people = work.people.everyone()
        ana = work.people.by_account("console", "ana")
        for person in people:
            account = person.first_name.lower()
            assert work.people.by_account("console", account) == person
            address = work.people.address(person.id)
            assert address
            assert (address.platform, address.chat) == ("console", account)
    assert ana
    assert ana.role == "rep"
    assert ana.language == language
    assert sorted(person.role for person in people) == ["manager", "marketing", "rep", "rep", "rep", "support"]
    assert [person.language for person in people].count(language) == 5
    assert {person.language for person in people} == set(LANGUAGES)
    assert {person.zone for person in people} == {ZONE}


def test_names_are_found(store: Store, language: str) -> None:
    with store.work() as work:
        for name in FOUND[language]:
            customer = work.customers.exactly(name)
            assert customer
            entries = work.names.candidates(fold(name).split())
            assert (NameKind.CUSTOMER, customer.id) in {(entry.kind, entry.id) for entry in entries}
        marta = next(
            entry for entry in work.names.candidates(["bar", "sol", "marta"]) if entry.kind is NameKind.CONTACT
        )
        bar_sol = work.customers.exactly("Bar Sol")
        assert bar_sol
        assert marta.customer_id == bar_sol.id
        assert marta.name.startswith("Marta ")
        nickname = load(language).customers[0].also[0]
        assert nickname in {entry.alias for entry in work.names.candidates(fold(nickname).split())}
        assert "Luna" not in {entry.name for entry in work.names.candidates(["luna"]) if entry.kind is NameKind.STAFF}
        assert any(entry.kind is NameKind.STAFF for entry in work.names.candidates(["ana", "torres"]))


def test_only_one_marta(store: Store) -> None:
    assert sum(contact.name.startswith("Marta ") for contact in rows(store, "contacts")) == 1


def test_no_customer_and_no_number_twice(store: Store) -> None:
    customers, contacts = rows(store, "customers"), rows(store, "contacts")
    assert len({row.folded for row in customers}) == len(customers)
    numbers = [row.phone for row in [*customers, *contacts] if row.phone]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("+") and number[1:].isdigit() for number in numbers)
    assert all(row.email.endswith(".example") and row.email.isascii() for row in contacts if row.email)


def test_colleagues_and_customers_are_not_called_alike(language: str) -> None:
    company = load(language)
    contacts = {person.split()[0] for client in company.customers for person in client.people}
    assert not contacts & {colleague.first_name for colleague in company.staff}


@pytest.mark.parametrize(
    "today", [date(2026, 11, 20), date(2027, 1, 2), date(2026, 3, 30), date(2028, 2, 29), date(2026, 8, 16)]
)
def test_all_that_happened_is_past_on_working_days_in_working_hours(today: date, language: str, tmp_path: Path) -> None:
    store = filled(tmp_path, language, today)
    zone = ZoneInfo(ZONE)
    midnight = datetime(today.year, today.month, today.day, tzinfo=zone)
    for note in rows(store, "interactions"):
        local = note.at.astimezone(zone)
        assert note.at <= note.created_at < midnight
        assert local.date() == note.day
        assert note.day.weekday() < 5
        assert 9 <= local.hour < 19
        assert note.created_at.astimezone(zone).hour <= 19
        assert note.grain == "minute" or (local.hour, local.minute) == (12, 0)
    for row in rows(store, "follow_ups"):
        assert row.created_at < midnight
        assert row.due_local.weekday() < 5
        assert row.created_at < row.due_at
        assert row.done_at is None or row.created_at < row.done_at < midnight
    for table in ("staff", "accounts", "customers", "contacts", "nicknames"):
        assert all(row.created_at < midnight for row in rows(store, table))
    store.close()


def test_eighteen_months_up_to_yesterday(store: Store) -> None:
    days = {note.day for note in rows(store, "interactions")}
    assert 520 <= (TODAY - min(days)).days <= 550
    assert (TODAY - max(days)).days <= 3


def test_notes_tell_something_new(store: Store) -> None:
    for name, notes in histories(store).items():
        for newest in range(len(notes)):
            shown = [note.summary for note in notes[newest : newest + SHOWN]]
            assert len(set(shown)) == len(shown), (name, shown)


def test_notes_are_short_whole_and_ours(store: Store) -> None:
    for note in rows(store, "interactions"):
        assert 10 < len(note.summary) <= 200
        assert not set("{}[]<>*_\n") & set(note.summary)
        assert "  " not in note.summary
        assert note.summary[0] == note.summary[0].upper()
        assert note.summary[-1] in ".?"
        assert " de el " not in note.summary
        assert " a el " not in note.summary
        assert note.kind in KINDS
        assert note.sentiment in {None, "positive", "neutral", "negative"}
        assert (note.amount is None) == (note.currency is None)
        assert note.amount is None or 10 < note.amount < 12_000


def test_a_history_shows_what_colleagues_did(store: Store) -> None:
    notes = histories(store)
    assert len({note.author for note in notes["Bar Sol"][:3]}) == 3
    assert all(len({note.author for note in history}) >= 2 for history in notes.values() if len(history) >= SHOWN)


def test_kinds_moods_and_amounts_vary(store: Store) -> None:
    notes = rows(store, "interactions")
    assert {note.kind for note in notes} == KINDS
    assert {note.sentiment for note in notes} == {None, "positive", "neutral", "negative"}
    assert sum(note.amount is not None for note in notes) > len(notes) / 4


def test_contacts_belong_to_the_customer_they_are_noted_with(store: Store) -> None:
    home = {contact.id: contact.customer_id for contact in rows(store, "contacts")}
    noted = {note.id: note.customer_id for note in rows(store, "interactions")}
    met = rows(store, "interaction_contacts")
    assert met
    assert all(home[row.contact_id] == noted[row.interaction_id] for row in met)
    assert all(row.contact_id is None or home[row.contact_id] == row.customer_id for row in rows(store, "follow_ups"))


def test_a_promise_is_of_the_note_it_came_from(store: Store) -> None:
    notes = {note.id: note for note in rows(store, "interactions")}
    for row in rows(store, "follow_ups"):
        if row.interaction_id:
            note = notes[row.interaction_id]
            assert (row.customer_id, row.owner_id, row.created_at) == (
                note.customer_id,
                note.author_id,
                note.created_at,
            )


def test_ana_has_something_to_do_today_and_something_overdue(store: Store) -> None:
    mine = [follow_up for follow_up in follow_ups(store, "open") if follow_up.owner.startswith("Ana ")]
    days = [follow_up.due_local.date() for follow_up in mine]
    assert sum(day == TODAY for day in days) >= 2
    assert sum(day < TODAY for day in days) >= 1
    assert sum(day > TODAY for day in days) >= 3


def test_what_was_due_before_today_is_not_brought_up_again(store: Store) -> None:
    with store.work() as work:
        due = work.follow_ups.to_nudge(datetime(2026, 11, 19, 23, 0, tzinfo=UTC), limit=WHOLE)
        today = work.follow_ups.to_nudge(datetime(2026, 11, 20, 23, 0, tzinfo=UTC), limit=WHOLE)
    assert due == []
    assert 3 <= len(today) <= 10


def test_another_currency_shows_in_rows_and_notes(language: str, tmp_path: Path) -> None:
    store = filled(tmp_path, language, zone="America/Mexico_City", currency="MXN")
    notes = rows(store, "interactions")
    assert {note.currency for note in notes} == {None, "MXN"}
    assert not any("€" in note.summary for note in notes)
    store.close()


def test_any_other_language_gets_the_spanish_company() -> None:
    assert load("pt").locale == load("es").locale == "es_ES"


def test_both_languages_tell_the_same_stories() -> None:
    spanish, english = load("es"), load("en")
    assert [story.name for story in spanish.stories] == [story.name for story in english.stories]
    assert [len(story.steps) for story in spanish.stories] == [len(story.steps) for story in english.stories]
    assert len(spanish.customers) == len(english.customers)


def test_there_is_something_to_sell_in_every_stage_and_some_of_it_is_still(store: Store) -> None:
    with store.work(datetime(2026, 11, 20, 9, tzinfo=UTC)) as work:
        (pipeline,) = work.pipelines.all()
        found = rows(store, "opportunities")
        standing = {one.stage_id for one in found if one.state == "open"}
        assert standing == {stage.id for stage in work.pipelines.stages(pipeline.id)}
        assert sum(one.state == "won" for one in found) >= 5
        assert len({one.lost_reason_id for one in found if one.state == "lost"}) >= 3
        assert any(one.amount is None for one in found)
        for one in found:
            record = work.opportunities.get(one.id)
            assert record
            events = work.opportunities.events(one.id)
            assert events[-1].version == record.version
            assert [event.at for event in events] == sorted(event.at for event in events)
            assert all(event.at.astimezone(ZoneInfo(ZONE)).weekday() < 5 for event in events)
        assert 2 <= lists_to_tell(work) <= 6, "a list or two for each rep on the first morning, not a flood"


def lists_to_tell(work: Any) -> int:
    """How many lists the rules would tell; what they remember by that is let go of again."""
    company, told = Settings(_env_file=None).company, 0
    look = Look(work, work.now, company, Calendars(work, company))
    with suppress(InterruptedError), work.part():
        told = sum(len(list(rule.due(look))) for rule in every_rule() if rule.name in {"stalled", "close_dates"})
        raise InterruptedError
    return told


def test_who_enquired(store: Store) -> None:
    """One waits since yesterday, and is brought up when a day has gone by."""
    with store.work(datetime(2026, 11, 20, 12, tzinfo=UTC)) as work:
        waiting = [lead for lead in work.leads.open(limit=50) if lead.state == "new"]
        assert [lead.owner for lead in waiting] == ["Ana Torres"]
        assert not work.lead_waits.due(work.now, limit=10)
        assert work.lead_waits.due(datetime(2026, 11, 23, 12, tzinfo=UTC), limit=10)
        figures = work.leads.by_source(datetime(2026, 10, 1, tzinfo=UTC))
        assert {(one.leads, one.refused) for one in figures} == {(4, 1), (1, 0)}


def test_what_they_complain_of(store: Store) -> None:
    """Two are open, and were answered; their carers are asked about them when a day has gone by."""
    with store.work(datetime(2026, 11, 20, 12, tzinfo=UTC)) as work:
        complaints = work.complaints.all_open(limit=9)
        assert [one.carer for one in complaints] == ["Tom Whitby", "Carmen Vidal"]
        assert all(one.answered_at for one in complaints)
        assert not work.complaints.due(work.now, limit=9)
        figures = work.complaints.figures(datetime(2026, 9, 1, tzinfo=UTC))
        assert [one.closed_at is not None for one in figures] == [True, True, False, False]


def test_what_they_buy(store: Store) -> None:
    """Everybody buys, at a pace of their own; one who bought often has stopped."""
    with store.work(datetime(2026, 11, 20, 12, tzinfo=UTC)) as work:
        products = work.products.all(limit=WHOLE)
        assert len(products) > 10
        assert all(one.price and one.unit and one.family for one in products)
        sol = work.customers.exactly("Bar Sol")
        assert sol
        bought = work.purchases.bought(sol.id, limit=9)
        assert 1 <= len(bought) <= 3
        assert all(one.last < TODAY for one in bought)


def test_who_left_and_who_grew_over_two_years(store: Store) -> None:
    """One bought and has not in a year, somebody noted why; two buy more than in a whole year before."""
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    context = JobContext(store, Settings(_env_file=None).company, None, lambda _what, _done, _of: None, lambda: None)
    reckon(context, {"day": TODAY.isoformat()})
    with store.work(now) as work:
        lost = work.standings.in_segment("lost", limit=9)
        assert len(lost) == 1
        assert work.topic(Relations).why_lost([lost[0].customer_id], now - timedelta(days=730))
        growing = [row.customer_id for row in work.standings.growing(limit=WHOLE)]
        since = work.standings.bought_since(growing)
        assert sum(first < TODAY - timedelta(days=730) for first in since.values()) >= 2
