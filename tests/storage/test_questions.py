"""Every question there can be runs on both stores, and its figures are those of plain SQL over the same rows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from storage.crm.interactions import InteractionInput
from storage.crm.opportunities.records import NewStage, OpportunityInput
from storage.crm.records import Due
from storage.purchases.records import PurchaseLine
from storage.questions.answers import Answers, UnknownFieldError
from storage.questions.question import (
    ANY,
    HAS,
    ME,
    OPEN_THERE,
    TOLD,
    About,
    Against,
    AnyOf,
    Comparison,
    Dated,
    Field,
    Filter,
    Group,
    Measure,
    Money,
    Named,
    Order,
    Period,
    Question,
    Value,
    any_of,
)
from storage.questions.sources import source
from storage.work import Store, Work

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
LAST_YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
KINDS = ("visit", "call", "email")
VALUES: Mapping[Field, Value] = {
    Field.STAFF: ME,
    Field.CUSTOMER: Named(1, "Bar 1"),
    Field.SECTOR: "hosteleria",
    Field.PLACE: "malaga",
    Field.STATUS: "customer",
    Field.KIND: "visit",
    Field.STATE: "open",
    Field.STAGE: Named(1, "New"),
    Field.REASON: "Price",
    Field.AMOUNT: Money(Decimal(100), "EUR"),
    Field.MET: "visit",
    Field.LAST: TOLD,
    Field.AUTHOR: ME,
    Field.BOUGHT: "vino",
    Field.PRODUCT: Named(1, "Vino"),
    Field.CLASS: "A",
    Field.SEGMENT: "loyal",
    Field.FACT: "sensitive:price",
    Field.CONTACT: Named(1, "Marta"),
    Field.SOURCE: Named(1, "Web"),
    Field.CAUSE: "delivery",
    Field.HAS: "contact",
    Field.TIMES: "2",
    Field.SURVEY: Named(1, "nps"),
    Field.SCORE: "7",
    Field.ANSWER: "detractor",
}


@pytest.fixture
def work(store: Store) -> Iterator[Work]:
    """Ana and Luis, ten customers, and what was logged about them."""
    with store.work(NOW) as work:
        work.pipelines.begin("Sales", (NewStage("New", 10, 5),), ["Price"])
        people = [work.people.add(name, "rep", "es", "Europe/Madrid") for name in ("Ana", "Luis")]
    for at in range(1, 11):
        with store.work(NOW - timedelta(days=20 * at), person=people[at % 2], turn=str(at)) as work:
            customer = work.customers.add(f"Bar {at}", owner=people[at % 2])
            work.customers.change(customer.id, "sector", "Hostelería" if at % 3 else "Comercio")
            work.customers.change(customer.id, "address", "C/ Sol, MÁLAGA" if at % 2 else "Valencia")
            for n in range(at):
                when = NOW - timedelta(days=n * 13)
                work.interactions.log(InteractionInput(customer.id, KINDS[n % 3], when, when.date(), "day", "nota"))
            due = Due((NOW + timedelta(days=at - 5)).replace(tzinfo=None), "UTC", "minute")
            work.follow_ups.add("llamar", due, owner_id=people[at % 2].id, customer_id=customer.id)
            stage = work.pipelines.stages(1)[0]
            currency = "EUR" if at % 4 else "MXN"
            amount = Decimal(at * 100) if at != 5 else None
            said = OpportunityInput(customer.id, "x", stage.id, 1, people[at % 2].id, currency, amount=amount)
            found = work.opportunities.get(work.opportunities.add(said))
            if found and at > 7:
                work.opportunities.win(found, Decimal(at), currency)
    with store.work(NOW, person=people[0]) as work:
        yield work


def questions(about: About) -> list[Question]:
    """Every field, group, measure and date that there is for it, with a period and without."""
    of = source(about)
    found = []
    for field, measure, group in product((None, *of.fields), Measure, (None, *of.groups, Group.MONTH)):
        if measure in {Measure.SUM, Measure.AVERAGE} and of.amount is None:
            continue
        if measure is Measure.SHARE and not group:
            continue
        value = min(of.states) if field is Field.STATE else VALUES.get(field) if field else None
        filters = (Filter(field, value),) if field and value else ()
        found.append(Question(about, filters, measure, group))
    found += [Question(about, (Filter(Field.STATE, state),), Measure.COUNT) for state in sorted(of.states)]
    for when in of.dates:
        period = Period(YEAR.first, YEAR.last, when)
        found += [Question(about, measure=Measure.COUNT, group=group, period=period) for group in (None, Group.MONTH)]
    return found


@pytest.mark.parametrize("about", About)
@pytest.mark.parametrize("sees", [None, frozenset({1})])
def test_every_question_there_can_be_runs(work: Work, about: About, sees: frozenset[int] | None) -> None:
    work.sees_owners = sees
    answers = work.topic(Answers)
    for question in questions(about):
        answers.rows(question, MADRID, limit=3)
        answers.totals(question, MADRID)
        if question.group:
            answers.groups(question, MADRID, limit=5)


def test_figures_are_those_of_plain_sql(work: Work) -> None:
    answers = work.topic(Answers)
    visits = Question(About.INTERACTIONS, (Filter(Field.KIND, "visit"),), Measure.COUNT, period=YEAR)
    plain = work.connection.execute(
        text("SELECT author_id, count(*) FROM interactions WHERE kind = 'visit' GROUP BY author_id")
    )
    assert {
        one.key: one.total.count for one in answers.groups(replace(visits, group=Group.STAFF), MADRID, limit=9)
    } == {row[0]: row[1] for row in plain}
    assert answers.totals(visits, MADRID)[0].count == len(answers.rows(visits, MADRID, limit=99))
    months = replace(visits, group=Group.MONTH)
    rows = Counter(row.at.astimezone(MADRID).month for row in answers.rows(visits, MADRID, limit=99) if row.at)
    assert {one.key.month: one.total.count for one in answers.groups(months, MADRID, limit=99)} == rows  # type: ignore[union-attr]


def test_a_total_of_several_currencies_is_several_totals_and_no_amount_is_no_nought(work: Work) -> None:
    answers = work.topic(Answers)
    open_ = (Filter(Field.STATE, "open"),)
    sums = {t.currency: t for t in answers.totals(Question(About.OPPORTUNITIES, open_, Measure.SUM), MADRID)}
    assert sums["EUR"].amount == Decimal(100 + 200 + 300 + 600 + 700)
    assert (sums["EUR"].count, sums["EUR"].with_amount) == (6, 5)
    assert sums["MXN"].amount == Decimal(400)
    mean = {t.currency: t for t in answers.totals(Question(About.OPPORTUNITIES, open_, Measure.AVERAGE), MADRID)}
    assert mean["EUR"].amount == Decimal(380)


def test_who_was_met_and_who_was_not_are_all(work: Work) -> None:
    answers = work.topic(Answers)

    def names(comparison: Comparison) -> set[str | None]:
        met = Filter(Field.MET, "call", comparison)
        found = answers.rows(Question(About.CUSTOMERS, (met,), period=YEAR), MADRID, limit=99)
        return {row.customer for row in found}

    assert names(Comparison.WITHOUT) == {"Bar 1"}
    assert names(Comparison.IS) == {f"Bar {at}" for at in range(2, 11)}


def test_what_there_is_not_cannot_be_asked(work: Work) -> None:
    answers = work.topic(Answers)
    for question in (
        Question(About.CUSTOMERS, measure=Measure.SUM),
        Question(About.INTERACTIONS, (Filter(Field.STATE, "open"),)),
        Question(About.FOLLOW_UPS, group=Group.SECTOR),
        Question(About.OPPORTUNITIES, period=Period(YEAR.first, YEAR.last, Dated.DUE)),
    ):
        with pytest.raises(UnknownFieldError):
            answers.totals(question, MADRID)


def test_sectors_are_found_however_they_are_spelled(work: Work) -> None:
    answers = work.topic(Answers)
    assert list(answers.sectors) == ["Comercio", "Hostelería"]
    assert list(answers.spelled("hosteleria")) == ["Hostelería"]
    assert not answers.spelled("pesca")
    place = Question(About.CUSTOMERS, (Filter(Field.PLACE, "malaga"),), Measure.COUNT)
    assert answers.totals(place, MADRID)[0].count == 5


def test_a_state_that_something_has_not_is_not_taken_for_another(work: Work) -> None:
    for about, state in ((About.OPPORTUNITIES, "stalled"), (About.FOLLOW_UPS, "won"), (About.LEADS, "done")):
        with pytest.raises(UnknownFieldError):
            work.topic(Answers).totals(Question(about, (Filter(Field.STATE, state),), Measure.COUNT), MADRID)


def test_who_bought_nothing_in_a_time_is_who_has_no_line_in_it(work: Work) -> None:
    product = work.products.add("Vino")
    days = {1: NOW.date(), 2: NOW.date() - timedelta(days=200)}
    for customer, day in days.items():
        line = PurchaseLine(product, Decimal(2), Decimal(10), "EUR")
        work.purchases.add(customer, day, [line])
    lately = Period(NOW.date() - timedelta(days=30), NOW.date())
    nothing = Filter(Field.BOUGHT, ANY, Comparison.WITHOUT)
    rows = work.topic(Answers).rows(Question(About.CUSTOMERS, (nothing,), period=lately), MADRID, limit=20)
    assert {row.id for row in rows} == set(range(2, 11))
    rows = work.topic(Answers).rows(Question(About.CUSTOMERS, (nothing,)), MADRID, limit=20)
    assert {row.id for row in rows} == set(range(3, 11))  # within a year, where nobody says when


def test_who_was_met_more_often_than_so_many_times(work: Work) -> None:
    answers = work.topic(Answers)
    met = (Filter(Field.MET, ANY), Filter(Field.TIMES, "7", Comparison.OVER))
    often = answers.rows(Question(About.CUSTOMERS, met, period=YEAR), MADRID, limit=99)
    assert [row.customer for row in often] == ["Bar 10", "Bar 8", "Bar 9"]
    seldom = (Filter(Field.MET, ANY), Filter(Field.TIMES, "3", Comparison.UNDER))
    rows = answers.rows(Question(About.CUSTOMERS, seldom, period=YEAR), MADRID, limit=99)
    assert {row.customer for row in rows} == {"Bar 1", "Bar 2"}


def test_those_of_several_colleagues_are_those_of_each(work: Work) -> None:
    answers = work.topic(Answers)
    both = AnyOf((Named(1, "Ana"), Named(2, "Luis")))
    count = answers.totals(Question(About.CUSTOMERS, (Filter(Field.STAFF, both),), Measure.COUNT), MADRID)[0].count
    each = [
        answers.totals(Question(About.CUSTOMERS, (Filter(Field.STAFF, one),), Measure.COUNT), MADRID)[0].count
        for one in both.each
    ]
    assert count == sum(each) == 10


def test_what_is_not_known_of_a_customer(work: Work) -> None:
    answers = work.topic(Answers)
    for what in HAS:
        kept = [
            answers.totals(Question(About.CUSTOMERS, (Filter(Field.HAS, what, how),), Measure.COUNT), MADRID)[0].count
            for how in (Comparison.IS, Comparison.WITHOUT)
        ]
        assert sum(kept) == 10
    missing = Question(About.CUSTOMERS, (Filter(Field.HAS, "email", Comparison.WITHOUT),), Measure.COUNT)
    assert answers.totals(missing, MADRID)[0].count == 10


def test_a_question_is_kept_as_it_was_asked() -> None:
    both = AnyOf((Named(1, "Ana"), Named(2, "Luis")))
    share = Question(
        About.OPPORTUNITIES, (Filter(Field.STAFF, both), Filter(Field.STATE, "won")), Measure.SHARE, of=Field.STAFF
    )
    least = Question(About.INTERACTIONS, measure=Measure.COUNT, group=Group.STAFF, limit=3, order=Order.LEAST)
    classes = Question(About.CUSTOMERS, (Filter(Field.CLASS, any_of(["A", "B"])),), order=Order.OLDEST)
    grown = Question(About.PURCHASES, (), Measure.SUM, period=YEAR, against=Against(LAST_YEAR, Comparison.OVER))
    for question in (share, least, classes, grown):
        assert Question.from_json(question.as_json()) == question
    assert share.whole.filters == (Filter(Field.STATE, "won"),)


def bought(work: Work, *lines: tuple[int, str, int, date]) -> dict[str, int]:
    """Purchases of customers: of what, for how many euros, when; the products' ids."""
    products = {name: work.products.add(name) for name in dict.fromkeys(name for _customer, name, _sum, _day in lines)}
    for customer, name, amount, day in lines:
        work.purchases.add(customer, day, [PurchaseLine(products[name], Decimal(1), Decimal(amount), "EUR")])
    return products


