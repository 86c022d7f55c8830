"""Complaints in the store: how they are opened, who may see them, what a merge and an erasure do with them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from handlers.kit.complaints.opening import complain, complain_of_score
from handlers.kit.turn import Company
from storage.crm.complaints.conditions import has_open_complaint, open_complaint
from storage.crm.complaints.records import ComplaintInput, ComplaintRecord
from storage.crm.opportunities.records import NewStage, OpportunityInput
from storage.crm.tables import CustomerRow
from storage.people.records import Person
from storage.purchases.records import PurchaseLine
from storage.purchases.worth import worth_of
from storage.work import Store, Work

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)  # Friday, 11:00 in Madrid
ACME = Company("Acme", "es_ES", "Europe/Madrid", "ES", "EUR")


@pytest.fixture
def ana(store: Store) -> Person:
    with store.work(NOW) as work:
        return work.people.add("Ana", "rep", "es", "Europe/Madrid")


def found(work: Work, complaint_id: int) -> ComplaintRecord:
    record = work.complaints.get(complaint_id)
    assert record
    return record


def test_it_has_a_carer_a_promise_of_eight_business_hours_and_thirty_days(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana) as work:
        customer = work.customers.add("Bar Sol")
        opened = complain(work, ACME, ComplaintInput(customer.id, "llegó roto"))
        record = found(work, opened.id)
        assert (record.carer, record.is_open, opened.joined) == ("Ana", True, False)
        assert record.answer_by == datetime(2026, 11, 23, 9, tzinfo=UTC)
        assert record.rescue_by == NOW + timedelta(days=30)


def test_whoever_has_fewest_of_the_support_people_cares_unless_a_rule_says_who(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana) as work:
        customer = work.customers.add("Bar Sol")
        support = [work.people.add(name, "support", "es", "Europe/Madrid") for name in ("Eva", "Iván")]
        luis = work.people.add("Luis", "rep", "es", "Europe/Madrid")
        work.complaint_rules.put("invoice", ana.id)
        work.complaint_rules.put("invoice", luis.id)
        causes = (None, "delivery", "invoice")
        made = [complain(work, ACME, ComplaintInput(customer.id, "mal", cause=cause)).id for cause in causes]
        assert [found(work, one).carer_id for one in made] == [*(one.id for one in support), luis.id]


def test_a_low_score_joins_the_complaint_that_is_open(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana) as work:
        customer = work.customers.add("Bar Sol")
        assert open_complaint(work, customer.id) is None
        first = complain_of_score(work, ACME, customer_id=customer.id, score=3, words="3 de 10")
        again = complain_of_score(work, ACME, customer_id=customer.id, score=2, words="sigue igual")
        assert (first.joined, again.joined, again.id) == (False, True, first.id)
        assert found(work, first.id).score == 3
        assert work.complaints.journey(first.id)[-1].words == "sigue igual"
        assert open_complaint(work, customer.id) == first.id
        work.complaints.close(first.id, "customer", "arreglado")
        assert open_complaint(work, customer.id) is None


def test_an_audience_can_leave_out_who_complains(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana) as work:
        sol, luna = work.customers.add("Bar Sol"), work.customers.add("Bar Luna")
        complain(work, ACME, ComplaintInput(sol.id, "llegó roto"))
        left = work.connection.execute(select(CustomerRow.id).where(~has_open_complaint())).scalars()
        assert list(left) == [luna.id]


def test_a_merge_takes_complaints_along_and_an_erasure_takes_them_out(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana, turn="1") as work:
        kept, gone = work.customers.add("Bar Sol"), work.customers.add("Bar Sool")
        complaint = complain(work, ACME, ComplaintInput(gone.id, "llegó roto")).id
    with store.work(NOW, person=ana, turn="2") as work:
        work.merging.merge(kept, gone)
        assert open_complaint(work, kept.id) == complaint
        work.changes.undo("2")
        assert open_complaint(work, gone.id) == complaint
    with store.work(NOW) as work:
        assert {"complaints", "complaint_events"} <= set(work.personal_data.export("customers", gone.id)["rows"])
        work.personal_data.erase("customers", gone.id)
        assert work.complaints.get(complaint) is None


def test_it_is_seen_by_whoever_sees_its_customer_and_by_whoever_cares_for_it(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana) as work:
        luis = work.people.add("Luis", "rep", "es", "Europe/Madrid")
        customer = work.customers.add("Bar Sol", owner=luis)
        complaint = complain(work, ACME, ComplaintInput(customer.id, "llegó roto")).id
        work.sees_owners = frozenset({ana.id})
        assert work.complaints.get(complaint) is None
        assert work.complaints.all_open(limit=5) == []
        work.complaints.give(complaint, ana.id)
        assert work.complaints.get(complaint)
        assert len(work.complaints.figures(NOW)) == 1


def test_what_a_customer_is_worth_is_what_they_bought_in_a_year(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana) as work:
        customer = work.customers.add("Bar Sol")
        work.pipelines.begin("Ventas", [NewStage("Nueva", 10, 5)], ["Precio"])
        stage = work.pipelines.stages(work.pipelines.all()[0].id)[0]
        sale = OpportunityInput(
            customer_id=customer.id,
            title="vino",
            stage_id=stage.id,
            pipeline_id=stage.pipeline_id,
            owner_id=ana.id,
            currency="EUR",
            amount=Decimal(900),
        )
        won = work.opportunities.get(work.opportunities.add(sale))
        assert worth_of(work, [customer.id], NOW) == {}
        assert won
        work.opportunities.win(won, Decimal(900), "EUR")
        (won_,) = worth_of(work, [customer.id], NOW - timedelta(days=365))[customer.id]
        assert (won_.amount, won_.currency) == (Decimal(900), "EUR")
        wine = work.products.add("vino")
        for quantity, amount in ((10, 185), (-2, -37)):
            line = PurchaseLine(wine, Decimal(quantity), Decimal(amount), "EUR")
            work.purchases.add(customer.id, NOW.date(), [line])
        (bought,) = worth_of(work, [customer.id], NOW - timedelta(days=365))[customer.id]
        assert bought.amount == Decimal(148), "a win that was kept as a purchase too counts once; returns are taken off"
