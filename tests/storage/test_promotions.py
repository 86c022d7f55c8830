"""What promotions are told to the store: sales are attributed once, groups are counted by assignment, nobody chooses who is held back."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import update

from storage.crm.interactions import InteractionInput
from storage.crm.outreach.tables import CustomerAccountRow
from storage.messaging.outbox import new_token
from storage.messaging.records import Address
from storage.messaging.tables import OutboxRow
from storage.people.records import Person
from storage.promotions.attribution import BOUGHT, NAMED, TAPPED
from storage.promotions.audience import TELLS, Member
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import ToldCustomers, held_out
from storage.promotions.records import RUNNING, PromotionContent, PromotionRecord
from storage.promotions.results import Results
from storage.purchases.products import Products
from storage.purchases.purchases import Purchases
from storage.purchases.records import PurchaseLine
from storage.questions.question import About, Question
from storage.work import Store, Work

LAUNCH = datetime(2026, 11, 2, 9, tzinfo=UTC)
LAST = date(2026, 11, 30)
CUSTOMERS, PROMOTIONS, DAYS = 40, 3, 25
EURO = "EUR"


@dataclass
class Shop:
    """A rep, customers, a product, and promotions of it that run side by side; `apart` are those held back, of which promotion."""

    ana: Person
    customers: list[int]
    product: int
    promotions: list[int]
    told: dict[tuple[int, int], date] = field(default_factory=dict)
    tapped: dict[tuple[int, int], date] = field(default_factory=dict)
    named: list[tuple[int, int, date]] = field(default_factory=list)
    apart: set[tuple[int, int]] = field(default_factory=set)
    bought: list[tuple[int, date, Decimal]] = field(default_factory=list)


def at(day: date) -> datetime:
    """Noon of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def shop(store: Store) -> Shop:
    """A month of chance: who is told, who says yes, of which promotion a rep speaks, who buys."""
    random = Random(11)
    with store.work(LAUNCH) as work:
        ana = work.people.add("Ana", "rep", "es", "Europe/Madrid")
        work.person = ana
        customers = [work.customers.add(f"Bar {n}").id for n in range(CUSTOMERS)]
        shop = Shop(ana, customers, work.topic(Products).add("White wine"), [])
        for number in range(PROMOTIONS):
            says = PromotionContent(
                "white wine", "2 for 1", LAUNCH.date(), LAST, Question(About.CUSTOMERS), "phone", "Call", "Good"
            )
            id_ = work.topic(Promotions).add(f"Offer {number}", says, owner_id=ana.id)
            work.topic(Promotions).change(id_, state=RUNNING, launched_at=LAUNCH)
            members = [Member(c, TELLS) for c in customers]
            work.topic(ToldCustomers).assign(id_, members, held_back=20, channel="phone")
            shop.promotions.append(id_)
            shop.apart |= {(id_, customer) for customer in held_out(id_, members, 20)}
    for offset in range(DAYS):
        day = LAUNCH.date() + timedelta(days=offset)
        with store.work(at(day)) as work:
            work.person = ana
            _a_day(work, shop, day, random)
    return shop


def _a_day(work: Work, shop: Shop, day: date, random: Random) -> None:
    told = work.topic(ToldCustomers)
    for customer in random.sample(shop.customers, 8):
        promotion = random.choice(shop.promotions)
        row = told.one(promotion, customer)
        assert row is not None
        if row.state == "to_send" and random.random() < 0.3:
            told.sent(row.id, 1, _never_arrived(work, customer, random.choice(("dead", "expired", "unknown", "held"))))
        elif row.state == "to_send":
            told.sent(row.id, 1, None)
            shop.told[promotion, customer] = day
        elif row.state == "sent" and (promotion, customer) in shop.told and random.random() < 0.3:
            told.answered(row.id, yes=True)
            shop.tapped[promotion, customer] = day
    for customer in random.sample(shop.customers, 2):
        promotion = random.choice(shop.promotions)
        name = f"Offer {shop.promotions.index(promotion)}"
        work.interactions.log(InteractionInput(customer, "call", at(day), day, "day", "told them", promotion=name))
        shop.named.append((promotion, customer, day))
    for customer in random.sample(shop.customers, 6):
        amount = Decimal(random.randint(10, 90))
        work.topic(Purchases).add(customer, day, [PurchaseLine(shop.product, Decimal(1), amount, EURO)])
        shop.bought.append((customer, day, amount))