def test_two_periods_beside_each_other_are_the_sums_of_each(work: Work) -> None:
    bought(
        work,
        (1, "Vino", 100, date(2026, 10, 1)),
        (1, "Vino", 40, date(2025, 10, 1)),
        (2, "Vino", 10, date(2026, 3, 1)),
        (2, "Agua", 70, date(2025, 3, 1)),
        (3, "Agua", 5, date(2026, 3, 2)),
        (4, "Agua", 9, date(2024, 3, 2)),
    )
    answers = work.topic(Answers)
    question = Question(
        About.PURCHASES, (), Measure.SUM, Group.CUSTOMER, YEAR, against=Against(LAST_YEAR, Comparison.IS)
    )
    plain = "SELECT sum(amount) FROM purchases WHERE customer_id = {} AND day BETWEEN '{}-01-01' AND '{}-12-31'"
    found = answers.compared(question, MADRID, limit=9)
    assert [one.label for one in found] == ["Bar 1", "Bar 2", "Bar 3"]
    for one in found:
        for year, total in ((2026, one.now), (2025, one.before)):
            said = work.connection.exec_driver_sql(plain.format(one.key, year, year)).scalar()
            assert (total.amount or 0) * 100 == (said or 0)
    more, less = (
        answers.compared(replace(question, against=Against(LAST_YEAR, how)), MADRID, limit=9)
        for how in (Comparison.OVER, Comparison.UNDER)
    )
    assert [one.label for one in more] == ["Bar 1", "Bar 3"]  # who rose most comes first
    assert [one.label for one in less] == ["Bar 2"]
    [whole] = answers.compared(replace(question, group=None), MADRID, limit=9)
    assert (whole.now.amount, whole.before.amount) == (Decimal(115), Decimal(110))
    for group in (None, Group.CUSTOMER):
        visits = Question(About.INTERACTIONS, (), Measure.COUNT, group, YEAR, against=Against(LAST_YEAR))
        assert sum(one.now.count for one in answers.compared(visits, MADRID, limit=99)) == 55


