"""Opportunities in the store: what became of them, who sees them, and taking it back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from storage.audit.tables import AuditRow
from storage.crm.opportunities.records import NewStage, OpportunityInput, OpportunityRecord
from storage.crm.records import HandedOver
from storage.people.records import Person
from storage.work import Store, Work

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
STAGES = (NewStage("New", 10, 5), NewStage("Proposal", 50, 5))
HALF = Decimal("2500.50")


@pytest.fixture
def ana(store: Store) -> Person:
    with store.work(NOW) as work:
        work.pipelines.begin("Sales", STAGES, ["Price", "Timing"])
        work.people.add("Luis", "rep", "es", "Europe/Madrid")
        return work.people.add("Ana", "rep", "es", "Europe/Madrid")


def add(work: Work, **said: object) -> OpportunityRecord:
    pipeline = work.pipelines.all()[0]
    assert work.person
    values = {
        "customer_id": said.get("customer_id") or work.customers.add("Bar Sol").id,
        "title": "coffee machine",
        "pipeline_id": pipeline.id,
        "stage_id": work.pipelines.stages(pipeline.id)[0].id,
        "owner_id": work.person.id,
        "currency": "EUR",
    }
    return of(work, work.opportunities.add(OpportunityInput(**(values | said))))  # type: ignore[arg-type]


def of(work: Work, opportunity_id: int) -> OpportunityRecord:
    found = work.opportunities.get(opportunity_id)
    assert found
    return found


def test_whatever_a_company_begins_with_it_begins_with_once(store: Store, ana: Person) -> None:
    with store.work(NOW) as work:
        work.pipelines.begin("Ventas", STAGES, ["Precio"])
        (pipeline,) = work.pipelines.all()
        assert [stage.name for stage in work.pipelines.stages(pipeline.id)] == ["New", "Proposal"]
        assert [reason.name for reason in work.pipelines.reasons()] == ["Price", "Timing"]
        audited = set(work.connection.execute(select(AuditRow.entity)).scalars())
        assert not audited & {"pipelines", "stages", "lost_reasons"}  # no undo takes it away


def test_all_that_becomes_of_an_opportunity_is_kept_with_who_and_when(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana, turn="1") as work:
        new = add(work, amount=HALF, expected_close=date(2026, 11, 30))
        later = work.pipelines.stages(new.pipeline_id)[1]
        work.opportunities.move(new, later.id)
        work.opportunities.change_close(of(work, new.id), date(2026, 12, 31))
        work.opportunities.change_amount(of(work, new.id), Decimal(3000), "EUR")
        work.opportunities.give(of(work, new.id), 1)
        work.opportunities.lose(of(work, new.id), work.pipelines.reasons()[0].id)
    with store.work(NOW + timedelta(days=3), person=ana, turn="2") as work:
        work.opportunities.reopen(of(work, new.id))
        work.opportunities.win(of(work, new.id), Decimal(2800), "EUR")
        won = of(work, new.id)
        events = work.opportunities.events(new.id)
    assert (won.state, won.amount, won.stage, won.probability, won.owner) == (
        "won",
        Decimal(2800),
        "Proposal",
        50,
        "Luis",
    )
    assert (won.lost_reason, won.version) == (None, 8)
    assert [event.kind for event in events] == [
        "created", "stage", "close_date", "amount", "owner", "lost", "reopened", "won",
    ]  # fmt: skip
    assert {event.by for event in events} == {"Ana"}
    assert (events[1].old_stage, events[1].new_stage) == ("New", "Proposal")
    assert (events[2].old_close, events[2].new_close) == (date(2026, 11, 30), date(2026, 12, 31))
    assert (events[3].old_amount, events[3].new_amount) == (HALF, Decimal(3000))
    assert (events[5].lost_reason, events[5].new_stage, events[7].new_amount) == ("Price", "Proposal", Decimal(2800))
    assert (events[5].at, events[7].at) == (NOW, NOW + timedelta(days=3))


def test_what_is_undone_leaves_no_event(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana, turn="1") as work:
        new = add(work, amount=HALF)
    with store.work(NOW, person=ana, turn="2") as work:
        work.opportunities.move(new, work.pipelines.stages(new.pipeline_id)[1].id)
    with store.work(NOW, person=ana, turn="3") as work:
        work.opportunities.win(of(work, new.id), HALF, "EUR")
    with store.work(NOW, person=ana, turn="4") as work:
        work.changes.undo("2")  # the win that came later stands
        assert (of(work, new.id).stage, of(work, new.id).state) == ("New", "won")
        work.changes.undo("3")
        assert of(work, new.id).is_open
        assert [event.kind for event in work.opportunities.events(new.id)] == ["created"]
        assert of(work, new.id).version == 3  # whoever saw the second one is not taken for up to date


def test_what_changes_nothing_is_no_event(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana) as work:
        new = add(work)
        work.opportunities.change_close(new, None)
        work.opportunities.change_amount(new, None, "EUR")
        assert [event.kind for event in work.opportunities.events(new.id)] == ["created"]
        assert of(work, new.id).version == 1


def test_an_opportunity_is_seen_with_its_customer_or_with_its_owner(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana) as work:
        other = work.people.add("Eva", "rep", "es", "Europe/Madrid")
        mine = add(work, customer_id=work.customers.add("Bar Sol", owner=other).id)
        for sees, seen in ((ana.id, True), (other.id, True), (1, False)):
            work.sees_owners = frozenset({sees})
            assert (work.opportunities.get(mine.id) is not None) is seen
            assert bool(work.opportunities.of_customer(mine.customer_id)) is seen
            assert bool(work.opportunities.of_owner(ana.id, limit=5)) is seen
            assert bool(work.opportunities.totals(ana.id)) is seen


def test_what_is_open_goes_along_with_its_customer_and_what_is_closed_stays(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana, turn="1") as work:
        first = add(work, owner_id=ana.id)
        won = add(work, owner_id=ana.id, customer_id=first.customer_id)
        work.opportunities.win(won, HALF, "EUR")
        work.owners.hand_over(first.customer_id, ana.id)
    with store.work(NOW, person=ana, turn="2") as work:
        assert work.owners.hand_over(first.customer_id, 1) == HandedOver(1, 0, 1)
        assert (of(work, first.id).owner, of(work, won.id).owner) == ("Luis", "Ana")
        assert [event.kind for event in work.opportunities.events(first.id)] == ["created", "owner"]
        work.changes.undo("2")
        assert of(work, first.id).owner == "Ana"
    with store.work(NOW, person=ana, turn="3") as work:
        work.opportunities.lose(add(work, customer_id=first.customer_id), 1)
        work.owners.hand_over(first.customer_id, 1)
        add(work, customer_id=first.customer_id)
        assert work.opportunities.owned_by(ana.id) == 1
        assert work.leaving.leave(ana.id, 1).opportunities == 1
        assert (work.opportunities.owned_by(ana.id), work.opportunities.owned_by(1)) == (0, 2)


def test_what_a_customer_may_buy_comes_with_the_most_valuable_first(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana) as work:
        without = add(work)
        small = add(work, customer_id=without.customer_id, amount=Decimal(5))
        large = add(work, customer_id=without.customer_id, amount=Decimal(50), currency="USD")
        won = add(work, customer_id=without.customer_id, amount=Decimal(500))
        work.opportunities.win(won, Decimal(500), "EUR")
        found = work.opportunities.of_customer(without.customer_id)
        assert [one.id for one in found] == [large.id, small.id, without.id]
        found = work.opportunities.of_customer(without.customer_id, state=None)
        assert [one.id for one in found] == [large.id, small.id, without.id, won.id]
        assert work.opportunities.totals(ana.id) == {"EUR": (2, Decimal(5)), "USD": (1, Decimal(50))}
