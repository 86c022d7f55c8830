"""Sums over opportunities: each equals what is reckoned from the opportunities themselves, and the list behind it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest

from storage.crm.opportunities.bulk import PastMove, PastOpportunity, add_opportunities
from storage.crm.opportunities.records import NewStage, OpportunityInput, StageRecord
from storage.crm.sales.records import Selection, TimeSpan, View
from storage.people.records import Person
from storage.work import Store

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
TODAY = date(2026, 11, 20)
WEEK = TimeSpan(NOW - timedelta(days=7), NOW + timedelta(seconds=1))
EVER = TimeSpan(NOW - timedelta(days=400), NOW + timedelta(seconds=1))
STAGES = (NewStage("New", 10, 5), NewStage("Proposal", 33, 5), NewStage("Negotiation", 80, 5))
MANY = 300


@dataclass
class Shop:
    """Two reps and what they sell, as it was told to the store."""

    ana: Person
    luis: Person
    stages: list[StageRecord]
    told: list[PastOpportunity]

    def stage(self, one: PastOpportunity) -> StageRecord:
        """Where it stands."""
        last = one.moves[-1].stage_id if one.moves else one.told.stage_id
        return next(stage for stage in self.stages if stage.id == last)


@pytest.fixture
def shop(store: Store) -> Shop:
    random = Random(5)
    with store.work(NOW) as work:
        ana = work.people.add("Ana", "rep", "es", "Europe/Madrid")
        luis = work.people.add("Luis", "rep", "es", "Europe/Madrid")
        work.pipelines.begin("Sales", STAGES, ["Price", "Timing"])
        stages = work.pipelines.stages(work.pipelines.all()[0].id)
        reasons = work.pipelines.reasons()
        work.person = ana
        customers = [work.customers.add(f"Bar {n}", owner=person).id for n, person in enumerate((ana, luis))]
        told = []
        for _n in range(MANY):
            at = NOW - timedelta(hours=random.randint(30, 300 * 24))
            moves = [
                PastMove(at + timedelta(hours=n), stage.id)
                for n, stage in enumerate(stages[1 : random.randint(1, 3)], 1)
            ]
            day = TODAY + timedelta(days=random.randint(-30, 120))
            state = random.choice(["open", "open", "won", "lost"])
            closed = min(NOW, at + timedelta(hours=random.randint(10, 600)))
            owner = random.choice((0, 1))
            slipped = [(min(NOW, at + timedelta(hours=9)), day - timedelta(days=9))] if random.random() < 0.3 else []
            said = OpportunityInput(
                customers[owner],
                "coffee machine",
                stages[0].id,
                stages[0].pipeline_id,
                (ana, luis)[owner].id,
                random.choice(["EUR", "EUR", "USD"]),
                None if random.random() < 0.1 else Decimal(random.randint(1, 10_000_000)).scaleb(-2),
                expected_close=day if slipped or random.random() < 0.8 else None,
            )
            told.append(
                PastOpportunity(
                    said,
                    at,
                    moves,
                    slipped,
                    state,
                    None if state == "open" else closed,
                    lost_reason_id=random.choice(reasons).id if state == "lost" else None,
                )
            )
        add_opportunities(work, told)
    return Shop(ana, luis, stages, told)


def cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_what_is_open_adds_up_by_stage_currency_and_close_date(store: Store, shop: Shop) -> None:
    """Weighted deal by deal: what is won, lost or past its close date is in nobody's stage."""
    expected: dict[tuple[int, str, bool], list[PastOpportunity]] = defaultdict(list)
    for one in shop.told:
        if one.state == "open":
            past = one.told.expected_close is not None and one.told.expected_close < TODAY
            expected[shop.stage(one).id, one.told.currency, past].append(one)
    with store.look(NOW) as work:
        found = work.sales.standing(View(), TODAY)
    assert {(row.stage_id, row.currency, row.past) for row in found} == set(expected)
    for row in found:
        those = expected[row.stage_id, row.currency, row.past]
        p = shop.stage(those[0]).probability
        amounts = [one.told.amount or Decimal(0) for one in those]
        assert row.count == len(those)
        assert row.unvalued == sum(one.told.amount is None for one in those)
        assert row.amount == sum(amounts)
        assert row.weighted == sum(cents(amount * p / 100) for amount in amounts)
        assert row.variance == pytest.approx(sum(float(amount) ** 2 * p * (100 - p) / 1e4 for amount in amounts))


def test_what_is_expected_adds_up_by_day(store: Store, shop: Shop) -> None:
    with store.look(NOW) as work:
        found = work.sales.expected(View(owners=(shop.ana.id,)))
        days = {(row.day, row.currency) for row in found}
    mine = [one for one in shop.told if one.state == "open" and one.told.owner_id == shop.ana.id]
    assert days == {(one.told.expected_close, one.told.currency) for one in mine}
    assert sum(row.count for row in found) == len(mine)
    assert sum(row.amount for row in found) == sum(one.told.amount or 0 for one in mine)


def test_a_week_has_what_became_of_it_each_once(store: Store, shop: Shop) -> None:
    """What is closed by now counts as new too, and this minute's win as won."""

    def within(at: datetime | None) -> bool:
        return at is not None and WEEK.since <= at < WEEK.until

    with store.look(NOW) as work:
        found = work.sales.changes(View(), WEEK)
    counted: dict[str, int] = defaultdict(int)
    for row in found:
        counted[row.kind] += row.count
    told = shop.told
    assert counted["created"] == sum(within(one.written_at) for one in told)
    assert counted["stage"] == sum(any(within(move.at) for move in one.moves) for one in told)
    assert counted["close_date"] == sum(any(within(at) for at, _day in one.slipped) for one in told)
    for state in ("won", "lost"):
        assert counted[state] == sum(one.state == state and within(one.closed_at) for one in told)
    assert any(one.closed_at == NOW for one in told), "the sample has something that was closed this minute"