def test_what_cannot_be_compared_is_not(work: Work) -> None:
    for question in (
        Question(About.PURCHASES, (), Measure.SUM, against=Against(LAST_YEAR)),
        Question(About.PURCHASES, (), Measure.LIST, period=YEAR, against=Against(LAST_YEAR)),
        Question(About.PURCHASES, (), Measure.SUM, Group.MONTH, YEAR, against=Against(LAST_YEAR)),
    ):
        with pytest.raises(UnknownFieldError):
            work.topic(Answers).totals(question, MADRID)


def test_who_stopped_buying_bought_before_and_not_since(work: Work) -> None:
    today = NOW.date()
    bought(
        work,
        (1, "Vino", 9, today - timedelta(days=200)),
        (2, "Vino", 9, today - timedelta(days=200)),
        (2, "Vino", 9, today - timedelta(days=10)),
        (3, "Vino", 9, today - timedelta(days=10)),
        (4, "Vino", 9, today - timedelta(days=800)),
        (5, "Agua", 9, today - timedelta(days=200)),
        (5, "Vino", 9, today - timedelta(days=200)),
        (5, "Agua", 9, today - timedelta(days=10)),
    )
    for value, who in (("Vino", {1, 5}), (ANY, {1}), (any_of(["Vino", "Agua"]), {1})):
        stopped = Question(About.CUSTOMERS, (Filter(Field.BOUGHT, value, Comparison.STOPPED),))
        assert {row.id for row in work.topic(Answers).rows(stopped, MADRID, limit=20)} == who