def _never_arrived(work: Work, customer: int, state: str) -> int:
    """A message that nobody has, as far as is known; the number of the approach that it was."""
    account = work.changes.create(
        CustomerAccountRow, customer_id=customer, platform="telegram", account=new_token(), chat="1", language="es",
        joined_at=work.now,
    )  # fmt: skip
    message = work.outbox.add(Address("telegram", "1"), {}, kind="approach")
    approach = work.approaches.keep(customer, account, "promotions", "promotion:1", new_token())
    assert message is not None
    assert approach is not None
    work.approaches.sent_as(approach, message.id)
    work.connection.execute(update(OutboxRow).where(OutboxRow.id == message.id).values(state=state))
    return approach


def _attributed(shop: Shop, customer: int, day: date) -> tuple[int, str] | None:
    """Whose a purchase is and why, by going through all that happened."""
    claims: list[tuple[int, date, int]] = []
    claims += [(1, since, p) for p, c, since in shop.named if c == customer and since <= day]
    claims += [(2, since, p) for (p, c), since in shop.tapped.items() if c == customer and since <= day]
    claims += [(3, since, p) for (p, c), since in shop.told.items() if c == customer and since <= day]
    claims = [claim for claim in claims if (claim[2], customer) not in shop.apart]
    if not claims:
        return None
    rank = min(claim[0] for claim in claims)
    _rank, _since, promotion = max((claim for claim in claims if claim[0] == rank), key=lambda claim: claim[1:])
    return promotion, {1: NAMED, 2: TAPPED, 3: BOUGHT}[rank]


def record(work: Work, id_: int) -> PromotionRecord:
    """A promotion that there is."""
    found = work.topic(Promotions).get(id_)
    assert found is not None
    return found


def test_each_purchase_is_one_promotions_and_for_the_surest_reason(store: Store, shop: Shop) -> None:
    """Whom no message reached did not buy because of it; what those held back buy is compared, whoever told them of it."""
    assert any((promotion, customer) in shop.apart for promotion, customer, _day in shop.named)
    expected: dict[tuple[int, str], tuple[int, Decimal]] = {}
    for customer, day, amount in shop.bought:
        if whose := _attributed(shop, customer, day):
            count, total = expected.get(whose, (0, Decimal(0)))
            expected[whose] = (count + 1, total + amount)
    assert {reason for _promotion, reason in expected} == {NAMED, TAPPED, BOUGHT}
    with store.work(at(LAST)) as work:
        found = {
            (id_, sale.reason): (sale.sales, sale.amount)
            for id_ in shop.promotions
            for sale in work.topic(Results).sales(record(work, id_))
        }
    assert found == expected


def test_groups_are_counted_by_assignment(store: Store, shop: Shop) -> None:
    buyers = {customer for customer, _day, _amount in shop.bought}
    with store.work(at(LAST)) as work:
        held = held_out(shop.promotions[0], [Member(c, TELLS) for c in shop.customers], 20)
        groups = work.topic(Results).groups(record(work, shop.promotions[0]), LAST)
    assert groups is not None
    told, apart = groups
    assert (told.assigned, apart.assigned) == (CUSTOMERS - len(held), len(held)) == (32, 8)
    assert (told.bought, apart.bought) == (len(buyers - held), len(buyers & held))
    assert told.amount + apart.amount == sum(amount for _customer, _day, amount in shop.bought)
    each = {buyer: sum(amount for customer, _day, amount in shop.bought if customer == buyer) for buyer in buyers}
    assert told.squares == pytest.approx(sum(float(each[buyer]) ** 2 for buyer in buyers - held))
    assert apart.squares == pytest.approx(sum(float(each[buyer]) ** 2 for buyer in buyers & held))


def test_who_is_held_back_is_of_every_class_and_never_changes() -> None:
    members = [Member(n, TELLS, "A" if n < 20 else "C") for n in range(100)]
    held = held_out(7, members, 20)
    assert held == held_out(7, list(reversed(members)), 20) != held_out(8, members, 20)
    assert len([n for n in held if n < 20]) == 4
    assert len(held) == 20
    assert not held_out(7, members, 0)


def test_an_older_version_is_known_with_who_got_it(store: Store, shop: Shop) -> None:
    with store.work(at(LAST)) as work:
        promotion = record(work, shop.promotions[0])
        changed = PromotionContent(
            "white wine", "3 for 2", LAUNCH.date(), LAST, Question(About.CUSTOMERS), "phone", "Call", "Better"
        )
        assert work.topic(Promotions).revise(promotion, changed) == 2
        before = work.topic(Promotions).version(promotion.id, 1)
        assert before is not None
        assert (before.offer, record(work, promotion.id).content.offer) == ("2 for 1", "3 for 2")
        told = [work.topic(ToldCustomers).one(promotion.id, customer) for customer in shop.customers]
        assert {one.version for one in told if one and one.sent_at} == {1}
