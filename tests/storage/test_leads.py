"""Leads in the store: who may see them, and what a merge and an erasure do with them."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.crm.leads.records import Attribution, Enquiry
from storage.crm.leads.sources import RequestCounts
from storage.crm.leads.waits import Chase
from storage.people.records import Person
from storage.work import Store, Work

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
PEPE = Enquiry("form", "Pepe Gil", phone="+34600123456", message="soy Pepe Gil", first=Attribution(campaign="otoño"))


@pytest.fixture
def ana(store: Store) -> Person:
    with store.work(NOW) as work:
        return work.people.add("Ana", "rep", "es", "Europe/Madrid")


def enquired(work: Work, customer_id: int | None = None) -> int:
    lead = work.leads.add(PEPE, customer_id=customer_id)
    work.lead_waits.start(lead, None, NOW, Chase("owner", NOW))
    return lead


def test_a_merge_takes_leads_along_and_undo_brings_them_back(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana, turn="1") as work:
        kept, gone = work.customers.add("Bar Sol"), work.customers.add("Bar Sool")
        lead = enquired(work, gone.id)
    with store.work(NOW, person=ana, turn="2") as work:
        work.merging.merge(kept, gone)
        assert [one.id for one in work.leads.of_customer(kept.id)] == [lead]
        work.changes.undo("2")
        assert [one.id for one in work.leads.of_customer(gone.id)] == [lead]


def test_whoever_enquired_is_erased_with_all_they_said(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana, turn="1") as work:
        lead = enquired(work)
    with store.work(NOW) as work:
        found = work.personal_data.export("leads", lead)
        assert {"leads", "lead_touches", "lead_waits"} <= set(found["rows"])
        work.personal_data.erase("leads", lead)
        assert work.leads.get(lead) is None
        assert not work.leads.journey(lead)
        assert work.lead_waits.of(lead) is None


def test_somebodys_leads_are_seen_by_whoever_sees_theirs_and_nobodys_by_all(store: Store, ana: Person) -> None:
    with store.work(NOW) as work:
        mine, free = work.leads.add(PEPE, customer_id=None), work.leads.add(PEPE, customer_id=None)
        work.leads.take(mine, ana.id)
        work.sees_owners = frozenset({ana.id + 1})
        assert work.leads.get(mine) is None
        assert work.leads.get(mine, whoever_sees=True)
        assert [lead.id for lead in work.leads.open(limit=9)] == [free]


def test_only_those_that_wait_are_due(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana) as work:
        leads = [enquired(work) for _time in range(3)]
        answered, dropped, waits = (work.lead_waits.of(lead) for lead in leads)
        assert answered
        assert dropped
        assert waits
        work.lead_waits.answer(answered, ana.id, NOW, 60.0)
        work.lead_waits.drop(dropped)
        assert [wait.id for wait in work.lead_waits.due(NOW, limit=9)] == [waits.id]
        assert not work.lead_waits.due(NOW - timedelta(seconds=1), limit=9)


def test_a_key_is_shown_once_and_its_hash_is_kept(store: Store) -> None:
    with store.work(NOW) as work:
        source = work.lead_sources.add("Feria de Lugo")
        first, second = work.lead_sources.new_key(source), work.lead_sources.new_key(source)
        assert work.lead_sources.of_key(first) is None
        found = work.lead_sources.of_key(second)
        assert found
        assert (found.slug, found.has_key) == ("feria-de-lugo", True)


def test_requests_are_counted_in_stretches(store: Store) -> None:
    with store.work(NOW) as work:
        counts = work.topic(RequestCounts)
        assert [counts.count("a", NOW), counts.count("a", NOW), counts.count("b", NOW)] == [1, 2, 1]
        assert counts.count("a", NOW + timedelta(hours=9)) == 1
        assert counts.count("b", NOW) == 1, "what is long over is forgotten"