def test_what_is_open_at_a_customer_and_what_is_oldest(work: Work) -> None:
    answers = work.topic(Answers)
    for what in OPEN_THERE:
        kept = [
            answers.totals(Question(About.CUSTOMERS, (Filter(Field.HAS, what, how),), Measure.COUNT), MADRID)[0].count
            for how in (Comparison.IS, Comparison.WITHOUT)
        ]
        assert sum(kept) == 10
    has_open = Question(About.CUSTOMERS, (Filter(Field.HAS, "open_opportunity"),))
    assert {row.id for row in answers.rows(has_open, MADRID, limit=20)} == set(range(1, 8))
    for order in (Order.OLDEST, Order.NEWEST):
        rows = answers.rows(Question(About.INTERACTIONS, order=order), MADRID, limit=99)
        days = [row.day for row in rows if row.day]
        assert days == sorted(days, reverse=order is Order.NEWEST)
        assert days[0] != days[-1]


def test_any_of_several_is_what_each_has(work: Work) -> None:
    answers = work.topic(Answers)

    def count(about: About, field: Field, value: Value) -> int:
        return answers.totals(Question(about, (Filter(field, value),), Measure.COUNT), MADRID)[0].count

    for about, field, values in (
        (About.INTERACTIONS, Field.KIND, ["visit", "call"]),
        (About.INTERACTIONS, Field.CUSTOMER, [Named(9, "Bar 9"), Named(10, "Bar 10")]),
        (About.CUSTOMERS, Field.SECTOR, ["hosteleria", "comercio"]),
    ):
        assert count(about, field, any_of(values)) == sum(count(about, field, one) for one in values) > 0