def test_every_number_has_the_list_behind_it(store: Store, shop: Shop) -> None:
    with store.look(NOW) as work:
        for row in work.sales.changes(View(), WEEK):
            which = Selection("changed", change=row.kind, span=WEEK)
            assert sum(one.currency == row.currency for one in work.sales.listed(which, limit=MANY)) == row.count
        for stage in shop.stages:
            view = View(stage=stage.id)
            rows = [row for row in work.sales.standing(view, TODAY) if not row.past]
            listed = work.sales.listed(Selection("ahead", view, day=TODAY), limit=MANY)
            assert len(listed) == sum(row.count for row in rows)
            assert sum(one.amount or 0 for one in listed) == sum(row.amount for row in rows)
            amounts = [one.amount or Decimal(0) for one in listed]
            assert amounts == sorted(amounts, reverse=True)
        past = work.sales.listed(Selection("past", day=TODAY), limit=MANY)
        assert len(past) == sum(row.count for row in work.sales.standing(View(), TODAY) if row.past)
        for position in range(1, 4):
            far = work.sales.listed(Selection("reached", span=EVER, position=position), limit=MANY)
            assert len(far) == sum(row.count for row in work.sales.reach(View(), EVER) if row.position >= position)


def test_closings_add_up_by_owner_and_reason(store: Store, shop: Shop) -> None:
    with store.look(NOW) as work:
        found = work.sales.closings(View(), EVER)
        for row in found:
            view, reason = View(owners=(row.owner_id,)), row.reason_id
            which = Selection("closed", view, span=EVER, state=row.state, reason=reason)
            assert sum(one.currency == row.currency for one in work.sales.listed(which, limit=MANY)) == row.count
    won = [one for one in shop.told if one.state == "won"]
    assert sum(row.count for row in found if row.state == "won") == len(won)
    assert sum(row.amount for row in found if row.state == "won") == sum(one.told.amount or 0 for one in won)
    assert {row.reason for row in found if row.state == "lost"} == {"Price", "Timing"}


def test_a_closing_that_was_taken_back_is_none(store: Store, shop: Shop) -> None:
    with store.work(NOW, person=shop.ana, turn="1") as work:
        before = sum(row.count for row in work.sales.changes(View(), WEEK) if row.kind == "won")
        one = work.sales.listed(Selection("open"), limit=1)[0]
        work.opportunities.win(one, Decimal(100), "EUR")
        assert sum(row.count for row in work.sales.changes(View(), WEEK) if row.kind == "won") == before + 1
        won = work.opportunities.get(one.id)
        assert won
        work.opportunities.reopen(won)
        after = work.sales.changes(View(), WEEK)
        assert sum(row.count for row in after if row.kind == "won") == before
        assert sum(row.count for row in after if row.kind == "reopened") == 1


def test_what_lies_still_has_no_contact_and_no_next_step(store: Store, shop: Shop) -> None:
    quiet = tuple((stage.id, NOW - timedelta(days=7)) for stage in shop.stages)
    which = Selection("still", quiet=quiet)
    old = [one for one in shop.told if one.state == "open" and one.written_at < NOW - timedelta(days=7)]
    with store.look(NOW) as work:
        assert len(work.sales.listed(which, limit=MANY)) == len(old)
        assert sum(count for _currency, count, _amount in work.sales.total(which)) == len(old)
        assert not work.sales.listed(Selection("still"), limit=MANY)


def test_how_long_they_take_is_counted_in_whole_days_open_ones_too(store: Store, shop: Shop) -> None:
    expected: Counter[tuple[str, str, int]] = Counter(
        (one.told.currency, one.state, ((one.closed_at or NOW) - one.written_at).days) for one in shop.told
    )
    with store.look(NOW) as work:
        found = {(row.currency, row.state, row.days): row.count for row in work.sales.cycles(View(), EVER)}
    assert found == expected


def test_a_rep_sees_sums_of_what_they_may_see(store: Store, shop: Shop) -> None:
    with store.work(NOW, person=shop.ana) as work:
        work.sees_owners = frozenset({shop.ana.id})
        mine = [one for one in shop.told if one.state == "open" and one.told.owner_id == shop.ana.id]
        assert sum(row.count for row in work.sales.standing(View(), TODAY)) == len(mine)
        assert {one.owner_id for one in work.sales.listed(Selection("open"), limit=MANY)} == {shop.ana.id}
        assert {row.owner_id for row in work.sales.closings(View(), EVER)} == {shop.ana.id}
        assert not work.sales.standing(View(owners=(shop.luis.id,)), TODAY)


def test_a_target_takes_the_place_of_another_and_a_missing_one_is_not_0(store: Store, shop: Shop) -> None:
    month = date(2026, 12, 1)
    with store.work(NOW, person=shop.ana, turn="1") as work:
        assert work.targets.put(shop.ana.id, month, Decimal(20_000), "EUR") is None
        former = work.targets.put(shop.ana.id, month, Decimal("25000.50"), "EUR")
        assert former
        assert former.amount == 20_000
        assert [one.amount for one in work.targets.of_month(month)] == [Decimal("25000.50")]
        assert work.targets.of_month(month, [shop.luis.id]) == []
