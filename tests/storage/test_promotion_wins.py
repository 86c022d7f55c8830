"""A win is one promotion's, for the surest reason there is; what the same customer buys beside it is not counted on top."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from storage.crm.interactions import InteractionInput
from storage.crm.leads.records import Enquiry
from storage.crm.opportunities.records import NewStage, OpportunityInput
from storage.people.records import Person
from storage.promotions.attribution import BOUGHT, NAMED, TAPPED, WIN
from storage.promotions.audience import TELLS, Member
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import ToldCustomers
from storage.promotions.records import RUNNING, PromotionContent
from storage.promotions.results import Results
from storage.purchases.products import Products
from storage.purchases.purchases import Purchases
from storage.purchases.records import PurchaseLine
from storage.questions.question import About, Question
from storage.work import Store, Work

LAUNCH = datetime(2026, 11, 2, 9, tzinfo=UTC)
NAMES = ("Autumn", "Winter")


class Town:
    """Two promotions of a product that run side by side, and one customer who was told of both."""

    def __init__(self, work: Work) -> None:
        self.ana = work.people.add("Ana", "rep", "es", "Europe/Madrid")
        work.person = self.ana
        work.pipelines.begin("Sales", (NewStage("New", 10, 5),), ["Price"])
        self.customer = work.customers.add("Bar Sol").id
        self.product = work.topic(Products).add("White wine")
        self.promotions = [self._launched(work, name) for name in NAMES]

    def _launched(self, work: Work, name: str) -> int:
        says = PromotionContent(
            "white wine",
            "2 for 1",
            LAUNCH.date(),
            date(2026, 11, 30),
            Question(About.CUSTOMERS),
            "phone",
            "Call",
            "Good",
        )
        id_ = work.topic(Promotions).add(name, says, owner_id=self.ana.id)
        work.topic(Promotions).change(id_, state=RUNNING, launched_at=LAUNCH)
        told = work.topic(ToldCustomers)
        told.assign(id_, [Member(self.customer, TELLS)], held_back=0, channel="phone")
        row = told.one(id_, self.customer)
        assert row is not None
        told.sent(row.id, 1, None)
        return id_


def won(work: Work, town: Town) -> int:
    """They win something; its number."""
    pipeline = work.pipelines.all()[0]
    stage = work.pipelines.stages(pipeline.id)[0].id
    id_ = work.opportunities.add(OpportunityInput(town.customer, "wine", stage, pipeline.id, town.ana.id, "EUR"))
    found = work.opportunities.get(id_)
    assert found is not None
    work.opportunities.win(found, Decimal(900), "EUR")
    return id_


def is_named(work: Work, town: Town) -> None:
    """A colleague tells them of the first."""
    day = work.now.date()
    said = InteractionInput(town.customer, "call", work.now, day, "day", "told them", promotion=NAMES[0])
    work.interactions.log(said)
    won(work, town)


def is_tapped(work: Work, town: Town) -> None:
    """They say that they want the second."""
    row = work.topic(ToldCustomers).one(town.promotions[1], town.customer)
    assert row is not None
    work.topic(ToldCustomers).answered(row.id, yes=True)
    won(work, town)


def is_its_lead(work: Work, town: Town) -> None:
    """The lead that it comes of is the second's."""
    enquiry = Enquiry("chat", "Bar Sol", customer_id=town.customer, promotion_id=town.promotions[1])
    lead = work.leads.add(enquiry, customer_id=town.customer)
    work.leads.qualify(lead, customer_id=town.customer, opportunity_id=won(work, town))


def is_both(work: Work, town: Town) -> None:
    """They tap the second, and a colleague named the first: that is surer."""
    row = work.topic(ToldCustomers).one(town.promotions[1], town.customer)
    assert row is not None
    work.topic(ToldCustomers).answered(row.id, yes=True)
    is_named(work, town)


def is_neither(work: Work, town: Town) -> None:
    """It has nothing to do with them: only what was bought after being told is the latest one's."""
    won(work, town)


@pytest.mark.parametrize(
    ("happens", "reason", "whose"),
    [
        (is_named, NAMED, 0),
        (is_tapped, TAPPED, 1),
        (is_its_lead, TAPPED, 1),
        (is_both, NAMED, 0),
        (is_neither, None, None),
    ],
)
def test_a_win_is_one_promotions(
    store: Store, happens: Callable[[Work, Town], None], reason: str | None, whose: int | None
) -> None:
    with store.work(LAUNCH) as work:
        town = Town(work)
    for hours in (24, 25):  # what they buy on top of what was won is no second sale of the same promotion
        with store.work(LAUNCH + timedelta(hours=hours)) as work:
            work.person = _again(work, town.ana)
            if hours == 24:
                happens(work, town)
            line = PurchaseLine(town.product, Decimal(1), Decimal(100), "EUR")
            work.topic(Purchases).add(town.customer, work.now.date(), [line])
    with store.work(LAUNCH + timedelta(days=5)) as work:
        sales = {}
        for place, id_ in enumerate(town.promotions):
            promotion = work.topic(Promotions).get(id_)
            assert promotion is not None
            for sale in work.topic(Results).sales(promotion):
                sales[place, sale.kind, sale.reason] = (sale.sales, sale.amount)
    wins = {key: value for key, value in sales.items() if key[1] == WIN}
    assert wins == ({} if whose is None else {(whose, WIN, reason): (1, Decimal(900))})
    bought = {key: value for key, value in sales.items() if key[1] != WIN}
    assert bought == ({(1, "purchase", BOUGHT): (2, Decimal(200))} if whose is None else {}), "never on top of the win"


def _again(work: Work, person: Person) -> Person:
    return work.people.get(person.id)


def test_the_most_valuable_are_told_first_whoever_came_first(store: Store) -> None:
    """By what they bought in a year; alike, in the order of their numbers; those who cannot be told have no place."""
    with store.work(LAUNCH) as work:
        owner = work.people.add("Ana", "rep", "es", "Europe/Madrid")
        says = PromotionContent(
            "wine", "2 for 1", LAUNCH.date(), LAUNCH.date(), Question(About.CUSTOMERS), "telegram", "Call", "Good"
        )
        id_ = work.topic(Promotions).add("Autumn", says, owner_id=owner.id)
        work.topic(Promotions).change(id_, state=RUNNING, launched_at=LAUNCH)
        bars = [work.customers.add(f"Bar {number}").id for number in range(5)]
        fates = (TELLS, TELLS, "no_consent", TELLS, TELLS)
        members = [
            Member(bar, fate, value=value)
            for bar, fate, value in zip(bars, fates, (100, 900, 800, 100, 0), strict=True)
        ]
        work.topic(ToldCustomers).assign(id_, members, held_back=0, channel="telegram")
        due = work.topic(ToldCustomers).due("telegram", LAUNCH.date(), LAUNCH, limit=10)
    assert [one.customer_id for one in due] == [bars[1], bars[0], bars[3], bars[4]]
